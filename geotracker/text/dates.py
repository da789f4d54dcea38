"""The day that a report is for: read from its title, its first lines, its metadata, its address or its file name."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MONTHS = {
    name: index
    for index, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SEPARATOR = r"(?:[\s.,_-]|%20){1,3}"
_DAY = r"(?P<{0}>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>20[0-9]{{2}})(?![0-9])"
_DATE = re.compile(
    rf"(?<![a-z])(?P<month>{_NAME}){_SEPARATOR}{_DAY.format('day')}(?![0-9:])(?:{_SEPARATOR}{_YEAR.format('year')})?"
    rf"|(?<![0-9]){_DAY.format('day2')}{_SEPARATOR}(?P<month2>{_NAME})(?![a-z])(?:{_SEPARATOR}{_YEAR.format('year2')})?"
    r"|(?<![0-9])(?P<iso>20[0-9]{2})(?P<gap>[-_.]?)(?P<isomonth>0[1-9]|1[0-2])(?P=gap)(?P<isoday>[0-2][0-9]|3[01])(?![0-9])",
    re.IGNORECASE,
)
_FIRST_LINES = 6
_LINE_WORDS = 16


def find(text: str) -> Iterator[tuple[int | None, int, int]]:
    """Yield year (None where not said), month and day of every date in `text`, in order."""
    for match in _DATE.finditer(text):
        if match["iso"]:
            yield int(match["iso"]), int(match["isomonth"]), int(match["isoday"])
        else:
            month = _MONTHS[(match["month"] or match["month2"]).lower()]
            year = match["year"] or match["year2"]
            yield int(year) if year else None, month, int(match["day"] or match["day2"])


def of_report(
    *, title: str, lines: Sequence[str], published: str, url: str, name: str, text: Callable[[], str]
) -> date | None:
    """Return the report's day, None where nothing says it.

    The title goes before the first lines, these before the time of publication (which may be a day later), the
    address and the file name. A day without a year takes it from what else is dated.
    """
    heads = [line for line in lines[:_FIRST_LINES] if len(line.split()) <= _LINE_WORDS]
    hints = [day for day in (_full(published), _full(name), _full(url)) if day is not None]
    for said in (title, *heads):
        for year, month, day in find(said):
            found = _valid(year, month, day) if year else _nearest(month, day, hints, text)
            if found is not None:
                return found
    return next(iter(hints), None)


def _full(text: str) -> date | None:
    return next((found for year, month, day in find(text) if year and (found := _valid(year, month, day))), None)


def _nearest(month: int, day: int, hints: Sequence[date], text: Callable[[], str]) -> date | None:
    """Return the day in the year that brings it nearest to the first hint, else as the text gives it in full."""
    if hints:
        years = (hints[0].year - 1, hints[0].year, hints[0].year + 1)
        days = [found for year in years if (found := _valid(year, month, day)) is not None]
        return min(days, key=lambda found: abs(found - hints[0]), default=None)
    same = (_valid(year, month, day) for year, m, d in find(text()) if year and (m, d) == (month, day))
    return next((found for found in same if found is not None), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
