"""Settlements near a border, which codes and polygons put in different regions, for scripts/build_gazetteer.py."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import geopandas as gpd
import settlements  # noqa: F401 -- it finds the package in a bare checkout
import shapely

from geotracker.geo import regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geotracker.geo.rows import Row

COLUMNS = ("name", "lat", "lon", "code", "polygon", "km")
_KM_A_DEGREE = 111.2
_MISTAKEN_KM = 50.0
"""A point so far outside its region has the wrong region: no enclave lies that far."""


def apart(rows: Iterable[Row]) -> list[tuple[Row, str, float]]:
    """Return the settlements of Ukraine that polygons put in another region than codes do, and how far outside."""
    known = regions.load()
    ours = [row for row in rows if row.pointed and row.country == "UA"]
    points = gpd.GeoSeries([shapely.Point(row.lon, row.lat) for row in ours], crs=known.crs)
    shapes = dict(zip(known["code"], known.geometry, strict=True))
    codes, out = known["code"].tolist(), []
    for row, point, at in zip(ours, points, regions.locate(points, known), strict=True):
        code = "" if at is None else str(codes[at])
        if code != row.region:
            out.append((row, code, round(float(shapes[row.region].distance(point)) * _KM_A_DEGREE, 1)))
    return out


def mended(rows: list[Row]) -> list[Row]:
    """Return the rows, those far outside their region in the region that they lie in."""
    for row, code, km in apart(rows):
        if km > _MISTAKEN_KM and code.startswith("UA"):
            row.region, row.raion = code, ""
    return rows


def table(rows: Iterable[Row]) -> str:
    """Return the list of them as CSV, by region and name."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    listed = sorted(apart(rows), key=lambda one: (one[0].region, one[0].name, one[0].lat))
    for row, code, km in listed:
        writer.writerow([row.name, f"{row.lat:.4f}", f"{row.lon:.4f}", row.region, code, km])
    return out.getvalue()
