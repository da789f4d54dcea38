"""Groups of one thing are put together as if each were compared with all before it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from geotracker.geo.clustering import cluster

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, Any]

_DAYS = st.dates(date(2025, 1, 1), date(2025, 1, 20))
_LENGTHS = st.one_of(st.integers(0, 4), st.integers(-3, 300))
_ROWS = st.builds(
    lambda start, length, place, thing: {
        "start": start,
        "end": start + timedelta(length),
        "place": place,
        "thing": thing,
    },
    _DAYS,
    _LENGTHS,
    st.sampled_from("AB"),
    st.sampled_from("xyz"),
)


def _key(row: Row) -> tuple[str, ...]:
    return (row["place"],)


def _first(rows: Sequence[Row]) -> Row:
    return rows[0]


def _same(one: Row, two: Row) -> bool:
    """Return whether one window lies in the other and the things are not `x` and `y`, which is not transitive."""
    inside = (one["start"] <= two["start"] and two["end"] <= one["end"]) or (
        two["start"] <= one["start"] and one["end"] <= two["end"]
    )
    return inside and {one["thing"], two["thing"]} != {"x", "y"}


def _plainly(rows: Sequence[Row]) -> list[list[Row]]:
    clusters: list[list[Row]] = []
    for row in rows:
        home = next((one for one in clusters if _key(one[0]) == _key(row) and _same(one[0], row)), None)
        if home is None:
            clusters.append([row])
        else:
            home.append(row)
    return clusters


@given(st.lists(_ROWS, max_size=40))
def test_as_if_each_met_all(rows: list[Row]) -> None:
    """Looking only at windows that meet gives what looking at all gives, windows of any length included."""
    assert cluster(([row] for row in rows), _key, _first, _same) == _plainly(rows)


def test_only_windows_that_meet_are_compared() -> None:
    """A row is held against none whose days are far from its own."""
    asked: list[int] = []
    days = [date(2025, 1, 1) + timedelta(3 * number) for number in range(20)]
    rows: list[Row] = [{"start": day, "end": day + timedelta(1), "place": "A", "thing": "x"} for day in days]

    def same(one: Row, two: Row) -> bool:
        asked.append((two["start"] - one["start"]).days)
        return False

    assert len(cluster(([row] for row in rows), _key, _first, same)) == 20
    assert not asked
