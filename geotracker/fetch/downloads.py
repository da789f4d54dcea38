"""A large file → a path on disk: a download that goes on where it stopped."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import httpx

from geotracker.errors import FetchError
from geotracker.fetch import MEGABYTE, USER_AGENT

if TYPE_CHECKING:
    from pathlib import Path

_ATTEMPTS = 3
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)


class _Changed(Exception):  # noqa: N818 -- no error: the server has another file now, and the download starts over
    pass


def download(url: str, path: Path, *, limit: int, timeout: httpx.Timeout = _TIMEOUT) -> Path:
    """Fetch the URL to `path`, at most `limit` bytes, and return the path.

    What has come is kept in PATH.part, and a later call goes on from there where the server still has the same file.
    Raises FetchError: the server refuses, the file is larger than `limit`, or nothing more comes after three attempts.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part, tag = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.part.tag")
    fault: Exception | None = None
    for _ in range(_ATTEMPTS):
        try:
            _stream(url, part, tag, limit, timeout)
        except _Changed:
            part.unlink(missing_ok=True)
            continue
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects) as refused:
            message = f"{url}: cannot be fetched ({refused})"
            raise FetchError(message) from refused
        except httpx.TransportError as lost:
            fault = lost
            continue
        tag.unlink(missing_ok=True)
        part.replace(path)
        return path
    had = part.stat().st_size if part.exists() else 0
    reason = f"{type(fault).__name__}: {fault}" if fault else "it changes while it is read"
    message = f"{url}: stopped after {had:,} bytes ({reason}); run the command again to go on"
    raise FetchError(message) from fault


def _stream(url: str, part: Path, tag: Path, limit: int, timeout: httpx.Timeout) -> None:
    """Append to `part` what is still missing of the file; start over where the server has another one."""
    had = part.stat().st_size if part.exists() and tag.exists() else 0
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    if had:
        headers |= {"Range": f"bytes={had}-", "If-Range": tag.read_text(encoding="utf-8")}
    with httpx.stream("GET", url, headers=headers, timeout=timeout, follow_redirects=True) as answer:
        mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise _Changed
        if not answer.is_success:
            message = f"{url}: the server answers {answer.status_code} {answer.reason_phrase}"
            raise FetchError(message)
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            had = 0
        elif mark != tag.read_text(encoding="utf-8") or not _goes_on(answer, had):
            raise _Changed
        _refuse_large(url, had + int(answer.headers.get("Content-Length") or 0), limit)
        # Without a mark nobody could tell whether a later answer is of the same file, so it would start over.
        tag.write_text(mark, encoding="utf-8") if mark else tag.unlink(missing_ok=True)
        with part.open("ab" if had else "wb") as file:
            for piece in answer.iter_bytes():
                had += len(piece)
                _refuse_large(url, had, limit)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())


def _goes_on(answer: httpx.Response, had: int) -> bool:
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {had}-")


def _refuse_large(url: str, size: int, limit: int) -> None:
    if size > limit:
        message = f"{url}: larger than the {limit / MEGABYTE:,.0f} MB that are allowed for it"
        raise FetchError(message)
