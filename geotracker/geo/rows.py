"""Settlements on their way into a gazetteer: their rows, spellings, and which of them are one."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from geotracker.geo.names import key, skeleton_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SAME_KM = 6.0
"""Two rows of one name and region no further apart than this are one settlement."""
_LETTERS = set("abcdefghijklmnopqrstuvwxyz абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъёў0123456789")


@dataclass(slots=True)
class Row:
    """A settlement; `reach_m` is 0 where the point is its own, else the point is its parent's and reaches so far."""

    name: str
    lat: float
    lon: float
    population: int
    region: str
    country: str
    raion: str = ""
    hromada: str = ""
    reach_m: int = 0
    keys: list[str] = field(default_factory=list)

    @property
    def bones(self) -> set[str]:
        """The skeletons of its spellings."""
        return {skeleton_of(spelling) for spelling in self.keys} - {""}

    @property
    def pointed(self) -> bool:
        """Whether the point is the settlement's own."""
        return not self.reach_m


def spellings(names: Iterable[str]) -> list[str]:
    """Return the keys of the names that are written in Latin, Ukrainian or Russian letters, first name first."""
    keys: list[str] = []
    for name in names:
        folded = key(name)
        usable = len(folded) > 2 and not (name.isupper() and len(name) < 5) and set(folded) <= _LETTERS
        if folded not in keys and (usable or not keys):
            keys.append(folded)
    return keys


def km(a: Row, b: Row) -> float:
    """Return the distance of two rows, flat: they are near each other or it does not matter."""
    return math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat))) * 111.2


def merged(rows: Iterable[Row]) -> list[Row]:
    """Return the rows without those that repeat an earlier one: same name and region, and near."""
    kept: list[Row] = []
    near: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if any(km(row, other) < SAME_KM for bone in row.bones for other in near[bone, row.region]):
            continue
        for bone in row.bones:
            near[bone, row.region].append(row)
        kept.append(row)
    return kept


def by_bone(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Return the rows by region and skeleton of each of their spellings."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for bone in row.bones:
            found[row.region, bone].append(row)
    return found


def runs(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, str, str], list[Row]]]:
    """Yield sorted rows by their hromada: (region, raion, name) and the rows that follow each other in it."""
    for area, own in groupby(rows, key=lambda row: (row.region, row.raion, row.hromada)):
        yield area, list(own)
