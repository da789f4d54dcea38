"""The print layout of a QGIS project: an A4 sheet with title, dates, map, legend, scale and sources."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from geotracker.draw import words
from geotracker.draw.qgislabels import FONT, INK
from geotracker.draw.qgissymbols import area, rgba, symbol
from geotracker.draw.qgisxml import node

if TYPE_CHECKING:
    from datetime import date

    from geotracker.draw.qgisxml import Node
    from geotracker.notice import Notice

    Box = tuple[float, float, float, float]

NAME = "Map with legend and sources"
_PAGE = (297.0, 210.0)  # mm: A4, on its side
_MAP = (10.0, 24.0, 212.0, 164.0)
_LABEL, _LEGEND, _SCALE, _MAP_ITEM, _PAGE_ITEM = 65641, 65642, 65646, 65639, 65638
"""QGIS's numbers for kinds of items."""
_SIGNS = (
    "Filling: with a light eye, seen or assessed; full, said by the side affected; lower half, reported; hollow, "
    "claimed by the acting side. Dashed edge: the place is a guess. Wide soft edge: near the place, not exact."
)
_COUNTS = "What no report mentions is not here: a quiet map is not a quiet front."


def layout(notice: Notice, days: tuple[date, date] | None, box: Box) -> Node:
    """Return the layout; `box` is west, south, east and north in EPSG:3857, `days` its first and last."""
    map_id = _key("map")
    sources = " ".join([notice.attribution, f"{notice.status.capitalize()}.", *notice.left_out, _COUNTS])
    items = [
        _scale(map_id),
        _legend(map_id),
        _label("sources", sources, (10.0, 190.0, 277.0, 14.0), 7.0),
        _label("signs", _SIGNS, (226.0, 173.0, 61.0, 15.0), 6.5),
        _label("dates", _dates(days), (10.0, 16.0, 277.0, 7.0), 10.0),
        _label("title", notice.title, (10.0, 7.0, 277.0, 9.0), 16.0, bold=True),
        _map(map_id, box),
    ]
    page = node(
        "PageCollection", None, _paper(), _item("page", _PAGE_ITEM, (0.0, 0.0, *_PAGE), {"zValue": "0"}, _paper())
    )
    about = {"name": NAME, "units": "mm", "printResolution": "200", "worldFileMap": ""}
    return node("Layout", about, page, *items)


def _dates(days: tuple[date, date] | None) -> str:
    if days is None:
        return "No event yet"
    return words.window(*days, "day")


def _item(name: str, kind: int, place: Box, more: dict[str, Any], *inner: Node) -> Node:
    """Return an item of the sheet: left, top, width and height in mm."""
    left, top, width, height = place
    about = {
        "type": kind, "id": name, "uuid": _key(name), "templateUuid": _key(name), "visibility": "1", "opacity": "1",
        "position": f"{left:g},{top:g},mm", "positionOnPage": f"{left:g},{top:g},mm",
        "size": f"{width:g},{height:g},mm",
        "referencePoint": "0", "itemRotation": "0", "blendMode": "0", "positionLock": "false",
        "excludeFromExports": "0",
        "frame": "false", "background": "false", "zValue": "2", "groupUuid": "",
    }  # fmt: skip
    return node("LayoutItem", about | more, node("LayoutObject"), *inner)


def _paper() -> Node:
    return symbol("fill", "", area("#ffffff", 255))


def _label(name: str, text: str, place: Box, size: float, *, bold: bool = False) -> Node:
    # Text alone, never HTML; and no expression, which QGIS would look for between these brackets.
    said = text.replace("[%", "[ %")
    font = node("LabelFont", {"description": f"{FONT},{size:g},-1,5,{75 if bold else 50},0,0,0,0,0", "style": ""})
    about = {"labelText": said, "htmlState": "0", "halign": "1", "valign": "32", "marginX": "0", "marginY": "0"}
    return _item(name, _LABEL, place, about, font, _color("FontColor", INK))


