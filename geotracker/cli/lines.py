"""What is printed: short tables in a terminal, plain tab-separated lines in a pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from geotracker.draw.files import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import geopandas as gpd

    from geotracker.intake import Outcome

WHEN = {"recent": "reported {}, date of event unknown"}


def say(line: str) -> None:
    """Print a line for a reader; text from reports cannot steer the terminal."""
    click.echo(harmless(line))


def out(text: str) -> None:
    """Print `text` as it is, for a program to read."""
    click.get_binary_stream("stdout").write(text.encode())


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, last_folds: bool = False) -> None:
    """Print rows: a table in a terminal, lines with tabs between the cells in a pipe, their headings first."""
    cells = [[harmless(str(value)).replace("\n", " ").replace("\t", " ") for value in row] for row in rows]
    if not sys.stdout.isatty():
        for row in [list(columns), *cells]:
            click.echo("\t".join(row))
        return
    drawn = Table(box=box.SIMPLE_HEAD)
    for name in columns:
        folds = last_folds and name == columns[-1]
        drawn.add_column(name, overflow="fold" if folds else "ellipsis", no_wrap=not folds)
    for row in cells:
        drawn.add_row(*(Text(value) for value in row))
    Console().print(drawn)


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[..., None]]:
    """Show a bar on a terminal's stderr while work goes on; yield what counts one step done."""
    if total < 2 or not sys.stderr.isatty():  # noqa: PLR2004  a single step needs no bar
        yield lambda *_: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda *_: bar.advance(task)


def outcomes(found: Sequence[Outcome]) -> None:
    """Print what became of reports: a line for each, faults on stderr."""
    for outcome in found:
        if outcome.status == "failed":
            click.echo(f"geotracker: {harmless(outcome.message)}", err=True)
        elif outcome.status == "unchanged":
            say(f"unchanged  {outcome.report_id}")
        else:
            say(f"{outcome.status:<9}  {outcome.report_id}  {outcome.n_mentions} mentions")


def window(start: Any, end: Any, precision: str) -> str:
    """Return a window in words: a reported day is never shown as a day of occurrence."""
    days = f"{start:%Y-%m-%d}" if start == end else f"{start:%Y-%m-%d}/{end:%d}"
    return WHEN.get(precision, "{}").format(days)


def events(frame: gpd.GeoDataFrame) -> None:
    """Print events, an event a row."""
    columns = ("when", "kind", "actor", "place", "region", "evidence", "id", "what")
    table(columns, (_event(row) for row in frame.itertuples()))


def _event(row: Any) -> tuple[str, ...]:
    days = f"{row.start:%Y-%m-%d}" if row.start == row.end else f"{row.start:%Y-%m-%d}…{row.end:%m-%d}"
    when = f"by {row.end:%Y-%m-%d}" if row.time_precision == "recent" else days
    place = " ".join(part for part in (row.offset, row.place) if part)
    region = row.admin1 or row.country_name or ("" if row.geometry and not row.geometry.is_empty else "unplaced")
    evidence = row.evidence + (", disputed" if row.disputed else "")
    return when, row.kind, row.actor, place, region, evidence, row.event_id, row.facility or row.excerpt
