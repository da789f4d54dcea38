"""Tables as CSV for spreadsheets and scripts, and the files beside it that tell GDAL and QGIS its types and CRS."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geotracker import tables
from geotracker.draw import cleaned

if TYPE_CHECKING:
    from geotracker.draw.cleaned import Rows
    from geotracker.notice import Notice
    from geotracker.tables import Table, Type

Coordinates = Literal["latlon", "wkt"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run
_INNER = re.compile(r"""([;,|\t\r\n][\s"]*)(?=[=+@-])""")  # the same, once a spreadsheet of another separator splits it
# All that either finds, and more, in the syntax of RE2, for which \s is less than for Python.
_DOUBTED = r"""(?:^|[;,|\t\r\n])[\x09-\x0D\x1C-\x20\x{85}\p{Z}"]*[=+@\-\t\r\n]"""
_NOTICE = "notice"
# https://gdal.org/en/stable/drivers/vector/csv.html: what a .csvt beside the file may say of its columns.
_TYPES: dict[Type, str] = {
    "date": "Date",
    "text": "String",
    "integer": "Integer64",
    "number": "Real",
    "flag": "Integer(Boolean)",
    "list": "String",
}


def text(rows: Rows, table: Table, notice: Notice | None = None, coordinates: Coordinates = "latlon") -> str:
    """Return the table as CSV with a heading: `lat` and `lon` of points, or any geometry as `WKT`; null is empty.

    With a notice each row ends with it, since CSV has no other room. No cell is one that a spreadsheet would run.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    told = [cell(notice.short)] if notice else []
    writer.writerow(_heading(table, notice, coordinates))
    arrow, shapes = cleaned.parts(rows, table)
    values = [_cells(arrow.column(name)) for name in table.names]
    where = [_place(shape, table, coordinates) for shape in shapes]
    for cells, at in zip(zip(*values, strict=True), where, strict=True):
        writer.writerow([*cells, *at, *told])
    return out.getvalue()


def types(table: Table, notice: Notice | None = None, coordinates: Coordinates = "latlon") -> str:
    """Return the .csvt that GDAL and QGIS read beside the file: the type of each column, and which is the geometry."""
    named = [_TYPES[column.type] for column in table.columns] + _geometry(table, coordinates, ("CoordY", "CoordX"))
    return ",".join(f'"{name}"' for name in [*named, *(["String"] if notice else [])]) + "\n"


def crs() -> str:
    """Return the .prj beside the file: the CRS as WKT."""
    import pyproj  # noqa: PLC0415  whoever lists events does not wait for it

    return pyproj.CRS(tables.CRS).to_wkt("WKT1_GDAL") + "\n"


def cell(value: Any) -> Any:
    """Return `value` as a CSV cell that no spreadsheet runs: a text like "=cmd()" gets a leading apostrophe.

    So does a part like it after a character that a spreadsheet may take for the separator: "a; =cmd()".
    """
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str):
        value = _INNER.sub(r"\1'", value)
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
    return "" if value is None else value


def _heading(table: Table, notice: Notice | None, coordinates: Coordinates) -> list[str]:
    return [*table.names, *_geometry(table, coordinates, ("lat", "lon")), *([_NOTICE] if notice else [])]


def _geometry(table: Table, coordinates: Coordinates, point: tuple[str, str]) -> list[str]:
    if coordinates == "wkt" and table.shape:
        return ["WKT"]
    return list(point) if table.shape == "Point" else []


def _cells(column: Any) -> list[Any]:
    """Return the cells of a column, as `cell` does of each; most texts are found harmless all at once."""
    values: list[Any] = column.to_pylist()
    if pa.types.is_list(column.type):
        doubted = pc.any(_doubted(pc.list_flatten(column))).as_py()
        return [cell(value) if doubted or value is None else "; ".join(value) for value in values]
    if pa.types.is_string(column.type):
        return [
            cell(value) if doubt else value for value, doubt in zip(values, _doubted(column).to_pylist(), strict=True)
        ]
    return values


def _doubted(texts: Any) -> Any:
    return pc.match_substring_regex(texts, _DOUBTED)


def _place(shape: Any, table: Table, coordinates: Coordinates) -> list[Any]:
    """Return the cells of a row's geometry."""
    if coordinates == "wkt" and table.shape:
        return ["" if shape is None else shapely.to_wkt(shape, rounding_precision=cleaned.DECIMALS)]
    if table.shape != "Point":
        return []
    return ["", ""] if shape is None else [shape.y, shape.x]
