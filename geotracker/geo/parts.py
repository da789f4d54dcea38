"""The part of an area where a settlement without a point of its own lies, by what the text says of its direction."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from geotracker.geo import bearings
from geotracker.records import Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.geo.weighing import Anchor

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


def refined(candidate: Candidate, anchors: Iterable[Anchor], beside: Sequence[Spot], gazetteer: Gazetteer) -> Candidate:
    """Return a candidate that is known by its area alone in the part of the area that fits what the text says.

    That is the part on an anchor's side, and near the places named beside it. A candidate with a point of its own
    comes back as it is, and one whose area fits no anchor.
    """
    if not candidate.reach_m:
        return candidate
    area = Area(gazetteer, candidate.lat, candidate.lon, candidate.reach_m, candidate.hromada)
    fitting = [anchor for anchor in anchors if anchor.doubt < _MOST_DOUBT]
    for anchor in fitting:
        likely = _likely(area, replace(anchor, doubt=0.0))
        if likely:
            return _moved(candidate, [(one * _nearness(spot, beside), spot) for one, spot in likely])
    if fitting or not beside:
        return candidate
    return _moved(candidate, [(_nearness(spot, beside), spot) for spot in _land(area)])


@lru_cache(maxsize=8192)
def _likely(area: Area, anchor: Anchor) -> list[tuple[float, Spot]]:
    """Return the spots of the area that the anchor's words may mean, with how likely each is; none where it is off."""
    away = bearings.flat_km(area.lat, area.lon, anchor.lat, anchor.lon) - area.reach_m / 1000
    if away > bearings.reach_km(anchor.population) and anchor.bearing.km is None:
        return []
    likely = [(one, spot) for spot in _land(area) if (one := anchor.likelihood(*spot)) > _LEAST]
    return likely if likely and anchor.fit_at(*max(likely)[1]) > _FITS else []


def _moved(candidate: Candidate, weighed: Sequence[tuple[float, Spot]]) -> Candidate:
    lat, lon, reach = middle(weighed)
    return candidate._replace(lat=lat, lon=lon, reach_m=min(reach, candidate.reach_m))


def _nearness(spot: Spot, beside: Sequence[Spot]) -> float:
    if not beside:
        return 1.0
    return 0.05 + math.exp(-min(bearings.flat_km(*spot, *other) for other in beside) / _NEAR_KM)


def by_bracket(text: str, anchors: Sequence[Anchor]) -> Place | None:
    """Return the part of the land that the bracket alone gives to a place that nobody knows, or None.

    That needs one anchor that is clear, and words that leave no more than a district.
    """
    if not anchors or (len(anchors) > 1 and anchors[1].doubt < _MOST_DOUBT):
        return None
    anchor = anchors[0]
    reach = bearings.reach_km(anchor.population) if anchor.bearing.km is None else 1.5 * anchor.bearing.km + 5
    spots = disc(anchor.lat, anchor.lon, reach)
    lat, lon, radius = middle([(one, spot) for spot in spots if (one := anchor.likelihood(*spot)) > _LEAST])
    if radius > _WIDEST_M:
        return None
    reason = f"no place of this name is known: the land {anchor.words}"
    return Place(text, lon=lon, lat=lat, geo_precision=4, radius_m=radius, confidence="likely", reason=reason)


def middle(weighed: Sequence[tuple[float, Spot]]) -> tuple[float, float, float]:
    """Return the middle of weighed spots (lat, lon) and the metres around it that hold nearly all of them."""
    total = sum(weight for weight, _ in weighed)
    lat = sum(weight * spot[0] for weight, spot in weighed) / total
    lon = sum(weight * spot[1] for weight, spot in weighed) / total
    away = sorted((bearings.flat_km(lat, lon, *spot), weight) for weight, spot in weighed)
    shares = accumulate(weight for _, weight in away)
    reach = next(far for (far, _), share in zip(away, shares, strict=True) if share >= _SHARE * total) * 1000
    return round(lat, 4), round(lon, 4), round(max(_NARROWEST_M, reach + _MARGIN_M), -2)


@lru_cache(maxsize=4096)
def _land(area: Area) -> tuple[Spot, ...]:
    """Return spots all over the area: near its hromada's settlements, where the place of some is known."""
    spots = disc(area.lat, area.lon, area.reach_m / 1000)
    known = area.gazetteer.points_of(area.hromada) if area.hromada else ()
    near = [spot for spot in spots if any(bearings.flat_km(*spot, *one) < _BESIDE_KM for one in known)]
    return tuple(near or spots)


def disc(lat: float, lon: float, reach_km: float) -> list[Spot]:
    """Return spots in a circle, spread evenly."""
    narrow = _KM_A_DEGREE * math.cos(math.radians(lat))
    offsets = [step * reach_km / _STEPS for step in range(-_STEPS, _STEPS + 1)]
    return [
        (lat + y / _KM_A_DEGREE, lon + x / narrow) for y in offsets for x in offsets if x * x + y * y <= reach_km**2
    ]
