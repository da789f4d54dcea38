"""Run by the Python of a QGIS: open a project without a screen and write what is in it to facts.json beside it.

python3 opened.py FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.gui import QgsTemporalControllerWidget
from qgis.PyQt.QtCore import QSize

SIZE = QSize(900, 600)


def facts_of(folder: Path) -> dict[str, Any]:
    """Return all that a test asks of the project and the GeoPackage in a folder."""
    project = QgsProject.instance()
    widget = QgsTemporalControllerWidget()  # as QGIS makes one when it starts
    read = project.read(str(folder / "events.qgz"))
    nodes = project.layerTreeRoot().findLayers()
    found = {
        "read": read,
        "crs": project.crs().authid(),
        "title": project.title(),
        "extent": bounds(project.viewSettings().defaultViewExtent()),
        "controller": controller(widget),
        "groups": [group.name() for group in project.layerTreeRoot().findGroups()],
        "layers": {node.layer().name(): layer_facts(node) for node in nodes},
        "order": [node.layer().name() for node in nodes],
        "bookmarks": {mark.name(): bounds(mark.extent()) for mark in project.bookmarkManager().bookmarks()},
        "pictures": pictures(project, folder),
        "layouts": [layout_facts(layout, folder) for layout in project.layoutManager().printLayouts()],
        "default_styles": styles(folder),
    }
    del widget
    return found


def bounds(box: Any) -> list[float]:
    """Return west, south, east and north."""
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def controller(widget: Any) -> dict[str, Any]:
    """Return the state of the time controller, as opening the project has left it."""
    navigation = widget.temporalController()
    first, last = (navigation.dateTimeRangeForFrameNumber(at) for at in (0, navigation.totalFrameCount() - 1))
    return {
        "mode": int(navigation.navigationMode()),
        "frames": navigation.totalFrameCount(),
        "days_a_frame": navigation.frameDuration().days(),
        "first": first.begin().date().toString("yyyy-MM-dd"),
        "last": last.begin().date().toString("yyyy-MM-dd"),
    }


def layer_facts(node: Any) -> dict[str, Any]:
    """Return what there is to know of a layer, whatever is drawn now."""
    layer = node.layer()
    temporal, renderer = layer.temporalProperties(), layer.renderer()
    fields = layer.fields()
    return {
        "valid": layer.isValid(),
        "source": layer.source(),
        "crs": layer.crs().authid(),
        "count": layer.featureCount(),
        "group": node.parent().name(),
        "visible": node.isVisible(),
        "fields": {field.name(): field.typeName() for field in fields},
        "aliases": {field.name(): field.alias() for field in fields},
        "widgets": {field.name(): field.editorWidgetSetup().type() for field in fields},
        "value_maps": {
            field.name(): field.editorWidgetSetup().config()["map"]
            for field in fields
            if field.editorWidgetSetup().type() == "ValueMap"
        },
        "renderer": renderer.type(),
        "categories": categories(renderer),
        "labels": layer.labelsEnabled(),
        "temporal": {
            "active": temporal.isActive(),
            "start": temporal.startField(),
            "end": temporal.endField(),
        },
        "days": days(layer) if temporal.isActive() else {},
        "tips": tips(layer),
    }


def categories(renderer: Any) -> dict[str, dict[str, Any]]:
    """Return colour, size in pixels and shape by value."""
    if renderer.type() != "categorizedSymbol":
        return {}
    found = {}
    for category in renderer.categories():
        symbol = category.symbol()
        about = {"color": symbol.color().name(), "label": category.label(), "attribute": renderer.classAttribute()}
        if hasattr(symbol, "size"):
            shape = symbol.symbolLayer(0).properties()["name"]
            about |= {"size": symbol.size(), "unit": symbol.symbolLayer(0).sizeUnit(), "shape": shape}
        found[category.value()] = about
    return found


def days(layer: Any) -> dict[str, list[str]]:
    """Return the rows that each day's frame of the time controller leaves, from a day before to a day after."""
    whole = QgsProject.instance().timeSettings().temporalRange()
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    found = {}
    for number in range(-1, whole.begin().daysTo(whole.end()) + 1):
        first = whole.begin().addDays(number)
        frame = frame_of(first)
        chosen = QgsFeatureRequest().setFilterExpression(layer.temporalProperties().createFilterString(context, frame))
        names = layer.fields().names()
        by = "event_id" if "event_id" in names else "day"
        rows = [row[by] for row in layer.getFeatures(chosen)]
        day = first.date().toString("yyyy-MM-dd")
        found[day] = sorted(row if isinstance(row, str) else row.toString("yyyy-MM-dd") for row in rows)
    return found


