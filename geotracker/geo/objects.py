"""Objects: a refinery or a bridge that data/places.csv knows is at its own point, and not in the middle of its town."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geotracker.geo import bearings, footprints, names

if TYPE_CHECKING:
    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.records import Candidate, Place

_SAME_KM = 60.0
"""An object further from its town than this is another of its name."""


def at(facility: str, place: Place, gazetteer: Gazetteer) -> Place:
    """Return the place of a mention at the user's point for the object that it names, else as it is."""
    found = [gazetteer.own[number] for number in gazetteer.own_keys.get(names.key(facility), ())] if facility else []
    if place.lat is None or place.lon is None:
        fitting = [one for one in found if place.admin1_code in ("", one.admin1_code)]
        return _moved(place, fitting[0]) if len(fitting) == 1 else place
    away = [(bearings.km(place.lat, place.lon, one.lat, one.lon), number) for number, one in enumerate(found)]
    near = min(away, default=(_SAME_KM, 0))
    reach = max(_SAME_KM, (place.radius_m or 0.0) / 1000)
    return _moved(place, found[near[1]]) if found and near[0] < reach else place


def _moved(place: Place, own: Candidate) -> Place:
    return replace(
        place,
        lat=own.lat,
        lon=own.lon,
        geo_precision=1,
        radius_m=footprints.OBJECT_M,
        confidence="sure",
        admin1=own.admin1 or place.admin1,
        admin1_code=own.admin1_code or place.admin1_code,
        admin2="" if own.admin1_code != place.admin1_code else place.admin2,
        country=own.country or place.country,
        country_name=own.country_name or place.country_name,
        candidates=(own, *place.candidates),
        reason=f"{own.name}: {own.why}",
    )
