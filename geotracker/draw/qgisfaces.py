"""Which faces a GeoPackage and a QGIS project have: those of the layer files whose tables are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.draw import qgisevents, qgisgrounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geotracker.draw.faces import Face, Theme
    from geotracker.draw.layers import Layer
    from geotracker.tables import Table

    Rows = Sequence[tuple[Table, gpd.GeoDataFrame]]


def styles(theme: Theme, rows: Rows) -> list[Face]:
    """Return one face for each table of `rows` that has one: what QGIS draws it with when it is opened by itself."""
    events = [layer for layer in theme.events if layer.table == "events"]
    every = [
        qgisevents.together(events, _values(events, rows)),
        *reversed(qgisgrounds.footprints(theme.events)),
        *qgisgrounds.control(theme.control),
        qgisgrounds.regions(),
    ]
    first = {face.table.name: face for face in reversed(every)}
    return [first[table.name] for table, _ in rows if table.name in first]


def layers(theme: Theme, rows: Rows) -> list[Face]:
    """Return the faces of a project from the top to the ground; tables without a row have none, but events always."""
    filled = {table.name for table, frame in rows if len(frame)} | {"events"}
    every = [
        *(qgisevents.face(layer, _values([layer], rows)) for layer in theme.events),
        *qgisgrounds.footprints(theme.events),
        *qgisgrounds.control(theme.control, _categories(rows)),
        qgisgrounds.regions(),
    ]
    return [face for face in every if face.table.name in filled]


def _values(layers: Sequence[Layer], rows: Rows) -> set[str]:
    """Return the values that rows hold of the columns that give layers their colours."""
    frames = {table.name: frame for table, frame in rows}
    return {
        str(value)
        for layer in layers
        if layer.table in frames
        for value in _chosen(frames[layer.table], layer)[layer.style.color_by].dropna().unique()
    }


def _categories(rows: Rows) -> set[str]:
    return {str(value) for table, frame in rows if table.name == "control" for value in frame["category"].unique()}


def _chosen(frame: gpd.GeoDataFrame, layer: Layer) -> gpd.GeoDataFrame:
    for name, values in layer.only.items():
        frame = frame[frame[name].isin(values)]
    return frame
