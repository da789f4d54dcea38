"""XML as QGIS reads it: elements with attributes in their order, its maps of options, its documents."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

from geotracker.draw.cleaned import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

Node = ET.Element

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
VERSION = "3.22.16"
"""The oldest QGIS that the files are written for; newer ones read them as they are."""
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CRS = {
    4326: ("3452", "WGS 84", "longlat", "true", "+proj=longlat +datum=WGS84 +no_defs"),
    3857: (
        "3857",
        "WGS 84 / Pseudo-Mercator",
        "merc",
        "false",
        (
            "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext "
            "+no_defs"
        ),
    ),
}


def clean(text: object) -> str:
    """Return `text` without what XML cannot hold and what a reader's eye would obey."""
    return _NO_XML.sub("", harmless(str(text)))


def node(tag: str, attributes: Mapping[str, object] | None = None, *children: Node, text: object = "") -> Node:
    """Return an element; values become text, flags "true" and "false"."""
    element = ET.Element(tag, {name: _value(value) for name, value in (attributes or {}).items()})
    element.text = clean(text) or None
    element.extend(children)
    return element


def leaf(tag: str, text: object) -> Node:
    """Return an element that holds a text alone."""
    return node(tag, text=text)


def options(values: Any, name: str = "") -> Node:
    """Return QGIS's own form of a mapping, a list, a text, a flag or a number."""
    named = {"name": name} if name else {}
    if isinstance(values, dict):
        return node("Option", {**named, "type": "Map"}, *(options(value, key) for key, value in values.items()))
    if isinstance(values, list):
        return node("Option", {**named, "type": "List"}, *(options(value) for value in values))
    return node("Option", {**named, "type": _TYPES[type(values)], "value": values})


_TYPES = {str: "QString", bool: "bool", int: "int", float: "double"}


def by_data(expressions: Mapping[str, str], tag: str = "data_defined_properties") -> list[Node]:
    """Return the properties of a symbol, layer or label that expressions give for each row; nothing where none does."""
    if not expressions:
        return []
    properties = {
        name: {"active": True, "expression": expression, "type": 3} for name, expression in expressions.items()
    }
    return [node(tag, None, options({"name": "", "properties": properties, "type": "collection"}))]


def crs(code: int, tag: str = "spatialrefsys") -> Node:
    """Return a CRS by its EPSG code: 4326 or 3857."""
    number, title, projection, geographic, proj4 = _CRS[code]
    return node(
        tag,
        None,
        leaf("proj4", proj4),
        leaf("srsid", number),
        leaf("srid", code),
        leaf("authid", f"EPSG:{code}"),
        leaf("description", title),
        leaf("projectionacronym", projection),
        leaf("ellipsoidacronym", "EPSG:7030"),
        leaf("geographicflag", geographic),
    )


def extent(bounds: tuple[float, float, float, float], tag: str = "extent") -> Node:
    """Return west, south, east and north as QGIS names them."""
    names = ("xmin", "ymin", "xmax", "ymax")
    return node(tag, None, *(leaf(name, f"{value:.6f}") for name, value in zip(names, bounds, strict=True)))


def document(root: Node, doctype: str = DOCTYPE) -> str:
    """Return the whole as a text, the same each time."""
    ET.indent(root, "")
    return doctype + ET.tostring(root, encoding="unicode") + "\n"


def quoted(text: str) -> str:
    """Return a text as SQL and QGIS's expressions have it.

    >>> quoted("l'été")
    "'l''été'"
    """
    return "'" + clean(text).replace("'", "''") + "'"


def column(name: str) -> str:
    """Return the name of a column as SQL and QGIS's expressions have it."""
    return '"' + clean(name).replace('"', '""') + '"'


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else clean(value)
