"""Control polygons of one day: a published file is read, dated, named by category, repaired and measured."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from geotracker import sources
from geotracker.errors import ControlError, nearest
from geotracker.geo import controldate, ellipsoid, regions, repair, theatre, vectorfile
from geotracker.records import CATEGORIES
from geotracker.tables import CRS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geotracker.geo.vectorfile import Content, Record
    from geotracker.sources import Source

_CATEGORY = ("category", "control_category", "control")
_SOURCE = ("source", "publisher")
LARGEST_KM2 = 5_000_000
"""No category of the war covers more: what does is the whole earth, or a mask turned inside out."""
_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of a file: it wins over what the file says."""

    day: date | None = None
    source: str = ""
    category: str = ""
    now: date | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """The polygons of one source, category and day (EPSG:4326), and what was found on the way."""

    source: str
    category: str
    day: date
    shape: shapely.MultiPolygon
    area_km2: float
    repair_km2: float
    repairs: int
    records: int
    nulls: int
    file: str
    sha256: str
    notes: tuple[str, ...] = ()

    @property
    def vertices(self) -> int:
        """The corners of all rings."""
        return int(shapely.get_num_coordinates(self.shape))

    def row(self) -> dict[str, Any]:
        """Return the values of the row of CONTROL."""
        names = ("day", "source", "category", "area_km2", "vertices", "repair_km2", "repairs", "records", "nulls")
        return {name: getattr(self, name) for name in (*names, "file", "sha256")}


def read(path: Path, data: bytes, told: Told, known: Sequence[Source]) -> list[Control]:
    """Return the control of each source, category and day that the bytes of a file hold.

    Raises ControlError, with the file's name and what is wrong: no polygons, no day, no category, a CRS that is not
    known, coordinates off the ground of the war.
    """
    groups: dict[tuple[str, str, date], list[tuple[Record, BaseGeometry | None]]] = {}
    for content in vectorfile.read(path, data):
        for record, shape in zip(content.records, _degrees(content), strict=True):
            key = _key(path, content, record, told, known)
            groups.setdefault(key, []).append((record, shape))
    if not any(shape is not None and not shape.is_empty for group in groups.values() for _, shape in group):
        nulls = sum(len(group) for group in groups.values())
        found = f"{nulls} records, all without a geometry" if nulls else "an empty collection"
        message = f"{path} holds no polygon ({found})"
        raise ControlError(message)
    sha256 = hashlib.sha256(data).hexdigest()
    return [
        _control(path, key, group, sha256, told.source) for key, group in sorted(groups.items()) if _any_shape(group)
    ]


def _any_shape(group: Iterable[tuple[Record, BaseGeometry | None]]) -> bool:
    return any(shape is not None for _, shape in group)


def _degrees(content: Content) -> list[BaseGeometry | None]:
    """Return the shapes in EPSG:4326, longitude first; ControlError for one that is no polygon."""
    for record in content.records:
        kind = "" if record.shape is None else record.shape.geom_type
        if kind not in ("", "Polygon", "MultiPolygon"):
            message = f"{content.path}: record {record.number} is a {kind}, not a polygon"
            raise ControlError(message)
    shapes = np.array([record.shape for record in content.records], dtype=object)
    if not _is_degrees(content.crs):
        turn = pyproj.Transformer.from_crs(content.crs, CRS, always_xy=True)
        shapes = shapely.transform(shapes, lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1])))
    _check_ground(content, shapes)
    return list(shapes)


@lru_cache(maxsize=8)
def _is_degrees(crs: pyproj.CRS) -> bool:
    return crs.equals(pyproj.CRS("OGC:CRS84")) or crs.to_epsg() == 4326


def _check_ground(content: Content, shapes: Any) -> None:
    """Refuse coordinates that are no degrees, whose axes are swapped, or that lie where no ground war is."""
    coordinates = shapely.get_coordinates(shapes)
    if not len(coordinates):
        return
    (west, south), (east, north) = coordinates.min(axis=0), coordinates.max(axis=0)
    where = f"x {west:.6g} to {east:.6g}, y {south:.6g} to {north:.6g}"
    if not np.isfinite(coordinates).all() or west < -180 or east > 180 or south < -90 or north > 90:
        message = f"{content.path}: coordinates are not degrees ({where}): its CRS is wrong or missing"
        raise ControlError(message)
    if _ground().query(shapely.box(west, south, east, north), predicate="intersects").size:
        return
    if north <= 180 and _ground().query(shapely.box(south, west, north, east), predicate="intersects").size:
        message = f"{content.path}: its axes are swapped ({where}): write longitude first, then latitude"
        raise ControlError(message)
    message = f"{content.path}: it lies off the regions of the ground war ({where}): its CRS is wrong"
    raise ControlError(message)


