"""Addresses that hold a day."""

from __future__ import annotations

from datetime import date

import pytest

from geotracker import dated
from geotracker.errors import SourceError


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("/{date:%Y-%m-%d}", "/2025-03-04"),
        ("/{date:%Y/%-m/%-d}/", "/2025/3/4/"),
        ("/{date:%d-%b-%y}", "/04-Mar-25"),
        ("/report-{month_name}-{d}-{year}", "/report-march-4-2025"),
        ("/{Month_name}{day}", "/March04"),
        ("/{yy}{month}{day}-{m}-{mon}-{Mon}", "/250304-3-mar-Mar"),
        ("/latest", "/latest"),
    ],
)
def test_the_day_is_filled_in(template: str, address: str) -> None:
    """In English, padded or not, whatever the machine's language."""
    assert dated.on(template, date(2025, 3, 4)) == address
    assert dated.holds_day(template) == (template != address)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("/{monthname}", "unknown part {monthname} (did you mean 'month_name'?)"),
        ("/{}", "unknown part {}"),
        ("/{date:%Q}", "unknown code %Q"),
        ("/{date}", "unknown part {date} (did you mean"),
        ("/{day.__class__}", "unknown part {day.__class__}"),
    ],
)
def test_an_unknown_part_is_refused(template: str, told: str) -> None:
    """With the nearest that there is."""
    with pytest.raises(SourceError) as fault:
        dated.on(template, date(2025, 3, 4))
    assert told in str(fault.value)
