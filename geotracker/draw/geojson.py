"""Tables as GeoJSON by RFC 7946: longitude first, no `crs`, at most six decimals, ISO dates, a feature a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import shapely

from geotracker.draw import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotracker.draw.cleaned import Rows
    from geotracker.notice import Notice
    from geotracker.tables import Table

_encode = json.JSONEncoder(ensure_ascii=False, default=str, allow_nan=False).encode


def text(rows: Rows, table: Table, notice: Notice | None = None) -> str:
    """Return one table as a FeatureCollection, in the order of its rows; `notice` is its foreign member `metadata`."""
    return _collection(_features(rows, table, {}), notice)


def together(layers: Sequence[tuple[Table, Rows]], notice: Notice | None = None) -> str:
    """Return all tables as one FeatureCollection; the property `layer` says which table a feature is of."""
    lines = [line for table, rows in layers for line in _features(rows, table, {"layer": table.name})]
    return _collection(lines, notice)


def _features(rows: Rows, table: Table, first: dict[str, str]) -> Iterator[str]:
    arrow, shapes = cleaned.parts(rows, table)
    for row, shape in zip(arrow.to_pylist(), shapely.to_geojson(shapes), strict=True):
        yield f'{{"type": "Feature", "geometry": {shape or "null"}, "properties": {_encode(first | row)}}}'


def _collection(features: Iterator[str] | Sequence[str], notice: Notice | None) -> str:
    told = f'"metadata": {_encode(notice.told)}, ' if notice else ""
    # A feature a line, so that two days' files compare line by line.
    return f'{{"type": "FeatureCollection", {told}"features": [' + ",".join(f"\n{line}" for line in features) + "\n]}\n"
