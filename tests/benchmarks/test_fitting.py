"""Exponents are fitted to measured costs, and what was not measured is called extrapolated."""

from __future__ import annotations

from dataclasses import asdict

import fitting
import pytest
from fitting import Curve


@pytest.mark.parametrize("exponent", [0.0, 1.0, 1.5, 2.0])
def test_the_exponent_of_a_power_is_found(exponent: float) -> None:
    """And the cost of one with it."""
    curve = Curve("merge", "reports", {size: 0.02 * size**exponent for size in (10, 100, 1000)})
    assert curve.exponent == pytest.approx(exponent)
    assert curve.at(10**8) == pytest.approx(0.02 * 10 ** (8 * exponent))


def test_a_line_through_scattered_costs_is_the_nearest() -> None:
    """Least squares over the logarithms: 1, 10, 10 over 1, 10, 100 rise by half a decade a decade."""
    assert Curve("read", "reports", {1: 1, 10: 10, 100: 10}).exponent == pytest.approx(0.5)


def test_growth_that_has_just_begun_is_told() -> None:
    """By the exponent between the two largest sizes, whatever the order in which they were measured."""
    curve = Curve("merge", "reports", {1000: 100.0, 10: 1.0, 100: 1.0})
    assert curve.exponent == pytest.approx(1)
    assert curve.last == pytest.approx(2)


def test_one_size_has_no_exponent() -> None:
    """Nothing is made up from it."""
    curve = Curve("read", "reports", {10: 1.0}, not_run=(100,))
    assert curve.exponent is None
    assert curve.line() == (
        "read over reports: 10: 1 s; 100: not run, nothing to extrapolate from; too few sizes for an exponent"
    )


def test_what_was_not_run_is_called_extrapolated() -> None:
    """In the line that is printed, too."""
    curve = Curve("read", "reports", {10: 1.0, 100: 10.0}, not_run=(1000,))
    assert "1,000: not run, extrapolated 100 s" in curve.line()


def test_the_fixed_part_is_no_growth() -> None:
    """It is taken off before the fit, and put back; what hardly stands out from it is not fitted."""
    curve = Curve("page", "events", {10: 5.001, 100: 7.0, 1000: 25.0}, unit="MB", fixed=5.0)
    assert curve.exponent == pytest.approx(1)
    assert curve.at(10_000) == pytest.approx(205)
    assert curve.line().startswith("page over events: fixed: 5 MB; 10: 5.00 MB;")


def test_no_cost_at_all_has_no_exponent() -> None:
    """A clock's step may be longer than the work."""
    assert Curve("read", "reports", {10: 0.0, 100: 0.0}).exponent is None


def test_a_curve_is_read_as_it_was_kept() -> None:
    """JSON knows neither numbers as keys nor tuples."""
    told = {**asdict(Curve("read", "reports", {})), "measured": {"10": 1.0}, "not_run": [100]}
    assert fitting.load(told) == Curve("read", "reports", {10: 1.0}, not_run=(100,))
