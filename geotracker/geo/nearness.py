"""How near the points of events lie to those of gold, where kind, side, name and dates say that they are one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from geotracker.geo import bootstrap, scoring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.geo.bootstrap import Figure
    from geotracker.geo.gold import Gold
    from geotracker.geo.scoring import Found

_NEAR_KM = 10.0
_FINE = 3
"""The coarsest precision of a point that is compared: near a settlement."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Shares of the rows compared, the number left out, and the median footprint radius in km by precision."""

    rows: int
    left_out: int
    shares: dict[str, Figure]
    radius_km: dict[int, float]


def pairs(gold: Sequence[Gold], events: Sequence[Found]) -> list[tuple[Gold, Found]]:
    """Return the rows of gold that were found, optional ones too, each with the event that stands for it."""
    return [(gold[at], events[number]) for at, number in scoring.match(gold, events, "places").items()]


def nearness(found: Sequence[tuple[Gold, Found]]) -> Nearness:
    """Return how near the points of found rows lie.

    Rows of districts and regions, rows without coordinates and those whose coordinates a reader estimated are left
    out. Region and footprint are judged for the placed alone.
    """
    compared = [(row, event) for row, event in found if _is_compared(row)]
    far = [(row, event, scoring.distance_km(row, event)) for row, event in compared]
    placed = [(row, event, km) for row, event, km in far if km is not None]
    footed = [(event, km) for _, event, km in placed if event.radius_m]
    radii: dict[int, list[float]] = defaultdict(list)
    for event, _ in footed:
        radii[event.geo_precision].append((event.radius_m or 0) / 1000)
    shares = {
        "within 10 km": [km is not None and km <= _NEAR_KM for _, _, km in far],
        "wrong": [km is not None and km > _NEAR_KM for _, _, km in far],
        "unplaced": [km is None for _, _, km in far],
        "admin1 right of placed": [scoring.fold(row.admin1) == scoring.fold(event.admin1) for row, event, _ in placed],
        "footprint holds the point": [km * 1000 <= (event.radius_m or 0) for event, km in footed],
    }
    return Nearness(
        rows=len(compared),
        left_out=len(found) - len(compared),
        shares={name: bootstrap.share(rights) for name, rights in shares.items()},
        radius_km={precision: round(median(radii[precision]), 1) for precision in sorted(radii)},
    )


def _is_compared(row: Gold) -> bool:
    return row.geo_precision <= _FINE and row.lat is not None and not row.coord.startswith("own")
