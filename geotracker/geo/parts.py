"""The part of an area where a settlement without a point of its own lies, by what the text says of its direction."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geotracker.geo import bearings, bracket
from geotracker.records import Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geotracker.geo.bearings import Numbers
    from geotracker.geo.bracket import Anchor
    from geotracker.geo.gazetteer import Gazetteer

Spot = tuple[float, float]
"""Latitude and longitude."""


class Area(NamedTuple):
    """The area that holds a settlement: a circle, and the gazetteer's number of the hromada."""

    gazetteer: Gazetteer
    lat: float
    lon: float
    reach_m: float
    hromada: str


_STEPS = 6
_BESIDE_KM = 6.0
"""A village is no further than this from some other village of its hromada."""
_FITS, _MOST_DOUBT, _LEAST = 0.3, 1.0, 1e-3
_NEAR_KM = 12.0
"""What is named together lies about so close together."""
_SHARE = 0.9
_MARGIN_M, _NARROWEST_M, _WIDEST_M = 3_000, 6_000, 22_000
_KM_A_DEGREE = 111.2


def refined(
    pool: Sequence[Candidate], anchors: Iterable[Anchor], beside: Sequence[Spot], gazetteer: Gazetteer
) -> list[Candidate]:
    """Return the candidates, those that are known by their area alone in the part of it that the text says.

    That is the part on an anchor's side, and near the places named beside it. A candidate with a point of its own
    comes back as it is, and one whose area fits no anchor.
    """
    fitting = [anchor for anchor in anchors if anchor.doubt < _MOST_DOUBT and anchor.bearing.direction != "along"]
    named = np.array(beside, dtype=np.float64).reshape(-1, 2)
    if not fitting and not beside:
        return list(pool)
    return [_refined(one, fitting, named, gazetteer) if one.reach_m else one for one in pool]


def _refined(candidate: Candidate, anchors: Sequence[Anchor], beside: Numbers, gazetteer: Gazetteer) -> Candidate:
    area = Area(gazetteer, candidate.lat, candidate.lon, candidate.reach_m, candidate.hromada)
    for anchor in anchors:
        away = bearings.flat_km(area.lat, area.lon, anchor.lat, anchor.lon) - area.reach_m / 1000
        if away > bearings.reach_km(anchor.population) and anchor.bearing.km is None:
            continue
        likely = _likely(area, replace(anchor, doubt=0.0) if anchor.doubt else anchor)
        if likely is not None:
            return _moved(candidate, likely[0] * _nearness(likely[1], beside), likely[1])
    if anchors:
        return candidate
    land = _land(area)
    return _moved(candidate, _nearness(land, beside), land)


@lru_cache(maxsize=8192)
def _likely(area: Area, anchor: Anchor) -> tuple[Numbers, Numbers] | None:
    """Return how likely each spot of the area is that the anchor's words may mean, and those spots; None: it is off."""
    weights, spots = _meant(anchor, _land(area))
    if not len(spots):
        return None
    likeliest = len(spots) - 1 - weights[::-1].argmax()
    return (weights, spots) if bracket.fits([anchor], spots[likeliest, None])[0, 0] > _FITS else None


def _meant(anchor: Anchor, spots: Numbers) -> tuple[Numbers, Numbers]:
    """Return how likely an anchor's words mean each of the spots, and the spots, without those that they hardly do."""
    here, bearing = bracket.spots([anchor]), anchor.bearing
    away, turned = bearings.away_km(spots, here)[:, 0], bearings.towards(spots, here)[:, 0]
    weights = bearings.likelihood(bearing.direction, bearing.km, away, turned, anchor.population)
    likely = weights > _LEAST
    return weights[likely], spots[likely]


def _moved(candidate: Candidate, weights: Numbers, spots: Numbers) -> Candidate:
    lat, lon, reach = middle(weights, spots)
    return candidate._replace(lat=lat, lon=lon, reach_m=min(reach, candidate.reach_m))


def _nearness(spots: Numbers, beside: Numbers) -> Numbers:
    if not len(beside):
        return np.ones(len(spots))
    nearness: Numbers = 0.05 + np.exp(-bearings.away_km(spots, beside).min(axis=1) / _NEAR_KM)
    return nearness


def by_bracket(text: str, anchors: Sequence[Anchor]) -> Place | None:
    """Return the part of the land that the bracket alone gives to a place that nobody knows, or None.

    That needs one anchor that is clear, and words that leave no more than a district.
    """
    if anchors and anchors[0].bearing.direction == "between":
        return _amid(text, [anchor for anchor in anchors if anchor.bearing == anchors[0].bearing])
    if not anchors or (len(anchors) > 1 and anchors[1].doubt < _MOST_DOUBT):
        return None
    anchor = anchors[0]
    reach = bearings.reach_km(anchor.population) if anchor.bearing.km is None else 1.5 * anchor.bearing.km + 5
    lat, lon, radius = middle(*_meant(anchor, disc(anchor.lat, anchor.lon, reach)))
    if radius > _WIDEST_M:
        return None
    reason = f"no place of this name is known there: the land {anchor.words}"
    return Place(text, lon=lon, lat=lat, geo_precision=4, radius_m=radius, confidence="likely", reason=reason)


def _amid(text: str, stretch: Sequence[Anchor]) -> Place:
    """Return the middle of a stretch, for a place that nobody knows on it."""
    first, last = stretch[0], stretch[-1]
    lat, lon = (first.lat + last.lat) / 2, (first.lon + last.lon) / 2
    radius = round(500 * bearings.flat_km(first.lat, first.lon, last.lat, last.lon) + _MARGIN_M, -2)
    reason = f"no place of this name is known there: the land {first.words}"
    return Place(text, lon=lon, lat=lat, geo_precision=4, radius_m=radius, confidence="likely", reason=reason)


def middle(weights: Numbers, spots: Numbers) -> tuple[float, float, float]:
    """Return the middle of weighed spots (lat, lon) and the metres around it that hold nearly all of them."""
    total = weights.sum()
    centre = (weights @ spots) / total
    away = bearings.away_km(spots, centre[None])[:, 0]
    order = np.lexsort((weights, away))
    reach = away[order][np.searchsorted(weights[order].cumsum(), _SHARE * total)] * 1000
    lat, lon = centre.tolist()
    return round(lat, 4), round(lon, 4), round(max(_NARROWEST_M, float(reach) + _MARGIN_M), -2)


@lru_cache(maxsize=4096)
def _land(area: Area) -> Numbers:
    """Return spots all over the area: near its hromada's settlements, where the place of some is known."""
    spots = disc(area.lat, area.lon, area.reach_m / 1000)
    known = area.gazetteer.points_of(area.hromada) if area.hromada else ()
    if not known:
        return spots
    near = spots[(bearings.away_km(spots, np.array(known)) < _BESIDE_KM).any(axis=1)]
    return near if len(near) else spots


def disc(lat: float, lon: float, reach_km: float) -> Numbers:
    """Return spots in a circle, spread evenly: a row of latitude and longitude each."""
    steps = np.arange(-_STEPS, _STEPS + 1) * reach_km / _STEPS
    north, east = (axis.ravel() for axis in np.meshgrid(steps, steps, indexing="ij"))
    inside = east * east + north * north <= reach_km**2
    narrow = _KM_A_DEGREE * math.cos(math.radians(lat))
    return np.column_stack([lat + north[inside] / _KM_A_DEGREE, lon + east[inside] / narrow])
