"""The GeoParquet dataset: mentions, one file a report, are the truth; events are derived from them by month.

    data/store/mentions/report_date=2025-01-18/2025-01-18-sample.parquet
    data/store/events/month=2025-01.parquet

Each file carries, in its Parquet metadata under "geotracker", what it was made from, so that a run that was
cut off is noticed and mended by the next one. The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import operator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import reduce
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyproj
import shapely

from geotracker import tables
from geotracker.errors import StoreError, nearest
from geotracker.workspace import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import geopandas as gpd

    from geotracker.workspace import Workspace

    Merge = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]

_KEY = b"geotracker"
# A report is merged into a month when one of its windows starts within so many days of it: events that span
# the turn of a month, and the mentions that compete for them, are then in sight on both sides.
_MARGIN = timedelta(days=10)
_REGION_COLUMNS = ("admin1", "admin1_code", "admin2", "country", "country_name")


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store says of a report that it holds."""

    report_id: str
    report_date: str
    title: str
    url: str
    original: str
    """The name of the kept original in data/reports."""
    sha256: str
    """Of the original's bytes."""
    extractor: str
    made_by: str
    """A fingerprint of the extractor, lexicon and gazetteer that the rows come from."""
    months: tuple[str, ...] = ()
    """The months of events (YYYY-MM) that its mentions bear on."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which events to read: both days included, None and empty mean no restriction."""

    since: date | None = None
    until: date | None = None
    kind: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    region: str = ""
    """An oblast, raion or country, by name or code."""
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees."""


def write(workspace: Workspace, stored: Stored, mentions: gpd.GeoDataFrame) -> Stored:
    """Put a report's mentions into the store in place of what it held of that report; return what it now says."""
    starts = [day for value in mentions["start"] for day in (value - _MARGIN, value, value + _MARGIN)]
    months = tuple(sorted({day.strftime("%Y-%m") for day in starts}))
    stored = Stored(**{**asdict(stored), "months": months})
    path = _mentions_file(workspace, stored.report_id, stored.report_date)
    for stale in (workspace.store / "mentions").glob(f"*/{stored.report_id}.parquet"):
        if stale != path:  # gone first: cut off here, the report is read again from its original
            stale.unlink()
    _write(path, mentions, tables.MENTIONS, asdict(stored))
    return stored


def drop(workspace: Workspace, stored: Stored) -> None:
    """Take a report out of the store."""
    _mentions_file(workspace, stored.report_id, stored.report_date).unlink(missing_ok=True)


def reports(workspace: Workspace) -> list[Stored]:
    """Return what the store holds, by report date and id. StoreError names a damaged file."""
    held = [_stored(path) for path in _files(workspace.store / "mentions", "*/*.parquet")]
    return sorted(held, key=lambda stored: (stored.report_date, stored.report_id))


def derive(workspace: Workspace, merge: Merge) -> list[str]:
    """Bring the months of events up to date with the mentions; return the months that were written or removed.

    Only months whose reports changed since are merged again: each month file names the reports it was made from.
    """
    held = reports(workspace)
    wanted: dict[str, list[Stored]] = {}
    for stored in held:
        for month in stored.months:
            wanted.setdefault(month, []).append(stored)
    folder = workspace.store / "events"
    changed = []
    for path in _files(folder, "month=*.parquet"):
        if path.stem.removeprefix("month=") not in wanted:
            path.unlink()
            changed.append(path.stem.removeprefix("month="))
    for month, sources in sorted(wanted.items()):
        path = folder / f"month={month}.parquet"
        made_from = _fingerprint(sources)
        if not path.is_file() or _passport(path).get("made_from") != made_from:
            events = merge(_read_reports(workspace, sources))
            within = events["start"].map(lambda day, month=month: day.strftime("%Y-%m") == month).astype(bool)
            events = events[within].sort_values(["start", "event_id"], kind="stable")
            _write(path, events, tables.EVENTS, {"made_from": made_from, "month": month})
            changed.append(month)
    return changed


