"""Labels of the map as QGIS draws them: a text with a light rim, from a scale on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.draw.qgissymbols import PAPER, rgba
from geotracker.draw.qgisxml import node

if TYPE_CHECKING:
    from geotracker.draw.qgisxml import Node

INK = "#1d2530"
FONT = "Open Sans"
_AROUND, _OVER = 6, 1
"""QGIS's numbers for placements: at one of the sides of a point, over the middle."""


def labels(
    expression: str, *, nearer: int = 0, farther: int = 0, color: str = INK, size: float = 8.0, over: bool = False
) -> Node:
    """Return labels of `expression`, from one to `nearer` up to one to `farther`, 0 for without a limit.

    They stand at a side of their point, or `over` the middle of their ground.
    """
    style = {
        "fieldName": expression, "isExpression": "1", "fontFamily": FONT, "fontSize": size, "fontSizeUnit": "Point",
        "textColor": rgba(color), "textOpacity": "1", "allowHtml": "0", "namedStyle": "Regular", "fontWeight": "50",
    }  # fmt: skip
    rim = {
        "bufferDraw": "1", "bufferSize": "1.6", "bufferSizeUnits": "Pixel", "bufferColor": rgba(PAPER),
        "bufferOpacity": "0.9", "bufferNoFill": "1", "bufferJoinStyle": "128",
    }  # fmt: skip
    place = {
        "placement": _OVER if over else _AROUND, "predefinedPositionOrder": "R,TR,BR,L,TL,BL", "dist": "5",
        "distUnits": "Pixel", "offsetType": "1", "quadOffset": "4", "centroidWhole": "1", "centroidInside": "1",
        "priority": "5",
        "placementFlags": "10", "polygonPlacementFlags": "2",
    }  # fmt: skip
    drawn = {
        "scaleVisibility": int(bool(nearer or farther)), "scaleMax": nearer, "scaleMin": farther, "drawLabels": "1",
        "displayAll": "0", "obstacle": "0" if over else "1", "obstacleFactor": "1", "obstacleType": "1",
    }  # fmt: skip
    text = node("text-style", style, node("text-buffer", rim))
    return node(
        "labeling",
        {"type": "simple"},
        node("settings", {"calloutType": "simple"}, text, node("text-format"), node("placement", place),
             node("rendering", drawn)),
    )  # fmt: skip
