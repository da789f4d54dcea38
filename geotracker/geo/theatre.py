"""Where things of each kind happen, from data/regions/theatre.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geotracker.workspace import package_path

if TYPE_CHECKING:
    from geotracker.records import Candidate

GROUND = ("advance", "attack", "withdrawal")


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
def _zones() -> dict[str, Zone]:
    raw = tomllib.loads(package_path("data", "regions", "theatre.toml").read_text(encoding="utf-8"))
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
