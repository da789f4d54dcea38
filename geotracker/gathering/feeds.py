"""A feed or sitemap → the addresses in it, each with the day that it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from geotracker.errors import FetchError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST = 50_000
"""Addresses: the protocol allows a sitemap no more."""
_LONGEST = 2000
"""Characters of an address."""
_DAYS = frozenset(("pubdate", "published", "updated", "date", "lastmod", "modified"))
_ENTRIES = frozenset(("item", "entry", "url", "sitemap"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An address in a feed or sitemap."""

    url: str
    day: date | None = None
    """The latest day that it says of itself: published or changed."""
    is_sitemap: bool = False
    """Whether it is a sitemap of its own, in an index of them."""


def read(data: bytes, url: str) -> list[Entry]:
    """Return the addresses of RSS, Atom or a sitemap in their order, each once, relative ones made whole by `url`.

    Raises FetchError where it is no such XML. What it declares as entities is refused: nothing is expanded or loaded.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        message = f"{url}: is no feed or sitemap that can be read ({' '.join(str(fault).split())[:200]})"
        raise FetchError(message) from fault
    inner = root.getroottree().docinfo.internalDTD
    if inner is not None and any(True for _ in inner.iterentities()):
        message = f"{url}: declares entities of its own, which no feed needs: it is not read"
        raise FetchError(message)
    found: dict[str, Entry] = {}
    for element in root.iter():
        if len(found) >= MOST:
            break
        name = _name(element)
        entry = _entry(element, url, is_sitemap=name == "sitemap") if name in _ENTRIES else None
        if entry is not None:
            found.setdefault(entry.url, entry)
    if not found and _name(root) not in ("rss", "feed", "rdf", "urlset", "sitemapindex"):
        message = f"{url}: is XML, but no feed or sitemap (it starts with {_name(root)[:40]!r})"
        raise FetchError(message)
    return list(found.values())


def _entry(element: Element, base: str, *, is_sitemap: bool) -> Entry | None:
    links, days = [], []
    for child in element:
        name, text = _name(child), (child.text or "").strip()
        if name in ("link", "loc") and child.get("rel", "alternate") == "alternate":
            links.append(child.get("href", "").strip() or text)
        elif name in _DAYS:
            days += [day for day in [_day(text)] if day]
    links = [link for link in links if link]
    if not links or len(links[0]) > _LONGEST:
        return None
    try:
        return Entry(urljoin(base, links[0]).partition("#")[0], max(days, default=None), is_sitemap)
    except ValueError:
        return None


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _day(text: str) -> date | None:
    """Return the day of a time as RFC 822 or ISO 8601 writes it."""
    for read_time in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read_time(text).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
