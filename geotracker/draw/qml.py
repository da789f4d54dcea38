"""A face as QGIS keeps it: the style of a layer (QML), for a file beside data, a GeoPackage or a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotracker.draw import vocabulary
from geotracker.draw.qgisxml import VERSION, crs, document, leaf, node, options

if TYPE_CHECKING:
    from geotracker.draw.faces import Face
    from geotracker.draw.qgisxml import Node
    from geotracker.notice import Notice
    from geotracker.tables import Column

_GEOMETRY = {"Point": "0", "MultiLineString": "1", "MultiPolygon": "2"}
_FROM_DAY, _FROM_TO = "1", "2"
"""QGIS's numbers for what a row's time is read from: one column, or two."""
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
        node("fieldConfiguration", None, *(_widget(column) for column in columns)),
        node("aliases", None, *(_alias(column) for column in columns)),
        leaf("editorlayout", "generatedlayout"),
        leaf("previewExpression", '"place"' if "place" in face.table.names else ""),
        leaf("mapTip", face.tip),
    ]


def _temporal(face: Face) -> Node:
    start, end = face.time or ("", "")
    about = {
        "enabled": int(face.time is not None),
        "mode": _FROM_DAY if start == end else _FROM_TO,
        "startField": start,
        "endField": "" if start == end else end,
        # The last day is included: by QGIS's own default, what starts and ends on one day is never shown.
        "limitMode": "1" if start != end else "0",
        "fixedDuration": "0",
        "durationUnit": "d",
        "durationField": "",
        "startExpression": "",
        "endExpression": "",
        "accumulate": "0",
    }
    return node("temporal", about, node("fixedRange", None, leaf("start", ""), leaf("end", "")))


def _alias(column: Column) -> Node:
    return node("alias", {"field": column.name, "name": vocabulary.alias(column.name)})


def _widget(column: Column) -> Node:
    kind, config = _editor(column)
    widget = node("editWidget", {"type": kind}, node("config", None, options(config)))
    return node("field", {"name": column.name, "configurationFlags": "None"}, widget)


def _editor(column: Column) -> tuple[str, dict[str, Any]]:
    """Return QGIS's widget for a column, with its settings: a list of values where the codebook closes it."""
    if column.name in vocabulary.VALUES:
        return "ValueMap", {"map": [{said: code} for code, said in vocabulary.VALUES[column.name].items()]}
    if column.type == "date":
        shown = {"display_format": "yyyy-MM-dd", "field_format": "yyyy-MM-dd", "calendar_popup": True}
        return "DateTime", {**shown, "allow_null": True, "field_iso_format": False}
    if column.type == "flag":
        return "CheckBox", {"TextDisplayMethod": 0}
    return "TextEdit", {"IsMultiline": column.name in _LONG, "UseHtml": False}


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
