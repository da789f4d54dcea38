"""Places of data/places.csv set to the settlement that they belong to, for what others may see."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geotracker import tables
from geotracker.geo import footprints, usersplaces

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.tables import Table

_FARTHEST_KM = 30.0
"""A place further from any settlement than this gets no point at all."""
_KM_A_DEGREE = 111.2
_NEAR = 3
_ROUND_M = 1000.0
REASON = "set to the nearest settlement, for publication"


def own(frame: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Return which rows of EVENTS or MENTIONS stand on a place of data/places.csv, or between two of them."""
    told = [f"{row.place_reason or ''} {row.place_candidates or ''}" for row in tables.rows(frame)]
    return np.array([usersplaces.WHY in words for words in told], dtype=bool)


def snap(frame: gpd.GeoDataFrame, table: Table, gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Return EVENTS or MENTIONS in which no point, name or candidate is of data/places.csv.

    Such a row gets the point and name of the nearest settlement of the gazetteer and is "near" it at best, with a
    radius in whole kilometres that holds the place; where none is within 30 km it has no point.
    """
    chosen = own(frame)
    if not chosen.any():
        return frame
    known = _settlements(gazetteer)
    rows: list[dict[str, Any]] = [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
    for row in (row for row, is_own in zip(rows, chosen, strict=True) if is_own):
        _set(row, known, gazetteer)
    return tables.check(tables.build(table, rows, [row["geometry"] for row in rows]), table)


def _settlements(gazetteer: Gazetteer) -> tuple[list[list[str]], npt.NDArray[np.float64]]:
    """Return the gazetteer's rows that have a point of their own, and these points (lat, lon)."""
    cells = [line.decode().split("\t", 9)[:9] for line in gazetteer.rows if line]
    pointed = [row for row in cells if not row[8]]
    return pointed, np.array([(row[1], row[2]) for row in pointed], dtype=np.float64)


def _set(row: dict[str, Any], known: tuple[list[list[str]], npt.NDArray[np.float64]], gazetteer: Gazetteer) -> None:
    rows, points = known
    row |= {"place_reason": REASON, "place_candidates": "[]", "settlement": ""}
    point = row["geometry"]
    row["geometry"] = shapely.Point()
    if point is None or point.is_empty:
        return
    north, east = (points - [point.y, point.x]).T
    away = np.hypot(north, east * math.cos(math.radians(point.y))) * _KM_A_DEGREE
    nearest = int(away.argmin())
    if away[nearest] > _FARTHEST_KM:
        row["place_reason"] = "a place of the user's own, which is not published"
        return
    name, lat, lon, people, region, country, raion = rows[nearest][:7]
    area, land = gazetteer.regions_by_code.get(region), gazetteer.countries_by_code.get(country)
    reach = footprints.around(int(people or 0), _NEAR)
    row |= {
        "geometry": shapely.Point(float(lon), float(lat)),
        "settlement": name,
        "admin1": area.name if area else "",
        "admin1_code": region if area and "-" in region else "",
        "admin2": raion,
        "country": country,
        "country_name": land.name if land else country,
        "geo_precision": max(int(row["geo_precision"]), _NEAR),
        "radius_m": max(reach, math.ceil(away[nearest] * 1000 / _ROUND_M) * _ROUND_M),
    }
