"""Reading on a cluster of two worker processes beside one process, on made-up reports of about 60 kB.

    python benchmarks/cluster.py [--quick] [REPORTS ...]

Each way is the command itself in a workspace of its own, its start included. Two commands that read a half each, side
by side, say what the machine's two cores can give at most. Two workers on two cores are to be 1.6 times one process;
10,000 reports take 40 minutes at most, 1.5 GB a worker, and at most 15 % more each than 1,000. With --quick 60 reports
are read both ways; what stands on the command line are numbers of reports to read both ways. How far a run is, and how
large its processes are by then, is told on the error stream.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import figures
import psutil
from figures import Figure, at_least, at_most

from geotracker.workspace import create, find

if TYPE_CHECKING:
    import resource

FIRST, A_DAY, SIZE = date(2012, 1, 1), 2, 60_000
BOTH_WAYS, QUICK, GROWTH = (2_000,), (60,), (1_000, 10_000)
WORKERS = "local:2"
_EVERY, _OFTEN = 30.0, 0.2  # seconds until it is told again how far a run is, and looked whether it has ended
_PLACES = {
    "Donetsk Oblast": ("Pokrovsk", "Toretsk", "Chasiv Yar", "Kurakhove", "Lyman", "Siversk", "Vuhledar", "Avdiivka"),
    "Kharkiv Oblast": ("Kupyansk", "Vovchansk", "Lyptsi", "Borova", "Izyum", "Balakliya", "Chuhuiv"),
    "Zaporizhia Oblast": ("Orikhiv", "Robotyne", "Huliaipole", "Tokmak", "Polohy"),
    "Luhansk Oblast": ("Svatove", "Kreminna", "Bilohorivka", "Starobilsk"),
    "Kherson Oblast": ("Krynky", "Oleshky", "Nova Kakhovka", "Skadovsk"),
}
_SIDES = ("Russian", "Ukrainian")
_OBJECTS = ("an oil depot", "an ammunition depot", "an airfield", "a power substation", "a railway bridge")
_TALK = (
    "Officials discussed budgets for the coming year, and a spokesperson said that talks would go on in due time.",
    "A ministry described how contracts with makers of drones might become simpler, and asked parliament to debate it.",
    "Analysts wrote that weather, roads and the training of recruits would weigh on plans for the following season.",
    "Local administrations told residents where shelters, clinics and points for drinking water are to be found.",
)


def report(number: int) -> tuple[str, str]:
    """Return name and text of one report; about sixty things happen in it."""
    lot = random.Random(number)  # noqa: S311  the same number always tells the same
    day = FIRST + timedelta(number // A_DAY)
    told = [f"Long daily report, {day:%B} {day.day}, {day.year}", ""]
    while sum(map(len, told)) < SIZE:
        oblast = lot.choice(list(_PLACES))
        told += [f"## {oblast}", "", f"{_event(lot, oblast, day)} {' '.join(lot.choices(_TALK, k=7))}", ""]
    return f"{day}-made-{number % A_DAY}.md", "\n".join(told)


def _event(lot: random.Random, oblast: str, day: date) -> str:
    place, other = lot.sample(_PLACES[oblast], 2)
    side, when = lot.choice(_SIDES), day - timedelta(lot.randrange(3))
    footage = f"Geolocated footage published on {when:%B} {when.day} indicates that {side} forces recently advanced"
    return lot.choice(
        (
            f"{side} forces attacked near {place} and southwest of {other} on {when:%B} {when.day}.",
            f"{side} forces struck {lot.choice(_OBJECTS)} near {place} in {oblast} on {when:%B} {when.day}.",
            f"{footage} {lot.choice(('west', 'north', 'southeast'))} of {place}.",
        )
    )


class Took(NamedTuple):
    """Seconds on the clock and of all processors, and the MB of the largest process."""

    seconds: float
    processor: float
    peak: float


def main() -> None:
    """State how long each way takes, and what it costs where there are more reports."""
    numbers = [int(one) for one in figures.arguments()] or (QUICK if figures.is_quick() else BOTH_WAYS)
    for number in numbers:
        alone = _ingested(number)
        together = _ingested(number, "--dask", WORKERS)
        what = f"{number:,} reports of {SIZE // 1000} kB"
        aim = at_least(1.6, of_ratio=True)
        apart = max(took.seconds for took in _apart(number))
        speed, by_one = number / together.seconds, number / alone.seconds
        cost, of_one = together.processor / number * 1000, alone.processor / number * 1000
        figures.report(
            [
                Figure(f"{what}, two workers", speed, "a second", aim, "one process", by_one),
                Figure(f"{what}, a half each by two commands", number / apart, "a second", None, "one process", by_one),
                Figure(f"{what}, two workers, of all processors, each", cost, "ms", None, "one process", of_one),
                Figure(f"{what}, the largest process", together.peak, "MB", at_most(1500)),
            ]
        )
    if not figures.is_quick() and not figures.arguments():
        _grown(*GROWTH)


def _grown(few: int, many: int) -> None:
    """State what many reports cost, each beside one of few."""
    each = _ingested(few, "--dask", WORKERS).seconds / few
    took = _ingested(many, "--dask", WORKERS)
    beside = at_most(1.15, of_ratio=True)
    figures.report(
        [
            Figure(f"{many:,} reports, two workers", took.seconds / 60, "minutes", at_most(40)),
            Figure(f"one of {many:,} reports", took.seconds / many * 1000, "ms", beside, f"of {few:,}", each * 1000),
            Figure(f"{many:,} reports, the largest process", took.peak, "MB", at_most(1500)),
        ]
    )


def _apart(number: int) -> list[Took]:
    """Return what each of two commands takes for a half, side by side: two cores give no more than that."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_ingested, [number // 2] * 2))


def _ingested(number: int, *options: str) -> Took:
    """Return what taking in so many reports takes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "desk"
        create(root)
        inbox = find(root).reports
        for sample in inbox.glob("*sample*"):
            sample.unlink()
        for name, text in map(report, range(number)):
            (inbox / name).write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "geotracker", "ingest", *options]
        command += [str(path.relative_to(root)) for path in sorted(inbox.glob("*-made-*"))]
        start = time.perf_counter()
        with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL) as process:  # noqa: S603  our own command
            status, usage = _followed(
                process.pid, find(root).store, f"{number:,}, {' '.join(options) or 'one process'}"
            )
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command[:4])
        unit = 1 if sys.platform == "darwin" else 1024
        seconds = time.perf_counter() - start
        return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def _followed(pid: int, store: Path, way: str) -> tuple[int, resource.struct_rusage]:
    """Return status and usage of a command that has ended; until then say how far it is and how large it has become."""
    start = told = time.perf_counter()
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, usage
        time.sleep(_OFTEN)
        if time.perf_counter() - told >= _EVERY:
            told = time.perf_counter()
            done = sum(1 for _ in store.glob("mentions/*/*.parquet"))
            sizes = ", ".join(f"{one:.0f}" for one in _sizes(pid))
            print(f"of {way}: {done:,} in {told - start:.0f} s; MB a process: {sizes}", file=sys.stderr, flush=True)


def _sizes(pid: int) -> list[float]:
    """Return how many MB each of a command's processes holds, the largest first."""
    try:
        own = psutil.Process(pid)
        sizes = [one.memory_info().rss / 1e6 for one in (own, *own.children(recursive=True))]
    except psutil.Error:  # one has just ended
        return []
    return sorted(sizes, reverse=True)


if __name__ == "__main__":
    main()
