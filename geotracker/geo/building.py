"""The gazetteer's file: tab-separated tables in a zip, out of rows of settlements and back."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING

from geotracker.geo import rows as _rows
from geotracker.geo.names import skeleton_of
from geotracker.geo.rows import Row, km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Table = list[list[str]]

NOWHERE = -1
"""The `reach_m` of a row whose place is not known yet."""
_FEW = 3
"""An area with fewer settlements of known place has no middle of its own."""
_SHARE = 0.95
"""The share of an area's settlements that its circle holds."""
_MARGIN_M, _NARROWEST_M, _WIDEST_M = 3_000, 8_000, 60_000


def settled(rows: Sequence[Row]) -> list[Row]:
    """Return the rows in the file's order, those whose place is not known in the middle of their hromada or raion.

    The raion serves where too few settlements of the hromada have a point; a row with neither is left out.
    """
    circles = {area: circle(own) for area, own in _members(rows).items() if len(own) >= _FEW}
    out = []
    for row in rows:
        if row.reach_m == NOWHERE:
            area = (row.region, row.raion, row.hromada)
            found = circles.get(area) or circles.get((*area[:2], ""))
            if found is None:
                continue
            row.lat, row.lon, row.reach_m = found
        out.append(row)
    return sorted(out, key=lambda r: (r.country, r.region, r.raion, r.hromada, r.name, r.lat, r.lon))


def _members(rows: Iterable[Row]) -> dict[tuple[str, str, str], list[Row]]:
    """Return the settlements with a point by (region, raion, hromada), those of a whole raion by ("", "")."""
    members: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.pointed and row.raion:
            members[row.region, row.raion, ""].append(row)
            if row.hromada:
                members[row.region, row.raion, row.hromada].append(row)
    return members


def circle(members: Sequence[Row]) -> tuple[float, float, int]:
    """Return the middle of settlements, and the metres around it that hold an area's other settlements."""
    lat = sum(row.lat for row in members) / len(members)
    lon = sum(row.lon for row in members) / len(members)
    middle = Row("", lat, lon, 0, "", "")
    away = sorted(km(middle, row) for row in members)
    reach = away[min(len(away) - 1, int(_SHARE * len(away)))] * 1000 + _MARGIN_M
    return round(lat, 4), round(lon, 4), int(round(min(_WIDEST_M, max(_NARROWEST_M, reach)), -2))


def tables(rows: Sequence[Row], areas: Mapping[str, Table]) -> dict[str, Table]:
    """Return the file's tables out of `settled` rows and the tables of regions, raions and countries."""
    hromadas: Table = []
    numbered: list[tuple[Row, str]] = []
    for (region, raion, name), own in _rows.runs(rows):
        if name:
            hromadas.append([name, region, raion, str(len(numbered)), str(len(numbered) + len(own))])
        number = str(len(hromadas) - 1) if name else ""
        numbered += [(row, number) for row in own]
    places = [
        [
            *(row.name, f"{row.lat:.4f}", f"{row.lon:.4f}", str(row.population), row.region, row.country, row.raion),
            *(number, str(row.reach_m or ""), "|".join(row.keys)),
        ]
        for row, number in numbered
    ]
    skeletons, numbers = _index(rows)
    return {
        "places.tsv": places,
        "skeletons.tsv": [[bone] for bone in skeletons],
        "numbers.tsv": [[number] for number in numbers],
        "hromadas.tsv": hromadas,
        **areas,
    }


def _index(rows: Iterable[Row]) -> tuple[list[str], list[str]]:
    """Return the skeletons of all names, sorted, and beside each the numbers of its rows."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for spelling in row.keys:
            numbers[skeleton_of(spelling)].add(number)
    skeletons = sorted((bone for bone in numbers if bone), key=str.encode)
    return skeletons, [" ".join(map(str, sorted(numbers[bone]))) for bone in skeletons]


def pack(path: Path, members: Mapping[str, Table]) -> None:
    """Write the tables into a zip whose bytes depend on them alone."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, lines in members.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, "\n".join("\t".join(line) for line in lines), compresslevel=9)


def unpack(lines: Iterable[bytes], hromadas: Sequence[Sequence[str]]) -> list[Row]:
    """Return the rows of a file's places table."""
    out = []
    for line in lines:
        name, lat, lon, population, region, country, raion, hromada, reach, keys = line.decode().split("\t")
        known = hromadas[int(hromada)][0] if hromada else ""
        place = (name, float(lat), float(lon), int(population), region, country, raion, known)
        out.append(Row(*place, int(reach or 0), keys.split("|")))
    return out
