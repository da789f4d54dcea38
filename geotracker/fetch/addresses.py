"""A host's name → the addresses that may be connected to: those of the open internet, unless its source says so."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

from geotracker.errors import FetchError
from geotracker.fetch.faults import Passing

if TYPE_CHECKING:
    from collections.abc import Callable

    Lookup = Callable[[str, int], list[str]]
    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# NAT64 carries an IPv4 address in its last 32 bits, 6to4 and Teredo in others: whoever reaches one reaches that.
_NAT64 = tuple(ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48"))


def lookup(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed(host: str, port: int, *, private: bool, ask: Lookup = lookup) -> list[str]:
    """Return the addresses of a host, to be connected to as they are: a second look-up might say something else.

    Raises FetchError where one of them is not public and `private` is not set, Passing where the name is not found.
    """
    try:
        found = ask(host, port)
    except (OSError, UnicodeError) as fault:
        message = f"{host}: its address is not found ({fault})"
        raise Passing(message) from fault
    if not found:
        message = f"{host}: has no address"
        raise Passing(message)
    inner = [] if private else [one for one in found if not is_public(one)]
    if inner:
        message = f"{host}: its address {inner[0]} is a private one; where it is yours, set fetch.private = true"
        raise FetchError(message)
    return found


def is_public(text: str) -> bool:
    """Say whether an address is one of the open internet, and so are those that it carries inside."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in (address, *_carried(address)))


def _carried(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _NAT64):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
