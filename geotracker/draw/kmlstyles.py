"""The colours of the layer files in KML: shared styles, and which of them a row has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from geotracker.draw.qgisgrounds import FRONT, GREY, SHADE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geotracker.draw.controllayers import ControlLayer
    from geotracker.draw.faces import Theme
    from geotracker.draw.layers import Layer, Shape

    Only = Mapping[str, tuple[str, ...]]

_ICONS = "https://maps.google.com/mapfiles/kml/shapes/"
"""White pictures that Google Earth brings with it; a viewer that has them not draws its own in the same colour."""
_SHAPES: Mapping[Shape, str] = {
    "circle": "placemark_circle",
    "square": "placemark_square",
    "diamond": "open-diamond",
    "triangle": "triangle",
    "triangle_down": "triangle",
    "pentagon": "polygon",
    "hexagon": "polygon",
    "star": "star",
}
_OTHERS = GREY
_OPAQUE, _HOLLOW, _EDGE, _FAINT, _GROUND, _CHANGED = 255, 140, 200, 26, 77, 90  # alpha
_PER_SCALE = 10  # pixels of a layer file's radius that a picture of its own size has


@dataclass(frozen=True, slots=True)
class Look:
    """One shared style of a table: its id, the rows that have it by values of columns, and its element."""

    style_id: str
    table: str
    only: Only
    element: Any


def looks(theme: Theme, tables: Sequence[str]) -> list[Look]:
    """Return the styles of these tables that the layer files name; of several that fit a row the first is its own."""
    every = [
        *(look for layer in theme.events for look in _of_layer(layer)),
        *_of_footprints(theme.events),
        *(look for layer in theme.control for look in _of_control(layer)),
        *([_ground("front_line", {}, FRONT, 0, 2.0)] if theme.control else []),
    ]
    return [look for look in every if look.table in tables]


def chooser(found: Sequence[Look], table: str) -> Callable[[Mapping[str, Any]], str]:
    """Return what says the id of a row's style, nothing where it has none."""
    own = [look for look in found if look.table == table]
    names = sorted({name for look in own for name in look.only})
    known: dict[tuple[Any, ...], str] = {}

    def choose(row: Mapping[str, Any]) -> str:
        key = tuple(row[name] for name in names)
        if key not in known:
            fitting = (look.style_id for look in own if _fits(row, look.only))
            known[key] = next(fitting, "")
        return known[key]

    return choose


def color(of: str, alpha: int) -> str:
    """Return "#0057b7" as KML writes it: alpha, blue, green, red.

    >>> color("#0057b7", 255)
    'ffb75700'
    """
    return f"{alpha:02x}{of[5:7]}{of[3:5]}{of[1:3]}"


def _fits(row: Mapping[str, Any], only: Only) -> bool:
    return all(row[name] in values for name, values in only.items())


def _of_layer(layer: Layer) -> Iterator[Look]:
    style = layer.style
    for value, chosen in style.colors.items():
        if value in layer.only.get(style.color_by, (value,)):
            only = {**layer.only, style.color_by: (value,)}
            yield _mark(layer, (layer.table, layer.layer_id, value), only, chosen)
    yield _mark(layer, (layer.table, layer.layer_id), layer.only, style.colors.get("unknown", _OTHERS))


def _mark(layer: Layer, parts: Sequence[str], only: Only, chosen: str) -> Look:
    style = layer.style
    heading = ["180"] if style.shape == "triangle_down" else []
    icon = _node(
        "IconStyle",
        _node("color", color(chosen, _HOLLOW if style.fill == "hollow" else _OPAQUE)),
        _node("scale", f"{style.size / _PER_SCALE:g}"),
        *(_node("heading", degrees) for degrees in heading),
        _node("Icon", _node("href", f"{_ICONS}{_SHAPES[style.shape]}.png")),
    )
    return _look(parts, only, icon)


def _of_footprints(layers: Sequence[Layer]) -> Iterator[Look]:
    """Yield as QGIS draws them: whole regions shaded, the others in the colour of their side."""
    if not layers:
        return
    yield _ground("footprints", {"form": ("region",)}, SHADE, _FAINT, 1.0)
    colors = next((one.style.colors for one in layers if one.style.color_by == "actor"), {})
    for actor, chosen in colors.items():
        yield _ground("footprints", {"actor": (actor,)}, chosen, _FAINT, 1.6)
    yield _ground("footprints", {}, _OTHERS, _FAINT, 1.6)


def _of_control(layer: ControlLayer) -> Iterator[Look]:
    for category in layer.categories:
        yield _ground("control", {"category": (category,)}, layer.style.colors[category], _GROUND, 1.0)
    moved = {"gained": layer.style.gained, "lost": layer.style.lost, "recategorised": GREY}
    for change, chosen in moved.items():
        yield _ground("control_change", {"change": (change,), "category": layer.categories}, chosen, _CHANGED, 1.2)


def _ground(table: str, only: Only, chosen: str, alpha: int, width: float) -> Look:
    line = _node("LineStyle", _node("color", color(chosen, _EDGE)), _node("width", f"{width:g}"))
    named = [values[0] for values in only.values()]
    return _look((table, *named), only, line, _node("PolyStyle", _node("color", color(chosen, alpha))))


def _look(parts: Sequence[str], only: Only, *inner: Any) -> Look:
    """Return a style under an id that XML takes for one and that no table has, whatever its layer file is called."""
    style_id = re.sub(r"[^A-Za-z0-9_.-]", lambda found: f".{ord(found[0]):x}.", "-".join(["style", *parts]))
    made = _node("Style", *inner)
    made.set("id", style_id)
    return Look(style_id, parts[0], only, made)


def _node(tag: str, *inner: Any) -> Any:
    made = etree.Element(tag)
    for part in inner:
        if isinstance(part, str):
            made.text = part
        else:
            made.append(part)
    return made
