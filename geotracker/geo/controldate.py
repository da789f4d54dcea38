"""The day that control polygons stand for: as told, as the record says, as the file is named."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from geotracker.errors import ControlError

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = date(2014, 2, 20)
"""The war's first day: no control polygon is older."""
_PROPERTIES = ("date", "day", "report_date", "as_of", "asof", "map_date", "valid_from")
_YMD = re.compile(r"(?<!\d)(\d{4})([-_. ]?)(\d\d)\2(\d\d)(?!\d)")
_DMY = re.compile(r"(?<!\d)(\d\d)([-_. ])(\d\d)\2(\d{4})(?!\d)")


def in_name(text: str) -> date | None:
    """Return the day in a file's or layer's name (2024-07-08, 20240708, 08.07.2024), None where there is none."""
    for pattern, order in ((_YMD, (1, 3, 4)), (_DMY, (4, 3, 1))):
        for match in pattern.finditer(text):
            year, month, day = (int(match[group]) for group in order)
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def in_properties(name: str, properties: Mapping[str, Any]) -> date | None:
    """Return the day that a record says of itself, None where it says none; ControlError for one that is no day."""
    known = {key.lower(): value for key, value in properties.items()}
    for key in _PROPERTIES:
        value = known.get(key)
        if value in (None, ""):
            continue
        found = _day(value)
        if found is None:
            message = f"{name}: the property {key} is {str(value)[:40]!r}, which is no day: write it as 2025-01-20"
            raise ControlError(message)
        return found
    return None


def _day(value: Any) -> date | None:
    if isinstance(value, (int, float)) and abs(value) > 1e11:  # ArcGIS counts milliseconds
        return datetime.fromtimestamp(value / 1000, UTC).date() if abs(value) < 1e14 else None
    text = str(value).strip()
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return in_name(text)


def check(name: str, day: date, now: date | None) -> date:
    """Return the day; ControlError where it lies before the war or after `now` (the clock's day unless given)."""
    last = now or datetime.now(UTC).date()
    if not FIRST <= day <= last:
        message = (
            f"{name} is dated {day}, which is not between {FIRST} and {last}: give the right day with --date YYYY-MM-DD"
        )
        raise ControlError(message)
    return day
