"""How exact and how fast control polygons are, beside reading and overlaying them with geopandas in the same run.

    GEOTRACKER_CORPUS=... python benchmarks/control.py [--quick] [DAYS]

Reads control/deepstate and control/isw2022 of the folder that GEOTRACKER_CORPUS names; DAYS takes fewer of the first,
--quick fifteen, and five of the large files.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import figures
import geopandas as gpd
import pyproj
from figures import Figure, at_most

from geotracker import control, controlintake
from geotracker.control import Window
from geotracker.geo import differing
from geotracker.geo.control import Told
from geotracker.workspace import create

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

YEAR, QUICK_DAYS, QUICK_FILES = 365, 15, 5
GEOD = pyproj.Geod(ellps="WGS84")
MEMORY = """
import pathlib, resource, sys
from geotracker import controlintake
from geotracker.geo.control import Told
controlintake.add(pathlib.Path(sys.argv[1]), [pathlib.Path(path) for path in sys.argv[2:]], Told())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def main() -> None:
    """State the figures."""
    named = os.environ.get("GEOTRACKER_CORPUS")
    if not named:
        figures.not_run("no corpus")
        return
    corpus = Path(named).resolve() / "control"
    days = [*map(int, figures.arguments()), *([QUICK_DAYS] if figures.is_quick() else [])]
    files = sorted((corpus / "deepstate").glob("*.geojson"))[: days[0] if days else None]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _warm(root / "warm", files[:3])
        whole = _took(lambda: _series(root / "desk", files))
        frames: list[gpd.GeoDataFrame] = []
        reading = _took(lambda: frames.extend(gpd.read_file(file) for file in files))
        overlaying = _took(lambda: _overlay(frames))
        shapes = [frame.geometry[0] for frame in frames]
        change = _took(lambda: [differing.differences(one, other) for one, other in pairwise(shapes)])
        _speed(len(files), whole, reading, overlaying, change)
        _exactness(root / "desk", frames)
        _one_more(root, files)
        large = sorted((corpus / "isw2022").glob("*.geojson"))
        _memory(root / "isw", large[: QUICK_FILES if figures.is_quick() else None])


def _took(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def _warm(root: Path, files: Sequence[Path]) -> None:
    """Load what is loaded once, on both sides."""
    _series(root, files)
    _overlay([gpd.read_file(file) for file in files])


def _series(root: Path, files: Sequence[Path]) -> None:
    """Add, check, change, by oblast and raion."""
    create(root)
    outcomes = controlintake.add(root, files, Told(source="deepstate", category="assessed"))
    failed = [outcome.message for outcome in outcomes if outcome.status != "added"]
    if failed:
        raise SystemExit(failed[0])
    control.changes(root, by_region=True)


def _overlay(frames: Sequence[gpd.GeoDataFrame]) -> None:
    for before, after in pairwise(frames):
        after.overlay(before, how="difference")
        before.overlay(after, how="difference")


def _speed(
    days: int,
    whole: tuple[float, float],
    reading: tuple[float, float],
    overlaying: tuple[float, float],
    change: tuple[float, float],
) -> None:
    theirs = tuple(map(sum, zip(reading, overlaying, strict=True)))
    for what, ours, peer, beside, own in (
        ("add, check, change, by region", whole, "geopandas, read and overlay", theirs, at_most(1 / 4, of_ratio=True)),
        ("change alone", change, "geopandas, overlay", overlaying, at_most(1 / 10, of_ratio=True)),
    ):
        aim = own if days >= YEAR else None  # with few days what is loaded once counts for more
        figures.report([Figure(f"{what}, {days} days", ours[0], "s", aim, peer, beside[0])])
        figures.report([Figure(f"{what}, {days} days, of the processor", ours[1], "s", aim, peer, beside[1])])


def _exactness(root: Path, frames: Sequence[gpd.GeoDataFrame]) -> None:
    raw = [abs(GEOD.geometry_area_perimeter(frame.geometry[0])[0]) / 1e6 for frame in frames]
    changes = control.changes(root)
    worst = max(abs(row["area_km2"] / area - 1) for row, area in zip(changes, raw[1:], strict=True))
    sums = sum(row["gained_km2"] - row["lost_km2"] for row in changes)
    away = abs(sums - (raw[-1] - raw[0]))
    figures.report(
        [
            Figure("a day's area off pyproj.Geod on the raw polygon, at most", worst, "of it", at_most(5e-4)),
            Figure(
                "gained less lost of all days off the difference of totals by pyproj.Geod", away, "km²", at_most(0.1)
            ),
        ]
    )
    whole = {row["day"]: row for row in changes}
    parts: dict[date, float] = {}
    for row in control.changes(root, by_region=True):
        if row["admin1"] and not row["admin2"]:
            parts[row["day"]] = parts.get(row["day"], 0.0) + row["net_km2"]
    worst = max(abs(parts.get(day, 0.0) - row["net_km2"]) for day, row in whole.items())
    figures.report([Figure("a day's oblasts off its whole, at most", worst, "km²")])


def _one_more(root: Path, files: Sequence[Path]) -> None:
    """State what one more day costs where the store holds few days, and where it holds all but one."""
    for held in (10, len(files) - 1):
        desk = root / f"held{held}"
        _series(desk, files[:held])
        # Two files in turn under later dates: the same work, and a series that grows.
        took = [_took(partial(_add, desk, files[number % 2], date(2025, 12, 1 + number)))[0] for number in range(9)]
        reading = _took(partial(control.changes, desk, Window(since=date(2025, 12, 1))))[0]
        cost = statistics.median(took) * 1e3
        figures.report([Figure(f"one more day where {held} are held", cost, "ms")])
        figures.report([Figure(f"reading nine days' change where {held} are held", reading * 1e3, "ms")])


def _add(desk: Path, file: Path, day: date) -> None:
    controlintake.add(desk, [file], Told(day, "deepstate", "assessed"))


def _memory(root: Path, files: Sequence[Path]) -> None:
    create(root)
    ran = subprocess.run(  # noqa: S603  this Python, with the files of the corpus
        [sys.executable, "-c", MEMORY, str(root), *map(str, files)], capture_output=True, text=True, check=True
    )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    peak = int(ran.stdout)
    figures.report([Figure("memory at most, files of 95,000 vertices", peak, "MB", at_most(1000))])
    figures.report([Figure("memory at most, all of this", own, "MB")])


if __name__ == "__main__":
    main()
