"""The ground that each event may have happened on, as polygons: what `radius_m` says in one number."""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geotracker import tables
from geotracker.geo import bearings, gazetteer, regions

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

_KM_A_DEGREE = 111.2
_CORNERS = 72
_SIDE = 45.0
"""Degrees to either side of the direction that a text says: "northwest" is an eighth of the compass and its halves."""
_DIRECTION = re.compile(
    r"\b(?:north|south)(?:-?(?:east|west))?(?:ern)?\b|\b(?:east|west)(?:ern)?\b(?=.*\b(?:of|from)\b)", re.IGNORECASE
)
_CORRIDOR_KM = 3.0
_RAION_EDGE_KM = 3.0
_DISTRICT, _REGION, _COUNTRY = 4, 5, 6


def polygons(events: gpd.GeoDataFrame, root: Path | None = None) -> gpd.GeoDataFrame:
    """Return table FOOTPRINTS (polygons, EPSG:4326): a row for each event whose ground is known, in their order.

    A settlement and what is near it is a disc of `radius_m`; "northwest of" it a sector of that disc; a stretch
    between two places a corridor; a raion the land around its settlements; a region or country its polygons.
    `root` is the workspace whose gazetteer knows the raions.
    """
    rows, shapes = [], []
    for row in tables.rows(events):
        form, shape = _outline(row, root)
        if shape is None:
            continue
        values = {"event_id": row.event_id, "place": row.place, "form": form, "radius_m": row.radius_m}
        rows.append(values | {"geo_precision": row.geo_precision, "place_confidence": row.place_confidence})
        shapes.append(shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape)
    return tables.check(tables.build(tables.FOOTPRINTS, rows, shapes), tables.FOOTPRINTS)


def _outline(row: Any, root: Path | None) -> tuple[str, BaseGeometry | None]:
    """Return what kind of ground an event's is, and the ground; None where the event has no place."""
    if row.geometry is None or row.geometry.is_empty:
        return "", None
    if row.geo_precision >= _REGION and not row.settlement:
        whole = _land(row.admin1_code if row.geo_precision == _REGION else "", row.country, root)
        if whole is not None:
            return ("region" if row.geo_precision == _REGION else "country"), whole
    if row.geo_precision == _DISTRICT and row.place_reason.startswith("between "):
        ends = [(one["lon"], one["lat"]) for one in json.loads(row.place_candidates or "[]")]
        if len(ends) > 1:
            return "corridor", _corridor(ends)
    if row.geo_precision == _DISTRICT and not row.settlement and row.admin2:
        raion = _raion(row.admin1_code, row.admin2, root)
        if raion is not None:
            return "raion", raion
    if not row.radius_m or math.isnan(row.radius_m):
        return "", None
    wanted = _DIRECTION.search(row.offset or "") if row.geo_precision > 2 and row.settlement else None
    degrees = bearings.degrees(wanted.group()) if wanted else None
    lat, lon, reach = row.geometry.y, row.geometry.x, row.radius_m / 1000
    return ("disc", disc(lat, lon, reach)) if degrees is None else ("sector", sector(lat, lon, reach, degrees))


def disc(lat: float, lon: float, reach_km: float) -> shapely.Polygon:
    """Return the circle of a radius around a point."""
    return shapely.Polygon([_spot(lat, lon, reach_km, 360 * turn / _CORNERS) for turn in range(_CORNERS)])


def sector(lat: float, lon: float, reach_km: float, degrees: float) -> shapely.Polygon:
    """Return the part of the circle that lies in a direction of its middle, the middle included."""
    edge = np.linspace(degrees - _SIDE, degrees + _SIDE, _CORNERS // 4 + 1)
    back = _spot(lat, lon, 0.02 * reach_km, degrees + 180)
    return shapely.Polygon([back, *(_spot(lat, lon, reach_km, float(turn)) for turn in edge)])


def _spot(lat: float, lon: float, away_km: float, degrees: float) -> tuple[float, float]:
    north, east = away_km * math.cos(math.radians(degrees)), away_km * math.sin(math.radians(degrees))
    return lon + east / (_KM_A_DEGREE * math.cos(math.radians(lat))), lat + north / _KM_A_DEGREE


def _corridor(ends: list[tuple[float, float]]) -> BaseGeometry:
    """Return the strip along a line of places."""
    return _widened(shapely.LineString(ends), _CORRIDOR_KM)


def _widened(shape: BaseGeometry, km: float) -> BaseGeometry:
    """Return the shape with an edge of so many kilometres: widened on a map whose degrees are equally long."""
    narrow = math.cos(math.radians(float(shape.centroid.y)))
    flat = shapely.transform(shape, lambda xy: xy * [narrow, 1.0])
    return shapely.transform(shapely.buffer(flat, km / _KM_A_DEGREE), lambda xy: xy / [narrow, 1.0])


@lru_cache(maxsize=512)
def _raion(code: str, name: str, root: Path | None) -> BaseGeometry | None:
    """Return the land around a raion's settlements, within its region."""
    points = gazetteer.load(root).points_in(code, name)
    if len(points) < 3:
        return None
    land = _widened(shapely.MultiPoint([(lon, lat) for lat, lon in points]).convex_hull, _RAION_EDGE_KM)
    whole = _land(code, "", root)
    return land if whole is None else shapely.intersection(land, whole)


@lru_cache(maxsize=512)
def _land(code: str, country: str, root: Path | None) -> BaseGeometry | None:
    """Return the polygons of a region, or of a whole country where no region is asked for."""
    known = regions.of(root)
    chosen = known[known["code"] == code] if code else known[known["country"] == country]
    return shapely.union_all(chosen.geometry.to_numpy()) if len(chosen) else None
