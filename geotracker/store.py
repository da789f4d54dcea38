"""The GeoParquet dataset: mentions, one file a report, are the truth; events are derived from them by month.

    data/store/mentions/report_date=2025-01-18/2025-01-18-sample.parquet
    data/store/events/month=2025-01.parquet
    data/store/mentions_closed/month=2025-01.parquet      once `store compact` has closed the month
    data/store/sectors/report_date=2025-01-18/2025-01-18-sample.parquet

Each file carries, in its Parquet metadata under "geotracker", what it was made from, so that a run that was
cut off is noticed and mended by the next one. The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from geotracker import corrections as _corrections
from geotracker import parquet, tables
from geotracker.errors import StoreError, nearest
from geotracker.query import Query, chosen, conditions
from geotracker.stored import Stored, drop, file, keep, remember, reports, rows, with_sectors, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import geopandas as gpd

    from geotracker.corrections import Correction
    from geotracker.workspace import Workspace

    Merge = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]
    Month = tuple[str, Sequence[Stored]]
    Each = Callable[[Callable[[Month], str], Iterable[Month]], Iterable[str]]

__all__ = [
    "Query",
    "Stored",
    "choose",
    "derive",
    "drop",
    "event_ids",
    "events",
    "file",
    "keep",
    "mentions",
    "months",
    "read",
    "reports",
    "resolve",
    "rows",
    "sectors",
    "with_sectors",
    "write",
]


def derive(
    workspace: Workspace,
    merge: Merge,
    correct: Merge = lambda events: events,
    corrections: Sequence[Correction] = (),
    each: Each = map,
) -> list[str]:
    """Bring the months of events up to date with the mentions; return the months that were written or removed.

    Only months whose reports or `corrections` changed since are merged again: each month file names what it was made
    from. An event stays in the month that it was read for, also where `correct` moves it in time. `each` merges
    months as `map` would; each of them needs its own reports alone.
    """
    wanted: dict[str, list[Stored]] = {}
    for stored in remember(workspace):
        for month in stored.months:
            wanted.setdefault(month, []).append(stored)
    folder = workspace.store / "events"
    changed = []
    for path in _files(folder, "month=*.parquet"):
        if path.stem.removeprefix("month=") not in wanted:
            path.unlink()
            changed.append(path.stem.removeprefix("month="))
    stale = [item for item in sorted(wanted.items()) if not _is_made(workspace, *item, corrections)]
    return changed + list(each(partial(_merge_month, workspace, merge, correct, corrections), stale))


def _is_made(workspace: Workspace, month: str, sources: Sequence[Stored], corrections: Sequence[Correction]) -> bool:
    path = _month_file(workspace, month)
    return path.is_file() and _made_from(path) == [_fingerprint(sources), _corrected(_ids(path), corrections)]


def _merge_month(
    workspace: Workspace, merge: Merge, correct: Merge, corrections: Sequence[Correction], item: Month
) -> str:
    """Write the events of a month, made from its reports, and return the month."""
    month, sources = item
    events = merge(_read_reports(workspace, sources))
    within = events["start"].map(lambda day: day.strftime("%Y-%m") == month).astype(bool)
    events = events[within].sort_values(["start", "event_id"], kind="stable")
    corrected = _corrected((any_id for ids in events["mention_ids"] for any_id in ids), corrections)
    passport = {"made_from": _fingerprint(sources), "corrected": corrected, "month": month}
    arrow = tables.to_arrow(correct(events), tables.EVENTS)
    parquet.write(_month_file(workspace, month), arrow, tables.EVENTS, passport)
    return month


def _month_file(workspace: Workspace, month: str) -> Path:
    return workspace.store / "events" / f"month={month}.parquet"


def mentions(workspace: Workspace, report_ids: Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """Return the MENTIONS of these reports, or of all, by report date, id and offset.

    `event_id` is the one of today: merging across reports may have given it since the report was read.
    """
    wanted = None if report_ids is None else set(report_ids)
    found = [stored for stored in reports(workspace) if wanted is None or stored.report_id in wanted]
    frame = _read_reports(workspace, found)
    known = event_ids(workspace)
    ids = zip(frame["mention_id"], frame["event_id"], strict=True)
    return tables.check(frame.assign(event_id=[known.get(own, told) for own, told in ids]), tables.MENTIONS)


def events(workspace: Workspace, query: Query | None = None) -> gpd.GeoDataFrame:
    """Return the EVENTS whose window touches the query's and that fit it, by `start` and id."""
    query = query or Query()
    return choose([read(path, query) for path in months(workspace).values()], query)


