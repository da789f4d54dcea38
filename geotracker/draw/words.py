"""What readers are told instead of codes: evidence, windows, sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

EVIDENCE = {
    "observed": "seen or assessed",
    "acknowledged": "said by the side affected",
    "reported": "reported",
    "claimed": "claimed by the acting side",
}
REVIEW = {
    "machine": "read by a program, not checked",
    "checked": "checked by a person",
    "corrected": "corrected by a person",
}
ASSESSED = ("observed", "acknowledged")
_MONTHS = "January February March April May June July August September October November December".split()


def day(value: date) -> str:
    """Return "17 January 2025"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def window(start: date, end: date, precision: str) -> str:
    """Return a window in words: a day of reporting is never shown as the day of the event.

    >>> window(date(2025, 1, 17), date(2025, 1, 18), "night")
    'night of 17–18 January 2025'
    >>> window(date(2025, 1, 31), date(2025, 2, 1), "recent")
    'reported 31 January – 1 February 2025, date of event unknown'
    """
    if start == end:
        days = day(end)
    elif (start.year, start.month) == (end.year, end.month):
        days = f"{start.day}–{day(end)}"
    else:
        first = day(start) if start.year != end.year else day(start).rsplit(" ", 1)[0]
        days = f"{first} – {day(end)}"
    if precision == "recent":
        return f"reported {days}, date of event unknown"
    return f"night of {days}" if precision == "night" else days


def side(actor: str) -> str:
    """Return "Russia" for "russia", and words for the unknown."""
    return "unknown side" if actor == "unknown" else actor.title()


def spot(place: str, offset: str) -> str:
    """Return the place as the report words it: "northwest of Pokrovsk"."""
    return f"{offset} {place}".strip()
