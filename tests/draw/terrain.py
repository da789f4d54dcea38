"""Made-up control of terrain for the tests of the map: squares near Pokrovsk that grow and shrink."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from shapely import LineString

from geotracker.draw import controlcode, controllayers
from geotracker.draw.controlseries import ControlDay, ControlSeries
from geotracker.workspace import package_path
from tests import shapes

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geotracker.draw.leaflet import Setting

GROUND = shapes.square(0, 0, 0.6)
GAINED = shapes.square(-0.2, 0.2, 0.2)
LOST = shapes.square(0, 0, 0.1)
DAYS: list[tuple[int, BaseGeometry, float, float]] = [
    (16, GROUND, 0.0, 0.0),
    (17, GROUND.union(GAINED), 330.5, 0.0),
    (18, GROUND.union(GAINED), 0.0, 0.0),
    (20, GROUND.union(GAINED).difference(LOST), 0.0, 83.25),
]


def series(source: str = "mapper", category: str = "assessed", title: str = "Mapper") -> ControlSeries:
    """Return the days of January 2025 of DAYS; the west is front."""
    west = LineString([(36.7, 47.9), (36.7, 48.7)]).union(LineString([(37, 48), (37, 48.6)]))
    drawn = [controlcode.drawn(date(2025, 1, day), shape, west) for day, shape, _, _ in DAYS]
    days = [
        ControlDay(one.day, controlcode.day(one, before), 3000.0, gained, lost, front_km=88.0)
        for one, before, (_, _, gained, lost) in zip(drawn, [None, *drawn], DAYS, strict=False)
    ]
    return ControlSeries(
        source, category, title, f"{title}s' union", "russia", tuple(days), terms="https://example.org/"
    )


def with_control(setting: Setting, *shown: ControlSeries) -> Setting:
    """Return a setting that shows control as the package's layers do."""
    layers = tuple(controllayers.load(package_path("layers")))
    return replace(setting, control=shown or (series(),), control_layers=layers)
