"""How a source's files are got is read and refused where it is not as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from geotracker import sources, supply
from geotracker.errors import SourceError
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '[sources.a]\ntitle = "A"\npublisher = "P"\nkind = "report"\nmatch = "-a"\n'


def test_nothing_that_ships_is_on() -> None:
    """Its user turns it on after reading the publisher's terms."""
    known = sources.load(package_path("data", "sources.toml"))
    ways = [source.fetch for source in known if source.fetch]
    assert ways
    assert not any(way.on for way in ways)


def test_one_address_or_several() -> None:
    """A list is asked one after the other."""
    assert supply.read("here", {"url": "https://a.example/{d}"}).url == ("https://a.example/{d}",)
    assert supply.read("here", {"url": ["https://a.example/1", "https://a.example/2"]}).addresses[1].endswith("/2")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("yes", "is 'yes', not a table"),
        ({}, "none is given: it has one of url, feed, sitemap, folder"),
        ({"feed": "https://a.example", "folder": "x"}, "feed and folder are given"),
        ({"fed": "https://a.example"}, "unknown key 'fed' (did you mean 'feed'?)"),
        ({"feed": "https://a.example", "on": "yes"}, "on is 'yes', not true or false"),
        ({"feed": "https://a.example", "look_back": -1}, "look_back is -1"),
        ({"feed": "https://a.example", "look_back": 1.5}, "look_back is 1.5"),
        ({"feed": "https://a.example", "pause": True}, "pause is True"),
        ({"feed": "https://a.example", "since": "2025"}, "since is '2025', not a day"),
        ({"feed": "https://a.example", "links": "("}, "links is '(', not a regular expression"),
        ({"feed": "https://a.example", "hosts": [1]}, "hosts is [1]"),
        ({"feed": "https://a.example", "hosts": ["https://b.example"]}, "a list of hosts, as cdn.example.org"),
        ({"url": []}, "url is []"),
        ({"feed": "file:///etc/passwd"}, "'file:///etc/passwd' is no web address"),
        ({"feed": "https://me:word@a.example/"}, "is no web address"),
        ({"feed": "https://a.example:port/"}, "is no web address"),
        ({"url": "https://a.example/a b"}, "is no web address"),
        ({"url": "https://{day}.example/"}, "is no web address"),
        ({"url": "https://a.example/{dai}"}, "unknown part {dai} (did you mean 'day'?)"),
    ],
)
def test_a_fault_is_named(table: Any, told: str) -> None:
    """With the key and what it may be."""
    with pytest.raises(SourceError) as fault:
        supply.read("here", table)
    assert told in str(fault.value)


@pytest.mark.parametrize("known", ["me@example.org", "https://example.org/about"])
def test_a_contact_is_an_address(tmp_path: Path, known: str) -> None:
    """Of mail or of the web."""
    path = tmp_path / "sources.toml"
    path.write_text(f'contact = "{known}"\n')
    assert sources.contact(path) == known
    assert sources.contact(tmp_path / "none.toml") == ""


@pytest.mark.parametrize("unknown", ['"me"', '"me@example.org\\nX-Other: 1"', "1", '"http://example.org"', '""'])
def test_what_nobody_can_write_to_is_no_contact(tmp_path: Path, unknown: str) -> None:
    """It goes into a header, so it is held to one line of plain characters."""
    path = tmp_path / "sources.toml"
    path.write_text(f"contact = {unknown}\n")
    with pytest.raises(SourceError, match="write your mail address"):
        sources.contact(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + '[sources.a.fetch]\non = true\nfeed = "https://a.example/"', "fetch.on needs `terms`"),
        (HEAD.replace("-a", "A b") + '[sources.a.fetch]\nfeed = "https://a.example/"', "so write 'a-b'"),
        (HEAD + "fetch = 1", "sources.a.fetch is 1, not a table"),
    ],
)
def test_a_source_that_cannot_be_fetched_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """Before anybody is asked."""
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(SourceError) as fault:
        sources.load(path)
    assert told in str(fault.value)
