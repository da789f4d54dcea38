"""Tests of what reports are read with: a workspace's control tells which place of a name is meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import shapely

from geotracker import controlintake, pipeline
from geotracker.geo.control import Told
from geotracker.workspace import Workspace, create
from tests.shapes import write

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """Daily Assessment, January 18, 2025

Ukrainian forces struck an ammunition depot in occupied Bilohorivka (roughly 35 kilometers from the frontline) on
January 18.
"""
LUHANSK, DONETSK = 48.93, 48.73


def desk(tmp_path: Path) -> Workspace:
    """Return a workspace of this test's own."""
    create(tmp_path / "desk")
    return Workspace(tmp_path / "desk")


def front(work: Workspace, tmp_path: Path, south: float) -> None:
    """Take control in whose front line runs along a parallel."""
    held = shapely.box(37.0, south, 39.5, 49.6)
    path = write(tmp_path / f"2025-01-17-{south}.geojson", held)
    controlintake.add(work.root, [path], Told(day=date(2025, 1, 17), source="Mapper", category="assessed"))


def latitude(work: Workspace) -> float:
    """Return where the depot was struck."""
    found = pipeline.events(work.root)
    return float(found.loc[found["place"] == "Bilohorivka"].geometry.iloc[0].y)


def test_control_tells_which_place_is_so_far_from_the_front(tmp_path: Path) -> None:
    """A report is placed by the front line of its day, and is read again once that is known or another."""
    work = desk(tmp_path)
    path = tmp_path / "2025-01-18-depot.txt"
    path.write_text(REPORT, encoding="utf-8")
    pipeline.ingest(work.root, [path])
    for south, expected in ((LUHANSK - 0.31, LUHANSK), (DONETSK - 0.31, DONETSK)):
        front(work, tmp_path, south)
        (outcome,) = pipeline.ingest(work.root, [path])
        assert outcome.status == "replaced"
        assert abs(latitude(work) - expected) < 0.02
        (outcome,) = pipeline.ingest(work.root, [path])
        assert outcome.status == "unchanged"


def test_a_report_that_says_no_distance_does_not_hang_on_control(tmp_path: Path) -> None:
    """New polygons do not have it read again."""
    work = desk(tmp_path)
    path = tmp_path / "2025-01-18-plain.txt"
    path.write_text(REPORT.replace(" (roughly 35 kilometers from the frontline)", ""), encoding="utf-8")
    pipeline.ingest(work.root, [path])
    front(work, tmp_path, 48.6)
    (outcome,) = pipeline.ingest(work.root, [path])
    assert outcome.status == "unchanged"
