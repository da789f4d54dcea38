"""A folder that QGIS opens ready to work: a GeoPackage of all rows, and beside it the project that draws them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import numpy as np

from geotracker import groundtables, tables
from geotracker.draw import gpkg, qgisfaces, qgisproject
from geotracker.draw.qgisproject import Bookmark, Sheet
from geotracker.errors import ExportError
from geotracker.workspace import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    import geopandas as gpd

    from geotracker.draw.faces import Theme
    from geotracker.draw.qgisfaces import Rows
    from geotracker.notice import Notice

DATA, PROJECT = "events.gpkg", "events.qgz"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: its bytes do not depend on the clock


def write(folder: Path, rows: Rows, theme: Theme, notice: Notice) -> bool:
    """Write DATA and PROJECT into `folder`, both or neither; return whether one changed.

    Raises ExportError where the folder is a file or cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a {'file' if folder.is_file() else 'device'}: name a folder for project and rows"
        raise ExportError(message)
    path, whole = folder / PROJECT, packed(project(rows, theme, notice, DATA))
    try:
        is_new = not path.is_file() or path.read_bytes() != whole
        with replacing(path) as aside:  # safely there before the rows are: else they would lie beside an older project
            aside.write_bytes(whole)
            changed = gpkg.write(folder / DATA, rows, notice, qgisfaces.styles(theme, rows))
    except OSError as fault:
        message = f"{path} cannot be written: {fault.strerror}"
        raise ExportError(message) from fault
    return changed or is_new


def project(rows: Rows, theme: Theme, notice: Notice, file: str) -> str:
    """Return the .qgs of a project that finds its rows in `file`, beside itself."""
    frames = {table.name: frame for table, frame in rows}
    events = frames.get("events", tables.empty(tables.EVENTS))
    faces = qgisfaces.layers(theme, rows)
    marks = list(_bookmarks(frames[groundtables.REGIONS.name])) if groundtables.REGIONS.name in frames else []
    return qgisproject.text(Sheet(faces, file, _days(frames), _box(events), notice, marks))


def packed(text: str) -> bytes:
    """Return a .qgs as a .qgz, the same bytes each time."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(PROJECT.replace(".qgz", ".qgs"), _EPOCH), text, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _days(frames: dict[str, gpd.GeoDataFrame]) -> tuple[date, date] | None:
    """Return the first and the last day of what changes from day to day: of events, else of control."""
    for name, first, last in (("events", "start", "end"), ("control", "day", "day")):
        if name in frames and len(frame := frames[name].dropna(subset=[first, last])):
            return frame[first].min(), frame[last].max()
    return None


def _box(events: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """Return the box of the events that stand on the map as points."""
    placed = events[~events.geometry.is_empty & (events["geo_precision"] <= 4)]
    if placed.empty:
        return None
    west, south, east, north = np.round(placed.total_bounds, 6).tolist()
    return west, south, east, north


def _bookmarks(regions: gpd.GeoDataFrame) -> Iterator[Bookmark]:
    ordered = regions.sort_values(["country_name", "name", "code"])
    bounds = ordered.geometry.bounds.round(6)
    for (_, row), (west, south, east, north) in zip(ordered.iterrows(), bounds.itertuples(index=False), strict=True):
        yield Bookmark(row["name"], row["country_name"], (west, south, east, north))
