"""`geotracker withdraw`: what a report says is taken back, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("report_id")
@click.option("--reason", required=True, help="Why; readers of what changed are told it.")
@click.option("--by", default="", help="Who says so.")
@options.workspace
def withdraw(report_id: str, reason: str, by: str, root: Path) -> None:
    """Withdraw a report: what it alone tells leaves the map and exports.

    Its events stay in the store as withdrawn, and in the ledger; what other reports tell too is told from these. It
    stands in data/corrections.toml from then on: take it out there to bring the report back.
    """
    from geotracker import checking
    from geotracker.cli import lines

    count = checking.withdraw(root, report_id, reason, by=by, now=options.today())
    lines.say(f"{report_id} withdrawn with {count} events. Next: geotracker refresh")
