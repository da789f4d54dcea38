"""The built-in ground of the map and the shapes of its regions, from the package's data, packed for the page.

A ring or line is a flat list of longitude and latitude in 1/1000 degree, each number the step from the one before.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geotracker.draw.columns import packed_json
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_STEPS = 1000  # in a degree: about 100 m, for shapes that are looked at from afar
_ZOOM_BY_RANK = {1: 3, 2: 5, 3: 6}
_DEEPEST = 7


@cache
def packed() -> str:
    """Return land, country borders, region borders and cities of data/base as packed JSON."""
    cities = sorted((_city(feature) for feature in _features("base", "cities")), key=lambda city: (city[3], city[2]))
    lines = {name: [line for shape in _features("base", name) for line in _lines(shape["geometry"])] for name in _LINES}
    return packed_json({**lines, "cities": cities})


_LINES = ("land", "countries", "regions")


def regions(codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return name, a point inside and rings of the regions of those ISO 3166-2 codes; what is not known is left out."""
    if not codes:
        return {}
    return {
        shape["properties"]["code"]: {
            "name": shape["properties"]["name"],
            "at": [shape["properties"]["lon"], shape["properties"]["lat"]],
            "rings": list(_lines(shape["geometry"])),
        }
        for shape in _features("regions", "regions")
        if shape["properties"]["code"] in codes
    }


def rings(polygons: shapely.Geometry) -> list[list[int]]:
    """Return the rings of a polygon or of several."""
    return list(_lines(json.loads(shapely.to_geojson(polygons))))


def _features(folder: str, name: str) -> list[dict[str, Any]]:
    text = package_path("data", folder, f"{name}.geojson").read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def _city(feature: dict[str, Any]) -> tuple[float, float, str, int]:
    lon, lat = feature["geometry"]["coordinates"]
    return lon, lat, feature["properties"]["name"], _ZOOM_BY_RANK.get(feature["properties"]["rank"], _DEEPEST)


def _lines(geometry: dict[str, Any]) -> Iterator[list[int]]:
    depth = {"LineString": 0, "Polygon": 1, "MultiLineString": 1, "MultiPolygon": 2}[geometry["type"]]
    lines = [geometry["coordinates"]]
    for _ in range(depth):
        lines = [inner for outer in lines for inner in outer]
    for line in lines:
        points = np.round(np.array(line) * _STEPS).astype(int)
        yield np.diff(points, axis=0, prepend=[[0, 0]]).ravel().tolist()
