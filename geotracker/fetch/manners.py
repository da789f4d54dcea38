"""How a publisher's server is asked: seldom, patiently, and with a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geotracker import __version__
from geotracker.errors import FetchError

if TYPE_CHECKING:
    from geotracker.supply import Supply

TOKEN = "geotracker"  # noqa: S105  the name by which robots.txt may speak to us, no secret
_USUAL = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Manners:
    """The limits of asking, in seconds and numbers."""

    pause_s: float = 2.0
    """Between two requests to one host."""
    attempts: int = 3
    backoff_s: float = 2.0
    """Before the second attempt; twice as much before each further one."""
    longest_wait_s: float = 60.0
    """What asks for more is left for another run."""
    seconds: float = 60.0
    """For one answer, from the first byte sent to the last one read."""
    silence_s: float = 15.0
    """Without a byte."""
    redirects: int = 5
    source_s: float = 1800.0
    """For all pages of a source in one run; the rest is left for the next."""


POLITE = Manners()


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where the requests of one source may go."""

    hosts: frozenset[str] = field(default_factory=frozenset)
    """Each with its port."""
    private: bool = False
    pause_s: float = 0.0

    def check(self, url: str) -> str:
        """Return the host of an address, with its port; FetchError where no request may go there."""
        host = host_of(url)
        if host not in self.hosts:
            name = host.removesuffix(":443").removesuffix(":80")
            message = f"{url[:200]}: is on {name}, a host that its source does not name: add it to fetch.hosts"
            raise FetchError(message)
        return host


def grounds(supply: Supply) -> Grounds:
    """Return where the requests of a source may go: to the hosts of its own addresses, and those that it names.

    A host without a port of its own may be asked by http and by https.
    """
    own = [host_of(url) for url in supply.addresses]
    usual = tuple(f":{port}" for port in _USUAL.values())
    named = [host.lower() if ":" in host else f"{host.lower()}:{_USUAL['https']}" for host in supply.hosts]
    both = [f"{host.rpartition(':')[0]}{port}" for host in (*own, *named) if host.endswith(usual) for port in usual]
    return Grounds(frozenset([*own, *named, *both]), supply.private, supply.pause)


def host_of(url: str) -> str:
    """Return the host and port of a web address; FetchError for what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        message = f"{url[:200]}: is no address ({fault})"
        raise FetchError(message) from fault
    if parts.scheme not in _USUAL or not parts.hostname or "@" in parts.netloc:
        message = f"{url[:200]}: is no web address that may be asked"
        raise FetchError(message)
    return f"{parts.hostname.lower().rstrip('.')}:{port or _USUAL[parts.scheme]}"


def agent(contact: str) -> str:
    """Return the name under which requests are sent: what asks, and who answers for it."""
    return f"{TOKEN}/{__version__} (+{contact})"
