"""Layers of events in QGIS: a face for each layer file, and one of all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geotracker.draw import qgistips, words
from geotracker.draw.faces import Face, chosen
from geotracker.draw.qgislabels import labels
from geotracker.draw.qgisrenderers import categories, rules
from geotracker.draw.qgissymbols import marker
from geotracker.draw.qgisxml import column, quoted
from geotracker.tables import EVENTS, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geotracker.draw.layers import Layer
    from geotracker.draw.qgisxml import Node

GROUP = "Events"
_OTHERS = "#6b7280"
_CLOSE = 1_500_000
"""The scale from which on places have their names, one to so many."""
_PLACE = 'CASE WHEN "geo_precision" < 5 AND "kind" <> \'salvo\' THEN "place" END'


def face(layer: Layer, values: Collection[str] = ()) -> Face:
    """Return the face of a layer file; `values` are those that its rows hold of the column that gives the colour.

    Values without a colour of their own share one more category, as on the page; without such values there is none.
    """
    drawn = [(value, word(value), partial(marker, layer.style, color)) for value, color in _colors(layer, values)]
    return Face(
        face_id=layer.layer_id,
        title=layer.title,
        table=TABLES[layer.table],
        renderer=categories(layer.style.color_by, drawn),
        group=GROUP,
        only=layer.only,
        time=layer.time,
        labels=_labels(),
        tip=qgistips.event(layer),
        shown=layer.show,
    )


def together(layers: Sequence[Layer], values: Collection[str] = ()) -> Face:
    """Return the face of all events: a group of rules for each layer file, in it one for each colour."""
    groups = []
    for layer in layers:
        by = column(layer.style.color_by)
        inner = [
            (word(value), f"{by} = {quoted(value)}" if value else "ELSE", partial(marker, layer.style, color))
            for value, color in _colors(layer, values)
        ]
        groups.append((layer.title, chosen(layer.only), layer.show, inner))
    tip = qgistips.event(layers[0]) if layers else ""
    return Face("events", "Events", EVENTS, rules(groups), GROUP, {}, ("start", "end"), _labels(), tip)


def word(value: str) -> str:
    """Return the label of a colour: whose it is."""
    return words.side(value).capitalize() if value else "Others"


def _colors(layer: Layer, values: Collection[str]) -> list[tuple[str, str]]:
    colors = layer.style.colors
    rest = [("", colors.get("unknown", _OTHERS))] if set(values) - set(colors) else []
    return [*colors.items(), *rest]


def _labels() -> Node:
    return labels(_PLACE, nearer=_CLOSE)
