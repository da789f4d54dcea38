"""Dates in a sentence, and the window of days that an event of it gets."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotracker.records import TimePrecision

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name: number for number, name in enumerate(calendar.month_abbr) if name} | {"Sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<night>(?:(?:on |during )?the )?night(?: of)?(?: from)? |overnight (?:on |from |of )?(?:the night of )?)?"
    rf"(?P<m1>{_MONTH})\.? (?P<d1>\d{{1,2}})(?!\d|,\d{{3}})(?:st|nd|rd|th)?"
    rf"(?:, (?P<y1>(?:19|20)\d\d))?"
    rf"(?:(?P<sep>\s?[-–—]\s?| to | and | or | through | until |, and |/)(?:on )?(?:(?P<m2>{_MONTH})\.? )?"
    rf"(?P<d2>\d{{1,2}})(?!\d|,\d{{3}}|\s?(?:km|kilometers|percent|%|of|drones|missiles))(?:, (?P<y2>(?:19|20)\d\d))?)?"
    rf"|\b(?:in|since|during|throughout) (?:early |mid-?|late |mid-to-late )?"
    rf"(?P<month>{_MONTH})(?: (?P<year>(?:19|20)\d\d))?\b(?! \d)"
)
_NAMED = re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_SINCE = re.compile(
    r"\b(?:since|until|till|before|by|after|from|as of)(?: (?:at least|roughly|about|around|the night of))? $"
)


@dataclass(frozen=True, slots=True)
class Window:
    """Days `start` to `end`, both included, and how the text gave them."""

    start: date
    end: date
    precision: TimePrecision
    at: int = -1
    """Where the date stands in the sentence; -1 where no words give it."""
    till: int = -1


def _near(year: int | None, month: int, day: int, told: date) -> date | None:
    """Return the date; a missing year is the one that puts it closest before `told` (a week after at the most)."""
    years = [year] if year else [told.year + 1, told.year, told.year - 1]
    for guess in years:
        try:
            value = date(guess, month, day)
        except ValueError:
            continue
        if year or value <= told + timedelta(days=7):
            return value
    return None


def find(sentence: str, told: date) -> list[Window]:
    """Return the date windows that a sentence names, in order; `told` (the report's date) gives missing years."""
    windows: list[Window] = []
    if not _NAMED.search(sentence):  # quickly seen, and most sentences name none
        return windows
    for match in _DATE.finditer(sentence):
        window = _month(match, told) if match["month"] else _days(match, sentence, told)
        if window is not None:
            windows.append(window)
    return windows


def _month(match: re.Match[str], told: date) -> Window | None:
    month = _MONTHS[match["month"]]
    first = _near(int(match["year"]) if match["year"] else None, month, 1, told)
    if first is None:
        return None
    last = first.replace(day=calendar.monthrange(first.year, month)[1])
    return Window(first, min(last, told), "month", match.start(), match.end())


def _days(match: re.Match[str], sentence: str, told: date) -> Window | None:
    if _SINCE.search(sentence[: match.start()]) and not match["night"] and not match["d2"]:
        return None
    year = match["y1"] or match["y2"]
    start = _near(int(year) if year else None, _MONTHS[match["m1"]], int(match["d1"]), told)
    if start is None:
        return None
    end, till = start, match.end()
    if match["d2"]:
        month = _MONTHS[match["m2"]] if match["m2"] else start.month
        later = _near(
            int(match["y2"]) if match["y2"] else None, month, int(match["d2"]), max(told, start + timedelta(days=60))
        )
        if later is not None and start <= later <= start + timedelta(days=60):
            end = later
        else:
            till = match.start("sep")
    if match["night"]:
        # "The night of January 17" alone is the one to the 18th, but never a night after the report.
        if end == start:
            start, end = (start, start + timedelta(days=1)) if start < told else (start - timedelta(days=1), start)
        return Window(start, end, "night", match.start(), till)
    overnight = re.match(r",? overnight\b", sentence[till:]) is not None
    if end > start:
        return Window(start, end, "night" if overnight and (end - start).days == 1 else "range", match.start(), till)
    return Window(start, end, "day", match.start(), till)


def recent(day: date) -> Window:
    """Return the window of what is only known to have been told on `day`: that day and the day before."""
    return Window(day - timedelta(days=1), day, "recent")
