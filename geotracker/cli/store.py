"""`geotracker store`: what keeps a long archive quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def store() -> None:
    """Look after the store: data/store of the workspace."""


@store.command()
@options.workspace
def compact(root: Path) -> None:
    """Put what was read in the reports of a month into one file, for each month before the newest report's.

    Nothing else changes: the same events, and a report of such a month can be read again as ever. Others find closed
    months in data/store/mentions_closed and sectors_closed.
    """
    from geotracker import compacting
    from geotracker.cli import lines

    found = compacting.compact(root)
    for one in found:
        lines.say(f"{one.month}: {one.n_reports} reports closed")
    if not found:
        lines.say("nothing to close: the months before the newest report's are closed already")
