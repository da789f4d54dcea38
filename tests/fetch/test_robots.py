"""robots.txt is read before anything else is asked, and honoured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker.errors import FetchError
from geotracker.fetch import bodies
from geotracker.fetch.door import Answer, Door
from geotracker.fetch.manners import Grounds, host_of
from tests.publisher import HURRIED, page, site, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = page(b"<p>A line.</p>")


def get(folder: Path, url: str) -> Answer:
    """Return what the door brings from an address on a host of one's own."""
    with Door(folder, "me@example.org", HURRIED) as door:
        return door.get(url, bodies.REPORT, Grounds(frozenset({host_of(url)}), private=True))


def robots(text: str) -> Callable[..., None]:
    """Return what serves a robots.txt."""
    return page(text.encode(), "text/plain")


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /reports/*/today$", False),
        ("User-agent: *\nDisallow: /reports/\nAllow: /reports/2025/", True),
        ("User-agent: geotracker\nDisallow: /reports\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: geotracker\nAllow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /reports", False),
        ("", True),
        ("<html>no robots here</html>", True),
    ],
)
def test_its_rules_are_kept(tmp_path: Path, text: str, *, allowed: bool) -> None:
    """Wildcards, the longest rule and our own name are understood; what is disallowed is not asked for."""
    with site({"/robots.txt": robots(text), "/reports/2025/today": PAGE}) as asked:
        if allowed:
            assert get(tmp_path, f"{asked.url}/reports/2025/today").status == "fresh"
        else:
            with pytest.raises(FetchError, match=r"/today: its host's robots\.txt disallows it"):
                get(tmp_path, f"{asked.url}/reports/2025/today")
    assert [path for path, _ in asked.requests] == ["/robots.txt", *["/reports/2025/today"] * allowed]


def test_a_redirect_is_held_against_it_too(tmp_path: Path) -> None:
    """The page that it leads to is as disallowed as if it were asked for."""
    pages = {"/robots.txt": robots("User-agent: *\nDisallow: /b"), "/a": status(302, Location="/b"), "/b": PAGE}
    with site(pages) as asked, pytest.raises(FetchError, match="/b: its host's robots"):
        get(tmp_path, f"{asked.url}/a")
    assert "/b" not in [path for path, _ in asked.requests]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_host_without_one_allows_all(tmp_path: Path, code: int) -> None:
    """As RFC 9309 has it."""
    with site({"/robots.txt": status(code), "/a": PAGE}) as asked:
        assert get(tmp_path, f"{asked.url}/a").status == "fresh"


@pytest.mark.parametrize(
    "wrong",
    [status(500), status(503), status(501), page(b"x" * 600_000, "text/plain")],
    ids=["500", "503", "501", "huge"],
)
def test_one_that_cannot_be_had_allows_nothing(tmp_path: Path, wrong: Callable[..., None]) -> None:
    """The page is not asked for."""
    with site({"/robots.txt": wrong, "/a": PAGE}) as asked, pytest.raises(FetchError, match=r"/robots\.txt: "):
        get(tmp_path, f"{asked.url}/a")
    assert {path for path, _ in asked.requests} == {"/robots.txt"}


def test_it_is_asked_for_once_a_day(tmp_path: Path) -> None:
    """What it said is kept on disk; a redirect to it is followed."""
    pages = {"/robots.txt": status(301, Location="/r.txt"), "/r.txt": robots("User-agent: *\nAllow: /"), "/a": PAGE}
    with site(pages) as asked:
        get(tmp_path, f"{asked.url}/a")
        get(tmp_path, f"{asked.url}/a")
    assert [path for path, _ in asked.requests] == ["/robots.txt", "/r.txt", "/a", "/a"]


def test_a_pause_that_it_asks_for_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two requests, where it is longer than the usual one."""
    slept: list[float] = []
    monkeypatch.setattr("geotracker.fetch.door.time.sleep", slept.append)
    with site({"/robots.txt": robots("User-agent: *\nCrawl-delay: 20"), "/a": PAGE}) as asked:
        get(tmp_path, f"{asked.url}/a")
    assert max(slept) == pytest.approx(20, abs=2)
