"""The last line of a refresh, apart from the rest so that one with nothing new loads nothing to print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST = 5
_STATUSES = ("added", "replaced", "unchanged", "failed")


def line(reports: Mapping[str, int], n_events: int, n_unplaced: int) -> str:
    """Return the counts of reports by what became of them, and of events."""
    read = ", ".join(f"{reports.get(status, 0)} {status}" for status in _STATUSES)
    return f"reports: {read}; events: {n_events}, {n_unplaced} of them not placed"


def faults(found: Sequence[str]) -> None:
    """Print the first faults on stderr, a line each, and how many more the log has."""
    for fault in found[:_MOST]:
        click.echo(f"geotracker: {''.join(c for c in ' '.join(fault.split()) if c.isprintable())}", err=True)
    if len(found) > _MOST:
        click.echo(f"geotracker: and {len(found) - _MOST} more: logs/refresh.log has them all", err=True)
