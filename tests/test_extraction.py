"""`--extractor` and `--trace`: another's way of reading, and what a way of reading left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from geotracker import __version__, pipeline, store
from geotracker.cli import main
from geotracker.workspace import Workspace, create
from tests import plugins

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.

Lyudinovo has a bridge. Russian forces attacked in the Pokrovsk direction but did not advance.
"""


def run(*arguments: object) -> Result:
    """Run the command and refuse a traceback."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a report of three sentences."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def bridges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the extractor `bridges`."""
    plugins.install(tmp_path / "site", monkeypatch)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with no report."""
    create(tmp_path / "desk")
    for path in (tmp_path / "desk" / "data" / "reports").glob("*sample*"):
        path.unlink()
    return tmp_path / "desk"


def extractors_of(desk: Path) -> list[str]:
    """Return what the store's events say that they were read by."""
    return sorted(set(pipeline.events(desk)["extractor"]))


@pytest.mark.usefixtures("bridges")
def test_another_extractor_reads(report: Path, tmp_path: Path) -> None:
    """Its mentions are placed and merged as those of the rules, and each row names it with its version."""
    features = json.loads(run("-w", tmp_path, "extract", report, "--extractor", "bridges").stdout)["features"]
    assert [feature["properties"]["facility"] for feature in features] == ["bridge"]
    assert features[0]["properties"]["extractor"] == "bridges 0.3"
    assert features[0]["geometry"] is not None
    plain = json.loads(run("-w", tmp_path, "extract", report).stdout)["features"]
    assert {feature["properties"]["extractor"] for feature in plain} == {f"rules {__version__}"}


@pytest.mark.usefixtures("bridges")
@pytest.mark.parametrize("command", ["extract", "ingest", "evaluate"])
def test_an_unknown_extractor_is_one_line(report: Path, desk: Path, tmp_path: Path, command: str) -> None:
    """It lists the known ones; nothing is read."""
    gold = tmp_path / "gold.jsonl"
    gold.touch()
    files = [gold, report] if command == "evaluate" else [report]
    result = run("-w", desk, command, *files, "--extractor", "bridge")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        "geotracker: extractor 'bridge' is not known (did you mean 'bridges'?): one of rules, bridges\n"
    )


@pytest.mark.usefixtures("bridges")
def test_a_report_keeps_the_extractor_that_read_it(report: Path, desk: Path) -> None:
    """Until another is named; `verify` finds its excerpts."""
    assert "added" in run("-w", desk, "ingest", report, "--extractor", "bridges").stdout
    assert extractors_of(desk) == ["bridges 0.3"]
    assert run("-w", desk, "verify").exit_code == 0
    assert "unchanged" in run("-w", desk, "ingest", report).stdout
    assert pipeline.pending(desk) == []
    kept = next((desk / "data" / "reports").glob("2025-01-18*"))
    kept.write_text(TEXT + "\nKaluga has a bridge too.\n")
    run("-w", desk, "refresh")
    assert extractors_of(desk) == ["bridges 0.3"]
    assert len(pipeline.events(desk)) == 2
    assert "replaced" in run("-w", desk, "ingest", kept, "--extractor", "rules").stdout
    assert extractors_of(desk) == [f"rules {__version__}"]


def test_a_report_whose_extractor_is_gone_is_named(
    report: Path, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows stay as they are, and the others are read."""
    with monkeypatch.context() as installed:
        plugins.install(tmp_path / "site", installed)
        run("-w", desk, "ingest", report, "--extractor", "bridges")
    assert len(pipeline.pending(desk)) == 1
    result = run("-w", desk, "refresh")
    assert result.exit_code == 1
    assert "extractor 'bridges' is not known" in result.stderr
    assert extractors_of(desk) == ["bridges 0.3"]


@pytest.mark.usefixtures("bridges")
def test_a_new_version_of_an_extractor_reads_again(
    report: Path, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a new version of the rules does."""
    run("-w", desk, "ingest", report, "--extractor", "bridges")
    [before] = store.reports(Workspace(desk))
    info = next((tmp_path / "site").glob("*.dist-info"))
    (info / "METADATA").write_text((info / "METADATA").read_text().replace("0.3", "0.4"))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    run("-w", desk, "refresh")
    [after] = store.reports(Workspace(desk))
    assert (before.extractor, after.extractor) == ("bridges 0.3", "bridges 0.4")


def test_trace_lists_the_cues_that_gave_no_event(report: Path, tmp_path: Path) -> None:
    """A count and a line each on stderr; the GeoJSON is the same."""
    traced, plain = (run("-w", tmp_path, "extract", report, *more) for more in (["--trace"], []))
    count, *lines = traced.stderr.splitlines()
    assert count == "1 sentence with a cue of an event gave none"
    assert len(lines) == 1
    sentence, cue, reason = lines[0].split(": ", 2)
    assert sentence == "Russian forces attacked in the Pokrovsk direction but did not advance."
    assert (cue, bool(reason)) == ("attacked", True)
    assert traced.stdout == plain.stdout
    assert plain.stderr == ""


@pytest.mark.usefixtures("bridges")
def test_trace_holds_for_any_extractor(report: Path, tmp_path: Path) -> None:
    """The strike that `bridges` does not see is listed."""
    result = run("-w", tmp_path, "extract", report, "--trace", "--extractor", "bridges")
    assert result.stderr.startswith("2 sentences")
    assert "struck" in result.stderr


def test_trace_does_not_steer_the_terminal(report: Path, tmp_path: Path) -> None:
    """Text of a report is printed without control characters, and each sentence on one line."""
    report.write_text(TEXT.replace("direction", "direction \x1b[31m\u202e"))
    shown = run("-w", tmp_path, "extract", report, "--trace").stderr
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.count("\n") == 2
