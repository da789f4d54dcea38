"""Raions of Ukraine (as of 2020) as polygons: derived ones that ship, official ones where a workspace has them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from geotracker.errors import GazetteerError
from geotracker.geo import boundaries
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NEAR = 0.1
"""Degrees: a point off every raion of its oblast belongs to one no further away."""


def shipped() -> Path:
    """Return the file of the raions that ship."""
    return package_path("data", "regions", "raions.geojson")


def of(root: Path | None) -> gpd.GeoDataFrame:
    """Return the raions (EPSG:4326) by oblast and name: those of a workspace's official file, else those that ship.

    Columns: code (ISO 3166-2, of the oblast), name. Raises GazetteerError where a file cannot be used.
    """
    own = None if root is None else boundaries.find(root, boundaries.RAIONS)
    return _builtin() if own is None else _over(own, own.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _builtin() -> gpd.GeoDataFrame:
    try:
        frame = gpd.read_file(shipped(), engine="pyogrio")
        return frame[["code", "name", "geometry"]].sort_values(["code", "name"], kind="stable", ignore_index=True)
    except (OSError, KeyError, RuntimeError) as fault:
        message = f"{shipped()}: the raions cannot be read ({fault}); build them again with `make regions`"
        raise GazetteerError(message) from fault


@lru_cache(maxsize=2)
def _over(path: Path, _changed: int) -> gpd.GeoDataFrame:
    return boundaries.raions_over(_builtin(), path)


def names(points: Sequence[shapely.Point], code: str, root: Path | None = None) -> list[str]:
    """Return the raion of an oblast that each point lies in, or is nearest within 0.1 degrees; "" where none is."""
    known = of(root)
    here = known[known["code"] == code]
    if here.empty:
        return [""] * len(points)
    away = shapely.distance(here.geometry.to_numpy()[:, None], np.asarray(points, dtype=object)[None, :])
    nearest = away.argmin(axis=0)
    return [
        str(here["name"].iloc[which]) if away[which, number] <= _NEAR else "" for number, which in enumerate(nearest)
    ]
