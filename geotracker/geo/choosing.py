"""Choosing among the places of one name, by what the text says."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geotracker.geo import (
    anchoring,
    bearings,
    bracket,
    companions,
    confidence,
    footprints,
    parts,
    stated,
    theatre,
    usersplaces,
)
from geotracker.geo.confidence import ASTRAY, CLEAR
from geotracker.geo.gazetteer import NEARLY, OTHER_SIMILAR, SIMILAR, TRANSLATED
from geotracker.geo.weighing import EXPLAINED, Context, nearest_km, weigh
from geotracker.records import Place, PlaceName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.geo.areas import Area
    from geotracker.geo.bearings import Numbers
    from geotracker.geo.bracket import Anchor
    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.records import Candidate, Confidence

    Graded = tuple[Confidence, str]

_SHOWN = 60
_NOT_SPELLED = (SIMILAR, OTHER_SIMILAR, TRANSLATED, NEARLY)
_OWN = 0.8
"""A candidate bears the name itself from this score on, and not an older or foreign one."""
_FAR_KM = {"beside": 80.0, "section": 130.0}
"""A place of ground fighting is no further than this from those named around it, but for a city."""
_FAR_STRIKE_KM = {"beside": 150.0, "section": 200.0}
_CITY = 50_000
_NEARLY_KM = 40.0
_AMONG_KM = 25.0
_AMBIGUOUS = 5
"""The precision of a settlement that the report itself cannot tell from others of its name."""


def choose(name: PlaceName, gazetteer: Gazetteer, context: Context, precision: int) -> Place:
    """Return the settlement that the name means, or a Place without a point and the reason for it."""
    wanted = stated.areas(name.regions, gazetteer)
    wanted = [area for area in wanted if area.level == "region"] or wanted
    pool, note = _pool(name.text, gazetteer, wanted)
    place = _among(pool, name, gazetteer, context, wanted, precision)
    return replace(place, reason=f"{place.reason}; {note}") if note else place


def _pool(text: str, gazetteer: Gazetteer, wanted: Sequence[Area]) -> tuple[list[Candidate], str]:
    """Return the places of the name, and a note where the user's own ones are not where the text says."""
    pool, note = gazetteer.settlements(text, similar=True), ""
    if gazetteer.is_own(text) and not stated.fitting(pool, wanted):
        note = f"data/places.csv has it in {pool[0].admin1 or pool[0].country_name}, not where the text says"
        pool = gazetteer.settlements(text, similar=True, own=False)
    known = {(one.lat, one.lon) for one in pool}
    return [*pool, *(one for one in gazetteer.translated(text) if (one.lat, one.lon) not in known)], note


def _among(
    pool: list[Candidate],
    name: PlaceName,
    gazetteer: Gazetteer,
    context: Context,
    wanted: Sequence[Area],
    precision: int,
) -> Place:
    """Return the one of the places of the name that the text means, or a Place without a point and the reason."""
    named = [area for area in wanted if area.level == "region"]
    anchors = anchoring.anchors(name, gazetteer, context)
    beside = [(place.lat, place.lon) for place in context.beside if place.lat is not None and place.lon is not None]
    pool = pool or _nearly(name, gazetteer, named, anchors, beside)
    if not pool:
        return parts.by_bracket(name.text, anchors) or unplaced(
            name, wanted, f"no place named {shown(name.text)} is known"
        )
    fitting = stated.fitting(pool, wanted) or _nearly(name, gazetteer, named, anchors, beside)
    if not fitting:
        return unplaced(name, wanted, _elsewhere(len(pool), wanted[0].name), pool)
    here = theatre.zone(context.kind, context.actor)
    plausible = fitting if named else [c for c in fitting if here.holds(c) or _known(c, context)]
    if context.kind not in theatre.BOUND:
        plausible = plausible or fitting
    plausible = parts.refined(plausible, anchors, beside, gazetteer)
    titled = stated.titled(name.area, gazetteer)
    lent = companions.together(plausible, name.text, name.nearby, gazetteer)
    weighed = weigh(plausible, name, context, anchors, titled, together=lent)
    if not weighed:
        return unplaced(name, wanted, f"no place of this name is where {_a(context)} can be", fitting)
    listed, weighed = len(weighed), confidence.distinct(weighed)
    sole = len(pool) - listed + len(weighed) == 1
    fits = _fits(anchors, weighed)
    given = bool(named) or weighed[0].why.startswith(usersplaces.WHY)
    if anchors and fits[0].max() <= ASTRAY and not given:
        kept = _against(weighed, anchors, context)
        if not kept:
            land = parts.by_bracket(name.text, anchors) if _is_exact(anchors[0]) else None
            return land or unplaced(name, wanted, f"no place of this name is {anchors[0].words}", weighed)
        weighed, fits, given = kept, _fits(anchors, kept), len(kept) == 1
    ground = context.kind in theatre.GROUND
    known = given or (not ground and sole and pool[0].score >= _OWN)
    away = "" if known else _too_far(weighed[0], fits, name, context)
    if away and not (ground and here.favours(weighed[0]) and _alone(weighed[0], plausible)):
        return unplaced(name, wanted, f"the nearest place of this name is {away}", weighed)
    grade, why = confidence.grade(weighed, context, anchors, fits, named, sole=sole, said_km=name.frontline_km)
    graded: Graded = ("likely" if grade == "sure" else grade, f"{why}, though it is {away}") if away else (grade, why)
    return _placed(name, weighed, precision, gazetteer, graded)


