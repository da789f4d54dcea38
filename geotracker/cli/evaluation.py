"""`evaluate`: how well reports are read, as a table, as JSON, or row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geotracker.geo.bootstrap import Figure
    from geotracker.geo.figures import Case, Score, Scores
    from geotracker.geo.nearness import Nearness

_FILE = click.Path(path_type=Path, readable=False)
_SHARES = ("precision", "recall", "loose_f1", "strict_f1", "exact_f1")


@click.command()
@click.argument("files", type=_FILE, nargs=-1, required=True, metavar="GOLD REPORT [GOLD REPORT]...")
@click.option("--names", is_flag=True, help="Judge the reading alone: a place's name decides, not its point.")
@click.option("--places", is_flag=True, help="Judge the points alone, of events that agree in all but the point.")
@click.option("--json", "as_json", is_flag=True, help="Every figure with its interval, for a program.")
@click.option("--misses", is_flag=True, help="List every missed and every false row on standard error.")
@options.extractor("rules")
@options.workspace
def evaluate(
    files: tuple[Path, ...], extractor: str, root: Path, *, names: bool, places: bool, as_json: bool, misses: bool
) -> None:
    """Measure how well reports are read, each against its file of gold rows (JSON lines).

    An event stands for a gold row of its kind where place and dates agree: loose. Strict asks for the same side
    too, exact for the same first and last day. Intervals are 95 % bootstrap intervals over rows.
    """
    if len(files) % 2:
        message = f"{files[-1]} is alone: give files in pairs, GOLD REPORT"
        raise click.UsageError(message)
    if places and (names or misses):
        message = "--places goes with neither --names nor --misses"
        raise click.UsageError(message)
    from geotracker import evaluation

    pairs = list(zip(files[::2], files[1::2], strict=True))
    if places:
        near = evaluation.evaluate_places(pairs, root=root, extractor=extractor)
        _json(_near(near)) if as_json else _print_near(near)
        return
    scores = evaluation.evaluate(pairs, by="names" if names else "points", root=root, extractor=extractor)
    if misses:
        _print_amiss(scores.amiss)
    _json(_scores(scores)) if as_json else _print_scores(scores)


def _json(content: dict[str, Any]) -> None:
    click.echo(json.dumps(content))


def _scores(scores: Scores) -> dict[str, Any]:
    """Return plain figures under "kinds" and "fields", and beside them the intervals and what each stands on."""
    fields = {name: figure.value for name, figure in scores.fields.items()}
    return {
        "kinds": {kind: _counts(score) | _shares(score, _value) for kind, score in scores.kinds.items()},
        "fields": fields | {"disputed true in gold": scores.disputed_in_gold},
        "intervals": {
            "kinds": {kind: _shares(score, _ends) for kind, score in scores.kinds.items()},
            "fields": {name: _ends(figure) for name, figure in scores.fields.items()},
        },
        "rows": {name: figure.n for name, figure in scores.fields.items()},
    }


def _near(near: Nearness) -> dict[str, Any]:
    return {
        "rows": near.rows,
        "left out": near.left_out,
        **{name: figure.value for name, figure in near.shares.items()},
        "median radius km by precision": {str(precision): km for precision, km in near.radius_km.items()},
        "intervals": {name: _ends(figure) for name, figure in near.shares.items()},
    }


def _counts(score: Score) -> dict[str, Any]:
    return {"gold": score.gold, "found": score.found, "false": score.false}


def _shares(score: Score, of: Callable[[Figure], Any]) -> dict[str, Any]:
    return {name: of(getattr(score, name)) for name in _SHARES}


def _value(figure: Figure) -> float | None:
    return figure.value


def _ends(figure: Figure) -> list[float | None]:
    return [figure.low, figure.high]


def _cell(figure: Figure) -> str:
    """Return "0.923 (0.88–0.95)", without brackets what has no spread, a dash where nothing was measured."""
    if figure.value is None or not figure.n:
        return "–"
    if figure.low is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})"


def _print_scores(scores: Scores) -> None:
    from geotracker.cli import lines

    kinds = scores.kinds.items()
    lines.table(
        ("kind", "gold", "found", "false", "precision", "recall"),
        [(kind, *_counts(score).values(), _cell(score.precision), _cell(score.recall)) for kind, score in kinds],
    )
    lines.say("")
    lines.table(
        ("kind", "loose F1", "strict F1", "exact F1"),
        [(kind, _cell(score.loose_f1), _cell(score.strict_f1), _cell(score.exact_f1)) for kind, score in kinds],
    )
    lines.say("")
    lines.table(
        ("field of those found", "figure", "rows"),
        [(name, _cell(figure), figure.n) for name, figure in scores.fields.items()],
    )


def _print_near(near: Nearness) -> None:
    from geotracker.cli import lines

    lines.table(
        ("points of those found", "share", "rows"),
        [(name, _cell(figure), figure.n) for name, figure in near.shares.items()],
    )
    radii = ", ".join(f"{km:g} km at precision {precision}" for precision, km in near.radius_km.items())
    lines.say(f"{near.rows} rows compared, {near.left_out} left out; median footprint radius {radii or 'unknown'}")


def _print_amiss(cases: Sequence[Case]) -> None:
    """Print a line on stderr for every gold row that was not found and every event that stands for none."""
    from geotracker.draw.files import harmless

    for case in cases:
        row = case.gold or case.event
        if row is not None:
            where = case.gold.where if case.gold else ""
            told = (case.verdict, case.report, row.kind, row.actor, row.place, f"{row.start}..{row.end}", where)
            click.echo(harmless("  ".join(told).rstrip()), err=True)