def mentions(workspace: Workspace, report_ids: Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """Return the MENTIONS of these reports, or of all, by report date, id and offset.

    `event_id` is the one of today: merging across reports may have given it since the report was read.
    """
    wanted = None if report_ids is None else set(report_ids)
    found = [stored for stored in reports(workspace) if wanted is None or stored.report_id in wanted]
    frame = _read_reports(workspace, found)
    known = _event_of(workspace)
    ids = zip(frame["mention_id"], frame["event_id"], strict=True)
    return tables.check(frame.assign(event_id=[known.get(own, told) for own, told in ids]), tables.MENTIONS)


def events(workspace: Workspace, query: Query | None = None) -> gpd.GeoDataFrame:
    """Return the EVENTS whose window touches the query's and that fit it, by `start` and id."""
    query = query or Query()
    files = _files(workspace.store / "events", "month=*.parquet")
    if query.until:
        files = [path for path in files if path.stem <= f"month={query.until:%Y-%m}"]
    frame = _frame([_read(path, _condition(query)) for path in files], tables.EVENTS)
    if query.bbox:
        frame = frame[frame.geometry.intersects(shapely.box(*query.bbox))].reset_index(drop=True)
    return frame


def resolve(workspace: Workspace, any_id: str) -> str:
    """Return the id of the event that an event's or mention's id belongs to; StoreError for an unknown one."""
    known = _event_of(workspace)
    if any_id not in known:
        message = f"no event or mention has the id {any_id!r}{nearest(any_id, known)}: `geotracker events` lists them"
        raise StoreError(message)
    return known[any_id]


def _condition(query: Query) -> pc.Expression | None:
    chosen = {"kind": query.kind, "actor": query.actor, "evidence": query.evidence}
    tests = [pc.field(name).isin(values) for name, values in chosen.items() if values]
    if query.since:
        tests.append(pc.field("end") >= pa.scalar(query.since))
    if query.until:
        tests.append(pc.field("start") <= pa.scalar(query.until))
    if query.region:
        columns = [pc.utf8_lower(pc.field(name)) for name in _REGION_COLUMNS]
        tests.append(reduce(operator.or_, [column == query.region.lower() for column in columns]))
    return reduce(operator.and_, tests) if tests else None


def _event_of(workspace: Workspace) -> dict[str, str]:
    known = {}
    for path in _files(workspace.store / "events", "month=*.parquet"):
        arrow = _read(path, columns=["event_id", "mention_ids"])
        for event_id, mention_ids in zip(*(arrow.column(name).to_pylist() for name in arrow.column_names), strict=True):
            known.update(dict.fromkeys([event_id, *mention_ids], event_id))
    return known


def _mentions_file(workspace: Workspace, report_id: str, report_date: str) -> Path:
    return workspace.store / "mentions" / f"report_date={report_date}" / f"{report_id}.parquet"


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


def _fingerprint(sources: Sequence[Stored]) -> str:
    return hashlib.sha256(json.dumps([asdict(source) for source in sources], sort_keys=True).encode()).hexdigest()


def _read_reports(workspace: Workspace, found: Sequence[Stored]) -> gpd.GeoDataFrame:
    files = [_mentions_file(workspace, stored.report_id, stored.report_date) for stored in found]
    return _frame([_read(path) for path in files], tables.MENTIONS)


def _frame(parts: Sequence[pa.Table], table: tables.Table) -> gpd.GeoDataFrame:
    return tables.from_arrow(pa.concat_tables(parts), table) if parts else tables.empty(table)


def _write(path: Path, frame: gpd.GeoDataFrame, table: tables.Table, passport: dict[str, Any]) -> None:
    arrow = tables.to_arrow(frame, table)
    bounds = frame.geometry.total_bounds
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["Point"],
                "crs": pyproj.CRS(tables.CRS).to_json_dict(),
                **({} if pd.isna(bounds).any() else {"bbox": bounds.tolist()}),
            },
        },
    }
    arrow = arrow.replace_schema_metadata({b"geo": json.dumps(geo), _KEY: json.dumps(passport, ensure_ascii=False)})
    with replacing(path) as aside:
        pq.write_table(arrow, aside, compression="zstd")


def _read(path: Path, condition: pc.Expression | None = None, columns: list[str] | None = None) -> pa.Table:
    # A file object keeps pyarrow from reading "month=2025-01" in the path as a column of its own.
    with _sound(path), path.open("rb") as file:
        return pq.read_table(file, columns=columns, filters=condition).replace_schema_metadata()


def _passport(path: Path) -> dict[str, Any]:
    with _sound(path):
        passport: dict[str, Any] = json.loads((pq.read_metadata(path).metadata or {})[_KEY])
        return passport


def _stored(path: Path) -> Stored:
    with _sound(path):
        passport = _passport(path)
        return Stored(**{**passport, "months": tuple(passport["months"])})


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as fault:
        message = f"{path} is damaged: delete it, then `geotracker refresh` reads its reports again"
        raise StoreError(message) from fault
