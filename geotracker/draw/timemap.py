"""Events as Bellingcat's TimeMap reads them: events, the sources that they name, and what they can be filtered by.

The keys are those of its schemas, https://github.com/bellingcat/ukraine-timemap, src/reducers/validate; it drops what
has another. Everything is text there, coordinates too; its DATE_FMT is MM/DD/YYYY.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from geotracker.draw import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import geopandas as gpd

    from geotracker.notice import Notice
    from geotracker.tables import Table

_FILTERS = {"kind": "Kind", "actor": "Side", "evidence": "Evidence"}
_encode = json.JSONEncoder(ensure_ascii=False).encode


def texts(frame: gpd.GeoDataFrame, table: Table, notice: Notice | None = None) -> dict[str, str]:
    """Return "events", "sources" and "associations" as JSON: what EVENTS_EXT, SOURCES_EXT and ASSOCIATIONS_EXT name.

    A window of several days is shown on its first day and told in `time_display`; the unplaced have no coordinates.
    The notice stands in the `comments` of each event and in the `description` of each source.
    """
    arrow = cleaned.columns(frame, table)
    shapes = shapely.from_wkb(arrow.column("geometry").to_numpy())
    rows = arrow.drop_columns("geometry").to_pylist()
    told = notice.short if notice else ""
    events = [_event(row, shape, told) for row, shape in zip(rows, shapes, strict=True)]
    return {
        "events": _lines(_encode(event) for event in events),
        "sources": _mapping(_sources(rows, notice)),
        "associations": _lines(_encode(one) for one in _associations(rows)),
    }


def _event(row: Mapping[str, Any], shape: shapely.Point | None, told: str) -> dict[str, Any]:
    window = row["start"].isoformat()
    if row["end"] != row["start"]:
        window += f" – {row['end'].isoformat()}"
    return {
        "id": row["event_id"],
        "description": row["excerpt"] or "",
        "date": _day(row["start"]),
        "time": "",
        "time_precision": row["time_precision"] or "",
        "time_display": window,
        "location": ", ".join(row[name] for name in ("place", "admin1") if row[name]),
        "latitude": "" if shape is None else repr(shape.y),
        "longitude": "" if shape is None else repr(shape.x),
        "category": row["kind"] or "",
        "associations": [f"{name}:{row[name]}" for name in _FILTERS if row[name]],
        "sources": [row["report_id"], *_notes(row)],
        "comments": told,
    }


def _day(day: date) -> str:
    return day.strftime("%m/%d/%Y")


def _notes(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the address of each endnote by the id of its source."""
    noted = (endnote.partition(" ") for endnote in row["endnotes"])
    return {f"{row['report_id']}:{number}": url for number, _, url in noted}


def _sources(rows: Iterable[Mapping[str, Any]], notice: Notice | None) -> dict[str, dict[str, Any]]:
    told = notice.short if notice else ""
    found: dict[str, dict[str, Any]] = {}
    if notice:
        found["notice"] = _source("notice", notice.title, "", notice.text)
    for row in rows:
        report_id = row["report_id"]
        if report_id not in found:
            dated = {"date": row["report_date"] or ""}
            found[report_id] = _source(report_id, f"Report {report_id}", row["report_url"], told) | dated
        for source_id, url in _notes(row).items():
            title = f"Endnote {source_id.rpartition(':')[2]} of report {report_id}"
            found.setdefault(source_id, _source(source_id, title, url, ""))
    return dict(sorted(found.items()))


def _source(source_id: str, title: str, url: str | None, description: str) -> dict[str, Any]:
    return {"id": source_id, "title": title, "paths": [], "url": url or "", "description": description}


def _associations(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    values = sorted({(name, row[name]) for row in rows for name in _FILTERS if row[name]})
    return [
        {"id": f"{name}:{value}", "title": value, "desc": "", "mode": "FILTER", "filter_paths": [_FILTERS[name], value]}
        for name, value in values
    ]


def _lines(items: Iterable[str]) -> str:
    # An item a line, so that two days' files compare line by line.
    return "[" + ",".join(f"\n{item}" for item in items) + "\n]\n"


def _mapping(items: Mapping[str, Any]) -> str:
    return "{" + ",".join(f"\n{_encode(key)}: {_encode(value)}" for key, value in items.items()) + "\n}\n"
