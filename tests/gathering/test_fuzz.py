"""Whatever a server answers, gathering ends soon and in words; `make fuzz` tries 10,000 answers."""

from __future__ import annotations

import dataclasses
import gzip
import os
import resource
import socket
import tempfile
import threading
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geotracker import gathering
from geotracker.gathering.outcome import Status
from tests.publisher import HURRIED, new_page, old_page, workspace_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = int(os.environ.get("GEOTRACKER_FUZZ", "60"))
LONGEST = timedelta(seconds=10)
GROWTH = 1_000_000_000
"""Bytes of memory that all the answers together may take more."""
DAY = date(2025, 1, 20)
QUICK = dataclasses.replace(HURRIED, attempts=2, backoff_s=0.0, seconds=2.0, silence_s=0.5)

FEED = b"""<?xml version="1.0"?><rss><channel><item><link>/a</link><pubDate>Mon, 20 Jan 2025 02:00:00 GMT</pubDate>
</item><item><link>http://10.0.0.1/b</link></item></channel></rss>"""
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><updated>2025-01-20</updated></entry></feed>'
LAUGHS = b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss><item><link>/&c;</link></item></rss>'
POLYGONS = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}'
ROBOTS = b"User-agent: *\nDisallow: /private\nCrawl-delay: 0\n"
SEEDS = (new_page(), old_page(), FEED, ATOM, LAUGHS, POLYGONS, ROBOTS, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", b"")
TYPES = ("text/html", "application/xml", "application/rss+xml", "application/pdf", "text/plain", "image/png", "", "x")
LOCATIONS = (
    "/a",
    "/",
    "//",
    "http://10.0.0.1/",
    "file:///etc/passwd",
    "http://[::1",
    "a\tb",
    "http://127.0.0.1:1/",
    "?",
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a body that was sound once: pieces of it cut out, doubled or put in anew, packed or not."""
    body = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(body)))
        upto = min(len(body), at + draw(st.integers(0, 200)))
        piece = draw(st.one_of(st.binary(max_size=20), st.just(body[at:upto] * 2), st.sampled_from(SEEDS)))
        body = body[:at] + piece + body[upto:]
    return gzip.compress(body) if draw(st.integers(0, 5)) == 0 else body


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """Return the bytes of an answer, which may be one of HTTP."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=300))
    body = draw(mutated())
    status = draw(
        st.sampled_from((200, 200, 200, 200, 204, 206, 301, 302, 304, 307, 400, 404, 410, 429, 500, 503, 999))
    )
    headers = {b"Content-Type": draw(st.sampled_from(TYPES)).encode()}
    if draw(st.booleans()):
        headers[b"Content-Length"] = str(
            draw(st.sampled_from((len(body), len(body), 0, len(body) + 9, -1, 10**19)))
        ).encode()
    odd = {
        b"Location": st.sampled_from(LOCATIONS).map(str.encode),
        b"Content-Encoding": st.sampled_from((b"gzip", b"br", b"deflate", b"identity", b"gzip, gzip", b"\xff")),
        b"Transfer-Encoding": st.sampled_from((b"chunked", b"gzip")),
        b"Retry-After": st.sampled_from((b"0", b"1", b"soon", b"-1", b"99999999999", b"Mon, 20 Jan 2025 02:00:00 GMT")),
        b"ETag": st.binary(max_size=10),
        b"Last-Modified": st.binary(max_size=10),
        b"Set-Cookie": st.sampled_from((b"a=b", b"=;;", b"\xff=1; Max-Age=x")),
    }
    for name in draw(st.lists(st.sampled_from(sorted(odd)), max_size=3)):
        headers[name] = draw(odd[name])
    head = b"".join(name + b": " + value + b"\r\n" for name, value in headers.items())
    whole = b"HTTP/1.1 %d X\r\n" % status + head + b"\r\n" + body
    return whole[: draw(st.integers(0, len(whole)))] if draw(st.integers(0, 9)) == 0 else whole


@contextmanager
def serving(said: dict[bytes, bytes]) -> Iterator[str]:
    """Serve raw bytes by path until the block ends, and yield the address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                line.settimeout(1)
                try:
                    asked = line.recv(65536).split(b" ", 2)
                    line.sendall(said.get(asked[1] if len(asked) > 1 else b"", said[b""]))
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


@settings(max_examples=MOST, deadline=LONGEST, suppress_health_check=list(HealthCheck), database=None)
@given(first=answers(), second=answers(), robots=answers(), way=st.sampled_from(["url", "feed", "sitemap", "control"]))
@example(
    first=b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", second=b"", robots=b"", way="url"
)
def test_gathering_ends_in_words_whatever_is_answered(first: bytes, second: bytes, robots: bytes, way: str) -> None:
    """Twice, so that what was remembered of the first time is tried too; conftest fails what leaves loopback."""
    plain = b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"
    said = {b"/robots.txt": robots if robots[9:12] == b"200" else plain, b"": first, b"/a": second}
    kind = "control" if way == "control" else "report"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder, serving(said) as url:
        key = "url" if way == "control" else way
        workspace = workspace_of(Path(folder, "w"), {key: f"{url}/list", "private": True}, kind=kind)
        for _ in range(2):
            found = gathering.gather(workspace, DAY, manners=QUICK)
            assert {one.status for one in found} <= set(get_args(Status))
            assert all("\n" not in one.message for one in found)
            assert all(one.path is None or workspace.root in one.path.resolve().parents for one in found)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < GROWTH
