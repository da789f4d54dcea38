"""Areas and lengths are those of the ellipsoid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pytest
import shapely

from geotracker.geo import ellipsoid, geojson
from tests import shapes

if TYPE_CHECKING:
    from pathlib import Path

GEOD = pyproj.Geod(ellps="WGS84")


def _geodesic_km2(shape: shapely.Geometry) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.normalize(shape))[0]) / 1e6


@pytest.mark.parametrize(
    "shape",
    [
        shapes.square(),
        shapes.square(side=3),
        shapes.square().difference(shapes.square(0.02, 0.02, 0.02)),
        shapely.Polygon([(30, 45), (40, 46), (33, 52)]),
        shapely.union(shapes.square(), shapes.square(2)),
    ],
)
def test_area_is_that_of_short_geodesics(shape: shapely.Geometry) -> None:
    """An edge that is cut into short geodesics is the straight line in degrees."""
    fine = shapely.segmentize(shape, 0.01)
    assert ellipsoid.area_km2(shape) == pytest.approx(_geodesic_km2(fine), rel=1e-7)
    assert ellipsoid.area_km2(fine) == pytest.approx(ellipsoid.area_km2(shape), rel=1e-9)


def test_each_area_is_its_own() -> None:
    """Of many polygons, lines among them."""
    found = ellipsoid.areas_km2(np.array([shapes.square(), shapely.LineString([(0, 0), (1, 1)]), shapes.square(1)]))
    assert found == pytest.approx([found[0], 0, found[0]])
    assert ellipsoid.area_km2(shapely.MultiPolygon()) == 0


def test_length_is_geodesic() -> None:
    """A degree along a meridian."""
    line = shapely.MultiLineString([[(37, 48), (37, 48.5)], [(37, 48.5), (37, 49)]])
    assert ellipsoid.length_km(line) == pytest.approx(111.2, abs=0.1)
    (found,) = ellipsoid.distances_km(np.array([[37.0, 48.0]]), np.array([[37.0, 49.0]]))
    assert found == pytest.approx(111.2, abs=0.1)


def test_real_days_are_within_a_twentieth_of_a_percent(corpus: Path) -> None:
    """Of the geodesic area of the published polygon."""
    for file in sorted((corpus / "control" / "deepstate").glob("*.geojson"))[::60]:
        shape = geojson.shape(json.loads(file.read_bytes())["features"][0]["geometry"])
        assert shape is not None
        assert ellipsoid.area_km2(shape) == pytest.approx(_geodesic_km2(shape), rel=5e-4)
