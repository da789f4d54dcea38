"""Raions are put together from village councils, and fill their oblast."""

from __future__ import annotations

import build_raions
import councils
import numpy as np
import pytest
import shapely
from councils import Settled

EAST, WEST = ("UA-14", "East Raion"), ("UA-14", "West Raion")
LAND = np.array([shapely.box(x, 0, x + 1, 1) for x in range(6)], dtype=object)
"""Six councils in a row, from west to east."""


def settled(*at: tuple[float, councils.Name]) -> Settled:
    """Return settlements in the row of councils, with points of their own."""
    return Settled(shapely.points([(x, 0.3) for x, _ in at]), [name for _, name in at], [True] * len(at))


def test_a_council_belongs_to_the_raion_of_its_settlements() -> None:
    """Of most of them; one that has none, to that of its neighbours."""
    known = settled((0.2, WEST), (0.4, WEST), (0.6, EAST), (1.5, WEST), (4.5, EAST), (5.5, EAST))
    assert councils.belonging(LAND, known) == [WEST, WEST, WEST, EAST, EAST, EAST]


def test_a_mistaken_point_makes_no_island() -> None:
    """A raion is one piece, unless many say otherwise."""
    row = [(x + 0.5, WEST if x == 5 else EAST) for x in range(6)]
    few = [(0.5, WEST), (0.6, WEST), (1.5, WEST), *row[2:]]
    assert councils.belonging(LAND, settled(*few)) == [WEST, WEST, EAST, EAST, EAST, EAST]
    many = [*few, *((5 + n / 100, WEST) for n in range(1, 20))]
    assert councils.belonging(LAND, settled(*many))[5] == WEST


def test_the_middle_of_a_council_speaks_for_it() -> None:
    """A settlement that is known by its council lies there; one known by a wider area has no say."""
    points = shapely.points([(0.5, 0.5), (1.2, 0.2), (5.5, 0.5)])
    known = Settled(points, [WEST, WEST, EAST], [False, False, False])
    assert councils.belonging(LAND, known) == [WEST, WEST, WEST, EAST, EAST, EAST]


def test_raions_fill_the_oblast_and_share_their_border() -> None:
    """What no council covers is the nearest one's; what lies outside is cut off."""
    oblast = shapely.box(-0.5, -0.5, 6.5, 0.8)
    lands = {
        "East": shapely.Polygon([(4.013, 0.007), (8.1, 0.011), (7.9, 1.019), (4.131, 1.003)]),
        "West": shapely.Polygon([(0.017, 0.023), (3.029, 0.031), (2.911, 1.037), (0.041, 0.983)]),
    }
    parts = build_raions.divided(oblast, lands)
    west, east = parts["West"], parts["East"]
    assert shapely.union(west, east).symmetric_difference(oblast).area == pytest.approx(0, abs=1e-6)
    assert shapely.intersection(west, east).area == pytest.approx(0, abs=1e-6)
    assert west.area == pytest.approx(4 * 1.3, abs=0.1)
