"""One table in one GeoParquet file, with a passport that says what it was made from. Same rows, same bytes."""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geotracker import conditions
from geotracker.conditions import Condition
from geotracker.errors import StoreError, TableError
from geotracker.schema import CRS
from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from geotracker.schema import Table

_KEY = "geotracker"
_GEO = (
    '{"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", '
    '"crs": %s, "geometry_types": ["%s"]%s}}}'
)
_FEW = 200
"""Rows of which a reader skips none: statistics and dictionaries of so few cost more than they save."""
_GROUP = 4096
"""Rows of which a reader skips all or none: of a million in three years, less than five days."""
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_BOX = "bbox"
_COVERING = f', "covering": {{"{_BOX}": {json.dumps({corner: [_BOX, corner] for corner in _CORNERS})}}}'
_TOLD = ["start", "end", "report_id", *(f"{_BOX}.{corner}" for corner in _CORNERS)]
"""Columns that are asked for a window, a box or a report; statistics of more would make every file's end long."""
_FOLDER = "report_date"
_VALUE = "geotracker.report_date"
"""A column that the folder's name tells others: twice, and of two types, some readers would refuse it."""
_AGAIN = "`geotracker refresh` reads its reports again"
Bbox = tuple[float, float, float, float]


def write(path: Path, arrow: pa.Table, table: Table, passport: dict[str, Any], *, sync: bool = True) -> None:
    """Write what `tables.to_arrow` gave to `path`, by rename; `passport` is JSON beside it, `sync` as in `publish`.

    Points have their box beside them, the covering of GeoParquet 1.1; `report_date` is left to a folder that has it in
    its name. Where rows are sorted by time, a window is read from a few groups of them.
    """
    shapes = shapely.from_wkb(arrow.column("geometry").to_numpy())
    bounds = shapely.total_bounds(shapes) if len(shapes) else np.full(4, np.nan)
    facts = "" if np.isnan(bounds).any() else f', "bbox": {json.dumps(bounds.tolist())}'
    if table.shape == "Point":  # a file of polygons holds a row or a few, and a point is found by its box alone
        arrow, facts = arrow.append_column(_BOX, _boxes(shapes)), facts + _COVERING
    told = {"geo": _GEO % (_crs(), table.shape, facts), _KEY: json.dumps(passport, ensure_ascii=False)}
    name, _, value = path.parent.name.partition("=")
    if name == _FOLDER:
        arrow, told = arrow.drop_columns([name]), told | {_VALUE: value}
    publish(path, _bytes(arrow, told), sync=sync)


def _bytes(arrow: pa.Table, told: dict[str, str]) -> bytes:
    """Return a file; without Arrow's own copy of the schema, which is a fifth of its end, and of a short file."""
    whole = pa.BufferOutputStream()
    many = len(arrow) > _FEW
    options: Any = {"store_schema": False, "use_dictionary": many, "write_statistics": _TOLD if many else False}
    with pq.ParquetWriter(whole, arrow.schema, compression="zstd", **options) as writer:
        writer.write_table(arrow, row_group_size=_GROUP)
        writer.add_key_value_metadata(told)
    return whole.getvalue().to_pybytes()


@cache
def _crs() -> str:
    import pyproj  # noqa: PLC0415  whoever only reads does not wait for it

    return pyproj.CRS(CRS).to_json()


def _boxes(shapes: npt.NDArray[np.object_]) -> pa.StructArray:
    bounds = shapely.bounds(shapes)
    edges = [pa.array(bounds[:, corner], pa.float64()) for corner in range(len(_CORNERS))]
    return pa.StructArray.from_arrays(edges, names=list(_CORNERS), mask=pa.array(shapely.is_missing(shapes)))


def read(
    path: Path,
    wanted: Sequence[Condition] = (),
    columns: Sequence[str] | None = None,
    *,
    bbox: Bbox | None = None,
    again: str = _AGAIN,
) -> pa.Table:
    """Return the rows of a file that fit all conditions; StoreError that says `again` where it is damaged.

    With `bbox` (west, south, east, north) rows outside are left out where the file tells the boxes of its rows.
    """
    # It is pyarrow's own: a file of Python's is held by its threads a moment longer than here, and an interpreter that
    # ends then aborts.
    with sound(path, again), pa.OSFile(str(path), "rb") as file:
        opened = pq.ParquetFile(file)
        schema = opened.schema_arrow
        if bbox and _BOX in schema.names:
            wanted = [*wanted, *_inside(bbox)]
        left = {_BOX, _FOLDER} - ({_FOLDER} & {*schema.names})
        asked = [name for name in columns or schema.names if name not in left]
        arrow = _fitting(opened, wanted, asked) if wanted else opened.read(asked, use_threads=_is_long(opened))
        arrow = arrow.select(asked)
    value = (schema.metadata or {}).get(_VALUE.encode())
    if value and _FOLDER in (columns or [_FOLDER]):
        days, names = pa.array([value.decode()] * arrow.num_rows, pa.string()), arrow.column_names
        arrow = arrow.add_column(names.index("report_id") + 1 if "report_id" in names else 0, _FOLDER, days)
    return arrow.replace_schema_metadata()


def _fitting(opened: pq.ParquetFile, wanted: Sequence[Condition], asked: list[str]) -> pa.Table:
    """Return columns of the rows that fit, and those that are asked for it: a group of rows is in memory at a time."""
    needed = list(dict.fromkeys([*asked, *(name.partition(".")[0] for one in wanted for name in one.columns)]))
    parts = [
        conditions.fitting(opened.read_row_group(group, needed, use_threads=_is_long(opened)), wanted)
        for group in conditions.groups(opened.metadata, wanted)
    ]
    return pa.concat_tables(parts) if parts else pa.Table.from_batches([], opened.schema_arrow)


def _is_long(opened: pq.ParquetFile) -> bool:
    """Whether threads save more than they cost."""
    return opened.metadata.num_rows > _FEW


def _inside(bbox: Bbox) -> list[Condition]:
    west, south, east, north = bbox
    least, most = {"xmax": west, "ymax": south}, {"xmin": east, "ymin": north}
    return [
        *(Condition((f"{_BOX}.{corner}",), least=edge) for corner, edge in least.items()),
        *(Condition((f"{_BOX}.{corner}",), most=edge) for corner, edge in most.items()),
    ]


def with_passport(
    path: Path, columns: list[str] | None = None, *, again: str = _AGAIN
) -> tuple[pa.Table, dict[str, Any]]:
    """Return the rows of a file and its passport, opening it once; StoreError where it is damaged."""
    with sound(path, again), path.open("rb") as file:
        arrow = pq.ParquetFile(file).read(columns=columns, use_threads=False)  # for a few rows twice as fast as a table
        said: dict[str, Any] = json.loads((arrow.schema.metadata or {})[_KEY.encode()])
        return arrow.replace_schema_metadata(), said


def passport(path: Path, *, again: str = _AGAIN) -> dict[str, Any]:
    """Return what a file says that it was made from; StoreError where it is damaged."""
    with sound(path, again):
        said: dict[str, Any] = json.loads((pq.read_metadata(path).metadata or {})[_KEY.encode()])
        return said


@contextmanager
def sound(path: Path, again: str = _AGAIN) -> Iterator[None]:
    """Turn whatever a damaged file raises into a StoreError."""
    try:
        yield
    except (pa.ArrowException, OSError, KeyError, TableError, TypeError, ValueError) as fault:
        message = f"{path} is damaged: delete it, then {again}"
        raise StoreError(message) from fault
