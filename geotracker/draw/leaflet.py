"""The map: one HTML file, made with folium, that opens by double-click and asks the network for nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import folium
import jinja2

from geotracker.draw import bundle, ground, outlets, words
from geotracker.draw.columns import STANDS, stands
from geotracker.draw.elements import ControlOverlay, EventLayer, Ground, Opening, Surround, TimeFilter
from geotracker.draw.event_table import EventTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geotracker.draw.controllayers import ControlLayer
    from geotracker.draw.controlseries import ControlSeries
    from geotracker.draw.layers import Layer
    from geotracker.records import Sector

__all__ = ["EventLayer", "Setting", "TimeFilter", "page"]

_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
_TILE_HOST = "https://tile.openstreetmap.org"
_TILE_CREDIT = '&copy; <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors'
_CREDIT = "Ground: Natural Earth. Place names and coordinates: GeoNames (geonames.org), CC BY 4.0, changed."
_START = ((48.5, 35.5), 6)
_FARTHEST = 16


@dataclass(frozen=True, slots=True)
class Setting:
    """What a page shows beside events."""

    report_days: tuple[date, ...] = ()
    """Those of all reports: the events of a report that has none do not tell its day."""
    sectors: tuple[Sector, ...] = ()
    """What reports say of whole directions."""
    embed: bool = False
    """The page for a frame in another: the map and its dates alone."""
    covers: tuple[str, ...] = ()
    """What each source reports on, a line each: what none covers is not here."""
    credits: tuple[str, ...] = ()
    """Whom to name for what the reports say, a line each."""
    left_out: tuple[str, ...] = ()
    """What may not be published, a line each."""
    footprints: gpd.GeoDataFrame | None = None
    """FOOTPRINTS of events whose ground is no circle: sectors, corridors, raions."""
    control: tuple[ControlSeries, ...] = ()
    """Control of terrain by source and category."""
    control_layers: tuple[ControlLayer, ...] = ()
    """Which of it is shown, and how."""


def page(
    events: gpd.GeoDataFrame,
    mentions: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    *,
    title: str = "Events in daily reports",
    now: date | None = None,
    public: bool = False,
    edition: str = "",
    setting: Setting | None = None,
) -> str:
    """Return the HTML of the map of `events` (EVENTS), their `mentions` (MENTIONS) and `layers`.

    `now` is the day the page is made for, the newest report's unless given; `edition` what tells it from others.
    Without `public` it shows whole sentences and bears "private working copy". The same input gives the same bytes.
    Raises TableError where a table does not have its columns, types or CRS.
    """
    setting = setting or Setting()
    frames = {"events": (events, mentions), "mentions": (mentions, None)}
    tables = {
        name: EventTable.of(frame, of_table, said, footprints=setting.footprints, public=public)
        for name, (frame, said) in frames.items()
        if (of_table := [layer for layer in layers if layer.table == name])
    }
    coverage = _coverage(events, mentions)
    folium_map = _map()
    Ground(ground.packed()).add_to(folium_map)
    _fit(folium_map, events)
    for layer in layers:
        EventLayer(tables[layer.table], layer).add_to(folium_map)
    TimeFilter("gt-time").add_to(folium_map)
    tiles = folium.TileLayer(_TILES, attr=_TILE_CREDIT, name="OpenStreetMap", show=False, max_zoom=19)
    _numbered(tiles, "osm").add_to(folium_map)
    notes = _notes(events, coverage, sum(table.hidden for table in tables.values()))
    notes += [*setting.covers, *setting.left_out, *setting.credits]
    Surround(
        tiles,
        notes=notes,
        provider="tile.openstreetmap.org",
        newest=coverage["newest_iso"],
        newestWords=coverage["newest"],
        reportDays=sorted({day.isoformat() for day in setting.report_days}),
        outlets=outlets.warnings(),
        sectors=[_sector(told) for told in setting.sectors],
    ).add_to(folium_map)
    _add_control(folium_map, setting)
    said = {
        "title": title,
        "edition": edition,
        "public": public,
        "coverage": coverage,
        "embed": setting.embed,
        "sources": " ".join([notes[1], *setting.credits, _CREDIT]),
        "now": words.day(now) if now else "",
    }
    return _html(folium_map, said)


def _add_control(folium_map: folium.Map, setting: Setting) -> None:
    """Add the series of each layer by category as the layer has them, then the newest first."""
    for layer in setting.control_layers:
        shown = [series for series in setting.control if series.category in layer.categories]
        shown.sort(key=lambda one: one.days[-1].day, reverse=True)
        shown.sort(key=lambda one: layer.categories.index(one.category))
        if shown:
            _numbered(ControlOverlay(shown, layer), layer.layer_id).add_to(folium_map)


def _sector(told: Sector) -> dict[str, str]:
    return {"sector": told.sector, "day": told.report_date.isoformat(), "status": told.status}


def _map() -> Any:
    location, zoom = _START
    folium_map = folium.Map(
        location=location, zoom_start=zoom, tiles=None, control_scale=True, min_zoom=3, max_zoom=_FARTHEST,
        font_size="12px",
    )  # fmt: skip
    # Of folium's links the page needs Leaflet alone, which it holds itself; no jQuery, no Bootstrap, no icon fonts.
    folium_map.default_js = []
    folium_map.default_css = []
    return _numbered(folium_map, "events")


def _fit(folium_map: folium.Map, events: gpd.GeoDataFrame) -> None:
    """Open the map where the events are that stand on it."""
    on_map = events[(stands(events) < STANDS.index("country")) & ~events.geometry.is_empty]
    if not on_map.empty:
        west, south, east, north = on_map.total_bounds.tolist()
        Opening([[south, west], [north, east]]).add_to(folium_map)


def _numbered(element: Any, name: str) -> Any:
    """Give an element a name that lasts: branca draws one by lot, and the same input must give the same bytes."""
    element._id = name  # noqa: SLF001
    return element


def _html(folium_map: Any, said: dict[str, Any]) -> str:
    figure = folium_map.get_root()
    figure.render()
    code, rules = bundle.leaflet()
    # folium forbids zooming the page, which readers with weak sight need.
    header = re.sub(r'<meta name="viewport".*?/>', "", figure.header.render(), flags=re.DOTALL)
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    html = environment.from_string(bundle.source("page.html")).render(
        **said,
        leaflet_script=code,
        leaflet_style=rules,
        page_style=bundle.style("page", "side", "small", "filters", "lower", "sheet"),
        header=header,
        body=figure.html.render(),
        script=figure.script.render(),
    )
    return html.replace("@policy@", bundle.policy(html, _TILE_HOST), 1)


def _coverage(events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return how many reports stand behind the page, their first and newest day, and how many events were checked."""
    reports = {(row.report_id, row.report_date) for frame in (events, mentions) for row in _reports(frame)}
    days = sorted(day for _, day in reports)
    first, newest = (words.day(date.fromisoformat(days[i])) if days else "" for i in (0, -1))
    shown = events[events["row_status"] == "active"]
    return {
        "reports": len(reports),
        "first": first,
        "newest": newest,
        "newest_iso": days[-1] if days else "",
        "events": len(shown),
        "checked": int(shown["review"].isin(("checked", "corrected")).sum()),
    }


def _reports(frame: gpd.GeoDataFrame) -> Any:
    return frame[["report_id", "report_date"]].drop_duplicates().itertuples()


def _notes(events: gpd.GeoDataFrame, coverage: dict[str, Any], hidden: int) -> list[str]:
    count, first, newest = coverage["reports"], coverage["first"], coverage["newest"]
    days = f"of {newest}" if first == newest else f"of {first} to {newest}"
    said = f"Source: {count} {'report' if count == 1 else 'reports'} {days}." if count else "Source: no report yet."
    notes = [
        (
            "Counts are events that the reports mention, not activity: what no report mentions is not here, "
            "and a quiet map is not a quiet front."
        ),
        said,
        "Days are calendar days at the place, as the reports give them; both ends of a range are included.",
    ]
    if hidden:
        notes.append(f"{hidden} rows that were superseded or withdrawn are not shown.")
    if events.empty:
        notes.append("No event is in the store yet.")
    return [*notes, _CREDIT]
