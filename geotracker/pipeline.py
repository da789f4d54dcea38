"""The whole flow on one page: reports in, events into the store, maps and exports out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker import intake, store
from geotracker.geo import places
from geotracker.intake import Outcome, Reader
from geotracker.records import Bearing, PlaceName, Report
from geotracker.text import reports
from geotracker.workspace import Workspace, create, find, lock, package_path, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd

    from geotracker.draw.layers import Layer
    from geotracker.records import Place
    from geotracker.store import Query

EXPORTS = ("geojson", "gpkg", "csv")


@dataclass(frozen=True, slots=True)
class Explanation:
    """An event and the mentions that it stands on: what each row means is in tables.EVENTS and tables.MENTIONS."""

    event: gpd.GeoDataFrame
    mentions: gpd.GeoDataFrame


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many excerpts were looked up in the kept originals, and a line for each that does not stand there."""

    n_reports: int
    n_excerpts: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did, or would do: reports, months of events, and files in maps/."""

    outcomes: tuple[Outcome, ...]
    written: tuple[Path, ...]
    n_events: int


def init(root: Path) -> list[Path]:
    """Make a workspace in `root` and return the files that were added."""
    return create(root)


def extract(
    source: Report | Path | str, *, root: Path | None = None, day: date | None = None, now: date | None = None
) -> gpd.GeoDataFrame:
    """Return the EVENTS of one report, a file or one that was read; the unplaced have an empty geometry.

    Where `root` is a workspace, its lexicon and places are used too. ReportError: it cannot be read or dated.
    """
    workspace = Workspace(root) if root and Workspace(root).exists else None
    report = source if isinstance(source, Report) else reports.read(source, date=day, now=now)
    return Reader(workspace).events(report)


def ingest(
    root: Path,
    sources: Sequence[Path | str],
    *,
    day: date | None = None,
    now: date | None = None,
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Bring reports into the store of the workspace in `root` and say what became of each, as it goes, to `done`."""
    workspace = find(root)
    with lock(workspace):
        return intake.take_in(workspace, sources, day=day, now=now, done=done)


def events(root: Path | str, query: Query | None = None) -> gpd.GeoDataFrame:
    """Return the EVENTS in the store of the workspace in `root` that fit the query, by `start`."""
    return store.events(find(Path(root)), query)


def explain(root: Path, any_id: str) -> Explanation:
    """Return the event that an event's or mention's id belongs to, with its mentions, earliest first."""
    workspace = find(root)
    event_id = store.resolve(workspace, any_id)
    known = store.events(workspace)
    rows = store.mentions(workspace)
    return Explanation(known[known["event_id"] == event_id], rows[rows["event_id"] == event_id])


def verify(root: Path) -> Verdict:
    """Read every kept original again and look up each excerpt at its offsets."""
    workspace = find(root)
    held = store.reports(workspace)
    faults: list[str] = []
    n_excerpts = 0
    for stored in held:
        rows = store.mentions(workspace, [stored.report_id])
        n_excerpts += len(rows)
        faults += intake.misplaced(workspace, stored, rows)
    return Verdict(len(held), n_excerpts, tuple(faults))
