"""What a week and a region cost in a store of a million events: seconds and memory of the command, bytes that are read.

    python benchmarks/dataset.py [--quick] [EVENTS]

The events are made up, over three years; each carries what a real one does: an excerpt, endnotes, two candidates for
its place. Seconds and memory are those of `geotracker events` as a process of its own, with the start of Python in
them. Bytes are what the system says that a process read of the files, their ends included; DuckDB and geopandas open
the folder as it is.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import figures
import numpy as np
import shapely
from figures import Figure, at_most

from geotracker import parquet, tables, workspace

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.random import Generator

_SIZE, _QUICK = 1_000_000, 50_000
_FIRST, _DAYS = date(2022, 1, 1), 1096
_WEEK = (date(2023, 6, 12), date(2023, 6, 18))
_MONTHS = ("2023-05", "2023-06")
"""The week's month and the one before, whose events may last into it."""
_REGION = "Donetsk Oblast"
_BOX = (36.5, 46.8, 39.1, 49.3)
_RUNS = 5
_EPOCH = date(1970, 1, 1)
_WORDS = (
    "forces struck advanced near village claimed officials reported footage published indicates brigade motorised "
    "regiment northwest southeast direction drone depot refinery warehouse overnight line defence battalion position"
).split()
_BLANK: dict[str, Any] = {"text": "", "integer": 2, "number": 3000.0, "flag": False, "list": []}

_GEOPANDAS = """
frame = geopandas.read_parquet(folder, filters=[("end", ">=", first), ("start", "<=", last)])
"""
_BOXED = """
frame = geopandas.read_parquet(
    folder, columns=["event_id", "start", "end", "kind", "geometry"], bbox=box,
    filters=[("end", ">=", first), ("start", "<=", last)],
)
"""
_DUCKDB = """
duckdb.execute(f'''SELECT * FROM '{folder}/*.parquet' WHERE "end" >= ? AND start <= ?''', [first, last]).fetchall()
"""
_FEW_COLUMNS = """
duckdb.execute(
    f'''SELECT event_id, start, kind, place FROM '{folder}/*.parquet' WHERE "end" >= ? AND start <= ?''', [first, last]
).fetchall()
"""
_NAMED = """
frame = geopandas.read_parquet(named, filters=[("end", ">=", first), ("start", "<=", last)])
"""
_NAMED_BOXED = _BOXED.replace("folder", "named")
_NAMED_FEW_COLUMNS = """
duckdb.execute(
    '''SELECT event_id, start, kind, place FROM read_parquet(?) WHERE "end" >= ? AND start <= ?''', [named, first, last]
).fetchall()
"""
_COUNTED = """
import sys
from datetime import date
import duckdb, geopandas
geopandas.read_parquet(sys.argv[2])
duckdb.execute(f"SELECT count(start) FROM '{{sys.argv[2]}}'").fetchall()
folder, first, last, box = sys.argv[1], date.fromisoformat(sys.argv[3]), date.fromisoformat(sys.argv[4]), {box}
named = sys.argv[5:]
def count():
    return int(open("/proc/self/io").readline().split()[1])
before = count()
{reading}
print(count() - before)
"""


def made(root: Path, count: int) -> Path:
    """Make a workspace with so many events in its store and return the folder of them."""
    workspace.create(root)
    folder = workspace.find(root).store / "events"
    lot = np.random.default_rng(1)
    days = np.array([_FIRST + timedelta(int(number)) for number in np.sort(lot.integers(0, _DAYS, count))])
    months = np.array([f"{day:%Y-%m}" for day in days])
    for month in sorted({*months}):
        rows = _rows(days[months == month], lot)
        parquet.write(folder / f"month={month}.parquet", rows, tables.EVENTS, {"month": month})
    return folder


