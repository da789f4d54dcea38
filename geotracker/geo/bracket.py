"""The help in brackets, "(12km southwest of Pokrovsk)": where it starts from, and how well places fit it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from geotracker.geo import bearings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.geo.bearings import Numbers
    from geotracker.records import Bearing, Candidate


STRETCHES = {"along": "along the {} road", "between": "between the ends of {}"}
"""Directions whose anchor is a stretch of land, named by its two ends."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A bearing and one place that its anchor may be, or one spot on the stretch that its anchor is."""

    bearing: Bearing
    lat: float
    lon: float
    doubt: float = 0.0
    """How much better another place of the anchor's name fits the rest of the text."""
    population: int = 0

    @property
    def words(self) -> str:
        """Return the bearing as a reader would say it."""
        distance = f"{self.bearing.km:g} km " if self.bearing.km is not None else ""
        direction = self.bearing.direction
        if direction in STRETCHES:
            return STRETCHES[direction].format(self.bearing.anchor)
        return f"{distance}{direction} {'' if direction in {'near', 'toward'} else 'of '}{self.bearing.anchor}"


def spots(places: Sequence[Candidate] | Sequence[Anchor]) -> Numbers:
    """Return a row of latitude and longitude for each."""
    return np.array([(one.lat, one.lon) for one in places], dtype=np.float64).reshape(-1, 2)


def fits(anchors: Sequence[Anchor], where: Numbers) -> Numbers:
    """Return how well each spot (a row of lat, lon) fits the words of each anchor, from -1 to 1: a row a spot."""
    return np.hstack([_fits(bearing, list(own), where) for bearing, own in groupby(anchors, attrgetter("bearing"))])


def _fits(bearing: Bearing, anchors: Sequence[Anchor], where: Numbers) -> Numbers:
    """Return how well the spots fit one bearing from each of the places that its anchor may be."""
    there = spots(anchors)
    reach = np.array([bearings.reach_km(anchor.population) for anchor in anchors])
    away, turned = bearings.away_km(where, there), bearings.towards(where, there)
    return bearings.fit(bearing.direction, bearing.km, away, turned, reach)