def months(workspace: Workspace) -> dict[str, Path]:
    """Return the file of each month of events (YYYY-MM), the earliest first."""
    files = _files(workspace.store / "events", "month=*.parquet")
    return {path.stem.removeprefix("month="): path for path in files}


def read(path: Path, query: Query | None = None) -> pa.Table:
    """Return the rows of a file of events that fit the query, all without one; in an older store the box is not tried.

    They are EVENTS as `tables.to_arrow` gives them. StoreError names a file that is damaged or lacks a column.
    """
    query = query or Query(withdrawn=True)
    with parquet.sound(path):
        return tables.declared(parquet.read(path, conditions(query), bbox=query.bbox), tables.EVENTS)


def choose(parts: Sequence[pa.Table], query: Query | None = None) -> gpd.GeoDataFrame:
    """Return the EVENTS of what `read` gave, those in the query's box, by `start` and id."""
    return tables.from_arrow(chosen(parts, query or Query()), tables.EVENTS)


def sectors(workspace: Workspace, since: date | None = None, until: date | None = None) -> gpd.GeoDataFrame:
    """Return the SECTORS of the reports of these days, both included, by report date, id and offset."""
    first, last = str(since or ""), str(until or "9")
    found = [stored for stored in reports(workspace) if first <= stored.report_date <= last]
    return _frame(rows(workspace, "sectors", found), tables.SECTORS)


def resolve(workspace: Workspace, any_id: str) -> str:
    """Return the id of the event that an event's or mention's id belongs to; StoreError for an unknown one."""
    known = event_ids(workspace)
    if any_id not in known:
        message = f"no event or mention has the id {any_id!r}{nearest(any_id, known)}: `geotracker events` lists them"
        raise StoreError(message)
    return known[any_id]


def event_ids(workspace: Workspace) -> dict[str, str]:
    """Return the id of the event of today for the id of every event and mention, dropped ones too."""
    known = {}
    for path in _files(workspace.store / "events", "month=*.parquet"):
        for event_id, mention_ids in _mentions_of(path):
            known.update(dict.fromkeys([event_id, *mention_ids], event_id))
    return known


def told_on(workspace: Workspace) -> dict[str, str]:
    """Return the date of the report of every event of today, ISO 8601."""
    known: dict[str, str] = {}
    for path in _files(workspace.store / "events", "month=*.parquet"):
        arrow = parquet.read(path, columns=["event_id", "report_date"])
        known.update(zip(*(arrow.column(name).to_pylist() for name in ("event_id", "report_date")), strict=True))
    return known


def _mentions_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    arrow = parquet.read(path, columns=["event_id", "mention_ids"])
    return zip(*(arrow.column(name).to_pylist() for name in ("event_id", "mention_ids")), strict=True)


def _made_from(path: Path) -> list[str]:
    """Return the fingerprints of the reports and corrections that a month file was made from."""
    passport = parquet.passport(path)
    return [passport.get("made_from", ""), passport.get("corrected", "")]


def _ids(path: Path) -> Iterator[str]:
    for _, ids in _mentions_of(path):
        yield from ids


def _corrected(ids: Iterable[str], corrections: Sequence[Correction]) -> str:
    """Return a fingerprint of what was corrected in a month's events; joining and parting may bear on any month."""
    if not corrections:
        return ""
    here = {one.event for one in _corrections.bearing_on(corrections, ids)}
    return _corrections.fingerprint([one for one in corrections if one.regroups or one.event in here])


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


def _fingerprint(sources: Sequence[Stored]) -> str:
    return hashlib.sha256(repr(list(sources)).encode()).hexdigest()


def _read_reports(workspace: Workspace, found: Sequence[Stored]) -> gpd.GeoDataFrame:
    return _frame(rows(workspace, "mentions", found), tables.MENTIONS)


def _frame(parts: Sequence[pa.Table], table: tables.Table) -> gpd.GeoDataFrame:
    return (
        tables.from_arrow(pa.concat_tables([tables.filled(part, table) for part in parts]), table)
        if parts
        else tables.empty(table)
    )
