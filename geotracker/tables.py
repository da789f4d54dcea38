"""The tables as GeoDataFrames and as Arrow, and the one check that holds a frame to its columns, types and CRS.

Whoever has no frame in hand, the listing of events above all, does not wait for pandas and geopandas to be imported.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from geotracker.errors import TableError
from geotracker.schema import ARROW, CRS, EVENTS, MENTIONS, SECTORS, TABLES, Column, Table, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import geopandas as gpd
    import numpy.typing as npt
    import pandas as pd

__all__ = [
    "CRS",
    "EVENTS",
    "MENTIONS",
    "SECTORS",
    "TABLES",
    "Column",
    "Table",
    "Type",
    "arrow",
    "build",
    "check",
    "declared",
    "empty",
    "filled",
    "from_arrow",
    "rows",
    "shapes",
    "to_arrow",
    "values",
]


@cache
def _dtype(type_: Type) -> Any:
    import pandas as pd

    dtypes: dict[Type, Any] = {
        "date": pd.ArrowDtype(pa.date32()),
        "text": pd.StringDtype(storage="pyarrow", na_value=float("nan")),
        "integer": "int64",
        "number": "float64",
        "flag": "bool",
        "list": np.dtype(object),  # of list[str]: geopandas cannot read an Arrow list dtype back from Parquet
    }
    return dtypes[type_]


def build(table: Table, rows: Sequence[Mapping[str, Any]], geometry: Sequence[Any]) -> gpd.GeoDataFrame:
    """Return the GeoDataFrame (EPSG:4326) of `rows`, a mapping a row with every column of `table`.

    Raises TableError where a row lacks a column or a value does not fit its type.
    """
    import geopandas as gpd
    import pandas as pd

    data = {}
    for column in table.columns:
        try:
            values = [row[column.name] for row in rows]
            data[column.name] = _lists(values) if column.type == "list" else pd.array(values, dtype=_dtype(column.type))
        except KeyError as missing:
            message = f"table {table.name}: a row lacks the column {missing}"
            raise TableError(message) from missing
        except (TypeError, ValueError, pa.ArrowException) as fault:
            message = f"table {table.name}: column {column.name} cannot be {column.type}: {fault}"
            raise TableError(message) from fault
    data["geometry"] = gpd.array.from_shapely(np.array([*geometry, None], dtype=object)[:-1], crs=CRS)
    return gpd.GeoDataFrame(pd.DataFrame(data, copy=False), geometry="geometry")


def _lists(values: Iterable[Any]) -> npt.NDArray[np.object_]:
    lists = [[] if value is None else [str(item) for item in value] for value in values]
    found = np.empty(len(lists), dtype=object)
    found[:] = lists
    return found


def _are_lists(values: Iterable[Any]) -> bool:
    return all(type(value) is list and all(type(item) is str for item in value) for value in values)


def arrow(table: Table, rows: Sequence[Mapping[str, Any]], geometry: Sequence[shapely.Geometry | None]) -> pa.Table:
    """Return what `to_arrow` gives of `build`, a hundred times as fast for a few rows; nothing is checked."""
    arrays = [pa.array([row[column.name] for row in rows], type=ARROW[column.type]) for column in table.columns]
    shapes = pa.array(shapely.to_wkb(np.array(geometry, dtype=object)), type=pa.binary())
    return pa.table([*arrays, shapes], names=[*table.names, "geometry"])


def empty(table: Table) -> gpd.GeoDataFrame:
    """Return `table` without a row."""
    return build(table, [], [])


def check(frame: gpd.GeoDataFrame, table: Table) -> gpd.GeoDataFrame:
    """Return `frame` with the columns of `table` in order and its own dtypes.

    Raises TableError that names the first column that is missing, unknown or of another type, or the CRS.
    """
    import pandas as pd

    wanted = [*table.names, "geometry"]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        message = f"table {table.name}: column {missing[0]} is missing"
        raise TableError(message)
    unknown = [name for name in frame.columns if name not in wanted]
    if unknown:
        message = f"table {table.name}: column {unknown[0]} is not declared"
        raise TableError(message)
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        message = f"table {table.name}: CRS is {frame.crs}, not {CRS}"
        raise TableError(message)
    frame = frame[wanted]
    plain, fixed = pd.DataFrame(frame, copy=False), {}  # whose columns are had at a fraction of the time
    for column in table.columns:
        dtype, values = _dtype(column.type), plain[column.name]
        if column.type == "list":
            if not _are_lists(values.array):
                fixed[column.name] = pd.Series(_lists(values), index=frame.index)
        elif values.dtype != dtype:
            try:
                fixed[column.name] = values.astype(dtype)
            except (TypeError, ValueError, pa.ArrowException) as fault:
                message = f"table {table.name}: column {column.name} is {values.dtype}, not {column.type}"
                raise TableError(message) from fault
    return frame.assign(**fixed) if fixed else frame


def to_arrow(frame: gpd.GeoDataFrame, table: Table) -> pa.Table:
    """Return `frame` as an Arrow table with the types of `table` and `geometry` as WKB, empty points as null."""
    frame = check(frame, table)
    wkb = pa.array(shapely.to_wkb(shapes(frame)), type=pa.binary())
    return values(frame, table).append_column("geometry", wkb)


def values(frame: gpd.GeoDataFrame, table: Table) -> pa.Table:
    """Return the columns of a checked frame as an Arrow table, without its geometry."""
    import pandas as pd

    plain = pd.DataFrame(frame, copy=False)
    arrays = [pa.array(plain[column.name], type=ARROW[column.type], from_pandas=True) for column in table.columns]
    return pa.table(arrays, names=table.names)


def shapes(frame: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return the geometry of a frame, None where it is empty."""
    found = np.array(frame.geometry.array, dtype=object)
    found[shapely.is_empty(found)] = None
    return found


