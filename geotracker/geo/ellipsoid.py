"""Areas and lengths on the WGS 84 ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

METHOD = "on the WGS 84 ellipsoid, edges straight in degrees (within 0.05 % of pyproj.Geod)"
_GEOD = pyproj.Geod(ellps="WGS84")
_E = np.sqrt(_GEOD.es)
# Gauss and Legendre's three points and weights on the interval from 0 to 1: exact to a square metre for edges of 10°.
_POINTS = 0.5 + np.sqrt(0.15) * np.array([-1.0, 0.0, 1.0])
_WEIGHTS = np.array([5.0, 8.0, 5.0]) / 18.0
METRES_A_DEGREE = 111_195.0
"""Of latitude, on the mean sphere: for widths and tolerances, never for what is reported."""


def area_km2(shape: BaseGeometry) -> float:
    """Return the area of the polygons in `shape` (EPSG:4326), holes taken off, in km²; 0 for lines.

    Edges are straight in degrees, as they are drawn and as they are cut: so parts add up to their whole, which they
    do not where a cut edge's halves are two geodesics.
    """
    return float(areas_km2(shapely.get_parts(shape)).sum())


def areas_km2(polygons: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """Return the area of each polygon (EPSG:4326), holes taken off, in km²; 0 for what is no polygon."""
    areas = np.zeros(len(polygons))
    rings, owners = shapely.get_rings(polygons, return_index=True)
    if len(rings):
        is_shell = np.diff(owners, prepend=-1) != 0
        np.add.at(areas, owners, np.where(is_shell, 1.0, -1.0) * _rings_km2(rings))
    return areas


def _rings_km2(rings: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    coordinates, owners = shapely.get_coordinates(rings, return_index=True)
    start, step = coordinates[:-1], np.diff(coordinates, axis=0)
    latitudes = np.radians(start[:, 1:] + step[:, 1:] * _POINTS)
    strips = np.radians(step[:, 0]) * (_below(np.sin(latitudes)) @ _WEIGHTS)
    strips[owners[1:] != owners[:-1]] = 0.0  # no edge leads from one ring to the next
    return np.abs(np.bincount(owners[:-1], strips, minlength=len(rings)))


def _below(sine: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the km² between the equator and a latitude on a strip that is one radian wide."""
    squared: npt.NDArray[np.float64] = sine / (1.0 - _GEOD.es * sine**2) + np.arctanh(_E * sine) / _E
    return squared * (_GEOD.b**2 / 2e6)


def length_km(shape: BaseGeometry) -> float:
    """Return the geodesic length of the lines in `shape` (EPSG:4326) in km."""
    total = 0.0
    for line in shapely.get_parts(shape):
        coordinates = shapely.get_coordinates(line)
        total += _GEOD.line_length(coordinates[:, 0], coordinates[:, 1])
    return total / 1e3


def distances_km(ones: npt.NDArray[np.float64], others: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the geodesic distance of each point (longitude, latitude) to the other of its row in km."""
    _, _, metres = _GEOD.inv(ones[:, 0], ones[:, 1], others[:, 0], others[:, 1])
    return np.asarray(metres, dtype=np.float64) / 1e3


def narrowing(latitude: float) -> float:
    """Return by what a degree of longitude is shorter than one of latitude, for shapes of a few hundred km."""
    return float(np.cos(np.radians(latitude)))
