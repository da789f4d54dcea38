"""Rights are what sources.toml records, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geotracker import rights, sources
from geotracker.sources import Source
from geotracker.workspace import package_path

OPEN = Source(
    title="Open Daily",
    publisher="Open House",
    kind="report",
    match="-open",
    rights="CC-BY-4.0",
    terms="https://example.org/terms",
    permission=date(2025, 1, 20),
    name="open",
)
GROUND = replace(OPEN, kind="control", match="ground", name="Ground Map")


def test_a_recorded_permission_allows_and_names_whom_to_credit() -> None:
    """Rights, the link to the terms and the day: then it may be published, polygons not yet."""
    right = rights.of([OPEN], "2025-01-20-open")
    assert right.allowed
    assert not right.geometry
    assert right.attributions == ("Open Daily, Open House (CC-BY-4.0, https://example.org/terms).",)
    wished = replace(OPEN, attribution="© Open House")
    assert rights.attribution(wished) == "© Open House (CC-BY-4.0, https://example.org/terms)."


@pytest.mark.parametrize(
    ("lack", "why"),
    [
        ({"rights": "unknown"}, "rights are unknown"),
        ({"rights": ""}, "rights are unknown"),
        ({"rights": "All rights reserved"}, "rights are All rights reserved"),
        ({"terms": ""}, "no link to terms"),
        ({"terms": "on paper"}, "no link to terms"),
        ({"permission": None}, "no day of permission"),
    ],
)
def test_what_is_not_recorded_means_no(lack: dict[str, object], why: str) -> None:
    """Each of the three is needed, and the reason says which is missing."""
    right = rights.of([replace(OPEN, **lack)], "2025-01-20-open")  # type: ignore[arg-type]
    assert not right.allowed
    assert right.why == f"Open Daily: {why}"
    assert not rights.may_publish([replace(OPEN, **lack)], "2025-01-20-open")  # type: ignore[arg-type]


def test_a_report_of_no_source_may_not_be_published() -> None:
    """And of two sources that match, both have to allow it."""
    assert "no source" in rights.of([OPEN], "2025-01-20-other").why
    closed = replace(OPEN, match="2025", rights="unknown", title="All of 2025")
    assert rights.of([OPEN, closed], "2025-01-20-open").why == "All of 2025: rights are unknown"
    assert not rights.of([GROUND], "2025-01-20-ground").allowed


def test_polygons_need_a_word_of_their_own() -> None:
    """`geometry` has to say "redistribute"; the source is found by its name in the store."""
    assert rights.of_control([GROUND], "ground-map").allowed
    assert not rights.of_control([GROUND], "ground-map").geometry
    assert rights.of_control([replace(GROUND, geometry="redistribute")], "ground-map").geometry
    assert not rights.of_control([replace(GROUND, geometry="no")], "ground-map").geometry
    assert not rights.of_control([replace(GROUND, geometry="redistribute", terms="")], "ground-map").geometry
    assert not rights.of_control([GROUND], "other").allowed


def test_of_what_ships_only_the_samples_may_be_published() -> None:
    """Nobody has recorded a permission for the others."""
    shipped = sources.load(package_path("data", "sources.toml"))
    assert rights.may_publish(shipped, "2025-01-18-sample")
    assert not rights.of_control(shipped, "deepstate").allowed
    assert not rights.of_control(shipped, "isw").allowed
