"""Tests of the figures: precision, recall and F1 by kind, and the share right of each field."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from geotracker.geo import figures, scoring
from geotracker.geo.gold import Gold
from tests.frames import events

DAY = date(2025, 1, 18)
ROW: dict[str, Any] = {
    "kind": "strike",
    "actor": "ukraine",
    "geo_precision": 2,
    "start": DAY,
    "end": DAY,
    "evidence": "reported",
}


def scores(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> figures.Scores:
    """Return the scores of one report, by names."""
    rows = [Gold(**(ROW | row)) for row in gold]
    return figures.scores(figures.cases("2025-01-18-test", rows, scoring.found(events(*found)), "names"))


def test_each_kind_is_counted_by_itself_and_two_together() -> None:
    """Four strikes in gold: one exact, one on another day, one by the other side, one missed; one false advance."""
    gold = [{"place": place} for place in "ABCD"]
    found = [
        {"place": "A"},
        {"place": "B", "end": DAY + timedelta(1)},
        {"place": "C", "actor": "russia"},
        {"place": "E", "kind": "advance"},
    ]
    told = scores(gold, found)
    strike, both = told.kinds["strike"], told.kinds[figures.TOGETHER]
    assert (strike.gold, strike.found, strike.false) == (4, 3, 0)
    assert (strike.precision.value, strike.recall.value) == (1.0, 0.75)
    assert strike.loose_f1.value == pytest.approx(6 / 7, abs=0.001)
    assert strike.strict_f1.value == pytest.approx(4 / 7, abs=0.001)
    assert strike.exact_f1.value == pytest.approx(2 / 7, abs=0.001)
    assert (both.gold, both.found, both.false) == (4, 3, 1)
    assert both.precision.value == 0.75
    assert list(told.kinds) == ["strike", "advance", figures.TOGETHER]
    assert [case.verdict for case in told.amiss] == ["missed", "false"]


def test_an_optional_row_is_neither_missed_nor_false() -> None:
    """Found or not, it leaves no trace."""
    gold = [{"place": "A", "optional": True}, {"place": "B", "optional": True}, {"place": "C"}]
    strike = scores(gold, [{"place": "A"}, {"place": "C"}]).kinds["strike"]
    assert (strike.gold, strike.found, strike.false) == (1, 1, 0)


def test_fields_are_judged_on_what_was_found() -> None:
    """Evidence as a plain share and as the mean over its classes, beside what one answer for all would reach."""
    evidence = ["reported", "reported", "reported", "claimed"]
    gold = [{"place": place, "evidence": told} for place, told in zip("ABCD", evidence, strict=True)]
    fields = scores(gold, [{"place": place} for place in "ABCD"]).fields
    assert fields["evidence"].value == 0.75
    assert fields["evidence macro"].value == 0.5
    assert fields["evidence macro, constant answer"].value == 0.5
    assert fields["evidence"].n == 4


def test_precision_may_be_one_step_off() -> None:
    """One of two classes is within a step."""
    gold = [{"place": "A", "geo_precision": 3}, {"place": "B", "geo_precision": 4}]
    fields = scores(gold, [{"place": "A"}, {"place": "B"}]).fields
    assert fields["geo_precision within 1"].value == 0.5
    assert fields["geo_precision within 1, macro"].value == 0.5


def test_disputed_is_scored_as_a_flag() -> None:
    """One right, one missed, one false: F1 of a half, on the two that gold has."""
    gold = [{"place": place, "disputed": place in "AB"} for place in "ABC"]
    told = scores(gold, [{"place": place, "disputed": place in "AC"} for place in "ABC"])
    assert told.fields["disputed F1 of true"].value == 0.5
    assert told.disputed_in_gold == 2


def test_an_unknown_side_in_gold_is_right_whatever_was_found() -> None:
    """Gold does not know better."""
    assert scores([{"place": "A", "actor": "unknown"}], [{"place": "A"}]).fields["actor"].value == 1.0


def test_nothing_found_and_nothing_to_find_gives_zeros() -> None:
    """And no kind but the two together, without rows."""
    told = scores([], [])
    assert list(told.kinds) == [figures.TOGETHER]
    assert told.kinds[figures.TOGETHER].loose_f1.value == 0.0
    assert told.fields["evidence macro"].value == 0.0
    assert told.fields["mean km"].value is None


def test_the_same_rows_give_the_same_intervals() -> None:
    """Nothing depends on chance."""
    gold = [{"place": place} for place in "ABCDEFGH"]
    found = [{"place": place} for place in "ABCDXY"]
    assert scores(gold, found) == scores(gold, found)
    strict = scores(gold, found).kinds["strike"].strict_f1
    assert strict.low is not None
    assert strict.value is not None
    assert strict.high is not None
    assert strict.low < strict.value < strict.high
