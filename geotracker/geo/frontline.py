"""The front line: the border of controlled ground that is neither coast nor state border, and the way to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geotracker.geo import boundaries, ellipsoid, regions

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

COUNTRY = "UA"
"""Whose coast and state border are no front."""
NEAR_M = 3000.0
"""Metres: published borders and coasts lie within that of ours, which are drawn coarser."""
_BAND = 3.0
"""Degrees of latitude: points of one band share the plane on which their nearest edge is found."""
SHORTEST_M = 5000.0
"""Metres: a shorter stretch that ends at the coast or state border is where the two are drawn otherwise."""


def line(shape: BaseGeometry, root: Path | None = None) -> shapely.MultiLineString:
    """Return the front line of controlled ground (both EPSG:4326); it is empty where all is coast or state border.

    `root` is the workspace whose official boundaries count.
    """
    inland, scale = _inland(root, boundaries.fingerprint(root))
    border = shapely.transform(shapely.boundary(shape), lambda xy: xy * scale)
    merged = shapely.line_merge(shapely.intersection(border, inland))
    parts = shapely.get_parts(merged)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    kept = parts[(shapely.length(parts) >= SHORTEST_M) | shapely.is_closed(parts)]
    return shapely.transform(shapely.MultiLineString(list(kept)), lambda xy: xy / scale)


@lru_cache(maxsize=2)
def _inland(root: Path | None, _: str) -> tuple[BaseGeometry, npt.NDArray[np.float64]]:
    """Return the country without a strip along its coast and border, in metres, and metres a degree."""
    frame = regions.of(root)
    whole = shapely.union_all(np.asarray(frame.geometry)[frame["country"] == COUNTRY])
    middle = shapely.centroid(whole).y
    scale = np.array([ellipsoid.narrowing(middle), 1.0]) * ellipsoid.METRES_A_DEGREE
    inland = shapely.buffer(shapely.transform(whole, lambda xy: xy * scale), -NEAR_M)
    shapely.prepare(inland)
    return inland, scale


@dataclass(frozen=True, slots=True)
class _Plane:
    """The edges of a front on a plane made for points near one latitude: there it is told which is nearest."""

    scale: npt.NDArray[np.float64]
    edges: npt.NDArray[np.object_]
    tree: shapely.STRtree

    def distances_km(self, points: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
        here = shapely.transform(points, lambda xy: xy * self.scale)
        _, nearest = self.tree.query_nearest(here, all_matches=False)
        edges = self.edges[nearest]
        feet = shapely.line_interpolate_point(edges, shapely.line_locate_point(edges, here))
        return ellipsoid.distances_km(shapely.get_coordinates(points), shapely.get_coordinates(feet) / self.scale)


@dataclass(frozen=True, slots=True)
class Front:
    """Controlled ground and its front line, ready to be asked about many points."""

    held: BaseGeometry
    edges: npt.NDArray[np.float64]
    """Both ends of each edge: edge, end, longitude and latitude."""
    planes: dict[float, _Plane] = field(default_factory=dict, compare=False)
    """Made as they are asked for."""

    @classmethod
    def of(cls, held: BaseGeometry, line: BaseGeometry) -> Front:
        """Return the front of controlled ground and its line (EPSG:4326)."""
        shapely.prepare(held)
        corners, owners = shapely.get_coordinates(shapely.get_parts(line), return_index=True)
        same = owners[1:] == owners[:-1]
        return cls(held, np.stack([corners[:-1][same], corners[1:][same]], axis=1))

    def holds(self, points: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
        """Return which points lie on controlled ground."""
        return np.asarray(shapely.intersects(self.held, points), dtype=bool)

    def distances_km(self, points: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
        """Return the geodesic distance of each point to the line in km, NaN where there is no line."""
        found = np.full(len(points), np.nan)
        if len(self.edges):
            bands = np.floor(shapely.get_y(points) / _BAND)
            for band in np.unique(bands).tolist():
                if band not in self.planes:
                    self.planes[band] = self._plane((band + 0.5) * _BAND)
                found[bands == band] = self.planes[band].distances_km(points[bands == band])
        return found

    def _plane(self, latitude: float) -> _Plane:
        middle = float(self.edges[..., 1].mean())
        scale = np.array([ellipsoid.narrowing((latitude + middle) / 2), 1.0])
        edges = np.atleast_1d(np.asarray(shapely.linestrings(self.edges * scale), dtype=object))
        return _Plane(scale, edges, shapely.STRtree(edges))
