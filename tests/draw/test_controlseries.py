"""Tests of what the page gets of control."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from typing import Any

from geotracker.draw import controlseries
from tests.draw import terrain


def _head(series: controlseries.ControlSeries) -> dict[str, Any]:
    data = gzip.decompress(base64.b64decode(controlseries.packed(series)))
    length = int.from_bytes(data[:4], "little")
    assert length % 4 == 0
    head: dict[str, Any] = json.loads(data[4 : 4 + length])
    return head


def test_weeks_add_what_changed_on_their_days() -> None:
    """From Monday on; the first day of a series changed nothing and is in no week."""
    monday = 20101  # 13 January 2025
    assert _head(terrain.series())["weeks"] == [
        {"monday": monday, "days": 2, "gained": 330.5, "lost": 0},
        {"monday": monday + 7, "days": 1, "gained": 0, "lost": 83.25},
    ]


def test_the_source_is_named_as_it_wishes() -> None:
    """By its credit, else by title and publisher; an address that is none is left out."""
    series = terrain.series()
    assert _head(series)["credit"] == "Mapper, Mappers' union"
    named = _head(replace(series, credit="Mapper (CC BY 4.0)", terms="javascript:alert(1)"))
    assert (named["credit"], named["terms"]) == ("Mapper (CC BY 4.0)", "")


def test_the_same_days_give_the_same_bytes() -> None:
    """Nothing in it is drawn by lot or by the clock."""
    assert controlseries.packed(terrain.series()) == controlseries.packed(terrain.series())
