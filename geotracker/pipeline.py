"""The whole flow on one page: reports in, events into the store, maps and exports out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from geotracker import (
    cluster,
    controlintake,
    corrections,
    exports,
    intake,
    listing,
    outputs,
    reader,
    record,
    refreshing,
    store,
)
from geotracker.errors import StoreError
from geotracker.issuing import Wish as RefreshWish
from geotracker.ledger import former, lookback, noting
from geotracker.records import Report
from geotracker.store import Query
from geotracker.task import in_process
from geotracker.text.extractors import RULES
from geotracker.workspace import Workspace, find, lock, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from pathlib import Path

    import geopandas as gpd

    from geotracker.corrections import Correction
    from geotracker.exports import Exported, Wish
    from geotracker.intake import Outcome
    from geotracker.ledger.journal import Line
    from geotracker.records import Untold
    from geotracker.refreshing import Refreshed


@dataclass(frozen=True, slots=True)
class Explanation:
    """An event (a row of EVENTS), the MENTIONS that it stands on, earliest first, and what was corrected in it."""

    event: gpd.GeoDataFrame
    mentions: gpd.GeoDataFrame
    corrections: tuple[Correction, ...] = ()
    history: tuple[Line, ...] = ()
    """The ledger's lines of its versions, the earliest first."""
    end: Line | None = None
    """The line since which no event of the record has the id; the rest is then as it was before."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many excerpts were looked up in the kept originals, and a line for each that does not stand there."""

    n_reports: int
    n_excerpts: int
    faults: tuple[str, ...]


def extract(
    source: Report | Path | str,
    *,
    root: Path | None = None,
    day: date | None = None,
    now: date | None = None,
    extractor: str = RULES,
) -> gpd.GeoDataFrame:
    """Return the EVENTS of one report, a file or one that was read; the unplaced have an empty geometry.

    Where `root` is a workspace, its lexicon, places and corrections are used too. ReportError: it cannot be read or
    dated. ExtractorError: the extractor is not known or failed.
    """
    report = source if isinstance(source, Report) else intake.read(source, day=day, now=now)
    return reader.of(root).corrected(report, extractor)


def untold(report: Report, *, root: Path | None = None, extractor: str = RULES) -> list[Untold]:
    """Return the sentences of a report that have an event cue but gave no event, each with its cues and why."""
    return reader.of(root).untold(report, extractor)


def ingest(
    root: Path,
    paths: Sequence[Path | str],
    *,
    day: date | None = None,
    now: date | None = None,
    extractor: str = "",
    dask: str = "",
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Bring reports into the store of the workspace in `root` and say what became of each, as it goes, to `done`.

    Without `extractor` each is read with the one that read it before, else with the rules. The workers of the cluster
    at the address `dask` ("local": one that is started here) read and merge where it is given, to the same end; the
    caller's main module must then be safe to import. ClusterError: they do not answer or cannot.
    """
    workspace = find(root.absolute() if dask else root)
    hire = partial(cluster.executor, dask) if dask else in_process
    with lock(workspace):
        outcomes = intake.take_in(workspace, paths, day=day, now=now, extractor=extractor, done=done, hire=hire)
        noting.note(workspace, now)
    return outcomes


def events(root: Path | str, query: Query | None = None, *, beyond_control: bool = False) -> gpd.GeoDataFrame:
    """Return the EVENTS in the store of the workspace in `root` that fit the query, by `start`.

    With `beyond_control` only claimed advances that lie beyond assessed control on their day.
    """
    return listing.events(root, query, beyond_control=beyond_control)


def _then(workspace: Workspace, query: Query | None) -> AbstractContextManager[Workspace]:
    """Return the workspace as it was known on the day that the query looks back on, if it does."""
    return lookback.on(workspace, query.as_of if query else None)


def sectors(root: Path, since: date | None = None, until: date | None = None) -> gpd.GeoDataFrame:
    """Return the SECTORS of the reports of these days that stand: what they say of whole directions."""
    return record.sectors(find(root), since, until)


def explain(root: Path, any_id: str) -> Explanation:
    """Return the event that an event's or mention's id belongs to, with its mentions; of one that is gone, its last.

    Raises StoreError for an id that was never known.
    """
    workspace = find(root)
    try:
        event_id = store.resolve(workspace, any_id)
    except StoreError:
        was = former.find(workspace, any_id)
        if was is None:
            raise
        return Explanation(was.event, was.mentions, history=was.history, end=was.end)
    known, said = record.events(workspace, Query(withdrawn=True)), store.mentions(workspace)
    said = said[said["event_id"] == event_id]
    corrected = corrections.bearing_on(_corrections(workspace), [event_id, *said["mention_id"], *said["report_id"]])
    versions = tuple(noting.history(workspace, event_id))
    return Explanation(known[known["event_id"] == event_id], said, tuple(corrected), versions)


def verify(root: Path, as_of: date | None = None) -> Verdict:
    """Read every kept original again and look up each excerpt at its offsets; with `as_of`, those of that day."""
    faults: list[str] = []
    with lookback.on(find(root), as_of) as workspace:
        held, said = store.reports(workspace), store.mentions(workspace)
        for stored in held:
            faults += intake.misplaced(workspace, stored, said[said["report_id"] == stored.report_id])
    return Verdict(len(held), len(said), tuple(faults))


def draw(
    root: Path,
    output: Path | None = None,
    query: Query | None = None,
    *,
    now: date | None = None,
    public: bool = False,
    embed: bool = False,
    moment: datetime | None = None,
) -> Path:
    """Write the map as one HTML file and return its path: maps/index.html, or maps/embed.html, unless named."""
    workspace = find(root)
    path = output or workspace.maps / ("embed.html" if embed else "index.html")
    with _then(workspace, query) as then:
        publish(path, outputs.page(then, query, now, public=public, embed=embed, moment=moment))
    return path


def picture(
    root: Path,
    output: Path | None = None,
    query: Query | None = None,
    *,
    now: date | None = None,
    public: bool = False,
    moment: datetime | None = None,
) -> Path:
    """Write the map as a still, maps/map.png unless named, and return its path. ExportError: no browser takes it."""
    from geotracker.draw import still  # noqa: PLC0415  only a picture needs it

    workspace = find(root)
    path = output or workspace.maps / "map.png"
    with _then(workspace, query) as then:
        publish(path, still.picture(outputs.page(then, query, now, public=public, moment=moment)))
    return path


def export(root: Path, wish: Wish, query: Query | None = None) -> Exported:
    """Write the events that fit the query as `wish` says; return where, and what was left out of it."""
    with _then(find(root), query) as then:
        return exports.export(then, record.events(then, query), wish)


def inbox(root: Path) -> list[Path]:
    """Return the reports in data/reports, kept originals included."""
    return intake.inbox(find(root))


def pending(root: Path) -> list[Path]:
    """Return the files in data/reports and data/control that a refresh would read."""
    workspace = find(root)
    return [*intake.pending(workspace), *controlintake.pending(workspace)]


def refresh(
    root: Path,
    *,
    now: date | None = None,
    wish: RefreshWish | None = None,
    done: Callable[[Outcome], None] = lambda _: None,
) -> Refreshed:
    """Bring in what is new from sources, data/reports and data/control; publish map, exports and what changed."""
    return refreshing.refresh(root, wish or RefreshWish(now), done=done)


def _corrections(workspace: Workspace) -> list[Correction]:
    return corrections.load(workspace.data / corrections.FILE)
