"""How fast geotracker starts and reads, and how large it is, beside what it aims at.

    python benchmarks/speed.py

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
Row = tuple[str, str, str]


class Took(NamedTuple):
    """Seconds on the clock, and of the processor: on a busy machine the second tells more."""

    seconds: float
    processor: float

    def __str__(self) -> str:
        """Return both."""
        return f"{self.seconds:.2f} s (cpu {self.processor:.2f} s)"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [*_gazetteer(), *_start(), *_reading(Path(folder)), *_page(Path(folder))]
    width = max(len(row[0]) for row in rows)
    print(f"{'figure':<{width}}  {'measured':>22}  aim")
    for what, measured, aim in rows:
        print(f"{what:<{width}}  {measured:>22}  {aim}")


def _start() -> Iterator[Row]:
    runs = [_child(*COMMAND, "--help")[0] for _ in range(7)]
    yield "geotracker --help", str(sorted(runs)[len(runs) // 2]), "0.3 s"


def _reading(folder: Path) -> Iterator[Row]:
    for path in _reports(folder):
        name = f"extract, {path.name}, {path.stat().st_size / KILOBYTE:.0f} kB"
        taken, peak = _child(*COMMAND, "extract", str(path))
        reader = Reader()
        reader.events(reports.read(path))
        loaded = _took(lambda path=path, reader=reader: reader.events(reports.read(path)))
        yield f"{name}: from a cold start", str(taken), "3 s for 60 kB"
        yield f"{name}: once loaded", str(loaded), "0.3 s for 60 kB"
        yield f"{name}: memory at the peak", f"{peak / MEGABYTE:.0f} MB", "400 MB"


def _reports(folder: Path) -> Iterator[Path]:
    samples = [path.read_text(encoding="utf-8") for path in sorted(package_path("data", "reports").glob("*sample*"))]
    parts = [f"{text.split('---')[0]}\n{_TALK * 12}\n\n" for text in samples]
    path = folder / "2025-01-20-long.md"
    path.write_text("".join(parts * (SIZE // len("".join(parts)) + 1))[:SIZE], encoding="utf-8")
    yield path
    corpus = os.environ.get("GEOTRACKER_CORPUS")
    if corpus:
        yield max((Path(corpus) / "reports").glob("*.md"), key=lambda path: path.stat().st_size)


def _gazetteer() -> Iterator[Row]:
    shipped = sum(path.stat().st_size for path in package_path("data", "gazetteer").glob("*"))
    yield "gazetteer, its files", f"{shipped / MEGABYTE:.2f} MB", "3 MB"
    yield "gazetteer, ready", str(_took(lambda: gazetteer.load().candidates("Kazan"), runs=1)), "0.15 s"


def _page(folder: Path) -> Iterator[Row]:
    root = folder / "workspace"
    create(root)
    pipeline.refresh(root)
    again = _child(*COMMAND, "-w", str(root), "refresh")[0]
    yield "refresh with nothing new", str(again), "0.5 s"
    yield "page of the samples", f"{(root / 'maps' / 'index.html').stat().st_size / KILOBYTE:.0f} kB", "600 kB"


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
