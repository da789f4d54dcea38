"""One table in one GeoParquet file, with a passport that says what it was made from. Same rows, same bytes."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from geotracker import tables
from geotracker.errors import StoreError
from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow.compute as pc

_KEY = b"geotracker"
_GEO = (
    '{"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", '
    f'"crs": {pyproj.CRS(tables.CRS).to_json()}, "geometry_types": ["%s"]%s}}}}}}'
)
_FEW = 200
"""Rows of which a reader skips none: statistics and dictionaries of so few cost more than they save."""
_AGAIN = "`geotracker refresh` reads its reports again"


def write(path: Path, arrow: pa.Table, table: tables.Table, passport: dict[str, Any], *, sync: bool = True) -> None:
    """Write what `tables.to_arrow` gave to `path`, by rename; `passport` is JSON beside it, `sync` as in `publish`."""
    shapes = shapely.from_wkb(arrow.column("geometry").drop_null().to_numpy())
    bounds = shapely.total_bounds(shapes) if len(shapes) else np.full(4, np.nan)
    box = "" if np.isnan(bounds).any() else f', "bbox": {json.dumps(bounds.tolist())}'
    geo = _GEO % (table.shape, box)
    arrow = arrow.replace_schema_metadata({b"geo": geo, _KEY: json.dumps(passport, ensure_ascii=False)})
    whole = pa.BufferOutputStream()
    many = len(arrow) > _FEW
    pq.write_table(arrow, whole, compression="zstd", use_dictionary=many, write_statistics=many)
    publish(path, whole.getvalue().to_pybytes(), sync=sync)


def read(
    path: Path, condition: pc.Expression | None = None, columns: list[str] | None = None, *, again: str = _AGAIN
) -> pa.Table:
    """Return the rows of a file that fit the condition; StoreError that says `again` where it is damaged."""
    # A file object keeps pyarrow from reading "month=2025-01" in the path as a column of its own.
    with sound(path, again), path.open("rb") as file:
        return pq.read_table(file, columns=columns, filters=condition).replace_schema_metadata()


def with_passport(
    path: Path, columns: list[str] | None = None, *, again: str = _AGAIN
) -> tuple[pa.Table, dict[str, Any]]:
    """Return the rows of a file and its passport, opening it once; StoreError where it is damaged."""
    with sound(path, again), path.open("rb") as file:
        arrow = pq.ParquetFile(file).read(columns=columns, use_threads=False)  # for a few rows twice as fast as a table
        said: dict[str, Any] = json.loads((arrow.schema.metadata or {})[_KEY])
        return arrow.replace_schema_metadata(), said


def passport(path: Path, *, again: str = _AGAIN) -> dict[str, Any]:
    """Return what a file says that it was made from; StoreError where it is damaged."""
    with sound(path, again):
        said: dict[str, Any] = json.loads((pq.read_metadata(path).metadata or {})[_KEY])
        return said


@contextmanager
def sound(path: Path, again: str = _AGAIN) -> Iterator[None]:
    """Turn whatever a damaged file raises into a StoreError."""
    try:
        yield
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as fault:
        message = f"{path} is damaged: delete it, then {again}"
        raise StoreError(message) from fault
