"""`geotracker doctor`: what is well, what is to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@options.workspace
@click.pass_context
def doctor(ctx: click.Context, root: Path) -> None:
    """Look at the machine and the workspace, and say what is to be mended; exit 1 where something is.

    Each line says well, note (it works without) or mend. Nothing is changed and no server is asked.
    """
    from geotracker.cli import lines
    from geotracker.doctor import examine

    wrong = 0
    for found in examine(root, options.today()):
        wrong += found.state == "mend"
        lines.say(f"{found.state}  {found.subject:<11} {found.said}")
    lines.say(f"{wrong} to mend" if wrong else "nothing to mend")
    ctx.exit(int(wrong > 0))
