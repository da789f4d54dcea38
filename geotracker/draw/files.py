"""Tables become files that other programs read. The same rows give the same bytes, and no file is half-written."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyogrio
import pyogrio.errors

from geotracker import tables
from geotracker.draw import cleaned, csvfile, flatgeobuf, geojson, geoparquet, kml, timemap
from geotracker.errors import ExportError, nearest
from geotracker.workspace import publish_together, replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import geopandas as gpd

    from geotracker.draw.csvfile import Coordinates
    from geotracker.notice import Notice
    from geotracker.tables import Table

    Layers = Sequence[tuple[Table, gpd.GeoDataFrame]]

SUFFIXES = {
    "geojson": ".geojson",
    "gpkg": ".gpkg",
    "csv": ".csv",
    "flatgeobuf": ".fgb",
    "geoparquet": ".parquet",
    "kml": ".kml",
    "timemap": ".json",
}
FORMATS = tuple(SUFFIXES)
DECIMALS = cleaned.DECIMALS
cell = csvfile.cell
# Controls that a terminal, a database or a reader's eye would obey: C0 and C1 but tab and line feed, bidi marks.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is written where its format leaves a choice."""

    together: bool = False
    """GeoJSON: all layers in one file, in place of a file each."""
    coordinates: Coordinates = "latlon"
    """CSV: points as `lat` and `lon`, or every geometry as `WKT`."""


def harmless(text: str) -> str:
    """Return `text` without control characters and marks that change the direction of reading."""
    return _CONTROLS.sub("", text)


def text(frame: gpd.GeoDataFrame, format_: str, table: Table = tables.EVENTS) -> str:
    """Return `frame` as "geojson" (RFC 7946) or "csv" text, in the order of its rows; ExportError for another."""
    if format_ == "geojson":
        return geojson.text(frame, table)
    if format_ == "csv":
        return csvfile.text(frame, table)
    message = f"format {format_!r} is no text: choose geojson or csv"
    raise ExportError(message)


def write(
    frame: gpd.GeoDataFrame,
    path: Path,
    format_: str,
    *,
    table: Table = tables.EVENTS,
    beside: Layers = (),
    today: date | None = None,
    notice: Notice | None = None,
    manner: Manner | None = None,
) -> bool:
    """Write `frame` to `path` as one of FORMATS, whole or not at all; return whether a file changed.

    Tables `beside` it are more layers of a GeoPackage or a KML; elsewhere each is a file of its own, NAME.TABLE.SUFFIX,
    and TimeMap knows events alone. `today` is the date that a GeoPackage bears: its bytes do not depend on the clock.
    Raises ExportError for an unknown format or a path that cannot be written.
    """
    if format_ not in FORMATS:
        message = f"format {format_!r} is not known{nearest(format_, FORMATS)}: choose one of {', '.join(FORMATS)}"
        raise ExportError(message)
    if path.is_dir():
        message = f"{path} is a folder: name a file"
        raise ExportError(message)
    layers = [(table, frame), *beside]
    with _telling(path):
        if format_ == "gpkg":
            return _geopackage(layers, path, today)
        return publish_together(_files(layers, path, format_, notice, manner or Manner()))


def _files(layers: Layers, path: Path, format_: str, notice: Notice | None, manner: Manner) -> dict[Path, str | bytes]:
    """Return what to write where, the file that was asked for last."""
    table, frame = layers[0]
    if format_ == "kml":
        return {path: kml.data(layers, notice)}
    if format_ == "timemap":
        told = timemap.texts(frame, table, notice)
        return {path if name == "events" else _beside(path, name): told[name] for name in reversed(told)}
    if format_ == "geojson" and manner.together:
        return {path: geojson.together(layers, notice)}
    found: dict[Path, str | bytes] = {}
    for other, rows in reversed(layers):
        own = path if other is table else _beside(path, other.name)
        if format_ == "csv":
            found[own.with_suffix(".csvt")] = csvfile.types(other, notice, manner.coordinates)
            found[own.with_suffix(".prj")] = csvfile.crs()
            found[own] = csvfile.text(rows, other, notice, manner.coordinates)
        elif format_ == "geojson":
            found[own] = geojson.text(rows, other, notice)
        else:
            found[own] = (flatgeobuf if format_ == "flatgeobuf" else geoparquet).data(rows, other, notice)
    return found


def _beside(path: Path, name: str) -> Path:
    return path.with_suffix(f".{name}{path.suffix}")


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn what hinders writing into one line that names the file."""
    try:
        yield
    except (OSError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        message = f"{path} cannot be written: {reason}"
        raise ExportError(message) from fault


def _geopackage(layers: Layers, path: Path, today: date | None) -> bool:
    before = path.read_bytes() if path.is_file() else None
    with replacing(path) as aside, _clock(today):
        for number, (table, frame) in enumerate(layers):
            pyogrio.write_arrow(
                cleaned.joined(cleaned.columns(frame, table)),
                aside,
                layer=table.name,
                driver="GPKG",
                geometry_name="geometry",
                geometry_type=table.shape,
                crs=tables.CRS,
                append=number > 0,
                dataset_options={} if number else {"VERSION": "1.3"},  # what QGIS 3.22 and later read
            )
    return before is None or path.read_bytes() != before


@contextmanager
def _clock(today: date | None) -> Iterator[None]:
    day = today.isoformat() if today else "1970-01-01"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