def _alone(best: Candidate, plausible: Sequence[Candidate]) -> bool:
    """Return whether the best is the only place that is spelled so where such things can be.

    It is then meant however far it lies from those named with it: the front is a thousand kilometres long.
    """
    spelled = [one for one in plausible if one.score not in _NOT_SPELLED]
    where = {(one.lat, one.lon) for one in spelled}
    return (best.lat, best.lon) in where and len(confidence.distinct(spelled)) == 1


def _nearly(
    name: PlaceName,
    gazetteer: Gazetteer,
    named: Sequence[Area],
    anchors: Sequence[Anchor],
    beside: Sequence[parts.Spot],
) -> list[Candidate]:
    """Return places whose name is nearly the one that nobody knows, where the text says that they are."""
    if not (named or anchors or beside):
        return []
    found = stated.fitting(gazetteer.nearly(name.text), named)
    if anchors:
        fitting = bracket.fits(anchors, bracket.spots(found)).max(axis=1) > ASTRAY
        return [one for one, fits in zip(found, fitting, strict=True) if fits]
    return [
        one for one in found if named or any(bearings.flat_km(one.lat, one.lon, *spot) < _NEARLY_KM for spot in beside)
    ]


def _in_reach(best: Candidate, anchors: Sequence[Anchor]) -> bool:
    """Return whether a candidate is near an anchor after all, though not on the side that the text says."""
    return any(
        bearings.flat_km(anchor.lat, anchor.lon, best.lat, best.lon) < 1.5 * bearings.reach_km(anchor.population)
        for anchor in anchors
        if anchor.doubt < CLEAR and anchor.bearing.km is None
    )


def _elsewhere(count: int, region: str) -> str:
    if count == 1:
        return f"the only place of this name is not in {region}, as the text says"
    return f"none of the {count} places of this name is in {region}, as the text says"


def _known(candidate: Candidate, context: Context) -> bool:
    """Return whether it needs no help: the user's own place, or a city, but for ground fighting."""
    if candidate.why == usersplaces.WHY:
        return True
    return context.kind not in theatre.GROUND and candidate.population >= _CITY and candidate.score >= _OWN


def shown(name: str) -> str:
    """Return the name as a message shows it: no longer than any place's."""
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def _a(context: Context) -> str:
    return {"attack": "an attack", "advance": "an advance", "withdrawal": "a withdrawal"}.get(
        context.kind, "a strike of this side"
    )


def _fits(anchors: Sequence[Anchor], weighed: Sequence[Candidate]) -> Numbers:
    return bracket.fits(anchors, bracket.spots(weighed)) if anchors else np.zeros((len(weighed), 0))


def _is_exact(anchor: Anchor) -> bool:
    """Return whether the help in brackets says by itself where the place is, be its name known or not."""
    return anchor.bearing.km is not None or anchor.bearing.direction == "between"


