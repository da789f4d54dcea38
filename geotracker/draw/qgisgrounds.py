"""Layers beside events in QGIS: grounds that events may lie on, control of terrain, its change, the front, regions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geotracker import controltables, groundtables
from geotracker.draw import qgistips, vocabulary
from geotracker.draw.faces import Face
from geotracker.draw.qgisevents import GROUP, word
from geotracker.draw.qgislabels import labels
from geotracker.draw.qgisrenderers import categories, single
from geotracker.draw.qgissymbols import area, hatching, line, symbol
from geotracker.draw.qgisxml import column
from geotracker.records import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from geotracker.draw.controllayers import ControlLayer
    from geotracker.draw.layers import Layer
    from geotracker.draw.qgisxml import Node

GROUND, CONTROL = "Ground", "Control of terrain"
_DAYS, _DAY = ("start", "end"), ("day", "day")
# As on the page: web/look.js.
WATER = "#dce6ec"
_LAND, _OBLAST, SHADE, FRONT, GREY = "#f5f3ee", "#d3d1ca", "#4a4458", "#1c2430", "#6b7280"
_NAMED = (1_500_000, 9_000_000)
"""Between which scales regions have their names, one to so many."""
_PLACED = tuple(form for form in vocabulary.VALUES["form"] if form not in ("region", "country"))
# Of a range of days only the newest of each source is drawn: many days of one ground on each other say nothing.
# "end" alone would be read as the keyword, once QGIS has taken an aggregate's filter apart.
_BEFORE_END = """to_datetime("{}") < coalesce(@map_end_time, to_datetime('9999-12-31 00:00:00'))"""
_AFTER_START = """to_datetime(attribute('{}')) >= coalesce(@map_start_time, to_datetime('0001-01-01 00:00:00'))"""
_NEWEST = f'"day" = to_date(maximum("day", group_by := "source" || "category", filter := {_BEFORE_END.format("day")}))'
_COUNTED = (
    """"admin1" || ': ' || count("event_id", group_by := "admin1", """
    f"filter := {_BEFORE_END.format('start')} AND {_AFTER_START.format('end')})"
)


def footprints(layers: Iterable[Layer]) -> list[Face]:
    """Return the faces of grounds: whole regions shaded; then, off at first, how far off each point may be."""
    colors = next((one.style.colors for one in layers if one.style.color_by == "actor"), {})
    edged = [(actor, word(actor), _edged(color)) for actor, color in [*colors.items(), ("", GREY)]]
    shaded = single(partial(_fill, area(SHADE, 90, SHADE, 1.6), hatching(SHADE, 45)))
    region = Face(
        face_id="known_to_region",
        title="Known only to a region",
        table=groundtables.FOOTPRINTS,
        renderer=shaded,
        group=GROUP,
        only={"form": ("region",)},
        time=_DAYS,
        labels=labels(_COUNTED, color=SHADE, over=True),
        tip=qgistips.footprint(),
        opacity=0.5,
    )
    point = Face(
        face_id="footprints",
        title="Footprints: how far off a point may be",
        table=groundtables.FOOTPRINTS,
        renderer=categories("actor", edged),
        group=GROUP,
        only={"form": _PLACED},
        time=_DAYS,
        tip=qgistips.footprint(),
        shown=False,
    )
    return [region, point]


def control(layers: Iterable[ControlLayer], there: Collection[str] = CATEGORIES) -> list[Face]:
    """Return the faces of control of terrain: the front line, then of each layer file what changed and the ground.

    `there` are the categories that rows have: of the others nothing is said.
    """
    front = Face(
        face_id="front_line",
        title="Front line",
        table=controltables.FRONT_LINE,
        renderer=single(lambda name: symbol("line", name, line("#ffffff", 4.0), line(FRONT, 2.0))),
        group=CONTROL,
        time=_DAY,
        tip=qgistips.front(),
    )
    return [front, *(face for layer in layers for face in (_change(layer), _ground(layer, there)))]


def _change(layer: ControlLayer) -> Face:
    moved = {"gained": (layer.style.gained, 45), "lost": (layer.style.lost, 135), "recategorised": (GREY, 90)}
    said = vocabulary.VALUES["change"]
    drawn = [
        (value, said[value], partial(_fill, area(color, 60, color, 1.2), hatching(color, angle)))
        for value, (color, angle) in moved.items()
    ]
    return Face(
        face_id=f"{layer.layer_id}_change",
        title=f"{layer.title}: change",
        table=controltables.CONTROL_CHANGE,
        renderer=categories("change", drawn),
        group=CONTROL,
        only={"category": layer.categories},
        time=_DAY,
        tip=qgistips.change(),
        shown=layer.show,
    )


def _ground(layer: ControlLayer, there: Collection[str]) -> Face:
    """Return the face of the ground; opaque colours in a layer that is not keep days and categories from adding up."""
    said, colors = vocabulary.VALUES["category"], layer.style.colors
    drawn = [
        (one, said[one], partial(_fill, area(colors[one], 255, when=_NEWEST)))
        for one in layer.categories
        if one in there
    ]
    return Face(
        face_id=layer.layer_id,
        title=layer.title,
        table=controltables.CONTROL,
        renderer=categories("category", drawn),
        group=CONTROL,
        only={"category": layer.categories},
        time=_DAY,
        tip=qgistips.control(),
        shown=layer.show,
        opacity=0.3,
    )


def regions() -> Face:
    """Return the face of oblasts: the ground that all else lies on."""
    nearest, farthest = _NAMED
    return Face(
        face_id="regions",
        title="Regions",
        table=groundtables.REGIONS,
        renderer=single(partial(_fill, area(_LAND, 255, _OBLAST, 1.0))),
        group=GROUND,
        labels=labels(column("name"), nearer=farthest, farther=nearest, color="#8b949d", over=True),
    )


def _fill(*layers_and_name: Node | str) -> Node:
    *layers, name = layers_and_name
    return symbol("fill", str(name), *(one for one in layers if not isinstance(one, str)))


def _edged(color: str) -> Callable[[str], Node]:
    return partial(_fill, area(color, 26, color, 1.6, "dash"))