@lru_cache(maxsize=1)
def _ground() -> shapely.STRtree:
    frame = regions.load()
    wanted = theatre.zone("advance", "").plausible
    inside = frame["code"].isin(wanted) | frame["country"].isin(wanted)
    return shapely.STRtree(np.asarray(frame.geometry)[inside])


def _key(path: Path, content: Content, record: Record, told: Told, known: Sequence[Source]) -> tuple[str, str, date]:
    names = (path.stem, record.layer, path.parent.name)
    name = f"{content.path}, record {record.number}" if record.properties else content.path
    day = told.day or controldate.in_properties(name, record.properties) or _named_day(names[:2])
    if day is None:
        message = f"{path}: neither its records nor its name give a day: give it with --date YYYY-MM-DD"
        raise ControlError(message)
    controldate.check(str(path), day, told.now)
    source = told.source or _property(record, _SOURCE)
    of = _source(source, names, known)
    if of is None and not source:
        message = f"{path}: whose polygons are these? Say it with --source NAME, or with `match` in data/sources.toml"
        raise ControlError(message)
    known_as = sources.slug(of.name if of else source)
    if not known_as:
        message = f"{path}: the source {source[:40]!r} has no letter: give it with --source NAME"
        raise ControlError(message)
    return known_as, told.category or _category(name, record, names, of), day


def _property(record: Record, wanted: Sequence[str]) -> str:
    said = {key.lower(): value for key, value in record.properties.items() if isinstance(value, str)}
    return next((said[key].strip() for key in wanted if said.get(key, "").strip()), "")


def _named_day(names: Iterable[str]) -> date | None:
    return next(filter(None, map(controldate.in_name, names)), None)


def plain(text: str) -> str:
    """Return the small letters and digits of a text: names are compared so."""
    return _PLAIN.sub("", text.lower())


def _source(source: str, names: Sequence[str], known: Sequence[Source]) -> Source | None:
    """Return the source of that name or, where none is given, the one whose `match` or words stand in the names."""
    of_control = [one for one in known if one.kind == "control"]
    if source:
        return next((one for one in of_control if plain(source) in (plain(one.name), plain(one.title))), None)
    for one in of_control:
        if any(plain(word) in plain(name) for word in (one.match, *one.categories) for name in names):
            return one
    return None


def _category(name: str, record: Record, names: Sequence[str], of: Source | None) -> str:
    """Return the category that a record's property, the words of its source, or its source alone give."""
    said = _property(record, _CATEGORY)
    if _PLAIN.sub("_", said.lower()) in CATEGORIES:
        return _PLAIN.sub("_", said.lower())
    words = of.categories if of else {}
    for text in filter(None, (said, *names)):
        for word, category in words.items():
            if plain(word) in plain(text):
                return category
    if of and of.category:
        return of.category
    if said:
        close = nearest(said.lower(), CATEGORIES)
        message = f"{name}: the category {said[:40]!r} is not known{close}: it may be {', '.join(CATEGORIES)}"
        raise ControlError(message)
    message = f"{name}: what do its polygons show? Say it with --category ({', '.join(CATEGORIES)})"
    raise ControlError(message)


def _control(
    path: Path,
    key: tuple[str, str, date],
    group: Sequence[tuple[Record, BaseGeometry | None]],
    sha256: str,
    told_as: str,
) -> Control:
    found = [(record, repair.polygons(shape)) for record, shape in group if shape is not None and not shape.is_empty]
    shapes = [one.shape for _, one in found]
    whole = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    parts = [part for part in shapely.get_parts(whole) if isinstance(part, shapely.Polygon)]
    if not sum(part.area for part in parts):
        message = f"{path} holds no ground: rings that fold onto themselves enclose nothing"
        raise ControlError(message)
    broken = [(record, one) for record, one in found if one.reason]
    notes = [f"record {record.number} mended ({one.reason}; {one.km2:.3f} km²)" for record, one in broken]
    nulls = len(group) - len(found)
    if nulls:
        notes.append(f"{nulls} of {len(group)} records without a geometry")
    named = controldate.in_name(path.stem)
    if named and named != key[2]:
        notes.append(f"named {named}, taken for {key[2]}")
    shape = shapely.MultiPolygon(parts)
    area_km2 = ellipsoid.area_km2(shape)
    if area_km2 > LARGEST_KM2:
        message = (
            f"{path}: its polygons of {key[1]} cover {area_km2:,.0f} km², more than any side could hold "
            f"({LARGEST_KM2:,} km²): is it a mask turned inside out?"
        )
        raise ControlError(message)
    if told_as and sources.slug(told_as) != told_as:
        notes.append(f"stored under the source {key[0]!r}")
    return Control(
        *key,
        shape=shape,
        area_km2=area_km2,
        repair_km2=sum(one.km2 for _, one in broken),
        repairs=len(broken),
        records=len(group),
        nulls=nulls,
        file=path.name,
        sha256=sha256,
        notes=tuple(notes),
    )
