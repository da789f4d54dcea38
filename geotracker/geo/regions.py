"""Regions as polygons: in which oblast and raion a point lies."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from geotracker import groundtables, tables
from geotracker.errors import GazetteerError
from geotracker.geo import boundaries, raions
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

_COLUMNS = ("code", "name", "name_uk", "name_ru", "country", "country_name", "lon", "lat", "radius_m")
_FILLED = ("admin1", "admin1_code", "country", "country_name")
_NEAR = 0.1
"""Degrees: a point off every polygon belongs to one no further away (coasts and simplified borders)."""


def load(path: Path | None = None) -> gpd.GeoDataFrame:
    """Return the region polygons (EPSG:4326).

    Columns: code, name, name_uk, name_ru, country, country_name, lon, lat (a point inside), radius_m (that holds all).
    Raises GazetteerError where the file is missing or damaged.
    """
    return _load(path or shipped()).copy()


def shipped() -> Path:
    """Return the file of the regions that ship."""
    return package_path("data", "regions", "regions.geojson")


@lru_cache(maxsize=2)
def _load(path: Path) -> gpd.GeoDataFrame:
    try:
        frame = gpd.read_file(path, engine="pyogrio")
        return frame[[*_COLUMNS, "geometry"]]
    except (OSError, KeyError, RuntimeError) as fault:
        message = f"{path}: the regions cannot be read ({fault}); build them again with `make regions`"
        raise GazetteerError(message) from fault


def of(root: Path | None) -> gpd.GeoDataFrame:
    """Return the region polygons of a workspace: those of its official boundary file, the built-in ones for the rest.

    Raises GazetteerError where a file cannot be used.
    """
    path = None if root is None else boundaries.find(root)
    return load() if path is None else _over(path, path.stat().st_mtime_ns).copy()


@lru_cache(maxsize=2)
def _over(path: Path, _changed: int) -> gpd.GeoDataFrame:
    return boundaries.over(load(), path)


def table(root: Path | None = None) -> gpd.GeoDataFrame:
    """Return table REGIONS: the region polygons of a workspace, by code."""
    known = of(root).sort_values("code", ignore_index=True)
    shapes = [shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in known.geometry]
    named = known[groundtables.REGIONS.names].fillna("")
    return tables.check(gpd.GeoDataFrame(named, geometry=shapes, crs=tables.CRS), groundtables.REGIONS)


def locate(points: gpd.GeoSeries, polygons: gpd.GeoDataFrame | None = None) -> list[int | None]:
    """Return for each point the row number of its region in `polygons`, or None.

    Where polygons overlap, the one with the smallest area has the point, then the first by code; a point off
    all of them belongs to the nearest within 0.1 degrees.
    """
    polygons = _load(shipped()) if polygons is None else polygons
    rank = np.lexsort((polygons["code"].to_numpy(dtype=str), shapely.area(polygons.geometry.to_numpy())))
    order = np.empty(len(polygons), dtype=np.intp)
    order[rank] = np.arange(len(polygons))
    found: list[int | None] = [None] * len(points)
    usable = [number for number, point in enumerate(points) if point is not None and not point.is_empty]
    shapes = points.to_numpy()[usable]
    for which, polygon in zip(*polygons.sindex.query(shapes, predicate="intersects"), strict=True):
        _keep(found, usable[which], int(polygon), order)
    lost = [number for number in usable if found[number] is None]
    if lost:
        for which, polygon in zip(*polygons.sindex.nearest(points.to_numpy()[lost], max_distance=_NEAR), strict=True):
            _keep(found, lost[which], int(polygon), order)
    return found


def _keep(found: list[int | None], point: int, polygon: int, order: npt.NDArray[np.intp]) -> None:
    held = found[point]
    if held is None or order[polygon] < order[held]:
        found[point] = polygon


def join(frame: gpd.GeoDataFrame, root: Path | None = None) -> gpd.GeoDataFrame:
    """Return the frame with admin1, admin1_code, admin2, country, country_name filled where a point has no country.

    `root` is the workspace whose official boundaries count. What the gazetteer's own codes said stays as it is; columns
    that are missing are added, empty.
    """
    out = frame.copy()
    for column in (*_FILLED, "admin2"):
        if column not in out.columns:
            out[column] = ""
    shapes = out.geometry.to_numpy()
    placed = ~(shapely.is_empty(shapes) | shapely.is_missing(shapes))
    needy = (out["country"].isna() | (out["country"] == "")) & placed
    if not needy.any():
        return out
    polygons = of(root)
    labels = out.index[needy]
    for label, row in zip(labels, locate(out.loc[labels].geometry, polygons), strict=True):
        if row is None:
            continue
        region = polygons.iloc[row]
        whole = region["code"] == region["country"]
        values = (
            "" if whole else region["name"],
            "" if whole else region["code"],
            region["country"],
            region["country_name"],
        )
        for column, value in zip(_FILLED, values, strict=True):
            out.loc[label, column] = value
    for code, found in out.loc[labels].groupby("admin1_code"):
        out.loc[found.index, "admin2"] = raions.names(found.geometry.to_numpy(), str(code), root)
    return out
