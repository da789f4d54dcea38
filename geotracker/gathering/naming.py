"""What a fetched file is called in the inbox, and what it says: told by reading it once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from geotracker.errors import FetchError, ReportError
from geotracker.geo.controldate import in_name
from geotracker.geo.vectorfile import SUFFIXES
from geotracker.sources import slug
from geotracker.text import reports

if TYPE_CHECKING:
    from datetime import date

    from geotracker.records import Report
    from geotracker.sources import Source

_NEAR = timedelta(days=3)
"""A report of Monday may be dated Tuesday; what is further off is another report's page."""
_NOT_FOUND = re.compile(r"\b(?:404|not found|not be found|no longer available|page unavailable)\b", re.IGNORECASE)
_APOLOGY = 2000
"""Characters: a page that says that there is none is shorter."""
_LONGEST = 75
"""Characters of a name, so that an id holds all of it."""


@dataclass(frozen=True, slots=True)
class Named:
    """Where a file is to lie, below data/, and a checksum of what it says."""

    file: str
    content: str


class NoReport(FetchError):  # noqa: N818 -- no fault: the site says politely that it has no such page
    """A page that only says that there is none."""


def report(source: Source, url: str, body: bytes, suffix: str, day: date | None, today: date) -> Named:
    """Return what a report is called; NoReport for a page that says that there is none, FetchError for another day's.

    What cannot be read is named by the day it was asked for: taking it in will tell what is wrong with it.
    """
    stem = _stem(source, url, listed=not (source.fetch and source.fetch.url))
    read = _read(body, f"{stem}{suffix}", day, today)
    if read is None:
        return Named(f"reports/{reports.identify(stem, day or today)}{suffix}", hashlib.sha256(body).hexdigest())
    if len(read.text) < _APOLOGY and _NOT_FOUND.search(f"{read.title}\n{read.text}"):
        message = f"{url}: the page says that there is none"
        raise NoReport(message)
    if day and abs(read.date - day) > _NEAR:
        message = f"{url}: is a report of {read.date}, where {day}'s was asked for"
        raise FetchError(message)
    return Named(f"reports/{reports.identify(stem, read.date)}{suffix}", _says(read))


def control(source: Source, url: str, body: bytes, suffix: str, day: date | None, today: date) -> Named:
    """Return what a file of control polygons is called: by its day, told, in its address, or the one it is fetched on.

    FetchError: neither its media type nor its address says which map format it is.
    """
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    ending = next((one for one in sorted(SUFFIXES, key=len, reverse=True) if name.lower().endswith(one)), suffix)
    if not ending:
        message = f"{url}: says no map format, neither by its type nor by its name ({', '.join(SUFFIXES)})"
        raise FetchError(message)
    shown = day or in_name(name) or today
    return Named(f"control/{source.name}/{shown}-{slug(source.match)}{ending}", hashlib.sha256(body).hexdigest())


def _stem(source: Source, url: str, *, listed: bool) -> str:
    """Return the source's word, and for one of many pages of a feed also the page's own name."""
    word = slug(source.match)
    if not listed:
        return word
    own = slug(PurePosixPath(unquote(urlsplit(url).path)).stem)[: _LONGEST - len(word)].strip("-")
    return own if source.match in f"-{own}" else f"{own}-{word}".strip("-")


def _read(body: bytes, name: str, day: date | None, today: date) -> Report | None:
    """Return the report, dated `day` or today where it says none itself; None where it cannot be read."""
    for given in (None, day or today):
        try:
            return reports.read_bytes(body, name, date=given, now=today + timedelta(days=1))
        except ReportError:
            continue
    return None


def _says(read: Report) -> str:
    said = (read.date.isoformat(), read.title, read.text, *(" ".join(note.urls) for note in read.endnotes))
    return hashlib.sha256("\0".join(said).encode(errors="replace")).hexdigest()
