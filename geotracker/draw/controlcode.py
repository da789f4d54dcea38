"""A year of control polygons as a few bytes a day: rings on a grid of some metres, each day as splices of the last.

All numbers are varints (LEB128), signed ones in zigzag. The bytes are: cells a degree, the number of days, then the
days. A day is: days since the one before it (the first: since 1 January 1970), the number of rings, the rings, and
which of their points lie on the front line. A ring is a number, twice its kind plus 1 where it is a hole (a shell
begins a polygon, its holes follow), and then

- COPIED: which ring of the day before, as steps from the one after the last that was named;
- DRAWN: its points: their number, then steps from the last point that was written, at first from that day's first;
- SPLICED: which ring, as above; the number of splices; for each how many of its points are kept, how many then left
  out, how many new ones follow and these as DRAWN; what is left of the old ring at the end is kept; then how many
  points from the start are put to the end.

Rings are open (the first point is not repeated) and begin at their most western point; points are longitude and
latitude in cells. A kept point is taken to lie on the front line where it did the day before, a new one where the one
before it in its ring does, the first does not; where that turns untrue or true again is told for all points of the day
one after the other: the number of turns, then the steps to each. web/control/code.js reads it.

A day is written by what it and the day before it hold and nothing else, so its bytes can be kept.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

CELLS = 20_000
"""Cells a degree: 5.6 m from south to north, so that a point moves by 3 m at most."""
COPIED, DRAWN, SPLICED = range(3)
_FIRST = date(1970, 1, 1)

Point = tuple[int, int]
Splice = tuple[int, int, list[Point]]


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring on the grid, open, from its most western point; whether it is a hole of the shell before it."""

    points: tuple[Point, ...]
    is_hole: bool
    front: tuple[bool, ...] = field(compare=False)
    """Which of the points lie on the front line."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The polygons of a day on the grid."""

    day: date
    rings: tuple[Ring, ...]


@dataclass
class _Writer:
    last: Point
    data: bytearray = field(default_factory=bytearray)
    expected: int = 0

    def number(self, value: int) -> None:
        while value > 0x7F:
            self.data.append(value & 0x7F | 0x80)
            value >>= 7
        self.data.append(value)

    def signed(self, value: int) -> None:
        self.number(value * 2 if value >= 0 else -value * 2 - 1)

    def points(self, points: Sequence[Point]) -> None:
        self.number(len(points))
        for x, y in points:
            self.signed(x - self.last[0])
            self.signed(y - self.last[1])
            self.last = (x, y)

    def which(self, number: int) -> None:
        self.signed(number - self.expected)
        self.expected = number + 1


def drawn(day: date, shape: BaseGeometry, front: BaseGeometry | None = None) -> Drawn:
    """Return the polygons of a day (EPSG:4326) on the grid, with the front line along them, if there is one."""
    on_front = set(map(tuple, _cells(front).tolist())) if front is not None else set()
    found = [(_turned(points), is_hole) for points, is_hole in rings(shape)]
    return Drawn(day, tuple(Ring(ps, is_hole, tuple(p in on_front for p in ps)) for ps, is_hole in found))


def encode(days: Sequence[Drawn]) -> bytes:
    """Return days, the earliest first, as bytes."""
    return joined([day(one, before) for one, before in zip(days, [None, *days], strict=False)])


def joined(days: Sequence[bytes]) -> bytes:
    """Return the bytes of days that `day` gave, each from the one before it, as the bytes of all."""
    out = _Writer((0, 0))
    out.number(CELLS)
    out.number(len(days))
    return bytes(out.data) + b"".join(days)


def day(drawn: Drawn, before: Drawn | None) -> bytes:
    """Return the bytes of a day that follows another, or that is the first."""
    known = before.rings if before else ()
    out = _Writer(known[0].points[0] if known else (0, 0))
    out.signed((drawn.day - (before.day if before else _FIRST)).days)
    out.number(len(drawn.rings))
    expected = [flag for ring in _rings(out, drawn.rings, known) for flag in ring]
    turns = np.flatnonzero(np.diff(expected != _flags(drawn.rings), prepend=False))
    out.number(len(turns))
    for step in np.diff(turns, prepend=0).tolist():
        out.number(step)
    return bytes(out.data)


def _flags(rings: Sequence[Ring]) -> npt.NDArray[np.bool_]:
    return np.array([flag for ring in rings for flag in ring.front], dtype=bool)


