"""`geotracker evaluate`: what it prints, and that it agrees with the scorer that comes with annotated reports."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from geotracker import pipeline
from geotracker.cli import main
from geotracker.draw import files

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
"""
ROW = {
    "n": 1,
    "kind": "strike",
    "actor": "ukraine",
    "place": "Lyudinovo",
    "lat": 53.86639,
    "lon": 34.44778,
    "admin1": "Kaluga Oblast",
    "geo_precision": 3,
    "date_start": "2025-01-17",
    "date_end": "2025-01-18",
    "time_precision": "night",
    "evidence": "reported",
    "disputed": False,
    "where": "the only paragraph",
}
# Reports whose gold rules were written against; others are for measuring only.
ANNOTATED = {"2022-11-15": "txt", "2025-01-20": "txt", "2026-02-02": "md"}


def run(root: Path, *arguments: object) -> Result:
    """Run the command in a folder that is no workspace, and refuse a traceback."""
    result = CliRunner().invoke(main, ["-w", str(root), "evaluate", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Return a file of gold rows, one of them not in the report, and the report."""
    gold, report = tmp_path / "gold.jsonl", tmp_path / "report.txt"
    gold.write_text(json.dumps(ROW) + "\n" + json.dumps(ROW | {"place": "Stara Vyhadka", "lat": 40, "lon": 30}) + "\n")
    report.write_text(TEXT)
    return gold, report


def test_a_pipe_gets_plain_lines(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    """Tabs between the cells, a figure with its interval and the rows that it stands on."""
    lines = run(tmp_path, *pair).stdout.splitlines()
    assert lines[0].split("\t") == ["kind", "gold", "found", "false", "precision", "recall"]
    assert lines[1].split("\t")[:4] == ["strike", "2", "1", "0"]
    assert lines[1].split("\t")[5] == "0.500 (0.00–1.00)"
    assert "actor\t1.000 (1.00–1.00)\t1" in lines


def test_json_has_plain_figures_and_their_intervals(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    """Two runs give the same bytes."""
    shown = run(tmp_path, *pair, "--json").stdout
    told = json.loads(shown)
    assert told["kinds"]["strike"]["recall"] == 0.5
    assert told["intervals"]["kinds"]["strike"]["recall"] == [0.0, 1.0]
    assert told["rows"]["dates exact"] == 1
    assert run(tmp_path, *pair, "--json").stdout == shown


def test_misses_are_listed_on_stderr(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    """A line a row, with what a reader needs to find it."""
    result = run(tmp_path, *pair, "--misses", "--names")
    assert result.stderr.startswith("missed  2025-01-18-report  strike  ukraine  Stara Vyhadka  2025-01-17..2025-01-18")
    assert result.stderr.count("\n") == 1


def test_points_can_be_judged_alone(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    """The one row found lies where gold has it."""
    assert "within 10 km\t1.000 (1.00–1.00)\t1" in run(tmp_path, *pair, "--places").stdout
    assert json.loads(run(tmp_path, *pair, "--places", "--json").stdout)["rows"] == 1


@pytest.mark.parametrize("more", [("alone",), ("gold.jsonl", "report.txt", "--places", "--names")])
def test_wrong_use_ends_with_2(tmp_path: Path, more: tuple[str, ...]) -> None:
    """A file without its partner, and two measures at once."""
    assert run(tmp_path, *more).exit_code == 2


def test_a_broken_gold_row_is_one_line(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    """It names file, line and value."""
    pair[0].write_text(json.dumps(ROW | {"kind": "raid"}))
    result = run(tmp_path, *pair)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"geotracker: {pair[0]}, line 1: kind 'raid' is not known")
    assert result.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def annotated(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], list[str]]:
    """Return the corpus's own scorer, and its and our arguments for the same reports."""
    scorer, folder = corpus / "score.py", tmp_path_factory.mktemp("events")
    if not scorer.is_file():
        pytest.skip("not run: no scorer in the corpus")
    theirs, ours = [], []
    for day, suffix in ANNOTATED.items():
        gold, report = corpus / "gold" / f"{day}.jsonl", corpus / "reports" / f"{day}.{suffix}"
        events = folder / f"{day}.geojson"
        events.write_text(files.text(pipeline.extract(report), "geojson"), encoding="utf-8")
        theirs += [str(gold), str(events)]
        ours += [str(gold), str(report)]
    return scorer, theirs, ours


def scored(scorer: Path, *arguments: str) -> dict[str, Any]:
    """Return what the corpus's own scorer says."""
    command = [sys.executable, str(scorer), *arguments, "--json"]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


@pytest.mark.parametrize("by", [(), ("--names",)])
def test_every_figure_agrees_with_the_other_scorer(
    annotated: tuple[Path, list[str], list[str]], tmp_path: Path, by: tuple[str, ...]
) -> None:
    """On all annotated reports together and on each alone, by points and by names."""
    scorer, theirs, ours = annotated
    for part in (slice(None), slice(0, 2), slice(2, 4), slice(4, 6)):
        wanted = scored(scorer, *theirs[part], *by)
        told = json.loads(run(tmp_path, *ours[part], *by, "--json").stdout)
        assert told["kinds"] == wanted["kinds"]
        assert {name: told["fields"][name] for name in wanted["fields"]} == wanted["fields"]


def test_every_distance_agrees_with_the_other_scorer(
    annotated: tuple[Path, list[str], list[str]], tmp_path: Path
) -> None:
    """Shares, counts and radii."""
    scorer, theirs, ours = annotated
    wanted = scored(scorer, *theirs, "--places")
    told = json.loads(run(tmp_path, *ours, "--places", "--json").stdout)
    assert {name: told[name] for name in wanted} == wanted
