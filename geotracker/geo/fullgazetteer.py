"""The workspace's own gazetteer: the one that ships, with the settlements of GeoNames' country dumps over it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotracker.errors import GazetteerError
from geotracker.fetch import MEGABYTE, downloads
from geotracker.geo import building, dumps, gazetteer
from geotracker.geo.names import skeleton_of
from geotracker.geo.rows import SAME_KM, Row, by_bone, km
from geotracker.workspace import Workspace, package_path, publish, replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

SOURCE = "https://download.geonames.org/export/dump"
LIMIT = 600 * MEGABYTE
"""No country's dump is larger."""
_SAME_CITY_KM, _CITY = 15.0, 20_000
_SLACK, _SLACK_KM = 1.2, 3.0
"""A point so far outside the area that is known to hold a settlement is still taken for that settlement."""
_BESIDE_KM = 8.0
_GRID = 0.1


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the file, how many settlements it holds and how many of them the dumps placed or added."""

    path: Path
    n_settlements: int
    n_placed: int
    n_added: int


def download(
    root: Path, countries: Sequence[str], url: str = SOURCE, done: Callable[[str], None] = lambda _: None
) -> Built:
    """Fetch the dumps of the countries (ISO 3166-1 alpha-2) and build; FetchError where one cannot be had."""
    known = gazetteer.load().countries_by_code
    for code in countries:
        if code.upper() not in known:
            message = f"{code!r} is no country's code: write two letters, as in UA RU BY MD"
            raise GazetteerError(message)
    folder = root / "data/gazetteer/dumps"
    paths = []
    for code in dict.fromkeys(code.upper() for code in countries):
        paths.append(downloads.download(f"{url.rstrip('/')}/{code}.zip", folder / f"{code}.zip", limit=LIMIT))
        done(code)
    return build(root, paths)


def build(root: Path, paths: Sequence[Path]) -> Built:
    """Write the workspace's gazetteer out of the shipped one and dumps, whole or not at all.

    Raises GazetteerError where a dump cannot be used; what was there stays.
    """
    base = gazetteer.read(package_path("data", "gazetteer", "gazetteer.zip"))
    raions = {row[5]: row[0] for row in base.areas["raions.tsv"]}
    told = [row for path in paths for row in dumps.read(path, raions)]
    rows = building.unpack(base.rows, base.areas["hromadas.tsv"])
    before, placed = len(rows), overlay(rows, told)
    rows = building.settled(rows)
    areas = {name: base.areas[name] for name in ("regions.tsv", "raions.tsv", "countries.tsv")}
    known = {row[0] for row in areas["regions.tsv"]}
    new = sorted({(row.region, row.country) for row in rows if row.region not in known})
    areas["regions.tsv"] = sorted([*areas["regions.tsv"], *([code, "", land, "", "", "", ""] for code, land in new)])
    path = Workspace(root).gazetteer
    with replacing(path) as aside:
        building.pack(aside, building.tables(rows, areas))
    publish(path.with_suffix(".toml"), _passport(path, paths, len(rows)))
    return Built(path, len(rows), placed, len(rows) - before)


def _passport(path: Path, paths: Sequence[Path], size: int) -> str:
    lines = [
        "# Written by `geotracker gazetteer`; it builds the file again from the dumps named here.",
        'title = "The gazetteer that ships, with country dumps over it"',
        'licence = "as the dumps; GeoNames (https://www.geonames.org) is CC BY 4.0"',
        f'sha256 = "{hashlib.sha256(path.read_bytes()).hexdigest()}"',
        f"settlements = {size}",
    ]
    for dump in paths:
        digest = hashlib.sha256(dump.read_bytes()).hexdigest()
        lines += ["", "[[dumps]]", f"name = {dump.name!r}", f'sha256 = "{digest}"']
    return "\n".join(lines) + "\n"


def overlay(rows: list[Row], told: Iterable[Row]) -> int:
    """Put a dump's settlements over the rows, in place, and return how many rows it gave a point of their own.

    A settlement that is there gets the dump's spellings and, but for cities, its point; one that is known by its area
    alone gets the point where that lies in the area; any other is added, in the raion and hromada around it.
    """
    at, cells = by_bone(rows), _grid(rows)
    taken: set[int] = set()
    placed = 0
    for row in told:
        match = _match(row, at, taken)
        if match is None:
            row.raion, row.hromada = _parents(row, cells)
            rows.append(row)
            for bone in row.bones:
                at[row.region, bone].append(row)
            taken.add(id(row))
            continue
        placed += not match.pointed
        if not match.pointed or match.population < _CITY:
            match.lat, match.lon, match.reach_m = row.lat, row.lon, 0
        match.population = max(match.population, row.population)
        match.keys = list(dict.fromkeys([*match.keys, *row.keys]))
        taken.add(id(match))
    return placed


def _match(row: Row, at: Mapping[tuple[str, str], list[Row]], taken: set[int]) -> Row | None:
    """Return the row that is the same settlement: the nearest of the name, no further than its own point can be off."""
    named = [one for one in at.get((row.region, skeleton_of(row.keys[0])), []) if id(one) not in taken]
    fits = []
    for one in named:
        away = km(row, one)
        most = _SAME_CITY_KM if one.population >= _CITY else SAME_KM
        if not one.pointed:
            most = _SLACK * one.reach_m / 1000 + _SLACK_KM
        if away <= most:
            fits.append((not one.pointed, away, one.name, id(one), one))
    return min(fits)[-1] if fits else None


def _grid(rows: Iterable[Row]) -> dict[tuple[int, int], list[Row]]:
    cells: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row.hromada and row.pointed:
            cells[round(row.lat / _GRID), round(row.lon / _GRID)].append(row)
    return cells


def _parents(row: Row, cells: Mapping[tuple[int, int], list[Row]]) -> tuple[str, str]:
    """Return raion and hromada of the settlement that is nearest in the same region; the dump's raion wins."""
    y, x = round(row.lat / _GRID), round(row.lon / _GRID)
    around = [one for dy in (-1, 0, 1) for dx in (-1, 0, 1) for one in cells.get((y + dy, x + dx), ())]
    near = [(km(row, one), one.name, one) for one in around if one.region == row.region]
    away, _, nearest = min(near, key=lambda item: item[:2], default=(_BESIDE_KM, "", row))
    if away >= _BESIDE_KM or row.raion not in ("", nearest.raion):
        return row.raion, ""
    return nearest.raion, nearest.hromada
