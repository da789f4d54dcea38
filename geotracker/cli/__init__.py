"""The `geotracker` command: options in, one call of the pipeline, lines out."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotracker import __version__
from geotracker.errors import GeotrackerError
from geotracker.records import EVIDENCES, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

# Commands import what they need when they run: --help must not wait for geopandas.


class _Refusal(click.ClickException):
    """A fault that the user can mend, in one line on stderr."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(" ".join(str(fault).split()))
        self.exit_code = getattr(fault, "exit_code", 1)

    def show(self, file: Any = None) -> None:
        del file
        click.echo(f"geotracker: {self.message}", err=True)


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GeotrackerError as fault:
            raise _Refusal(fault) from fault
        except BrokenPipeError:
            raise  # click ends quietly where the reader has gone
        except OSError as fault:
            raise _Refusal(OSError(f"{fault.filename or 'output'}: {fault.strerror or fault}")) from fault


class _Day(click.ParamType):
    """A calendar day, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day: write it as 2025-01-20", param, ctx)


class _Box(click.ParamType):
    """West, south, east and north in degrees."""

    name = "w,s,e,n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            west, south, east, north = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is no box: write west,south,east,north in degrees", param, ctx)
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            self.fail(f"{value!r} is no box on the earth: write west,south,east,north in degrees", param, ctx)
        return west, south, east, north


def _root(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path:
    return value or (ctx.parent and ctx.parent.params.get("workspace")) or Path()


workspace_option = click.option(
    "-w",
    "--workspace",
    "root",
    type=click.Path(path_type=Path),
    callback=_root,
    help="The workspace; the current folder unless named.",
)


def window_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --since and --until."""
    command = click.option("--until", type=_Day(), help="Last day, included.")(command)
    return click.option("--since", type=_Day(), help="First day, included.")(command)


def _now(ctx: click.Context) -> date | None:
    """Return the day that counts as today: --now, else SOURCE_DATE_EPOCH, else None for the newest report's."""
    given: date | None = ctx.find_root().params["now"]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given is None and epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as fault:
            message = f"SOURCE_DATE_EPOCH is {epoch!r}: it must be a number of seconds"
            raise GeotrackerError(message) from fault
    return given


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geotracker")
@click.option("-w", "--workspace", type=click.Path(path_type=Path), help="The workspace; the current folder unless named.")
@click.option("--now", type=_Day(), help="The day that counts as today; the newest report's unless named.")
def main(workspace: Path | None, now: date | None) -> None:
    """Turn published daily war reports into a sourced, dated, mapped record."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make a workspace: data/, layers/ and maps/ with sample reports."""
    from geotracker import pipeline
    from geotracker.cli import lines

    lines.say(f"{len(pipeline.init(folder))} files added to {folder}. Next: geotracker -w {folder} refresh")


@main.command()
@click.argument("report", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--date", "day", type=_Day(), help="The report's date, where it does not say it.")
@workspace_option
@click.pass_context
def extract(ctx: click.Context, report: Path, day: date | None, root: Path) -> None:
    """Print the events of one REPORT as GeoJSON; - reads standard input. Needs no workspace."""
    from geotracker import pipeline
    from geotracker.cli import lines

    lines.out(files.text(pipeline.extract(str(report), root=root, day=day, now=_now(ctx)), "geojson"))


@main.command()
@click.argument("reports", type=click.Path(path_type=Path, allow_dash=True), nargs=-1, required=True, metavar="REPORT…")
@click.option("--date", "day", type=_Day(), help="The reports' date, where they do not say it.")
@workspace_option
@click.pass_context
def ingest(ctx: click.Context, reports: tuple[Path, ...], day: date | None, root: Path) -> None:
    """Bring reports into the store; one that cannot be read is named, and the others go on."""
    from geotracker import pipeline
    from geotracker.cli import lines

    with lines.progress(len(reports), "reports") as done:
        outcomes = pipeline.ingest(root, [str(path) for path in reports], day=day, now=_now(ctx), done=done)
    lines.outcomes(outcomes)
    ctx.exit(any(outcome.status == "failed" for outcome in outcomes))


@main.command()
@window_options
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="May be given more than once.")
@click.option("--actor", multiple=True, help="russia, ukraine, … May be given more than once.")
@click.option("--region", default="", help="An oblast, raion or country, by name or code.")
@click.option("--evidence", type=click.Choice(EVIDENCES), multiple=True, help="May be given more than once.")
@click.option("--bbox", type=_Box(), help="West,south,east,north in degrees.")
@click.option("--format", "format_", type=click.Choice(["table", "geojson", "csv"]), default="table", show_default=True)
@workspace_option
def events(root: Path, format_: str, **chosen: Any) -> None:
    """List the events of the store."""
    from geotracker import pipeline
    from geotracker.cli import lines
    from geotracker.store import Query

    found = pipeline.events(root, Query(**chosen))
    if format_ == "table":
        lines.events(found)
    else:
        lines.out(files.text(found, format_))
