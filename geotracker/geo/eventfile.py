"""Event lists as other people publish them, row by row: CSV, GeoJSON and KML; a row's number is that of the file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyproj
import shapely

from geotracker.errors import ImportMapError, nearest
from geotracker.geo import vectorfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

_TABLES = (".csv", ".tsv", ".txt")
_DELIMITERS = (",", ";", "\t")
_LONGEST = 10_000_000  # characters of a cell: more is an unclosed quote
_WGS84 = pyproj.CRS("EPSG:4326")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file from 1, what it says by column, and its point (lon, lat) where it has one."""

    number: int
    values: dict[str, str]
    point: tuple[float, float] | None = None


def read(path: Path, needs: Iterable[str], point: Iterable[str] = ()) -> Iterator[Row]:
    """Yield the rows of a file; ImportMapError where it cannot be read or lacks a column of `needs`.

    A file of shapes may do without the columns of the `point`. Of its layers those are read that have the columns.
    """
    if path.suffix.lower() in _TABLES:
        yield from _table(path, needs)
        return
    try:
        contents = vectorfile.read(path, path.read_bytes())
    except OSError as fault:
        message = f"{path} cannot be read: {fault.strerror}"
        raise ImportMapError(message) from fault
    wanted = [column for column in needs if column not in set(point)]
    known = {id(content): {key for one in content.records for key in one.properties} for content in contents}
    able = [content for content in contents if known[id(content)].issuperset(wanted)]
    if not able:
        _hold(path, {column for columns in known.values() for column in columns}, wanted)
    number = 0
    for content in able:
        away = None if content.crs.equals(_WGS84, ignore_axis_order=True) else content.crs
        for record in content.records:
            number += 1
            values = {column: _said(record.properties.get(column)) for column in known[id(content)]}
            yield Row(number, values, _point(record.shape, away))


def _table(path: Path, needs: Iterable[str]) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            delimiter = max(_DELIMITERS, key=head.count)
            reader = csv.DictReader(file, delimiter=delimiter, restkey="", restval="")
            _hold(path, reader.fieldnames or [], needs)
            for number, values in enumerate(reader, 1):
                if "" in values:
                    message = f"{path}: row {number} has more cells than the heading: is its text quoted?"
                    raise ImportMapError(message)
                yield Row(number, values)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        message = f"{path} cannot be read as CSV in UTF-8: {fault}"
        raise ImportMapError(message) from fault


def heading(path: Path) -> list[str]:
    """Return the columns of a table, none of another file."""
    if path.suffix.lower() not in _TABLES:
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
    except (OSError, UnicodeDecodeError) as fault:
        message = f"{path} cannot be read as CSV in UTF-8: {fault}"
        raise ImportMapError(message) from fault
    return next(csv.reader(io.StringIO(head), delimiter=max(_DELIMITERS, key=head.count)), [])


def _hold(path: Path, known: Iterable[str], needs: Iterable[str]) -> None:
    known = list(known)
    for column in needs:
        if column not in known:
            few = ", ".join(known[:12]) + ", …" * (len(known) > 12)
            message = f"{path} has no column {column!r}{nearest(column, known)}: it has {few or 'none'}"
            raise ImportMapError(message)


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _point(shape: BaseGeometry | None, away: pyproj.CRS | None) -> tuple[float, float] | None:
    if shape is None or shape.is_empty:
        return None
    middle = shape if isinstance(shape, shapely.Point) else shapely.point_on_surface(shape)
    if away is None:
        return middle.x, middle.y
    lon, lat = pyproj.Transformer.from_crs(away, _WGS84, always_xy=True).transform(middle.x, middle.y)
    return float(lon), float(lat)
