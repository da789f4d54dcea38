"""The page of benchmarks holds every figure, and says what it lacks."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import page
from figures import Figure, at_least, at_most
from fitting import Curve
from page import Ran

if TYPE_CHECKING:
    from pathlib import Path

ABOUT = {"machine": "2 cores", "date": "2025-01-20"}


def test_every_figure_is_a_row() -> None:
    """With its aim judged, its peer's figure and the ratio; a missed aim stands out."""
    stated = [
        Figure("reading", 2, "s", at_most(3), "spaCy", 8),
        Figure("writing", 4, "s", at_most(3)),
        Figure("rate", 1, "kB/s", at_least(20, of_ratio=True)),
        Figure("size", 1, "MB"),
    ]
    rows = [line for line in page.text(ABOUT, [Ran("speed", stated)]).splitlines() if line.startswith("| speed")]
    assert rows == [
        "| speed | reading | 2 s | at most 3 s: met | spaCy 8 s | 0.250 |",
        "| speed | writing | 4 s | **at most 3 s: missed** |  |  |",
        "| speed | rate | 1 kB/s | at least 20 times the peer's: not judged |  |  |",
        "| speed | size | 1 MB |  |  |  |",
    ]


def test_the_run_stands_at_the_head() -> None:
    """Machine and date, before any figure."""
    text = page.text(ABOUT, [])
    assert text.index("- machine: 2 cores\n- date: 2025-01-20") < text.index("## Figures")


def test_curves_of_other_things_stand_apart() -> None:
    """Each with its exponent; what was not run, and the far size, are called extrapolated."""
    curves = [
        Curve("read", "reports", {10: 1.0, 100: 10.0}, not_run=(1000,)),
        Curve("page", "events", {10: 1.0}, unit="MB", fixed=0.5),
    ]
    lines = page.text(ABOUT, [Ran("curves", curves=curves)]).splitlines()
    assert "| over reports | fixed | 10 | 100 | 1,000 | exponent | at the end | 100,000,000, extrapolated |" in lines
    assert "| read | – | 1 s | 10 s | extrapolated 100 s | 1.00 | 1.00 | extrapolated 10,000,000 s |" in lines
    assert "| page | 0.500 MB | 1 MB | – | – | – |" in lines


def test_what_failed_or_was_not_run_is_named() -> None:
    """With the reason, and what was stated before it failed; a benchmark without any figure is named, too."""
    runs = [
        Ran("control", not_run=["no corpus"]),
        Ran("export", [Figure("size", 1, "MB")], failure="OSError: [Errno 28] No space left: '/var/tmp/x/events.gpkg'"),
        Ran("silent"),
    ]
    text = page.text(ABOUT, runs)
    assert "| export | size | 1 MB |" in text
    assert text.endswith(
        "## Not measured\n\n- control, not run: no corpus\n"
        "- export failed: OSError: [Errno 28] No space left: 'events.gpkg'\n- silent: stated no figure\n"
    )


def test_a_reason_names_no_folder_and_ends_somewhere() -> None:
    """An address keeps its path; a line break and a long tail do not stay."""
    assert page.clean("no file /home/me/a/b.csv\nhere") == "no file b.csv here"
    assert page.clean("see https://example.org/a/b") == "see https://example.org/a/b"
    assert len(page.clean("x " * 900)) == 200


def test_text_of_a_reason_is_only_text() -> None:
    """It opens neither a cell nor a tag."""
    text = page.text(ABOUT, [Ran("a", [Figure("x|y", 1)], failure="<script>")])
    assert "| a | x\\|y | 1 |" in text
    assert "&lt;script>" in text


def test_what_a_benchmark_stated_is_read_back(tmp_path: Path) -> None:
    """All kinds of it; a benchmark that stated nothing left no file."""
    figure, curve = Figure("reading", 2, "s", at_most(3), "spaCy", 8), Curve("read", "reports", {10: 1.0})
    lines = [{"figure": asdict(figure)}, {"curve": asdict(curve)}, {"not_run": "no corpus"}]
    (tmp_path / "stated").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert page.read("speed", tmp_path / "stated") == Ran("speed", [figure], [curve], ["no corpus"])
    assert page.read("speed", tmp_path / "missing", "it broke") == Ran("speed", failure="it broke")
