"""Where requests may go, and under which name."""

from __future__ import annotations

import pytest

from geotracker.errors import FetchError
from geotracker.fetch import manners
from geotracker.supply import Supply


def test_a_source_may_go_to_its_own_hosts_and_those_that_it_names() -> None:
    """By http and https, unless it names a port."""
    supply = Supply(feed="http://News.example/feed", hosts=("cdn.example", "files.example:8080"))
    allowed = manners.grounds(supply)
    for url in (
        "https://news.example/a",
        "http://news.example:80/",
        "https://cdn.example/x",
        "http://files.example:8080/",
    ):
        assert allowed.check(url)


@pytest.mark.parametrize(
    "url",
    """https://elsewhere.example/ https://www.news.example/ https://news.example.elsewhere.example/ http://news.example:81/
    https://files.example/ https://news.example@elsewhere.example/ https://elsewhere.example#news.example
    https://elsewhere.example\\@news.example/ ftp://news.example/ file:///news.example news.example""".split(),
)
def test_it_may_go_nowhere_else(url: str) -> None:
    """However much an address looks like one of its own."""
    allowed = manners.grounds(Supply(feed="https://news.example/feed", hosts=("files.example:8080",)))
    with pytest.raises(FetchError):
        allowed.check(url)


def test_who_asks_is_told() -> None:
    """Name, version, contact."""
    assert manners.agent("me@example.org").startswith("geotracker/")
    assert manners.agent("me@example.org").endswith(" (+me@example.org)")
