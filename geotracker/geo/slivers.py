"""Slivers: parts of a change so thin that they may be the pen's, not the front's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geotracker.geo.ellipsoid import METRES_A_DEGREE, narrowing

if TYPE_CHECKING:
    import numpy.typing as npt

WIDTH_M = 50.0
"""Metres: what is thinner is a sliver."""


def shares(pieces: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """Return for each polygon (EPSG:4326) the part of its area, 0 to 1, that is thinner than WIDTH_M.

    A polygon is worn down by half the width and grown back; what does not return is thin.
    """
    if not len(pieces):
        return np.empty(0)
    middle = shapely.get_coordinates(pieces)[:, 1].mean()
    scale = np.array([narrowing(middle), 1.0]) * METRES_A_DEGREE
    metric = shapely.transform(pieces, lambda xy: xy * scale)
    worn = shapely.buffer(metric, -WIDTH_M / 2, join_style="mitre")
    kept = shapely.area(shapely.buffer(worn, WIDTH_M / 2, join_style="mitre"))
    whole = shapely.area(metric)
    thin = 1.0 - np.divide(kept, whole, out=np.zeros_like(kept), where=whole > 0)
    return np.where(thin < 1e-6, 0.0, np.clip(thin, 0.0, 1.0))
