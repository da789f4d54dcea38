"""Places: from a name and what the text says about it to a point, a footprint, and the reason for them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geotracker.geo import bearings, choosing, features, footprints, objects, sweeping, usersplaces
from geotracker.geo.names import key
from geotracker.geo.weighing import Context
from geotracker.records import Bearing, Place, PlaceName

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geotracker.geo.areas import Area
    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.geo.weighing import Front
    from geotracker.records import Mention, Report

_HALF_WAY = re.compile(r"\s*(?:[–—/-]| and )\s*")
_OF_AREA = re.compile(r"\s+(?:areas?|line|sector|direction|pocket|salient|road|highway|axis)$", re.IGNORECASE)
_KIND_OF_AREA = re.compile(
    r"\b(?:oblast|krai|okrug|republic|respublika|raion|rayon|district|voivodeship)\b", re.IGNORECASE
)
_RAION = re.compile(r"\s+(?:raion|rayon|district)$", re.IGNORECASE)
_OF_RAION = re.compile(r"(?:s[’']?k(?:yi|iy|y|i|yy|ij)?|sk[aiy]+)$", re.IGNORECASE)
_OLD_RAION_M = 30_000.0
"""A raion before 2020 reached about so far from its seat."""
_OWN_NAME, _CITY = 0.8, 50_000
_OFF = re.compile(r"\b(?:near|off|outskirts|toward|of|along|between|around|outside)\b")


def resolve(
    name: PlaceName,
    gazetteer: Gazetteer,
    *,
    kind: str = "",
    actor: str = "",
    placed: Sequence[Place] = (),
    precision: int | None = None,
) -> Place:
    """Return what a place name means: point (EPSG:4326), precision, radius in metres, candidates and the reason.

    `placed` are places of the same text that are settled already, the nearest in the text first. A name that
    fits nowhere gives a Place without a point, whose reason says why.
    """
    context = Context(kind, actor, tuple(place for place in placed if place.lat is not None))
    return within(name, gazetteer, context, precision if precision is not None else said_precision(name))


def said_precision(name: PlaceName) -> int:
    """Return the precision that the name's own words allow: 2 a settlement, 3 off it, 5 a region, 6 a country."""
    by_level = {"district": 4, "area": 4, "region": 5, "country": 6}
    return by_level.get(name.level) or (3 if _OFF.search(name.offset) else 2)


def within(name: PlaceName, gazetteer: Gazetteer, context: Context, precision: int) -> Place:
    """Return what the name means in the context; `precision` is what the text's words allow."""
    if name.level == "country":
        return _country(name, gazetteer)
    if name.level in ("region", "district") or (name.level == "settlement" and _means_area(name, gazetteer)):
        place = _area(name, gazetteer)
        if place is not None:
            return place
    feature = features.find(name.text, gazetteer)
    if feature is not None:
        return replace(feature, geo_precision=max(precision, feature.geo_precision))
    if name.level == "area":
        return _between(name, gazetteer, context)
    place = choosing.choose(name, gazetteer, context, precision)
    if place.lat is None and not place.candidates and _HALF_WAY.search(name.text):
        return _between(name, gazetteer, context)
    return place


def _means_area(name: PlaceName, gazetteer: Gazetteer) -> bool:
    """Return whether a name that the text does not mark as one is a region's, raion's or country's."""
    if _KIND_OF_AREA.search(name.text):
        return True
    regions = gazetteer.regions(name.text)
    within = {area.code for area in regions if key(name.text) in area.keys}
    if name.regions or name.bearings:
        within = set()  # the text says where the settlement is
    known = gazetteer.settlements(name.text, similar=True)
    settlement = any(
        candidate.population >= _CITY
        or (candidate.score >= _OWN_NAME and (not within or candidate.admin1_code in within))
        or candidate.why == usersplaces.WHY
        for candidate in known
    )
    return not settlement and bool(regions or gazetteer.countries(name.text))


def _country(name: PlaceName, gazetteer: Gazetteer) -> Place:
    found = gazetteer.countries(name.text)
    if not found:
        return _area(name, gazetteer) or Place(
            name.text, reason=f"no country named {choosing.shown(name.text)} is known"
        )
    return _of_area(name, found[0], 6)


def _area(name: PlaceName, gazetteer: Gazetteer) -> Place | None:
    found = gazetteer.raions(name.text)
    stated = {area.code for text in name.regions for area in gazetteer.regions(text)}
    found = [area for area in (*found, *gazetteer.regions(name.text)) if not stated or area.code in stated]
    if found:
        return _of_area(name, found[0], 4 if found[0].level == "district" else 5)
    if _RAION.search(name.text):
        return _old_raion(name, gazetteer)
    countries = gazetteer.countries(name.text)
    return _of_area(name, countries[0], 6) if countries else None


