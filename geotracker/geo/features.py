"""Named features that are no settlement: spits, islands, bridges, plants (data/gazetteer/features.csv)."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING

from geotracker.geo.names import LONGEST, key
from geotracker.records import Place
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from geotracker.geo.gazetteer import Gazetteer


@lru_cache(maxsize=1)
def _features() -> dict[str, dict[str, str]]:
    with package_path("data", "gazetteer", "features.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key(spelling): row for row in rows for spelling in (row["name"], *row["aliases"].split("|")) if spelling}


def find(name: str, gazetteer: Gazetteer) -> Place | None:
    """Return the feature of the name, at its own point, or None."""
    row = _features().get(key(name)) if len(name) <= LONGEST else None
    if row is None or key(name) in gazetteer.own_keys:
        return None
    region = gazetteer.regions_by_code[row["region"]]
    return Place(
        name=name,
        settlement=row["name"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        geo_precision=1 if float(row["radius_m"]) <= 5000 else 4,
        radius_m=float(row["radius_m"]),
        confidence="sure",
        admin1=region.name,
        admin1_code=region.code,
        country=region.country,
        country_name=region.country_name,
        reason=f"{row['name']}: a named feature",
    )
