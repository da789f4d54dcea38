"""Names that a sentence lists together mostly lie together: what each lends the others before any is settled."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geotracker.geo.names import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.records import Candidate

    Points = npt.NDArray[np.float64]

_REACH_KM = 20.0
_MOST = 6
_KM_A_DEGREE = 111.2


def together(pool: Sequence[Candidate], name: str, nearby: Sequence[str], gazetteer: Gazetteer) -> list[float]:
    """Return for each candidate, from 0 to 1, how near it places of the names nearby are: 1 where all are beside it."""
    others = [one for one in dict.fromkeys(nearby) if key(one) != key(name)][:_MOST]
    known = [points for one in others if len(points := _points(gazetteer, one))]
    if len(pool) < 2 or not known:
        return [0.0] * len(pool)
    here = np.array([(one.lat, one.lon) for one in pool])
    return [float(share) for share in np.mean([_closeness(here, points) for points in known], axis=0)]


@lru_cache(maxsize=4096)
def _points(gazetteer: Gazetteer, name: str) -> Points:
    return np.array([(one.lat, one.lon) for one in gazetteer.settlements(name)])


def _closeness(here: Points, there: Points) -> Points:
    """Return for each of the points how close the nearest of the others is."""
    north = (here[:, None, 0] - there[None, :, 0]) * _KM_A_DEGREE
    east = (here[:, None, 1] - there[None, :, 1]) * _KM_A_DEGREE * np.cos(np.radians(here[:, None, 0]))
    closeness: Points = np.exp(-np.hypot(north, east).min(axis=1) / _REACH_KM)
    return closeness
