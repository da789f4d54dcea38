"""The doctor finds what is wrong with a workspace, says how to mend it, and changes nothing."""

from __future__ import annotations

import fcntl
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geotracker import doctor, intake, refreshing, workspace
from geotracker.cli import main
from geotracker.doctor import folders, machine
from geotracker.doctor.finding import Finding
from geotracker.errors import CorrectionError
from geotracker.issuing import Wish
from geotracker.ledger import noting

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.workspace import Workspace

NOW = date(2025, 1, 21)
TEXT = "Assessment, January 20, 2025\n\nUkrainian forces struck an oil depot in Lyudinovo overnight.\n"


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    """Return a new workspace with one report taken in."""
    workspace.create(tmp_path / "w")
    found = workspace.find(tmp_path / "w")
    for sample in found.reports.glob("*sample*"):
        sample.unlink()
    (found.reports / "2025-01-20-mine.txt").write_text(TEXT)
    intake.take_in(found, intake.inbox(found), now=NOW)
    return found


def told(made: Workspace, state: str, subject: str) -> str:
    """Return what is said in that state of a subject, joined."""
    found = doctor.examine(made.root, NOW)
    return "; ".join(one.said for one in found if (one.state, one.subject) == (state, subject))


def test_a_workspace_that_is_well_needs_no_mending(made: Workspace) -> None:
    """The command says so and ends with 0; nothing is changed by it."""
    before = sorted(made.root.rglob("*"))
    run = CliRunner().invoke(main, ["-w", str(made.root), "--now", "2025-01-21", "doctor"])
    assert run.exit_code == 0, run.output
    assert run.output.splitlines()[-1] == "nothing to mend"
    assert sorted(made.root.rglob("*")) == before


def test_no_workspace_is_said_with_how_to_make_one(tmp_path: Path) -> None:
    """The machine is looked at all the same, and the exit is 1."""
    run = CliRunner().invoke(main, ["-w", str(tmp_path / "none"), "doctor"])
    assert run.exit_code == 1
    assert f"`geotracker init {tmp_path / 'none'}` makes one" in run.output
    assert "Python 3" in run.output


def test_rights_are_told_source_by_source(made: Workspace) -> None:
    """What lacks a permission is no fault: it stays private; so does a report of nobody known."""
    assert "sample: may be published (CC0-1.0, recorded on 2025-01-21)" in told(made, "well", "rights")
    notes = told(made, "note", "rights")
    assert "isw-assessment: nothing of it is published, since rights are unknown, no day of permission" in notes
    assert "1 of 1 reports match no source and are never published, such as 2025-01-20-mine" in notes


def test_a_source_that_is_on_needs_a_contact(made: Workspace) -> None:
    """Nobody is asked without one."""
    path = made.data / "sources.toml"
    path.write_text(path.read_text().replace("on = false", "on = true", 1))
    assert "write `contact = ` and your mail address" in told(made, "mend", "sources")
    path.write_text('contact = "me@example.org"\n' + path.read_text())
    assert told(made, "well", "sources").endswith(" known, 1 of them fetched")


@pytest.mark.parametrize(
    ("name", "text", "subject", "said"),
    [
        ("data/sources.toml", "[sources", "sources", "cannot be read as TOML"),
        ("data/corrections.toml", "[[correction]]\nunknown = 1", "corrections", "correction 1"),
        ("layers/strikes.toml", "titel = 1", "layers", "strikes.toml"),
        ("data/lexicon/own.toml", "[[rule]]\nid = 1", "lexicon", "own.toml"),
        ("data/places.csv", "nothing\n", "lexicon", "places.csv"),
    ],
)
def test_a_file_of_ones_own_that_is_broken_is_named(
    made: Workspace, name: str, text: str, subject: str, said: str
) -> None:
    """With its fault; all else is looked at too."""
    (made.root / name).parent.mkdir(exist_ok=True)
    (made.root / name).write_text(text)
    assert said in told(made, "mend", subject)
    assert told(made, "well", "store")


def test_a_damaged_store_is_named(made: Workspace) -> None:
    """A refresh makes it anew once the file is gone."""
    path = next((made.store / "mentions").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:100])
    assert f"such as {path}: remove them, then `geotracker refresh`" in told(made, "mend", "store")


def test_an_original_that_is_gone_is_named(made: Workspace) -> None:
    """Without it nothing can be verified."""
    (made.reports / "2025-01-20-mine.txt").unlink()
    assert "such as 2025-01-20-mine.txt: put them back" in told(made, "mend", "reports")