def frame_of(first: Any) -> Any:
    """Return the frame of the time controller that starts with a midnight: its day, without the next midnight."""
    return QgsDateTimeRange(first, first.addDays(1), includeBeginning=True, includeEnd=False)


def tips(layer: Any) -> list[str]:
    """Return the map tip of each row, as HTML."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    found = []
    for row in layer.getFeatures():
        context.setFeature(row)
        found.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    return found


def pictures(project: Any, folder: Path) -> dict[str, int]:
    """Draw the map of all days and of each, and return how many colours each picture has."""
    whole = project.timeSettings().temporalRange()
    frames = {"all": None}
    for number in range(whole.begin().daysTo(whole.end())):
        first = whole.begin().addDays(number)
        frames[first.date().toString("yyyy-MM-dd")] = frame_of(first)
    return {name: picture(project, frame, folder / f"{name}.png") for name, frame in frames.items()}


def picture(project: Any, frame: Any, path: Path) -> int:
    """Draw the layers that are on to a PNG, those of a frame of time where one is given; return how many colours."""
    settings = QgsMapSettings()
    settings.setOutputSize(SIZE)
    settings.setDestinationCrs(project.crs())
    settings.setLayers([node.layer() for node in project.layerTreeRoot().findLayers() if node.isVisible()])
    settings.setExtent(project.viewSettings().defaultViewExtent())
    settings.setBackgroundColor(project.backgroundColor())
    if frame is not None:
        settings.setTemporalRange(frame)
        settings.setIsTemporal(True)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(str(path))
    return len({image.pixel(x, y) for x in range(0, SIZE.width(), 2) for y in range(0, SIZE.height(), 2)})


def layout_facts(layout: Any, folder: Path) -> dict[str, Any]:
    """Export a print layout as PDF and return its texts."""
    path = folder / "layout.pdf"
    done = QgsLayoutExporter(layout).exportToPdf(str(path), QgsLayoutExporter.PdfExportSettings())
    items = [item for item in layout.items() if hasattr(item, "uuid")]
    return {
        "exported": done == QgsLayoutExporter.Success,
        "kinds": sorted(type(item).__name__ for item in items),
        "texts": [item.currentText() for item in items if isinstance(item, QgsLayoutItemLabel)],
    }


def styles(folder: Path) -> dict[str, str]:
    """Return with which renderer QGIS draws each table of the GeoPackage when it is opened without the project."""
    found = {}
    for name in ("events", "footprints", "control", "control_change", "front_line", "regions"):
        layer = QgsVectorLayer(f"{folder / 'events.gpkg'}|layername={name}", name, "ogr")
        if layer.isValid():
            found[name] = layer.renderer().type() if layer.mapTipTemplate() or name == "regions" else "not styled"
    return found


def main() -> None:
    """Open the project in the folder that is named, and write what is in it."""
    folder = Path(sys.argv[1]).resolve()
    app = QgsApplication([], True)  # noqa: FBT003  Qt's own signature
    app.initQgis()
    facts = facts_of(folder)
    (folder / "facts.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False, default=str), encoding="utf-8")
    QgsProject.instance().clear()  # before QGIS ends, or it ends in a fault
    app.exitQgis()


if __name__ == "__main__":
    main()
