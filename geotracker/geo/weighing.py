"""How well a gazetteer entry fits what the text says about a name: the scores behind every choice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotracker.geo import bearings, theatre

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.geo.areas import Area
    from geotracker.records import Bearing, Candidate, Place, PlaceName

WEIGHTS = {
    "spelling": 1.5,
    "bracket": 5.0,
    "area": 1.0,
    "beside": 3.0,
    "section": 1.5,
    "again": 1.5,
    "together": 2.0,
    "city": 1.0,
    "occupied": 0.7,
    "kind": 0.7,
    "population": 0.25,
}
"""What each thing that the text says may add to a score; the bracket counts most, population least."""
EXPLAINED = 8
"""Candidates whose score is explained."""
_CITY = 20_000
_MOST = 60
_SPELLED = {
    1.0: "its name",
    0.8: "its name, romanised otherwise",
    0.6: "a name of it",
    0.4: "a name of it, romanised otherwise",
    0.2: "spelled nearly so",
}
_BESIDE_KM, _SECTION_KM = 25.0, 60.0


@dataclass(frozen=True, slots=True)
class Context:
    """What the text says around a name: the event, and places that are settled already, nearest in the text first."""

    kind: str = ""
    actor: str = ""
    beside: tuple[Place, ...] = ()
    """Named in the same sentence or paragraph."""
    section: tuple[Place, ...] = ()
    """Named in the same section."""
    again: tuple[Place, ...] = ()
    """The same name elsewhere in the report."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A bearing and one place that its anchor may be."""

    bearing: Bearing
    lat: float
    lon: float
    doubt: float = 0.0
    """How much better another place of the anchor's name fits the rest of the text."""
    population: int = 0

    def fit(self, candidate: Candidate) -> float:
        """Return how well the candidate fits the words, from -1 to 1."""
        return self.fit_at(candidate.lat, candidate.lon)

    def fit_at(self, lat: float, lon: float) -> float:
        """Return how well a spot fits the words, from -1 to 1."""
        away = bearings.flat_km(self.lat, self.lon, lat, lon)
        towards = bearings.azimuth(self.lat, self.lon, lat, lon)
        return bearings.fit(self.bearing.direction, self.bearing.km, away, towards, bearings.reach_km(self.population))

    def likelihood(self, lat: float, lon: float) -> float:
        """Return how likely the words mean a spot, up to 1."""
        away = bearings.flat_km(self.lat, self.lon, lat, lon)
        towards = bearings.azimuth(self.lat, self.lon, lat, lon)
        return bearings.likelihood(self.bearing.direction, self.bearing.km, away, towards, self.population)

    @property
    def words(self) -> str:
        """Return the bearing as a reader would say it."""
        distance = f"{self.bearing.km:g} km " if self.bearing.km is not None else ""
        direction = self.bearing.direction
        return f"{distance}{direction} {'' if direction in {'near', 'toward'} else 'of '}{self.bearing.anchor}"


Part = tuple[float, str, tuple[object, ...]]
"""A share of a score, and its reason: a template and what goes into it, put together only where it is read."""


def weigh(
    pool: Sequence[Candidate],
    name: PlaceName,
    context: Context,
    anchors: Sequence[Anchor],
    areas: Sequence[Area],
    *,
    together: Sequence[float] = (),
    most: int = _MOST,
) -> list[Candidate]:
    """Return the candidates with their scores, best first; the reasons stand in `why` of the first few."""
    titled = frozenset(area.code for area in areas)
    weighed = [(candidate, _parts(candidate, name, context, anchors, titled)) for candidate in pool]
    for (_, parts), share in zip(weighed, together, strict=False):
        parts.append((WEIGHTS["together"] * share, "places named with it are near", ()))
    weighed.sort(key=lambda item: (-sum(part[0] for part in item[1]), -item[0].population, item[0].lat, item[0].lon))
    return [
        candidate._replace(score=round(sum(part[0] for part in parts), 2), why=_why(parts) if rank < EXPLAINED else "")
        for rank, (candidate, parts) in enumerate(weighed[:most])
    ]


def _why(parts: Sequence[Part]) -> str:
    return "; ".join(f"{words.format(*values)} {score:+.1f}" for score, words, values in parts if abs(score) >= 0.05)


def _parts(
    candidate: Candidate, name: PlaceName, context: Context, anchors: Sequence[Anchor], titled: frozenset[str]
) -> list[Part]:
    """Return what each thing that the text says adds to the candidate's score."""
    spelled = candidate.why or _SPELLED.get(candidate.score, "sounds like another name of it")
    parts: list[Part] = [(WEIGHTS["spelling"] * candidate.score, spelled, ())]
    if anchors:
        best = closest(anchors, candidate)
        fit = best.fit(candidate)
        words = "{0.words}" if fit > 0 else "not {0.words}"
        parts.append((WEIGHTS["bracket"] * fit - best.doubt, words, (best,)))
    if candidate.admin1_code in titled:
        parts.append((WEIGHTS["area"], "the section is on {}", (candidate.admin1,)))
    parts += _neighbours(candidate, context)
    if candidate.population >= _CITY and name.text.casefold().endswith(" city"):
        parts.append((WEIGHTS["city"], "a city", ()))
    if name.occupied and theatre.occupied().favours(candidate):
        parts.append((WEIGHTS["occupied"], "in a region that is partly occupied", ()))
    if theatre.zone(context.kind, context.actor).favours(candidate):
        sure = bool(context.kind)
        words = "where such things mostly are" if sure else "where most reports are about"
        parts.append((WEIGHTS["kind"] * (1.0 if sure else 0.5), words, ()))
    size = WEIGHTS["population"] * math.log10(candidate.population + 1)
    parts.append((size, "population {:,}", (candidate.population,)))
    return parts


def closest(anchors: Sequence[Anchor], candidate: Candidate) -> Anchor:
    """Return the anchor that the candidate fits best, doubts taken off."""
    return max(anchors, key=lambda anchor: WEIGHTS["bracket"] * anchor.fit(candidate) - anchor.doubt)


def _neighbours(candidate: Candidate, context: Context) -> list[Part]:
    """Return what the places named around it add: the closer they lie, the more."""
    parts: list[Part] = []
    for tier, places, reach in (("beside", context.beside, _BESIDE_KM), ("section", context.section, _SECTION_KM)):
        away = [_away(candidate, place) for place in places[:12]]
        if away:
            closest_km = min(away)
            together = sum(math.exp(-distance / reach) for distance in away) / len(away)
            score = WEIGHTS[tier] * (0.6 * math.exp(-closest_km / reach) + 0.4 * together)
            parts.append((score, "{:.0f} km from {}", (closest_km, places[away.index(closest_km)].name)))
    if any(_away(candidate, place) < 1 for place in context.again):
        parts.append((WEIGHTS["again"], "named so elsewhere in the report", ()))
    return parts


def _away(candidate: Candidate, place: Place) -> float:
    if place.lat is None or place.lon is None:
        return math.inf
    return max(bearings.flat_km(candidate.lat, candidate.lon, place.lat, place.lon), candidate.reach_m / 1500)


def nearest_km(candidate: Candidate, places: Sequence[Place]) -> float:
    """Return the kilometres from the candidate to the closest of the places; infinity without any."""
    return min((_away(candidate, place) for place in places), default=math.inf)
