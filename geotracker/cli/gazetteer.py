"""`geotracker gazetteer`: GeoNames' country dumps into the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from geotracker.geo.fullgazetteer import Built

_SOURCE = "https://download.geonames.org/export/dump"


@click.group()
def gazetteer() -> None:
    """Bring GeoNames' full list of places into the workspace; commands run there use it over the one that ships."""


@gazetteer.command()
@click.argument("files", type=click.Path(path_type=Path, readable=False), nargs=-1, required=True, metavar="FILE...")
@options.workspace
def build(files: tuple[Path, ...], root: Path) -> None:
    """Build from country dumps on disk, in GeoNames' 19 columns: UA.zip RU.zip."""
    from geotracker.geo import fullgazetteer
    from geotracker.workspace import find, lock

    with lock(find(root)):
        _say(fullgazetteer.build(root, files))


@gazetteer.command()
@click.argument("countries", nargs=-1, required=True, metavar="CC...")
@click.option("--url", default=_SOURCE, show_default=True, help="Where the dumps lie, as CC.zip.")
@options.workspace
def fetch(countries: tuple[str, ...], url: str, root: Path) -> None:
    """Fetch the dumps of countries (UA RU BY MD; CC BY 4.0) and build; goes on where an earlier try stopped."""
    from geotracker.cli import lines
    from geotracker.geo import fullgazetteer
    from geotracker.workspace import find, lock

    with lock(find(root)):
        _say(fullgazetteer.download(root, countries, url, lambda code: lines.say(f"fetched {code}")))


def _say(built: Built) -> None:
    from geotracker.cli import lines

    lines.say(
        f"{built.path}: {built.n_settlements} settlements, {built.n_added} of them new, {built.n_placed} now placed"
    )


def hint(root: Path) -> str:
    """Return a line that says how to get the full gazetteer, empty where the workspace has it."""
    from geotracker.workspace import Workspace

    if Workspace(root).gazetteer.exists():
        return ""
    return (
        "Many villages are placed by their hromada alone: `geotracker gazetteer fetch UA RU BY MD` "
        "gets every one's own point (a large download, once)"
    )
