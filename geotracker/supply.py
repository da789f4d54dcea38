"""How a source's files are got: the table [sources.NAME.fetch] of data/sources.toml, read and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geotracker import dated
from geotracker.errors import SourceError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS = ("url", "feed", "sitemap", "folder")
_LONGEST_LOOK = 366
_LONGEST_PAUSE = 3600
_CONTACT = re.compile(r"[^\s@<>()\"]+@[^\s@<>()\"]+\.[A-Za-z]{2,}|https://[^\s<>()\"]+\.[^\s<>()\"]+", re.ASCII)
_HOST = re.compile(r"[\w.-]+(?::\d{1,5})?")
_SOME_DAY = date(2025, 1, 20)


@dataclass(frozen=True, slots=True)
class Supply:
    """How a source's files are got."""

    on: bool = False
    """Off until its user has read the publisher's terms."""
    url: tuple[str, ...] = ()
    """Addresses, with the day in them or without; where one has nothing for a day, the next is asked."""
    feed: str = ""
    """An RSS or Atom feed, whose entries are fetched."""
    sitemap: str = ""
    """A sitemap, or an index of sitemaps, whose pages are fetched."""
    folder: str = ""
    """A folder on disk, whose files are copied."""
    links: str = ""
    """A regular expression: of a feed, sitemap or folder only the addresses in which it is found."""
    look_back: int = 3
    """Days before today that are asked again, since reports are edited late."""
    since: date | None = None
    """Older days that are not here yet are asked for from this one on."""
    hosts: tuple[str, ...] = ()
    """Hosts that it may lead to, beside those of its own addresses."""
    private: bool = False
    """Whether its hosts may have private addresses: a server of one's own."""
    pause: float = 0.0
    """Seconds between two requests, where more than the usual is asked for."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that it names itself, days not filled in."""
        return (*self.url, *filter(None, (self.feed, self.sitemap)))


def read(where: str, table: Any) -> Supply:
    """Return the supply in a table; SourceError with `where` and the key for one that is unknown or wrong."""
    if not isinstance(table, dict):
        message = f"{where} is {table!r}, not a table"
        raise SourceError(message)
    known = [one.name for one in fields(Supply)]
    for key, value in table.items():
        if key not in known:
            message = f"{where}: unknown key {key!r}{nearest(key, known)}: it may have {', '.join(known)}"
            raise SourceError(message)
        fit, wanted = _KEYS[key]
        if not fit(value):
            message = f"{where}: {key} is {value!r}, not {wanted}"
            raise SourceError(message)
    ways = [way for way in WAYS if table.get(way)]
    if len(ways) != 1:
        said = f"{' and '.join(ways)} are" if ways else "none is"
        message = f"{where}: {said} given: it has one of {', '.join(WAYS)}"
        raise SourceError(message)
    values: dict[str, Any] = {key: tuple(_texts(value)) if key in _LISTS else value for key, value in table.items()}
    found = Supply(**values)
    for template in found.addresses:
        _check_address(where, template)
    return found


def contact(where: str, value: Any) -> str:
    """Return who fetches, as publishers are told it; SourceError for what is no mail or web address."""
    if not isinstance(value, str) or not _CONTACT.fullmatch(value):
        message = f"{where}: contact is {value!r}: write your mail address or https address, so that publishers know it"
        raise SourceError(message)
    return value


def _check_address(where: str, template: str) -> None:
    example = dated.on(template, _SOME_DAY)
    try:
        parts = urlsplit(example)
        odd = parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or bool(parts.fragment)
        odd = odd or dated.holds_day(parts.netloc) or dated.holds_day(urlsplit(template).netloc)
        _ = parts.port
    except ValueError:
        odd = True
    if odd or any(character.isspace() for character in example):
        message = f"{where}: {template!r} is no web address: write it as https://host/path"
        raise SourceError(message)


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value


def _is_texts(value: Any) -> bool:
    return isinstance(value, str | list) and bool(value) and all(isinstance(one, str) and one for one in _texts(value))


def _is_hosts(value: Any) -> bool:
    return _is_texts(value) and all(_HOST.fullmatch(one) for one in _texts(value))


def _is_pattern(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(re.compile(value))
    except re.error:
        return False


def _is_number(value: Any, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


_LISTS = ("url", "hosts")
_KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "on": (lambda value: isinstance(value, bool), "true or false"),
    "url": (_is_texts, "an address or a list of them"),
    "feed": (lambda value: isinstance(value, str), "an address"),
    "sitemap": (lambda value: isinstance(value, str), "an address"),
    "folder": (lambda value: isinstance(value, str), "a path"),
    "links": (_is_pattern, "a regular expression"),
    "look_back": (
        lambda value: isinstance(value, int) and _is_number(value, _LONGEST_LOOK),
        f"a number of days up to {_LONGEST_LOOK}",
    ),
    "since": (lambda value: type(value) is date, "a day, as 2025-01-20"),
    "hosts": (_is_hosts, "a list of hosts, as cdn.example.org or example.org:8080"),
    "private": (lambda value: isinstance(value, bool), "true or false"),
    "pause": (lambda value: _is_number(value, _LONGEST_PAUSE), f"a number of seconds up to {_LONGEST_PAUSE}"),
}
