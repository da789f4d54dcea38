"""Figures with their 95 % bootstrap intervals: rows are drawn again, with the same seed every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

DRAWS = 2000
_SEED = 95
_TAILS = (2.5, 97.5)

Outcome = TypeVar("Outcome", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, the ends of its 95 % interval, and the number of rows that it stands on.

    `value` is None where there is no row to measure; `low` and `high` where the figure has no spread either.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Sample(Generic[Outcome]):
    """How often each outcome came: first as observed, then in each of DRAWS samples of as many rows."""

    counts: dict[Outcome, Numbers]
    n: int

    def count(self, holds: Callable[[Outcome], object] = lambda _: True) -> Numbers:
        """Return how often an outcome came for which `holds` is true: as observed, then draw by draw."""
        return sum((times for outcome, times in self.counts.items() if holds(outcome)), np.zeros(1 + DRAWS))


def sample(outcomes: Iterable[Outcome]) -> Sample[Outcome]:
    """Return the sample of what became of each row; rows are drawn with replacement, each as likely as another."""
    times = Counter(outcomes)
    n = times.total()
    if not n:
        return Sample({}, 0)
    observed = np.array(list(times.values()), dtype=float)
    drawn = np.random.default_rng(_SEED).multinomial(n, observed / n, size=DRAWS)
    columns = np.vstack([observed, drawn]).T
    return Sample(dict(zip(times, columns, strict=True)), n)


def drawn(values: Sequence[float]) -> Numbers:
    """Return the values in the first row, then DRAWS rows of as many of them drawn with replacement."""
    observed = np.asarray(values, dtype=float)
    return np.vstack([observed, np.random.default_rng(_SEED).choice(observed, (DRAWS, len(observed)))])


def ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Return part / whole, 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole != 0)


def figure(numbers: Numbers, n: int, digits: int = 3) -> Figure:
    """Return the figure whose first number is the observed one and whose others are those of the draws, rounded."""
    low, high = np.percentile(numbers[1:], _TAILS)
    return Figure(round(float(numbers[0]), digits), round(float(low), digits), round(float(high), digits), n)


def share(rights: Sequence[bool]) -> Figure:
    """Return the share of true ones; 0 where there is none."""
    held = sample(rights)
    return figure(ratio(held.count(bool), held.count()), held.n)


def mean(values: Sequence[float], digits: int = 2) -> Figure:
    """Return the mean; None where there is no value."""
    return figure(drawn(values).mean(axis=1), len(values), digits) if values else Figure(None, None, None, 0)


def percentile(values: Sequence[float], part: float, digits: int = 2) -> Figure:
    """Return the value below which `part` of the others lie, itself one of them; None where there is none."""
    if not values:
        return Figure(None, None, None, 0)
    at = int(part * (len(values) - 1))
    return figure(np.partition(drawn(values), at, axis=1)[:, at], len(values), digits)
