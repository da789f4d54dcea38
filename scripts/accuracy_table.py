"""Write the README's section on accuracy: what `geotracker evaluate` says of annotated reports.

    GEOTRACKER_CORPUS=FOLDER python scripts/accuracy_table.py [--held-out DAY ...] [--dump FILE ...]

FOLDER holds gold/DAY.jsonl and reports/DAY.*. The rules were written with the development reports in sight; held-out
reports are those that nobody looked at until the rules stood, so they are named by hand, once. With GeoNames dumps the
points are measured with the full gazetteer too.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker.evaluation import evaluate, evaluate_places
from geotracker.geo import fullgazetteer
from geotracker.workspace import create

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.geo.bootstrap import Figure
    from geotracker.geo.figures import Scores
    from geotracker.geo.nearness import Nearness

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- accuracy: begin -->", "<!-- accuracy: end -->"
DEVELOPMENT = ("2022-11-15", "2025-01-20", "2026-02-02")

HEAD = """Measured by `geotracker evaluate`, which takes annotations of your own too, against events that readers
found by hand in daily reports; `make accuracy` writes this section. Here a place agrees by its name, and points are
judged apart. In brackets are 95 % bootstrap intervals over rows; rows of one report are alike, so they are rather too
narrow, and where no row of n is wrong, up to about 3/n may still be."""
DEVELOPED = "the rules were written with these in sight, so other reports are read less well"
HELD_OUT = (
    "scored first when the rules stood, at 0.75 for strikes and advances and 0.91 for attacks, side included; the "
    "rules that they showed to be missing were then added, so the figures below are blind no longer"
)
KINDS = {"strike+advance": "strikes and advances", "attack": "attacks", "withdrawal": "withdrawals", "salvo": "waves"}
FIELDS = {
    "actor": "whose forces: right",
    "dates exact": "first and last day: right",
    "evidence": "evidence: right",
    "evidence macro": "evidence: right, mean over its classes",
    "geo_precision within 1": "precision of the place: within one step",
    "disputed F1 of true": "disputed: F1",
}
POINTS = {"within 10 km": "point: within 10 km", "wrong": "point: further off", "unplaced": "point: none"}
FULL = ", with a full gazetteer"
FULL_IS = """A full gazetteer is what `geotracker gazetteer fetch` or `build` makes; here it was built from a list of
the settlements of the eastern and southern oblasts, in the layout of GeoNames' dumps."""


def section(about: str, days: Sequence[str], scores: Scores, near: Nearness, full: Nearness | None = None) -> str:
    """Return the part on some reports: events by kind, then fields and points of those found."""
    *others, last = days
    named = f"{', '.join(others)} and {last}" if others else last
    events = [
        f"| {word} | {score.gold} | {cell(score.loose_f1)} | {cell(score.strict_f1)} | {cell(score.exact_f1)} |"
        for kind, word in KINDS.items()
        if (score := scores.kinds.get(kind)) and score.gold
    ]
    said = [f"| {word} | {scores.fields[name].n} | {cell(scores.fields[name])} |" for name, word in FIELDS.items()]
    for told, setting in ((near, ""), (full, FULL)):
        shares = told.shares if told else {}
        said += [f"| {POINTS[name]}{setting} | {shares[name].n} | {cell(shares[name])} |" for name in POINTS if shares]
    return "\n".join(
        [
            f"**{len(days)} report{'s' * (len(days) != 1)}, {named}: {about}.**\n",
            "| events | in gold | F1 by place and dates | and side | and exact days |",
            "|---|--:|--:|--:|--:|",
            *events,
            "",
            "| of those found | rows | share |",
            "|---|--:|--:|",
            *said,
        ]
    )


def cell(figure: Figure) -> str:
    """Return "0.92 (0.88–0.95)", or a dash where nothing was measured."""
    if figure.value is None or not figure.n:
        return "–"
    return f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})"


def replaced(page: str, text: str) -> str:
    """Return the page with `text` between its two marks; ValueError where it does not have them once each."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        message = f"the page must have {BEGIN} and {END} once each"
        raise ValueError(message)
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}"


def measured(corpus: Path, days: Sequence[str], about: str, full: Path | None = None) -> str:
    """Return the section on the reports of these days; places are judged by name, so that points are told apart.

    `full` is a workspace with the full gazetteer.
    """
    pairs = [(corpus / "gold" / f"{day}.jsonl", _report(corpus, day)) for day in days]
    with_full = evaluate_places(pairs, root=full) if full else None
    return section(about, days, evaluate(pairs, by="names"), evaluate_places(pairs), with_full)


def _report(corpus: Path, day: str) -> Path:
    found = sorted((corpus / "reports").glob(f"{day}.*"))
    if len(found) != 1:
        sys.exit(f"{corpus / 'reports'} holds {len(found)} files named {day}.*: one is needed")
    return found[0]


def _built(root: Path, dumps: Sequence[Path]) -> Path:
    """Return a workspace whose gazetteer is built from the dumps."""
    create(root)
    fullgazetteer.build(root, list(dumps))
    return root


def main() -> None:
    """Write the section."""
    parser = argparse.ArgumentParser(description="Write the README's section on accuracy.")
    parser.add_argument("--held-out", nargs="+", metavar="DAY", default=[], help="reports that were held out")
    parser.add_argument("--dump", nargs="+", metavar="FILE", type=Path, default=[], help="GeoNames country dumps")
    asked = parser.parse_args()
    named = os.environ.get("GEOTRACKER_CORPUS")
    if not named:
        sys.exit("GEOTRACKER_CORPUS must name the folder of annotated reports")
    corpus = Path(named)
    with tempfile.TemporaryDirectory() as folder:
        full = _built(Path(folder) / "full", asked.dump) if asked.dump else None
        parts = [HEAD, measured(corpus, DEVELOPMENT, DEVELOPED, full)]
        if asked.held_out:
            parts.append(measured(corpus, asked.held_out, HELD_OUT, full))
        parts += [FULL_IS] if full else []
    README.write_text(replaced(README.read_text(encoding="utf-8"), "\n\n".join(parts)), encoding="utf-8")
    print(f"{README} written")


if __name__ == "__main__":
    main()
