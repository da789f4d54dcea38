"""One address → its answer: asked politely, and nowhere but where its source leads."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urljoin

import httpx

from geotracker.errors import FetchError
from geotracker.fetch import addresses, bodies, faults
from geotracker.fetch.cache import Cache, Facts
from geotracker.fetch.connection import Deadline, Transport
from geotracker.fetch.faults import Passing
from geotracker.fetch.manners import POLITE, Grounds, Manners, agent, host_of
from geotracker.fetch.robots import DAY_S, Robots

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.fetch.addresses import Lookup
    from geotracker.fetch.bodies import Wanted

_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking an address: its body is empty where it is the same as before, or missing."""

    status: Literal["fresh", "same", "missing"]
    url: str
    """Where it was at last, after redirects."""
    facts: Facts
    body: bytes = b""
    media_type: str = ""


class Door:
    """Asks publishers' servers, one request at a time, for as long as it is open; what it learns is kept in a folder.

    The contact is told to every server. Only the requests that a source's grounds allow are sent.
    """

    def __init__(
        self, folder: Path, contact: str, manners: Manners = POLITE, *, ask: Lookup = addresses.lookup
    ) -> None:
        """Keep what is known of addresses in `folder`; `ask` looks up a host's addresses."""
        self.cache = Cache(folder)
        self.contact, self.manners = contact, manners
        self._agent, self._ask_address = agent(contact), ask
        self._deadline = Deadline()
        self._clients: dict[bool, httpx.Client] = {}
        self._free: dict[str, float] = {}
        self._robots: dict[Grounds, Robots] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()

    def get(self, url: str, wanted: Wanted, grounds: Grounds, known: Facts | None = None) -> Answer:
        """Return the answer of an address; with the facts of its last answer, "same" where nothing changed.

        What may pass (a lost connection, 429, 5xx) is tried again after a pause. Raises FetchError, one line with the
        address: refused, not allowed, too large, of another kind, or not to be had now.
        """
        known = known or Facts()
        for attempt in range(self.manners.attempts):
            try:
                return self._follow(url, wanted, grounds, known)
            except Passing as fault:
                wait = max(self.manners.backoff_s * 2**attempt, fault.wait_s or 0.0)
                if attempt + 1 == self.manners.attempts or wait > self.manners.longest_wait_s:
                    tried = f" (tried {attempt + 1} times)" if attempt else ""
                    message = f"{fault}{tried}; the next run asks again"
                    raise Passing(message) from fault
                time.sleep(wait)
        message = f"{url}: is not asked at all, with no attempt allowed"
        raise FetchError(message)

    def _follow(self, url: str, wanted: Wanted, grounds: Grounds, known: Facts) -> Answer:
        """Ask, and follow redirects: each is checked as the first address was."""
        asked = url
        for _ in range(self.manners.redirects + 1):
            grounds.check(asked)
            pause = max(grounds.pause_s, self.manners.pause_s, self._robots_of(grounds).check(asked))
            answer = self._turn(asked, wanted, grounds, known, pause)
            if isinstance(answer, Answer):
                return replace(answer, url=asked)
            asked = _onward(asked, answer)
        message = f"{url}: redirects more than {self.manners.redirects} times"
        raise FetchError(message)

    def _robots_of(self, grounds: Grounds) -> Robots:
        if grounds not in self._robots:
            self._robots[grounds] = Robots(self.cache, lambda url: self._plain(url, grounds))
        return self._robots[grounds]

    def _plain(self, url: str, grounds: Grounds) -> tuple[int, bytes]:
        """Return the status and body of a robots.txt, its redirects followed within the source's hosts."""
        asked = url
        for _ in range(self.manners.redirects + 1):
            grounds.check(asked)
            try:
                answer = self._turn(asked, bodies.ROBOTS, grounds, Facts(), self.manners.pause_s)
            except _StatusError as refused:
                if refused.code >= httpx.codes.INTERNAL_SERVER_ERROR:
                    raise
                return refused.code, b""
            if isinstance(answer, Answer):
                return answer.facts.status, answer.body
            asked = _onward(asked, answer)
        return 404, b""

    def _turn(self, url: str, wanted: Wanted, grounds: Grounds, known: Facts, pause: float) -> Answer | str:
        """Wait for the host's turn, then ask once: an answer, or where the host redirects to."""
        host = grounds.check(url)
        until = self.cache.facts(f"wait {host}").wait_until
        if 0 < until - time.time() <= DAY_S:
            message = f"{url}: its host asked to be left alone until {time.strftime('%H:%M', time.gmtime(until))} UTC"
            raise Passing(message, until - time.time())
        time.sleep(max(0.0, self._free.get(host, 0.0) + pause - time.monotonic()))
        self._deadline.start(self.manners.seconds)
        try:
            with self._client(private=grounds.private).stream("GET", url, headers=_conditions(known)) as answer:
                return self._taken(url, answer, wanted, known)
        except httpx.RemoteProtocolError as fault:  # httpx's own, for a redirect that no address can be made of
            message = f"{url}: answers what cannot be followed ({fault})"
            raise FetchError(message) from fault
        except httpx.TransportError as lost:
            message = f"{url}: the connection is lost ({lost})"
            raise Passing(message) from lost
        except (httpx.InvalidURL, httpx.HTTPError, httpx.StreamError, ValueError) as fault:
            message = f"{url}: cannot be asked ({fault})"
            raise FetchError(message) from fault
        finally:
            self._free[host] = time.monotonic()

    def _taken(self, url: str, answer: httpx.Response, wanted: Wanted, known: Facts) -> Answer | str:
        status = answer.status_code
        if status in _REDIRECTS:
            return str(answer.headers.get("Location", ""))
        if status == httpx.codes.NOT_MODIFIED and (known.etag or known.last_modified):
            return Answer("same", url, replace(known, status=status, at=time.time()))
        if status in _GONE:
            return Answer("missing", url, Facts(status=status, at=time.time()))
        if status in faults.PASSING:
            wait = faults.wait(answer.headers)
            if wait and wait > self.manners.longest_wait_s:  # by then this run is over: the next one has to know
                self.cache.keep(f"wait {host_of(url)}", Facts(wait_until=time.time() + min(wait, DAY_S)))
            message = f"{url}: the server answers {status}"
            raise Passing(message, wait)
        if status != httpx.codes.OK:
            raise _StatusError(url, status)
        body = bodies.read(url, answer, wanted)
        facts = Facts(
            etag=answer.headers.get("ETag", "")[:500],
            last_modified=answer.headers.get("Last-Modified", "")[:100],
            sha256=hashlib.sha256(body).hexdigest(),
            status=status,
            at=time.time(),
        )
        return Answer("fresh", url, facts, body, bodies.media_type(answer))

    def _client(self, *, private: bool) -> httpx.Client:
        if private not in self._clients:
            silence = httpx.Timeout(min(self.manners.silence_s, self.manners.seconds))
            transport = Transport(private=private, deadline=self._deadline, ask=self._ask_address)
            headers = {"User-Agent": self._agent, "Accept-Encoding": bodies.ENCODINGS, "Accept": "*/*"}
            self._clients[private] = httpx.Client(
                transport=transport, headers=headers, timeout=silence, follow_redirects=False, trust_env=False
            )
        return self._clients[private]


class _StatusError(FetchError):
    def __init__(self, url: str, code: int) -> None:
        super().__init__(f"{url}: the server answers {code}")
        self.code = code


def _conditions(known: Facts) -> dict[str, str]:
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _onward(url: str, location: str) -> str:
    """Return where a redirect leads; FetchError where it leads nowhere, or from https to http."""
    try:
        onward = urljoin(url, location.strip()).partition("#")[0]
    except ValueError as fault:
        message = f"{url}: redirects to {location[:200]!r}, which is no address"
        raise FetchError(message) from fault
    if not location.strip() or (url.startswith("https:") and not onward.startswith("https:")):
        message = f"{url}: redirects to {location[:200]!r}, which is not followed"
        raise FetchError(message)
    return onward
