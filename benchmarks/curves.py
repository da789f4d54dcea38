"""How the cost of each step grows: over reports, ten a day, and over events.

    python benchmarks/curves.py [--quick] [--reports N ...] [--events N ...]

Reading, extracting, placing, joining, writing and merging over 10 to 10,000 made-up reports; a query, the page, and two
exports over 10,000 to 1,000,000 made-up events of one year. Costs are seconds of the processor, each size in a process
of its own. Sizes that are not run are said, and what the fit makes of them is called extrapolated.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import figures
import fitting
import map_made
import pandas as pd
from fitting import Curve

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
import manufacture

from geotracker import parquet, store, tables
from geotracker.draw import files
from geotracker.geo import events, places, regions
from geotracker.notice import Notice
from geotracker.query import Query
from geotracker.reader import Reader
from geotracker.store import Stored
from geotracker.text import mentions, reports
from geotracker.workspace import create, find

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd

    from geotracker.records import Report

    Costs = dict[str, float]
    Result = TypeVar("Result")

REPORTS, EVENTS = (10, 100, 1_000, 10_000), (10_000, 100_000, 1_000_000)
QUICK_REPORTS, QUICK_EVENTS = (10, 100, 400), (1_000, 10_000, 100_000)
NEXT_TO_NOTHING = 10
"""Events whose cost is the fixed part of every number of them."""
OUTLETS = 10
MONTH = date(2025, 1, 1)
WEEK = Query(since=date(2025, 6, 2), until=date(2025, 6, 8), region="Kaluga Oblast")
GIGABYTE, MEGABYTE = 1e9, 1e6
_ENOUGH = 1.0  # seconds: what took less is measured again
_SECONDS = "s"


def main() -> None:
    """State a curve for each step."""
    few = figures.is_quick()
    parser = argparse.ArgumentParser(description="Measure how costs grow.")
    parser.add_argument("--reports", type=int, nargs="*", default=QUICK_REPORTS if few else REPORTS, metavar="N")
    parser.add_argument("--events", type=int, nargs="*", default=QUICK_EVENTS if few else EVENTS, metavar="N")
    parser.add_argument(figures.QUICK, action="store_true", help="few of both, unless their numbers are given")
    asked = parser.parse_args()
    fixed = _alone(of_events, NEXT_TO_NOTHING) if asked.events else {}
    for over, sizes, whole, work, base in (
        ("reports", asked.reports, REPORTS, of_reports, {}),
        ("events", asked.events, EVENTS, of_events, fixed),
    ):
        left = tuple(size for size in whole if size not in sizes)
        if left:
            figures.not_run(f"over {', '.join(f'{size:,}' for size in left)} {over}: small sizes were asked for")
        costs = {size: _alone(work, size) for size in sorted(sizes)}
        for step in next(iter(costs.values()), {}):
            name, _, unit = step.partition(", in ")
            measured = {size: cost[step] for size, cost in costs.items()}
            fitting.report(Curve(name, over, measured, unit or _SECONDS, left, base.get(step, 0.0)))


def _alone(work: Callable[[int], Costs], size: int) -> Costs:
    """Return the costs of a size, measured in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, size).result()


def of_reports(size: int) -> Costs:
    """Return what each step costs for so many reports: from the file to the merged months."""
    reader = Reader()
    reader.check()
    _steps(reader, 1, 900)  # what is loaded once is no cost of any of them
    return _steps(reader, size // OUTLETS)


def _steps(reader: Reader, days: int, first: int = 0) -> Costs:
    cost: Costs = {}
    with tempfile.TemporaryDirectory() as aside:
        paths = manufacture.write(Path(aside), days, first, OUTLETS)
        read, frames = _read(reader, paths, cost)
        create(Path(aside) / "desk")
        desk = find(Path(aside) / "desk")
        _, cost["write to the store"] = _took(lambda: _write(desk, read, frames))
        # Once: a second time it has nothing to do.
        _, cost["merge, by months"] = _took(lambda: store.derive(desk, events.merge), runs=1)
        crowded = _in_one_month(frames)
        _, cost["merge, all in one month"] = _took(lambda: events.merge(crowded))
    return cost


def _read(reader: Reader, paths: Sequence[Path], cost: Costs) -> tuple[list[Report], list[gpd.GeoDataFrame]]:
    read, cost["read"] = _took(lambda: [reports.read(path) for path in paths])
    said, cost["extract"] = _took(lambda: [mentions.extract(report, reader.lexicon) for report in read])
    pairs = list(zip(read, said, strict=True))
    placed, cost["place"] = _took(lambda: [places.geocode(report, some, reader.gazetteer) for report, some in pairs])
    joined, cost["join regions"] = _took(lambda: [regions.join(frame) for frame in placed])
    return read, joined


def _write(desk: Any, read: Sequence[Report], frames: Sequence[gpd.GeoDataFrame]) -> None:
    for report, frame in zip(read, frames, strict=True):
        told = (report.report_id, str(report.date), report.title, "", "made.md", report.report_id, "rules", "made")
        store.write(desk, Stored(*told), frame, {})


def _in_one_month(frames: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return all mentions with their days moved into one month, as if so many more outlets had told of it."""
    whole = pd.concat(frames, ignore_index=True)
    first = min(whole["start"])
    moved = [timedelta((day - first).days // 28 * 28) - (MONTH - first) for day in whole["start"]]
    days = {name: [day - by for day, by in zip(whole[name], moved, strict=True)] for name in ("start", "end")}
    return tables.check(whole.assign(**days), tables.MENTIONS)


def of_events(size: int) -> Costs:
    """Return what each step costs for so many events: a query for a week and a region, the page, two exports."""
    frame, cost = map_made.made(size, excerpts=True), {}
    with tempfile.TemporaryDirectory() as aside:
        root = Path(aside)
        create(root / "desk")
        desk = find(root / "desk")
        months = frame["start"].map(lambda day: f"{day:%Y-%m}")
        for month, part in frame.groupby(months):
            path = desk.store / "events" / f"month={month}.parquet"
            parquet.write(path, tables.to_arrow(part, tables.EVENTS), tables.EVENTS, {"month": month})
        stored = sum(path.stat().st_size for path in (desk.store / "events").iterdir())
        store.events(desk, WEEK)
        _, cost["query a week and a region"] = _took(lambda: store.events(desk, WEEK))
        page = root / "index.html"
        map_made.ours(frame[:10], page)
        _, cost["page of the map"] = _took(lambda: map_made.ours(frame, page))
        for name in ("geojson", "gpkg"):
            _, cost[f"export {name}"] = _took(
                lambda name=name: files.write(frame, root / f"events.{name}", name, notice=Notice())
            )
        cost["store, size, in MB"] = stored / MEGABYTE
        cost["page of the map, size, in MB"] = page.stat().st_size / MEGABYTE
        cost["GeoPackage, size, in MB"] = (root / "events.gpkg").stat().st_size / MEGABYTE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return cost | {"memory at most, with the making of the events, in GB": peak / GIGABYTE}


def _took(work: Callable[[], Result], runs: int = 3) -> tuple[Result, float]:
    """Return what comes of it and its seconds of the processor, the median of some runs where it is soon done."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        taken.append(time.process_time() - start)
        if taken[0] > _ENOUGH:
            break
    return result, statistics.median(taken)


if __name__ == "__main__":
    main()
