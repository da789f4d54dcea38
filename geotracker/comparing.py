"""Two lists of events side by side: what each has that the other lacks, within days and kilometres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from geotracker import importing, store, tables
from geotracker.geo import overlap
from geotracker.importmaps import UNSAID
from geotracker.importtables import COMPARED
from geotracker.store import Query
from geotracker.workspace import find

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

REPORTS = "reports"
"""The name of our own events."""
_FINEST, _COARSEST = 1, 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows (COMPARED) that only one of two lists has, how many of each were met, and how many are too coarse."""

    rows: gpd.GeoDataFrame
    met: dict[str, int]
    coarse: dict[str, int]
    """Known only to a region or a country, or not placed: not compared."""


def compare(
    root: Path, names: tuple[str, str], query: Query | None = None, *, days: int = 1, km: float = 10.0
) -> Comparison:
    """Return what each of two lists has that the other lacks within `days` and `km`; "reports" are our own events."""
    query = query or Query()
    wide = replace(query, since=_moved(query.since, -days), until=_moved(query.until, days))
    lines: list[dict[str, Any]] = []
    met: dict[str, int] = {}
    coarse: dict[str, int] = {}
    for name, other in (names, names[::-1]):
        found = _comparable(root, name, query)
        fine = _fine(found)
        against = _comparable(root, other, wide)
        hits = overlap.met(found[fine], against[_fine(against)], days=days, km=km)
        met[name], coarse[name] = int(hits.sum()), int((~fine).sum())
        lines += [_line(name, row) for row in tables.rows(found[fine][~hits])]
    lines.sort(key=lambda line: (line["start"], line["only_in"], line["event"]))
    shapes = [line.pop("geometry") for line in lines]
    return Comparison(tables.build(COMPARED, lines, shapes), met, coarse)


def _comparable(root: Path, name: str, query: Query) -> gpd.GeoDataFrame:
    if name != REPORTS:
        found = importing.read(root, name, query.since, query.until)
        return found[found["kind"].isin([*query.kind, UNSAID])] if query.kind else found
    return store.events(find(root), query)


def _fine(frame: gpd.GeoDataFrame) -> Any:
    """Return which rows have a point that is no further off than a raion's or a stretch of land's."""
    precision = frame["geo_precision"].to_numpy()
    return (precision >= _FINEST) & (precision <= _COARSEST) & ~frame.geometry.is_empty.to_numpy()


def _line(name: str, row: Any) -> dict[str, Any]:
    ours = name == REPORTS
    told = {column: getattr(row, column) for column in ("start", "end", "kind", "actor", "place", "admin1")}
    return told | {
        "only_in": name,
        "event": row.event_id if ours else row.import_id,
        "geo_precision": row.geo_precision,
        "text": row.excerpt if ours else row.text,
        "licence": "" if ours else row.licence,
        "geometry": row.geometry,
    }


def _moved(day: date | None, days: int) -> date | None:
    return None if day is None else day + timedelta(days)
