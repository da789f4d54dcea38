"""Distances and directions on the ground: what "12km southwest of Pokrovsk" says of a point."""

from __future__ import annotations

import math
import re
from functools import lru_cache

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


def azimuth(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the direction from the first point to the other, degrees clockwise from north."""
    a, b, d = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    y, x = math.sin(d) * math.cos(b), math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(d)
    return math.degrees(math.atan2(y, x)) % 360


@lru_cache(maxsize=256)
def degrees(direction: str) -> float | None:
    """Return the direction's degrees ("south-west" → 225), or None for "near" and the like."""
    words = _HALF.split(direction.casefold().strip())
    sides = [word.removesuffix("ern") for word in words if word]
    if len(sides) == 3 and sides[0] in _COMPASS and sides[1] + sides[2] in _COMPASS:  # "north-north-west"
        first, second = _COMPASS[sides[0]], _COMPASS[sides[1] + sides[2]]
        return (first + ((second - first + 540) % 360 - 180) / 2) % 360
    return _COMPASS.get("".join(sides))


def fit(direction: str, said_km: float | None, away_km: float, towards: float, reach: float = REACH_KM) -> float:
    """Return how well a point at `away_km` and `towards` degrees of the anchor fits the words, from -1 to 1.

    Above 0 it fits: it lies in the direction, give or take 75 degrees, and at the distance said, or within reach.
    """
    wanted = degrees(direction)
    if said_km is not None:
        off = abs(away_km - said_km) / max(8.0, 0.5 * said_km)
        by_distance = 1.0 - off if off < 2 else -1.0
    else:
        usual = 0.45 * reach
        by_distance = 1.0 if away_km <= usual else 1.0 - (away_km - usual) / (reach - usual)
    if wanted is None or away_km < 1.5:
        return max(-1.0, min(1.0, by_distance))
    turn = abs((towards - wanted + 180) % 360 - 180)
    by_direction = 1.0 if turn <= 35 else 1.0 - (turn - 35) / 40
    return max(-1.0, min(by_distance, by_direction))


_TURN = 20.0
"""Degrees by which a direction of eight is mostly off (standard deviation, measured on reports)."""
_USUAL_KM, _CITY_USUAL_KM, _SPREAD = 13.0, 42.0, 0.5
"""How far from its anchor a place mostly is where no distance is said, and the spread of that on a log scale."""
_NEAR_KM = 10.0
"""What is near a place is mostly no further from it."""


def likelihood(direction: str, said_km: float | None, away_km: float, towards: float, population: int = 0) -> float:
    """Return how likely a spot at `away_km` and `towards` degrees of an anchor is meant, up to 1."""
    if said_km is None:
        usual = _CITY_USUAL_KM if population >= _CITY else _USUAL_KM
        off = math.log(max(away_km, 0.5) / usual) / _SPREAD
    else:
        off = (away_km - said_km) / max(2.0, 0.15 * said_km)
    wanted = degrees(direction)
    if wanted is None:
        return math.exp(-((away_km / _NEAR_KM) ** 2) / 2) if said_km is None else math.exp(-off * off / 2)
    turn = abs((towards - wanted + 180) % 360 - 180) / _TURN
    return math.exp(-(off * off + turn * turn) / 2)