def _rows(days: Any, lot: Generator) -> pa.Table:
    count = len(days)
    ids = [f"{number:012x}" for number in lot.integers(0, 1 << 48, count)]
    villages = [f"Village {number}" for number in lot.integers(0, 20_000, count)]
    points = shapely.points(lot.uniform(22, 40, count).round(4), lot.uniform(44, 56, count).round(4))
    words = np.array(_WORDS)[lot.integers(0, len(_WORDS), (count, 20))]
    columns: dict[str, Any] = {
        column.name: [_BLANK[column.type]] * count for column in tables.EVENTS.columns if column.type != "date"
    } | {
        "start": days,
        "end": [day + timedelta(int(more)) for day, more in zip(days, lot.integers(0, 2, count), strict=True)],
        "event_id": ids,
        "kind": lot.choice(["strike", "advance", "attack"], count),
        "actor": lot.choice(["russia", "ukraine"], count),
        "place": villages,
        "settlement": villages,
        "evidence": lot.choice(["observed", "reported", "claimed"], count),
        "excerpt": [" ".join(line) for line in words],
        "endnotes": [[f"{number % 200} https://example.org/{number}"] for number in lot.integers(0, 1 << 30, count)],
        "admin1": lot.choice([_REGION, "Kaluga Oblast", "Kharkiv Oblast", "Luhansk Oblast"], count),
        "country": ["UA"] * count,
        "report_date": [str(day) for day in days],
        "place_candidates": [json.dumps([_candidate(name, lot) for _ in "12"]) for name in villages],
        "row_status": ["active"] * count,
        "mention_ids": [[one] for one in ids],
    }
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return tables.arrow(tables.EVENTS, rows, list(points))


def _candidate(name: str, lot: Generator) -> dict[str, Any]:
    one, other, people = (int(number) for number in lot.integers(0, 20_000, 3))
    why = (
        f"its name +1.5; east of Village {one} +5.0; {one % 90} km from Village {other} +2.5; population {people} +0.7"
    )
    return {"name": name, "admin1": _REGION, "lat": 44 + one / 4000, "lon": 22 + other / 4000, "why": why}


def asked(root: Path) -> list[str]:
    """Return the command that lists a week and a region."""
    first, last = map(str, _WEEK)
    chosen = ["--since", first, "--until", last, "--region", _REGION, "--format", "csv"]
    return ["-m", "geotracker", "-w", str(root), "events", *chosen]


def run(arguments: list[str]) -> tuple[float, float]:
    """Return the seconds (the median of some runs) and peak memory, MB, of a Python process."""
    command = [sys.executable, *arguments]
    taken, peaks = [], []
    for _ in range(_RUNS):
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603  our own commands
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(process.returncode)
        taken.append(time.perf_counter() - start)
        peaks.append(used.ru_maxrss / 1e3)
    return statistics.median(taken), max(peaks)


def read(folder: Path, reading: str) -> int:
    """Return the bytes that a process reads of a folder's files for the week."""
    code = _COUNTED.format(reading=reading, box=_BOX)
    named = [str(folder / f"month={month}.parquet") for month in _MONTHS]
    arguments = [str(folder), str(next(folder.glob("*.parquet"))), *map(str, _WEEK), *named]
    command = [sys.executable, "-c", code, *arguments]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  our own code
    return int(said.split()[-1])  # DuckDB may show how far it is before


def main() -> None:
    """State what a week costs."""
    told = figures.arguments()
    count = int(told[0]) if told else _QUICK if figures.is_quick() else _SIZE
    with tempfile.TemporaryDirectory() as aside:
        root = Path(aside)
        folder = made(root / "desk", count)
        measured, bare = run(asked(root / "desk")), run(["-c", "import geopandas, pyarrow.dataset"])
        for number, (what, unit, aim) in enumerate((("the command", "s", 1), ("its memory", "MB", 500))):
            name = f"a week and a region of {count:,} events, {what}"
            peer = "geopandas imported, nothing done"
            figures.report([Figure(name, measured[number], unit, at_most(aim), peer, bare[number])])
        size = sum(path.stat().st_size for path in folder.iterdir())
        figures.report([Figure(f"{count:,} events in the store", size / 1e6, "MB")])
        if not Path("/proc/self/io").is_file():
            figures.not_run("no count of the bytes that a process reads")
            return
        for what, reading in (
            ("geopandas", _GEOPANDAS),
            ("geopandas, five columns and a box", _BOXED),
            ("DuckDB", _DUCKDB),
            ("DuckDB, four columns", _FEW_COLUMNS),
            ("geopandas, two months named", _NAMED),
            ("geopandas, two months named, five columns and a box", _NAMED_BOXED),
            ("DuckDB, two months named, four columns", _NAMED_FEW_COLUMNS),
        ):
            share = read(folder, reading) / size * 100
            figures.report([Figure(f"a week of {count:,} events, read of the whole by {what}", share, "%", at_most(1))])


if __name__ == "__main__":
    main()
