"""Tests of the bootstrap: intervals that hold the figure and come out the same every time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.geo import bootstrap


def test_the_interval_of_a_share_is_that_of_the_textbook() -> None:
    """80 of 100: 0.8 ± 1.96 √(0.8 · 0.2 / 100), within what 2000 draws allow."""
    figure = bootstrap.share([True] * 80 + [False] * 20)
    assert (figure.value, figure.n) == (0.8, 100)
    assert figure.low == pytest.approx(0.8 - 0.078, abs=0.015)
    assert figure.high == pytest.approx(0.8 + 0.078, abs=0.015)


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_the_interval_holds_the_share_every_time_alike(rights: list[bool]) -> None:
    """The same rows give the same figure, in whatever order they come."""
    figure = bootstrap.share(rights)
    assert figure.low is not None
    assert figure.value is not None
    assert figure.high is not None
    assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert bootstrap.share(rights) == figure


def test_more_rows_make_it_narrower() -> None:
    """Four times the rows, half the width."""
    few, many = (bootstrap.share([True, True, True, False] * n) for n in (10, 40))
    assert few.low is not None
    assert many.low is not None
    assert few.low < many.low < 0.75


def test_no_rows_give_no_more_than_they_hold() -> None:
    """A share of nothing is 0 with n = 0; a mean or percentile of nothing is none."""
    assert bootstrap.share([]) == bootstrap.Figure(0.0, 0.0, 0.0, 0)
    assert bootstrap.mean([]).value is None
    assert bootstrap.percentile([], 0.95).value is None


def test_mean_and_percentile() -> None:
    """The percentile is one of the values, and the interval of what never varies has no width."""
    assert bootstrap.mean([1.0, 2.0, 6.0]).value == 3.0
    assert bootstrap.percentile([float(n) for n in range(21)], 0.95).value == 19.0
    assert bootstrap.mean([2.0, 2.0]) == bootstrap.Figure(2.0, 2.0, 2.0, 2)
