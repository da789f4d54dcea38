"""docs/benchmarks.md: every figure of a run in one table, the curves of cost, and what was not measured."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import figures
import fitting
from figures import Aim, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fitting import Curve

HEAD = """# Benchmarks

Written by `make bench`, which takes small sizes, or by `make bench FULL=1`. Each peer's figure is of the same work in
the same run, on the same machine; the ratio is ours over theirs. An aim that is missed stands in bold."""
CURVES = """Seconds are of the processor. The exponent is fitted to the measured sizes by least squares over the
logarithms, without the fixed part, which is what next to nothing costs: with 1 a cost grows as its input does. What was
not run is left to the fit, and **every such number is called extrapolated**. "At the end" is the exponent between the
two largest sizes: where it is the larger one, the fit carries on too low."""
FAR = 10**8
"""The size that every curve is carried on to."""
_LONGEST = 200


@dataclass(slots=True)
class Ran:
    """What became of one benchmark: what it stated, what it could not measure, and why it failed, if it did."""

    name: str
    figures: list[Figure] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    failure: str = ""


def read(name: str, path: Path, failure: str = "") -> Ran:
    """Return what a benchmark added to the file in which its figures are collected."""
    ran = Ran(name, failure=failure)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for line in lines:
        [(kind, told)] = json.loads(line).items()
        if kind == "figure":
            ran.figures.append(Figure(**{**told, "aim": Aim(**told["aim"]) if told["aim"] else None}))
        elif kind == "curve":
            ran.curves.append(fitting.load(told))
        else:
            ran.not_run.append(told)
    return ran


def text(about: dict[str, str], runs: Sequence[Ran]) -> str:
    """Return the page: `about` is what is said of the machine and the run."""
    parts = [HEAD, "\n".join(f"- {_cell(what)}: {_cell(told)}" for what, told in about.items())]
    parts += ["## Figures", "\n".join(_figures(runs))]
    curves = [curve for ran in runs for curve in ran.curves]
    if curves:
        parts += ["## What it costs to grow", CURVES]
        for over in dict.fromkeys(curve.over for curve in curves):
            parts.append("\n".join(_curves(over, [curve for curve in curves if curve.over == over])))
    left = list(_left(runs))
    return "\n\n".join([*parts, *(["## Not measured", "\n".join(left)] if left else [])]) + "\n"


def _figures(runs: Sequence[Ran]) -> Iterator[str]:
    yield "| benchmark | figure | value | aim | peer's figure | ratio |"
    yield "|---|---|--:|---|---|--:|"
    for ran in runs:
        for one in ran.figures:
            beside = "" if one.peer_value is None else f"{one.peer} {figures.measure(one.peer_value, one.unit)}"
            ratio = "" if one.ratio is None else figures.shown(one.ratio)
            cells = [ran.name, one.what, figures.measure(one.value, one.unit), _aim(one), beside, ratio]
            yield f"| {' | '.join(map(_cell, cells))} |"


def _aim(figure: Figure) -> str:
    if figure.aim is None:
        return ""
    said, met = figure.aim.said(figure.unit), figure.aim.is_met(figure)
    if met is None:
        return f"{said}: not judged"
    return f"{said}: met" if met else f"**{said}: missed**"


def _curves(over: str, curves: Sequence[Curve]) -> Iterator[str]:
    sizes = sorted({size for curve in curves for size in (*curve.measured, *curve.not_run)})
    heads = [f"{size:,}" for size in sizes]
    yield f"| over {over} | fixed | {' | '.join(heads)} | exponent | at the end | {FAR:,}, extrapolated |"
    yield "|---|" + "--:|" * (len(heads) + 4)
    for curve in curves:
        fixed = figures.measure(curve.fixed, curve.unit) if curve.fixed else "–"
        cells = [curve.step, fixed, *(_cost(curve, size) for size in sizes)]
        cells += ["–" if power is None else f"{power:.2f}" for power in (curve.exponent, curve.last)]
        cells.append("–" if curve.exponent is None else curve.extrapolated(FAR))
        yield f"| {' | '.join(map(_cell, cells))} |"


def _cost(curve: Curve, size: int) -> str:
    if size in curve.measured:
        return figures.measure(curve.measured[size], curve.unit)
    return curve.extrapolated(size) if size in curve.not_run else "–"


def _left(runs: Sequence[Ran]) -> Iterator[str]:
    for ran in runs:
        if ran.failure:
            yield f"- {ran.name} failed: {_cell(clean(ran.failure))}"
        for why in ran.not_run:
            yield f"- {ran.name}, not run: {_cell(clean(why))}"
        if not (ran.failure or ran.not_run or ran.figures or ran.curves):
            yield f"- {ran.name}: stated no figure"


def clean(reason: str) -> str:
    """Return a reason in one line of bounded length, without the folders of this machine."""
    line = re.sub(r"(?<![\w.:/])(?:/[^\s/'\"]+)+/", "", " ".join(reason.split()))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _cell(said: str) -> str:
    return said.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
