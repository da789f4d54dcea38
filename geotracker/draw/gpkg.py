"""Tables as one GeoPackage 1.3 that QGIS opens styled: true dates, value lists, an index, where it is from."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa
import pyogrio
import pyogrio.errors

from geotracker import tables
from geotracker.draw import cleaned, gpkgschema
from geotracker.errors import ExportError
from geotracker.workspace import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import geopandas as gpd

    from geotracker.draw.faces import Face
    from geotracker.notice import Notice
    from geotracker.tables import Table

VERSION = "1.3"  # what QGIS 3.22 and later read
_ROWS = 10_000
_FAULTS = (*gpkgschema.FAULTS, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError)
_LEAST = 1_000_000  # bytes


def write(
    path: Path,
    rows: Sequence[tuple[Table, gpd.GeoDataFrame]],
    notice: Notice,
    faces: Sequence[Face] = (),
) -> bool:
    """Write each of `rows` as a layer of the GeoPackage at `path`; return whether the file changed.

    `faces` are its styles: of each table the first one is what QGIS takes by itself. The file bears the day of
    `notice`, never the clock's: the same rows give the same bytes. Nothing is there until all of it is. Raises
    ExportError where it cannot be written, TableError where a frame is not as its table declares.
    """
    _refuse(path)
    before = path.stat().st_mtime_ns if path.is_file() else None
    made = _time(notice.made)
    try:
        with replacing(path) as aside:
            whole = aside.with_name("whole.gpkg")  # GDAL warns of any other ending
            with _telling_room(whole.parent), _clock(made):
                for number, (table, frame) in enumerate(rows):
                    _layer(whole, frame, table, first=number == 0)
                gpkgschema.describe(whole, [table for table, _ in rows], faces, notice, made)
            whole.replace(aside)
    except (OSError, *_FAULTS) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        message = f"{path} cannot be written: {reason}"
        raise ExportError(message) from fault
    return before is None or path.stat().st_mtime_ns != before


def _refuse(path: Path) -> None:
    """Raise ExportError for what is no file, and for a file that a program has open: its changes would spoil ours."""
    if path.exists() and not path.is_file():
        message = f"{path} is {'a folder' if path.is_dir() else 'a device'}: name a file"
        raise ExportError(message)
    journal = path.with_name(f"{path.name}-wal")
    if journal.exists():
        message = f"{path} is open in another program, QGIS perhaps ({journal.name} is there): close it there first"
        raise ExportError(message)


def _layer(path: Path, frame: gpd.GeoDataFrame, table: Table, *, first: bool) -> None:
    pyogrio.write_arrow(
        _batches(frame, table),
        path,
        layer=table.name,
        driver="GPKG",
        geometry_name="geometry",
        geometry_type=table.shape,
        layer_options={"GEOMETRY_NAME": gpkgschema.GEOMETRY},
        crs=tables.CRS,
        append=not first,
        dataset_options={"VERSION": VERSION} if first else {},
    )


def _batches(frame: gpd.GeoDataFrame, table: Table) -> pa.RecordBatchReader:
    """Return the rows as GDAL takes them, so many at a time: all at once would be in memory twice."""
    parts = (_part(frame.iloc[start : start + _ROWS], table) for start in range(0, max(len(frame), 1), _ROWS))
    first = next(parts)
    batches = (batch for part in chain([first], parts) for batch in part.to_batches())
    return pa.RecordBatchReader.from_batches(first.schema, batches)


def _part(frame: gpd.GeoDataFrame, table: Table) -> pa.Table:
    return cleaned.joined(cleaned.columns(frame, table))


@contextmanager
def _telling_room(folder: Path) -> Iterator[None]:
    """Say that the disk is full where it is: GDAL tells of some table that is not there then."""
    try:
        yield
    except _FAULTS as fault:
        if shutil.disk_usage(folder).free < _LEAST:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from fault
        raise


def _time(day: date | None) -> str:
    return f"{day.isoformat() if day else '1970-01-01'}T00:00:00.000Z"


@contextmanager
def _clock(time: str) -> Iterator[None]:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": time})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
