"""Tests of scoring: which event stands for which gold row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geotracker.geo import scoring
from geotracker.geo.gold import Gold
from tests.frames import KALUGA, NOWHERE, events

DAY = date(2025, 1, 18)
KM = 1 / 111.195  # degrees of latitude
ROW: dict[str, Any] = {
    "kind": "strike",
    "actor": "ukraine",
    "place": "Lyudinovo",
    "geo_precision": 2,
    "start": DAY,
    "end": DAY,
    "evidence": "reported",
    "lon": KALUGA.x,
    "lat": KALUGA.y,
}


def gold(**said: Any) -> Gold:
    """Return a gold row: a strike on Lyudinovo."""
    return Gold(**(ROW | said))


def found(*rows: dict[str, Any]) -> list[scoring.Found]:
    """Return events as scoring sees them: strikes on Lyudinovo unless a row says otherwise."""
    return scoring.found(events(*rows))


def north(km: float) -> shapely.Point:
    """Return a point so far north of Lyudinovo."""
    return shapely.Point(KALUGA.x, KALUGA.y + km * KM)


def agrees(row: Gold, event: dict[str, Any], by: scoring.By = "points") -> bool:
    """Return whether the event stands for the row."""
    return scoring.match([row], found(event), by) == {0: 0}


@pytest.mark.parametrize(
    ("said", "event", "expected"),
    [
        ({}, {}, True),
        ({}, {"kind": "attack"}, False),
        ({}, {"actor": "russia"}, True),
        ({}, {"geometry": north(9)}, True),
        ({}, {"geometry": north(11)}, False),
        ({"geo_precision": 4}, {"geometry": north(24)}, True),
        ({"geo_precision": 4}, {"geometry": north(26)}, False),
        ({}, {"place": "Elsewhere", "geometry": north(2.9)}, True),
        ({}, {"place": "Elsewhere", "geometry": north(3.1)}, False),
        ({}, {"geometry": NOWHERE}, False),
        ({"lon": None, "lat": None}, {"geometry": north(500)}, True),
        ({"lon": None, "lat": None}, {"place": "Elsewhere"}, False),
        ({"place": "Kaluga Oblast", "geo_precision": 5}, {"geo_precision": 5, "place": "Kaluga region"}, True),
        ({"place": "Kaluga Oblast", "geo_precision": 5}, {"geo_precision": 2, "place": "Kaluga Oblast"}, False),
        (
            {"place": "west", "admin1": "Kaluga Oblast", "geo_precision": 5},
            {"geo_precision": 5, "admin1": "Kaluga"},
            True,
        ),
        ({"place": "Russia", "geo_precision": 6}, {"geo_precision": 6, "country_name": "Russia"}, True),
    ],
)
def test_places_agree_by_name_and_distance(said: dict[str, Any], event: dict[str, Any], *, expected: bool) -> None:
    """10 km with the name, 25 km for a district, 3 km without; a region by its name and a region's precision."""
    assert agrees(gold(**said), event) is expected


def test_the_reading_alone_is_judged_by_names() -> None:
    """Wherever the point lies; without the name the distance still helps, and a region stays a region."""
    assert agrees(gold(), {"geometry": north(500)}, "names")
    assert agrees(gold(), {"geometry": NOWHERE, "settlement": "Lyudinovo", "place": "Ljudinowo"}, "names")
    assert agrees(gold(), {"place": "Elsewhere", "geometry": north(2)}, "names")
    assert not agrees(gold(geo_precision=5), {"geo_precision": 2}, "names")


def test_the_points_alone_are_judged_where_all_else_agrees() -> None:
    """The side must agree, and the name, however far the point."""
    assert agrees(gold(), {"geometry": north(500)}, "places")
    assert agrees(gold(actor="unknown"), {}, "places")
    assert not agrees(gold(), {"actor": "russia"}, "places")
    assert not agrees(gold(), {"place": "Elsewhere"}, "places")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 0, True), (1, 1, True), (2, 2, False), (-1, -1, True), (-2, -2, False), (0, 3, True), (0, 4, False)],
)
def test_windows_may_lie_a_day_apart_and_be_three_days_longer(start: int, end: int, *, expected: bool) -> None:
    """Days from the one day of gold."""
    window = {"start": DAY + timedelta(start), "end": DAY + timedelta(end)}
    assert agrees(gold(), window) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zaporizhia Oblast", "Zaporizhzhia"),
        ("Kup’yansk", "KUP'YANSK"),
        ("Łódź", "łodz"),
        ("occupied Republic of Crimea", "Crimea"),
    ],
)
def test_spellings_of_one_name_are_folded(one: str, other: str) -> None:
    """Case, accents, apostrophes and the kind of region tell nothing apart."""
    assert scoring.fold(one) == scoring.fold(other)


def test_of_several_events_the_closest_is_taken() -> None:
    """Side, days and named object break the tie, in that order; each event stands for one row only."""
    others = found({"actor": "russia"}, {"facility": "oil depot"}, {"end": DAY + timedelta(1)})
    assert scoring.match([gold(facility="depot")], others) == {0: 1}
    assert scoring.match([gold(), gold(), gold(), gold()], others) == {0: 1, 1: 2, 2: 0}


def test_a_firm_row_is_served_before_an_optional_one() -> None:
    """Even where the optional row fits better."""
    rows = [gold(optional=True), gold(actor="russia")]
    assert scoring.match(rows, found({})) == {1: 0}


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=6), st.lists(st.integers(0, 3), max_size=6))
def test_nothing_is_matched_twice(rows: list[tuple[int, bool]], days: list[int]) -> None:
    """Whatever rows and events there are."""
    wanted = [
        gold(start=DAY + timedelta(after), end=DAY + timedelta(after), optional=optional) for after, optional in rows
    ]
    taken = scoring.match(wanted, found(*({"start": DAY + timedelta(n), "end": DAY + timedelta(n)} for n in days)))
    assert len(set(taken.values())) == len(taken) <= min(len(rows), len(days))
