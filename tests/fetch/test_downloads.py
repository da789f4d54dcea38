"""Downloads against a server on loopback."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from geotracker.errors import FetchError
from geotracker.fetch import downloads
from tests.loopback import send, serving

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

BODY = bytes(range(256)) * 40
LIMIT = 1_000_000


def ranged(handler: BaseHTTPRequestHandler, body: bytes, tag: str, *, upto: int | None = None) -> None:
    """Answer as a server that knows ranges; with `upto` the connection is lost after so many bytes."""
    asked, known = handler.headers.get("Range"), handler.headers.get("If-Range")
    start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and known == tag else 0
    handler.send_response(206 if start else 200)
    handler.send_header("ETag", tag)
    handler.send_header("Content-Length", str(len(body) - start))
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
    handler.end_headers()
    handler.wfile.write(body[start : upto or len(body)])


def test_a_file_comes_whole(tmp_path: Path) -> None:
    """The file is at its path, nothing else is left, and the server is told who asks."""
    with serving(lambda handler, _: ranged(handler, BODY, '"a"')) as asked:
        assert downloads.download(f"{asked.url}/UA.zip", tmp_path / "new/UA.zip", limit=LIMIT).read_bytes() == BODY
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["UA.zip"]
    assert asked.requests[0][1]["User-Agent"].startswith("geotracker")


def test_a_lost_connection_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """What has come is not asked for again."""

    def answer(handler: BaseHTTPRequestHandler, before: int) -> None:
        ranged(handler, BODY, '"a"', upto=None if before else 3000)

    with serving(answer) as asked:
        assert downloads.download(f"{asked.url}/f", tmp_path / "f", limit=LIMIT).read_bytes() == BODY
    assert [headers.get("Range") for _, headers in asked.requests] == [None, "bytes=3000-"]


def test_a_later_call_goes_on_too(tmp_path: Path) -> None:
    """After three lost connections the fault says how to go on, and the next call asks for the rest alone."""
    with (
        serving(lambda handler, before: ranged(handler, BODY, '"a"', upto=1000 * (before + 1))) as asked,
        pytest.raises(FetchError, match=r"/f: stopped after 3,000 bytes .*run the command again to go on"),
    ):
        downloads.download(f"{asked.url}/f", tmp_path / "f", limit=LIMIT)
    assert not (tmp_path / "f").exists()
    with serving(lambda handler, _: ranged(handler, BODY, '"a"')) as asked:
        assert downloads.download(f"{asked.url}/f", tmp_path / "f", limit=LIMIT).read_bytes() == BODY
    assert asked.requests[0][1]["Range"] == "bytes=3000-"


def test_a_file_that_changed_half_way_starts_over(tmp_path: Path) -> None:
    """The halves of two files are never put together."""
    other = BODY[::-1]

    def answer(handler: BaseHTTPRequestHandler, before: int) -> None:
        ranged(handler, other if before else BODY, '"b"' if before else '"a"', upto=None if before else 3000)

    with serving(answer) as asked:
        assert downloads.download(f"{asked.url}/f", tmp_path / "f", limit=LIMIT).read_bytes() == other


def test_a_server_that_ignores_the_condition_is_not_believed(tmp_path: Path) -> None:
    """A part of another file (other mark) starts the download over."""

    def answer(handler: BaseHTTPRequestHandler, before: int) -> None:
        if before == 1:
            send(handler, 206, b"x" * 10, ETag='"b"', Content_Range=f"bytes 3000-3009/{len(BODY)}")
        else:
            ranged(handler, BODY, '"a"', upto=None if before else 3000)

    with serving(answer) as asked:
        assert downloads.download(f"{asked.url}/f", tmp_path / "f", limit=LIMIT).read_bytes() == BODY
    assert len(asked.requests) == 3


@pytest.mark.parametrize("told", [True, False], ids=["told", "untold"])
def test_a_file_that_is_too_large_is_refused(tmp_path: Path, *, told: bool) -> None:
    """Whether the server says its size or not, no more than the limit comes."""

    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        if told:
            return send(handler, 200, BODY)
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(BODY)
        return None

    with serving(answer) as asked, pytest.raises(FetchError, match="larger than the 0 MB that are allowed"):
        downloads.download(f"{asked.url}/f", tmp_path / "f", limit=5000)
    assert not (tmp_path / "f").exists()


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refusal_is_one_line(tmp_path: Path, status: int) -> None:
    """The fault names the address and what the server answered."""
    with (
        serving(lambda handler, _: send(handler, status)) as asked,
        pytest.raises(FetchError, match=rf"/f: the server answers {status}"),
    ):
        downloads.download(f"{asked.url}/f", tmp_path / "f", limit=LIMIT)


def test_a_server_that_never_answers_is_left(tmp_path: Path) -> None:
    """After the time allowed, three times, the fault says so."""
    over = threading.Event()

    with serving(lambda *_: over.wait(10) and None) as asked:
        with pytest.raises(FetchError, match=r"stopped after 0 bytes .ReadTimeout"):
            downloads.download(f"{asked.url}/f", tmp_path / "f", limit=LIMIT, timeout=httpx.Timeout(0.05))
        over.set()


def test_an_address_that_is_none_is_one_line(tmp_path: Path) -> None:
    """A scheme that is no web address is a fault, not a traceback."""
    with pytest.raises(FetchError, match=r"^file:///etc/hosts: cannot be fetched"):
        downloads.download("file:///etc/hosts", tmp_path / "f", limit=LIMIT)
