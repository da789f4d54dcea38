"""Tables become files that other programs read: GeoJSON, GeoPackage, CSV. The same rows give the same bytes."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyogrio
import pyogrio.errors
import shapely
from shapely.geometry import mapping

from geotracker import tables
from geotracker.errors import ExportError, nearest
from geotracker.workspace import publish, replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geotracker.tables import Table

FORMATS = ("geojson", "gpkg", "csv")
DECIMALS = 6  # of a degree: a tenth of a metre
# Controls that a terminal, a database or a reader's eye would obey: C0 and C1 but tab and line feed, bidi marks.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run


def harmless(text: str) -> str:
    """Return `text` without control characters and marks that change the direction of reading."""
    return _CONTROLS.sub("", text)


def text(frame: gpd.GeoDataFrame, format_: str, table: Table = tables.EVENTS) -> str:
    """Return `frame` as "geojson" (RFC 7946) or "csv" text, in the order of its rows; ExportError for another."""
    if format_ == "geojson":
        return _geojson(frame, table)
    if format_ == "csv":
        return _csv(frame, table)
    message = f"format {format_!r} is no text: choose geojson or csv"
    raise ExportError(message)


def write(
    frame: gpd.GeoDataFrame,
    path: Path,
    format_: str,
    *,
    table: Table = tables.EVENTS,
    beside: Sequence[tuple[Table, gpd.GeoDataFrame]] = (),
    today: date | None = None,
) -> bool:
    """Write `frame` to `path` as one of FORMATS, whole or not at all; return whether the file changed.

    Tables `beside` it are more layers of a GeoPackage; as GeoJSON and CSV each is a file of its own, NAME.TABLE.SUFFIX.
    `today` is the date that a GeoPackage bears, since its bytes must not depend on the clock.
    Raises ExportError for an unknown format or a path that cannot be written.
    """
    if format_ not in FORMATS:
        message = f"format {format_!r} is not known{nearest(format_, FORMATS)}: choose one of {', '.join(FORMATS)}"
        raise ExportError(message)
    if path.is_dir():
        message = f"{path} is a folder: name a file"
        raise ExportError(message)
    try:
        if format_ == "gpkg":
            return _geopackage([(table, frame), *beside], path, today)
        for other, rows in beside:
            publish(path.with_suffix(f".{other.name}{path.suffix}"), text(rows, format_, other))
        return publish(path, text(frame, format_, table))
    except (OSError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        message = f"{path} cannot be written: {reason}"
        raise ExportError(message) from fault


def _rows(frame: gpd.GeoDataFrame, table: Table) -> Iterator[tuple[dict[str, Any], BaseGeometry | None]]:
    """Yield each row's values, text made harmless, and its shape to a tenth of a metre, None where it is unplaced."""
    arrow = tables.to_arrow(frame, table)
    shapes = shapely.from_wkb(arrow.column("geometry").to_numpy())
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS))
    for values, shape in zip(arrow.drop_columns("geometry").to_pylist(), rounded, strict=True):
        yield {name: _clean(value) for name, value in values.items()}, shape


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, float) and math.isnan(value):
        return None
    return [harmless(item) for item in value] if isinstance(value, list) else value


def _geojson(frame: gpd.GeoDataFrame, table: Table) -> str:
    features = []
    for row, shape in _rows(frame, table):
        turned = None if shape is None else shapely.orient_polygons(shape, exterior_cw=False)  # as RFC 7946 has it
        feature = {
            "type": "Feature",
            "geometry": None if turned is None else mapping(turned),
            "properties": row,
        }
        features.append(json.dumps(feature, ensure_ascii=False, default=str, allow_nan=False))
    # A feature a line, so that two days' files compare line by line.
    return '{"type": "FeatureCollection", "features": [' + ",".join(f"\n{line}" for line in features) + "\n]}\n"


def _csv(frame: gpd.GeoDataFrame, table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    has_points = table.shape == "Point"
    writer.writerow([*table.names, "lat", "lon"] if has_points else table.names)
    for row, point in _rows(frame, table):
        where = (
            [] if not has_points else ["", ""] if point is None else [*shapely.get_coordinates(point)[0, ::-1].tolist()]
        )
        writer.writerow([*(cell(value) for value in row.values()), *where])
    return out.getvalue()


def cell(value: Any) -> Any:
    """Return `value` as a CSV cell that no spreadsheet runs: a text like "=cmd()" gets a leading apostrophe."""
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else value


def _geopackage(layers: Sequence[tuple[Table, gpd.GeoDataFrame]], path: Path, today: date | None) -> bool:
    before = path.read_bytes() if path.is_file() else None
    with replacing(path) as aside, _clock(today):
        for number, (table, frame) in enumerate(layers):
            pyogrio.write_arrow(
                _fields(frame, table),
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


def _fields(frame: gpd.GeoDataFrame, table: Table) -> pa.Table:
    """Return the rows as GDAL takes them: lists joined, shapes as WKB."""
    rows = list(_rows(frame, table))
    schema = tables.to_arrow(frame.iloc[:0], table).schema
    columns: dict[str, pa.Array[Any]] = {}
    for column in table.columns:
        values = [row[column.name] for row, _ in rows]
        if column.type == "list":
            columns[column.name] = pa.array(["; ".join(items) for items in values], pa.string())
        else:
            columns[column.name] = pa.array(values, schema.field(column.name).type)
    shapes = np.array([shape for _, shape in rows], dtype=object)
    columns["geometry"] = pa.array(shapely.to_wkb(shapes), pa.binary())
    return pa.table(columns)


@contextmanager
def _clock(today: date | None) -> Iterator[None]:
    day = today.isoformat() if today else "1970-01-01"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
