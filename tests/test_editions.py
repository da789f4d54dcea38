"""An edition is whole: its files first, edition.json last; what could not be made stays and is marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from geotracker import editions
from geotracker.editions import Edition
from geotracker.errors import ExportError
from geotracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.editions import Make, Published

PAGE = '<html><div id="gt-stale" hidden></div></html>'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with nothing published."""
    return Workspace(tmp_path)


def text(words: str) -> Make:
    """Return what makes a file of these words."""
    return lambda path: path.write_text(words)


def fail(path: Path) -> None:
    """Fail as a maker does."""
    message = f"{path} cannot be written"
    raise ExportError(message)


def put(workspace: Workspace, name: str, keep: int = 0, **makers: Make) -> Published:
    """Publish files, their suffix after an underscore."""
    named = {name.replace("_", "."): make for name, make in makers.items()}
    return editions.publish(workspace, named, Edition(name, int(name), f"2025-01-0{name}T06:30:00Z"), keep=keep)


def test_an_edition_names_the_checksum_of_each_file(workspace: Workspace) -> None:
    """And when it was; nothing is left aside."""
    done = put(workspace, "1", index_html=text(PAGE), a_json=text("{}"))
    assert [path.name for path in done.written] == ["index.html", "a.json"]
    said = json.loads((workspace.maps / "edition.json").read_text())
    assert (said["edition"], said["run"], said["time"]) == ("1", 1, "2025-01-01T06:30:00Z")
    assert said["files"]["a.json"]["bytes"] == 2
    assert editions.torn(workspace.maps) == []
    assert sorted(path.name for path in workspace.maps.iterdir()) == ["a.json", "edition.json", "index.html"]


def test_the_same_again_touches_nothing(workspace: Workspace) -> None:
    """Not even a time."""
    put(workspace, "1", a_json=text("{}"))
    before = {path: path.stat().st_mtime_ns for path in workspace.maps.iterdir()}
    assert put(workspace, "1", a_json=text("{}")).written == ()
    assert {path: path.stat().st_mtime_ns for path in workspace.maps.iterdir()} == before


def test_a_file_that_fails_stays_and_is_marked(workspace: Workspace) -> None:
    """The rest is published; the first time that it failed is what counts."""
    put(workspace, "1", a_json=text("old"), b_json=text("old"))
    for name in ("2", "3"):
        done = put(workspace, name, a_json=fail, b_json=text(name))
        assert "a.json could not be made" in done.faults[0]
    assert (workspace.maps / "a.json").read_text() == "old"
    files = editions.load(workspace.maps)["files"]
    assert (files["a.json"]["edition"], files["a.json"]["stale_since"]) == ("1", "2025-01-02T06:30:00Z")
    assert files["b.json"]["edition"] == "3"
    put(workspace, "4", a_json=text("new"), b_json=text("new"))
    assert "stale_since" not in editions.load(workspace.maps)["files"]["a.json"]


def test_a_run_that_fails_marks_what_is_there(workspace: Workspace) -> None:
    """On the page too, once; the next edition bears no mark."""
    editions.mark_stale(workspace, "2025-01-01", "nothing is there")
    put(workspace, "1", index_html=text(PAGE))
    editions.mark_stale(workspace, "2025-01-02T06:30:00Z", "the disk is full")
    editions.mark_stale(workspace, "2025-01-03T06:30:00Z", "the disk is full")
    page = (workspace.maps / "index.html").read_text()
    assert page.count("Stale since 2025-01-02T06:30:00Z") == 1
    assert editions.load(workspace.maps)["stale_since"] == "2025-01-02T06:30:00Z"
    assert editions.torn(workspace.maps) == []
    put(workspace, "2", index_html=text(PAGE))
    assert (workspace.maps / "index.html").read_text() == PAGE
    assert "stale_since" not in editions.load(workspace.maps)


def test_earlier_editions_are_kept(workspace: Workspace) -> None:
    """As many as are wanted, the newest ones, each whole."""
    for name in "12345":
        put(workspace, name, keep=2, a_json=text(name))
    kept = sorted(path.name for path in workspace.editions.iterdir())
    assert kept == ["2025-01-03-3", "2025-01-04-4"]
    assert [editions.torn(workspace.editions / name) for name in kept] == [[], []]
    assert (workspace.editions / kept[0] / "a.json").read_text() == "3"


def test_what_an_edition_no_longer_has_is_removed(workspace: Workspace) -> None:
    """A private note does not stay beside what may be published; what a user put there stays."""
    put(workspace, "1", a_json=text("1"), today_md=text("private"))
    (workspace.maps / "mine.txt").write_text("mine")
    put(workspace, "2", a_json=text("2"))
    assert sorted(path.name for path in workspace.maps.iterdir()) == ["a.json", "edition.json", "mine.txt"]


def test_no_private_file_stays_in_a_public_edition(workspace: Workspace) -> None:
    """Not even where the public one cannot be made."""
    put(workspace, "1", a_json=text("private"))
    makers: dict[str, Make] = {"a.json": fail, "b.json": text("2")}
    editions.publish(workspace, makers, Edition("2", 2, "2025-01-02T06:30:00Z", public=True))
    assert sorted(path.name for path in workspace.maps.iterdir()) == ["b.json", "edition.json"]


def test_a_geopackage_that_is_open_elsewhere_stays(workspace: Workspace) -> None:
    """QGIS keeps a -wal beside it: the rest is published, and what would not change is no fault."""
    put(workspace, "1", events_gpkg=text("old"), b_json=text("old"))
    (workspace.maps / "events.gpkg-wal").write_text("of QGIS")
    assert put(workspace, "2", events_gpkg=text("old"), b_json=text("2")).faults == ()
    done = put(workspace, "3", events_gpkg=text("new"), b_json=text("3"))
    assert len(done.faults) == 1
    assert "another program, QGIS perhaps, has it open" in done.faults[0]
    assert [path.name for path in done.written] == ["b.json"]
    assert (workspace.maps / "events.gpkg").read_text() == "old"
    assert editions.load(workspace.maps)["files"]["events.gpkg"]["stale_since"] == "2025-01-03T06:30:00Z"
    assert editions.torn(workspace.maps) == []
    (workspace.maps / "events.gpkg-wal").unlink()
    assert put(workspace, "4", events_gpkg=text("new"), b_json=text("3")).faults == ()


def test_a_mark_stays_with_its_kind(workspace: Workspace) -> None:
    """A public edition that cannot be made says nothing of the private one that lies there."""
    put(workspace, "1", index_html=text(PAGE))
    editions.mark_stale(workspace, "2025-01-02T06:30:00Z", "nothing may be published", public=True)
    assert (workspace.maps / "index.html").read_text() == PAGE
    assert "stale_since" not in editions.load(workspace.maps)


def test_what_a_crash_left_aside_is_swept(workspace: Workspace) -> None:
    """By the next run."""
    (workspace.maps / ".edition-x").mkdir(parents=True)
    (workspace.maps / ".writing-1-a").touch()
    put(workspace, "1", a_json=text("1"))
    assert sorted(path.name for path in workspace.maps.iterdir()) == ["a.json", "edition.json"]


def test_a_file_of_another_edition_is_told(workspace: Workspace) -> None:
    """By its checksum; a broken edition.json tells nothing."""
    put(workspace, "1", a_json=text("1"))
    (workspace.maps / "a.json").write_text("2")
    assert editions.torn(workspace.maps) == ["a.json"]
    (workspace.maps / "edition.json").write_text("[")
    assert editions.load(workspace.maps) == {}
