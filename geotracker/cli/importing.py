"""`geotracker import`, `imported` and `compare`: other people's event lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotracker.cli import options
from geotracker.records import KINDS

if TYPE_CHECKING:
    from datetime import date

_PATH = click.Path(path_type=Path, readable=False)
_FORMAT = click.option(
    "--format", "format_", type=click.Choice(["table", "csv", "geojson"]), default="table", show_default=True
)
_FAULTS = 20


@click.command("import")
@click.argument("files", type=_PATH, nargs=-1, required=True, metavar="FILE...")
@click.option("--as", "name", required=True, metavar="NAME", help="Its file in data/imports: acled, ucdp_ged, viina, …")
@options.workspace
@click.pass_context
def bring(ctx: click.Context, files: tuple[Path, ...], name: str, root: Path) -> None:
    """Bring another list of events into the store: CSV, GeoJSON or KML, read as data/imports/NAME.toml says.

    A row that is there already is replaced. Each keeps its list's licence; its codes of precision become ours.
    """
    from geotracker import importing as flow
    from geotracker.cli import lines
    from geotracker.draw.files import harmless

    found = flow.bring(root, files, name)
    for fault in found.faults[:_FAULTS]:
        click.echo(f"geotracker: {harmless(fault)}", err=True)
    if len(found.faults) > _FAULTS:
        click.echo(f"geotracker: and {len(found.faults) - _FAULTS} more rows that cannot be read", err=True)
    left = f"{found.of_no_kind} of no kind that the map knows, {len(found.faults)} that cannot be read"
    left += f", {found.repeated} whose id a later row has" * bool(found.repeated)
    lines.say(f"{name}: {found.added} added, {found.changed} changed, {found.unchanged} unchanged; left out: {left}")
    lines.say(f"{found.held.title}, {found.held.licence}. {found.held.about}".strip())
    ctx.exit(int(bool(found.faults)))


@click.command()
@click.argument("name", default="")
@options.window
@click.option("--public", is_flag=True, help="Only where its licence lets copies be published.")
@_FORMAT
@options.workspace
def imported(name: str, since: date | None, until: date | None, format_: str, root: Path, *, public: bool) -> None:
    """List what was imported, or the rows of one list."""
    from geotracker import importing as flow
    from geotracker.cli import lines
    from geotracker.importtables import IMPORTED

    if not name:
        columns = ("name", "title", "rows", "licence", "may be published", "attribution")
        held = flow.lists(root)
        lines.table(
            columns,
            [(one.name, one.title, one.rows, one.licence, _yes(one.redistribute), one.attribution) for one in held],
        )
        return
    _frame(flow.read(root, name, since, until, public=public), IMPORTED, format_)


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--days", type=click.IntRange(0, 366), default=1, show_default=True, help="Days between the two windows.")
@click.option("--km", type=click.FloatRange(0.001, 500), default=10.0, show_default=True, help="Between the points.")
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Only these kinds.")
@options.window
@_FORMAT
@options.workspace
def compare(one: str, other: str, days: int, km: float, format_: str, root: Path, **chosen: Any) -> None:
    """Show what each of two lists has that the other lacks; "reports" is what your own reports say."""
    from geotracker import comparing as flow
    from geotracker.importtables import COMPARED
    from geotracker.store import Query

    found = flow.compare(root, (one, other), Query(**chosen), days=days, km=km)
    _frame(found.rows, COMPARED, format_)
    for name in (one, other):
        alone = int((found.rows["only_in"] == name).sum())
        told = f"{name}: {found.met[name]} met, {alone} alone, {found.coarse[name]} too coarse to compare"
        click.echo(told, err=format_ != "table")


def _frame(frame: Any, table: Any, format_: str) -> None:
    from geotracker import tables
    from geotracker.cli import lines
    from geotracker.draw import files

    if format_ != "table":
        lines.out(files.text(frame, format_, table))
        return
    columns = [column for column in table.names if column not in ("import_id", "licence", "attribution", "radius_m")]
    lines.table(columns, [[getattr(row, column) for column in columns] for row in tables.rows(frame)])


def _yes(flag: bool) -> str:  # noqa: FBT001  a cell
    return "yes" if flag else "no"