def _old_raion(name: PlaceName, gazetteer: Gazetteer) -> Place | None:
    """Return the surroundings of the town that a raion of before 2020 is named after, or None."""
    bare = _RAION.sub("", name.text).strip()
    stem = _OF_RAION.sub("", bare)
    for seat in dict.fromkeys((bare, stem, f"{stem}sk", f"{stem}ka", f"{stem}e")):
        if gazetteer.settlements(seat):
            place = choosing.choose(replace(name, text=seat, level="settlement"), gazetteer, Context(), 4)
            if place.lat is not None:
                reason = f"a raion that is no more, around its seat {place.reason}"
                return replace(place, name=name.text, settlement="", radius_m=_OLD_RAION_M, reason=reason)
    return None


def _of_area(name: PlaceName, area: Area, precision: int) -> Place:
    """Return the area's middle, with a radius that holds all of it."""
    what = {4: "the raion's middle", 5: "the region's middle", 6: "the country's middle"}[precision]
    return Place(
        name=name.text,
        settlement="",
        lon=area.lon,
        lat=area.lat,
        geo_precision=precision,
        radius_m=area.radius_m,
        confidence="sure",
        admin1=area.region if area.level == "district" else area.name if area.level == "region" else "",
        admin1_code=area.code if area.level != "country" else "",
        admin2=area.name if area.level == "district" else "",
        country=area.country,
        country_name=area.country_name,
        candidates=(area.as_candidate(),),
        reason=f"{area.name}: {what}, as the text names no settlement",
    )


def _between(name: PlaceName, gazetteer: Gazetteer, context: Context) -> Place:
    """Return the middle of the settlements that name a stretch of land ("Avdiivka-Donetsk City area")."""
    stem = _OF_AREA.sub("", name.text)
    whole = choosing.choose(replace(name, text=stem), gazetteer, context, 4)
    if whole.lat is not None:
        return replace(whole, name=name.text)
    parts = [
        choosing.choose(replace(name, text=part, bearings=()), gazetteer, context, 4) for part in _HALF_WAY.split(stem)
    ]
    points = [(part.lat, part.lon) for part in parts if part.lat is not None and part.lon is not None]
    if len(parts) < 2 or len(points) < len(parts):
        area = _area(name, gazetteer)
        return area or replace(whole, name=name.text)
    lat, lon = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    reach = max(bearings.km(lat, lon, *point) for point in points)
    if reach > bearings.REACH_KM:
        return replace(
            whole,
            name=name.text,
            reason=f"the places that name {choosing.shown(name.text)} lie {2 * reach:.0f} km apart",
        )
    names = " and ".join(part.settlement for part in parts)
    radius = round(reach * 1000 + footprints.BETWEEN_M / 2, -2)
    return replace(
        parts[0],
        name=name.text,
        settlement="",
        lat=lat,
        lon=lon,
        radius_m=radius,
        confidence="likely",
        candidates=tuple(part.candidates[0] for part in parts if part.candidates),
        reason=f"between {names}",
    )


def geocode(
    report: Report,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    extractor: str = "",
    front: Front | None = None,
) -> gpd.GeoDataFrame:
    """Return table MENTIONS (points, EPSG:4326), a row a mention in order; the unplaced have an empty geometry.

    `extractor` is what read the mentions, with its version; `front` tells how far a point (lon, lat) was from the
    front line in km on the report's day, where that is known.
    """
    from geotracker.geo import mentionrows  # noqa: PLC0415 -- geopandas loads only where a table is asked for

    found = sweeping.sweep(report, mentions, gazetteer, within, front)
    found = [objects.at(mention.facility, place, gazetteer) for mention, place in zip(mentions, found, strict=True)]
    return mentionrows.table(report, mentions, found, extractor)


def lookup(name: str, gazetteer: Gazetteer, *, near: str = "", region: str = "", country: str = "") -> Place:
    """Return what a name alone means, with help: a place near it, its region, its country.

    A region or country that is not known says so in the reason, and nothing is placed against it.
    """
    stated = [text for text in (region.strip(), country.strip()) if text]
    known = [text for text in stated if gazetteer.regions(text) or gazetteer.countries(text)]
    if stated and not known:
        return Place(name, reason=f"no region or country named {choosing.shown(stated[0])} is known")
    bracket = (Bearing("near", near.strip()),) if near.strip() else ()
    place = resolve(PlaceName(name.strip(), regions=tuple(known[:1]), bearings=bracket), gazetteer)
    fault = _mismatch(stated, known, gazetteer)
    return replace(place, confidence="guess", reason=f"{place.reason}; {fault}") if fault else place


def _mismatch(stated: Sequence[str], known: Sequence[str], gazetteer: Gazetteer) -> str:
    """Return why a region and a country that are given for a name cannot both be right, or nothing."""
    unknown = next((text for text in stated if text not in known), "")
    if unknown:
        return f"no region named {choosing.shown(unknown)} is known"
    lands = [{area.country for area in (*gazetteer.regions(text), *gazetteer.countries(text))} for text in stated]
    if len(lands) < 2 or lands[0] & lands[1]:
        return ""
    return f"{choosing.shown(stated[0])} is not in {choosing.shown(stated[1])}, as the country given says"
