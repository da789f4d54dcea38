"""A refresh with nothing new is told by names, sizes and times alone; every change is noticed."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geotracker import freshness
from geotracker.cli import main
from geotracker.freshness import Summary
from geotracker.workspace import Workspace, create

if TYPE_CHECKING:
    from pathlib import Path

SUMMARY = Summary(3, 49, 4)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace of which it was noted how it is."""
    create(tmp_path)
    kept = Workspace(tmp_path)
    (kept.store / "events").mkdir(parents=True)
    (kept.store / "events" / "a.parquet").write_text("x")
    (kept.data / "corrections.toml").touch()
    (kept.maps / "index.html").write_text("x")
    freshness.keep(kept, None, SUMMARY)
    return kept


def test_nothing_changed(workspace: Workspace) -> None:
    """The note gives back what was said, again and again."""
    assert freshness.held(workspace, None) == SUMMARY
    (workspace.store / ".lock").touch()
    assert freshness.held(workspace, None) == SUMMARY


@pytest.mark.parametrize(
    "name",
    [
        "data/reports/new.txt", "data/reports/2025-01-18-sample.md", "data/corrections.toml", "data/places.csv",
        "data/lexicon/own.toml", "layers/strikes.toml", "maps/index.html", "data/store/events/a.parquet",
    ],
)  # fmt: skip
def test_a_changed_file_is_noticed(workspace: Workspace, name: str) -> None:
    """New, edited or gone, also where size and time of change look the same."""
    path = workspace.root / name
    path.parent.mkdir(exist_ok=True)
    before = path.stat() if path.exists() else None
    old = path.read_bytes() if before else b""
    path.write_bytes(bytes(len(old)) or b"x")
    if before:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert freshness.held(workspace, None) is None
    freshness.keep(workspace, None, SUMMARY)
    path.unlink()
    assert freshness.held(workspace, None) is None


def test_another_today_or_a_broken_note_is_noticed(workspace: Workspace) -> None:
    """The map bears the day."""
    assert freshness.held(workspace, date(2025, 2, 1)) is None
    (workspace.store / "refreshed.json").write_text("{")
    assert freshness.held(workspace, None) is None


def test_what_a_refresh_does_itself_is_not_a_change_from_outside(workspace: Workspace) -> None:
    """It renames reports and writes the store; an edited report is another matter."""
    before = freshness.outside(workspace)
    report = next(workspace.reports.glob("*sample*"))
    report = report.rename(report.with_name("other.md"))
    (workspace.store / "events" / "a.parquet").write_text("y")
    assert freshness.outside(workspace) == before
    report.write_text("z")
    assert freshness.outside(workspace) != before


def test_polygons_that_fail_are_not_counted_among_reports(tmp_path: Path) -> None:
    """The first time and when nothing is new."""
    create(tmp_path)
    workspace = Workspace(tmp_path)
    for sample in workspace.reports.glob("*sample*"):
        sample.unlink()
    (workspace.control / "2025-01-18.geojson").write_text("{}")
    (workspace.reports / "empty.txt").touch()
    said = [CliRunner().invoke(main, ["-w", str(workspace.root), "refresh"]) for _ in range(2)]
    assert [run.exit_code for run in said] == [1, 1]
    assert said[0].stdout == said[1].stdout
    assert "0 replaced, 0 unchanged, 1 failed" in said[0].stdout
    assert said[0].stderr == said[1].stderr
