"""The door to publishers' servers, against one on loopback that misbehaves in every way."""

from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING, Any

import pytest

from geotracker.errors import FetchError
from geotracker.fetch import bodies
from geotracker.fetch.door import Answer, Door
from geotracker.fetch.manners import Grounds, host_of
from tests.loopback import send
from tests.publisher import HURRIED, IMPATIENT, page, paths, site, status

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from geotracker.fetch.manners import Manners

BODY = b"<html><body><p>A line.</p></body></html>"
BOMB = gzip.compress(bytes(50 * bodies.MEGABYTE), 1)


def get(folder: Path, url: str, manners: Manners = HURRIED, *, private: bool = True, **how: Any) -> Answer:
    """Return what the door brings from an address, its own host alone allowed."""
    grounds = Grounds(frozenset({host_of(url)}), private)
    with Door(folder, "me@example.org", manners, **how) as door:
        return door.get(url, bodies.REPORT, grounds)


def head(handler: BaseHTTPRequestHandler, **headers: str) -> None:
    """Send the head of a page whose body follows as the test will have it."""
    handler.send_response(200)
    for name, value in ({"Content_Type": "text/html"} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def hang(handler: BaseHTTPRequestHandler) -> None:
    """Answer nothing for longer than anyone waits."""
    del handler
    time.sleep(1)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, each soon enough."""
    head(handler)
    for _ in range(30):
        handler.wfile.write(b"x")
        time.sleep(0.1)


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    """Send a header that never ends, each byte soon enough."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(30):
        handler.wfile.write(b"x")
        time.sleep(0.1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send more than anyone may, of which nothing was said."""
    head(handler)
    for _ in range(40):
        handler.wfile.write(b"x" * bodies.MEGABYTE)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """Send a few kilobytes that unpack to many megabytes."""
    send(handler, 200, BOMB, Content_Type="text/html", Content_Encoding="gzip")


def short(handler: BaseHTTPRequestHandler) -> None:
    """Send less than was said."""
    head(handler, Content_Length="1000")
    handler.wfile.write(BODY)


def short_gzip(handler: BaseHTTPRequestHandler) -> None:
    """Send half of a gzip file as if it were all."""
    send(handler, 200, gzip.compress(BODY)[:20], Content_Type="text/html", Content_Encoding="gzip")


def garbage(handler: BaseHTTPRequestHandler) -> None:
    """Speak no HTTP at all."""
    handler.wfile.write(b"\x00\xff 220 mail.example ESMTP\r\n\r\n")


def test_a_page_comes_whole_and_the_server_is_told_who_asks(tmp_path: Path) -> None:
    """With a name, a version and a contact."""
    with site({"/a": page(BODY)}) as asked:
        answer = get(tmp_path, f"{asked.url}/a")
    assert (answer.status, answer.body, answer.media_type) == ("fresh", BODY, "text/html")
    assert all(headers["User-Agent"].endswith("(+me@example.org)") for _, headers in asked.requests)
    assert all(headers["User-Agent"].startswith("geotracker/") for _, headers in asked.requests)


def test_a_packed_page_is_unpacked(tmp_path: Path) -> None:
    """The bytes are those of the page."""
    with site({"/a": page(gzip.compress(BODY), Content_Encoding="gzip")}) as asked:
        assert get(tmp_path, f"{asked.url}/a").body == BODY


@pytest.mark.parametrize("code", [404, 410])
def test_what_is_not_there_is_missing(tmp_path: Path, code: int) -> None:
    """That is an answer, and is not tried again."""
    with site({"/a": status(code)}) as asked:
        answer = get(tmp_path, f"{asked.url}/a")
    assert (answer.status, answer.facts.status) == ("missing", code)
    assert paths(asked) == ["/a"]


@pytest.mark.parametrize(
    ("first", "attempts"),
    [(status(500), 2), (status(503, Retry_After="0"), 2), (hang, 2), (short, 2), (short_gzip, 2), (garbage, 2)],
    ids=["500", "503", "hang", "cut short", "packed, cut short", "no HTTP"],
)
def test_what_may_pass_is_tried_again(tmp_path: Path, first: Callable[..., None], attempts: int) -> None:
    """And the whole page is what comes of it."""
    with site({"/a": [first, page(BODY)]}) as asked:
        manners = IMPATIENT if first is hang else HURRIED
        assert get(tmp_path, f"{asked.url}/a", manners).body == BODY
    assert paths(asked) == ["/a"] * attempts


@pytest.mark.parametrize("wrong", [hang, drip, drip_head, short, garbage, status(502)])
def test_what_does_not_pass_is_given_up(tmp_path: Path, wrong: Callable[..., None]) -> None:
    """After three attempts, each within its time, the fault is one line that says so."""
    with (
        site({"/a": wrong}) as asked,
        pytest.raises(FetchError, match=r"/a: .*\(tried 3 times\); the next run") as fault,
    ):
        get(tmp_path, f"{asked.url}/a", IMPATIENT)
    assert "\n" not in str(fault.value)
    assert paths(asked) == ["/a"] * 3


@pytest.mark.parametrize("code", [400, 401, 403, 405, 451, 501])
def test_a_refusal_is_not_tried_again(tmp_path: Path, code: int) -> None:
    """The fault names the address and what the server answered."""
    with site({"/a": status(code)}) as asked, pytest.raises(FetchError, match=f"/a: the server answers {code}"):
        get(tmp_path, f"{asked.url}/a")
    assert paths(asked) == ["/a"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (endless, "larger than the 20.0 MB that a report may have"),
        (bomb, "larger than the 20.0 MB"),
        (lambda handler: head(handler, Content_Length="999999999999999999"), "larger than the 20.0 MB"),
        (page(BODY, Content_Encoding="br"), "packed as 'br', which was not asked for"),
        (page(BODY, Content_Encoding="gzip, gzip"), "packed as 'gzip, gzip'"),
        (page(BODY, "application/x-msdownload"), "is application/x-msdownload, not a report"),
        (page(BODY, ""), "of no kind that is said"),
        (page(b"\x89PNG", "image/png"), "is image/png, not a report"),
    ],
    ids=["endless", "gzip bomb", "huge by its word", "brotli", "packed twice", "program", "no type", "picture"],
)
def test_what_no_report_is_like_is_refused(tmp_path: Path, wrong: Callable[..., None], named: str) -> None:
    """Once, with what is wrong with it, and no more than the limit is read."""
    with site({"/a": wrong}) as asked, pytest.raises(FetchError, match=named):
        get(tmp_path, f"{asked.url}/a")
    assert paths(asked) == ["/a"]


def test_a_server_that_is_busy_is_left_alone_as_long_as_it_says(tmp_path: Path) -> None:
    """A moment is waited for; more than that is left for another run, which does not ask before its time either."""
    with site({"/a": [status(429, Retry_After="0"), page(BODY)], "/b": status(429, Retry_After="1800")}) as asked:
        assert get(tmp_path, f"{asked.url}/a").body == BODY
        with pytest.raises(FetchError, match="/b: the server answers 429; the next run asks again"):
            get(tmp_path, f"{asked.url}/b")
        with pytest.raises(FetchError, match="/a: its host asked to be left alone until"):
            get(tmp_path, f"{asked.url}/a")
    assert paths(asked) == ["/a", "/a", "/b"]


def test_redirects_are_followed_within_the_source(tmp_path: Path) -> None:
    """The answer says where it was found at last."""
    with site(
        {"/a": status(302, Location="/b"), "/b": status(301, Location="c?x=1#part"), "/c?x=1": page(BODY)}
    ) as asked:
        assert get(tmp_path, f"{asked.url}/a").url == f"{asked.url}/c?x=1"
    assert paths(asked) == ["/a", "/b", "/c?x=1"]


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("/a", "redirects more than 5 times"),
        ("https://elsewhere.example/a", "is on elsewhere.example, a host that its source does not name"),
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254, a host that its source does not name"),
        ("http://localhost:1/", "localhost:1, a host that its source does not name"),
        ("file:///etc/passwd", "is no web address that may be asked"),
        ("ftp://127.0.0.1/a", "is no web address that may be asked"),
        ("http://[::1", "answers what cannot be followed"),
        ("http://user:word@127.0.0.1/", "is no web address that may be asked"),
        ("//", "is no web address that may be asked|redirects more than"),
        ("/\x7f", "cannot be asked|answers what cannot be followed"),
        ("", "which is not followed"),
    ],
)
def test_redirects_that_lead_out_are_not_followed(tmp_path: Path, location: str, named: str) -> None:
    """No request leaves the hosts of the source."""
    with site({"/a": status(302, Location=location)}) as asked, pytest.raises(FetchError, match=named):
        get(tmp_path, f"{asked.url}/a")
    assert set(paths(asked)) <= {"/a", "/"}


def test_a_private_address_is_not_asked_unless_the_source_says_so(tmp_path: Path) -> None:
    """The connection is not even made."""
    with site({"/a": page(BODY)}) as asked:
        with pytest.raises(FetchError, match=r"127\.0\.0\.1 is a private one; where it is yours, set fetch\.private"):
            get(tmp_path, f"{asked.url}/a", private=False)
        assert asked.requests == []


def test_a_name_is_looked_up_once_for_each_connection(tmp_path: Path) -> None:
    """What was checked is what is connected to, whatever the name leads to a moment later."""
    looked_up: list[str] = []

    def rebinding(host: str, _: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    with site({"/a": page(BODY)}) as asked:
        url = asked.url.replace("127.0.0.1", "reports.example")
        assert get(tmp_path, f"{url}/a", ask=rebinding).body == BODY
        assert looked_up == ["reports.example"] * len(asked.requests)
        assert asked.requests[-1][1]["Host"] == url.removeprefix("http://")
        with pytest.raises(FetchError, match="private"):
            get(tmp_path, f"{url}/a", private=False, ask=rebinding)


def test_requests_to_a_host_keep_their_distance(tmp_path: Path) -> None:
    """One at a time, with a pause from the end of one to the next."""
    times: list[float] = []

    def timed(handler: BaseHTTPRequestHandler) -> None:
        times.append(time.monotonic())
        send(handler, 200, BODY, Content_Type="text/html")

    with site({"/a": timed, "/b": timed}) as asked, Door(tmp_path, "me@example.org", HURRIED) as door:
        grounds = Grounds(frozenset({host_of(asked.url)}), private=True, pause_s=0.2)
        for path in ("/a", "/b"):
            door.get(asked.url + path, bodies.REPORT, grounds)
    assert times[1] - times[0] >= 0.2
