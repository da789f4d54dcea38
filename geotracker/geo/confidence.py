"""How sure a choice among the places of a name is, and which of them are still left."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geotracker.geo import bearings, bracket, usersplaces
from geotracker.geo.weighing import WEIGHTS, in_theatre, nearest_km, off_front

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.geo.areas import Area
    from geotracker.geo.bearings import Numbers
    from geotracker.geo.bracket import Anchor
    from geotracker.geo.weighing import Context
    from geotracker.records import Candidate, Confidence

CLEAR = 0.8
"""A choice this much better than the next one is clear; a smaller lead leaves both."""
ASTRAY = 0.0
"""A candidate that fits its bracket no better than this is not the one meant."""
_FITS, _SAME_KM = 0.3, 3.0
_BESIDE_KM = 80.0
_NEARLY = "spelled nearly so"


def left(weighed: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that are nearly as good as the first, itself included."""
    return [one for one in weighed if weighed[0].score - one.score < CLEAR]


def distinct(weighed: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those that are the first one over again: sources list a place twice at times."""
    apart = bearings.away_km(bracket.spots(weighed), bracket.spots(weighed[:1]))[:, 0] >= _SAME_KM
    return [one for at, (one, other) in enumerate(zip(weighed, apart, strict=True)) if other or not at]


def reach_km(best: Candidate, others: Sequence[Candidate]) -> float:
    """Return how far the others are from the best, their own areas included."""
    return max(
        (bearings.flat_km(best.lat, best.lon, one.lat, one.lon) + one.reach_m / 1000 for one in others), default=0.0
    )


def grade(
    weighed: Sequence[Candidate],
    context: Context,
    anchors: Sequence[Anchor],
    fits: Numbers,
    named: Sequence[Area],
    *,
    sole: bool,
    said_km: float | None = None,
) -> tuple[Confidence, str]:
    """Return how sure the first of the candidates is, and why in a short sentence.

    `sure` is the only place of the name, or one that bracket, region or user confirms; `likely` is one that other
    words of the text favour; `guess` is one that only its population favours, or that is against its bracket.
    `fits` says how well each candidate fits each anchor, `named` are the regions that the text names, and `sole` says
    that the gazetteer has no other place of the name. `said_km` is the way to the front line that the text gives.
    """
    best = weighed[0]
    where = f"{best.name}, {best.admin1 or best.country_name}"
    if best.why.startswith(usersplaces.WHY):
        return "sure", f"{where}: from data/places.csv"
    if anchors and fits[0].max() <= ASTRAY:
        if named:
            return "likely", f"{where}: the text names the region; it is not {anchors[0].words}, as the text also says"
        return "guess", f"{where}: although it is not {anchors[0].words}, as the text says"
    doubt = _doubt(weighed, bool(named) and fits[0].max(initial=-1.0) <= _FITS)
    if doubt:
        return "guess", f"{where}: {doubt}"
    confirmed = _confirmed(anchors, fits, named, sole=sole) or _by_front(weighed, context, said_km)
    if confirmed:
        return "sure", f"{where}: {confirmed}"
    if _by_itself_alone(weighed):
        largest = best.population >= max(one.population for one in weighed)
        known = "the largest place of this name" if largest else "of the places of this name the nearest to the war"
        return "guess", f"{where}: {known}, and the text does not say which"
    if len(weighed) == 1:
        return "likely", f"{where}: the only place of this name where it can be"
    close = nearest_km(best, context.beside)
    near = f"{close:.0f} km from a place named beside it"
    return "likely", f"{where}: {near if close < _BESIDE_KM else 'fits best what the text says'}"


def _confirmed(anchors: Sequence[Anchor], fits: Numbers, named: Sequence[Area], *, sole: bool) -> str:
    """Return what in the text makes the choice sure, or nothing."""
    if named:
        return "the text names the region"
    fitting = [anchor for anchor, fit in zip(anchors, fits[0].tolist(), strict=True) if fit > _FITS]
    if fitting and _is_meant(anchors, fits[0]) and _singled_out(anchors, fits[1:], fitting[0]):
        return f"the one that is {fitting[0].words}"
    return "the only place of this name" if sole else ""


def _is_meant(anchors: Sequence[Anchor], fits: Numbers) -> bool:
    """Return whether the anchor that speaks most for a candidate is the place that the text most likely means by it.

    The two ends of a stretch tell one another from their namesakes.
    """
    worth = WEIGHTS["bracket"] * fits - np.array([anchor.doubt for anchor in anchors])
    best = anchors[int(worth.argmax())]
    return best.bearing.direction in bracket.STRETCHES or best.doubt < CLEAR


def _by_front(weighed: Sequence[Candidate], context: Context, said_km: float | None) -> str:
    """Return that the best alone is as far from the front line as the text says, or nothing."""
    if said_km is None or context.front is None:
        return ""
    best, *others = off_front(weighed, said_km, context.front)
    alone = best < 1 and all(one > 1 for one in others)
    return f"the one that is {said_km:g} km from the front line" if alone else ""


def _doubt(weighed: Sequence[Candidate], by_region_alone: bool) -> str:  # noqa: FBT001 -- a fact of the text
    """Return why the best candidate is but a guess, whatever the text confirms, or nothing."""
    best = weighed[0]
    if by_region_alone and _NEARLY in best.why:
        return "in the region that the text names, but the name is only spelled nearly so"
    return _rivals(best, left(weighed)[1:]) if len(left(weighed)) > 1 else ""


def _rivals(best: Candidate, others: Sequence[Candidate]) -> str:
    far = math.ceil(reach_km(best, others))
    return f"others of this name fit nearly as well ({len(others)} more, up to {far} km away)"


def _singled_out(anchors: Sequence[Anchor], others: Numbers, chosen: Anchor) -> bool:
    """Return whether the bracket fits none of the others, from any place that its anchor may as well be."""
    usable = np.array([anchor.doubt < chosen.doubt + CLEAR for anchor in anchors])
    return not (others[:, usable] > _FITS).any()


def _by_itself_alone(weighed: Sequence[Candidate]) -> bool:
    """Return whether another place of the name, spelled as well, is only smaller or further from the war."""
    said = [one.score - by_itself for one, by_itself in zip(weighed, _by_itself(weighed), strict=True)]
    rest = zip(weighed[1:], said[1:], strict=True)
    return any(said[0] - other < CLEAR and _is_spelled(one) for one, other in rest)


def _is_spelled(candidate: Candidate) -> bool:
    return not any(word in candidate.why for word in ("otherwise", "sounds", "nearly", "another language"))


def _by_itself(weighed: Sequence[Candidate]) -> list[float]:
    """Return the part of each score that no word of the text gave: its population and its nearness to the war."""
    near = in_theatre(weighed).tolist()
    people = (WEIGHTS["population"] * math.log10(one.population + 1) for one in weighed)
    return [sum(both) for both in zip(near, people, strict=True)]