def _rings(out: _Writer, drawn: Sequence[Ring], before: Sequence[Ring]) -> Iterator[list[bool]]:
    """Write the rings of a day and yield for each which of its points are expected to lie on the front line."""
    same = {ring: number for number, ring in enumerate(before)}
    left = set(drawn)
    changed = {number: set(ring.points) for ring, number in same.items() if ring not in left}
    for ring in drawn:
        copied = same.get(ring)
        nearest = None if copied is not None else _nearest(ring, changed)
        if copied is not None:
            out.number(2 * COPIED + ring.is_hole)
            out.which(copied)
            yield list(before[copied].front)
        elif nearest is not None:
            out.number(2 * SPLICED + ring.is_hole)
            out.which(nearest)
            yield _splice(out, ring.points, before[nearest])
        else:
            out.number(2 * DRAWN + ring.is_hole)
            out.points(ring.points)
            yield [False] * len(ring.points)


def _nearest(ring: Ring, others: Mapping[int, set[Point]]) -> int | None:
    """Return which of other rings has most points of a ring, if it has more than half of them."""
    points = set(ring.points)
    shared = {number: len(points & other) for number, other in others.items()}
    most = max(shared, key=lambda number: shared[number], default=None)
    return most if most is not None and shared[most] * 2 > len(ring.points) else None


def _splice(out: _Writer, points: tuple[Point, ...], old: Ring) -> list[bool]:
    places = {point: place for place, point in enumerate(points)}
    start = next(places[point] for point in old.points if point in places)
    splices = list(_splices(old.points, points[start:] + points[:start]))
    out.number(len(splices))
    expected: list[bool] = []
    at = 0
    for kept, dropped, new in splices:
        out.number(kept)
        out.number(dropped)
        out.points(new)
        expected += old.front[at : at + kept]
        expected += [bool(expected) and expected[-1]] * len(new)
        at += kept + dropped
    expected += old.front[at:]
    turn = (len(points) - start) % len(points)
    out.number(turn)
    return expected[turn:] + expected[:turn]


def _splices(old: Sequence[Point], new: Sequence[Point]) -> Iterator[Splice]:
    """Yield how many points of the old ring are kept, then dropped, and what is put in, until the rest is kept."""
    at_old = at_new = kept_from = 0
    for one, other in [*_common(old, new), (len(old), len(new))]:
        if one > at_old or other > at_new:
            yield at_old - kept_from, one - at_old, list(new[at_new:other])
            kept_from = one
        at_old, at_new = one + 1, other + 1


def _common(old: Sequence[Point], new: Sequence[Point]) -> list[tuple[int, int]]:
    """Return the places in both of points that stand in both in the same order, as many as there are."""
    least = min(len(old), len(new))
    start = next((place for place in range(least) if old[place] != new[place]), least)
    left = range(1, least - start + 1)
    end = next((back - 1 for back in left if old[-back] != new[-back]), least - start)
    middle = _chain(old[start : len(old) - end], new[start : len(new) - end])
    return [
        *((place, place) for place in range(start)),
        *((start + one, start + other) for one, other in middle),
        *((len(old) - back, len(new) - back) for back in range(end, 0, -1)),
    ]


def _chain(old: Sequence[Point], new: Sequence[Point]) -> list[tuple[int, int]]:
    """Return the longest chain of places in both: a longest increasing subsequence, by patience sorting."""
    places: dict[Point, int] = {}
    for place, point in enumerate(old):
        places.setdefault(point, place)
    heads: list[int] = []
    ends: list[int] = []
    found: list[tuple[int, int, int]] = []
    for other, point in enumerate(new):
        one = places.get(point)
        if one is None:
            continue
        length = bisect_left(heads, one)
        found.append((one, other, ends[length - 1] if length else -1))
        heads[length : length + 1] = [one]
        ends[length : length + 1] = [len(found) - 1]
    chain = []
    link = ends[-1] if ends else -1
    while link >= 0:
        one, other, link = found[link]
        chain.append((one, other))
    return chain[::-1]


def rings(shape: BaseGeometry) -> Iterator[tuple[tuple[Point, ...], bool]]:
    """Yield the rings of polygons on the grid and whether each is a hole, each shell before its holes.

    A speck becomes a cell's triangle.
    """
    for polygon in shapely.get_parts(shapely.orient_polygons(shape)):
        for number, ring in enumerate(shapely.get_rings(polygon)):
            cells = _cells(ring)
            moved = np.any(np.diff(cells, axis=0) != 0, axis=1)
            points = tuple(map(tuple, cells[1:][moved].tolist()))
            yield (points if len(set(points)) > 2 else _speck(cells)), number > 0


def _cells(shape: BaseGeometry) -> npt.NDArray[np.int64]:
    return np.round(shapely.get_coordinates(shape) * CELLS).astype(np.int64)


def _speck(cells: npt.NDArray[np.int64]) -> tuple[Point, ...]:
    """Return a triangle, a cell wide, where a ring is thinner than a cell."""
    (x, y), (to_x, to_y) = cells.min(axis=0).tolist(), cells.max(axis=0).tolist()
    return (x, y), (max(to_x, x + 1), y), (x, max(to_y, y + 1))


def _turned(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return a ring's points from the most western."""
    start = points.index(min(points))
    return points[start:] + points[:start]
