"""A QGIS project: groups and layers as on the page, its time, extent, bookmarks and print layout, as one document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pyproj import Transformer

from geotracker.draw import qgislayout, qml
from geotracker.draw.qgisgrounds import WATER
from geotracker.draw.qgisxml import VERSION, crs, document, extent, leaf, node

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geotracker.draw.faces import Face
    from geotracker.draw.qgisxml import Node
    from geotracker.notice import Notice

    Box = tuple[float, float, float, float]

_ANIMATED = 1
"""QGIS's number for a time controller that is on and steps from frame to frame."""
_EDGE = 0.06
"""Of the extent, left free around it."""
_WORLD: Box = (22.0, 43.5, 41.0, 56.5)
"""What is shown where no event has a place: west, south, east, north."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place to go to: its name, its group, and west, south, east, north."""

    name: str
    group: str
    box: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a project shows: its faces from the top, the file of its rows beside it, days, extent, bookmarks, notice."""

    faces: Sequence[Face]
    file: str
    days: tuple[date, date] | None
    box: Box | None
    notice: Notice
    bookmarks: Sequence[Bookmark] = ()


def text(sheet: Sheet) -> str:
    """Return the project as the text of a .qgs file; its layers are found beside it, wherever both are moved."""
    box = _projected(sheet.box or _WORLD)
    tree, ids = _tree(sheet), [_id(face) for face in sheet.faces]
    about = {"version": VERSION, "projectname": sheet.notice.title, "saveUser": "", "saveUserFull": ""}
    root = node(
        "qgis",
        about,
        leaf("homePath", ""),
        leaf("title", sheet.notice.title),
        node("projectCrs", None, crs(3857)),
        tree,
        _canvas(box),
        node("projectlayers", None, *(_maplayer(face, sheet) for face in sheet.faces)),
        node("layerorder", None, *(node("layer", {"id": one}) for one in ids)),
        _properties(sheet),
        qml.metadata(sheet.notice, "projectMetadata"),
        node("Layouts", None, qgislayout.layout(sheet.notice, sheet.days, box)),
        node("Bookmarks", None, *(_bookmark(one) for one in sheet.bookmarks)),
        node("ProjectViewSettings", {"UseProjectScales": "0", "rotation": "0"}, node("Scales"), _view(box)),
        _time(sheet.days),
    )
    return document(root)


def _id(face: Face) -> str:
    """Return the id of a layer: letters and digits, another one for each face."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in face.face_id)
    return f"{plain}_{hashlib.sha256(face.face_id.encode()).hexdigest()[:8]}"


def _source(face: Face, sheet: Sheet) -> str:
    chosen = f"|subset={face.filter}" if face.filter else ""
    return f"./{sheet.file}|layername={face.table.name}{chosen}"


def _tree(sheet: Sheet) -> Node:
    groups: dict[str, list[Node]] = {}
    for face in sheet.faces:
        about = {"id": _id(face), "name": face.title, "source": _source(face, sheet), "providerKey": "ogr"}
        state = {"checked": _checked(on=face.shown), "expanded": "0" if face.group != "Events" else "1"}
        groups.setdefault(face.group, []).append(node("layer-tree-layer", about | state, node("customproperties")))
    found = [
        node("layer-tree-group", {"name": name, "checked": _checked(on=True), "expanded": "1"}, *inner)
        for name, inner in groups.items()
    ]
    return node("layer-tree-group", None, node("customproperties"), *found)


def _checked(*, on: bool) -> str:
    return "Qt::Checked" if on else "Qt::Unchecked"


