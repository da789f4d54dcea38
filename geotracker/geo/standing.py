"""Where events stand against control: who held the place, how far the front was, what a claim is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import geopandas as gpd
    import numpy.typing as npt

    from geotracker.geo.frontline import Front

    _Km = npt.NDArray[np.float64]

COARSEST = 4
"""The geo_precision up to which a point is where the thing was: the middle of an oblast has no distance to a front."""
APART_KM, APART = 10.0, 0.25
"""A distance to the front that the text gives contradicts the place where it is off by more than so many km, and by
more than this part of it: reports round it, and lines are drawn from one source's polygons."""
SIDES = {"UA": "ukraine", "RU": "russia"}
"""Who holds ground of a country that the polygons do not show as held."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Controlled ground of one day, its front, and who holds it."""

    holder: str
    front: Front


def stand(frame: gpd.GeoDataFrame, ground: Callable[[date], Ground | None]) -> gpd.GeoDataFrame:
    """Return EVENTS with `control`, `front_km` and `beyond_control_km` filled for their last day.

    `place_reason` says so where the text gives another distance to the front line than the place chosen has. `ground`
    gives what was held on a day, None where nothing is known of it.
    """
    control = np.full(len(frame), "", dtype=object)
    away = np.full(len(frame), np.nan)
    placed = ~frame.geometry.is_empty & (frame["geo_precision"] <= COARSEST)
    days = frame["end"].to_numpy(dtype=object)
    usable = np.flatnonzero(placed.to_numpy(dtype=bool))
    for day in sorted(set(days[usable])):
        known = ground(day)
        if known is None:
            continue
        where = usable[days[usable] == day]
        points = np.asarray(frame.geometry)[where]
        held = known.front.holds(points)
        countries = frame["country"].to_numpy()[where]
        control[where] = [
            known.holder if inside else SIDES.get(country, "") for inside, country in zip(held, countries, strict=True)
        ]
        away[where] = np.round(known.front.distances_km(points), 2)
    return frame.assign(
        control=pd.Series(control, index=frame.index, dtype=frame["control"].dtype),
        front_km=away,
        beyond_control_km=_beyond(frame, control, away),
        place_reason=_doubted(frame, away),
    )


def _doubted(frame: gpd.GeoDataFrame, away: _Km) -> pd.Series[str]:
    """Return `place_reason`, with what speaks against the place where the text says another distance to the front."""
    said = frame["said_front_km"].to_numpy(dtype=float)
    reach = frame["radius_m"].to_numpy(dtype=float, na_value=0.0) / 1e3
    reasons = frame["place_reason"].copy()
    for number in np.flatnonzero(np.abs(away - said) > np.maximum(APART_KM, APART * said) + reach).tolist():
        doubt = f"the text says {said[number]:g} km from the front line, this place is {away[number]:.0f} km from it"
        reasons.iloc[number] = "; ".join(filter(None, (reasons.iloc[number], doubt)))
    return reasons


def _beyond(frame: gpd.GeoDataFrame, control: npt.NDArray[np.object_], away: _Km) -> _Km:
    """Return by how many km a claimed advance lies on ground that was another's."""
    claimed = (frame["kind"] == "advance") & (frame["evidence"] == "claimed")
    others = (control != "") & (control != frame["actor"].to_numpy(dtype=object))
    return np.where(claimed.to_numpy(dtype=bool) & others, away, np.nan)
