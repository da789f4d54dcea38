"""How long each export format takes for many events, beside bare pyogrio writing the same rows where it can.

python benchmarks/export.py [--quick] [ROWS]
"""

from __future__ import annotations

import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import figures
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
from figures import Figure

from geotracker import tables
from geotracker.draw import files
from geotracker.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS, QUICK_ROWS = 100_000, 5_000
DRIVERS = {"geojson": "GeoJSON", "gpkg": "GPKG", "csv": "CSV", "flatgeobuf": "FlatGeobuf", "kml": "KML"}
MEGABYTE = 1_000_000


def main() -> None:
    """State the figures."""
    own = [*map(int, figures.arguments()), QUICK_ROWS if figures.is_quick() else ROWS]
    events = invented(own[0])
    bare = tables.to_arrow(events, tables.EVENTS)
    for number, field in enumerate(bare.schema):
        if pa.types.is_list(field.type):
            bare = bare.set_column(
                number, field.name, pa.array(["; ".join(x) for x in bare.column(number).to_pylist()])
            )
    with tempfile.TemporaryDirectory() as folder:
        for format_ in files.DEFAULTS:
            figures.report(written(events, bare, Path(folder), format_))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.report([Figure("memory at most, all formats in one process", peak, "MB")])


def written(events: gpd.GeoDataFrame, bare: pa.Table, folder: Path, format_: str) -> Iterator[Figure]:
    """Write a format, and the same rows without us where that can be; yield seconds and size of the file."""
    path = folder / format_ / files.DEFAULTS[format_]
    took = clock(lambda: files.write(events, path, format_, notice=Notice()))
    size = sum(one.stat().st_size for one in path.parent.rglob("*") if one.is_file()) / MEGABYTE
    peer, theirs, their_size = "", None, None
    other = folder / f"bare{path.suffix}"
    if format_ in DRIVERS:
        peer, theirs = "bare pyogrio", clock(lambda: write_bare(bare, other, DRIVERS[format_]))
    elif format_ == "geoparquet":
        peer, theirs = "geopandas", clock(lambda: events.to_parquet(other))
    if peer:
        their_size = other.stat().st_size / MEGABYTE
    what = f"export {format_}, {len(events):,} events"
    yield Figure(what, took, "s", None, peer, theirs)
    yield Figure(f"{what}: size", size, "MB", None, peer, their_size)


def clock(work: Callable[[], object]) -> float:
    """Return seconds on the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def write_bare(rows: pa.Table, path: Path, driver: str) -> None:
    """Write the rows as pyogrio does by itself; a CSV without the points, for which it has no room."""
    if driver == "CSV":
        pyogrio.write_arrow(rows.drop_columns("geometry"), path, layer="events", driver=driver)
        return
    pyogrio.write_arrow(
        rows, path, layer="events", driver=driver, geometry_name="geometry", geometry_type="Point", crs=tables.CRS
    )


def invented(count: int) -> gpd.GeoDataFrame:
    """Return so many events with texts of usual lengths, a new place and day for each; the same ones every time."""
    chance = np.random.default_rng(7)
    words = np.array("drones struck a depot near the town overnight and officials said that a fire broke out".split())
    days = [date(2022, 2, 24) + timedelta(days=int(day)) for day in chance.integers(0, 1400, count)]
    texts = [" ".join(words[row]) for row in chance.integers(0, len(words), (count, 22))]
    blank = {"date": days, "text": [""] * count, "integer": 2, "number": 1000.0, "flag": False}
    data = {one.name: blank.get(one.type, [[]] * count) for one in tables.EVENTS.columns}
    data |= {
        "event_id": [f"{number:012x}" for number in range(count)],
        "excerpt": texts,
        "place_reason": [text[:60] for text in texts],
        "place_candidates": ['[{"name": "Somewhere", "lat": 48.5, "lon": 37.5, "score": 1.0}]'] * count,
        "claimed_by": [["General Staff", "Governor"]] * count,
        "report_id": [f"{day}-daily" for day in days],
        "row_status": ["active"] * count,
    }
    points = gpd.points_from_xy(chance.uniform(22, 60, count), chance.uniform(44, 60, count))
    frame = gpd.GeoDataFrame(pd.DataFrame(data), geometry=points, crs=tables.CRS)
    return tables.check(frame.sort_values(["start", "event_id"], ignore_index=True), tables.EVENTS)


if __name__ == "__main__":
    main()