def _maplayer(face: Face, sheet: Sheet) -> Node:
    kind = {"Point": "Point", "MultiPolygon": "Polygon", "MultiLineString": "Line"}[face.table.shape]
    about = {
        "type": "vector", "geometry": kind, "wkbType": face.table.shape, "styleCategories": "AllStyleCategories",
        "labelsEnabled": int(face.labels is not None), "readOnly": "0", "simplifyDrawingHints": int(kind != "Point"),
        "simplifyDrawingTol": "1", "simplifyLocal": "1", "simplifyMaxScale": "1", "simplifyAlgorithm": "0",
        "hasScaleBasedVisibilityFlag": "0", "maxScale": "0", "minScale": "100000000", "refreshOnNotifyEnabled": "0",
        "autoRefreshEnabled": "0",
    }  # fmt: skip
    return node(
        "maplayer",
        about,
        leaf("id", _id(face)),
        leaf("datasource", _source(face, sheet)),
        leaf("layername", face.title),
        node("srs", None, crs(4326)),
        qml.metadata(sheet.notice, "resourceMetadata"),
        node("provider", {"encoding": "UTF-8"}, text="ogr"),
        node("map-layer-style-manager", {"current": "default"}, node("map-layer-style", {"name": "default"})),
        *qml.parts(face),
    )


def _canvas(box: Box) -> Node:
    return node(
        "mapcanvas",
        {"name": "theMapCanvas", "annotationsVisible": "1"},
        leaf("units", "meters"),
        extent(box),
        leaf("rotation", 0),
        node("destinationsrs", None, crs(3857)),
        leaf("rendermaptile", 0),
    )


def _view(box: Box) -> Node:
    names = ("xmin", "ymin", "xmax", "ymax")
    corners = {name: f"{value:.3f}" for name, value in zip(names, box, strict=True)}
    return node("DefaultViewExtent", corners, crs(3857))


def _properties(sheet: Sheet) -> Node:
    """Return the project's own settings: relative paths, the colour of water, a time controller that is on."""
    red, green, blue = (int(WATER[at : at + 2], 16) for at in (1, 3, 5))
    colors = {"CanvasColorRedPart": red, "CanvasColorGreenPart": green, "CanvasColorBluePart": blue}
    found = [
        node("Gui", None, *(_entry(name, "int", value) for name, value in colors.items())),
        node("Paths", None, _entry("Absolute", "bool", "false")),
        node("SpatialRefSys", None, _entry("ProjectionsEnabled", "int", 1)),
    ]
    if sheet.days:
        first, last = (f"{moment}.000" for moment in _moments(sheet.days))
        found.append(
            node(
                "TemporalControllerWidget",
                None,
                _entry("NavigationMode", "int", _ANIMATED),
                _entry("StartDateTime", "QString", first),
                _entry("EndDateTime", "QString", last),
            )
        )
    return node("properties", None, *found)


def _entry(name: str, kind: str, value: object) -> Node:
    return node(name, {"type": kind}, text=value)


def _moments(days: tuple[date, date]) -> tuple[str, str]:
    """Return the midnight that the first day starts with and the one that the last day ends with."""
    return f"{days[0]}T00:00:00", f"{days[1] + timedelta(1)}T00:00:00"


def _time(days: tuple[date, date] | None) -> Node:
    about = {"timeStep": "1", "timeStepUnit": "d", "frameRate": "1", "cumulativeTemporalRange": "0"}
    if days is None:
        return node("ProjectTimeSettings", about)
    first, last = (f"{moment}Z" for moment in _moments(days))
    return node("ProjectTimeSettings", about, node("TemporalRange", None, leaf("start", first), leaf("end", last)))


def _bookmark(one: Bookmark) -> Node:
    west, south, east, north = (f"{value:.6f}" for value in one.box)
    corners = (f"{west} {south}", f"{east} {south}", f"{east} {north}", f"{west} {north}", f"{west} {south}")
    about = {"id": f"{one.group}/{one.name}", "name": one.name, "group": one.group, "rotation": "0"}
    return node("Bookmark", about | {"extent": f"POLYGON(({', '.join(corners)}))"}, crs(4326))


def _projected(box: Box) -> Box:
    """Return a box of degrees in metres of EPSG:3857, with a margin."""
    west, south, east, north = Transformer.from_crs(4326, 3857, always_xy=True).transform_bounds(*box)
    wide, high = max(east - west, 50_000.0) * _EDGE, max(north - south, 50_000.0) * _EDGE
    return west - wide, south - high, east + wide, north + high
