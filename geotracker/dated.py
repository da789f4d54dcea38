"""Addresses that hold a day: "https://…/{date:%Y/%m}/assessment-{month_name}-{d}-{year}"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotracker.errors import SourceError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

# English, whatever the machine speaks: strftime would follow its locale.
_MONTHS = tuple("January February March April May June July August September October November December".split())
_PARTS: dict[str, Callable[[date], str]] = {
    "year": lambda day: f"{day.year:04}",
    "yy": lambda day: f"{day.year % 100:02}",
    "month": lambda day: f"{day.month:02}",
    "m": lambda day: str(day.month),
    "Month_name": lambda day: _MONTHS[day.month - 1],
    "month_name": lambda day: _MONTHS[day.month - 1].lower(),
    "Mon": lambda day: _MONTHS[day.month - 1][:3],
    "mon": lambda day: _MONTHS[day.month - 1][:3].lower(),
    "day": lambda day: f"{day.day:02}",
    "d": lambda day: str(day.day),
}
_CODES = {
    "Y": "year",
    "y": "yy",
    "m": "month",
    "-m": "m",
    "B": "Month_name",
    "b": "Mon",
    "d": "day",
    "-d": "d",
}
_FIELD = re.compile(r"\{([^{}]*)\}")
_CODE = re.compile(r"%(-?[A-Za-z])")


def on(template: str, day: date) -> str:
    """Return the address of a day; SourceError for a part that is not known."""
    return _FIELD.sub(lambda found: _part(template, found[1], day), template)


def holds_day(template: str) -> bool:
    """Say whether the address differs from day to day."""
    return _FIELD.search(template) is not None


def _part(template: str, field: str, day: date) -> str:
    name, _, form = field.partition(":")
    if name == "date" and form:
        return _CODE.sub(lambda found: _coded(template, found[1], day), form)
    if field not in _PARTS:
        known = (*_PARTS, "date:%Y-%m-%d")
        message = f"{template}: unknown part {{{field}}}{nearest(field, known)}: it may be {', '.join(known)}"
        raise SourceError(message)
    return _PARTS[field](day)


def _coded(template: str, code: str, day: date) -> str:
    if code not in _CODES:
        message = f"{template}: unknown code %{code} in {{date:…}}: it may be {', '.join('%' + one for one in _CODES)}"
        raise SourceError(message)
    return _PARTS[_CODES[code]](day)
