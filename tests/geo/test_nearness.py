"""Tests of nearness: how far the points of found events lie from those of gold."""

from __future__ import annotations

from datetime import date
from typing import Any

from shapely import Point

from geotracker.geo import nearness, scoring
from geotracker.geo.gold import Gold
from tests.frames import KALUGA, NOWHERE, events

DAY = date(2025, 1, 18)
ROW: dict[str, Any] = {
    "kind": "strike",
    "actor": "ukraine",
    "geo_precision": 2,
    "start": DAY,
    "end": DAY,
    "evidence": "reported",
    "lon": KALUGA.x,
    "lat": KALUGA.y,
    "admin1": "Kaluga Oblast",
}
FAR = Point(KALUGA.x, KALUGA.y + 1)


def near(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> nearness.Nearness:
    """Return how near the points of one report's events are."""
    rows = [Gold(**(ROW | row)) for row in gold]
    return nearness.nearness(nearness.pairs(rows, scoring.found(events(*found))))


def test_points_are_near_wrong_or_missing() -> None:
    """Region and footprint are judged for the placed."""
    found = [
        {"place": "A", "admin1": "Kaluga", "radius_m": 500.0},
        {"place": "B", "geometry": FAR, "radius_m": 1500.0},
        {"place": "C", "geometry": NOWHERE, "radius_m": float("nan")},
    ]
    told = near([{"place": place} for place in "ABC"], found)
    shares = {name: (figure.value, figure.n) for name, figure in told.shares.items()}
    assert shares == {
        "within 10 km": (0.333, 3),
        "wrong": (0.333, 3),
        "unplaced": (0.333, 3),
        "admin1 right of placed": (0.5, 2),
        "footprint holds the point": (0.5, 2),
    }
    assert told.radius_km == {2: 1.0}


def test_what_gold_cannot_judge_is_left_out() -> None:
    """Districts and regions, rows without coordinates, and coordinates that a reader estimated."""
    gold = [
        {"place": "A", "geo_precision": 4},
        {"place": "B", "lat": None, "lon": None},
        {"place": "C", "coord": "own (approximate)"},
        {"place": "D", "optional": True},
    ]
    told = near(gold, [{"place": place} for place in "ABCD"])
    assert (told.rows, told.left_out) == (1, 3)
