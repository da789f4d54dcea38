"""The whole flow on one page: reports in, events into the store, maps and exports out."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geotracker import __version__, store
from geotracker.errors import GeotrackerError, ReportError
from geotracker.geo import gazetteer, places, regions
from geotracker.geo import events as merging
from geotracker.records import Report
from geotracker.text import lexicon, mentions, reports
from geotracker.workspace import Workspace, lock, package_path, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import geopandas as gpd

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.text.lexicon import Lexicon

EXTRACTOR = f"geotracker {__version__}"
EXPORTS = ("geojson", "gpkg", "csv")


@dataclass(frozen=True, slots=True)
class Tools:
    """What a report is read with; loaded once a run."""

    lexicon: Lexicon
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: `message` says why it failed."""

    source: str
    status: Literal["added", "replaced", "unchanged", "failed"]
    report_id: str = ""
    n_mentions: int = 0
    message: str = ""


def extract(source: Report | Path | str, *, workspace: Workspace | None = None, day: date | None = None) -> gpd.GeoDataFrame:
    """Return the EVENTS of one report, a file or one that was read; the unplaced have an empty geometry.

    Raises ReportError where the file cannot be read or dated.
    """
    report = source if isinstance(source, Report) else reports.read(source, date=day)
    return merging.merge(_mentions(report, _tools(workspace)))


def ingest(
    workspace: Workspace,
    sources: Sequence[Path | str],
    *,
    day: date | None = None,
    now: date | None = None,
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Bring reports into the store and say what became of each; `done` hears it as it goes.

    A report that cannot be read is an Outcome with status "failed"; the others go on.
    """
    with lock(workspace):
        return _ingest(workspace, sources, day, now, done)


def events(root: Path | str, query: store.Query | None = None) -> gpd.GeoDataFrame:
    """Return the EVENTS in the store of the workspace in `root` that fit the query, by `start`."""
    return store.events(Workspace(Path(root)), query)


def inbox(workspace: Workspace) -> list[Path]:
    """Return the reports that lie in data/reports, kept originals included."""
    found = workspace.reports.iterdir() if workspace.reports.is_dir() else ()
    return sorted(path for path in found if path.is_file() and not path.name.startswith((".", "README")))


def _ingest(
    workspace: Workspace,
    sources: Sequence[Path | str],
    day: date | None,
    now: date | None,
    done: Callable[[Outcome], None],
) -> list[Outcome]:
    held = store.reports(workspace)
    made_by = _made_by(workspace)
    tools = cache(lambda: _tools(workspace))
    outcomes = []
    for source in sources:
        try:
            outcome = _ingest_one(workspace, source, held, made_by, tools, day, now)
        except GeotrackerError as fault:
            outcome = Outcome(str(source), "failed", message=str(fault))
        outcomes.append(outcome)
        done(outcome)
    store.derive(workspace, merging.merge)
    return outcomes


def _ingest_one(workspace, source, held, made_by, tools, day, now) -> Outcome:
    path = Path(source)
    data = sys.stdin.buffer.read() if source == "-" else _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    same = next((stored for stored in held if stored.sha256 == sha256), None)
    if same and day is None:
        day = date.fromisoformat(same.report_date)
    if same and same.made_by == made_by and same.report_date == str(day) and (workspace.reports / same.original).is_file():
        return Outcome(str(source), "unchanged", same.report_id)
    report = reports.read_bytes(data, "stdin.txt" if source == "-" else path.name, date=day, now=now)
    rows = _mentions(report, tools())
    original = _keep(workspace, path, data, report)
    stored = store.Stored(
        report.report_id, report.date.isoformat(), report.title, report.url, original, sha256, EXTRACTOR, made_by
    )
    replaced = any(other.report_id == report.report_id for other in held)
    held[:] = [other for other in held if other.report_id != report.report_id]
    held.append(store.write(workspace, stored, rows))
    return Outcome(str(source), "replaced" if replaced else "added", report.report_id, len(rows))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        message = f"{path}: {fault.strerror}"
        raise ReportError(message) from fault


def _keep(workspace: Workspace, source: Path, data: bytes, report: Report) -> str:
    """Put the original under its own name into data/reports and return the name."""
    inside = source.resolve().parent == workspace.reports.resolve()
    target = workspace.reports / f"{report.report_id}{source.suffix.lower() or '.txt'}"
    twins = [path for path in workspace.reports.glob(f"{report.report_id}.*") if path not in (target, source)]
    if inside and twins:
        message = f"{source}: report {report.report_id} is kept already as {twins[0].name}: remove one of the two"
        raise ReportError(message)
    if inside and source.name != target.name:
        source.replace(target)
    else:
        publish(target, data)
    for twin in twins:
        twin.unlink()
    return target.name


def _mentions(report: Report, tools: Tools) -> gpd.GeoDataFrame:
    found = mentions.extract(report, tools.lexicon)
    return regions.join(places.geocode(report, found, tools.gazetteer))


def _tools(workspace: Workspace | None) -> Tools:
    """Load lexicon and gazetteer: the package's, and what the workspace adds to them."""
    root = workspace.root if workspace and workspace.exists else None
    return Tools(lexicon.load(_own_lexicon(workspace)), gazetteer.load(root))


def _own_lexicon(workspace: Workspace | None) -> Path | None:
    shipped = package_path("data", "lexicon")
    own = workspace.lexicon if workspace else shipped
    return own if own.is_dir() and own.resolve() != shipped.resolve() else None


def _made_by(workspace: Workspace) -> str:
    """Return a fingerprint of all that rows depend on beside the report: when it changes, reports are read again."""
    shipped = package_path("data")
    files: Iterable[Path] = [
        *sorted((shipped / "lexicon").glob("*.toml")),
        *sorted((shipped / "gazetteer").glob("*")),
        *sorted((_own_lexicon(workspace) or Path("/nowhere")).glob("*.toml")),
        *sorted((workspace.data / "gazetteer").glob("*")),
        workspace.data / "places.csv",
    ]
    digest = hashlib.sha256(EXTRACTOR.encode())
    for path in files:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
