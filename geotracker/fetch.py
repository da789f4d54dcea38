"""The only door to the network: downloads that go on where they stopped, and a geocoder that waits its turn."""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING, Any

import httpx
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderTimedOut, GeocoderUnavailable, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

from geotracker.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answers = list[dict[str, Any]]

USER_AGENT = "geotracker (war reports as a mapped record)"
MEGABYTE = 1_000_000
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


NOMINATIM = "https://nominatim.openstreetmap.org"
PAUSE_S = 1.0
"""Its usage policy allows one request a second."""
_RETRIES = 2
_SECONDS = 10
_LONGEST_ANSWER = MEGABYTE


def geocoder(url: str = NOMINATIM, *, pause: float = PAUSE_S, seconds: float = _SECONDS) -> Callable[[str], Answers]:
    """Return what asks a Nominatim for a name: its answers as it gives them, best first, an empty list for none.

    Requests are at least `pause` seconds apart; one that is refused as too many (429) or not served (5xx) is tried
    twice more after longer pauses. What is asked raises FetchError where the server does not answer.
    """
    logging.getLogger("geopy").setLevel(logging.CRITICAL)  # it logs each try with its traceback
    scheme, _, domain = url.rstrip("/").rpartition("://")
    asked = Nominatim(
        user_agent=USER_AGENT, domain=domain, scheme=scheme or "https", timeout=seconds, adapter_factory=_Adapter
    )
    limited = RateLimiter(
        asked.geocode,
        min_delay_seconds=pause,
        max_retries=_RETRIES,
        error_wait_seconds=5 * pause,
        swallow_exceptions=False,
    )

    def ask(name: str) -> Answers:
        try:
            found = limited(name, exactly_one=False, limit=10, addressdetails=True, language="en")
        except (GeopyError, ValueError, TypeError, KeyError, AttributeError) as fault:
            message = f"{url}: the geocoder does not answer for {name!r} ({type(fault).__name__}: {fault}); try later"
            raise FetchError(message) from fault
        return [one.raw for one in found or []]

    return ask


class _Adapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy ships no types
    """Carries geopy's requests through this door."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        return json.loads(self.get_text(url, timeout=timeout, headers=headers))

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        try:
            with httpx.stream("GET", url, timeout=timeout, headers=headers, follow_redirects=True) as answer:
                body = b""
                for piece in answer.iter_bytes():
                    body += piece
                    _refuse_large(url, len(body), _LONGEST_ANSWER)
        except httpx.TimeoutException as fault:
            raise GeocoderTimedOut(str(fault)) from fault
        except httpx.HTTPError as fault:
            raise GeocoderUnavailable(str(fault)) from fault
        if not answer.is_success:
            message = f"the server answers {answer.status_code}"
            raise AdapterHTTPError(message, status_code=answer.status_code, headers=answer.headers, text="")
        return body.decode("utf-8", "replace")
