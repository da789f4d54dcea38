"""Files of polygons as people publish them, read record by record: what cannot be read is named by its number."""

from __future__ import annotations

import codecs
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fiona
import fiona.errors
import pyproj
import shapely
from shapely.geometry import shape as drawn

from geotracker.errors import ControlError, nearest
from geotracker.geo import archive, geojson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

LARGEST = 100_000_000
"""Bytes of one file."""
_DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".kml": "KML", ".fgb": "FlatGeobuf"}
_JSON = (".geojson", ".json")
SUFFIXES = (*_DRIVERS, *_JSON, *archive.SUFFIXES)
COMPANIONS = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qmd", ".qpj", ".shp.xml", "-journal", "-shm", "-wal")
"""Ends of names of files that belong to a Shapefile or a GeoPackage and say nothing alone."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number in the file from 1, its layer, what it says, and its shape in the file's CRS."""

    number: int
    layer: str
    properties: Mapping[str, Any]
    shape: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class Content:
    """The records of a file and the CRS that they are in."""

    path: str
    crs: pyproj.CRS
    records: list[Record] = field(default_factory=list)


def read(path: Path, data: bytes) -> list[Content]:
    """Return what a file holds, a Content for each layer; `data` is its bytes.

    Raises ControlError that names the file and, where it is one record's fault, its number.
    """
    suffix = path.suffix.lower()
    if suffix in archive.SUFFIXES:
        with archive.unpacked(path) as folder:
            inner = [found for found in sorted(folder.rglob("*")) if found.suffix.lower() in (*_DRIVERS, *_JSON)]
            if not inner:
                message = f"{path} holds no map file: it must be one of {', '.join((*_DRIVERS, *_JSON))}"
                raise ControlError(message)
            return [content for one in inner for content in _read(one, one.read_bytes(), f"{path}/{one.name}")]
    return _read(path, data, str(path))


def _read(path: Path, data: bytes, name: str) -> list[Content]:
    suffix = path.suffix.lower()
    if len(data) > LARGEST:
        message = f"{name} has {len(data) / 1e6:,.0f} MB, over the limit of {LARGEST / 1e6:.0f} MB: split it by day"
        raise ControlError(message)
    if suffix in _JSON:
        content = geojson.load(name, data)
        if "geometryType" not in content:
            return [_geojson(name, content)]
        return _esri(content, name)
    if suffix not in _DRIVERS:
        message = f"{name} is no map file that is known{nearest(suffix, SUFFIXES)}: choose {', '.join(SUFFIXES)}"
        raise ControlError(message)
    if suffix == ".kml":
        _refuse_doctype(name, data)
    return _fiona(path, _DRIVERS[suffix], name)


def _geojson(name: str, content: dict[str, Any]) -> Content:
    layer = str(content.get("name") or "")
    records = []
    for number, feature in enumerate(geojson.features(name, content), 1):
        properties = feature.get("properties")
        try:
            shape = geojson.shape(feature.get("geometry"))
        except (AttributeError, IndexError, TypeError, ValueError, shapely.errors.ShapelyError) as fault:
            raise _bad(name, number, fault) from fault
        records.append(Record(number, layer, properties if isinstance(properties, dict) else {}, shape))
    return Content(name, geojson.crs(name, content), records)


def _esri(content: dict[str, Any], name: str) -> list[Content]:
    """Return the records of ArcGIS feature JSON; GDAL knows it by its list of fields, which a query may leave out."""
    features = content.get("features")
    first = features[0] if isinstance(features, list) and features else {}
    attributes = first.get("attributes") if isinstance(first, dict) else None
    named = [{"name": key, "type": "esriFieldTypeString"} for key in attributes] if isinstance(attributes, dict) else []
    with tempfile.TemporaryDirectory(prefix="geotracker-") as folder:
        plain = Path(folder) / "features.json"
        plain.write_text(json.dumps({"fields": named, **content}), encoding="utf-8")
        return _fiona(plain, "ESRIJSON", name)


def _fiona(path: Path, driver: str, name: str) -> list[Content]:
    found = []
    try:
        with fiona.Env(SHAPE_RESTORE_SHX="YES", OGR_ENABLE_PARTIAL_REPROJECTION="NO"):
            for layer in fiona.listlayers(path, allow_unsupported_drivers=True):
                with fiona.open(path, layer=layer, driver=driver, allow_unsupported_drivers=True) as source:
                    if source.schema["geometry"] != "None":
                        found.append(Content(name, _crs(name, source), list(_records(name, layer, source))))
    except (fiona.errors.FionaError, fiona.errors.FionaValueError, OSError, UnicodeError) as fault:
        message = f"{name} cannot be read as {driver}: {fault}"
        raise ControlError(message) from fault
    return found


def _crs(name: str, source: fiona.Collection) -> pyproj.CRS:
    try:
        return pyproj.CRS(source.crs_wkt)
    except pyproj.exceptions.CRSError as fault:
        message = f"{name} does not say its CRS: add the .prj file, or write it in EPSG:4326"
        raise ControlError(message) from fault


def _records(name: str, layer: str, source: fiona.Collection) -> Iterator[Record]:
    rows = iter(source)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
            shape = None if row.geometry is None else shapely.force_2d(drawn(row.geometry))
        except StopIteration:
            return
        except (AttributeError, IndexError, TypeError, ValueError, shapely.errors.ShapelyError) as fault:
            raise _bad(name, number, fault) from fault
        yield Record(number, layer, dict(row.properties), shape)


def _bad(name: str, number: int, fault: Exception) -> ControlError:
    return ControlError(f"{name}: record {number} cannot be read as a shape: {fault}")


def _refuse_doctype(name: str, data: bytes) -> None:
    """Refuse KML with a document type: it is there only to define entities, and those may name other files."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:200]
    if b"<!DOCTYPE" in (data.replace(b"\0", b"") if wide else data):
        message = f"{name} defines XML entities (<!DOCTYPE …>): save it without them"
        raise ControlError(message)
