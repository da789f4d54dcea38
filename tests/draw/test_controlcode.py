"""Days of control come back in the page as they were drawn, within a few metres."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from geotracker.draw import columns, controlcode
from tests import shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

_READ = """
import { controlOf } from %s;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { cells, days } = controlOf(new Uint8Array(Buffer.concat(chunks)));
const ring = ({ points, isHole }) => ({ points: [...points], isHole });
const plain = ({ day, rings }) => ({ day, rings: rings.map(ring) });
console.log(JSON.stringify({ cells, days: days.filter((_, i) => i %% %d === 0).map(plain) }));
"""
_FIRST = date(1970, 1, 1)
METRES = np.array([0.669, 1.0]) * 111_195


def _decoded(data: bytes, node_path: str, every: int = 1) -> list[tuple[date, BaseGeometry]]:
    module = (Path(controlcode.__file__).parent / "web" / "control" / "code.js").as_uri()
    script = _READ % (json.dumps(module), every)
    ran = subprocess.run(
        [node_path, "--input-type=module", "--eval", script], input=data, capture_output=True, check=True
    )
    read = json.loads(ran.stdout)
    return [(_FIRST + timedelta(day["day"]), _polygons(day["rings"], read["cells"])) for day in read["days"]]


def _polygons(rings: Sequence[dict[str, object]], cells: int) -> BaseGeometry:
    polygons: list[list[np.ndarray]] = []  # type: ignore[type-arg]
    for ring in rings:
        points = np.array(ring["points"]).reshape(-1, 2) / cells
        if ring["isHole"]:
            polygons[-1].append(points)
        else:
            polygons.append([points])
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, *holes in polygons])


def _near(found: BaseGeometry, drawn: BaseGeometry) -> None:
    """Assert less than 0.1 % of difference in area and 30 m in place."""
    assert found.area == pytest.approx(drawn.area, rel=1e-3)
    one, other = (shapely.transform(shape.boundary, lambda xy: xy * METRES) for shape in (found, drawn))
    assert shapely.hausdorff_distance(one, other) < 30


def _days(*drawn: BaseGeometry) -> list[tuple[date, BaseGeometry]]:
    return [(date(2025, 1, 1) + timedelta(number), shape) for number, shape in enumerate(drawn)]


def test_days_come_back_as_they_were_drawn(node_path: str) -> None:
    """Ground that grows, that is cut in two, that gets a hole, that begins at another corner, that goes and returns."""
    whole = shapes.square(0, 0, 0.5).segmentize(0.05)
    turned = shapely.Polygon([*whole.exterior.coords[5:], *whole.exterior.coords[1:6]])
    days = _days(
        whole,
        turned,
        whole.union(shapes.square(0.5, 0.2)),
        whole.difference(shapely.box(37.2, 47, 37.25, 49)),
        whole.difference(shapes.square(0.2, 0.2)),
        shapely.union(whole, shapes.square(1, 0)).difference(shapes.square(0.25, 0.25)),
        shapes.square(3, 0),
        whole,
    )
    found = _decoded(controlcode.encode(days), node_path)
    assert [day for day, _ in found] == [day for day, _ in days]
    for (_, shape), (_, drawn) in zip(found, days, strict=True):
        _near(shape, drawn)


def test_random_changes_come_back(node_path: str) -> None:
    """Bites and bulges, one after the other."""
    generator = np.random.default_rng(8)
    shape: BaseGeometry = shapely.Point(37.5, 48.5).buffer(0.4, quad_segs=60)
    drawn = [shape]
    for number in range(40):
        where = shapely.Point(*generator.uniform((37, 48), (38, 49))).buffer(generator.uniform(0.01, 0.1), quad_segs=3)
        shape = shape.union(where) if number % 2 else shape.difference(where)
        drawn.append(shape)
    days = _days(*drawn)
    for (_, found), (_, one) in zip(_decoded(controlcode.encode(days), node_path), days, strict=True):
        _near(found, one)


def test_a_day_without_change_costs_a_few_bytes() -> None:
    """Whichever point its ring begins with."""
    shape = shapely.Point(37.5, 48.5).buffer(0.4, quad_segs=200)
    turned = shapely.Polygon([*shape.exterior.coords[300:], *shape.exterior.coords[1:301]])
    assert len(controlcode.encode(_days(shape, turned, shape))) - len(controlcode.encode(_days(shape))) < 12


def test_a_speck_stays_where_it_is() -> None:
    """As the smallest triangle; no ground at all is a day too."""
    (speck,) = controlcode.rings(shapely.box(37, 48, 37 + 1e-6, 48 + 1e-6))
    assert np.abs(np.array(speck.points) / controlcode.CELLS - [37, 48]).max() < 1e-4
    assert shapely.Polygon(speck.points).area == 0.5
    assert len(controlcode.encode(_days(shapely.MultiPolygon()))) < 12


def test_a_year_of_real_days_is_small_and_near(corpus: Path, node_path: str) -> None:
    """All days in at most 0.3 MB of the page; every thirtieth is compared with what was published."""
    files = sorted((corpus / "control" / "deepstate").glob("*.geojson"))
    read = [json.loads(file.read_bytes())["features"][0]["geometry"] for file in files]
    days = [(date.fromisoformat(file.stem), shapely.geometry.shape(one)) for file, one in zip(files, read, strict=True)]
    data = controlcode.encode(days)
    assert len(columns.gzipped(data)) < 300_000
    for (day, found), (same, drawn) in zip(_decoded(data, node_path, 30), days[::30], strict=True):
        assert day == same
        _near(found, drawn)
