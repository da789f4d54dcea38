"""How fast geotracker starts and reads, and how large it is, beside what it aims at.

    python benchmarks/speed.py [--quick]

The report is the sample reports one after the other, with talk that holds no event between them, as real ones have
it, until they are 60 kB; with GEOTRACKER_CORPUS, the largest annotated report of that folder too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import figures
from figures import Figure, at_most

from geotracker import pipeline
from geotracker.geo import gazetteer
from geotracker.reader import Reader
from geotracker.text import reports
from geotracker.workspace import create, package_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KILOBYTE, MEGABYTE = 1_000, 1_000_000
SIZE = 60 * KILOBYTE
_TALK = """Officials of several countries met to discuss how industry, budgets and training might be arranged over the
coming year, and a spokesperson said that further talks in Brussels and Vienna would be announced in due time. The
ministry published a plan to simplify contracts with producers of drones, which parliament is expected to debate. """
COMMAND = (sys.executable, "-m", "geotracker")


class Took(NamedTuple):
    """Seconds on the clock, and of the processor: on a busy machine the second tells more."""

    seconds: float
    processor: float


def main() -> None:
    """State the figures."""
    with tempfile.TemporaryDirectory() as folder:
        figures.report([*_gazetteer(), *_start(), *_reading(Path(folder)), *_page(Path(folder))])


def _seconds(what: str, took: Took, most: float) -> Iterator[Figure]:
    """Yield a time on the clock and, without an aim, of the processor."""
    yield Figure(what, took.seconds, "s", at_most(most))
    yield Figure(f"{what}, of the processor", took.processor, "s")


def _start() -> Iterator[Figure]:
    runs = [_child(*COMMAND, "--help")[0] for _ in range(7)]
    yield from _seconds("geotracker --help", sorted(runs)[len(runs) // 2], 0.3)


def _reading(folder: Path) -> Iterator[Figure]:
    for path in _reports(folder):
        name = f"extract, {path.name}, {path.stat().st_size / KILOBYTE:.0f} kB"
        taken, peak = _child(*COMMAND, "extract", str(path))
        reader = Reader()
        reader.events(reports.read(path))
        loaded = _took(lambda path=path, reader=reader: reader.events(reports.read(path)))
        scale = path.stat().st_size / SIZE
        yield from _seconds(f"{name}: from a cold start", taken, 3)
        yield from _seconds(f"{name}: once loaded", loaded, 0.3 * scale)
        yield Figure(f"{name}: memory at the peak", peak / MEGABYTE, "MB", at_most(400))


def _reports(folder: Path) -> Iterator[Path]:
    samples = [path.read_text(encoding="utf-8") for path in sorted(package_path("data", "reports").glob("*sample*"))]
    parts = [f"{text.split('---')[0]}\n{_TALK * 12}\n\n" for text in samples]
    path = folder / "2025-01-20-long.md"
    path.write_text("".join(parts * (SIZE // len("".join(parts)) + 1))[:SIZE], encoding="utf-8")
    yield path
    corpus = os.environ.get("GEOTRACKER_CORPUS")
    if corpus:
        yield max((Path(corpus) / "reports").glob("*.md"), key=lambda path: path.stat().st_size)


def _gazetteer() -> Iterator[Figure]:
    shipped = sum(path.stat().st_size for path in package_path("data", "gazetteer").glob("*"))
    yield Figure("gazetteer, its files", shipped / MEGABYTE, "MB", at_most(3))
    yield from _seconds("gazetteer, ready", _took(lambda: gazetteer.load().candidates("Kazan"), runs=1), 0.15)


def _page(folder: Path) -> Iterator[Figure]:
    root = folder / "workspace"
    create(root)
    pipeline.refresh(root)
    again = _child(*COMMAND, "-w", str(root), "refresh")[0]
    yield from _seconds("refresh with nothing new", again, 0.5)
    size = (root / "maps" / "index.html").stat().st_size / KILOBYTE
    yield Figure("page of the samples", size, "kB", at_most(600))


def _took(work: Callable[[], object], runs: int = 5) -> Took:
    """Return the median of what some runs of our own process take."""
    taken = []
    for _ in range(runs):
        start = Took(time.perf_counter(), time.process_time())
        work()
        taken.append(Took(time.perf_counter() - start.seconds, time.process_time() - start.processor))
    return sorted(taken)[runs // 2]


def _child(*command: str) -> tuple[Took, int]:
    """Return what a command takes, and its peak memory in bytes."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603  our own command
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1 if sys.platform == "darwin" else 1024
    return Took(time.perf_counter() - start, usage.ru_utime + usage.ru_stime), usage.ru_maxrss * unit


if __name__ == "__main__":
    main()
