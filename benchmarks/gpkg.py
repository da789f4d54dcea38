"""A styled GeoPackage against bare pyogrio writing the same layers: seconds, memory, size.

    python benchmarks/gpkg.py [--quick] [EVENTS [DAYS]]

Made-up events with their footprints, and days of made-up control with what changed and the front. Each way runs in a
process of its own, one after the other; bare pyogrio is given frames whose lists are joined already, by Arrow.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import figures
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from figures import Figure
from map_made import made

from geotracker import controltables, groundtables, tables
from geotracker.draw import controllayers, gpkg, layers, qgisfaces
from geotracker.draw.faces import Theme
from geotracker.geo import outlines, regions
from geotracker.notice import Notice
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotracker.draw.qgisfaces import Rows

_SIZES, _QUICK = (100_000, 384), (5_000, 12)  # events, days
_WAYS = {"written": "GeoPackage", "ours": "GeoPackage with footprints and styles made"}
_MEASURED = (("to write", "s"), ("of the processor", "s"), ("memory, rows included", "GB"), ("size", "MB"))
_CORNERS = 12_000  # of a day's ground: as many as real ones have
_FIRST = date(2024, 1, 1)
_BLANK: dict[str, Any] = {"text": "", "integer": 1, "number": 1.0, "flag": False}


def rows(n_events: int, n_days: int) -> Rows:
    """Return events, control of so many days with what changed and the front, and the regions."""
    days = np.array([_FIRST + timedelta(number) for number in range(n_days)], dtype=object)
    grounds = [_ground(number) for number in range(n_days)]
    moved = [shapely.MultiPolygon([shapely.box(37 + at, 48, 37.1 + at, 48.1)]) for at in np.linspace(0, 1, n_days * 8)]
    edges = [
        shapely.MultiLineString([shapely.LineString(one.geoms[0].exterior.coords[: _CORNERS // 2])]) for one in grounds
    ]
    return [
        (tables.EVENTS, made(n_events, excerpts=True).assign(radius_m=5000.0, settlement="Place")),
        (controltables.CONTROL, _filled(controltables.CONTROL, days, grounds)),
        (controltables.CONTROL_CHANGE, _filled(controltables.CONTROL_CHANGE, days.repeat(8), moved)),
        (controltables.FRONT_LINE, _filled(controltables.FRONT_LINE, days, edges)),
        (groundtables.REGIONS, regions.table()),
    ]


def _ground(number: int) -> shapely.MultiPolygon:
    lot = np.random.default_rng(number // 30)
    turns = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    reach = 2 + number / 1000 + lot.normal(0, 0.01, _CORNERS)
    return shapely.MultiPolygon(
        [shapely.Polygon(np.column_stack([37 + reach * np.cos(turns), 48 + reach * np.sin(turns)]))]
    )


def _filled(table: tables.Table, days: Any, shapes: list[Any]) -> gpd.GeoDataFrame:
    values = {column.name: days if column.type == "date" else _BLANK[column.type] for column in table.columns}
    told = {"source": "made", "category": "assessed", "change": "gained"}
    values |= {name: text for name, text in told.items() if name in values}
    frame = pd.DataFrame(values, index=range(len(days)))
    return tables.check(
        gpd.GeoDataFrame(frame, geometry=shapes, crs=tables.CRS), tables.Table(table.name, table.columns)
    )


def with_footprints(found: Rows) -> Rows:
    """Return the rows with the grounds of their events."""
    return [*found, (groundtables.FOOTPRINTS, outlines.polygons(found[0][1]))]


def ours(found: Rows, path: Path) -> None:
    """Write what `export gpkg` writes, footprints and styles made as it goes."""
    folder = package_path("layers")
    theme = Theme(tuple(layers.load(folder)), tuple(controllayers.load(folder)))
    everything = with_footprints(found)
    gpkg.write(path, everything, Notice(made=date(2025, 12, 31)), qgisfaces.styles(theme, everything))


def written(found: Rows, path: Path) -> None:
    """Write the same rows as our file alone: the footprints are there, styles are not."""
    gpkg.write(path, found, Notice(made=date(2025, 12, 31)))


def bare(found: Rows, path: Path) -> None:
    """Write the layers with pyogrio and nothing else."""
    for number, (table, frame) in enumerate(found):
        pyogrio.write_dataframe(frame, path, layer=table.name, driver="GPKG", append=number > 0, use_arrow=True)


def joined(found: Rows) -> Rows:
    """Return the rows with lists as text, which pyogrio cannot write."""
    return [
        (
            table,
            frame.assign(**{one.name: frame[one.name].map("; ".join) for one in table.columns if one.type == "list"}),
        )
        for table, frame in found
    ]


def _measured(way: str, n_events: int, n_days: int, results: Any) -> None:
    found = rows(n_events, n_days)
    if way != "ours":
        found = with_footprints(found)
    if way == "bare":
        found = joined(found)
    chosen: Callable[[Rows, Path], None] = {"ours": ours, "written": written, "bare": bare}[way]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        before, busy = time.perf_counter(), time.process_time()
        chosen(found, path)
        took, busy = time.perf_counter() - before, time.process_time() - busy
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        results.put((took, busy, peak, path.stat().st_size / 1e6))


def main() -> None:
    """State what each way takes."""
    told = [*map(int, figures.arguments())]
    n_events, n_days = [*told, *(_QUICK if figures.is_quick() else _SIZES)[len(told) :]]
    found = {}
    for way in ("bare", "written", "ours"):
        results: Any = multiprocessing.get_context("spawn").Queue()
        process = multiprocessing.get_context("spawn").Process(target=_measured, args=(way, n_events, n_days, results))
        process.start()
        found[way] = results.get()
        process.join()
    sizes = f"{n_events:,} events, {n_days} days of control"
    for way, what in _WAYS.items():
        for number, (measured, unit) in enumerate(_MEASURED):
            name = f"{what}, {sizes}: {measured}"
            figures.report([Figure(name, found[way][number], unit, None, "bare pyogrio", found["bare"][number])])


if __name__ == "__main__":
    main()
