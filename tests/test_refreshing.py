"""A refresh on bad mornings: what fails is told, the rest is done, and nothing that was there is lost."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geotracker import editions, freshness, issuing, refreshing, runlog, store, task, workspace
from geotracker.cli import main
from geotracker.errors import CorrectionError, ExportError, RightsError
from geotracker.gathering import Gathered
from geotracker.issuing import Wish
from geotracker.ledger import journal, noting
from geotracker.workspace import Workspace, create

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
"""
LATER = TEXT.replace("18", "21").replace("17", "20").replace("Lyudinovo in Kaluga", "Uzlovaya in Tula")


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    """Return a workspace with one report that was refreshed."""
    create(tmp_path / "desk")
    space = Workspace(tmp_path / "desk")
    for sample in space.reports.glob("*sample*"):
        sample.unlink()
    (space.reports / "first.txt").write_text(TEXT)
    refreshing.refresh(space.root, Wish(date(2025, 1, 19)))
    return space


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return what the files of a folder hold."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def no_room(*_: object, **__: object) -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device", "events.gpkg")


def test_what_changed_is_told(desk: Workspace) -> None:
    """New events, days without a report, a report that fails: in the ledger, on the page, in the feeds, in the log."""
    (desk.reports / "later.txt").write_text(LATER)
    (desk.reports / "empty.txt").touch()
    found = refreshing.refresh(desk.root, Wish(date(2025, 1, 22)))
    assert found.changes == {"new": 1}
    assert len(found.failed) == 1
    page = (desk.maps / "changes.md").read_text()
    for words in ("New: strike by Ukraine, near Uzlovaya", "No report of 19 January 2025", "empty.txt", "22 January"):
        assert words in page
        assert words in (desk.maps / "changes.html").read_text()
    news = [line["news"] for line in journal.read(noting.file(desk)) if line["what"] == "run"][-1]
    assert news["gaps"] == ["2025-01-19", "2025-01-20"]
    assert "empty.txt" in (desk.logs / "refresh.log").read_text()


def test_ids_of_the_feeds_never_change(desk: Workspace) -> None:
    """What was told before is told again under the same id."""
    before = (desk.maps / "feed.xml").read_text().split("<id>")[1:]
    (desk.reports / "later.txt").write_text(LATER)
    refreshing.refresh(desk.root, Wish(date(2025, 1, 22)))
    after = (desk.maps / "feed.xml").read_text()
    assert all(part.split("</id>")[0] in after for part in before)


@pytest.mark.parametrize("where", ["intake", "ledger", "files"])
def test_a_full_disk_leaves_what_was_there(desk: Workspace, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Exit code 1, the last edition as it was but for its mark; the next run does all of it."""
    before = bytes_of(desk.maps)
    (desk.reports / "later.txt").write_text(LATER)
    with monkeypatch.context() as patch:
        target = {"intake": (store.parquet, "write"), "ledger": (journal, "append"), "files": (editions, "_sync")}[
            where
        ]
        patch.setattr(*target, no_room)
        result = CliRunner().invoke(main, ["-w", str(desk.root), "refresh"])
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    if where != "files":
        after = bytes_of(desk.maps)
        assert after["events.geojson"] == before["events.geojson"]
        assert b"Stale since" in after["index.html"]
        assert editions.load(desk.maps)["stale_since"]
    found = refreshing.refresh(desk.root)
    assert found.n_events == 2
    assert editions.torn(desk.maps) == []
    assert b"Stale since" not in bytes_of(desk.maps)["index.html"]


def test_a_file_that_fails_keeps_no_other_from_being_published(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays as it was, marked; the exit code is 1."""

    def fail(*_: object) -> None:
        message = "events.gpkg cannot be written"
        raise ExportError(message)

    before = bytes_of(desk.maps)
    (desk.reports / "later.txt").write_text(LATER)
    monkeypatch.setattr(issuing.exports, "export", fail)
    result = CliRunner().invoke(main, ["-w", str(desk.root), "refresh"])
    assert result.exit_code == 1
    after = bytes_of(desk.maps)
    assert after["events.gpkg"] == before["events.gpkg"]
    assert after["index.html"] != before["index.html"]
    assert "stale_since" in editions.load(desk.maps)["files"]["events.gpkg"]


def test_a_folder_that_cannot_be_written_is_told_in_one_line(desk: Workspace) -> None:
    """By a run without the rights of its owner; exit code 1, nothing changed."""
    if os.geteuid() != 0:
        pytest.skip("not run: no second user")
    (desk.reports / "later.txt").write_text(LATER)
    for folder in (desk.root.parent.parent, desk.root.parent):
        folder.chmod(0o755)
    before = bytes_of(desk.maps)
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_as_nobody, args=(str(desk.root),))
    child.start()
    child.join()
    assert child.exitcode == 1
    assert bytes_of(desk.maps) == before


