"""A place name → what an online geocoder answers, asked at its own pace."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import httpx
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderTimedOut, GeocoderUnavailable, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

from geotracker.errors import FetchError
from geotracker.fetch import MEGABYTE, USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Callable

    Answers = list[dict[str, Any]]

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
                    if len(body) > _LONGEST_ANSWER:
                        message = f"{url}: larger than the {_LONGEST_ANSWER / MEGABYTE:,.0f} MB that are allowed for it"
                        raise FetchError(message)
        except httpx.TimeoutException as fault:
            raise GeocoderTimedOut(str(fault)) from fault
        except httpx.HTTPError as fault:
            raise GeocoderUnavailable(str(fault)) from fault
        if not answer.is_success:
            message = f"the server answers {answer.status_code}"
            raise AdapterHTTPError(message, status_code=answer.status_code, headers=answer.headers, text="")
        return body.decode("utf-8", "replace")
