"""Where things of each kind happen, from data/regions/theatre.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geotracker.geo import bearings
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from geotracker.geo.bearings import Numbers
    from geotracker.records import Candidate

GROUND = ("advance", "attack", "withdrawal")
BOUND = (*GROUND, "strike")
"""Kinds that cannot be outside their zone."""
_AROUND_KM = 150.0
"""Within this of the front, which moves, no place is likelier than another."""
_FADES_KM = 700.0
"""So far from the front the likelihood that a name means a village there has fallen to about a third."""
_VILLAGE, _RENOWN = 10_000, 1.5


@dataclass(frozen=True, slots=True)
class Zone:
    """Codes of regions and countries: where a thing can be, and where it mostly is."""

    plausible: frozenset[str]
    likely: frozenset[str]

    def holds(self, candidate: Candidate) -> bool:
        """Return whether a thing of this kind can be there."""
        return not self.plausible or candidate.country in self.plausible or candidate.admin1_code in self.plausible

    def favours(self, candidate: Candidate) -> bool:
        """Return whether it mostly is there."""
        return candidate.country in self.likely or candidate.admin1_code in self.likely


@lru_cache(maxsize=1)
def _raw() -> dict[str, Any]:
    return tomllib.loads(package_path("data", "regions", "theatre.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _front() -> Numbers:
    return np.array(_raw()["front"]["line"], dtype=np.float64)


def front_km(spots: Numbers) -> Numbers:
    """Return how far each of the spots (rows of latitude, longitude) is from where the war is fought, in km."""
    away: Numbers = bearings.away_km(spots, _front()).min(axis=1)
    return away


def nearness(away_km: Numbers, people: Numbers) -> Numbers:
    """Return from 0 to 1 how likely a name means places so many km from the front, but for all that a text says.

    The larger a place the further it is known: a city of a million four times as far as a village.
    """
    known = 1.0 + _RENOWN * np.log10(np.maximum(people, _VILLAGE) / _VILLAGE)
    near: Numbers = np.exp(-np.maximum(away_km - _AROUND_KM, 0.0) / (_FADES_KM * known))
    return near


@lru_cache(maxsize=1)
def _zones() -> dict[str, Zone]:
    raw = _raw()
    flat = {name: raw[name] for name in ("any", "ground", "occupied")} | {
        f"strike.{actor}": codes for actor, codes in raw["strike"].items()
    }
    return {
        name: Zone(frozenset(codes.get("plausible", ())), frozenset(codes["likely"])) for name, codes in flat.items()
    }


def zone(kind: str, actor: str) -> Zone:
    """Return where a thing of the kind by the actor can be; anywhere where nothing is known of the kind."""
    if kind in GROUND:
        return _zones()["ground"]
    if kind == "strike":
        return _zones().get(f"strike.{actor}", _zones()["strike.unknown"])
    return _zones()["any"]


def occupied() -> Zone:
    """Return the regions of which some part is occupied."""
    return _zones()["occupied"]
