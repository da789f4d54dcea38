"""Tables become files that other programs read. The same rows give the same bytes, and no file is half-written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio.errors

from geotracker import tables
from geotracker.draw import (
    cleaned,
    csvfile,
    flatgeobuf,
    geojson,
    geoparquet,
    gpkg,
    kml,
    qgis,
    qgisfaces,
    qml,
    timemap,
)
from geotracker.draw.faces import Theme
from geotracker.errors import ExportError, nearest
from geotracker.notice import Notice
from geotracker.workspace import publish_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import geopandas as gpd

    from geotracker.draw.csvfile import Coordinates
    from geotracker.draw.faces import Face
    from geotracker.tables import Table

    Layers = Sequence[tuple[Table, gpd.GeoDataFrame]]

DEFAULTS = {
    "geojson": "events.geojson",
    "gpkg": "events.gpkg",
    "qgis": "qgis",
    "csv": "events.csv",
    "flatgeobuf": "events.fgb",
    "geoparquet": "events.parquet",
    "kml": "events.kml",
    "timemap": "timemap.json",
}
"""How the file of a format is called unless its user says it."""
FORMATS = tuple(DEFAULTS)
TEXTS = ("geojson", "csv", "kml", "timemap")
"""Formats that can be printed."""
_SIDECARS = {"csv": (".csvt", ".prj"), "geojson": (".qml",)}
"""What the files beside a file of a format end with."""
DECIMALS = cleaned.DECIMALS
cell = csvfile.cell
harmless = cleaned.harmless


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is written where its format leaves a choice."""

    together: bool = False
    """GeoJSON: all layers in one file, in place of a file each."""
    coordinates: Coordinates = "latlon"
    """CSV: points as `lat` and `lon`, or every geometry as `WKT`."""
    theme: Theme | None = None
    """GeoPackage, QGIS, GeoJSON, KML: the layer files that rows are drawn by; None: GeoJSON has no style beside it."""


def text(frame: gpd.GeoDataFrame, format_: str, table: Table = tables.EVENTS) -> str:
    """Return `frame` as "geojson" (RFC 7946) or "csv" text, in the order of its rows; ExportError for another."""
    if format_ == "geojson":
        return geojson.text(frame, table)
    if format_ == "csv":
        return csvfile.text(frame, table)
    message = f"format {format_!r} is no text: choose geojson or csv"
    raise ExportError(message)


def write(
    frame: gpd.GeoDataFrame,
    path: Path,
    format_: str,
    *,
    table: Table = tables.EVENTS,
    beside: Layers = (),
    today: date | None = None,
    notice: Notice | None = None,
    manner: Manner | None = None,
) -> bool:
    """Write `frame` to `path` as one of FORMATS, whole or not at all; return whether a file changed.

    Tables `beside` it are more layers of a GeoPackage or a KML; elsewhere each is a file of its own, NAME.TABLE.SUFFIX,
    and TimeMap knows events alone. For "qgis" `path` is a folder. `today` is the date that a file bears where `notice`
    does not say it: no bytes depend on the clock. ExportError: an unknown format or a path that cannot be written.
    """
    if format_ not in FORMATS:
        message = f"format {format_!r} is not known{nearest(format_, FORMATS)}: choose one of {', '.join(FORMATS)}"
        raise ExportError(message)
    layers, manner = [(table, frame), *beside], manner or Manner()
    if format_ == "qgis":
        return qgis.write(path, layers, manner.theme or Theme(), notice or Notice(made=today))
    if format_ == "gpkg":
        styles = qgisfaces.styles(manner.theme, layers) if manner.theme else ()
        return gpkg.write(path, layers, notice or Notice(made=today), styles)
    _refuse(path, format_)
    with _telling(path):
        return publish_together(_files(layers, path, format_, notice, manner))


def printed(layers: Layers, format_: str, notice: Notice | None = None, manner: Manner | None = None) -> str | bytes:
    """Return what `write` puts into the file of the first of `layers`, in one of TEXTS; ExportError for another."""
    if format_ not in TEXTS:
        message = f"{format_} is not printed, being no text or many files: name a file, or choose {', '.join(TEXTS)}"
        raise ExportError(message)
    path = Path(DEFAULTS[format_])
    return _files(layers, path, format_, notice, manner or Manner())[path]


def _refuse(path: Path, format_: str) -> None:
    """Raise ExportError for what is no file, and for a file that would be written over by what stands beside it."""
    if path.exists() and not path.is_file():
        message = f"{path} is {'a folder' if path.is_dir() else 'a device or a pipe'}: name a file"
        raise ExportError(message)
    if path.suffix.lower() in _SIDECARS.get(format_, ()):
        better = path.with_suffix(f".{format_}")
        message = (
            f"{path}: *{path.suffix} is written beside a {format_} file, and would replace it: name it {better.name}"
        )
        raise ExportError(message)


def _files(layers: Layers, path: Path, format_: str, notice: Notice | None, manner: Manner) -> dict[Path, str | bytes]:
    """Return what to write where, the file that was asked for last."""
    table, frame = layers[0]
    if format_ == "kml":
        return {path: kml.data(layers, notice, manner.theme)}
    if format_ == "timemap":
        told = timemap.texts(frame, table, notice)
        return {path if name == "events" else _beside(path, name): told[name] for name in reversed(told)}
    if format_ == "geojson" and manner.together:
        return {path: geojson.together(layers, notice)}
    found: dict[Path, str | bytes] = {}
    for other, rows in reversed(layers):
        own = path if other is table else _beside(path, other.name)
        if format_ == "csv":
            found[own.with_suffix(".csvt")] = csvfile.types(other, notice, manner.coordinates)
            found[own.with_suffix(".prj")] = csvfile.crs()
            found[own] = csvfile.text(rows, other, notice, manner.coordinates)
        elif format_ == "geojson":
            found |= {own.with_suffix(".qml"): qml.style(face) for face in _faces(layers, other, manner)}
            found[own] = geojson.text(rows, other, notice)
        else:
            found[own] = (flatgeobuf if format_ == "flatgeobuf" else geoparquet).data(rows, other, notice)
    return found


def _faces(layers: Layers, table: Table, manner: Manner) -> list[Face]:
    """Return how QGIS draws a table, if the layer files say it."""
    known = qgisfaces.styles(manner.theme, layers) if manner.theme else []
    return [face for face in known if face.table.name == table.name]


def _beside(path: Path, name: str) -> Path:
    return path.with_suffix(f".{name}{path.suffix}")


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn what hinders writing into one line that names the file."""
    try:
        yield
    except (OSError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        message = f"{path} cannot be written: {reason}"
        raise ExportError(message) from fault
