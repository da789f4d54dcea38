"""Tests of the still picture of the map."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from geotracker.draw import leaflet, still
from geotracker.errors import ExportError

if TYPE_CHECKING:
    import geopandas as gpd

    from geotracker.draw.layers import Layer


def test_without_a_browser_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that is none, or none at all, is named with the remedy."""
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(ExportError, match=r"/no/such/browser.*CHROMIUM=/path/to/chromium"):
        still.browser()
    monkeypatch.delenv("CHROMIUM")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ExportError, match="open the map and print it"):
        still.browser()


def test_a_browser_that_takes_no_picture_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that ends without a picture is no success."""
    monkeypatch.setenv("CHROMIUM", "false")
    with pytest.raises(ExportError, match="took no picture"):
        still.picture("<p>map</p>")


def test_a_still_is_a_picture_of_the_map(
    events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]
) -> None:
    """The picture has its size and more than one colour of ground on it."""
    try:
        still.browser()
    except ExportError:
        pytest.skip("not run: no browser")
    data = still.picture(leaflet.page(events, mentions, shipped))
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == still.SIZE
    assert len(data) > 50_000
