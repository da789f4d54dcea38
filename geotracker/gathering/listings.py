"""What a source's feed or sitemap lists, and what of it is asked for."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from geotracker.errors import FetchError
from geotracker.fetch import bodies
from geotracker.fetch.manners import host_of
from geotracker.gathering import feeds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geotracker.fetch.door import Door
    from geotracker.fetch.manners import Grounds
    from geotracker.gathering.feeds import Entry
    from geotracker.supply import Supply

MOST_SITEMAPS = 5
"""Of an index: those that changed last."""
_GZIP = b"\x1f\x8b"


def read(door: Door, url: str, grounds: Grounds) -> list[Entry]:
    """Return the entries of a feed or sitemap; of an index of sitemaps, those of the few that changed last.

    FetchError: it cannot be had, is not there or cannot be read.
    """
    found = feeds.read(_body(door, url, grounds), url)
    inner = [entry for entry in found if entry.is_sitemap and _is_within(entry.url, grounds)]
    inner.sort(key=lambda entry: entry.day or date.min, reverse=True)
    pages = [entry for entry in found if not entry.is_sitemap]
    for sitemap in inner[:MOST_SITEMAPS]:
        deeper = feeds.read(_body(door, sitemap.url, grounds), sitemap.url)
        pages += [entry for entry in deeper if not entry.is_sitemap]
    return pages


def choose(entries: Iterable[Entry], supply: Supply, grounds: Grounds) -> tuple[list[Entry], list[str]]:
    """Return the entries that fit the source's `links`, the newest first, and the addresses on other hosts."""
    fitting = [entry for entry in entries if re.search(supply.links, entry.url)]
    within = [entry for entry in fitting if _is_within(entry.url, grounds)]
    within.sort(key=lambda entry: entry.day or date.max, reverse=True)
    return within, [entry.url for entry in fitting if not _is_within(entry.url, grounds)]


def _body(door: Door, url: str, grounds: Grounds) -> bytes:
    before = door.cache.body(url)
    answer = door.get(url, bodies.LISTING, grounds, door.cache.facts(url) if before is not None else None)
    if answer.status == "missing":
        message = f"{url}: is not there (the server answers {answer.facts.status}): has the site moved it?"
        raise FetchError(message)
    body = before if answer.status == "same" and before is not None else answer.body
    door.cache.keep(url, answer.facts, body)
    return bodies.unpacked(url, body, bodies.LISTING) if body.startswith(_GZIP) else body


def _is_within(url: str, grounds: Grounds) -> bool:
    try:
        return host_of(url) in grounds.hosts
    except FetchError:
        return False
