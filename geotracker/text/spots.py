"""What a place list gives: spots, and what has been said before the next name comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from geotracker.records import Bearing, Level

Prep = Literal["", "object", "at", "near", "toward", "along", "between", "from"]


@dataclass(slots=True)
class Spot:
    """A place that a clause names; `at` is its first token."""

    text: str
    level: Level
    at: int
    precision: int
    offset: str = ""
    regions: list[str] = field(default_factory=list)
    bearings: list[Bearing] = field(default_factory=list)
    frontline_km: float | None = None
    occupied: bool = False
    facility: str = ""
    """The named facility that is the place itself, where no settlement is named."""
    area: bool = False
    """ "in the X area": a settlement that lends its name to its surroundings."""
    parts: tuple[str, ...] = ()
    """The settlements that an area is named by: "the Kolodyazi-Stavky area"."""


@dataclass(slots=True)
class Pending:
    """What has been said before the next name: "within 13km northwest of" is a prep, a distance and a direction."""

    prep: Prep = ""
    prep_at: int = -1
    direction: str = ""
    km: float | None = None
    outskirts: bool = False
    part: str = ""
    occupied: bool = False
    joined: bool = True
    """A comma or "and" leads here from the last name, not a bare preposition ("in Mylovatka south of Svatove")."""

    @property
    def is_open(self) -> bool:
        """Whether a name that follows is a place."""
        return bool(self.prep or self.direction or self.outskirts)

    @property
    def is_off(self) -> bool:
        """Whether the words move off the name that follows."""
        return bool(self.direction or self.outskirts) or self.prep in {"near", "toward"}

    @property
    def precision(self) -> int:
        """The codebook's geo_precision of a settlement that follows."""
        if self.prep in {"between", "along"}:
            return 4
        return 3 if self.is_off else 2

    @property
    def offset(self) -> str:
        """The words that move off the place, or name a part of it."""
        if self.direction:
            return f"{self.direction} of"
        if self.outskirts:
            return f"on the {self.part} outskirts of" if self.part else "on the outskirts of"
        return self.prep if self.prep in {"near", "toward", "between", "along"} else self.part
