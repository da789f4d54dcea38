"""The places that help in brackets starts from: "(southwest of Pokrovsk)" is help only once Pokrovsk is placed."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geotracker.geo import bearings, bracket, stated, theatre
from geotracker.geo.bracket import Anchor
from geotracker.geo.weighing import Context, weigh
from geotracker.records import Bearing, PlaceName

if TYPE_CHECKING:
    from geotracker.geo.gazetteer import Gazetteer

_MOST_DOUBT = 3.0
_MOST = 40
_CITY = 50_000
_ROUGH = 0.5
"""The doubt of an anchor that is known by its area alone."""
_DASH = re.compile(r"\s?[-–—]\s?")
_STEP_KM = 15.0
_LONGEST_KM = {"along": 250.0, "between": 60.0}


def anchors(name: PlaceName, gazetteer: Gazetteer, context: Context) -> list[Anchor]:
    """Return the bearings of a name, each with the places that its anchor may be, the likeliest first."""
    found = []
    for bearing in name.bearings:
        stretch = bearing.direction in bracket.STRETCHES
        found += (_on_stretch if stretch else _of)(bearing, name, gazetteer, context)
    return found


def _on_stretch(bearing: Bearing, name: PlaceName, gazetteer: Gazetteer, context: Context) -> list[Anchor]:
    """Return spots along the stretch between the two places that name it; none where they are too far apart."""
    ends = [_of(Bearing("near", end), name, gazetteer, context) for end in _DASH.split(bearing.anchor)]
    pairs = [(one, other) for one in ends[0] for other in ends[-1]] if len(ends) == 2 else []
    length, doubt, one, other = min(
        (
            (bearings.flat_km(one.lat, one.lon, other.lat, other.lon), one.doubt + other.doubt, one, other)
            for one, other in pairs
        ),
        key=lambda pair: pair[0] / _STEP_KM + pair[1],
        default=(math.inf, 0.0, None, None),
    )
    if one is None or other is None or length > _LONGEST_KM[bearing.direction]:
        return []
    steps = math.ceil(length / _STEP_KM) + 1
    spots = zip(np.linspace(one.lat, other.lat, steps), np.linspace(one.lon, other.lon, steps), strict=True)
    return [Anchor(bearing, float(lat), float(lon), round(doubt, 2)) for lat, lon in spots]


def _of(bearing: Bearing, name: PlaceName, gazetteer: Gazetteer, context: Context) -> list[Anchor]:
    pool = gazetteer.settlements(bearing.anchor, similar=True)
    inside = stated.fitting(pool, stated.areas(name.regions, gazetteer)) or pool
    here = theatre.zone(context.kind, context.actor)
    plausible = [one for one in inside if here.holds(one) or one.population >= _CITY] or inside
    bare = PlaceName(bearing.anchor, area=name.area)
    around, titled = replace(context, again=()), stated.titled(name.area, gazetteer)
    weighed = weigh(plausible, bare, around, (), titled, most=_MOST, explained=0)
    return [
        Anchor(bearing, one.lat, one.lon, round(doubt, 2), one.population)
        for one in weighed
        if (doubt := weighed[0].score - one.score + (_ROUGH if one.reach_m else 0.0)) < _MOST_DOUBT
    ]
