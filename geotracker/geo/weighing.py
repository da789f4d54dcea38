"""How well a gazetteer entry fits what the text says about a name: the scores behind every choice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geotracker.geo import bearings, bracket, theatre
from geotracker.records import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geotracker.geo.areas import Area
    from geotracker.geo.bearings import Numbers
    from geotracker.geo.bracket import Anchor
    from geotracker.records import Place, PlaceName

    Front = Callable[[float, float], float | None]

WEIGHTS = {
    "spelling": 1.5,
    "bracket": 5.0,
    "area": 1.0,
    "beside": 3.0,
    "section": 1.5,
    "again": 1.5,
    "together": 2.0,
    "front": 3.0,
    "city": 1.0,
    "occupied": 0.7,
    "kind": 0.7,
    "theatre": 2.0,
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
    0.3: "its name in another language",
    0.2: "spelled nearly so",
}
_BESIDE_KM, _SECTION_KM = 25.0, 60.0
_TIER = 12
_FRONT_KM, _FRONT_SHARE = 10.0, 0.25
"""A report's distance to the front line may be off by so many km, or by this part of it."""
_WIDTH = 1500.0
"""What is known by its area alone is no nearer than two thirds of the area's reach (metres a km)."""


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
    front: Front | None = None
    """How far a point (lon, lat) is from the front line in km, where that is known."""


def off_front(pool: Sequence[Candidate], said_km: float, front: Front) -> list[float]:
    """Return how far off each candidate's way to the front line is, as a part of what a report may round away.

    Above 1 it contradicts what is said; one whose way is not known is in between.
    """
    ways = [front(one.lon, one.lat) for one in pool]
    spare = max(_FRONT_KM, _FRONT_SHARE * said_km)
    return [
        1.0 if way is None else abs(way - said_km) / (spare + one.reach_m / 1000)
        for way, one in zip(ways, pool, strict=True)
    ]


class Term(NamedTuple):
    """A share of every candidate's score, and the words for it, put together only where they are read."""

    scores: Numbers
    words: Callable[[int], str]


def weigh(
    pool: Sequence[Candidate],
    name: PlaceName,
    context: Context,
    anchors: Sequence[Anchor],
    areas: Sequence[Area],
    *,
    together: Sequence[float] = (),
    most: int = _MOST,
    explained: int = EXPLAINED,
) -> list[Candidate]:
    """Return the candidates with their scores, best first; the reasons stand in `why` of the first `explained`."""
    if not pool:
        return []
    where = bracket.spots(pool)
    people = np.array([one.population for one in pool], dtype=np.float64)
    terms = [_spelling(pool), *_bracket(where, anchors), _titled(pool, areas)]
    terms += [_in_theatre(pool), *_neighbours(pool, where, context)]
    terms += _said(pool, name, context)
    terms.append(Term(WEIGHTS["population"] * np.log10(people + 1), lambda at: f"population {pool[at].population:,}"))
    if together:
        terms.append(Term(WEIGHTS["together"] * np.array(together), lambda _: "places named with it are near"))
    total = reduce(np.add, (term.scores for term in terms))
    scores, order = total.tolist(), np.lexsort((where[:, 1], where[:, 0], -people, -total))[:most].tolist()
    return [
        _scored(pool[at], round(scores[at], 2), _why(terms, at) if rank < explained else "")
        for rank, at in enumerate(order)
    ]


def _scored(candidate: Candidate, score: float, why: str) -> Candidate:
    return Candidate(*candidate[:9], score, why, *candidate[11:])


def _why(terms: Sequence[Term], at: int) -> str:
    parts = ((term.scores[at], term.words) for term in terms)
    return "; ".join(f"{words(at)} {score:+.1f}" for score, words in parts if abs(score) >= 0.05)


def _spelling(pool: Sequence[Candidate]) -> Term:
    def words(at: int) -> str:
        return pool[at].why or _SPELLED.get(pool[at].score, "sounds like another name of it")

    return Term(WEIGHTS["spelling"] * np.array([one.score for one in pool]), words)


def _bracket(where: Numbers, anchors: Sequence[Anchor]) -> list[Term]:
    """Return what the anchor adds that a candidate fits best, doubts taken off."""
    if not anchors:
        return []
    fits = bracket.fits(anchors, where)
    worth = WEIGHTS["bracket"] * fits - np.array([anchor.doubt for anchor in anchors])
    best = worth.argmax(axis=1)
    rows = np.arange(len(where))

    def words(at: int) -> str:
        said = anchors[best[at]].words
        return said if fits[at, best[at]] > 0 else f"not {said}"

    return [Term(worth[rows, best], words)]


