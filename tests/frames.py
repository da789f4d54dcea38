"""Tables for tests: rows with a value in every column, of which a test names those that matter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from geotracker import tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from geotracker.tables import Table

DAY = date(2025, 1, 18)
_BLANK: Mapping[str, Any] = {"date": DAY, "text": "", "integer": 2, "number": 1000.0, "flag": False, "list": []}
_USUAL = {
    "kind": "strike",
    "actor": "ukraine",
    "place": "Lyudinovo",
    "evidence": "reported",
    "time_precision": "day",
    "place_confidence": "sure",
    "report_id": "2025-01-18-test",
    "report_date": "2025-01-18",
    "row_status": "active",
    "said_front_km": float("nan"),
}
KALUGA = shapely.Point(34.44778, 53.86639)
NOWHERE = shapely.Point()


def frame(table: Table, *rows: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Return `table` with a row for each mapping; "geometry" is Lyudinovo unless a row gives its own."""
    blank = {column.name: _BLANK[column.type] for column in table.columns}
    usual = {name: value for name, value in _USUAL.items() if name in blank}
    filled = [blank | usual | row for row in rows]
    return tables.build(table, filled, [row.get("geometry", KALUGA) for row in filled])


def mentions(*rows: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Return MENTIONS; `mention_id` and `event_id` are m1, m2 … unless a row gives its own."""
    return frame(tables.MENTIONS, *_numbered(rows, "mention_id"))


def events(*rows: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Return EVENTS; `event_id` is m1, m2 … unless a row gives its own."""
    return frame(tables.EVENTS, *_numbered(rows, "event_id"))


def _numbered(rows: Sequence[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    return [{name: f"m{number}", "event_id": f"m{number}", **row} for number, row in enumerate(rows, 1)]


def one_each(said: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return EVENTS, one for each mention: the plainest merge that there is."""
    shared = [name for name in tables.EVENTS.names if name in tables.MENTIONS.names]
    rows = [
        {**{name: row[name] for name in shared}, "event_id": row["mention_id"], "mention_ids": [row["mention_id"]]}
        for row in said.to_dict("records")
    ]
    points = list(said.geometry)
    return frame(tables.EVENTS, *({**row, "geometry": point} for row, point in zip(rows, points, strict=True)))
