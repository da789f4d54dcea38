"""The machine: Python, the libraries with their data, a browser, QGIS."""

from __future__ import annotations

import platform
import shutil
import sys
from importlib import metadata
from typing import TYPE_CHECKING

import fiona
import pyproj
import shapely
from packaging.requirements import InvalidRequirement, Requirement

from geotracker import __version__
from geotracker.doctor.finding import Finding
from geotracker.draw import still
from geotracker.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator

_OLDEST, _NEWEST = (3, 11), (3, 13)
_QGIS = ("qgis", "qgis-ltr", "qgis-bin")
_FORMATS = ("GPKG", "GeoJSON", "FlatGeobuf")


def examine() -> Iterator[Finding]:
    """Yield how Python, the libraries and the programs are."""
    version = sys.version_info[:2]
    said = f"geotracker {__version__}, Python {platform.python_version()}"
    if _OLDEST <= version <= _NEWEST:
        yield Finding("python", "well", said)
    else:
        yield Finding("python", "note", f"{said}; it is tested with 3.11 to 3.13")
    yield _libraries()
    yield _gdal()
    yield _projections()
    yield _browser()
    qgis = next(filter(None, map(shutil.which, _QGIS)), None)
    yield Finding(
        "QGIS", "well" if qgis else "note", qgis or "is not found on the PATH; exports for it are written anyway"
    )


def _libraries() -> Finding:
    """Return whether every library that is needed is there in a version that fits."""
    try:
        needed = [Requirement(text) for text in metadata.requires("geotracker") or []]
    except (metadata.PackageNotFoundError, InvalidRequirement):
        return Finding(
            "libraries", "note", "geotracker runs from its source and is not installed: they are not looked at"
        )
    wanted = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = list(filter(None, map(_lacking, wanted)))
    if wrong:
        said = f"{'; '.join(wrong)}: run `{sys.executable} -m pip install --upgrade geotracker`"
        return Finding("libraries", "mend", said)
    return Finding("libraries", "well", f"all {len(wanted)} are there in versions that fit")


def _lacking(needed: Requirement) -> str:
    try:
        version = metadata.version(needed.name)
    except metadata.PackageNotFoundError:
        return f"{needed.name} is missing"
    if needed.specifier.contains(version, prereleases=True):
        return ""
    return f"{needed.name} is {version}, not {needed.specifier}"


def _gdal() -> Finding:
    lacking = [name for name in _FORMATS if "w" not in fiona.supported_drivers.get(name, "")]
    versions = f"GDAL {fiona.__gdal_version__}, GEOS {shapely.geos_version_string}, PROJ {pyproj.proj_version_str}"
    if lacking:
        said = f"{versions}: cannot write {', '.join(lacking)}: install fiona from its own wheels"
        return Finding("GDAL", "mend", said)
    return Finding("GDAL", "well", versions)


def _projections() -> Finding:
    try:
        pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857").transform(48.0, 37.0)
    except pyproj.exceptions.ProjError as fault:
        said = f"PROJ does not find its data ({fault}): unset PROJ_LIB and PROJ_DATA, which may name another PROJ's"
        return Finding("PROJ", "mend", " ".join(said.split()))
    return Finding("PROJ", "well", f"finds its data in {pyproj.datadir.get_data_dir()}")


def _browser() -> Finding:
    try:
        return Finding("browser", "well", still.browser())
    except ExportError as fault:
        return Finding("browser", "note", f"{fault}; only `map --png` needs it")
