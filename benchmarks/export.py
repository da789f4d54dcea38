"""How long each export format takes for many events, beside bare pyogrio writing the same rows where it can.

python benchmarks/export.py [ROWS]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio

from geotracker import tables
from geotracker.draw import files
from geotracker.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 100_000
DRIVERS = {"geojson": "GeoJSON", "gpkg": "GPKG", "csv": "CSV", "flatgeobuf": "FlatGeobuf", "kml": "KML"}
MEGABYTE = 1_000_000


def main() -> None:
    """Print the figures."""
    events = invented(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
    bare = tables.to_arrow(events, tables.EVENTS)
    for number, field in enumerate(bare.schema):
        if pa.types.is_list(field.type):
            bare = bare.set_column(
                number, field.name, pa.array(["; ".join(x) for x in bare.column(number).to_pylist()])
            )
    print(f"{len(events)} events of {len(tables.EVENTS.names)} columns")
    with tempfile.TemporaryDirectory() as folder:
        for format_, name in files.DEFAULTS.items():
            path = Path(folder) / format_ / name
            took = clock(lambda f=format_, p=path: files.write(events, p, f, notice=Notice()))  # type: ignore[misc]
            size = sum(one.stat().st_size for one in path.parent.rglob("*") if one.is_file()) / MEGABYTE
            line = f"{format_:11} {took:6.1f} s {size:6.0f} MB"
            if format_ in DRIVERS:
                other = Path(folder) / f"bare{path.suffix}"
                beside = clock(lambda d=DRIVERS[format_], o=other: write_bare(bare, o, d))  # type: ignore[misc]
                line += f"; bare pyogrio {beside:5.1f} s, {took / beside:.1f} times"
            elif format_ == "geoparquet":
                other = Path(folder) / "bare.parquet"
                beside = clock(lambda o=other: events.to_parquet(o))  # type: ignore[misc]
                line += (
                    f"; geopandas {beside:9.1f} s {other.stat().st_size / MEGABYTE:5.0f} MB; {took / beside:.1f} times"
                )
            print(line)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB of memory")


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
