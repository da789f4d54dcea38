"""Rings that cross themselves become polygons again, and what that did to the area is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

from geotracker.geo import ellipsoid


@dataclass(frozen=True, slots=True)
class Repaired:
    """A sound shape, and how many km² the repair added or took away; `reason` is empty where nothing was wrong."""

    shape: BaseGeometry
    km2: float = 0.0
    reason: str = ""


def polygons(shape: BaseGeometry) -> Repaired:
    """Return the polygons of `shape` (EPSG:4326), valid; whatever a crossing ring encloses belongs to it.

    Lines and points that are left where a ring folds onto itself have no area and are dropped.
    """
    if shape.is_valid:
        return Repaired(shape)
    reason = shapely.is_valid_reason(shape)
    sound = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    sound = shapely.MultiPolygon([part for part in shapely.get_parts(sound) if isinstance(part, shapely.Polygon)])
    return Repaired(sound, abs(ellipsoid.area_km2(sound) - ellipsoid.area_km2(shape)), reason.lower())
