"""The places that help in brackets starts from: "(southwest of Pokrovsk)" is help only once Pokrovsk is placed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geotracker.geo import stated, theatre
from geotracker.geo.bracket import Anchor
from geotracker.geo.weighing import Context, weigh
from geotracker.records import PlaceName

if TYPE_CHECKING:
    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.records import Bearing

_MOST_DOUBT = 3.0
_MOST = 40
_CITY = 50_000
_ROUGH = 0.5
"""The doubt of an anchor that is known by its area alone."""


def anchors(name: PlaceName, gazetteer: Gazetteer, context: Context) -> list[Anchor]:
    """Return the bearings of a name, each with the places that its anchor may be, the likeliest first."""
    return [anchor for bearing in name.bearings for anchor in _of(bearing, name, gazetteer, context)]


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
