"""Which addresses may be connected to."""

from __future__ import annotations

import pytest

from geotracker.errors import FetchError
from geotracker.fetch import addresses
from geotracker.fetch.faults import Passing


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2001:67c:2e8:22::c100:68b"]
)
def test_the_open_internet_is_public(address: str) -> None:
    """In both families."""
    assert addresses.is_public(address)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1
    255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
    64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::10.0.0.1 2002:7f00:1:: 2002:a00:1::
    2001:db8::1 nonsense 127.1""".split(),
)
def test_what_leads_inside_is_not(address: str) -> None:
    """Nor is what carries such an address inside, or is no address at all."""
    assert not addresses.is_public(address)


def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    """Since nobody knows which one the next connection takes."""
    with pytest.raises(FetchError, match=r"host.example: its address 10\.0\.0\.7 is a private one"):
        addresses.allowed("host.example", 443, private=False, ask=lambda *_: ["93.184.215.14", "10.0.0.7"])
    assert addresses.allowed("host.example", 443, private=True, ask=lambda *_: ["10.0.0.7"]) == ["10.0.0.7"]


def test_a_name_that_is_not_found_may_be_later() -> None:
    """So it is tried again."""

    def unknown(*_: object) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(Passing, match=r"host\.example: its address is not found"):
        addresses.allowed("host.example", 443, private=False, ask=unknown)
    with pytest.raises(Passing, match="has no address"):
        addresses.allowed("host.example", 443, private=False, ask=lambda *_: [])
