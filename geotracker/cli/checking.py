"""`review`: the morning check; `sectors`: what reports say of whole directions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from datetime import date

_FILE = click.Path(path_type=Path, readable=False, dir_okay=False)
_SHEET, _PAGE = options.File(prints=True), options.File()


@click.command()
@click.option("-o", "--output", type=_SHEET, help="Write the sheet to this CSV file, for any spreadsheet.")
@click.option("--html", type=_PAGE, help="Write the same rows as a page to read and print.")
@click.option("--apply", "filled_in", type=_FILE, help="Take in the verdicts of a sheet that was filled in.")
@click.option("--by", default="", help="With --apply: who checked.")
@options.window
@options.workspace
def review(
    output: Path | None,
    html: Path | None,
    filled_in: Path | None,
    by: str,
    since: date | None,
    until: date | None,
    root: Path,
) -> None:
    """Write the events beside their sentences to be checked, or take in what was filled in.

    The least certain come first. In the column verdict write ok, edit, place, drop, "merge EVENT_ID" or
    "split MENTION_ID ..."; with edit, fill in what is wrong: place (a name, an oblast after a comma), lat and lon,
    start (2025-01-17, or 2025-01-17/2025-01-18 for first and last day), evidence. A row that is changed needs a note
    that says why. Verdicts go into data/corrections.toml and hold from then on.
    """
    if filled_in is not None and (output or html or since or until):
        message = "--apply takes no other option than --by"
        raise click.UsageError(message)
    if filled_in is None and by:
        message = "--by goes with --apply"
        raise click.UsageError(message)
    if output is not None and str(output) != "-" and output.suffix.lower() not in ("", ".csv"):
        message = f"-o {output}: the sheet is written as CSV: name it {output.stem}.csv, or use --html for a page"
        raise click.UsageError(message)
    from geotracker import checking
    from geotracker.cli import lines
    from geotracker.store import Query
    from geotracker.workspace import publish

    if filled_in is not None:
        lines.applied(checking.apply(root, filled_in, by=by, now=options.today()))
        return
    table, page = checking.sheet(root, Query(since=since, until=until))
    if str(output) == "-" or (output is None and html is None):
        lines.out(table)
        output = None
    for path, content in ((output, table), (html, page)):
        if path is not None:
            publish(path, content)
            lines.say(str(path))


@click.command()
@options.window
@click.option("--format", "format_", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@options.workspace
def sectors(root: Path, since: date | None, until: date | None, format_: str) -> None:
    """List what the reports of these days say of whole directions.

    A direction of which a report says that nobody advanced shows no event on the map: a quiet map is no quiet front.
    """
    from geotracker import pipeline
    from geotracker.cli import lines
    from geotracker.draw import files
    from geotracker.tables import SECTORS

    found = pipeline.sectors(root, since, until)
    if format_ == "csv":
        lines.out(files.text(found, "csv", SECTORS))
    else:
        lines.sectors(found)
