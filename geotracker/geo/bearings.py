"""Distances and directions on the ground: what "12km southwest of Pokrovsk" says of a point."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_EARTH_KM = 6371.0
_COMPASS = {
    "north": 0.0,
    "northeast": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "west": 270.0,
    "northwest": 315.0,
}
_HALF = re.compile(r"[\s\-]+")

REACH_KM = 45.0
"""Help in brackets mostly names an anchor no further away than this, unless it says a distance or names a city."""
CITY_REACH_KM = 85.0
_CITY = 200_000


def reach_km(population: int) -> float:
    """Return how far from an anchor of that population the help in brackets reaches."""
    return CITY_REACH_KM if population >= _CITY else REACH_KM


def km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in kilometres."""
    a, b, d = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(d / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def flat_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance in kilometres as on a flat map: within 1 % up to 300 km, and quick."""
    return 111.2 * math.hypot(lat - other_lat, (lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2)))


def away_km(spots: Numbers, others: Numbers) -> Numbers:
    """Return the distance of each spot (a row of lat, lon) from each of the others in km, as `flat_km` tells it."""
    north, east = spots[:, None, 0] - others[None, :, 0], spots[:, None, 1] - others[None, :, 1]
    middle = np.radians((spots[:, None, 0] + others[None, :, 0]) / 2)
    away: Numbers = 111.2 * np.hypot(north, east * np.cos(middle))
    return away


def towards(spots: Numbers, others: Numbers) -> Numbers:
    """Return the direction of each spot (a row of lat, lon) from each of the others, degrees clockwise from north."""
    a, b = np.radians(others[None, :, 0]), np.radians(spots[:, None, 0])
    d = np.radians(spots[:, None, 1] - others[None, :, 1])
    y, x = np.sin(d) * np.cos(b), np.cos(a) * np.sin(b) - np.sin(a) * np.cos(b) * np.cos(d)
    turn: Numbers = np.degrees(np.arctan2(y, x)) % 360
    return turn


@lru_cache(maxsize=256)
def degrees(direction: str) -> float | None:
    """Return the direction's degrees ("south-west" → 225), or None for "near" and the like."""
    words = _HALF.split(direction.casefold().strip())
    sides = [word.removesuffix("ern") for word in words if word]
    if len(sides) == 3 and sides[0] in _COMPASS and sides[1] + sides[2] in _COMPASS:  # "north-north-west"
        first, second = _COMPASS[sides[0]], _COMPASS[sides[1] + sides[2]]
        return (first + ((second - first + 540) % 360 - 180) / 2) % 360
    return _COMPASS.get("".join(sides))


def fit(direction: str, said_km: float | None, away: Numbers, turned: Numbers, reach: Numbers) -> Numbers:
    """Return how well points at `away` km and `turned` degrees of an anchor fit the words, from -1 to 1.

    Above 0 one fits: it lies in the direction, give or take 75 degrees, and at the distance said, or within reach.
    """
    wanted = degrees(direction)
    if said_km is not None:
        off = np.abs(away - said_km) / max(8.0, 0.5 * said_km)
        by_distance = np.where(off < 2, 1.0 - off, -1.0)
    else:
        usual = 0.45 * reach
        by_distance = np.where(away <= usual, 1.0, 1.0 - (away - usual) / (reach - usual))
    by_distance = np.minimum(1.0, by_distance)
    if wanted is not None:
        turn = np.abs((turned - wanted + 180) % 360 - 180)
        by_direction = np.where(turn <= 35, 1.0, 1.0 - (turn - 35) / 40)
        by_distance = np.where(away < 1.5, by_distance, np.minimum(by_distance, by_direction))
    told: Numbers = np.maximum(-1.0, by_distance)
    return told


_TURN = 20.0
"""Degrees by which a direction of eight is mostly off (standard deviation, measured on reports)."""
_USUAL_KM, _CITY_USUAL_KM, _SPREAD = 13.0, 42.0, 0.5
"""How far from its anchor a place mostly is where no distance is said, and the spread of that on a log scale."""
_NEAR_KM = 10.0
"""What is near a place is mostly no further from it."""


def likelihood(direction: str, said_km: float | None, away: Numbers, turned: Numbers, population: int) -> Numbers:
    """Return how likely spots at `away` km and `turned` degrees of an anchor are meant, up to 1."""
    wanted = degrees(direction)
    if said_km is not None:
        off = (away - said_km) / max(2.0, 0.15 * said_km)
    elif wanted is None:
        off = away / _NEAR_KM
    else:
        off = np.log(np.maximum(away, 0.5) / (_CITY_USUAL_KM if population >= _CITY else _USUAL_KM)) / _SPREAD
    turn = 0.0 if wanted is None else np.abs((turned - wanted + 180) % 360 - 180) / _TURN
    told: Numbers = np.exp(-(off * off + turn * turn) / 2)
    return told
