"""What a host's robots.txt allows: asked once a day, as RFC 9309 says it is to be read."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from geotracker.errors import FetchError
from geotracker.fetch.cache import Facts
from geotracker.fetch.manners import TOKEN, host_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotracker.fetch.cache import Cache

DAY_S = 24 * 3600
_LONGEST_PAUSE_S = 3600.0


@dataclass
class Robots:
    """The robots.txt of each host, kept on disk for a day."""

    cache: Cache
    ask: Callable[[str], tuple[int, bytes]]
    """Returns status and body of an address; a server that fails raises FetchError."""
    _read: dict[str, Protego] = field(default_factory=dict)

    def check(self, url: str) -> float:
        """Return the seconds between two requests that the host asks for; FetchError where it disallows `url`."""
        rules = self._rules(url)
        if not rules.can_fetch(url, TOKEN):
            message = f"{url}: its host's robots.txt disallows it"
            raise FetchError(message)
        try:
            return min(max(float(rules.crawl_delay(TOKEN) or 0), 0.0), _LONGEST_PAUSE_S)
        except (ValueError, OverflowError):
            return 0.0

    def _rules(self, url: str) -> Protego:
        host = host_of(url)
        scheme = urlsplit(url).scheme
        where = f"{scheme}://{host}"
        if where not in self._read:
            text = self._text(f"{scheme}://{urlsplit(url).netloc}/robots.txt", f"robots {where}")
            self._read[where] = Protego.parse(text.decode("utf-8-sig", "replace"))
        return self._read[where]

    def _text(self, url: str, key: str) -> bytes:
        """Return the file; one that is not there (4xx) allows all, one that cannot be had allows nothing."""
        known, body = self.cache.facts(key), self.cache.body(key)
        if body is not None and 0 <= time.time() - known.at < DAY_S:
            return body
        status, body = self.ask(url)
        body = body if status == 200 else b""
        self.cache.keep(key, Facts(sha256=hashlib.sha256(body).hexdigest(), status=status, at=time.time()), body)
        return body
