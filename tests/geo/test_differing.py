"""The clipped difference is the difference."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geotracker.geo import differing, geojson
from tests import shapes

if TYPE_CHECKING:
    from pathlib import Path


def _same(before: shapely.Geometry, after: shapely.Geometry) -> None:
    gained, lost = differing.differences(before, after)
    assert shapely.union_all(gained).symmetric_difference(after.difference(before)).area < 1e-15
    assert shapely.union_all(lost).symmetric_difference(before.difference(after)).area < 1e-15


def _blob(generator: np.random.Generator, corners: int) -> shapely.Geometry:
    turn = np.sort(generator.uniform(0, 2 * np.pi, corners))
    reach = generator.uniform(0.5, 1, corners)
    ring = np.column_stack([37 + reach * np.cos(turn), 48 + reach * np.sin(turn)])
    return shapely.make_valid(shapely.Polygon(ring), method="structure", keep_collapsed=False)


def test_random_shapes() -> None:
    """Shapes that share nothing, or all but a few corners, or that lie within one another."""
    generator = np.random.default_rng(5)
    for corners in (4, 20, 200):
        before, other = _blob(generator, corners), _blob(generator, corners)
        _same(before, other)
        _same(before, before)
        for bite in (shapes.square(0.3, 0.2), shapes.square(-0.1, -0.1, 0.05), shapes.square(-3)):
            _same(before, before.difference(bite))
            _same(before, before.union(bite))
            _same(before.difference(bite), before.union(bite))


def test_an_edge_with_a_corner_more_changes_nothing() -> None:
    """A corner on a straight edge has no area."""
    gained, lost = differing.differences(shapes.square(), shapely.segmentize(shapes.square(), 0.03))
    assert shapely.area([*gained, *lost]).sum() < 1e-15


def test_real_days(corpus: Path) -> None:
    """On published polygons."""
    files = sorted((corpus / "control" / "deepstate").glob("*.geojson"))[:8]
    days = [geojson.shape(json.loads(file.read_bytes())["features"][0]["geometry"]) for file in files]
    assert len(days) == 8
    for before, after in pairwise(days):
        assert before is not None
        assert after is not None
        _same(before, after)
