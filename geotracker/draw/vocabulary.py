"""Value lists of the codebook: what each code of a closed column means, in a reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.draw import words

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "strike": "Strike",
        "advance": "Advance",
        "attack": "Ground attack",
        "withdrawal": "Withdrawal",
        "salvo": "Wave at a whole country",
    },
    "evidence": {code: said.capitalize() for code, said in words.EVIDENCE.items()},
    "time_precision": {
        "day": "On that day",
        "night": "In the night between the two days",
        "range": "Through those days",
        "recent": "Reported then, date of event unknown",
        "month": "In that month",
    },
    "geo_precision": {
        "1": "The place itself",
        "2": "The settlement, not an exact point in it",
        "3": "Near the place, not exact",
        "4": "Somewhere in this district",
        "5": "Somewhere in this region",
        "6": "Somewhere in this country",
    },
    "place_confidence": {"sure": "Sure", "likely": "Likely", "guess": "A guess among namesakes"},
    "review": {code: said.capitalize() for code, said in words.REVIEW.items()},
    "row_status": {"active": "Active", "superseded": "Superseded", "withdrawn": "Withdrawn"},
    "form": {
        "disc": "Around the place",
        "sector": "On one side of the place",
        "corridor": "Between two places",
        "raion": "Raion",
        "region": "Region",
        "country": "Country",
    },
    "category": {
        "assessed": "Assessed control",
        "claimed": "Claimed control",
        "advance": "Assessed advance",
        "counteroffensive": "Claimed counteroffensive",
        "infiltration": "Infiltration",
        "contested": "Contested",
        "pre_2022": "Held before 24 February 2022",
    },
    "change": {"gained": "Gained", "lost": "Lost", "recategorised": "Of another category now"},
}
"""By column: words for each code, in the codebook's order. `geo_precision` is an integer, its codes are digits."""

TABLES: Mapping[str, str] = {
    "events": "What was done, by whose forces, where, when, and who says so: a row a thing, a point where it is placed",
    "mentions": "What each sentence of a report says of an event",
    "footprints": "The ground that each event may have happened on",
    "control": "Ground under control, a row a day, source and category",
    "control_change": "Ground that changed hands from one day to the next that exists",
    "front_line": "Where assessed control ends, a row a day and source",
    "regions": "Oblasts and regions",
}
"""What the rows of a table are."""


def alias(column: str) -> str:
    """Return the name that a reader sees for a column.

    >>> alias("report_date")
    'Report date'
    """
    said = column.replace("_", " ").capitalize()
    return said.replace(" km2", ", km²").replace(" km", ", km").replace(" m", ", m") if column in _UNITS else said


_UNITS = frozenset("front_km beyond_control_km radius_m area_km2 sliver_km2 repair_km2 length_km".split())
