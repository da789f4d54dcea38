"""What a refresh has to survive, tried for long: kills, mangled reports, another order of coming in.

    python scripts/soak.py [--kills 200] [--mangled 10000] [--days 1000]

Prints what was tried and how it went; ends with 1 at the first thing that should not be. The tests try the same with
smaller numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import manufacture

from geotracker import editions, record, refreshing, workspace
from geotracker.errors import GeotrackerError
from geotracker.issuing import Wish
from geotracker.ledger import journal, noting, versions
from geotracker.query import Query
from geotracker.reader import Reader
from geotracker.text import reports
from geotracker.workspace import Workspace, package_path

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 10.0
"""Seconds that a report may take."""
MOST_GROWTH = 1_000_000_000
"""Bytes that all of them together may add to the process."""
_SUFFIXES = (".txt", ".md", ".html", ".mhtml", ".pdf")
_ODD = (b"\x00", b"\xff\xfe", "\u202e".encode(), b"<div>" * 300, b"](", b"2025-13-45", b"&#x110000;", b"[1] " * 99)
_TODAY = date(2026, 1, 1)


def main() -> None:
    """Try everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, most in (("kills", 200), ("mangled", 10_000), ("days", 1_000)):
        parser.add_argument(f"--{name}", type=int, default=most)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.kills:
            print(killed(Path(folder) / "killed", asked.kills))
        if asked.mangled:
            print(mangled(asked.mangled))
        if asked.days:
            print(reordered(Path(folder) / "ordered", asked.days))


def killed(root: Path, times: int, seed: int = 1) -> str:
    """Kill so many refreshes at moments drawn by lot; return what was seen, or fail where something was lost."""
    drawn, space = random.Random(seed), empty(root)  # noqa: S311  no secret
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["geotracker.refreshing", "geotracker.draw.leaflet", "geotracker.geo.outlines"])
    manufacture.write(space.reports, 2)
    _run(context, root)
    manufacture.write(space.reports, 1, 2)
    start = time.monotonic()  # of the second run: the first one waits for imports too
    _run(context, root)
    longest, n_killed, n_half = time.monotonic() - start, 0, 0
    for number in range(times):
        before = published(space)
        _change(space, number)
        child = context.Process(target=_refresh, args=(root,))
        child.start()
        child.join(drawn.uniform(0, longest))
        n_killed += child.is_alive()
        with suppress(ProcessLookupError):
            os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        seen = published(space)
        _run(context, root)
        after = published(space)
        n_half += seen not in (before, after)
        mixed = [name for name, sha256 in seen.items() if sha256 not in (before.get(name), after.get(name))]
        _hold(not mixed, f"kill {number}: {mixed} are neither old nor new")
        check(space, f"kill {number}")
    _hold(len(record.events(space)) >= times, "events were lost")
    return f"killed {n_killed} of {times} refreshes, {n_half} of them between two files; nothing lost, every file whole"


def _change(space: Workspace, number: int) -> None:
    """Bring in a report, and every third time edit one too, or correct an event."""
    manufacture.write(space.reports, 1, 3 + number)
    path = space.reports / manufacture.report(number)[0]
    if number % 3 == 0:
        path.write_text(path.read_text(encoding="utf-8") + f"\nEdited {number}.\n", encoding="utf-8")
    elif number % 3 == 1:
        found = record.events(space)
        with (space.data / "corrections.toml").open("a", encoding="utf-8") as file:
            file.write(f'[[correction]]\nevent = "{found["event_id"][0]}"\naction = "drop"\nreason = "no {number}"\n\n')


def _run(context: multiprocessing.context.ForkServerContext, root: Path) -> None:
    """Refresh to the end in a process of its own."""
    child = context.Process(target=_refresh, args=(root,))
    child.start()
    child.join()
    _hold(child.exitcode == 0, f"the next refresh ended with {child.exitcode}")


def _refresh(root: Path) -> None:
    found = refreshing.refresh(root, Wish())
    sys.exit(int(bool(found.failed or found.unmatched)))


def published(space: Workspace) -> dict[str, str]:
    """Return the checksum of every file that is published."""
    found = (path for path in space.maps.iterdir() if path.is_file() and not path.name.startswith("."))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def check(space: Workspace, what: str) -> None:
    """Fail where files are not of one edition, or the ledger does not come to the record."""
    torn = editions.torn(space.maps)
    _hold(not torn, f"{what}: {torn} are not of the edition")
    state = versions.replay(journal.read(noting.file(space)))
    _hold(state.frame().equals(record.events(space, Query(withdrawn=True))), f"{what}: ledger and store differ")


