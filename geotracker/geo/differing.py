"""Two days' polygons share nearly all of their edges: their difference is taken only where they do not."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Polygons = npt.NDArray[np.object_]
_Bounds = tuple[float, ...]
_REACH = 1e-7
"""Degrees (a centimetre) by which a box reaches over the edges in it."""
_DUST = 1e-15
"""Square degrees: ten square centimetres."""
_PURE = ("Polygon", "MultiPolygon")
_MANY = 5000
_at_hand: deque[tuple[BaseGeometry, tuple[npt.NDArray[np.float64], Any]]] = deque(maxlen=2)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def differences(before: BaseGeometry, after: BaseGeometry) -> tuple[Polygons, Polygons]:
    """Return the polygons that `after` has and `before` has not, and the other way round; both valid, in one CRS.

    The border of either is made of edges that only one of the two has, so each of its parts lies in the box around a
    cluster of such edges; both are clipped to these boxes first.
    """
    boxes = _boxes(before, after)
    old, new = _clipped(before, boxes), _clipped(after, boxes)
    return polygons(shapely.difference(new, old)), polygons(shapely.difference(old, new))


def polygons(shapes: BaseGeometry | npt.NDArray[np.object_]) -> Polygons:
    """Return the polygons in shapes; lines, points and the dust of rounding, where two only touch, are left out."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    kept: Polygons = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > _DUST)]
    return kept


def merged(parts: Polygons) -> shapely.MultiPolygon:
    """Return the polygons as one shape."""
    whole: shapely.MultiPolygon = shapely.multipolygons(parts)  # type: ignore[assignment]  # one, for one row of parts
    return whole


def _clipped(shape: BaseGeometry, boxes: list[_Bounds]) -> Polygons:
    return np.array([clip(shape, box) for box in boxes], dtype=object)


def clip(shape: BaseGeometry, box: _Bounds) -> BaseGeometry:
    """Return the polygons of `shape` within a box (west, south, east, north), and a little more."""
    west, south, east, north = box
    reach = _REACH
    clipped = shapely.clip_by_rect(shape, west - reach, south - reach, east + reach, north + reach)
    if not clipped.is_valid:
        clipped = shape.intersection(shapely.box(west - reach, south - reach, east + reach, north + reach))
    if clipped.geom_type in _PURE:
        return clipped
    return merged(polygons(clipped))  # no lines along the box


def _boxes(before: BaseGeometry, after: BaseGeometry) -> list[_Bounds]:
    """Return boxes (west, south, east, north) that do not touch and hold all edges that only one of the two has."""
    bounds = _differing(before, after) + np.array([-_REACH, -_REACH, _REACH, _REACH])
    if len(bounds) > _MANY:  # wholly different shapes: a coarse union first, so that few are left to join
        bounds = shapely.bounds(shapely.get_parts(shapely.union_all(shapely.box(*bounds.T))))
    clusters: list[_Bounds] = []
    for one in bounds.tolist():
        joined: _Bounds = tuple(one)
        while touching := [cluster for cluster in clusters if _touch(joined, cluster)]:
            clusters = [cluster for cluster in clusters if cluster not in touching]
            west, south, east, north = zip(joined, *touching, strict=True)
            joined = (min(west), min(south), max(east), max(north))
        clusters.append(joined)
    return clusters


def _touch(one: _Bounds, other: _Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _differing(before: BaseGeometry, after: BaseGeometry) -> npt.NDArray[np.float64]:
    """Return the bounds of each run of edges that only one of the two shapes has."""
    (one, one_ids), (other, other_ids) = _known(before), _known(after)
    runs = [_runs(one, _missing(one_ids, other_ids)), _runs(other, _missing(other_ids, one_ids))]
    return np.vstack(runs)


def _runs(edges: npt.NDArray[np.float64], wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    which = np.flatnonzero(wanted)
    if not len(which):
        return np.empty((0, 4))
    found = edges[which]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(which) > 1) + 1])
    least = np.minimum.reduceat(np.minimum(found[:, :2], found[:, 2:]), starts)
    most = np.maximum.reduceat(np.maximum(found[:, :2], found[:, 2:]), starts)
    return np.hstack([least, most])


def _missing(ids: Any, among: Any) -> Any:
    """Return which of the ids are not among the others: twice as fast as numpy.isin."""
    ranked = np.sort(among)
    places = np.searchsorted(ranked, ids)
    places[places == len(ranked)] = 0
    return ranked[places] != ids


def _known(shape: BaseGeometry) -> tuple[npt.NDArray[np.float64], Any]:
    """Return the edges of a shape and their ids; a day's are at hand when it is the day before."""
    for held, found in _at_hand:
        if held is shape:
            return found
    edges = _edges(shape)
    _at_hand.append((shape, (edges, _ids(edges))))
    return _at_hand[-1][1]


def _edges(shape: BaseGeometry) -> npt.NDArray[np.float64]:
    coordinates, rings = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    same = rings[1:] == rings[:-1]
    return np.hstack([coordinates[:-1][same], coordinates[1:][same]])


def _ids(edges: npt.NDArray[np.float64]) -> Any:
    """Return a 64-bit number for each edge, the same in both directions."""
    bits = np.ascontiguousarray(edges + 0.0).view(np.uint64)  # + 0.0: there is no negative zero
    with np.errstate(over="ignore"):
        return _mixed(bits[:, 0], bits[:, 1]) + _mixed(bits[:, 2], bits[:, 3])


def _mixed(x: Any, y: Any) -> Any:
    value = x * _MIX[0] + (y ^ (y >> np.uint64(29))) * _MIX[1]
    value = (value ^ (value >> np.uint64(30))) * _MIX[1]
    value = (value ^ (value >> np.uint64(27))) * _MIX[2]
    return value ^ (value >> np.uint64(31))
