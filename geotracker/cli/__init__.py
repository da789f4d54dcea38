"""The `geotracker` command: options in, one call of the pipeline, lines out.

Each command imports what it needs when it runs, so that --help does not wait for geopandas.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geotracker import __version__
from geotracker.cli import options
from geotracker.cli.checking import review, sectors
from geotracker.cli.control import control
from geotracker.cli.doctor import doctor
from geotracker.cli.evaluation import evaluate
from geotracker.cli.exporting import export
from geotracker.cli.gazetteer import gazetteer, hint
from geotracker.cli.importing import bring, compare, imported
from geotracker.cli.publish import publish
from geotracker.cli.refreshing import refresh
from geotracker.cli.store import store
from geotracker.cli.withdrawing import withdraw
from geotracker.errors import GeotrackerError
from geotracker.records import EVIDENCES, KINDS

if TYPE_CHECKING:
    from datetime import date

# Whether a file can be read is told by who reads it: one line, exit 1.
_PATH = click.Path(path_type=Path, readable=False)
_NOMINATIM = "https://nominatim.openstreetmap.org"
_REPORT = click.Path(path_type=Path, readable=False, allow_dash=True)


class _Commands(click.Group):
    """Ends with one line on stderr where the user can mend the fault."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except GeotrackerError as fault:
            return _refuse(str(fault), fault.exit_code)
        except BrokenPipeError:
            raise  # click ends quietly where the reader has gone
        except OSError as fault:
            return _refuse(f"{fault.filename or 'output'}: {fault.strerror or fault}", 1)


def _refuse(message: str, exit_code: int) -> NoReturn:
    click.echo(f"geotracker: {' '.join(message.split())}", err=True)
    raise click.exceptions.Exit(exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geotracker")
@click.option("-w", "--workspace", type=_PATH, default=Path(), help="The workspace; the current folder unless named.")
@click.option("--now", type=options.Day(), help="The day that counts as today; the newest report's unless named.")
def main(workspace: Path, now: date | None) -> None:
    """Turn published daily war reports into a sourced, dated, mapped record."""
    del workspace, now  # the commands look them up


main.add_command(control)
main.add_command(doctor)
main.add_command(evaluate)
main.add_command(export)
main.add_command(gazetteer)
main.add_command(bring)
main.add_command(compare)
main.add_command(imported)
main.add_command(publish)
main.add_command(refresh)
main.add_command(review)
main.add_command(sectors)
main.add_command(store)
main.add_command(withdraw)


@main.command()
@click.argument("folder", type=_PATH, default=Path())
def init(folder: Path) -> None:
    """Make a workspace: data/, layers/ and maps/ with sample reports."""
    from geotracker.cli import lines
    from geotracker.workspace import create

    added = create(folder)
    lines.say(f"{len(added)} files added. Next: geotracker -w {folder} refresh")
    if hint(folder):
        lines.say(hint(folder))


@main.command()
@click.argument("report", type=_REPORT)
@options.report_date
@options.extractor("rules")
@click.option("--trace", is_flag=True, help="List on standard error the sentences with a cue that gave no event.")
@options.workspace
def extract(report: Path, day: date | None, extractor: str, root: Path, *, trace: bool) -> None:
    """Print the events of one REPORT as GeoJSON; - reads standard input. Needs no workspace."""
    from geotracker import intake, pipeline
    from geotracker.cli import lines
    from geotracker.draw import files

    read = intake.read(str(report), day=day, now=options.today())
    found = pipeline.extract(read, root=root, extractor=extractor)
    lines.out(files.text(found, "geojson"))
    if trace:
        lines.untold(pipeline.untold(read, root=root, extractor=extractor))


@main.command()
@click.argument("reports", type=_REPORT, nargs=-1, required=True, metavar="REPORT...")
@options.report_date
@options.extractor("")
@click.option("--dask", metavar="ADDRESS", default="", help="Read on a dask cluster; local starts one, of all cores.")
@options.workspace
@click.pass_context
def ingest(ctx: click.Context, /, reports: tuple[Path, ...], root: Path, **chosen: Any) -> None:
    """Bring reports into the store; one that cannot be read is named, and the others go on."""
    from geotracker import pipeline
    from geotracker.cli import lines

    with lines.progress(len(reports), "reading") as done:
        paths = [str(path) for path in reports]
        outcomes = pipeline.ingest(root, paths, now=options.today(), done=done, **chosen)
    lines.outcomes(outcomes)
    ctx.exit(int(any(outcome.status == "failed" for outcome in outcomes)))


@main.command()
@options.window
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="May be given more than once.")
@click.option("--actor", multiple=True, help="russia, ukraine, ... May be given more than once.")
@click.option("--region", default="", help="An oblast, raion or country, by name or code.")
@click.option("--evidence", type=click.Choice(EVIDENCES), multiple=True, help="May be given more than once.")
@click.option("--bbox", type=options.Box(), help="West,south,east,north in degrees.")
@click.option("--beyond-control", is_flag=True, help="Only claimed advances beyond assessed control on their day.")
@options.as_of
@click.option("--format", "format_", type=click.Choice(["table", "geojson", "csv"]), default="table", show_default=True)
@options.workspace
def events(root: Path, format_: str, *, beyond_control: bool, **chosen: Any) -> None:
    """List the events of the store."""
    from geotracker import listing, tables
    from geotracker.cli import lines
    from geotracker.draw import csvfile, geojson
    from geotracker.query import Query

    query = Query(**chosen)
    found = listing.rows(root, query, beyond_control=beyond_control)
    stranger = listing.unknown_actor(root, query, found)
    if stranger:
        raise click.UsageError(stranger)
    nowhere = listing.unknown_region(root, query, found)
    if nowhere:
        click.echo(f"geotracker: {nowhere}", err=True)
    if format_ == "table":
        lines.events(found)
    else:
        text = geojson.text if format_ == "geojson" else csvfile.text
        lines.out(text(found, tables.EVENTS))


