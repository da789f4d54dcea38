"""Polygons on the grid of cells that the map draws control on: a point is one number, so that rings compare fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Points = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

CELLS = 20_000
"""Cells a degree: 5.6 m from south to north, so that a point moves by 3 m at most."""
_SIDE = 1 << 32
"""A point is its column times this plus its row: in order from west to east."""


def rings(shape: BaseGeometry) -> Iterator[tuple[Points, bool]]:
    """Yield the points of each ring on the grid and whether it is a hole, each shell before its holes.

    A speck becomes a cell's triangle.
    """
    found, owners = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shape)), return_index=True)
    is_hole = np.diff(owners, prepend=-1) == 0
    corners, ends = points(found), np.cumsum(shapely.get_num_coordinates(found)).tolist()
    for start, end, hole in zip([0, *ends], ends, is_hole.tolist(), strict=False):
        ring = corners[start:end]
        moved = ring[1:][np.diff(ring) != 0]
        has_area = len(moved) > 2 and bool(np.any((moved != moved[0]) & (moved != moved[1])))
        yield (moved if has_area else _speck(ring)), hole


def points(shape: BaseGeometry | npt.NDArray[np.object_]) -> Points:
    """Return the corners of shapes (EPSG:4326) on the grid."""
    columns, rows = np.round(shapely.get_coordinates(shape) * CELLS).astype(np.int64).T
    return np.asarray(columns * _SIDE + rows, dtype=np.int64)


def cells(points: Points) -> Points:
    """Return column and row of each point: longitude and latitude in cells."""
    columns = (points + _SIDE // 2) // _SIDE
    return np.stack([columns, points - columns * _SIDE], axis=-1)


def ranked(points: Points) -> Points:
    """Return points in order, each once: in a fifth of the time of numpy.unique."""
    found = np.sort(points)
    return found[np.append(True, found[1:] != found[:-1])] if len(found) else found


def among(points: Points, others: Points) -> Flags:
    """Return which points are among others that `ranked` gave: many times as fast as numpy.isin."""
    if not len(others):
        return np.zeros(len(points), dtype=bool)
    places = np.searchsorted(others, points)
    return np.asarray(others[np.minimum(places, len(others) - 1)] == points, dtype=bool)


def _speck(points: Points) -> Points:
    """Return a triangle, a cell wide, where a ring is thinner than a cell."""
    (x, y), (to_x, to_y) = cells(points).min(axis=0).tolist(), cells(points).max(axis=0).tolist()
    corners = (x, y), (max(to_x, x + 1), y), (x, max(to_y, y + 1))
    return np.array([column * _SIDE + row for column, row in corners])


def turned(points: Points) -> Points:
    """Return a ring's points from the most western."""
    return np.roll(points, -int(np.argmin(points)))
