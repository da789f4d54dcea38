"""`geotracker control`: polygons in, their change out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotracker.cli import options
from geotracker.records import CATEGORIES

if TYPE_CHECKING:
    from datetime import date

    from geotracker.control import Outcome

_PATH = click.Path(path_type=Path)


@click.group()
def control() -> None:
    """Keep dated polygons of who controls which ground, and tell what changed."""


@control.command()
@click.argument("files", type=_PATH, nargs=-1, required=True, metavar="FILE...")
@click.option("--date", "day", type=options.Day(), help="The day they show, where the file does not say it.")
@click.option("--source", default="", help="Whose polygons they are; a name in data/sources.toml, or a new one.")
@click.option("--category", type=click.Choice(CATEGORIES), help="What they show, where nothing else says it.")
@options.workspace
@click.pass_context
def add(
    ctx: click.Context, files: tuple[Path, ...], day: date | None, source: str, category: str | None, root: Path
) -> None:
    """Bring polygons into the store: GeoJSON, GeoPackage, Shapefile (zipped too), KML, KMZ, FlatGeobuf, ArcGIS JSON."""
    from geotracker import control as flow
    from geotracker.cli import lines
    from geotracker.geo.control import Told

    with lines.progress(len(files), "reading") as done:
        outcomes = flow.add(root, files, Told(day, source, category or ""), done=done)
    for outcome in outcomes:
        _say(outcome)
    ctx.exit(int(any(outcome.status == "failed" for outcome in outcomes)))


def _say(outcome: Outcome) -> None:
    from geotracker.cli import lines
    from geotracker.draw.files import harmless

    found = outcome.found
    if found is None:
        click.echo(f"geotracker: {harmless(' '.join(outcome.message.split()))}", err=True)
        return
    what = f"{found.day}  {found.source}  {found.category}  {found.area_km2:,.1f} km²"
    lines.say("; ".join([f"{outcome.status:<9}  {what}", *found.notes]))
