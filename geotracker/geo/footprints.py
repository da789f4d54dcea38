"""How far around its point a place reaches, and how near an event is to it."""

from __future__ import annotations

import math

_SMALLEST_M, _LARGEST_M = 2_000.0, 9_000.0
_NEAR_M = 4_000.0
OBJECT_M = 1_000.0
"""Around an object's own point: a plant's or a depot's grounds."""
VICINITY_M = 7_000.0
"""An area no wider than this is the vicinity of a settlement, a wider one a district."""
BETWEEN_M = 12_000.0
"""Around a point of precision 4: a raion's part, or a stretch between two places."""


def settlement(population: int) -> float:
    """Return a settlement's own radius in metres, by its population: 2 km for a village, 9 km for a capital."""
    return round(min(_LARGEST_M, _SMALLEST_M + 7.0 * math.sqrt(max(population, 0))), -2)


def around(population: int, precision: int) -> float:
    """Return the radius in metres that holds the event: the settlement, a ring around it, or a stretch of land."""
    own = settlement(population)
    if precision <= 2:
        return own
    return own + _NEAR_M if precision == 3 else max(BETWEEN_M, own + _NEAR_M)


def off(precision: int) -> float:
    """Return the metres that an event may lie off its place: none in it, some near it."""
    return _NEAR_M if precision == 3 else 0.0
