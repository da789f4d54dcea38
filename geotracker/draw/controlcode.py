"""A year of control polygons as a few bytes a day: rings on a grid of some metres, each day as splices of the last.

All numbers are varints (LEB128), signed ones in zigzag. The bytes are: cells a degree, the number of days; then for
each day: days since the one before it (the first: since 1 January 1970), the number of rings, and the rings. A ring is
a number, twice its kind plus 1 where it is a hole (a shell begins a polygon, its holes follow), and then

- COPIED: which ring of the day before, as steps from the one after the last that was named;
- DRAWN: its points: their number, then steps from the last point that was written;
- SPLICED: which ring, as above; the number of splices; for each how many of its points are kept, how many then left
  out, how many new ones follow and these as DRAWN; what is left of the old ring at the end is kept.

Rings are open (the first point is not repeated), points are longitude and latitude in cells. web/control/code.js
reads it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    """A ring on the grid, open, and whether it is a hole of the shell before it."""

    points: tuple[Point, ...]
    is_hole: bool


@dataclass
class _Writer:
    data: bytearray = field(default_factory=bytearray)
    last: Point = (0, 0)
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


def encode(days: Sequence[tuple[date, BaseGeometry]]) -> bytes:
    """Return the polygons (EPSG:4326) of days, the earliest first, as bytes."""
    out = _Writer()
    out.number(CELLS)
    out.number(len(days))
    before: list[Ring] = []
    last = _FIRST
    for day, shape in days:
        out.signed((day - last).days)
        last, before = day, _day(out, list(rings(shape)), before)
    return bytes(out.data)


def _day(out: _Writer, drawn: list[Ring], before: list[Ring]) -> list[Ring]:
    """Write the rings of a day and return them as they will be read: some begin at another of their points."""
    same = {(_canonical(ring.points), ring.is_hole): number for number, ring in enumerate(before)}
    owners: dict[Point, list[int]] = defaultdict(list)
    for number, ring in enumerate(before):
        for point in ring.points:
            owners[point].append(number)
    out.number(len(drawn))
    out.expected = 0
    read = []
    for ring in drawn:
        copied = same.get((_canonical(ring.points), ring.is_hole))
        shared = Counter(number for point in ring.points for number in owners.get(point, ()))
        nearest, count = shared.most_common(1)[0] if shared else (0, 0)
        if copied is not None:
            out.number(2 * COPIED + ring.is_hole)
            out.which(copied)
            read.append(before[copied])
        elif count * 2 > len(ring.points):
            out.number(2 * SPLICED + ring.is_hole)
            read.append(Ring(_splice(out, ring.points, before[nearest].points, nearest), ring.is_hole))
        else:
            out.number(2 * DRAWN + ring.is_hole)
            out.points(ring.points)
            read.append(ring)
    return read


def _splice(out: _Writer, points: tuple[Point, ...], old: tuple[Point, ...], number: int) -> tuple[Point, ...]:
    places = {point: place for place, point in enumerate(points)}
    start = next(places[point] for point in old if point in places)
    points = points[start:] + points[:start]
    splices = list(_splices(old, points))
    out.which(number)
    out.number(len(splices))
    for kept, dropped, new in splices:
        out.number(kept)
        out.number(dropped)
        out.points(new)
    return points


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


def rings(shape: BaseGeometry) -> Iterator[Ring]:
    """Yield the rings of polygons on the grid, each shell before its holes; a speck becomes a cell's triangle."""
    for polygon in shapely.get_parts(shapely.orient_polygons(shape)):
        for number, ring in enumerate(shapely.get_rings(polygon)):
            cells = np.round(shapely.get_coordinates(ring) * CELLS).astype(np.int64)
            moved = np.any(np.diff(cells, axis=0) != 0, axis=1)
            points = tuple(map(tuple, cells[1:][moved].tolist()))
            yield Ring(points if len(set(points)) > 2 else _speck(cells), number > 0)


def _speck(cells: npt.NDArray[np.int64]) -> tuple[Point, ...]:
    """Return a triangle, a cell wide, where a ring is thinner than a cell."""
    (x, y), (to_x, to_y) = cells.min(axis=0).tolist(), cells.max(axis=0).tolist()
    return (x, y), (max(to_x, x + 1), y), (x, max(to_y, y + 1))


def _canonical(points: tuple[Point, ...]) -> tuple[Point, ...]:
    start = points.index(min(points))
    return points[start:] + points[:start]
