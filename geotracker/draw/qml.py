"""A face as QGIS keeps it: the style of a layer (QML), for a file beside data, a GeoPackage or a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotracker.draw import vocabulary
from geotracker.draw.qgisxml import VERSION, column, crs, document, leaf, node, options

if TYPE_CHECKING:
    from geotracker.draw.faces import Face
    from geotracker.draw.qgisxml import Node
    from geotracker.notice import Notice
    from geotracker.tables import Column

_GEOMETRY = {"Point": "0", "MultiLineString": "1", "MultiPolygon": "2"}
_FROM_EXPRESSIONS = "4"
"""QGIS's number for a time whose start and end expressions give."""
_LAST_SECOND = "to_interval('86399 seconds')"
_LONG = frozenset("excerpt place_reason place_candidates counts endnotes claimed_by mention_ids".split())


def style(face: Face) -> str:
    """Return the style of a face as the text of a .qml file."""
    about = {"version": VERSION, "styleCategories": "AllStyleCategories", "labelsEnabled": int(face.labels is not None)}
    kind = leaf("layerGeometryType", _GEOMETRY[face.table.shape])
    return document(node("qgis", about, *parts(face), kind))


def parts(face: Face) -> list[Node]:
    """Return what a style holds: time, renderer, labels, columns with their names and value lists, map tip."""
    columns = face.table.columns
    flags = {"Identifiable": 1, "Removable": 1, "Searchable": 1, "Private": 0}
    return [
        node("flags", None, *(leaf(name, value) for name, value in flags.items())),
        _temporal(face),
        face.renderer,
        *([face.labels] if face.labels is not None else []),
        leaf("blendMode", 0),
        leaf("layerOpacity", f"{face.opacity:g}"),
        node("fieldConfiguration", None, *map(_widget, columns)),
        node("aliases", None, *map(_alias, columns)),
        leaf("editorlayout", "generatedlayout"),
        leaf("previewExpression", '"place"' if "place" in face.table.names else ""),
        leaf("mapTip", face.tip),
    ]


def _temporal(face: Face) -> Node:
    """Return when a row is there: from the midnight that its first day starts with to the last second of its last day.

    QGIS reads that from expressions, not from the columns: the end of a time is left out of it by default, and a column
    of dates is compared with moments as text, so that what starts and ends on one day is shown on the day before it.
    """
    start, end = face.time or ("", "")
    about = {
        "enabled": int(face.time is not None),
        "mode": _FROM_EXPRESSIONS,
        "startField": start,
        "endField": end,
        "startExpression": f"to_datetime({column(start)})" if start else "",
        "endExpression": f"to_datetime({column(end)}) + {_LAST_SECOND}" if end else "",
        "limitMode": "1",
        "fixedDuration": "0",
        "durationUnit": "d",
        "durationField": "",
        "accumulate": "0",
    }
    return node("temporal", about, node("fixedRange", None, leaf("start", ""), leaf("end", "")))


def _alias(one: Column) -> Node:
    return node("alias", {"field": one.name, "name": vocabulary.alias(one.name)})


def _widget(one: Column) -> Node:
    kind, config = _editor(one)
    widget = node("editWidget", {"type": kind}, node("config", None, options(config)))
    return node("field", {"name": one.name, "configurationFlags": "None"}, widget)


def _editor(one: Column) -> tuple[str, dict[str, Any]]:
    """Return QGIS's widget for a column, with its settings: a list of values where the codebook closes it."""
    if one.name in vocabulary.VALUES:
        return "ValueMap", {"map": [{said: code} for code, said in vocabulary.VALUES[one.name].items()]}
    if one.type == "date":
        shown = {"display_format": "yyyy-MM-dd", "field_format": "yyyy-MM-dd", "calendar_popup": True}
        return "DateTime", {**shown, "allow_null": True, "field_iso_format": False}
    if one.type == "flag":
        return "CheckBox", {"TextDisplayMethod": 0}
    return "TextEdit", {"IsMultiline": one.name in _LONG, "UseHtml": False}


def metadata(notice: Notice, tag: str = "qgis") -> Node:
    """Return what a file says of itself as QGIS's metadata: title, source, who may see it, the day it was made."""
    reports = f"Made from {len(notice.reports)} reports: {', '.join(notice.reports)}." if notice.reports else ""
    about = " ".join(filter(None, [f"{notice.status.capitalize()}.", reports, *notice.left_out]))
    day = notice.made.isoformat() if notice.made else ""
    return node(
        tag,
        {"version": VERSION},
        leaf("identifier", ""),
        leaf("parentidentifier", ""),
        leaf("language", "en"),
        leaf("type", "dataset"),
        leaf("title", notice.title),
        leaf("abstract", about),
        node("links"),
        *(leaf("rights", said) for said in notice.attributions),
        leaf("license", notice.status),
        *([node("dates", None, node("date", {"type": "Created", "value": f"{day}T00:00:00Z"}))] if day else []),
        node("crs", None, crs(4326)),
        leaf("encoding", "UTF-8"),
    )
