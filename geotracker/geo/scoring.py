"""Which event stands for which gold row: the rules of agreement, and the matching by them.

Names are compared without case, accents and the words for kinds of region; distances are on a sphere of
6371 km. An event stands for at most one gold row, and a gold row is found at most once.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from geotracker import tables
from geotracker.geo import bearings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    import geopandas as gpd

    from geotracker.geo.gold import Gold

By = Literal["points", "names", "places"]
"""What decides that two places are one: the distance of the points with the name's help; the written or standard
name wherever the point lies; or kind, actor, name and dates, so that the points can be judged."""

_SAME_SPOT_KM, _SAME_NAME_KM, _SAME_AREA_KM = 3.0, 10.0, 25.0
_AREA, _REGION = 4, 5
_DAY, _LONGER = timedelta(days=1), timedelta(days=3)
_KINDS_OF_REGION = re.compile(r"\b(?:autonomous|district|krai|oblast|occupied|of|raion|region|republic|the)\b")
_APOSTROPHES = str.maketrans("", "", "'’")


@dataclass(frozen=True, slots=True)
class Found:
    """An event as scoring sees it; `lon` and `lat` are None where it is not placed."""

    kind: str
    actor: str
    place: str
    names: frozenset[str]
    """Its place as written and by its standard name, both folded."""
    regions: frozenset[str]
    """Region and country, folded."""
    facility: str
    start: date
    end: date
    time_precision: str
    evidence: str
    disputed: bool
    geo_precision: int
    admin1: str
    lon: float | None
    lat: float | None
    radius_m: float | None
    place_confidence: str = ""


def found(events: gpd.GeoDataFrame) -> list[Found]:
    """Return the rows of EVENTS as scoring sees them, in their order."""
    return [
        Found(
            kind=row.kind,
            actor=row.actor,
            place=row.place,
            names=frozenset({fold(row.place), fold(row.settlement)}) - {""},
            regions=frozenset({fold(row.admin1), fold(row.country_name)}) - {""},
            facility=row.facility,
            start=row.start,
            end=row.end,
            time_precision=row.time_precision,
            evidence=row.evidence,
            disputed=bool(row.disputed),
            geo_precision=row.geo_precision,
            admin1=row.admin1,
            lon=point.x if point else None,
            lat=point.y if point else None,
            radius_m=None if math.isnan(row.radius_m) else row.radius_m,
            place_confidence=row.place_confidence,
        )
        for row in tables.rows(tables.check(events, tables.EVENTS))
        for point in [None if row.geometry is None or row.geometry.is_empty else row.geometry]
    ]


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return a name as it is compared: "Zaporizhia Oblast" → "zaporizhzhia", "Kup'yansk" → "kupyansk"."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    spelt = bare.replace("zaporizhia", "zaporizhzhia").translate(_APOSTROPHES)
    return " ".join(re.findall(r"\w+", _KINDS_OF_REGION.sub(" ", spelt)))


def distance_km(gold: Gold, event: Found) -> float | None:
    """Return the great-circle distance in kilometres, or None where one of the two has no point."""
    if gold.lon is None or gold.lat is None or event.lon is None or event.lat is None:
        return None
    return bearings.km(gold.lat, gold.lon, event.lat, event.lon)


def match(gold: Sequence[Gold], events: Sequence[Found], by: By = "points") -> dict[int, int]:
    """Return the number of the event that stands for each gold row that was found.

    The closest pairs are taken first, and every firm row before an optional one, so that a row that need not be
    found takes none from a row that must.
    """
    agrees = _AGREE[by]
    of_kind: dict[str, list[int]] = defaultdict(list)
    for number, event in enumerate(events):
        of_kind[event.kind].append(number)
    pairs: list[tuple[bool, float, int, int]] = []
    for at, row in enumerate(gold):
        near = ((number, events[number]) for number in of_kind[row.kind])
        pairs += [
            (row.optional, -_closeness(row, event), at, number)
            for number, event in near
            if _dates_agree(row, event) and agrees(row, event)
        ]
    return dict(_first_come(sorted(pairs)))


def _first_come(pairs: Sequence[tuple[bool, float, int, int]]) -> Iterator[tuple[int, int]]:
    rows: set[int] = set()
    events: set[int] = set()
    for _, _, at, number in pairs:
        if at not in rows and number not in events:
            rows.add(at)
            events.add(number)
            yield at, number


def actor_agrees(gold: Gold, event: Found) -> bool:
    """Return whether the acting side is gold's; where gold does not know it, any will do."""
    return gold.actor in ("unknown", event.actor)


def same_dates(gold: Gold, event: Found) -> bool:
    """Return whether both windows start and end on the same days."""
    return (gold.start, gold.end) == (event.start, event.end)


def _dates_agree(gold: Gold, event: Found) -> bool:
    """Return whether the windows overlap or lie a day apart, the event's at most three days longer."""
    apart = max(event.start - gold.end, gold.start - event.end)
    return apart <= _DAY and event.end - event.start <= gold.end - gold.start + _LONGER


def _region_agrees(gold: Gold, event: Found) -> bool:
    """Return whether an event is of the region or country that gold names, and claims no more precision."""
    wanted = {fold(gold.place), fold(gold.admin1)} - {""}
    named = event.names | event.regions
    return event.geo_precision >= _REGION and not wanted.isdisjoint(named)


def _name_agrees(gold: Gold, event: Found) -> bool:
    return fold(gold.place) in event.names


def _point_agrees(gold: Gold, event: Found) -> bool:
    if gold.geo_precision >= _REGION:
        return _region_agrees(gold, event)
    if gold.lon is None:
        return _name_agrees(gold, event)
    far = distance_km(gold, event)
    if far is None:
        return False
    reach = _SAME_AREA_KM if gold.geo_precision == _AREA else _SAME_NAME_KM
    return far <= (reach if _name_agrees(gold, event) else _SAME_SPOT_KM)


def _reading_agrees(gold: Gold, event: Found) -> bool:
    by_name = gold.geo_precision < _REGION and _name_agrees(gold, event)
    return by_name or _point_agrees(gold, event)


def _all_but_point_agrees(gold: Gold, event: Found) -> bool:
    return actor_agrees(gold, event) and _name_agrees(gold, event)


_AGREE: dict[By, Callable[[Gold, Found], bool]] = {
    "points": _point_agrees,
    "names": _reading_agrees,
    "places": _all_but_point_agrees,
}


def _closeness(gold: Gold, event: Found) -> float:
    """Return how well two rows that agree fit, so that of several the best is taken: name, side, days, object, km."""
    fit = 4.0 * _name_agrees(gold, event) + 2.0 * (gold.actor == event.actor) + same_dates(gold, event)
    fit += 0.5 * (bool(gold.facility) and bool(event.facility))
    far = distance_km(gold, event)
    return fit if far is None else fit - min(far, _SAME_NAME_KM) / 20
