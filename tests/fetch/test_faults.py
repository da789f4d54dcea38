"""How long a server wants to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from geotracker.fetch import faults

NOW = datetime(2025, 1, 20, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Mon, 20 Jan 2025 06:31:00 GMT", 60.0),
        ("Mon, 20 Jan 2025 06:31:00 -0000", 60.0),
        ("Mon, 20 Jan 2025 06:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("9" * 400, None),
        ("Mon, 99 Jan 99999999999 06:31:00 GMT", None),
    ],
)
def test_both_forms_of_retry_after_are_read(said: str, seconds: float | None) -> None:
    """A number of seconds, a time; what is neither asks for nothing."""
    assert faults.wait({"Retry-After": said}, NOW) == seconds
