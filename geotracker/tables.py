"""The columns, types and CRS of every table, and the one check that holds a frame to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geotracker.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

Type = Literal["date", "text", "integer", "number", "flag", "list"]
CRS = "EPSG:4326"

_DTYPES: dict[Type, Any] = {
    "date": pd.ArrowDtype(pa.date32()),
    "text": pd.StringDtype(storage="pyarrow", na_value=float("nan")),
    "integer": "int64",
    "number": "float64",
    "flag": "bool",
    "list": np.dtype(object),  # of list[str]: geopandas cannot read an Arrow list dtype back from Parquet
}

_ARROW: dict[Type, pa.DataType] = {
    "date": pa.date32(),
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "list": pa.list_(pa.string()),  # also where every list is empty
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, and what it holds, in a reader's words."""

    name: str
    type: Type
    says: str
    unknown: Any = None
    """What stands where nothing is known, also in stores that are older than the column; None: it is always known."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the store: its columns in order, then `geometry` (of type `shape`, EPSG:4326, empty where unknown)."""

    name: str
    columns: tuple[Column, ...]
    shape: Literal["Point", "MultiPolygon", "MultiLineString", ""] = "Point"
    """Empty for a table that has no geometry to show."""

    @property
    def names(self) -> list[str]:
        """The names of the columns in order, without the geometry."""
        return [column.name for column in self.columns]


# What a mention and an event both say.
_TIME = (
    Column("start", "date", "first day of the thing itself"),
    Column("end", "date", "last day, included"),
)
_WHAT = (
    Column("kind", "text", "strike, advance, attack, withdrawal or salvo"),
    Column("actor", "text", "whose forces did it"),
    Column("place", "text", "the place as the report writes it"),
    Column("settlement", "text", "the gazetteer's standard name"),
    Column("facility", "text", "the struck object as named or described"),
    Column("weapon", "text", "what it was done with"),
    Column("offset", "text", "words that move the event off the place"),
    Column("evidence", "text", "observed, acknowledged, reported or claimed"),
    Column("basis", "list", "what the evidence rests on"),
    Column("disputed", "flag", "a cited source denies it or says otherwise"),
    Column("claimed_by", "list", "the sources as the text names them"),
    Column("time_precision", "text", "day, night, range, recent or month"),
    Column("geo_precision", "integer", "1 the object's own point … 6 a country"),
    Column("place_confidence", "text", "sure, likely or guess"),
    Column("radius_m", "number", "metres around the point that hold the place"),
    Column("admin1", "text", "oblast or region"),
    Column("admin1_code", "text", "ISO 3166-2"),
    Column("admin2", "text", "raion"),
    Column("country", "text", "ISO 3166-1 alpha-2"),
    Column("country_name", "text", "the country's English name"),
    Column("counts", "text", "salvo: JSON list of weapon, launched, downed, lost, hit, said_by"),
)
_REPORT = (
    Column("report_id", "text", "the report"),
    Column("report_date", "text", "its date, ISO 8601"),
    Column("report_url", "text", "its address"),
    Column("endnotes", "list", "endnote number and URL"),
)
_SAID_FRONT = Column("said_front_km", "number", "distance to the front line as the text gives it, km", float("nan"))
_CONTROL = (
    Column("control", "text", "who held the place on the event's last day, by the control polygons", ""),
    Column("front_km", "number", "geodesic distance to the front line on that day, km", float("nan")),
    Column("beyond_control_km", "number", "a claimed advance: km beyond assessed control", float("nan")),
    _SAID_FRONT,
)
_PLACING = (
    Column("place_candidates", "text", "JSON list of gazetteer entries of that name, with scores"),
    Column("place_reason", "text", "why this place was chosen"),
    Column("extractor", "text", "what read it, with its version"),
    Column("review", "text", "machine, checked or corrected"),
)

MENTIONS = Table(
    "mentions",
    (
        *_TIME,
        Column("mention_id", "text", "the mention"),
        Column("event_id", "text", "the event that it is a mention of"),
        *_WHAT,
        _SAID_FRONT,
        Column("role", "text", "the source's role as the text gives it"),
        Column("verb", "text", "the verb of attribution"),
        Column("sentence", "text", "the whole sentence"),
        Column("excerpt", "text", "at most 25 words around the cue"),
        Column("start_char", "integer", "where the excerpt starts, code points in the report's text"),
        Column("end_char", "integer", "where the excerpt ends"),
        Column("rules", "list", "the rules that fired"),
        *_REPORT,
        *_PLACING,
    ),
)

