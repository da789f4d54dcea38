"""Which days of a source are asked for, and under which addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geotracker import dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geotracker.supply import Supply


@dataclass(frozen=True, slots=True)
class Page:
    """A page that may be there: the addresses that it may have, to be asked one after the other."""

    urls: tuple[str, ...]
    day: date | None = None
    """None where nobody knows before it is read."""


def first(supply: Supply, today: date) -> date:
    """Return the first of the days that are asked for every time, since reports are edited late."""
    return today - timedelta(days=supply.look_back)


def pages(supply: Supply, today: date, has: Callable[[str], bool], known: Callable[[str], bool]) -> Iterator[Page]:
    """Yield the pages of a source with addresses of its own, the newest first.

    `has` says whether an address's file is here: its page is asked for under no other. Days before the last ones are
    asked for where the source says since when, and only while nothing is `known` of their addresses.
    """
    if not any(dated.holds_day(url) for url in supply.url):
        yield from (Page((url,)) for url in supply.url)
        return
    newest = first(supply, today)
    for back in range((today - min(supply.since or newest, newest)).days + 1):
        day = today - timedelta(days=back)
        urls = tuple(dated.on(url, day) for url in supply.url)
        held = tuple(url for url in urls if has(url))
        if day >= newest or not (held or all(known(url) for url in urls)):
            yield Page(held[:1] or urls, day)