def _against(weighed: Sequence[Candidate], anchors: Sequence[Anchor], context: Context) -> list[Candidate]:
    """Return the candidates that may be meant although none is on the side of the anchor that the text says.

    They are where the direction says, be the distance wrong; or near the anchor or the places named around, be the
    direction wrong: reports err at times, and an anchor may be a namesake that nobody knows. Where the text gives both
    and neither fits, another place is meant.
    """
    if _is_exact(anchors[0]):
        bare = [replace(anchor, bearing=replace(anchor.bearing, km=None)) for anchor in anchors]
        near = _fits(bare, weighed).max(axis=1) > ASTRAY
        return [one for one, fits in zip(weighed, near, strict=True) if fits]
    return [
        one
        for one in weighed
        if _in_reach(one, anchors)
        or nearest_km(one, context.beside) < _AMONG_KM
        or nearest_km(one, context.section) < _AMONG_KM
    ]


def _too_far(best: Candidate, fits: Numbers, name: PlaceName, context: Context) -> str:
    """Return how much too far even the best candidate is from the places named around it, or nothing."""
    if fits[0].max(initial=-1.0) > 0 or best.population >= _CITY or nearest_km(best, context.again) < 1:
        return ""
    far = _FAR_KM if context.kind in theatre.GROUND else _FAR_STRIKE_KM
    for tier, places in (("beside", context.beside), ("section", context.section)):
        away = nearest_km(best, places)
        if math.isfinite(away):
            return f"{away:.0f} km from those named with {shown(name.text)}" if away > far[tier] else ""
    return ""


def _placed(
    name: PlaceName, weighed: Sequence[Candidate], precision: int, gazetteer: Gazetteer, graded: Graded
) -> Place:
    """Return the best candidate as the place; a guess reaches to every candidate that is left."""
    best, (grade, reason) = weighed[0], graded
    rest = confidence.left(weighed)
    if precision >= _AMBIGUOUS:
        grade, reason = "guess", f"the report itself does not say which of {len(weighed)} places of this name it is"
        rest = list(weighed)
    place = as_place(name.text, best, precision)
    if best.reach_m:
        reason += f"; its own point is not known: within {best.reach_m / 1000:.0f} km, in {gazetteer.parent(best)}"
    if grade == "guess" and place.radius_m is not None:
        reach = confidence.reach_km(best, rest) * 1000 + footprints.settlement(0)
        place = replace(place, radius_m=max(place.radius_m, round(reach, -2)))
    kept = weighed[: max(EXPLAINED, len(rest))]
    return replace(place, confidence=grade, candidates=tuple(kept), reason=reason)


def as_place(text: str, candidate: Candidate, precision: int) -> Place:
    """Return the candidate as the place of the name, with the footprint that its precision asks for.

    A candidate that is known by its area alone is at best "near a settlement" (3), in a wide area a district (4).
    """
    radius = footprints.around(candidate.population, precision)
    if candidate.reach_m:
        radius = candidate.reach_m + footprints.off(precision)
        precision = max(precision, 3 if candidate.reach_m <= footprints.VICINITY_M else 4)
    return Place(
        name=text,
        settlement=candidate.name,
        lon=candidate.lon,
        lat=candidate.lat,
        geo_precision=precision,
        radius_m=radius,
        admin1=candidate.admin1,
        admin1_code=candidate.admin1_code,
        admin2=candidate.admin2,
        country=candidate.country,
        country_name=candidate.country_name,
    )


def unplaced(name: PlaceName, wanted: Sequence[Area], reason: str, pool: Sequence[Candidate] = ()) -> Place:
    """Return a Place without a point, with the region that the text names and the reason."""
    region = next((area for area in wanted if area.level == "region"), None)
    return Place(
        name.text,
        geo_precision=5 if region else 6,
        admin1=region.name if region else "",
        admin1_code=region.code if region else "",
        country=wanted[0].country if wanted else "",
        country_name=wanted[0].country_name if wanted else "",
        candidates=tuple(pool[:EXPLAINED]),
        reason=reason,
    )