EVENTS = Table(
    "events",
    (
        *_TIME,
        Column("event_id", "text", "the mention_id of its earliest mention"),
        *_WHAT,
        Column("n_mentions", "integer", "how many sentences say it"),
        Column("n_sources", "integer", "how many distinct sources stand behind it"),
        Column("excerpt", "text", "at most 25 words of the report"),
        *_REPORT,
        *_CONTROL,
        *_PLACING,
        Column("row_status", "text", "active, superseded or withdrawn"),
        Column("mention_ids", "list", "its mentions, earliest first"),
    ),
)

SECTORS = Table(
    "sectors",
    (
        Column("report_id", "text", "the report"),
        Column("report_date", "text", "its date, ISO 8601"),
        Column("sector", "text", "the direction, area or part of a region, as the report names it"),
        Column("status", "text", "advance confirmed, advance claimed, operations without one, or nothing reported"),
        Column("sentence", "text", "the whole sentence that says so"),
        Column("start_char", "integer", "where the sentence starts, code points in the report's text"),
        Column("end_char", "integer", "where it ends"),
    ),
)

TABLES = {table.name: table for table in (MENTIONS, EVENTS, SECTORS)}


def build(table: Table, rows: Sequence[Mapping[str, Any]], geometry: Sequence[Any]) -> gpd.GeoDataFrame:
    """Return the GeoDataFrame (EPSG:4326) of `rows`, a mapping a row with every column of `table`.

    Raises TableError where a row lacks a column or a value does not fit its type.
    """
    data = {}
    for column in table.columns:
        try:
            values = [row[column.name] for row in rows]
            data[column.name] = (
                _lists(values) if column.type == "list" else pd.array(values, dtype=_DTYPES[column.type])
            )
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
    arrays = [pa.array([row[column.name] for row in rows], type=_ARROW[column.type]) for column in table.columns]
    shapes = pa.array(shapely.to_wkb(np.array(geometry, dtype=object)), type=pa.binary())
    return pa.table([*arrays, shapes], names=[*table.names, "geometry"])


def empty(table: Table) -> gpd.GeoDataFrame:
    """Return `table` without a row."""
    return build(table, [], [])


def check(frame: gpd.GeoDataFrame, table: Table) -> gpd.GeoDataFrame:
    """Return `frame` with the columns of `table` in order and its own dtypes.

    Raises TableError that names the first column that is missing, unknown or of another type, or the CRS.
    """
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
        dtype, values = _DTYPES[column.type], plain[column.name]
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
    plain = pd.DataFrame(frame, copy=False)
    arrays = [pa.array(plain[column.name], type=_ARROW[column.type], from_pandas=True) for column in table.columns]
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
    types = {column.name: column.type for column in table.columns}
    arrow = filled(arrow, table)
    data = {name: _from_arrow(arrow.column(name), types[name]) for name in arrow.column_names if name in types}
    points = np.array(shapely.from_wkb(arrow.column("geometry").to_numpy()), dtype=object)
    points[shapely.is_missing(points)] = shapely.Point()
    return check(gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(points, crs=CRS), crs=CRS), table)


def filled(arrow: pa.Table, table: Table) -> pa.Table:
    """Return the columns of `table` that there are, in order, with what an older store lacks, and `geometry`."""
    for column in table.columns:
        if column.unknown is not None and column.name not in arrow.column_names:
            blank = pa.array([column.unknown] * arrow.num_rows, type=_ARROW[column.type])
            arrow = arrow.append_column(column.name, blank)
    return arrow.select([name for name in (*table.names, "geometry") if name in arrow.column_names])


def rows(frame: gpd.GeoDataFrame) -> Iterator[Any]:
    """Return the rows of a frame, each with the columns as its attributes."""
    return iter(frame.itertuples())


def _from_arrow(values: pa.ChunkedArray[Any], type_: Type) -> pd.Series[Any]:
    dtype = _DTYPES[type_]
    if type_ == "list":
        return pd.Series(_lists(values.to_pylist()), dtype=object)
    if isinstance(dtype, str):
        return pd.Series(values.to_numpy(), dtype=dtype)
    return pd.Series(dtype.__from_arrow__(values))
