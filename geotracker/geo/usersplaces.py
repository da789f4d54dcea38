"""data/places.csv: the places that a user knows better than the gazetteer; they win over it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NoReturn

from geotracker.errors import GazetteerError, nearest
from geotracker.geo import bearings, names
from geotracker.records import Candidate

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.geo.gazetteer import Gazetteer

COLUMNS = ("name", "aliases", "lat", "lon", "region", "note")
_OUTSIDE_KM = 50.0
WHY = "from data/places.csv"


def read(path: Path, gazetteer: Gazetteer) -> tuple[list[Candidate], dict[str, list[int]]]:
    """Return the places of the file (columns name, aliases split by "|", lat, lon, region, note) and their keys.

    A line that starts with # is a comment. Raises GazetteerError that names file, row and value.
    """
    places: list[Candidate] = []
    keys: dict[str, list[int]] = {}
    for number, row in _rows(path):
        place = _place(path, number, row, gazetteer)
        for spelling in dict.fromkeys(names.key(name) for name in (row["name"], *(row["aliases"] or "").split("|"))):
            if not spelling:
                continue
            others = [places[other] for other in keys.get(spelling, [])]
            if any(other.admin1_code == place.admin1_code for other in others):
                _refuse(path, number, f"{spelling!r} stands twice for one region", "keep one of the two rows")
            keys.setdefault(spelling, []).append(len(places))
        places.append(place)
    return _located(places, path.parent.parent), keys


def _located(places: list[Candidate], root: Path) -> list[Candidate]:
    """Return the places, those without a region in the one that their point lies in."""
    bare = [number for number, place in enumerate(places) if not place.admin1_code]
    if not bare:
        return places
    import geopandas as gpd  # noqa: PLC0415 -- half a second that only a row without a region pays

    from geotracker.geo import regions  # noqa: PLC0415 -- as above

    points = gpd.points_from_xy([places[n].lon for n in bare], [places[n].lat for n in bare], crs="EPSG:4326")
    polygons = regions.of(root)
    for number, row in zip(bare, regions.locate(gpd.GeoSeries(points), polygons), strict=True):
        if row is not None:
            found = polygons.iloc[row]
            known = ("", "") if found["code"] == found["country"] else (found["name"], found["code"])
            country = {"country": found["country"], "country_name": found["country_name"]}
            places[number] = places[number]._replace(admin1=known[0], admin1_code=known[1], **country)
    return places


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        message = f"{path}: cannot be read as UTF-8 text ({fault})"
        raise GazetteerError(message) from fault
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        return []
    header = [column.strip() for column in next(csv.reader([numbered[0][1]]))]
    for column in COLUMNS[:1] + COLUMNS[2:4]:
        if column not in header:
            _refuse(path, numbered[0][0], f"the column {column!r} is missing", f"the columns are {', '.join(COLUMNS)}")
    for column in header:
        if column not in COLUMNS:
            _refuse(
                path,
                numbered[0][0],
                f"the column {column!r} is not known{nearest(column, COLUMNS)}",
                f"the columns are {', '.join(COLUMNS)}",
            )
    out = []
    for number, line in numbered[1:]:
        cells = next(csv.reader([line]))
        if len(cells) > len(header):
            _refuse(
                path,
                number,
                f"{len(cells)} values for {len(header)} columns",
                "put a value that holds a comma in quotes, and write decimals with a point",
            )
        out.append(
            (number, dict.fromkeys(COLUMNS, "") | dict(zip(header, (cell.strip() for cell in cells), strict=False)))
        )
    return out


def _place(path: Path, number: int, row: dict[str, str], gazetteer: Gazetteer) -> Candidate:
    if not names.key(row["name"]):
        _refuse(path, number, f"the name {row['name']!r} has no letter", "write the place's name")
    lat, lon = _degrees(path, number, row, "lat", 90), _degrees(path, number, row, "lon", 180)
    regions = gazetteer.regions(row["region"]) if row["region"] else []
    if row["region"] and len(regions) != 1:
        known = nearest(row["region"], (area.name for area in gazetteer.regions_by_code.values()))
        is_country = not regions and gazetteer.countries(row["region"])
        fault = "is a country" if is_country else f"is not known{known}"
        remedy = "write it as in 'Donetsk Oblast', or leave it empty"
        _refuse(path, number, f"the region {row['region']!r} {fault}", remedy)
    area = regions[0] if regions else None
    if area and area.lat is not None and area.lon is not None and area.radius_m:
        away = bearings.km(area.lat, area.lon, lat, lon) - area.radius_m / 1000
        if away > _OUTSIDE_KM:
            fault = f"lat {row['lat']}, lon {row['lon']} is {away:.0f} km outside {area.name}"
            _refuse(path, number, fault, "are lat and lon swapped?")
    if area is None and _is_swapped(row["name"], lat, lon, gazetteer):
        fault = f"{row['name']} is known near lat {row['lon']}, lon {row['lat']}"
        _refuse(path, number, fault, "are lat and lon swapped?")
    return Candidate(
        name=row["name"],
        lon=lon,
        lat=lat,
        admin1=area.name if area else "",
        admin1_code=area.code if area else "",
        admin2="",
        country=area.country if area else "",
        country_name=area.country_name if area else "",
        score=2.0,
        why=WHY,
    )


def _is_swapped(name: str, lat: float, lon: float, gazetteer: Gazetteer) -> bool:
    """Return whether the gazetteer has the name at the point with latitude and longitude swapped, and not at it."""
    known = gazetteer.settlements(name)
    there = any(bearings.km(one.lat, one.lon, lon, lat) < _OUTSIDE_KM for one in known) if abs(lon) <= 90 else False
    return there and not any(bearings.km(one.lat, one.lon, lat, lon) < _OUTSIDE_KM for one in known)


def _degrees(path: Path, number: int, row: dict[str, str], column: str, limit: int) -> float:
    try:
        value = float(row[column])
    except ValueError:
        _refuse(path, number, f"{column} {row[column]!r} is no number", "write degrees with a decimal point")
    if not -limit <= value <= limit:
        _refuse(
            path,
            number,
            f"{column} {row[column]} is not between -{limit} and {limit}",
            "are lat and lon swapped?" if column == "lat" and abs(value) <= 180 else "write degrees",
        )
    return value


def _refuse(path: Path, number: int, fault: str, remedy: str) -> NoReturn:
    message = f"{path}: row {number}: {fault}; {remedy}"
    raise GazetteerError(message)
