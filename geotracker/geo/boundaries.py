"""Official boundary files (GeoJSON, GeoPackage, Shapefile) in the place of the built-in regions and raions."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio.errors
import shapely

from geotracker.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

NAMES = ("official.geojson", "official.gpkg", "official.shp", "official.zip")
"""Files of a workspace's data/regions/ that are looked for, the first that is there."""
RAIONS = ("raions.geojson", "raions.gpkg", "raions.shp", "raions.zip")
"""The same of raions."""
_CODES = ("code", "iso_3166_2", "iso3166_2", "iso", "shapeiso", "adm1_pcode")
"""Columns that hold a region's code, in any case: our own, ISO's, geoBoundaries', the humanitarian data sets'."""
_REGISTER = {"01": "UA-43", "44": "UA-09", "73": "UA-77", "80": "UA-30", "85": "UA-40"}
"""Codes of Ukraine's register (and of the data sets that follow it) that are not ISO's number."""
_REGISTER_CODE = re.compile(r"UA(\d\d)")


_ALIKE = 0.5
"""Two polygons that share so much of what they cover together are one raion."""


def find(root: Path, names: Sequence[str] = NAMES) -> Path | None:
    """Return the boundary file of a workspace, of regions unless it is asked for RAIONS, or None."""
    return next((path for name in names if (path := root / "data/regions" / name).exists()), None)


def fingerprint(root: Path | None) -> str:
    """Return a hash of a workspace's boundary file of regions; "" where it has none."""
    path = None if root is None else find(root)
    return "" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def over(builtin: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Return the regions with the polygons of the file in the place of those of the same code.

    Polygons of one code are put together, invalid ones mended, any CRS is turned into EPSG:4326. Regions that the file
    does not have stay as they are. Raises GazetteerError: the file cannot be read, has no column of codes, no CRS, or
    a code that is no region's.
    """
    own = _read(path)
    known = set(builtin["code"])
    strange = sorted(set(own["code"]) - known)
    if strange:
        message = f"{path}: {strange[0]!r} is no region's code; write ISO 3166-2, as in UA-14"
        raise GazetteerError(message)
    replaced = builtin[builtin["code"].isin(own["code"])].drop(columns="geometry").merge(own, on="code")
    kept = builtin[~builtin["code"].isin(own["code"])]
    return gpd.GeoDataFrame(pd.concat([kept, replaced], ignore_index=True), geometry="geometry", crs=builtin.crs)


def raions_over(builtin: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Return the raions with the polygons of the file in the place of those that they cover; names stay as they are.

    Which is which is told by the ground, so a file may write names and codes as it likes. What lies off all raions (a
    city that is a region) is left out. Raises GazetteerError: the file cannot be read, has no CRS, or has no raions of
    2020 in it.
    """
    shapes = _polygons(path, _open(path))
    ours = builtin.geometry.to_numpy()
    tree, replaced = shapely.STRtree(ours), ours.copy()
    for number, shape in enumerate(shapes, 1):
        near = tree.query(shape, predicate="intersects")
        shared = shapely.area(shapely.intersection(ours[near], shape))
        alike = shared / (shapely.area(ours[near]) + shape.area - shared)
        if len(near) and alike.max() >= _ALIKE:
            replaced[near[int(np.argmax(alike))]] = shape
        elif shared.sum() > _ALIKE * shape.area:
            message = f"{path}: record {number} is no raion as of 2020; one polygon for each is wanted"
            raise GazetteerError(message)
    return builtin.set_geometry(gpd.GeoSeries(replaced, index=builtin.index, crs=builtin.crs))


def _open(path: Path) -> gpd.GeoDataFrame:
    try:
        return gpd.read_file(f"zip://{path}" if path.suffix == ".zip" else path, engine="pyogrio")
    except (OSError, ValueError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        message = f"{path}: no boundary file that can be read ({fault}); GeoJSON, GeoPackage and Shapefile can"
        raise GazetteerError(message) from fault


def _polygons(path: Path, frame: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return the shapes of a file, valid, in EPSG:4326."""
    if frame.crs is None:
        message = f"{path}: it does not say its CRS; add the .prj file, or write it as GeoJSON"
        raise GazetteerError(message)
    shapes: npt.NDArray[np.object_] = shapely.make_valid(frame.to_crs("EPSG:4326").geometry.to_numpy())
    return shapes


def _read(path: Path) -> gpd.GeoDataFrame:
    """Return code and polygon of each region in the file, EPSG:4326."""
    frame = _open(path)
    columns = {str(name).lower(): str(name) for name in frame.columns}
    column = next((columns[name] for name in _CODES if name in columns), None)
    if column is None:
        message = f"{path}: no column of codes; call it {' or '.join(_CODES)}, with ISO 3166-2 in it"
        raise GazetteerError(message)
    shapes = _polygons(path, frame)
    out = gpd.GeoDataFrame({"code": [_iso(str(code)) for code in frame[column]]}, geometry=shapes, crs="EPSG:4326")
    return out.dissolve("code").reset_index()[["code", "geometry"]]


def _iso(code: str) -> str:
    """Return ISO 3166-2's code of "UA-14", "UA14" or a register's "UA14000000000091971"."""
    register = _REGISTER_CODE.match(code.strip().upper())
    if not register:
        return code.strip()
    return _REGISTER.get(register.group(1)) or f"UA-{register.group(1)}"
