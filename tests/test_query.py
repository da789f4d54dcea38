"""A question is held to what a question may be before any file is opened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from geotracker.query import Query

NOON = datetime(2025, 1, 18, 12)  # noqa: DTZ001  as a notebook's reader writes it


@pytest.mark.parametrize("moment", [NOON, pd.Timestamp(NOON)])
def test_a_time_counts_as_its_day(moment: datetime) -> None:
    """As notebooks have it."""
    assert Query(since=moment, until=moment, as_of=moment) == Query(*[date(2025, 1, 18)] * 2, as_of=date(2025, 1, 18))
    assert type(Query(since=moment).since) is date


@pytest.mark.parametrize(
    ("asked", "named"),
    [({"since": "2025-01-18"}, "since is '2025-01-18'"), ({"bbox": (30, 40, float("nan"), 50)}, "bbox is .*nan")],
)
def test_what_is_no_day_or_box_is_named(asked: dict[str, Any], named: str) -> None:
    """Rather than found at fault with the store's files."""
    with pytest.raises((TypeError, ValueError), match=named):
        Query(**asked)
