"""Symbols of the map as QGIS draws them: colour says who, shape what, filling how it is known.

As in web/symbols.js: an eye is seen or assessed, full is admitted, half is reported, hollow is claimed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotracker.draw.qgisxml import by_data, node, options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geotracker.draw.layers import Style
    from geotracker.draw.qgisxml import Node

PAPER = "#ffffff"
_HALO, _EDGE = 4.4, 1.8  # px
_COARSEST = 4
"""The geo_precision up to which an event is a point; a region's or country's is no dot in its middle."""
_SHOWN = f'"geo_precision" <= {_COARSEST} AND "kind" <> \'salvo\''
_GUESS = "\"place_confidence\" = 'guess'"


def rgba(color: str, alpha: int = 255) -> str:
    """Return "#0057b7" as QGIS writes it.

    >>> rgba("#0057b7")
    '0,87,183,255'
    """
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def symbol(kind: str, name: str, *layers: Node, alpha: float = 1.0) -> Node:
    """Return a symbol of type marker, line or fill out of its layers, the lowest first."""
    about = {"type": kind, "name": name, "alpha": alpha, "force_rhr": "0", "clip_to_extent": "1"}
    return node("symbol", about, *layers)


def layer(class_: str, values: Mapping[str, Any], expressions: Mapping[str, str] | None = None, *inner: Node) -> Node:
    """Return one layer of a symbol; `expressions` give a value for each row."""
    texts = {name: f"{value:g}" if isinstance(value, float | int) else value for name, value in values.items()}
    about = {"class": class_, "enabled": "1", "locked": "0", "pass": "0"}
    return node("layer", about, options(texts), *by_data(expressions or {}), *inner)


def marker(style: Style, color: str, name: str) -> Node:
    """Return the symbol of an event: twice the radius of `style` across, in pixels, so that it is as on the page.

    Its rim is light where the place is exact, soft where it is not, dashed where it is a guess. Without a row, as in a
    legend, it is as the layer's plainest.
    """
    across = 2 * style.size
    shown = {"enabled": f"coalesce({_SHOWN}, true)"}
    plain = PAPER if style.fill == "hollow" else color
    return symbol(
        "marker",
        name,
        layer("SimpleMarker", _body(style, across, color, PAPER, _HALO), shown | _rim(color)),
        layer("SimpleMarker", _body(style, across - 0.8, plain, color, _EDGE), shown | _filling(style, across, color)),
        *_signs(style, across, color),
    )


def _rim(color: str) -> dict[str, str]:
    colors = {"dashed": rgba(color), "near": rgba(color, 70), "area": rgba(color, 60), "sharp": rgba(PAPER)}
    widths = {"dashed": 1.4, "near": _HALO * 2.5, "area": _HALO * 4, "sharp": _HALO}
    return {
        "outlineColor": _by_place({name: f"'{value}'" for name, value in colors.items()}),
        "outlineWidth": _by_place({name: f"{value:g}" for name, value in widths.items()}),
        "outlineStyle": f"if({_GUESS}, 'dash', 'solid')",
        "fillColor": f"'{rgba(PAPER)}'",
    }


def _by_place(values: dict[str, str]) -> str:
    return (
        f'CASE WHEN {_GUESS} THEN {values["dashed"]} WHEN "geo_precision" = 3 THEN {values["near"]} '
        f'WHEN "geo_precision" = 4 THEN {values["area"]} ELSE {values["sharp"]} END'
    )


def _filling(style: Style, across: float, color: str) -> dict[str, str]:
    full = "\"evidence\" IN ('observed', 'acknowledged')"
    by_evidence = {"fillColor": f"if(coalesce({full}, true), '{rgba(color)}', '{rgba(PAPER)}')"}
    return {
        "size": f"if({_GUESS}, {across - 4.2:g}, {across - 0.8:g})",
        **(by_evidence if style.fill == "evidence" else {}),
    }


def _signs(style: Style, across: float, color: str) -> list[Node]:
    """Return what stands within a symbol: an eye where it was seen, its lower half where it was only reported."""
    if style.fill == "hollow":
        return [_dot(style, color, "\"evidence\" <> 'claimed'")]
    half = {
        "color": rgba(PAPER, 0), "gradient_color2": rgba(color), "color_type": "1", "type": "0", "coordinate_mode": "0",
        "reference_point1": "0.5,0", "reference_point2": "0.5,1", "spread": "0",
        "stops": f"0.499;{rgba(color, 0)};0.501;{rgba(color)}",
        "color1": rgba(color, 0), "color2": rgba(color), "rampType": "gradient", "discrete": "0", "angle": "0",
    }  # fmt: skip
    lower = symbol("fill", "@half", layer("GradientFill", half))
    reported = {"enabled": _only("\"evidence\" = 'reported'")}
    within = f"if({_GUESS}, {across - 4.2:g}, {across - 0.8:g})"
    return [
        layer(
            "FilledMarker",
            {**_shape(style), **_pixels(across - 0.8), "color": rgba(color)},
            reported | {"size": within},
            lower,
        ),
        _dot(style, PAPER, "\"evidence\" = 'observed'"),
    ]


def _dot(style: Style, color: str, when: str) -> Node:
    """Return the dot within a symbol; by its colour, since a legend draws also the layers that are off."""
    about = {"name": "circle", "outline_style": "no", "scale_method": "diameter", "color": rgba(color, 0)}
    shown = {"fillColor": f"if({_only(when)}, '{rgba(color)}', '{rgba(color, 0)}')"}
    return layer("SimpleMarker", about | _pixels(max(2.8, 0.6 * style.size)), shown)


def _only(condition: str) -> str:
    """Return the condition for placed rows; without a row, as in a legend, it does not hold."""
    return f"try(coalesce({_SHOWN} AND {condition}, false), false)"


def _body(style: Style, across: float, color: str, edge: str, width: float) -> dict[str, Any]:
    return {
        **_shape(style),
        **_pixels(across),
        "color": rgba(color),
        "outline_color": rgba(edge),
        "outline_style": "solid",
        "outline_width": width,
        "outline_width_unit": "Pixel",
        "joinstyle": "round",
    }


def _shape(style: Style) -> dict[str, Any]:
    down = style.shape == "triangle_down"
    return {"name": "triangle" if down else style.shape, "angle": 180 if down else 0, "scale_method": "diameter"}


def _pixels(across: float) -> dict[str, Any]:
    return {"size": across, "size_unit": "Pixel"}


def area(color: str, alpha: int, edge: str = "", width: float = 1.0, dash: str = "solid", *, when: str = "") -> Node:
    """Return the layer of a ground: its fill and, where `edge` is a colour, its border in pixels.

    `when` is the expression of the rows that it is drawn for; empty for all.
    """
    border = {"outline_color": rgba(edge or color), "outline_style": dash if edge else "no"}
    filled = {"color": rgba(color, alpha), "style": "solid" if alpha else "no", "joinstyle": "round"}
    values = {**filled, **border, "outline_width": width, "outline_width_unit": "Pixel"}
    return layer("SimpleFill", values, {"enabled": when} if when else None)


def hatching(color: str, angle: float, gap: float = 6.0) -> Node:
    """Return lines across a ground, `gap` pixels apart."""
    lines = {"angle": angle, "distance": gap, "distance_unit": "Pixel", "line_width": 1.2, "line_width_unit": "Pixel"}
    drawn = symbol("line", "@hatch", line(color, 1.2))
    return layer("LinePatternFill", {**lines, "color": rgba(color)}, None, drawn)


def line(color: str, width: float) -> Node:
    """Return a line, its width in pixels."""
    values = {"line_color": rgba(color), "line_width": width, "line_width_unit": "Pixel", "line_style": "solid"}
    return layer("SimpleLine", {**values, "joinstyle": "round", "capstyle": "round"})