def from_arrow(arrow: pa.Table, table: Table) -> gpd.GeoDataFrame:
    """Return the GeoDataFrame of what `to_arrow` gave: null geometry comes back as an empty point.

    Raises TableError where a column is missing or of another type.
    """
    import geopandas as gpd

    types = {column.name: column.type for column in table.columns}
    arrow = filled(arrow, table)
    data = {name: _from_arrow(arrow.column(name), types[name]) for name in arrow.column_names if name in types}
    points = np.array(shapely.from_wkb(arrow.column("geometry").to_numpy()), dtype=object)
    points[shapely.is_missing(points)] = shapely.Point()
    return check(gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(points, crs=CRS), crs=CRS), table)


def filled(arrow: pa.Table, table: Table) -> pa.Table:
    """Return the columns of `table` that there are, in order, with what an older store lacks, and `geometry`."""
    wanted, names = [*table.names, "geometry"], arrow.column_names
    if names == wanted:
        return arrow
    for column in table.columns:
        if column.unknown is not None and column.name not in names:
            blank = pa.array([column.unknown] * arrow.num_rows, type=ARROW[column.type])
            arrow = arrow.append_column(column.name, blank)
    names = arrow.column_names
    return arrow.select([name for name in wanted if name in names])


def declared(arrow: pa.Table, table: Table) -> pa.Table:
    """Return the columns of `table` in order and of its types, then `geometry`, of what `to_arrow` gave once.

    Raises TableError where a column is missing or of another type.
    """
    arrow = filled(arrow, table)
    missing = [name for name in (*table.names, "geometry") if name not in arrow.column_names]
    if missing:
        message = f"table {table.name}: column {missing[0]} is missing"
        raise TableError(message)
    for number, (column, field) in enumerate(zip(table.columns, arrow.schema, strict=False)):
        cells: Any = arrow.column(number)
        if column.type == "list" and cells.null_count:
            cells = pa.chunked_array([pa.array([value or [] for value in cells.to_pylist()], type=ARROW["list"])])
        elif field.type == ARROW[column.type]:
            continue
        try:
            arrow = arrow.set_column(number, column.name, cells.cast(ARROW[column.type]))
        except pa.ArrowException as fault:
            message = f"table {table.name}: column {column.name} is {field.type}, not {column.type}"
            raise TableError(message) from fault
    return arrow


def rows(frame: gpd.GeoDataFrame) -> Iterator[Any]:
    """Return the rows of a frame, each with the columns as its attributes."""
    return iter(frame.itertuples())


def _from_arrow(values: pa.ChunkedArray[Any], type_: Type) -> pd.Series[Any]:
    import pandas as pd

    dtype = _dtype(type_)
    if type_ == "list":
        return pd.Series(_lists(values.to_pylist()), dtype=object)
    if isinstance(dtype, str):
        return pd.Series(values.to_numpy(), dtype=dtype)
    return pd.Series(dtype.__from_arrow__(values))
