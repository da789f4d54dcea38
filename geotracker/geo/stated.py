"""The regions and countries that a text states, and which of a name's places lie in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.geo import usersplaces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.geo.areas import Area
    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.records import Candidate

_SEATS = {"UA-30": "UA-32", "UA-40": "UA-43", "RU-MOW": "RU-MOS", "RU-SPE": "RU-LEN", "BY-HM": "BY-MI"}
"""Cities that are regions of their own, and the region around them, by whose name they are often called."""


def areas(names: Sequence[str], gazetteer: Gazetteer) -> list[Area]:
    """Return the regions and countries of the names."""
    return [area for name in names for area in (*gazetteer.regions(name), *gazetteer.countries(name))]


def titled(title: str, gazetteer: Gazetteer) -> list[Area]:
    """Return the regions among the words of a section's title."""
    return list(gazetteer.areas_in(title))


def fitting(pool: Sequence[Candidate], wanted: Sequence[Area]) -> list[Candidate]:
    """Return the candidates in one of the areas, all where none is wanted; failing that, cities that stand in one."""
    inside = [candidate for candidate in pool if _fits(candidate, wanted)]
    return inside or [candidate for candidate in pool if _fits(candidate, wanted, seats=True)]


def is_seat(code: str, around: str) -> bool:
    """Return whether a region is a city of its own within the other one, by whose name it is often called."""
    return _SEATS.get(code, "") == around


def _fits(candidate: Candidate, wanted: Sequence[Area], *, seats: bool = False) -> bool:
    """Return whether the candidate lies in an area wanted; `seats` lets a city stand in its surroundings."""
    if not wanted or (candidate.why == usersplaces.WHY and not candidate.country):
        return True
    codes = {candidate.admin1_code, _SEATS.get(candidate.admin1_code, "") if seats else ""} - {""}
    return any(candidate.country == area.country if area.level == "country" else area.code in codes for area in wanted)