def _hold(holds: bool, fault: str) -> None:  # noqa: FBT001  what has to hold comes first, as with assert
    if not holds:
        sys.exit(f"soak: {fault}")


def mangled(times: int, seed: int = 1) -> str:
    """Read so many mangled reports; return what that took, or fail where one raises, hangs or fills the memory."""
    reader, n_refused, slowest = Reader(), 0, 0.0
    reader.check()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, data in mangle(times, seed):
        start = time.perf_counter()
        try:
            reader.events(reports.read_bytes(data, name, date=None, now=_TODAY))
        except GeotrackerError:
            n_refused += 1
        except Exception as fault:  # noqa: BLE001  whatever a report can raise is what is looked for
            kept = Path(tempfile.gettempdir()) / name
            kept.write_bytes(data)
            sys.exit(f"soak: {kept} raises {type(fault).__name__}: {fault}")
        slowest = max(slowest, time.perf_counter() - start)
        _hold(slowest < LONGEST, f"{name} took {slowest:.1f} s")
    unit = 1 if sys.platform == "darwin" else 1024
    growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    _hold(growth < MOST_GROWTH, f"memory grew by {growth / 1e6:.0f} MB")
    told = f"{n_refused} refused in one line, the slowest {slowest:.2f} s, memory grew by {growth / 1e6:.0f} MB"
    return f"read {times} mangled reports: no traceback, {told}"


def mangle(times: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of reports that were cut, repeated, shuffled and peppered with what is odd."""
    drawn = random.Random(seed)  # noqa: S311  no secret
    samples = [path.read_bytes() for path in sorted(package_path("data", "reports").glob("*sample*"))]
    for number in range(times):
        data = bytearray(drawn.choice(samples))
        for _ in range(drawn.randint(1, 8)):
            _spoil(data, drawn)
        suffix = drawn.choice(_SUFFIXES)
        if suffix in (".html", ".mhtml") and drawn.random() < 0.8:
            data = bytearray(b"<html><body><p>" + bytes(data).replace(b"\n\n", b"</p><p>"))
        elif suffix == ".pdf":
            data = bytearray(b"%PDF-1.4\n" + data)
        yield f"2025-01-18-mangled-{number}{suffix}", bytes(data)


def _spoil(data: bytearray, drawn: random.Random) -> None:
    at = drawn.randint(0, len(data))
    span = slice(at, at + drawn.randint(1, 400))
    way = drawn.randint(0, 4)
    if way == 0:
        del data[span]
    elif way == 1:
        data[at:at] = data[span] * drawn.randint(1, 20)
    elif way == 2:
        data[at:at] = drawn.choice(_ODD)
    elif way == 3:
        data[at:at] = bytes(drawn.randrange(256) for _ in range(drawn.randint(1, 40)))
    else:
        words = bytes(data).split(b" ")
        drawn.shuffle(words)
        data[:] = b" ".join(words[: drawn.randint(1, len(words))])


def reordered(folder: Path, days: int, batches: int = 4, seed: int = 1) -> str:
    """Bring the same days in at once, and shuffled in batches; return the counts, or fail where the stores differ."""
    spaces = [empty(folder / name) for name in ("once", "shuffled")]
    numbers = list(range(days))
    for number in numbers:
        manufacture.write(spaces[0].reports, 1, number)
    refreshing.refresh(spaces[0].root, Wish())
    random.Random(seed).shuffle(numbers)  # noqa: S311  no secret
    for batch in range(batches):
        for number in numbers[batch::batches]:
            manufacture.write(spaces[1].reports, 1, number)
        refreshing.refresh(spaces[1].root, Wish())
    stores = [
        {path.relative_to(space.store): path.read_bytes() for path in space.store.rglob("*.parquet")}
        for space in spaces
    ]
    _hold(stores[0] == stores[1], "another order gives another store")
    for space in spaces:
        check(space, space.root.name)
    return f"{days} days in {batches} shuffled batches give the same {len(stores[0])} files of the store as in one"


def empty(root: Path) -> Workspace:
    """Return a workspace without a report."""
    workspace.create(root)
    space = Workspace(root)
    for sample in space.reports.glob("*sample*"):
        sample.unlink()
    return space


if __name__ == "__main__":
    main()
