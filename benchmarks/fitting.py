"""How a cost grows: what was measured at some sizes, the exponent fitted to it, and what that makes of other sizes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import exp, log
from statistics import fmean
from typing import Any

import figures

_LEAST = 1e-6
"""What nothing at all counts as: a clock's step is no cost of zero."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The cost of a step, at each size that was measured, and the sizes that were not."""

    step: str
    over: str
    """What the size counts: "reports" or "events"."""
    measured: dict[int, float]
    unit: str = "s"
    not_run: tuple[int, ...] = ()

    @property
    def fit(self) -> tuple[float, float] | None:
        """The exponent and the cost of one, by least squares over the logarithms; None under two sizes."""
        if len(self.measured) < 2:
            return None
        sizes = [log(size) for size in self.measured]
        costs = [log(max(cost, _LEAST)) for cost in self.measured.values()]
        at, up = fmean(sizes), fmean(costs)
        spread = sum((size - at) ** 2 for size in sizes)
        exponent = sum((size - at) * (cost - up) for size, cost in zip(sizes, costs, strict=True)) / spread
        return exponent, exp(up - exponent * at)

    @property
    def exponent(self) -> float | None:
        """The exponent alone: 1 grows as its input does."""
        return self.fit[0] if self.fit else None

    def at(self, size: int) -> float | None:
        """Return what the fit makes of a size: an extrapolation wherever it was not measured."""
        return self.fit[1] * size ** self.fit[0] if self.fit else None

    def line(self) -> str:
        """Return all of it in a line, what is not measured said to be extrapolated."""
        told = [f"{size:,}: {figures.measure(cost, self.unit)}" for size, cost in self.measured.items()]
        told += [f"{size:,}: not run, {self.extrapolated(size)}" for size in self.not_run]
        exponent = "too few sizes for an exponent" if self.exponent is None else f"exponent {self.exponent:.2f}"
        return f"{self.step} over {self.over}: {'; '.join(told)}; {exponent}"

    def extrapolated(self, size: int) -> str:
        """Return the fit's cost of a size, called what it is."""
        cost = self.at(size)
        return "nothing to extrapolate from" if cost is None else f"extrapolated {figures.measure(cost, self.unit)}"


def report(curve: Curve) -> None:
    """Print a curve; where figures are collected, add it to their file."""
    print(curve.line(), flush=True)
    figures.record("curve", asdict(curve))


def load(told: dict[str, Any]) -> Curve:
    """Return the curve that a line of that file tells of."""
    measured = {int(size): cost for size, cost in told["measured"].items()}
    return Curve(**{**told, "measured": measured, "not_run": tuple(told["not_run"])})
