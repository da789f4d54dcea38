"""What may pass of what goes wrong on the way: it is tried again, all else is not."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from geotracker.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others a moment later."""


class Passing(FetchError):  # noqa: N818 -- the same fault for its user; only who fetches tells it apart
    """A lost connection, a busy server: worth another try, after `wait_s` where the server says so."""

    def __init__(self, message: str, wait_s: float | None = None) -> None:
        """Keep how long the server wants to be left alone."""
        super().__init__(message)
        self.wait_s = wait_s


def wait(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds that Retry-After asks for, as a number or as a time; None where it asks for nothing."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
