"""What a benchmark found, stated in one way: a line each on the screen, and one of JSON each where they are collected.

A benchmark hands its figures to `report` as they come, and says with `not_run` what it could not measure and why. With
`--quick` it takes the sizes that `make bench` takes unless it is asked for full ones.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

RECORD = "GEOTRACKER_FIGURES"
"""The environment variable that names the file to which figures are added."""
QUICK = "--quick"


@dataclass(frozen=True, slots=True)
class Aim:
    """What a figure is to reach: of its own value, or of its ratio to the peer's."""

    number: float
    at_least: bool = False
    of_ratio: bool = False

    def is_met(self, figure: Figure) -> bool | None:
        """Return whether the figure reaches it; None where there is no ratio to judge."""
        value = figure.ratio if self.of_ratio else figure.value
        if value is None:
            return None
        return value >= self.number if self.at_least else value <= self.number

    def said(self, unit: str) -> str:
        """Return it in words, as "at most 0.3 s"."""
        what = f"{shown(self.number)} times the peer's" if self.of_ratio else measure(self.number, unit)
        return f"at {'least' if self.at_least else 'most'} {what}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit, what it is to reach, and what a peer made of the same work in the same run."""

    what: str
    value: float
    unit: str = ""
    aim: Aim | None = None
    peer: str = ""
    """Whom it stands beside."""
    peer_value: float | None = None
    """In the same unit."""

    @property
    def ratio(self) -> float | None:
        """The value in multiples of the peer's; None without a peer's or where that is nothing."""
        return self.value / self.peer_value if self.peer_value else None

    def line(self) -> str:
        """Return all of it in a line."""
        told = [f"{self.what}: {measure(self.value, self.unit)}"]
        if self.peer_value is not None:
            told.append(f"{self.peer} {measure(self.peer_value, self.unit)}")
        if self.ratio is not None:
            told.append(f"{shown(self.ratio)} times")
        if self.aim:
            told.append(f"aim {self.aim.said(self.unit)}")
        return "; ".join(told)


def at_most(number: float, *, of_ratio: bool = False) -> Aim:
    """Return the aim to stay at or under a number."""
    return Aim(number, of_ratio=of_ratio)


def at_least(number: float, *, of_ratio: bool = False) -> Aim:
    """Return the aim to come to a number or above it."""
    return Aim(number, at_least=True, of_ratio=of_ratio)


def report(found: Iterable[Figure]) -> None:
    """Print each figure as it comes; where figures are collected, add it to their file at once."""
    for figure in found:
        print(figure.line(), flush=True)
        record("figure", asdict(figure))


def not_run(why: str) -> None:
    """Say what was not measured and why, as "no corpus"."""
    print(f"not run: {why}", flush=True)
    record("not_run", why)


def record(kind: str, told: Any) -> None:
    """Add a line to the file in which figures are collected, if there is one."""
    if os.environ.get(RECORD):
        with Path(os.environ[RECORD]).open("a", encoding="utf-8") as file:
            file.write(json.dumps({kind: told}, ensure_ascii=False) + "\n")


def is_quick() -> bool:
    """Return whether the smaller sizes are asked for."""
    return QUICK in sys.argv[1:]


def arguments() -> list[str]:
    """Return what else stands on the command line."""
    return [one for one in sys.argv[1:] if one != QUICK]


def measure(value: float, unit: str) -> str:
    """Return a number with its unit."""
    return f"{shown(value)} {unit}".rstrip()


def shown(value: float) -> str:
    """Return a number to three digits, whole ones and those over a hundred without a fraction."""
    if value == round(value) or abs(value) >= 99.95:
        return f"{value:,.0f}"
    return f"{value:#.3g}" if abs(value) >= 0.001 else f"{value:.1e}"
