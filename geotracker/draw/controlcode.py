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
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geotracker.draw import controlgrid
from geotracker.draw.controlgrid import CELLS, among, ranked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geotracker.draw.controlgrid import Flags, Points

    Splice = tuple[int, int, Points]

COPIED, DRAWN, SPLICED = range(3)
_FIRST = date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class Ring:
    """A ring on the grid, open, from its most western point; whether it is a hole of the shell before it."""

    points: Points
    is_hole: bool
    front: Flags
    """Which of the points lie on the front line."""

    @cached_property
    def drawn(self) -> tuple[bytes, bool]:
        """What rings that are drawn alike have alike."""
        return self.points.tobytes(), self.is_hole


@dataclass(frozen=True, slots=True)
class Drawn:
    """The polygons of a day on the grid."""

    day: date
    rings: tuple[Ring, ...]


@dataclass
class _Writer:
    last: tuple[int, int]
    data: bytearray = field(default_factory=bytearray)
    expected: int = 0

    def number(self, value: int) -> None:
        while value > 0x7F:
            self.data.append(value & 0x7F | 0x80)
            value >>= 7
        self.data.append(value)

    def signed(self, value: int) -> None:
        self.number(value * 2 if value >= 0 else -value * 2 - 1)

    def points(self, points: Points) -> None:
        self.number(len(points))
        for x, y in controlgrid.cells(points).tolist():
            self.signed(x - self.last[0])
            self.signed(y - self.last[1])
            self.last = (x, y)

    def which(self, number: int) -> None:
        self.signed(number - self.expected)
        self.expected = number + 1


def drawn(day: date, shape: BaseGeometry, front: BaseGeometry | None = None) -> Drawn:
    """Return the polygons of a day (EPSG:4326) on the grid, with the front line along them, if there is one."""
    found = [(controlgrid.turned(points), is_hole) for points, is_hole in controlgrid.rings(shape)]
    if front is None:
        flags = [np.zeros(len(points), dtype=bool) for points, _ in found]
    else:
        line = ranked(controlgrid.points(front))
        flags = [among(points, line) for points, _ in found]
    return Drawn(day, tuple(Ring(*one, on_front) for one, on_front in zip(found, flags, strict=True)))


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
    x, y = controlgrid.cells(known[0].points[:1])[0].tolist() if known else (0, 0)
    out = _Writer((x, y))
    out.signed((drawn.day - (before.day if before else _FIRST)).days)
    out.number(len(drawn.rings))
    expected = _joined(list(_rings(out, drawn.rings, known)))
    turns = np.flatnonzero(np.diff(expected != _joined([ring.front for ring in drawn.rings]), prepend=False))
    out.number(len(turns))
    for step in np.diff(turns, prepend=0).tolist():
        out.number(step)
    return bytes(out.data)


def _joined(flags: Sequence[Flags]) -> Flags:
    return np.concatenate([np.empty(0, dtype=bool), *flags])


def _rings(out: _Writer, drawn: Sequence[Ring], before: Sequence[Ring]) -> Iterator[Flags]:
    """Write the rings of a day and yield for each which of its points are expected to lie on the front line."""
    same = {ring.drawn: number for number, ring in enumerate(before)}
    left = {ring.drawn for ring in drawn}
    changed = {number: ranked(before[number].points) for ring, number in same.items() if ring not in left}
    for ring in drawn:
        copied = same.get(ring.drawn)
        nearest = None if copied is not None else _nearest(ring, changed)
        if copied is not None:
            out.number(2 * COPIED + ring.is_hole)
            out.which(copied)
            yield before[copied].front
        elif nearest is not None:
            out.number(2 * SPLICED + ring.is_hole)
            out.which(nearest)
            yield _splice(out, ring.points, before[nearest])
        else:
            out.number(2 * DRAWN + ring.is_hole)
            out.points(ring.points)
            yield np.zeros(len(ring.points), dtype=bool)


def _nearest(ring: Ring, others: Mapping[int, Points]) -> int | None:
    """Return which of other rings has most points of a ring, if it has more than half of them."""
    points = ranked(ring.points)
    shared = {
        number: int(among(points, other).sum())
        for number, other in others.items()
        if other[0] <= points[-1] and points[0] <= other[-1]
    }
    most = max(shared, key=lambda number: shared[number], default=None)
    return most if most is not None and shared[most] * 2 > len(ring.points) else None


def _splice(out: _Writer, points: Points, old: Ring) -> Flags:
    first = old.points[np.argmax(among(old.points, ranked(points)))]
    start = int(np.flatnonzero(points == first)[-1])
    splices = list(_splices(old.points, np.roll(points, -start)))
    out.number(len(splices))
    expected: list[Flags] = []
    at = 0
    for kept, dropped, new in splices:
        out.number(kept)
        out.number(dropped)
        out.points(new)
        expected.append(old.front[at : at + kept])
        known = next((flags[-1] for flags in reversed(expected) if len(flags)), False)
        expected.append(np.full(len(new), known))
        at += kept + dropped
    expected.append(old.front[at:])
    out.number((len(points) - start) % len(points))
    return np.roll(_joined(expected), start)


def _splices(old: Points, new: Points) -> Iterator[Splice]:
    """Yield how many points of the old ring are kept, then dropped, and what is put in, until the rest is kept."""
    at_old = at_new = kept_from = 0
    for one, other, size in [*_common(old, new), (len(old), len(new), 0)]:
        if one > at_old or other > at_new:
            yield at_old - kept_from, one - at_old, new[at_new:other]
            kept_from = one
        at_old, at_new = one + size, other + size


def _common(old: Points, new: Points) -> list[tuple[int, int, int]]:
    """Return runs of points that stand in both in the same order, as many as there are: both places, and the size."""
    least = min(len(old), len(new))
    start = _same(old[:least], new[:least])
    end = _same(old[::-1][: least - start], new[::-1][: least - start])
    middle = _chain(old[start : len(old) - end], new[start : len(new) - end])
    return [
        (0, 0, start),
        *((start + one, start + other, 1) for one, other in middle),
        (len(old) - end, len(new) - end, end),
    ]


def _same(one: Points, other: Points) -> int:
    """Return how many points are the same before the first that is not."""
    differ = one != other
    return int(np.argmax(differ)) if differ.any() else len(one)


def _chain(old: Points, new: Points) -> list[tuple[int, int]]:
    """Return the longest chain of places in both: a longest increasing subsequence, by patience sorting."""
    known, firsts = np.unique(old, return_index=True)
    others = np.flatnonzero(among(new, known))
    ones = firsts[np.searchsorted(known, new[others])]
    if (np.diff(ones) > 0).all():
        return list(zip(ones.tolist(), others.tolist(), strict=True))
    heads: list[int] = []
    ends: list[int] = []
    found: list[tuple[int, int, int]] = []
    for one, other in zip(ones.tolist(), others.tolist(), strict=True):
        length = bisect_left(heads, one)
        found.append((one, other, ends[length - 1] if length else -1))
        heads[length : length + 1] = [one]
        ends[length : length + 1] = [len(found) - 1]
    chain = []
    link = ends[-1]
    while link >= 0:
        one, other, link = found[link]
        chain.append((one, other))
    return chain[::-1]
