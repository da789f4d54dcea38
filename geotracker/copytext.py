"""Rows as the text that PostgreSQL's COPY reads, a column at a time; text of reports stays text in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geotracker.postgisschema import JSON

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geotracker.tables import Column, Table

_ESCAPES = {"\0": "", "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SPECIAL = r"[\x00\\\t\n\r]"
_QUOTED = {"\\": "\\\\", '"': '\\"'}
"""What is escaped once more in an item of an array."""


def lines(table: Table, rows: pa.Table, others: list[str]) -> bytes:
    """Return rows, a line each: the columns of `table`, the geometry as EWKB, then `others`, columns of text.

    A column that the rows do not have is null.
    """
    if not rows.num_rows:
        return b""
    columns: list[Any] = [_column(column, rows) for column in table.columns]
    columns += [_geometry(table, rows), *(_escaped(rows.column(name).combine_chunks()) for name in others)]
    filled: list[Any] = [pc.fill_null(column, "\\N") for column in columns]
    joined: Any = pc.binary_join_element_wise(*filled, "\t")
    return bytes(_joined(pa.array([0, len(joined)], pa.int32()), joined, "\n")[0].as_buffer()) + b"\n"


def _column(column: Column, rows: pa.Table) -> Any:
    """Return the values of a column as an Arrow array of COPY's text, null where nothing is known."""
    if column.name not in rows.column_names:  # the file is older than the column
        return pa.nulls(len(rows), pa.string())
    values: Any = rows.column(column.name).combine_chunks()
    if column.name in JSON:
        return _escaped(pa.array([_json(value) for value in values.to_pylist()], pa.string()))
    if column.type == "list":
        return _lists(values)
    if column.type == "number":
        values = pc.if_else(pc.is_nan(values), pa.scalar(None, values.type), values)
    return _escaped(values) if column.type == "text" else values.cast(pa.string())


def _escaped(values: Any) -> Any:
    if pc.any(pc.match_substring_regex(values, _SPECIAL)).as_py():
        for character, code in _ESCAPES.items():
            values = pc.replace_substring(values, character, code)
    return values


def _lists(values: Any) -> Any:
    """Return the literals of arrays; a list that is null is an empty one."""
    lengths = pc.fill_null(pc.list_value_length(values), 0).to_numpy(zero_copy_only=False)
    items = values.flatten()
    for character, code in _QUOTED.items():
        items = pc.replace_substring(items, character, code)
    quoted: Any = pc.binary_join_element_wise('"', items, '"', "")
    inner = _joined(pa.array(np.append(0, np.cumsum(lengths)), pa.int32()), quoted, ",")
    return _escaped(pc.binary_join_element_wise("{", inner, "}", ""))


def _joined(offsets: Any, items: Any, separator: str) -> Any:
    """Return for each stretch of the items one text."""
    return pc.binary_join(pa.ListArray.from_arrays(offsets, items), separator)


def _json(value: str) -> str | None:
    """Return JSON text, None where it is none; an escaped NUL goes, which jsonb cannot hold."""
    if not value:
        return None
    try:
        return json.dumps(json.loads(value), ensure_ascii=False).replace("\\u0000", "")
    except (TypeError, ValueError):
        return None


def _geometry(table: Table, rows: pa.Table) -> Any:
    shapes = shapely.from_wkb(rows.column("geometry").to_numpy())
    if table.shape != "Point":
        shapes = np.array([_many(one) for one in shapes], dtype=object)
    coded = shapely.to_wkb(shapely.set_srid(shapes, 4326), hex=True, include_srid=True)
    return pa.array(coded, pa.string(), mask=shapely.is_missing(shapes) | shapely.is_empty(shapes))


def _many(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Return a shape as one of many: a column of multipolygons holds nothing else."""
    if isinstance(shape, shapely.Polygon):
        return shapely.MultiPolygon([shape])
    return shapely.MultiLineString([shape]) if isinstance(shape, shapely.LineString) else shape