def _titled(pool: Sequence[Candidate], areas: Sequence[Area]) -> Term:
    codes = frozenset(area.code for area in areas)
    inside = np.array([one.admin1_code in codes for one in pool], dtype=np.float64)
    return Term(WEIGHTS["area"] * inside, lambda at: f"the section is on {pool[at].admin1}")


def in_theatre(pool: Sequence[Candidate]) -> Numbers:
    """Return what its nearness to the war alone adds to each candidate's score."""
    return _in_theatre(pool).scores


def _in_theatre(pool: Sequence[Candidate]) -> Term:
    away, scores = _of_theatre(tuple((one.lat, one.lon, one.reach_m, one.population) for one in pool))
    return Term(scores, lambda at: f"{away[at]:.0f} km from where the war is fought")


@lru_cache(maxsize=4096)
def _of_theatre(places: tuple[tuple[float, float, float, int], ...]) -> tuple[Numbers, Numbers]:
    """Return how far each place is from the war in km, and what that adds; reports name the same ones day by day."""
    rows = np.array(places, dtype=np.float64).reshape(-1, 4)
    away = np.maximum(theatre.front_km(rows[:, :2]), rows[:, 2] / _WIDTH)
    scores = WEIGHTS["theatre"] * theatre.nearness(away, rows[:, 3])
    return away, scores


def _neighbours(pool: Sequence[Candidate], where: Numbers, context: Context) -> list[Term]:
    """Return what the places named around add: the closer they lie, the more."""
    terms = []
    for tier, places, reach in (("beside", context.beside, _BESIDE_KM), ("section", context.section, _SECTION_KM)):
        if places:
            terms.append(_near(tier, _away(pool, where, places[:_TIER]), places, reach))
    if context.again:
        again = _away(pool, where, context.again).min(axis=1) < 1
        terms.append(Term(WEIGHTS["again"] * again.astype(np.float64), lambda _: "named so elsewhere in the report"))
    return terms


def _near(tier: str, away: Numbers, places: Sequence[Place], reach: float) -> Term:
    closest, closeness = away.min(axis=1), np.exp(-away / reach)
    scores = WEIGHTS[tier] * (0.6 * closeness.max(axis=1) + 0.4 * (closeness.sum(axis=1) / away.shape[1]))
    return Term(scores, lambda at: f"{closest[at]:.0f} km from {places[away[at].argmin()].name}")


def _said(pool: Sequence[Candidate], name: PlaceName, context: Context) -> list[Term]:
    """Return what the name's own words and the kind of event add."""
    terms = []
    if name.text.casefold().endswith(" city"):
        large = np.array([one.population >= _CITY for one in pool])
        terms.append(Term(WEIGHTS["city"] * large, lambda _: "a city"))
    if name.occupied:
        held = np.array([theatre.occupied().favours(one) for one in pool])
        terms.append(Term(WEIGHTS["occupied"] * held, lambda _: "in a region that is partly occupied"))
    if name.frontline_km is not None and context.front is not None:
        off = np.array(off_front(pool, name.frontline_km, context.front))
        words = f"{name.frontline_km:g} km from the front line"
        fits = Term(
            WEIGHTS["front"] * np.clip(1.0 - off, -1.0, 1.0), lambda at: words if off[at] < 1 else f"not {words}"
        )
        terms.append(fits)
    zone = theatre.zone(context.kind, context.actor)
    where = "where such things mostly are" if context.kind else "where most reports are about"
    usual = np.array([zone.favours(one) for one in pool])
    terms.append(Term(WEIGHTS["kind"] * (1.0 if context.kind else 0.5) * usual, lambda _: where))
    return terms


def _away(pool: Sequence[Candidate], where: Numbers, places: Sequence[Place]) -> Numbers:
    """Return how far each candidate is from each of the places, in km."""
    there = np.array([(place.lat, place.lon) for place in places], dtype=np.float64)
    reach = np.array([one.reach_m for one in pool])
    away: Numbers = np.maximum(bearings.away_km(where, there), reach[:, None] / _WIDTH)
    return away


def nearest_km(candidate: Candidate, places: Sequence[Place]) -> float:
    """Return the kilometres from the candidate to the closest of the places; infinity without any."""
    points = [(place.lat, place.lon) for place in places if place.lat is not None and place.lon is not None]
    away = (bearings.flat_km(candidate.lat, candidate.lon, *point) for point in points)
    return max(min(away, default=math.inf), candidate.reach_m / _WIDTH)
