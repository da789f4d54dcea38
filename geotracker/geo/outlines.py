"""The ground that each event may have happened on, as polygons: what `radius_m` says in one number."""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geotracker import groundtables, tables
from geotracker.geo import bearings, gazetteer, regions

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    _Numbers = npt.NDArray[np.float64]

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
    forms = np.full(len(events), "", dtype=object)
    shapes = np.full(len(events), None, dtype=object)
    placed = ~(events.geometry.is_empty | events.geometry.isna()).to_numpy()
    coarse = placed & (events["geo_precision"] >= _DISTRICT).to_numpy()
    for number, row in zip(np.flatnonzero(coarse), tables.rows(events[coarse]), strict=True):
        forms[number], shapes[number] = _ground(row, root)
    open_ = placed & shapely.is_missing(shapes) & (events["radius_m"] > 0).to_numpy()
    forms[open_], shapes[open_] = _around(events[open_])
    known = ~shapely.is_missing(shapes)
    names = [name for name in groundtables.FOOTPRINTS.names if name != "form"]
    frame = events.loc[known, names].assign(form=forms[known]).reset_index(drop=True)
    return tables.check(frame.set_geometry(_multiple(shapes[known]), crs=tables.CRS), groundtables.FOOTPRINTS)


def _ground(row: Any, root: Path | None) -> tuple[str, BaseGeometry | None]:
    """Return the ground of an event that is known to a district or less: what kind it is, and the ground, if any."""
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
    return "", None


def _around(events: gpd.GeoDataFrame) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Return the discs and sectors of events with a radius: which of both, and the ground."""
    reach = events["radius_m"].to_numpy(dtype=np.float64) / 1000
    lon, lat = shapely.get_coordinates(events.geometry.to_numpy()).T
    degrees = _directions(events)
    whole = np.isnan(degrees)
    forms, shapes = np.where(whole, "disc", "sector").astype(object), np.full(len(events), None, dtype=object)
    shapes[whole] = _discs(lat[whole], lon[whole], reach[whole])
    shapes[~whole] = _sectors(lat[~whole], lon[~whole], reach[~whole], degrees[~whole])
    return forms, shapes


def _directions(events: gpd.GeoDataFrame) -> _Numbers:
    """Return the direction in degrees that an event lies off its settlement, NaN for all around."""
    off = (events["geo_precision"] > 2) & (events["settlement"].fillna("") != "")
    said = events["offset"].fillna("").where(off, "").to_numpy(dtype=object)
    known = {text: _direction(text) for text in set(said)}
    return np.array([known[text] for text in said], dtype=np.float64)


def _direction(offset: str) -> float:
    wanted = _DIRECTION.search(offset)
    degrees = bearings.degrees(wanted.group()) if wanted else None
    return math.nan if degrees is None else degrees


def _multiple(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return every polygon as a MultiPolygon of one."""
    out = shapes.copy()
    lone = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    out[lone] = shapely.multipolygons(shapes[lone], indices=np.arange(lone.sum()))
    return out


def disc(lat: float, lon: float, reach_km: float) -> shapely.Polygon:
    """Return the circle of a radius around a point."""
    found: shapely.Polygon = _discs(*(np.array([value]) for value in (lat, lon, reach_km)))[0]
    return found


def _discs(lat: _Numbers, lon: _Numbers, reach_km: _Numbers) -> npt.NDArray[np.object_]:
    turns = np.linspace(0.0, 360.0, _CORNERS, endpoint=False)[:, None]
    return _rings(*_spots(lat, lon, reach_km, turns))


def _sectors(lat: _Numbers, lon: _Numbers, reach_km: _Numbers, degrees: _Numbers) -> npt.NDArray[np.object_]:
    """Return the part of each circle that lies in a direction of its middle, the middle included."""
    edge = degrees + np.linspace(-_SIDE, _SIDE, _CORNERS // 4 + 1)[:, None]
    back = _spots(lat, lon, 0.02 * reach_km, degrees[None, :] + 180.0)
    there = _spots(lat, lon, reach_km, edge)
    return _rings(*(np.concatenate([one, other]) for one, other in zip(back, there, strict=True)))


def _spots(lat: _Numbers, lon: _Numbers, away_km: _Numbers, degrees: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return longitude and latitude of what lies so far off each point: a row a direction, a column a point."""
    turned = np.radians(degrees)
    north, east = away_km * np.cos(turned), away_km * np.sin(turned)
    return lon + east / (_KM_A_DEGREE * np.cos(np.radians(lat))), lat + north / _KM_A_DEGREE


def _rings(lon: _Numbers, lat: _Numbers) -> npt.NDArray[np.object_]:
    corners = np.stack([lon.T, lat.T], axis=-1)
    if not len(corners):
        return np.empty(0, dtype=object)
    return np.asarray(shapely.polygons(shapely.linearrings(corners)), dtype=object)


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
