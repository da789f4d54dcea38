"""`geotracker refresh`: what a cron line calls."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from geotracker.cli import options, summary

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.freshness import Summary
    from geotracker.workspace import Workspace


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--public", is_flag=True, help="Publish only what data/sources.toml permits.")
@click.option("--keep", type=click.IntRange(0), default=0, help="How many earlier editions to keep in editions/.")
@options.workspace
@click.pass_context
def refresh(ctx: click.Context, root: Path, *, dry_run: bool, public: bool, keep: int) -> None:
    """Bring in what is new, publish the map and exports, and tell what changed.

    New is what sources that are on have, and what lies in data/reports and data/control. Prints one line, and each
    fault on standard error; logs/refresh.log has the details. Exit code 1: a part failed, the rest is done.
    """
    from geotracker.workspace import find

    if dry_run:
        from geotracker import refreshing
        from geotracker.cli import lines

        lines.planned(refreshing.plan(root, options.today()))
        return
    unchanged = None if public else _unchanged(find(root))  # what may be published changes with the hour
    if unchanged:
        summary.faults([*unchanged.failed, *unchanged.unmatched])
        told = {"unchanged": unchanged.n_reports - unchanged.n_failed, "failed": unchanged.n_failed}
        click.echo(summary.line(told, unchanged.n_events, unchanged.n_unplaced))
        ctx.exit(int(bool(unchanged.failed)))
    from geotracker import intake, refreshing
    from geotracker.cli import lines
    from geotracker.issuing import Wish

    wish = Wish(options.today(), public, options.moment(), keep)
    with lines.progress(len(intake.inbox(find(root))), "refreshing") as done:
        found = refreshing.refresh(root, wish, done=done)
    lines.refreshed(found, in_full=sys.stdout.isatty())
    ctx.exit(int(bool(found.failed)))


def _unchanged(workspace: Workspace) -> Summary | None:
    """Return what the last run said, where nothing has changed since and no source is to be asked."""
    from geotracker import freshness, sources
    from geotracker.workspace import lock

    with lock(workspace):
        known = sources.load(workspace.data / "sources.toml")
        if any(source.fetch and source.fetch.on for source in known):
            return None
        return freshness.held(workspace, options.today())