def _as_nobody(root: str) -> None:
    os.setgid(65534)
    os.setuid(65534)
    result = CliRunner().invoke(main, ["-w", root, "refresh"])
    os._exit(result.exit_code if result.stderr.count("\n") == 1 else 99)


def test_a_dead_run_holds_no_lock_and_a_living_one_does(desk: Workspace) -> None:
    """Two at once: the second ends with 3; where the first is killed, the next goes on."""
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    child = context.Process(target=_hold, args=(desk, ready))
    child.start()
    ready.wait(30)
    assert CliRunner().invoke(main, ["-w", str(desk.root), "refresh"]).exit_code == 3
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert CliRunner().invoke(main, ["-w", str(desk.root), "refresh"]).exit_code == 0


def _hold(desk: Workspace, ready: multiprocessing.synchronize.Event) -> None:
    with workspace.lock(desk):
        ready.set()
        signal.pause()


def test_a_report_edited_while_it_is_read_is_not_overwritten(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The edit stays, and the next run reads it, though the first one was well."""
    path = next(desk.reports.glob("*first*"))
    path.write_text(TEXT.replace("Lyudinovo in Kaluga", "Klintsy in Bryansk"))
    edited = TEXT.replace("Lyudinovo in Kaluga", "Uzlovaya in Tula")
    read = task.reports.read_bytes

    def read_slowly(data: bytes, name: str, **said: object) -> object:
        path.write_text(edited)
        return read(data, name, **said)

    with monkeypatch.context() as patch:
        patch.setattr(task.reports, "read_bytes", read_slowly)
        refreshing.refresh(desk.root)
    assert path.read_text() == edited
    assert freshness.held(desk, None) is None
    refreshing.refresh(desk.root)
    assert store.events(desk)["place"].tolist() == ["Uzlovaya"]


def test_a_source_that_fails_is_told_and_the_rest_is_done(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1."""
    failed = Gathered("isw", "report", "failed", "https://example.org/a", message="example.org did not answer in 30 s")
    monkeypatch.setattr(refreshing.gathering, "gather", lambda *_, **__: [failed])
    (desk.reports / "later.txt").write_text(LATER)
    result = CliRunner().invoke(main, ["-w", str(desk.root), "refresh"])
    assert result.exit_code == 1
    assert "did not answer" in result.stderr
    assert result.stdout.count("\n") == 1
    assert len(store.events(desk)) == 2


def test_what_failed_is_told_again_without_reading_it_again(desk: Workspace) -> None:
    """The exit code stays 1 until it is mended."""
    (desk.reports / "empty.txt").touch()
    for _ in range(2):
        result = CliRunner().invoke(main, ["-w", str(desk.root), "refresh"])
        assert result.exit_code == 1
        assert "empty.txt" in result.stderr
        assert "1 failed" in result.stdout
    (desk.reports / "empty.txt").unlink()
    assert CliRunner().invoke(main, ["-w", str(desk.root), "refresh"]).exit_code == 0


def test_a_run_that_cannot_start_marks_what_is_there(desk: Workspace) -> None:
    """A broken file of corrections is one line, and the page says since when it is stale."""
    (desk.data / "corrections.toml").write_text("[[correction]]\n")
    with pytest.raises(CorrectionError):
        refreshing.refresh(desk.root, Wish(date(2025, 1, 20)))
    assert "Stale since 2025-01-20" in (desk.maps / "index.html").read_text()
    (desk.data / "corrections.toml").unlink()
    refreshing.refresh(desk.root, Wish(date(2025, 1, 20)))
    assert "Stale since" not in (desk.maps / "index.html").read_text()


def test_the_log_begins_anew_when_it_is_long(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five earlier ones are kept; a report's text cannot begin a line in it."""
    monkeypatch.setattr(runlog, "_LARGEST", 500)
    for number in range(100):
        with runlog.writing(desk) as log:
            log.info("line %s\nforged", number)
    logs = sorted(path.name for path in desk.logs.iterdir())
    assert logs == ["refresh.log", *(f"refresh.log.{number}" for number in range(1, 6))]
    assert all(" INFO line " in line for line in (desk.logs / "refresh.log").read_text().splitlines())


def test_a_plan_does_nothing(desk: Workspace) -> None:
    """It names what would be read."""
    (desk.reports / "later.txt").write_text(LATER)
    before = sorted(desk.root.rglob("*"))
    assert [path.name for path in refreshing.plan(desk.root).files] == ["later.txt"]
    assert sorted(desk.root.rglob("*")) == before


def test_the_page_and_exports_bear_their_edition(desk: Workspace) -> None:
    """The same inputs give the same name, others another."""
    name = editions.load(desk.maps)["edition"]
    for file in ("index.html", "changes.html", "events.geojson"):
        assert name in (desk.maps / file).read_text()
    refreshing.refresh(desk.root, Wish(date(2025, 1, 19)))
    assert editions.load(desk.maps)["edition"] == name
    (desk.reports / "later.txt").write_text(LATER)
    refreshing.refresh(desk.root, Wish(date(2025, 1, 22), keep=1))
    assert editions.load(desk.maps)["edition"] != name
    assert [path.name for path in desk.editions.iterdir()] == [f"2025-01-19-{name}"]


def test_a_geopackage_that_qgis_has_open_is_skipped(desk: Workspace) -> None:
    """A line, exit code 1, the rest published; the next refresh makes it."""
    before = bytes_of(desk.maps)
    (desk.maps / "events.gpkg-wal").write_text("of QGIS")
    (desk.reports / "later.txt").write_text(LATER)
    result = CliRunner().invoke(main, ["-w", str(desk.root), "refresh"])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "close it" in result.stderr
    after = bytes_of(desk.maps)
    assert after["events.gpkg"] == before["events.gpkg"]
    assert b"Uzlovaya" in after["events.geojson"]
    (desk.maps / "events.gpkg-wal").unlink()
    assert CliRunner().invoke(main, ["-w", str(desk.root), "refresh"]).exit_code == 0
    assert bytes_of(desk.maps)["events.gpkg"] != before["events.gpkg"]


def test_nothing_public_is_written_where_nothing_is_permitted(tmp_path: Path) -> None:
    """Not with reports, and not without any: an empty map would take the place of one that was published."""
    create(tmp_path)
    (tmp_path / "data" / "sources.toml").write_text("")
    for pattern in ("*sample*", "none"):
        result = CliRunner().invoke(main, ["-w", str(tmp_path), "refresh", "--public"])
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert "nothing may be published" in result.stderr
        assert [path.name for path in (tmp_path / "maps").iterdir()] == ["README.md"]
        for sample in (tmp_path / "data" / "reports").glob(pattern):
            sample.unlink()
        shutil.rmtree(tmp_path / "data" / "store")


PERMITTED = """
[sources.desk]
title = "Desk"
publisher = "Desk"
kind = "report"
match = "later"
rights = "CC BY 4.0"
terms = "https://example.org/terms"
permission = 2025-01-01
"""


def test_a_public_refresh_publishes_what_is_permitted(desk: Workspace) -> None:
    """Without a permission nothing at all; with one that report's events alone, also among what changed."""
    (desk.data / "sources.toml").write_text("")
    before = bytes_of(desk.maps)
    with pytest.raises(RightsError):
        refreshing.refresh(desk.root, Wish(date(2025, 1, 25), public=True))
    assert bytes_of(desk.maps) == before
    (desk.data / "sources.toml").write_text(PERMITTED)
    (desk.reports / "later.txt").write_text(LATER)
    refreshing.refresh(desk.root, Wish(date(2025, 1, 25), public=True))
    after = bytes_of(desk.maps)
    assert "today.md" not in after
    for name in ("events.geojson", "changes.html", "changes.md", "feed.json", "feed.xml"):
        assert b"Uzlovaya" in after[name]
        assert b"Lyudinovo" not in after[name]
        assert b"rivate working copy" not in after[name]
    assert editions.load(desk.maps)["public"] is True
