"""The record as files for other programs: whole for oneself, or what may be published of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker import control, outputs, publication, record, rights, sources, tables
from geotracker.control import Window
from geotracker.draw import controllayers, files
from geotracker.draw.faces import Theme
from geotracker.draw.files import Manner
from geotracker.geo import online, outlines, regions
from geotracker.groundtables import FOOTPRINTS, REGIONS
from geotracker.notice import Notice
from geotracker.publication import PUBLIC_EVENTS, Publisher
from geotracker.tables import EVENTS, Table
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from datetime import date, datetime

    import geopandas as gpd

    from geotracker.workspace import Workspace

_ALONE = ("timemap",)
"""Formats that know events and nothing beside them."""
_ONLINE = "Some places: OpenStreetMap contributors (https://www.openstreetmap.org/copyright), ODbL 1.0."
STDOUT = Path("-")
_STYLED = ("gpkg", "qgis", "geojson", "kml")
_GROUNDED = ("gpkg", "qgis")
"""Formats that hold the regions too, and tables without a row."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to export, and how."""

    format: str
    output: Path | None = None
    """maps/events with the format's suffix, unless named; STDOUT: nothing is written, the content comes back."""
    window: Window = field(default_factory=Window)
    """The days of control beside the events."""
    public: bool = False
    now: date | None = None
    """The day that the files bear, the newest report's unless given."""
    moment: datetime | None = None
    """When it is published: the end of `now` unless given."""
    alone: bool = False
    """The events, and nothing beside them."""
    manner: Manner = field(default_factory=Manner)


@dataclass(frozen=True, slots=True)
class Exported:
    """The file that was written, and a line for each thing that may not be published."""

    path: Path
    left_out: tuple[str, ...] = ()
    content: str | bytes = ""
    """What is to be printed in place of a file."""


@dataclass(frozen=True, slots=True)
class _Content:
    table: Table
    events: gpd.GeoDataFrame
    beside: list[tuple[Table, gpd.GeoDataFrame]]
    notice: Notice


def export(workspace: Workspace, found: gpd.GeoDataFrame, wish: Wish) -> Exported:
    """Write `found` (EVENTS), their grounds and the control of their days as `wish` says.

    Raises ExportError where it cannot be written, RightsError where nothing of it may be published.
    """
    path = wish.output or workspace.maps / files.DEFAULTS[wish.format]
    content = (_public if wish.public else _private)(workspace, found, wish)
    is_alone = wish.alone or wish.format in _ALONE
    beside = [] if is_alone else [*_control(content, wish), *_grounds(workspace, content.events, wish)]
    manner = replace(wish.manner, theme=_theme(workspace)) if wish.format in _STYLED else wish.manner
    if path == STDOUT:
        layers = [(content.table, content.events), *beside]
        return Exported(path, content.notice.left_out, files.printed(layers, wish.format, content.notice, manner))
    files.write(
        content.events,
        path,
        wish.format,
        table=content.table,
        beside=beside,
        notice=content.notice,
        manner=manner,
    )
    return Exported(path, content.notice.left_out)


def notice(workspace: Workspace, found: gpd.GeoDataFrame, made: date | None) -> Notice:
    """Return what a private file of these events says of itself."""
    ids = sorted(set(found["report_id"]))
    behind = sources.behind(sources.load(workspace.data / "sources.toml"), ids)
    named = tuple(rights.attribution(source) for source in behind)
    name = record.edition(workspace, made)
    return Notice(made=made, reports=tuple(ids), attributions=(*named, *_standing(found)), edition=name)


def _standing(found: gpd.GeoDataFrame) -> list[str]:
    """Return whom to name for places and regions, whatever the reports."""
    asked = any(online.WHY in (reason or "") for reason in found["place_reason"])
    return [*Notice().attributions, *([_ONLINE] if asked else [])]


def _private(workspace: Workspace, found: gpd.GeoDataFrame, wish: Wish) -> _Content:
    own = notice(workspace, found, outputs.today(workspace, wish.now))
    beside = [] if wish.alone else control.layers(workspace, wish.window)
    named = (*own.attributions, *_behind(workspace, beside))
    return _Content(EVENTS, found, beside, replace(own, attributions=tuple(dict.fromkeys(named))))


def _behind(workspace: Workspace, beside: list[tuple[Table, gpd.GeoDataFrame]]) -> list[str]:
    """Return how the sources of control are named whose polygons are among these rows."""
    names = {str(name) for _, frame in beside for name in frame["source"].unique()}
    known = sources.load(workspace.data / "sources.toml")
    return [rights.attribution(one) for one in known if one.kind == "control" and sources.slug(one.name) in names]


def _public(workspace: Workspace, found: gpd.GeoDataFrame, wish: Wish) -> _Content:
    made = outputs.today(workspace, wish.now)
    publisher = Publisher(workspace, wish.moment or publication.moment(made))
    shown = publication.published(publisher, found)
    beside, lines, named = publication.control(publisher, control.layers(workspace, wish.window))
    said = Notice(
        public=True,
        made=made,
        reports=shown.reports,
        attributions=tuple(dict.fromkeys([*shown.attributions, *named, *_standing(shown.events)])),
        left_out=(*shown.left_out, *lines),
        edition=record.edition(workspace, made),
    )
    return _Content(PUBLIC_EVENTS, shown.events.drop(columns=list(publication.WITHHELD)), beside, said)


def _control(content: _Content, wish: Wish) -> list[tuple[Table, gpd.GeoDataFrame]]:
    """Return the control beside the events; a GeoPackage has its tables also where they have no row."""
    there = {table.name for table, _ in content.beside}
    lacking = [table for table in control.LAYERS if table.name not in there] if wish.format in _GROUNDED else []
    return [*content.beside, *((table, tables.empty(table)) for table in lacking)]


def _grounds(workspace: Workspace, found: gpd.GeoDataFrame, wish: Wish) -> list[tuple[Table, gpd.GeoDataFrame]]:
    """Return the grounds of the events, but for a CSV that would show nothing of them, and the regions."""
    if wish.format == "csv" and wish.manner.coordinates == "latlon":
        return []
    whole = [(REGIONS, regions.table(workspace.root))] if wish.format in _GROUNDED else []
    return [(FOOTPRINTS, outlines.polygons(found, workspace.root)), *whole]


def _theme(workspace: Workspace) -> Theme:
    """Return how the layer files of a workspace draw its tables."""
    folders = [package_path("layers"), workspace.layers]
    ground = {layer.layer_id: layer for folder in folders for layer in controllayers.load(folder)}
    return Theme(tuple(outputs.layers_of(workspace)), tuple(sorted(ground.values(), key=lambda one: one.order)))
