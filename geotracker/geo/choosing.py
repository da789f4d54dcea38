"""Choosing among the places of one name, by what the text says."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from geotracker.geo import bearings, footprints, theatre, usersplaces
from geotracker.geo.weighing import Anchor, Context, nearest_km, weigh
from geotracker.records import PlaceName, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.geo.areas import Area
    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.records import Candidate, Confidence

KEPT = 8
"""Candidates kept with a place, the best first."""
CLEAR = 0.8
"""A choice this much better than the next one is likely; a smaller lead is a guess."""
_FAR_KM = {"beside": 80.0, "section": 130.0}
"""A village of ground fighting is no further than this from the places named around it."""
_TOWN = 15_000
_SAME_GROUP = ({"UA-43", "UA-40"},)


def choose(name: PlaceName, gazetteer: Gazetteer, context: Context, precision: int) -> Place:
    """Return the settlement that the name means, or a Place without a point and the reason for it."""
    wanted = _areas(name.regions, gazetteer)
    anchors = _anchors(name, gazetteer, context)
    pool = gazetteer.candidates(name.text)
    if not any(_fits(candidate, wanted) for candidate in pool):
        pool = gazetteer.candidates(name.text, similar=True) or pool
    if not pool:
        return beside_anchor(name, anchors, wanted, f"no place named {name.text} is known")
    fitting = [candidate for candidate in pool if _fits(candidate, wanted)]
    if not fitting:
        places = "the only place of this name is" if len(pool) == 1 else f"none of the {len(pool)} places of this name is"
        stands = f" not in {wanted[0].name}" if len(pool) == 1 else f" in {wanted[0].name}"
        return beside_anchor(name, anchors, wanted, f"{places}{stands}, as the text says", pool)
    here = theatre.zone(context.kind, context.actor)
    stated = [area for area in wanted if area.level == "region"]
    plausible = fitting if stated else [candidate for candidate in fitting if here.holds(candidate)]
    titled = _areas((name.area,), gazetteer, within=True)
    weighed = sorted((weigh(c, name, context, anchors, titled) for c in plausible), key=lambda c: (-c.score, -c.population, c.lat, c.lon))
    if not weighed:
        return beside_anchor(name, anchors, wanted, f"no place of this name is where {_a(context)} can be", fitting)
    fault = _fault(weighed[0], name, context, anchors, confirmed=bool(stated))
    if fault:
        return beside_anchor(name, anchors, wanted, fault, weighed)
    return _placed(name, weighed, context, anchors, stated, precision)


def _a(context: Context) -> str:
    return {"attack": "an attack", "advance": "an advance", "withdrawal": "a withdrawal"}.get(context.kind, "a strike of this side")


def _fault(best: Candidate, name: PlaceName, context: Context, anchors: Sequence[Anchor], *, confirmed: bool) -> str:
    """Return why even the best candidate cannot be meant, or nothing."""
    if best.why == usersplaces.WHY or confirmed:
        return ""
    if anchors and max(anchor.fit(best) for anchor in anchors) <= -0.5:
        return f"no place of this name is {anchors[0].words()}"
    if context.kind not in theatre.GROUND or (anchors and max(anchor.fit(best) for anchor in anchors) > 0):
        return ""
    for tier in ("beside", "section"):
        places = getattr(context, tier)
        away = nearest_km(best, places)
        if places and math.isfinite(away):
            if away > _FAR_KM[tier] and best.population < _TOWN * 10:
                return f"the nearest place of this name is {away:.0f} km from those named with {name.text}"
            break
    return ""


def _placed(
    name: PlaceName, weighed: Sequence[Candidate], context: Context, anchors: Sequence[Anchor], wanted: Sequence[Area], precision: int
) -> Place:
    best, lead = weighed[0], weighed[0].score - weighed[1].score if len(weighed) > 1 else math.inf
    confidence, reason = _grade(best, lead, context, anchors, wanted)
    place = as_place(name.text, best, precision)
    return replace(place, confidence=confidence, candidates=tuple(weighed[:KEPT]), reason=reason)


def _grade(best: Candidate, lead: float, context: Context, anchors: Sequence[Anchor], wanted: Sequence[Area]) -> tuple[Confidence, str]:
    """Return how sure the choice is, and why in a short sentence."""
    where = f"{best.name}, {best.admin1 or best.country_name}"
    fitting = [anchor for anchor in anchors if anchor.fit(best) > 0.3]
    astray = anchors and not any(anchor.fit(best) > -0.5 for anchor in anchors)
    if best.why.startswith(usersplaces.WHY):
        return "sure", f"{where}: from data/places.csv"
    if wanted and astray:
        return "likely", f"{where}: the text names the region; it is not {anchors[0].words()}, as the text also says"
    if wanted and lead >= CLEAR:
        return "sure", f"{where}: the text names the region"
    if fitting and lead >= CLEAR:
        return "sure", f"{where}: the one that is {fitting[0].words()}"
    if math.isinf(lead) and not astray:
        return "sure", f"{where}: the only place of this name where it can be"
    close = nearest_km(best, context.beside)
    if astray:
        return "guess", f"{where}: although it is not {anchors[0].words()}, as the text says"
    if lead >= CLEAR and close < 60:
        return "likely", f"{where}: {close:.0f} km from a place named beside it"
    if lead >= CLEAR:
        return "likely", f"{where}: fits best what the text says"
    return "guess", f"{where}: others of this name fit nearly as well"


def as_place(text: str, candidate: Candidate, precision: int) -> Place:
    """Return the candidate as the place of the name, with the footprint that its precision asks for."""
    return Place(
        name=text,
        settlement=candidate.name,
        lon=candidate.lon,
        lat=candidate.lat,
        geo_precision=precision,
        radius_m=footprints.around(candidate.population, precision),
        admin1=candidate.admin1,
        admin1_code=candidate.admin1_code,
        admin2=candidate.admin2,
        country=candidate.country,
        country_name=candidate.country_name,
    )


def beside_anchor(name: PlaceName, anchors: Sequence[Anchor], wanted: Sequence[Area], reason: str, pool: Sequence[Candidate] = ()) -> Place:
    """Return the point that the text measures from a known place, else a Place without a point but with its region."""
    kept = tuple(pool[:KEPT])
    region = next((area for area in wanted if area.level == "region"), None)
    country = wanted[0].country if wanted else ""
    place = Place(
        name.text,
        geo_precision=5 if region else 6,
        admin1=region.name if region else "",
        admin1_code=region.code if region else "",
        country=country,
        country_name=wanted[0].country_name if wanted else "",
        candidates=kept,
        reason=reason,
    )
    for anchor in anchors:
        found = bearings.point(anchor.lat, anchor.lon, anchor.bearing.direction, anchor.bearing.km) if anchor.bearing.km else None
        if found and anchor.bearing.km:
            said = f"{reason}; set {anchor.words()}, as the text says"
            reach = max(5000.0, 450.0 * anchor.bearing.km)
            return replace(place, lat=round(found[0], 4), lon=round(found[1], 4), geo_precision=3, radius_m=reach, confidence="guess", reason=said)
    return place


def _areas(names: Sequence[str], gazetteer: Gazetteer, *, within: bool = False) -> list[Area]:
    """Return the regions and countries of the names; `within` looks for them among the words of a title."""
    if within:
        return [area for title in names for area in gazetteer.areas_in(title)]
    return [area for name in names for area in (*gazetteer.regions(name), *gazetteer.countries(name))]


def _fits(candidate: Candidate, wanted: Sequence[Area]) -> bool:
    if not wanted or candidate.why == usersplaces.WHY:
        return True
    for area in wanted:
        if area.level == "country":
            if candidate.country == area.country:
                return True
        elif candidate.admin1_code == area.code or any({candidate.admin1_code, area.code} <= group for group in _SAME_GROUP):
            return True
    return False


def _anchors(name: PlaceName, gazetteer: Gazetteer, context: Context) -> list[Anchor]:
    """Return the bearings whose anchors are found; an anchor is a place that many know, near the others."""
    out = []
    for bearing in name.bearings:
        bare = PlaceName(bearing.anchor, regions=name.regions, area=name.area)
        place = choose(bare, gazetteer, context, 2)
        if place.lat is None and name.regions:
            place = choose(replace(bare, regions=()), gazetteer, context, 2)
        if place.lat is not None and place.lon is not None:
            out.append(Anchor(bearing, place.lat, place.lon))
    return out