def test_a_clock_that_was_set_back_is_noticed(made: Workspace) -> None:
    """Reports of the future tell."""
    found = {one.subject: one for one in doctor.examine(made.root, date(2024, 1, 1))}
    assert found["clock"].state == "mend"
    assert "2024-01-01: set its clock" in found["clock"].said


def test_old_reports_are_told(made: Workspace) -> None:
    """Perhaps nobody refreshes any more."""
    found = {one.subject: one for one in doctor.examine(made.root, date(2025, 2, 1))}
    assert found["reports"] == Finding("reports", "note", "1, the newest of 2025-01-20, 12 days ago")


def test_a_folder_that_is_missing_is_named(made: Workspace) -> None:
    """With the command that makes it."""
    (made.root / "maps").rmdir() if not any(made.maps.iterdir()) else made.maps.rename(made.root / "elsewhere")
    assert f"{made.maps} is missing: `mkdir {made.maps}`" in told(made, "mend", "workspace")


def test_another_run_is_noticed(made: Workspace) -> None:
    """It may be at work, so this is no fault."""
    with (made.store / ".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "another run holds the workspace" in told(made, "note", "lock")
    assert told(made, "well", "lock") == "no run holds the workspace"


def test_what_a_dead_run_left_is_counted(made: Workspace) -> None:
    """It does no harm."""
    (made.maps / ".writing-1-index.html").write_text("half")
    assert "1 files that runs which were cut off left behind" in told(made, "note", "leftovers")


def test_torn_lines_of_the_record_are_counted(made: Workspace) -> None:
    """They are passed over."""
    (made.data / "fetched.jsonl").write_text('{"a": 1}\n{"b": ')
    assert "1 of 2 lines were cut off" in told(made, "note", "fetched")


@pytest.mark.parametrize(("free", "state"), [(10**8, "mend"), (5 * 10**8, "note"), (10**10, "well")])
def test_room_on_the_disk_is_looked_at(made: Workspace, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    """Too little is to be mended before a run fails of it."""
    monkeypatch.setattr(folders.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert told(made, state, "disk").startswith(f"{free / 1e9:.1f} GB are free")


def test_a_library_that_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that brings what is needed; extras are not needed."""
    needed = ["click>=999", "no-such-thing>=1", "shapely>=2", "pytest>=999; extra == 'test'"]
    monkeypatch.setattr(machine.metadata, "requires", lambda _: needed)
    (found,) = [one for one in machine.examine() if one.subject == "libraries"]
    assert found.state == "mend"
    assert "no-such-thing is missing" in found.said
    assert "not >=999" in found.said
    assert "pytest" not in found.said


def test_programs_that_are_not_there_are_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser and QGIS are for some things only."""
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    monkeypatch.setattr(machine.shutil, "which", lambda _: None)
    states = {one.subject: one.state for one in machine.examine()}
    assert (states["browser"], states["QGIS"]) == ("note", "note")


def test_the_edition_is_looked_at(made: Workspace) -> None:
    """Whole, changed by hand, stale since a run failed."""
    refreshing.refresh(made.root, Wish(NOW))
    assert told(made, "well", "edition").endswith(", 8 files")
    (made.maps / "feed.xml").write_text("")
    assert "1 files in" in told(made, "mend", "edition")
    (made.data / "corrections.toml").write_text("broken")
    with pytest.raises(CorrectionError):
        refreshing.refresh(made.root, Wish(NOW))
    assert told(made, "mend", "edition").startswith("stale since 2025-01-21T00:00:00Z, ")
    (made.data / "corrections.toml").unlink()
    refreshing.refresh(made.root, Wish(NOW))
    assert told(made, "well", "edition")


def test_what_the_last_run_could_not_do_is_to_be_mended(made: Workspace) -> None:
    """Until a run can."""
    (made.reports / "empty.txt").touch()
    refreshing.refresh(made.root, Wish(NOW))
    assert told(made, "mend", "refresh").startswith("1 failed in the last run; ")
    (made.reports / "empty.txt").unlink()
    refreshing.refresh(made.root, Wish(NOW))
    assert not told(made, "mend", "refresh")
    with noting.file(made).open("a") as ledger:
        ledger.write("{}\n")
    assert "is damaged" in told(made, "mend", "ledger")
