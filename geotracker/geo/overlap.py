"""What one list of events has that another lacks, within days and kilometres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

_GEOD = pyproj.Geod(ellps="WGS84")
_KM_PER_DEGREE = 110.57  # of latitude at the equator, where it is shortest
_CHUNK = 2000
_EPOCH = np.datetime64("1970-01-01")


def met(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame, *, days: int, km: float) -> npt.NDArray[np.bool_]:
    """Return for each row of `one` whether `other` has an event of the same kind no further away in days and km.

    Both have `start`, `end`, `kind` and points (EPSG:4326, none empty). Windows that touch are no days apart; the
    distance is geodesic, from point to point. A kind that a list does not tell meets every kind.
    """
    found = np.zeros(len(one), dtype=bool)
    if not len(one) or not len(other):
        return found
    mine, theirs = _days(one), _days(other)
    order = np.argsort(theirs[0], kind="stable")
    theirs, kinds = theirs[:, order], other["kind"].to_numpy(dtype=str)[order]
    there = np.column_stack([other.geometry.x, other.geometry.y])[order]
    here, own_kinds = np.column_stack([one.geometry.x, one.geometry.y]), one["kind"].to_numpy(dtype=str)
    longest = int((theirs[1] - theirs[0]).max())
    ranks = np.argsort(mine[0], kind="stable")
    for chunk in np.array_split(ranks, -(-len(ranks) // _CHUNK)):
        first = np.searchsorted(theirs[0], mine[0, chunk].min() - days - longest)
        last = np.searchsorted(theirs[0], mine[1, chunk].max() + days, side="right")
        a, b = _near(here[chunk], there[first:last], km)
        a, b = chunk[a], b + first
        fits = (theirs[0, b] - mine[1, a] <= days) & (mine[0, a] - theirs[1, b] <= days)
        fits &= (own_kinds[a] == kinds[b]) | (own_kinds[a] == "") | (kinds[b] == "")
        a, b = a[fits], b[fits]
        metres = _GEOD.inv(here[a, 0], here[a, 1], there[b, 0], there[b, 1])[2]
        found[a[metres <= km * 1000]] = True
    return found


def _days(frame: gpd.GeoDataFrame) -> npt.NDArray[np.int64]:
    """Return the first and the last day of each row, counted from 1970."""
    ends = [frame[name].to_numpy(dtype="datetime64[D]") for name in ("start", "end")]
    return np.stack([(day - _EPOCH).astype(np.int64) for day in ends])


def _near(
    here: npt.NDArray[np.float64], there: npt.NDArray[np.float64], km: float
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the pairs of rows that may be within `km`: the box around each of `here` holds the one of `there`."""
    tall = km / _KM_PER_DEGREE
    wide = tall / np.maximum(np.cos(np.radians(np.minimum(np.abs(here[:, 1]) + tall, 89.0))), 0.01)
    boxes = shapely.box(here[:, 0] - wide, here[:, 1] - tall, here[:, 0] + wide, here[:, 1] + tall)
    points: Any = shapely.points(there)
    a, b = shapely.STRtree(points).query(boxes, predicate="intersects")
    return a, b
