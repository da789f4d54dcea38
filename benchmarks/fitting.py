"""How a cost grows: what was measured at some sizes, the exponent fitted to it, and what that makes of other sizes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import exp, log
from statistics import fmean
from typing import Any

import figures

_MARGIN = 1.1
"""A cost is fitted where it stands out from the fixed part by a tenth: below that it tells of chance."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The cost of a step, at each size that was measured, and the sizes that were not."""

    step: str
    over: str
    """What the size counts: "reports" or "events"."""
    measured: dict[int, float]
    unit: str = "s"
    not_run: tuple[int, ...] = ()
    fixed: float = 0.0
    """What next to nothing costs; it is taken off before the fit and put back by `at`."""

    @property
    def fit(self) -> tuple[float, float] | None:
        """The exponent and the cost of one, by least squares over the logarithms; None under two sizes that tell."""
        telling = self._telling
        if len(telling) < 2:
            return None
        sizes, costs = [log(size) for size, _ in telling], [log(cost) for _, cost in telling]
        at, up = fmean(sizes), fmean(costs)
        spread = sum((size - at) ** 2 for size in sizes)
        exponent = sum((size - at) * (cost - up) for size, cost in zip(sizes, costs, strict=True)) / spread
        return exponent, exp(up - exponent * at)

    @property
    def exponent(self) -> float | None:
        """The exponent alone: 1 grows as its input does."""
        return self.fit[0] if self.fit else None

    @property
    def last(self) -> float | None:
        """The exponent between the two largest sizes alone: where it is above the fitted one, growth has begun."""
        if len(self._telling) < 2:
            return None
        (size, cost), (larger, dearer) = self._telling[-2:]
        return log(dearer / cost) / log(larger / size)

    @property
    def _telling(self) -> list[tuple[int, float]]:
        costs = ((size, cost - self.fixed) for size, cost in sorted(self.measured.items()))
        return [(size, cost) for size, cost in costs if cost > self.fixed * (_MARGIN - 1)]

    def at(self, size: int) -> float | None:
        """Return what the fit makes of a size: an extrapolation wherever it was not measured."""
        return self.fixed + self.fit[1] * size ** self.fit[0] if self.fit else None

    def line(self) -> str:
        """Return all of it in a line, what is not measured said to be extrapolated."""
        told = [f"{size:,}: {figures.measure(cost, self.unit)}" for size, cost in self.measured.items()]
        told += [f"{size:,}: not run, {self.extrapolated(size)}" for size in self.not_run]
        told = [f"fixed: {figures.measure(self.fixed, self.unit)}", *told] if self.fixed else told
        exponent = (
            "too few sizes for an exponent"
            if self.exponent is None
            else f"exponent {self.exponent:.2f}, {self.last:.2f} at the end"
        )
        return f"{self.step} over {self.over}: {'; '.join(told)}; {exponent}"

    def extrapolated(self, size: int) -> str:
        """Return the fit's cost of a size, called what it is."""
        cost = self.at(size)
        if cost is None:
            return "nothing to extrapolate from"
        return f"extrapolated {figures.measure(float(f'{cost:.2g}'), self.unit)}"  # it is good for no third digit


def report(curve: Curve) -> None:
    """Print a curve; where figures are collected, add it to their file."""
    print(curve.line(), flush=True)
    figures.record("curve", asdict(curve))


def load(told: dict[str, Any]) -> Curve:
    """Return the curve that a line of that file tells of."""
    measured = {int(size): cost for size, cost in told["measured"].items()}
    return Curve(**{**told, "measured": measured, "not_run": tuple(told["not_run"])})