def _color(tag: str, color: str) -> Node:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return node(tag, {"red": red, "green": green, "blue": blue, "alpha": "255"})


def _map(key: str, box: Box) -> Node:
    """Return the map of all days: its extent has the form of the sheet's frame, so that QGIS cuts nothing off."""
    west, south, east, north = _fitted(box, _MAP[2] / _MAP[3])
    corners = {"xmin": f"{west:.3f}", "ymin": f"{south:.3f}", "xmax": f"{east:.3f}", "ymax": f"{north:.3f}"}
    about = {
        "uuid": key, "templateUuid": key, "frame": "true", "background": "true", "mapRotation": "0",
        "followPreset": "false",
        "keepLayerSet": "false", "drawCanvasItems": "false", "isTemporal": "0", "mapFlags": "0", "labelMargin": "0,mm",
        "outlineWidthM": "0.2,mm", "zValue": "1",
    }  # fmt: skip
    ground = node("BackgroundColor", {"red": 220, "green": 230, "blue": 236, "alpha": 255})
    inner = [_color("FrameColor", "#8b949d"), ground, node("Extent", corners), node("LayerSet")]
    return _item("map", _MAP_ITEM, _MAP, about, *inner)


def _fitted(box: Box, wanted: float) -> Box:
    west, south, east, north = box
    wide, high = east - west, north - south
    more_wide, more_high = max(0.0, high * wanted - wide) / 2, max(0.0, wide / wanted - high) / 2
    return west - more_wide, south - more_high, east + more_wide, north + more_high


def _legend(map_id: str) -> Node:
    about = {
        "map_uuid": map_id, "resizeToContents": "0", "columnCount": "1", "splitLayer": "0", "symbolWidth": "4.5",
        "symbolHeight": "2.4", "columnSpace": "2", "boxSpace": "0", "wrapChar": "", "title": "", "fontColor": INK,
        "legendFilterByAtlas": "0", "lineSpacing": "0.6", "maxSymbolSize": "0", "minSymbolSize": "0",
        "titleAlignment": "1",
        "symbolAlignment": "1", "equalColumnWidth": "0",
    }  # fmt: skip
    sizes = {"title": 10, "group": 8, "subgroup": 7, "symbol": 6, "symbolLabel": 6}
    styles = [_style(name, size) for name, size in sizes.items()]
    return _item("legend", _LEGEND, (226.0, 24.0, 61.0, 148.0), about, node("styles", None, *styles))


def _style(name: str, size: int) -> Node:
    bold = 75 if name in ("title", "group") else 50
    font = node("styleFont", {"description": f"{FONT},{size},-1,5,{bold},0,0,0,0,0", "style": ""})
    above = {"marginTop": "1.2"} if name in ("group", "subgroup") else {"marginTop": "0.5"}
    beside = {"marginLeft": "1.5"} if name == "symbolLabel" else {}
    return node("style", {"name": name, "alignment": "1", "indent": "0", **above, **beside}, font)


def _scale(map_id: str) -> Node:
    about = {
        "mapUuid": map_id, "style": "Line Ticks Up", "unitType": "km", "unitLabel": "km",
        "numMapUnitsPerScaleBarUnit": "1",
        "numSegments": "2", "numSegmentsLeft": "0", "segmentSizeMode": "1", "minBarWidth": "30", "maxBarWidth": "50",
        "numUnitsPerSegment": "50", "height": "2", "labelBarSpace": "1", "boxContentSpace": "1", "alignment": "0",
    }  # fmt: skip
    text = {"fontFamily": FONT, "fontSize": "7", "fontSizeUnit": "Point", "textColor": rgba(INK), "textOpacity": "1"}
    return _item("scale", _SCALE, (12.0, 177.0, 60.0, 9.0), about, node("text-style", text))


def _key(name: str) -> str:
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"geotracker:layout/{name}")) + "}"
