"""The whole flow on one page: reports in, events into the store, maps and exports out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker import control, controlintake, corrections, freshness, intake, reader, sources, store
from geotracker.control import Window
from geotracker.draw import digest, files, layers
from geotracker.records import Report, Sector
from geotracker.store import Query
from geotracker.tables import FOOTPRINTS, rows
from geotracker.text.extractors import RULES
from geotracker.workspace import Workspace, find, lock, package_path, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd

    from geotracker.corrections import Correction
    from geotracker.draw.layers import Layer
    from geotracker.intake import Outcome
    from geotracker.records import Untold


@dataclass(frozen=True, slots=True)
class Explanation:
    """An event (a row of EVENTS), the MENTIONS that it stands on, earliest first, and what was corrected in it."""

    event: gpd.GeoDataFrame
    mentions: gpd.GeoDataFrame
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many excerpts were looked up in the kept originals, and a line for each that does not stand there."""

    n_reports: int
    n_excerpts: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: what became of each report, the files that changed, and what the store holds now."""

    outcomes: tuple[Outcome, ...]
    written: tuple[Path, ...]
    n_events: int
    n_unplaced: int
    unmatched: tuple[str, ...] = ()
    """A line for each correction that matches nothing."""
    control: tuple[controlintake.Outcome, ...] = ()
    """What became of each file of data/control that was new."""


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
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Bring reports into the store of the workspace in `root` and say what became of each, as it goes, to `done`.

    Without `extractor` each is read with the one that read it before, else with the rules.
    """
    workspace = find(root)
    with lock(workspace):
        return intake.take_in(workspace, paths, day=day, now=now, extractor=extractor, done=done)


def events(root: Path | str, query: Query | None = None, *, beyond_control: bool = False) -> gpd.GeoDataFrame:
    """Return the EVENTS in the store of the workspace in `root` that fit the query, by `start`.

    With `beyond_control` only claimed advances that lie beyond assessed control on their day.
    """
    found = _events(find(Path(root)), query)
    return found[found["beyond_control_km"] > 0].reset_index(drop=True) if beyond_control else found


def _events(workspace: Workspace, query: Query | None = None) -> gpd.GeoDataFrame:
    return control.stand(workspace, store.events(workspace, query))


def sectors(root: Path, since: date | None = None, until: date | None = None) -> gpd.GeoDataFrame:
    """Return the SECTORS of the reports of these days: what they say of whole directions."""
    return store.sectors(find(root), since, until)


def explain(root: Path, any_id: str) -> Explanation:
    """Return the event that an event's or mention's id belongs to, with its mentions."""
    workspace = find(root)
    event_id = store.resolve(workspace, any_id)
    known, said = _events(workspace, Query(withdrawn=True)), store.mentions(workspace)
    said = said[said["event_id"] == event_id]
    corrected = corrections.bearing_on(_corrections(workspace), [event_id, *said["mention_id"]])
    return Explanation(known[known["event_id"] == event_id], said, tuple(corrected))


def verify(root: Path) -> Verdict:
    """Read every kept original again and look up each excerpt at its offsets."""
    workspace = find(root)
    held, said = store.reports(workspace), store.mentions(workspace)
    faults: list[str] = []
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
) -> Path:
    """Write the map as one HTML file and return its path: maps/index.html, or maps/embed.html, unless named."""
    workspace = find(root)
    path = output or workspace.maps / ("embed.html" if embed else "index.html")
    publish(path, _page(workspace, query, now, public=public, embed=embed))
    return path


def picture(
    root: Path, output: Path | None = None, query: Query | None = None, *, now: date | None = None, public: bool = False
) -> Path:
    """Write the map as a still, maps/map.png unless named, and return its path. ExportError: no browser takes it."""
    from geotracker.draw import still  # noqa: PLC0415  only a picture needs it

    workspace = find(root)
    path = output or workspace.maps / "map.png"
    publish(path, still.picture(_page(workspace, query, now, public=public)))
    return path


def export(
    root: Path, format_: str, output: Path | None = None, query: Query | None = None, *, now: date | None = None
) -> Path:
    """Write the events as one of files.FORMATS, maps/events.FORMAT unless named, and return its path."""
    workspace = find(root)
    path = output or workspace.maps / f"events.{format_}"
    beside = control.layers(workspace, Window(query.since, query.until) if query else None)
    found = _events(workspace, query)
    if format_ != "csv":
        from geotracker.geo import outlines  # noqa: PLC0415  only what draws needs the grounds

        beside = [*beside, (FOOTPRINTS, outlines.polygons(found, workspace.root))]
    files.write(found, path, format_, beside=beside, today=_today(workspace, now))
    return path


