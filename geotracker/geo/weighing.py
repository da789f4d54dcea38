"""How well a gazetteer entry fits what the text says about a name: the scores behind every choice."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
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
    "city": 1.0,
    "occupied": 0.7,
    "kind": 0.7,
    "population": 0.25,
}
"""What each thing that the text says may add to a score; the bracket counts most, population least."""
_CITY = 20_000
_SPELLED = {
    1.0: "its name",
    0.8: "its name, romanised otherwise",
    0.6: "a name of it",
    0.4: "a name of it, romanised otherwise",
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
        away = bearings.km(self.lat, self.lon, candidate.lat, candidate.lon)
        towards = bearings.azimuth(self.lat, self.lon, candidate.lat, candidate.lon)
        return bearings.fit(self.bearing.direction, self.bearing.km, away, towards, bearings.reach_km(self.population))

    def words(self) -> str:
        """Return the bearing as a reader would say it."""
        distance = f"{self.bearing.km:g} km " if self.bearing.km is not None else ""
        direction = self.bearing.direction
        return f"{distance}{direction} {'' if direction in {'near', 'toward'} else 'of '}{self.bearing.anchor}"


def weigh(
    candidate: Candidate, name: PlaceName, context: Context, anchors: Sequence[Anchor], areas: Sequence[Area]
) -> Candidate:
    """Return the candidate with its score, and the reasons for it in `why`."""
    parts = [
        (
            "spelling",
            WEIGHTS["spelling"] * candidate.score,
            _SPELLED.get(candidate.score, "sounds like another name of it"),
        )
    ]
    if anchors:
        best = closest(anchors, candidate)
        fit = best.fit(candidate)
        parts.append(
            ("bracket", WEIGHTS["bracket"] * fit - best.doubt, best.words() if fit > 0 else f"not {best.words()}")
        )
    if candidate.admin1_code and candidate.admin1_code in {area.code for area in areas}:
        parts.append(("area", WEIGHTS["area"], f"the section is on {candidate.admin1}"))
    parts += _neighbours(candidate, context)
    if name.text.casefold().endswith(" city") and candidate.population >= _CITY:
        parts.append(("city", WEIGHTS["city"], "a city"))
    if name.occupied and theatre.occupied().favours(candidate):
        parts.append(("occupied", WEIGHTS["occupied"], "in a region that is partly occupied"))
    if theatre.zone(context.kind, context.actor).favours(candidate):
        known = bool(context.kind)
        words = "where such things mostly are" if known else "where most reports are about"
        parts.append(("kind", WEIGHTS["kind"] * (1.0 if known else 0.5), words))
    parts.append(
        (
            "population",
            WEIGHTS["population"] * math.log10(candidate.population + 1),
            f"population {candidate.population:,}",
        )
    )
    why = "; ".join(f"{words} {score:+.1f}" for _, score, words in parts if abs(score) >= 0.05)
    return replace(candidate, score=round(sum(score for _, score, _ in parts), 2), why=why)


def closest(anchors: Sequence[Anchor], candidate: Candidate) -> Anchor:
    """Return the anchor that the candidate fits best, doubts taken off."""
    return max(anchors, key=lambda anchor: WEIGHTS["bracket"] * anchor.fit(candidate) - anchor.doubt)


def _neighbours(candidate: Candidate, context: Context) -> list[tuple[str, float, str]]:
    """Return what the places named around it add: the closer they lie, the more."""
    parts = []
    for tier, places, reach in (("beside", context.beside, _BESIDE_KM), ("section", context.section, _SECTION_KM)):
        away = sorted((_away(candidate, place), place.name) for place in places[:12])
        if away:
            closeness = [math.exp(-distance / reach) for distance, _ in away]
            score = WEIGHTS[tier] * (0.6 * closeness[0] + 0.4 * sum(closeness) / len(closeness))
            parts.append((tier, score, f"{away[0][0]:.0f} km from {away[0][1]}"))
    if any(_away(candidate, place) < 1 for place in context.again):
        parts.append(("again", WEIGHTS["again"], "named so elsewhere in the report"))
    return parts


def _away(candidate: Candidate, place: Place) -> float:
    if place.lat is None or place.lon is None:
        return math.inf
    return bearings.km(candidate.lat, candidate.lon, place.lat, place.lon)


def nearest_km(candidate: Candidate, places: Sequence[Place]) -> float:
    """Return the kilometres from the candidate to the closest of the places; infinity without any."""
    return min((_away(candidate, place) for place in places), default=math.inf)
