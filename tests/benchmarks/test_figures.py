"""Benchmarks state their figures in one way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import figures
import pytest
from figures import Figure, at_least, at_most

if TYPE_CHECKING:
    from pathlib import Path

    from figures import Aim


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (3, "3"),
        (0.25, "0.250"),
        (99.97, "100"),
        (123456.7, "123,457"),
        (0.00001234, "1.2e-05"),
        (-2.5, "-2.50"),
    ],
)
def test_numbers_have_three_digits(value: float, said: str) -> None:
    """A table is read, not computed with."""
    assert figures.shown(value) == said


@pytest.mark.parametrize(
    ("aim", "met"),
    [
        (at_most(2), True),
        (at_most(1.9), False),
        (at_least(2), True),
        (at_least(2.1), False),
        (at_most(0.5, of_ratio=True), True),
        (at_least(0.6, of_ratio=True), False),
    ],
)
def test_an_aim_is_of_the_value_or_of_the_ratio(aim: Aim, met: bool) -> None:  # noqa: FBT001  what is expected
    """On its edge it is met."""
    assert aim.is_met(Figure("reading", 2, "s", aim, "peer", 4)) is met


def test_a_ratio_without_a_peer_is_not_judged() -> None:
    """Nor is one to nothing."""
    aim = at_most(0.5, of_ratio=True)
    assert aim.is_met(Figure("reading", 2, "s", aim)) is None
    assert Figure("reading", 2, "s", aim, "peer", 0).ratio is None


def test_a_line_says_all_of_a_figure() -> None:
    """Value, peer, ratio, aim, each with its unit."""
    line = Figure("reading", 2, "s", at_most(0.25, of_ratio=True), "spaCy", 8).line()
    assert line == "reading: 2 s; spaCy 8 s; 0.250 times; aim at most 0.250 times the peer's"
    assert Figure("strays", 0).line() == "strays: 0"


def test_figures_are_collected_as_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was stated before a benchmark broke off is kept; without a file to collect them in they are only printed."""
    figures.report([Figure("printed", 1)])
    monkeypatch.setenv(figures.RECORD, str(tmp_path / "figures.jsonl"))
    figures.report([Figure("reading", 2, "s", at_most(3))])
    figures.not_run("no corpus")
    assert capsys.readouterr().out == "printed: 1\nreading: 2 s; aim at most 3 s\nnot run: no corpus\n"
    kept = [json.loads(line) for line in (tmp_path / "figures.jsonl").read_text().splitlines()]
    assert [next(iter(one)) for one in kept] == ["figure", "not_run"]
    assert kept[0]["figure"]["aim"] == {"number": 3, "at_least": False, "of_ratio": False}


def test_quick_is_told_from_other_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers keep their places wherever it stands."""
    monkeypatch.setattr("sys.argv", ["export.py", "5", figures.QUICK, "7"])
    assert figures.is_quick()
    assert figures.arguments() == ["5", "7"]
