"""Tables as KML 2.2 for Google Earth and others: a folder a table, a TimeSpan a row, typed columns, colours."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import shapely
from lxml import etree

from geotracker.draw import cleaned, kmlstyles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import geopandas as gpd

    from geotracker.draw.faces import Theme
    from geotracker.notice import Notice
    from geotracker.tables import Table, Type

_KML = "http://www.opengis.net/kml/2.2"
_TYPES: dict[Type, str] = {
    "date": "string",
    "text": "string",
    "integer": "int",
    "number": "double",
    "flag": "bool",
    "list": "string",
}
_NO_XML = re.compile("[\ufffe\uffff]")  # the only characters beside controls that XML 1.0 has no room for
_SPANNED = ("start", "end")  # what a TimeSpan says already
_NAMES = (("place", "facility"), ("source", "category"), ("change", "admin1"))


def data(
    layers: Sequence[tuple[Table, gpd.GeoDataFrame]], notice: Notice | None = None, theme: Theme | None = None
) -> bytes:
    """Return all tables as one document (longitude first, WGS 84), lists joined by "; ".

    The unplaced are placemarks without a geometry. A span begins on a row's first day and ends on its last, included.
    Rows share the styles that the layer files of `theme` give them.
    """
    whole, looks = io.BytesIO(), kmlstyles.looks(theme, [table.name for table, _ in layers]) if theme else []
    with etree.xmlfile(whole, encoding="UTF-8") as out:
        out.write_declaration()
        with out.element("kml", nsmap={None: _KML}), out.element("Document"):
            if notice:
                out.write(_element("name", notice.title), _element("description", notice.text))
            for look in looks:
                out.write(look.element)
            for table, _ in layers:
                out.write(_schema(table))
            for table, frame in layers:
                with out.element("Folder"):
                    out.write(_element("name", table.name))
                    for placemark in _placemarks(frame, table, kmlstyles.chooser(looks, table.name)):
                        out.write(placemark)
    return whole.getvalue() + b"\n"


def _element(tag: str, text: str = "", **attributes: str) -> Any:
    made = etree.Element(tag, attributes)
    made.text = _NO_XML.sub("", text)
    return made


def _schema(table: Table) -> Any:
    schema = _element("Schema", name=table.name, id=table.name)
    for column in table.columns:
        if column.name not in _SPANNED:
            schema.append(_element("SimpleField", type=_TYPES[column.type], name=column.name))
    return schema


def _placemarks(frame: gpd.GeoDataFrame, table: Table, style_of: Callable[[Mapping[str, Any]], str]) -> Iterator[Any]:
    arrow = cleaned.joined(cleaned.columns(frame, table))
    shapes = shapely.from_wkb(arrow.column("geometry").to_numpy())
    for row, shape in zip(arrow.drop_columns("geometry").to_pylist(), shapes, strict=True):
        placemark = _element("Placemark")
        placemark.append(_element("name", _name(row) or table.name))
        if row.get("excerpt"):
            placemark.append(_element("description", _as_text(row["excerpt"])))
        placemark.extend(_span(row))
        if style_id := style_of(row):
            placemark.append(_element("styleUrl", f"#{style_id}"))
        placemark.append(_data(row, table))
        if shape is not None:
            placemark.append(_geometry(shape))
        yield placemark


def _name(row: dict[str, Any]) -> str:
    for names in _NAMES:
        if names[0] in row:
            return ", ".join(str(row[name]) for name in names if row.get(name))
    return ""


def _as_text(words: str) -> str:
    """Return a text that a viewer, which takes a description for HTML, shows as it is."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _span(row: dict[str, Any]) -> list[Any]:
    first, last = row.get("start", row.get("day")), row.get("end", row.get("day"))
    if first is None and last is None:
        return []
    span = _element("TimeSpan")
    for tag, day in (("begin", first), ("end", last)):
        if day is not None:
            span.append(_element(tag, day.isoformat()))
    return [span]


def _data(row: dict[str, Any], table: Table) -> Any:
    extended, schema = _element("ExtendedData"), _element("SchemaData", schemaUrl=f"#{table.name}")
    for name, value in row.items():
        if value is not None and name not in _SPANNED:
            said = str(value).lower() if isinstance(value, bool) else str(value)
            schema.append(_element("SimpleData", said, name=name))
    extended.append(schema)
    return extended


def _geometry(shape: Any) -> Any:
    if shape.geom_type == "Point":
        return _around("Point", shape)
    if shape.geom_type == "LineString":
        return _around("LineString", shape)
    if shape.geom_type == "Polygon":
        made = _element("Polygon")
        for side, ring in [("outerBoundaryIs", shape.exterior), *(("innerBoundaryIs", one) for one in shape.interiors)]:
            made.append(_element(side))
            made[-1].append(_around("LinearRing", ring))
        return made
    made = _element("MultiGeometry")
    made.extend(_geometry(part) for part in shape.geoms)
    return made


def _around(tag: str, shape: Any) -> Any:
    made = _element(tag)
    made.append(_element("coordinates", " ".join(f"{x!r},{y!r}" for x, y in shapely.get_coordinates(shape).tolist())))
    return made