def inbox(root: Path) -> list[Path]:
    """Return the reports in data/reports, kept originals included."""
    return intake.inbox(find(root))


def pending(root: Path) -> list[Path]:
    """Return the files in data/reports and data/control that a refresh would read."""
    workspace = find(root)
    return [*intake.pending(workspace), *controlintake.pending(workspace)]


def refresh(root: Path, *, now: date | None = None, done: Callable[[Outcome], None] = lambda _: None) -> Refreshed:
    """Read what is new in data/reports and data/control; write map, exports and today's page where they changed."""
    workspace = find(root)
    with lock(workspace):
        before = freshness.outside(workspace)
        outcomes = intake.take_in(workspace, intake.inbox(workspace), now=now, done=done)
        polygons = controlintake.take_in(workspace, now=now)
        found, today = _events(workspace), _today(workspace, now)
        unmatched = corrections.unmatched(_corrections(workspace), store.event_ids(workspace))
        maps = workspace.maps
        written = {
            maps / "index.html": publish(maps / "index.html", _page(workspace, None, now)),
            maps / "events.geojson": files.write(found, maps / "events.geojson", "geojson"),
            maps / "events.gpkg": files.write(found, maps / "events.gpkg", "gpkg", today=today),
            maps / "today.md": publish(maps / "today.md", _digest(workspace, unmatched)),
        }
        n_unplaced = int(found.geometry.is_empty.sum())
        well = not unmatched and "failed" not in [outcome.status for outcome in outcomes] + [
            one.status for one in polygons
        ]
        if well and freshness.outside(workspace) == before:
            freshness.keep(workspace, now, freshness.Summary(len(outcomes), len(found), n_unplaced))
    changed = tuple(path for path, differs in written.items() if differs)
    return Refreshed(tuple(outcomes), changed, len(found), n_unplaced, tuple(unmatched), tuple(polygons))


def _today(workspace: Workspace, now: date | None) -> date | None:
    """Return the day that files bear: the one given, else the newest report's."""
    held = store.reports(workspace)
    return now or (date.fromisoformat(held[-1].report_date) if held else None)


def _page(
    workspace: Workspace, query: Query | None, now: date | None, *, public: bool = False, embed: bool = False
) -> str:
    from geotracker.draw import leaflet  # noqa: PLC0415  folium is half a second that only a map pays

    found = _events(workspace, replace(query or Query(), withdrawn=True))
    said = store.mentions(workspace)
    days = tuple(date.fromisoformat(held.report_date) for held in store.reports(workspace))
    setting = leaflet.Setting(report_days=days, sectors=_directions(workspace), embed=embed)
    said = said[said["event_id"].isin(found["event_id"])]
    return leaflet.page(found, said, layers_of(workspace), now=now, public=public, setting=setting)


def _directions(workspace: Workspace) -> tuple[Sector, ...]:
    return tuple(
        Sector(row.report_id, date.fromisoformat(row.report_date), row.sector, row.status, row.sentence, *span)
        for row in rows(store.sectors(workspace))
        for span in [(row.start_char, row.end_char)]
    )


def layers_of(workspace: Workspace) -> list[Layer]:
    """Return the package's layers, with the workspace's own in place of those of the same name and beside them."""
    own = layers.load(workspace.layers) if any(workspace.layers.glob("*.toml")) else []
    known = {layer.layer_id: layer for layer in [*layers.load(package_path("layers")), *own]}
    return sorted(known.values(), key=lambda layer: (layer.order, layer.layer_id))


def _digest(workspace: Workspace, unmatched: Sequence[str]) -> str:
    held = store.reports(workspace)
    if not held:
        return digest.nothing()
    newest = [stored for stored in held if stored.report_date == held[-1].report_date]
    said = store.mentions(workspace, [stored.report_id for stored in newest])
    found = store.events(workspace)
    told = [digest.Told(stored.title, stored.url, date.fromisoformat(stored.report_date)) for stored in newest]
    known = sources.load(workspace.data / "sources.toml")
    behind = sources.behind(known, [stored.report_id for stored in newest])
    directions = store.sectors(workspace, told[0].date, told[0].date)
    events_of_day = found[found["event_id"].isin(said["event_id"])]
    return digest.page(events_of_day, said, told, behind, directions=directions, unmatched=unmatched)


def _corrections(workspace: Workspace) -> list[Correction]:
    return corrections.load(workspace.data / corrections.FILE)
