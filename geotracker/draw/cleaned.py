"""Tables as files take them, a column at a time: text made harmless, points to a tenth of a metre, nothing as null."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geotracker import tables

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from geotracker.tables import Table

    Rows = gpd.GeoDataFrame | pa.Table
    Shapes = npt.NDArray[np.object_]

DECIMALS = 6  # of a degree: a tenth of a metre
# What a terminal, a database or a reader's eye would obey, in the syntax of RE2: C0 and C1 but tab and line feed,
# marks that change the direction of reading.
_CONTROLS = r"[\x00-\x08\x0B-\x1F\x{7F}-\x{9F}\x{061C}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]"

_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return `text` without control characters and marks that change the direction of reading."""
    return _IN_TEXT.sub("", text)


def columns(rows: Rows, table: Table) -> pa.Table:
    """Return `rows` with the columns and types of `table`, and `geometry` as WKB, null where unplaced; see `parts`."""
    arrow, shapes = parts(rows, table)
    return arrow.append_column("geometry", pa.array(shapely.to_wkb(shapes), pa.binary()))


def parts(rows: Rows, table: Table) -> tuple[pa.Table, Shapes]:
    """Return the columns of `table` and the geometry of a frame, or of what `tables.to_arrow` gave; None is unplaced.

    Coordinates have at most six decimals, rings turn as RFC 7946 has it. TableError where the frame is not as declared.
    """
    if isinstance(rows, pa.Table):
        arrow, shapes = rows, shapely.from_wkb(rows.column("geometry").to_pylist())
    else:
        frame = tables.check(rows, table)
        arrow, shapes = tables.values(frame, table), tables.shapes(frame)
    cleaned = [_cleaned(arrow.column(name)) for name in table.names]
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS))
    turned = rounded if table.shape == "Point" else shapely.orient_polygons(rounded, exterior_cw=False)
    return pa.table(cleaned, names=table.names), turned


def joined(arrow: pa.Table) -> pa.Table:
    """Return the table with lists as one text, joined by "; "."""
    for number, field in enumerate(arrow.schema):
        if pa.types.is_list(field.type):
            texts: Any = pc.binary_join(arrow.column(number), "; ")
            arrow = arrow.set_column(number, field.name, texts)
    return arrow


def _cleaned(column: pa.ChunkedArray[Any]) -> Any:
    values: Any = column.combine_chunks()
    if pa.types.is_string(values.type):
        return _harmless(values)
    if pa.types.is_list(values.type):
        return pa.ListArray.from_arrays(values.offsets, _harmless(values.values))
    if pa.types.is_floating(values.type):
        return pc.if_else(pc.is_nan(values), pa.nulls(1, values.type)[0], values)
    return values


def _harmless(texts: Any) -> Any:
    if not pc.any(pc.match_substring_regex(texts, _CONTROLS)).as_py():
        return texts
    return pc.replace_substring_regex(texts, _CONTROLS, "")
