"""What is drawn of the record: the page of the map, the note on the newest report, the layers beside events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from geotracker import controlmap, corrections, publication, record, sources, store
from geotracker.control import Window
from geotracker.draw import controllayers, digest, layers
from geotracker.geo import outlines
from geotracker.publication import Publisher
from geotracker.records import Sector
from geotracker.store import Query
from geotracker.tables import rows
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import geopandas as gpd

    from geotracker.draw.controllayers import ControlLayer
    from geotracker.draw.layers import Layer
    from geotracker.workspace import Workspace

_DISTRICT = 4  # geo_precision


def today(workspace: Workspace, now: date | None) -> date | None:
    """Return the day that files bear: the one given, else the newest report's."""
    held = store.reports(workspace)
    return now or (date.fromisoformat(held[-1].report_date) if held else None)


def page(
    workspace: Workspace,
    query: Query | None,
    now: date | None,
    *,
    public: bool = False,
    embed: bool = False,
    moment: datetime | None = None,
) -> str:
    """Return the HTML of the map; `public` is what may be published at `moment`, the end of `now` unless given.

    Raises RightsError where nothing may be.
    """
    from geotracker.draw import leaflet  # noqa: PLC0415  folium is half a second that only a map pays

    found = record.events(workspace, replace(query or Query(), withdrawn=True))
    days = {held.report_id: date.fromisoformat(held.report_date) for held in store.reports(workspace)}
    told, edition = _directions(workspace), record.edition(workspace, today(workspace, now))
    window = Window(query.since, query.until) if query else Window()
    control = controlmap.shown(workspace, window, public=public)
    setting = leaflet.Setting(
        report_days=tuple(days.values()),
        sectors=told,
        covers=_covers(workspace, days),
        footprints=_footprints(workspace, found),
        embed=embed,
        control=control.series,
        control_layers=_control_layers(workspace),
    )
    if not public:
        said = store.mentions(workspace)
        said = said[said["event_id"].isin(found["event_id"])]
        return leaflet.page(found, said, layers_of(workspace), now=now, edition=edition, setting=setting)
    publisher = Publisher(workspace, moment or publication.moment(today(workspace, now)))
    shown = publication.published(publisher, found)
    setting = replace(
        setting,
        report_days=tuple(day for name, day in days.items() if name in publisher.allowed),
        covers=_covers(workspace, publisher.allowed),
        footprints=_footprints(workspace, shown.events),
        sectors=tuple(one for one in told if one.report_id in publisher.allowed),
        credits=shown.attributions,
        left_out=(*shown.left_out, *control.left_out),
    )
    return leaflet.page(
        shown.events, shown.mentions, layers_of(workspace), now=now, public=True, edition=edition, setting=setting
    )


def _footprints(workspace: Workspace, events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the grounds of events that lie off their place or are known to a district: others are circles."""
    odd = (events["geo_precision"] == _DISTRICT) | (events["offset"].fillna("") != "")
    return outlines.polygons(events[odd], workspace.root)


def _covers(workspace: Workspace, report_ids: Iterable[str]) -> tuple[str, ...]:
    """Return what each source behind those reports covers, in a reader's words."""
    known = sources.load(workspace.data / "sources.toml")
    return tuple(f"{one.title} covers {one.covers}." for one in sources.behind(known, report_ids) if one.covers)


def _directions(workspace: Workspace) -> tuple[Sector, ...]:
    return tuple(
        Sector(row.report_id, date.fromisoformat(row.report_date), row.sector, row.status, row.sentence, *span)
        for row in rows(record.sectors(workspace))
        for span in [(row.start_char, row.end_char)]
    )


def layers_of(workspace: Workspace) -> list[Layer]:
    """Return the package's layers, with the workspace's own in place of those of the same name and beside them."""
    own = layers.load(workspace.layers) if any(workspace.layers.glob("*.toml")) else []
    known = {layer.layer_id: layer for layer in [*layers.load(package_path("layers")), *own]}
    return sorted(known.values(), key=lambda layer: (layer.order, layer.layer_id))


def _control_layers(workspace: Workspace) -> tuple[ControlLayer, ...]:
    folders = [package_path("layers"), workspace.layers]
    known = {layer.layer_id: layer for folder in folders for layer in controllayers.load(folder)}
    return tuple(sorted(known.values(), key=lambda layer: (layer.order, layer.layer_id)))


def note(workspace: Workspace, unmatched: Sequence[str]) -> str:
    """Return the Markdown note on the newest report that stands; `unmatched` is what corrections match nothing."""
    gone = corrections.withdrawn(corrections.load(workspace.data / corrections.FILE))
    held = [stored for stored in store.reports(workspace) if stored.report_id not in gone]
    if not held:
        return digest.nothing()
    newest = [stored for stored in held if stored.report_date == held[-1].report_date]
    said = store.mentions(workspace, [stored.report_id for stored in newest])
    found = store.events(workspace)
    told = [digest.Told(stored.title, stored.url, date.fromisoformat(stored.report_date)) for stored in newest]
    known = sources.load(workspace.data / "sources.toml")
    behind = sources.behind(known, [stored.report_id for stored in newest])
    directions = record.sectors(workspace, told[0].date, told[0].date)
    events_of_day = found[found["event_id"].isin(said["event_id"])]
    return digest.page(events_of_day, said, told, behind, directions=directions, unmatched=unmatched)
