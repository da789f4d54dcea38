"""Days of control come back in the page as they were drawn, within a few metres."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from geotracker.draw import columns, controlcode, controlgrid
from tests import shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

_READ = """
import { controlOf } from %s;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { cells, days } = controlOf(new Uint8Array(Buffer.concat(chunks)));
const ring = ({ points, front, isHole }) => ({ points: [...points], front: [...front], isHole });
const plain = ({ day, rings }) => ({ day, rings: rings.map(ring) });
console.log(JSON.stringify({ cells, days: days.map(plain) }));
"""
_FIRST = date(1970, 1, 1)
METRES = np.array([0.669, 1.0]) * 111_195


def _read(data: bytes, node_path: str) -> dict[str, Any]:
    module = (Path(controlcode.__file__).parent / "web" / "control" / "code.js").as_uri()
    script = _READ % json.dumps(module)
    ran = subprocess.run(
        [node_path, "--input-type=module", "--eval", script], input=data, capture_output=True, check=True
    )
    read: dict[str, Any] = json.loads(ran.stdout)
    return read


def _decoded(data: bytes, node_path: str) -> list[tuple[date, BaseGeometry]]:
    read = _read(data, node_path)
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
    lines = [shapely.transform(shape.boundary, lambda xy: xy * METRES) for shape in (found, drawn)]
    shapely.prepare(lines)
    for line, other in (lines, lines[::-1]):
        assert shapely.dwithin(line, shapely.points(shapely.get_coordinates(other)), 30).all()


def _days(*shapes: BaseGeometry) -> list[tuple[date, BaseGeometry]]:
    return [(date(2025, 1, 1) + timedelta(number), shape) for number, shape in enumerate(shapes)]


def _encoded(days: Sequence[tuple[date, BaseGeometry]]) -> bytes:
    return controlcode.encode([controlcode.drawn(day, shape) for day, shape in days])


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
    found = _decoded(_encoded(days), node_path)
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
    for (_, found), (_, one) in zip(_decoded(_encoded(days), node_path), days, strict=True):
        _near(found, one)


def test_a_day_without_change_costs_a_few_bytes() -> None:
    """Whichever point its ring begins with."""
    shape = shapely.Point(37.5, 48.5).buffer(0.4, quad_segs=200)
    turned = shapely.Polygon([*shape.exterior.coords[300:], *shape.exterior.coords[1:301]])
    assert len(_encoded(_days(shape, turned, shape))) - len(_encoded(_days(shape))) < 12


def test_a_speck_stays_where_it_is() -> None:
    """As the smallest triangle; no ground at all is a day too."""
    ((speck, _),) = controlgrid.rings(shapely.box(37, 48, 37 + 1e-6, 48 + 1e-6))
    corners = controlgrid.cells(speck)
    assert np.abs(corners / controlgrid.CELLS - [37, 48]).max() < 1e-4
    assert shapely.Polygon(corners).area == 0.5
    assert len(_encoded(_days(shapely.MultiPolygon()))) < 12


def test_the_front_line_comes_back(node_path: str) -> None:
    """Where it grows, where it moves along ground that stays, and where it is gone."""
    whole = shapes.square(0, 0, 0.5).segmentize(0.05)
    grown = whole.union(shapes.square(0.5, 0.2))
    drawn = [
        (whole, shapely.LineString([(37.5, 48), (37.5, 48.5)]).segmentize(0.05)),
        (grown, shapely.LineString([(37.5, 48.3), (37.6, 48.3), (37.6, 48.2), (37.5, 48.2)])),
        (grown, grown.boundary),
        (grown, shapely.MultiLineString()),
    ]
    days = [controlcode.drawn(date(2025, 1, number), *one) for number, one in enumerate(drawn, 1)]
    for day, found in zip(days, _read(controlcode.encode(days), node_path)["days"], strict=True):
        assert [ring["front"] for ring in found["rings"]] == [list(ring.front) for ring in day.rings]
    assert [sum(sum(ring.front) for ring in day.rings) for day in days] == [11, 4, len(grown.exterior.coords) - 1, 0]


def test_a_day_is_written_by_what_it_and_the_day_before_hold() -> None:
    """So that the bytes of a day can be kept when others come before and after it."""
    one, two, three = (
        controlcode.drawn(day, shape)
        for day, shape in _days(
            shapes.square(0, 0, 0.5).segmentize(0.05), shapes.square(0.1, 0, 0.5), shapes.square(0.1, 0.1, 0.5)
        )
    )
    kept = [controlcode.day(one, None), controlcode.day(two, one), controlcode.day(three, two)]
    assert controlcode.joined(kept) == controlcode.encode([one, two, three])
    assert controlcode.joined(kept[:2]) == controlcode.encode([one, two])


def test_a_year_of_real_days_is_small_and_near(corpus: Path, node_path: str) -> None:
    """All days in at most 0.3 MB of the page, and each of them as it was published."""
    files = sorted((corpus / "control" / "deepstate").glob("*.geojson"))
    read = [json.loads(file.read_bytes())["features"][0]["geometry"] for file in files]
    days = [(date.fromisoformat(file.stem), shapely.geometry.shape(one)) for file, one in zip(files, read, strict=True)]
    data = _encoded(days)
    assert len(columns.gzipped(data)) < 300_000
    for (day, found), (same, drawn) in zip(_decoded(data, node_path), days, strict=True):
        assert day == same
        _near(found, drawn)