@main.command()
@click.argument("any_id", metavar="EVENT_ID")
@options.workspace
def explain(any_id: str, root: Path) -> None:
    """Show what an event stands on: sentences, rules, place candidates. A mention's id will do."""
    from geotracker import pipeline
    from geotracker.cli import lines

    lines.explanation(pipeline.explain(root, any_id))


@main.command()
@options.as_of
@options.workspace
@click.pass_context
def verify(ctx: click.Context, root: Path, as_of: date | None) -> None:
    """Look up every excerpt at its offsets in the kept reports; exit 1 where one does not stand there."""
    from geotracker import pipeline
    from geotracker.cli import lines

    verdict = pipeline.verify(root, as_of)
    for fault in verdict.faults:
        click.echo(f"geotracker: {fault}", err=True)
    lines.say(f"{verdict.n_reports} reports, {verdict.n_excerpts} excerpts looked up, {len(verdict.faults)} faults")
    ctx.exit(int(bool(verdict.faults)))


@main.command()
@click.argument("name", required=False)
@click.option("--near", default="", help="A place nearby.")
@click.option("--region", default="", help="Its oblast or country.")
@click.option("--csv", "csv_", type=_PATH, help="A file with columns name, region, country, to be printed with places.")
@click.option("--online", is_flag=True, help="Ask a Nominatim for what is not certain; one request a second.")
@click.option("--server", default=_NOMINATIM, show_default=True, help="The Nominatim to ask.")
@options.workspace
def place(name: str | None, csv_: Path | None, server: str, root: Path, *, online: bool, **said: str) -> None:
    """Show the candidates for a place NAME with their scores, or those chosen for a CSV file of names."""
    from geotracker import lookup
    from geotracker.cli import lines

    if (name is None) == (csv_ is None):
        message = "give a NAME or --csv FILE"
        raise click.UsageError(message)
    asked = lookup.geocoder(server, root) if online else None
    if csv_ is not None:
        lines.out(lookup.place_csv(csv_, root=root, online=asked))
    else:
        lines.place(lookup.place(name or "", root=root, online=asked, **said))


@main.command("map")
@click.option("-o", "--output", type=options.File(), help="The file to write; maps/index.html unless named.")
@options.window
@options.as_of
@click.option("--public", is_flag=True, help="Only what data/sources.toml permits, and not at once.")
@click.option("--embed", is_flag=True, help="For an iframe in another page: the map and its dates.")
@click.option("--png", is_flag=True, help="A still with dates and sources, taken by a Chromium of yours.")
@options.workspace
def map_(root: Path, output: Path | None, *, public: bool, embed: bool, png: bool, **window: Any) -> None:
    """Draw the map: one HTML file that opens without a network."""
    from geotracker import pipeline
    from geotracker.cli import lines
    from geotracker.store import Query

    query, now, moment = Query(**window), options.today(), options.moment()
    if png:
        path = pipeline.picture(root, output, query, now=now, public=public, moment=moment)
    else:
        path = pipeline.draw(root, output, query, now=now, public=public, embed=embed, moment=moment)
    lines.say(str(path))
