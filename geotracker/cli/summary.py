"""The last line of a refresh, apart from the rest so that one with nothing new loads nothing to print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATUSES = ("added", "replaced", "unchanged", "failed")


def line(reports: Mapping[str, int], n_events: int, n_unplaced: int) -> str:
    """Return the counts of reports by what became of them, and of events."""
    read = ", ".join(f"{reports.get(status, 0)} {status}" for status in _STATUSES)
    return f"reports: {read}; events: {n_events}, {n_unplaced} of them not placed"
