"""Events of two lists meet within days and kilometres."""

from __future__ import annotations

from datetime import date, timedelta

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point

from geotracker.geo import overlap

Told = tuple[int, int, str, float, float]


def _frame(rows: list[Told]) -> gpd.GeoDataFrame:
    first = date(2025, 1, 1)
    data = {
        "start": [first + timedelta(row[0]) for row in rows],
        "end": [first + timedelta(row[0] + row[1]) for row in rows],
        "kind": [row[2] for row in rows],
    }
    return gpd.GeoDataFrame(data, geometry=[Point(row[3], row[4]) for row in rows], crs="EPSG:4326")


@pytest.mark.parametrize(
    ("other", "met"),
    [
        ((3, 0, "strike", 36.1, 50.0), True),
        ((4, 0, "strike", 36.1, 50.0), False),
        ((3, 0, "attack", 36.1, 50.0), False),
        ((3, 0, "", 36.1, 50.0), True),
        ((2, 0, "strike", 36.2, 50.0), False),
        ((0, 9, "strike", 36.0, 50.0), True),
    ],
)
def test_days_kilometres_and_kind_decide(other: Told, met: bool) -> None:  # noqa: FBT001  a parameter
    """A day and ten kilometres away is near enough, two days or fourteen kilometres are not."""
    found = overlap.met(_frame([(2, 0, "strike", 36.0, 50.0)]), _frame([other]), days=1, km=10)
    assert found.tolist() == [met]


rows = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.integers(0, 5),
        st.sampled_from(["strike", "attack", ""]),
        st.floats(30, 40, allow_nan=False),
        st.floats(45, 85, allow_nan=False),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(rows, rows, st.integers(0, 3), st.floats(1, 400))
def test_it_is_what_comparing_all_pairs_gives(one: list[Told], other: list[Told], days: int, km: float) -> None:
    """Up to the far north, where a degree of longitude is short."""
    geod = Geod(ellps="WGS84")

    def near(a: Told, b: Told) -> bool:
        apart = b[0] - a[0] - a[1] <= days and a[0] - b[0] - b[1] <= days
        alike = a[2] == b[2] or "" in (a[2], b[2])
        return apart and alike and geod.inv(a[3], a[4], b[3], b[4])[2] <= km * 1000

    found = overlap.met(_frame(one), _frame(other), days=days, km=km)
    assert found.tolist() == [any(near(a, b) for b in other) for a in one]


def test_an_empty_list_meets_nothing() -> None:
    """On either side."""
    some, none = _frame([(0, 0, "strike", 36.0, 50.0)]), _frame([])
    assert overlap.met(some, none, days=1, km=1).tolist() == [False]
    assert overlap.met(none, some, days=1, km=1).tolist() == []
