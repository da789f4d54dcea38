"""Control of terrain out of the store: what changed, where the front ran, who held a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geotracker import controlstore, controltables, tables
from geotracker.controldays import ControlDays
from geotracker.controlstore import Series
from geotracker.controltables import FRONT, OLD
from geotracker.errors import ControlError, nearest
from geotracker.fronts import Fronts
from geotracker.geo import change, partition, standing
from geotracker.geo.differing import polygons
from geotracker.workspace import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geotracker.workspace import Workspace


__all__ = ["FRONT", "LAYERS", "OLD", "Difference", "Window", "changes", "compare", "front", "layer", "layers", "stand"]

LAYERS = (controltables.CONTROL, controltables.CONTROL_CHANGE, controltables.FRONT_LINE)


@dataclass(frozen=True, slots=True)
class Window:
    """Which days to read, both included, of which source and category; None and empty mean all."""

    since: date | None = None
    until: date | None = None
    source: str = ""
    category: str = ""

    def holds(self, day: date) -> bool:
        """Return whether a day is one of them."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def changes(root: Path, window: Window | None = None, *, by_region: bool = False) -> list[dict[str, Any]]:
    """Return the rows of CONTROL_FIGURES of the days of a window: by source, category and day."""
    workspace = find(root)
    window = window or Window()
    held = ControlDays(workspace)
    columns = [name for name in controltables.CONTROL_CHANGE.names if name != "geometry"]
    found = []
    for series, day in _chosen(held, window):
        if held.before(series, day):
            found += change.figures(held.changed(series, day, columns).to_pylist(), by_region=by_region)
    return found


def _chosen(held: ControlDays, window: Window) -> Iterator[tuple[Series, date]]:
    for series in held.series(window.source):
        if window.category in ("", series.category):
            yield from ((series, day) for day in held.days(series) if window.holds(day))


def layers(workspace: Workspace, window: Window | None = None) -> list[tuple[tables.Table, gpd.GeoDataFrame]]:
    """Return CONTROL, CONTROL_CHANGE and FRONT_LINE of the days of a window, without those that have no row."""
    read = [(table, layer(workspace, table, window)) for table in LAYERS]
    return [(table, frame) for table, frame in read if len(frame)]


def layer(workspace: Workspace, table: tables.Table, window: Window | None = None) -> gpd.GeoDataFrame:
    """Return one of LAYERS of the days of a window (EPSG:4326)."""
    held = ControlDays(workspace)
    fronts, parts = Fronts(held), []
    for series, day in _chosen(held, window or Window()):
        if table is controltables.CONTROL:
            parts.append(controlstore.read(workspace, series, day, table))
        elif table is controltables.CONTROL_CHANGE and held.before(series, day):
            rows = held.changed(series, day)
            parts.append(rows.filter(pc.field("change") != "held"))
        elif table is controltables.FRONT_LINE and series.category == FRONT:
            fronts.line(series.source, day)
            parts.append(controlstore.read(workspace, series, day, table))
    return tables.from_arrow(pa.concat_tables(parts), table) if parts else tables.empty(table)


def front(held: ControlDays, source: str, day: date) -> BaseGeometry:
    """Return the front line of a source's day (EPSG:4326); it is kept in the store."""
    return Fronts(held).line(source, day)


def stand(workspace: Workspace, events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return EVENTS with `control`, `front_km` and `beyond_control_km`, where the store holds control of their days."""
    fronts = Fronts(ControlDays(workspace))
    if not fronts.there:
        return events
    return standing.stand(events, lambda day: fronts.ground(known) if (known := fronts.of(day)) else None)


@dataclass(frozen=True, slots=True)
class Difference:
    """Ground of one region (`admin1`; "" is the whole) that only one of two sources shows on a day, or both."""

    shown_by: str
    admin1: str
    area_km2: float
    shape: BaseGeometry | None


def compare(root: Path, pair: tuple[str, str], day: date, category: str = FRONT) -> list[Difference]:
    """Return where two sources differ on a day: what only the one shows, what only the other, and what both show.

    Raises ControlError where one of the two has no polygons of that day and category.
    """
    if pair[0] == pair[1]:
        message = f"{pair[0]} does not differ from itself: name two sources"
        raise ControlError(message)
    held = ControlDays(find(root))
    one, other = (_state(held, source, category, day) for source in pair)
    shown = {
        pair[0]: shapely.difference(one, other),
        pair[1]: shapely.difference(other, one),
        "both": shapely.intersection(one, other),
    }
    found = []
    for name, shape in shown.items():
        grounds = change.by_region({(name, ""): polygons(shape)}, partition.of(root, divided=False))
        found.append(Difference(name, "", sum(ground.area_km2 for ground in grounds), None))
        found += [Difference(name, ground.region[0], ground.area_km2, ground.shape) for ground in grounds]
    return found


def _state(held: ControlDays, source: str, category: str, day: date) -> BaseGeometry:
    series = Series(source, category)
    known = {one.source for one in held.series()}
    if source not in known:
        message = f"no source {source!r} has control in the store{nearest(source, known)}: it holds {', '.join(known)}"
        raise ControlError(message)
    if day not in held.days(series):
        newest = held.newest(series, day)
        last = f"its newest day before is {newest}" if newest else "it has no day before"
        message = f"{source} has no {category} polygons of {day}: {last}"
        raise ControlError(message)
    return held.state(series, day).shape
