"""Tests of the README's section on accuracy."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import accuracy_table
import pytest

from geotracker.geo.bootstrap import Figure
from geotracker.workspace import create

if TYPE_CHECKING:
    from pathlib import Path

PAGE = f"# Title\n\n{accuracy_table.BEGIN}\nold\n{accuracy_table.END}\n\nRest.\n"
TEXT = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
"""
ROW = {
    "kind": "strike",
    "actor": "ukraine",
    "place": "Lyudinovo",
    "lat": 53.86639,
    "lon": 34.44778,
    "geo_precision": 3,
    "date_start": "2025-01-17",
    "date_end": "2025-01-18",
    "evidence": "reported",
}


def corpus(folder: Path, *days: str) -> Path:
    """Return a folder with one annotated event in the report of each day."""
    (folder / "gold").mkdir()
    (folder / "reports").mkdir()
    for day in days:
        (folder / "gold" / f"{day}.jsonl").write_text(json.dumps(ROW))
        (folder / "reports" / f"{day}.txt").write_text(TEXT)
    return folder


def test_only_what_stands_between_the_marks_changes() -> None:
    """And a page without them is refused."""
    assert accuracy_table.replaced(PAGE, "new") == PAGE.replace("old", "new")
    with pytest.raises(ValueError, match="once each"):
        accuracy_table.replaced("no marks", "new")


def test_the_readme_has_its_place() -> None:
    """Once."""
    page = accuracy_table.README.read_text(encoding="utf-8")
    assert "new" in accuracy_table.replaced(page, "new")


def test_nothing_measured_is_a_dash() -> None:
    """A figure on no rows says nothing."""
    assert accuracy_table.cell(Figure(0.0, 0.0, 0.0, 0)) == "–"
    assert accuracy_table.cell(Figure(0.916, 0.88, 0.95, 50)) == "0.92 (0.88–0.95)"


def test_the_section_says_what_it_was_measured_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Development and held-out reports stand apart, each with its own tables."""
    page = tmp_path / "README.md"
    page.write_text(PAGE)
    monkeypatch.setattr(accuracy_table, "README", page)
    folder = tmp_path / "corpus"
    folder.mkdir()
    monkeypatch.setenv("GEOTRACKER_CORPUS", str(corpus(folder, *accuracy_table.DEVELOPMENT, "2024-05-05")))
    monkeypatch.setattr(sys, "argv", ["accuracy_table.py", "--held-out", "2024-05-05"])
    accuracy_table.main()
    assert capsys.readouterr().out == f"{page} written\n"
    developed, held_out = page.read_text().split("**1 report, 2024-05-05: ")
    assert f"**3 reports, 2022-11-15, 2025-01-20 and 2026-02-02: {accuracy_table.DEVELOPED}.**" in developed
    assert "| strikes and advances | 3 | 1.00 (1.00–1.00) |" in developed
    assert "| strikes and advances | 1 | 1.00 (1.00–1.00) |" in held_out
    assert "| point: within 10 km | 1 | 1.00 (1.00–1.00) |" in held_out


def test_points_are_measured_with_another_gazetteer_too(tmp_path: Path) -> None:
    """A workspace with a full gazetteer adds rows of its own."""
    create(tmp_path / "full")
    (tmp_path / "corpus").mkdir()
    folder = corpus(tmp_path / "corpus", "2024-05-05")
    text = accuracy_table.measured(folder, ["2024-05-05"], "x", tmp_path / "full")
    assert "| point: within 10 km | 1 | 1.00 (1.00–1.00) |" in text
    assert f"| point: within 10 km{accuracy_table.FULL} | 1 | 1.00 (1.00–1.00) |" in text


@pytest.mark.parametrize("named", ["", "empty"])
def test_without_annotated_reports_it_ends_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    """It says what is missing, and the page stays as it is."""
    before = accuracy_table.README.read_bytes()
    monkeypatch.setenv("GEOTRACKER_CORPUS", str(tmp_path) if named else "")
    monkeypatch.setattr(sys, "argv", ["accuracy_table.py"])
    with pytest.raises(SystemExit, match=r"2022-11-15\.\*: one is needed" if named else "GEOTRACKER_CORPUS must name"):
        accuracy_table.main()
    assert accuracy_table.README.read_bytes() == before
