"""How well reports are read: extraction measured against gold rows; corrections of the record play no part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.geo import figures, gold, nearness, scoring
from geotracker.reader import Reader
from geotracker.text import reports
from geotracker.text.extractors import RULES
from geotracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geotracker.geo.figures import Scores
    from geotracker.geo.gold import Gold
    from geotracker.geo.nearness import Nearness
    from geotracker.geo.scoring import By, Found

    Pairs = Sequence[tuple[Path, Path]]


def evaluate(pairs: Pairs, *, by: By = "points", root: Path | None = None, extractor: str = RULES) -> Scores:
    """Return how well reports are read, each measured against its file of gold rows; `pairs` are (gold, report).

    Where `root` is a workspace, its lexicon and places are used too. GoldError: a file of gold rows is not in the
    codebook's format. ReportError: a report cannot be read or dated. ExtractorError: the extractor is not known.
    """
    told = [figures.cases(name, rows, found, by) for name, rows, found in _beside(pairs, root, extractor)]
    return figures.scores([case for cases in told for case in cases])


def evaluate_places(pairs: Pairs, *, root: Path | None = None, extractor: str = RULES) -> Nearness:
    """Return how near the points of a report's events lie to those of its gold rows; errors as `evaluate`."""
    told = [nearness.pairs(rows, found) for _, rows, found in _beside(pairs, root, extractor)]
    return nearness.nearness([pair for found in told for pair in found])


def _beside(pairs: Pairs, root: Path | None, extractor: str) -> Iterator[tuple[str, list[Gold], list[Found]]]:
    workspace = Workspace(root) if root is not None else None
    reader = Reader(workspace if workspace and workspace.exists else None)
    for gold_path, report_path in pairs:
        rows, report = gold.load(gold_path), reports.read(str(report_path))
        yield report.report_id, rows, scoring.found(reader.events(report, extractor))
