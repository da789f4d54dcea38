"""What is printed: short tables in a terminal, plain tab-separated lines in a pipe."""

from __future__ import annotations

import json
import sys
from collections import Counter, namedtuple
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from geotracker.cli import summary
from geotracker.draw import words
from geotracker.draw.cleaned import harmless
from geotracker.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import geopandas as gpd
    import pyarrow as pa

    from geotracker.checking import Applied
    from geotracker.controlintake import Outcome as OfControl
    from geotracker.intake import Outcome
    from geotracker.pipeline import Explanation
    from geotracker.records import Place, Untold
    from geotracker.refreshing import Plan, Refreshed


# Characters of a cell in a terminal: at most, at least, and between two cells.
_WIDEST, _LEAST, _GAP = 60, 12, 2


def say(line: str) -> None:
    """Print a line for a reader; text from reports cannot steer the terminal."""
    click.echo(harmless(line))


def out(text: str | bytes) -> None:
    """Print `text` as it is, for a program to read."""
    click.echo(text.encode() if isinstance(text, str) else text, nl=False)


def table(columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Print rows: a table in a terminal, lines with tabs between the cells in a pipe, their headings first."""
    cells = [[harmless(str(value)).replace("\n", " ").replace("\t", " ") for value in line] for line in lines]
    if not sys.stdout.isatty():
        for row in [list(columns), *cells]:
            click.echo("\t".join(row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    room = console.width
    for number, name in enumerate(columns):
        widest = min(_WIDEST, max([len(name), *(len(line[number]) for line in cells)])) + _GAP
        if room < min(widest, _LEAST):
            break  # what does not fit is left out: a pipe and the other formats have it all
        drawn.add_column(name, no_wrap=True, overflow="ellipsis", max_width=min(widest, room) - _GAP)
        room -= widest
    for line in cells:
        drawn.add_row(*(Text(value) for value in line[: len(drawn.columns)]))
    console.print(drawn)


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[..., None]]:
    """Show a bar on a terminal's stderr while work goes on; yield what counts one step done."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

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


def control(found: Sequence[OfControl]) -> None:
    """Print what became of files of control polygons: a line for each day, faults on stderr."""
    for outcome in found:
        one = outcome.found
        if one is None:
            click.echo(f"geotracker: {harmless(' '.join(outcome.message.split()))}", err=True)
        else:
            what = f"{one.day}  {one.source}  {one.category}  {one.area_km2:,.1f} km²"
            say("; ".join([f"{outcome.status:<9}  {what}", *one.notes]))


def events(found: pa.Table) -> None:
    """Print events, one a row, of what `listing.rows` gave."""
    columns = ("id", "when", "kind", "actor", "place", "region", "evidence", "what")
    row = namedtuple("row", found.column_names)  # type: ignore[misc]  # noqa: PYI024  the table says what it holds
    cells = (column.to_pylist() for column in found.columns)
    table(columns, [_event(row(*values)) for values in zip(*cells, strict=True)])


def applied(found: Applied) -> None:
    """Print what became of a filled-in sheet."""
    for fault in found.unmatched:
        click.echo(f"geotracker: {harmless(fault)}", err=True)
    told = ", ".join(f"{count} {word}" for word, count in found.verdicts.items()) or "none"
    say(f"verdicts: {told}; {found.now.n_checked} of {found.now.n_events} events checked. Next: geotracker refresh")


def sectors(frame: gpd.GeoDataFrame) -> None:
    """Print what reports say of directions, one a row."""
    columns = ("report", "sector", "status", "sentence")
    table(columns, [(row.report_date, row.sector, row.status, row.sentence) for row in rows(frame)])


def _event(row: Any) -> tuple[str, ...]:
    days = f"{row.start:%Y-%m-%d}" if row.start == row.end else f"{row.start:%Y-%m-%d}…{row.end:%m-%d}"
    when = f"by {row.end:%Y-%m-%d}" if row.time_precision == "recent" else days
    place = f"{row.offset} {row.place}".strip()
    region = row.admin1 or row.country_name
    if row.geometry is None:  # in the words of the map's lists
        region = f"known only to {region}" if region and row.geo_precision >= 5 else "not placed"
    evidence = row.evidence + (", disputed" if row.disputed else "")
    return row.event_id, when, row.kind, row.actor, place, region, evidence, row.facility or row.excerpt


def untold(found: Sequence[Untold]) -> None:
    """Print on stderr how many sentences have an event cue but gave no event, then each with its cues and why."""
    click.echo(f"{len(found)} sentence{'s' * (len(found) != 1)} with a cue of an event gave none", err=True)
    for one in found:
        sentence = " ".join(one.sentence.split())
        click.echo(harmless(f"{sentence}: {'; '.join(one.cues)}"), err=True)


def explanation(found: Explanation) -> None:
    """Print an event and, sentence by sentence, why it is there and why there; first of one that is gone that it is."""
    if found.end:
        say(_ended(found.end))
    for row in rows(found.event):
        place = f"{row.offset} {row.place}".strip()
        say(f"{row.event_id}: {row.kind} by {row.actor}, {place}")
        say(f"  when      {words.window(row.start, row.end, row.time_precision)}")
        say(f"  evidence  {words.EVIDENCE[row.evidence]}{', disputed' * row.disputed}")
        where = "nowhere" if row.geometry.is_empty else f"{row.geometry.y:.5f}, {row.geometry.x:.5f}"
        say(f"  placed    {' '.join(filter(None, (where, row.settlement, row.admin1, row.country_name)))}")
        say(f"  because   {row.place_reason}")
        say(f"  review    {words.REVIEW[row.review]}{', dropped' * (row.row_status != 'active')}")
    for one in found.corrections:
        when = f" on {one.at}" if one.at else ""
        say(f"  {one.action:<9} {one.reason}{f', {one.by}' if one.by else ''}{when}")
    for line in found.history:
        values = "" if line["change"] == "new" else f": {', '.join(line.get('set', {}))}"
        say(f"  {line['recorded'][:10]} {line['change']}, version {line['version']}{values}")
    for row in rows(found.mentions):
        say(f"\nmention {row.mention_id}, report {row.report_id}, characters {row.start_char}-{row.end_char}")
        said = {
            "sentence": row.sentence,
            "excerpt": row.excerpt,
            "rules": "; ".join(row.rules),
            "said by": f"{'; '.join(row.claimed_by)} {row.verb}".strip(),
            "notes": "; ".join(row.endnotes),
        }
        for name, text in said.items():
            if text:
                say(f"  {name:<9} {text}")
    known = [candidate for text in found.mentions["place_candidates"] if text for candidate in json.loads(text)]
    best = sorted(known, key=lambda candidate: -candidate["score"])
    candidates(list({(one["lat"], one["lon"]): one for one in reversed(best)}.values())[::-1])


def _ended(line: Mapping[str, Any]) -> str:
    """Return since when an event or mention is gone from the record, and where to look instead."""
    event_id, since = line["event_id"], line["recorded"][:10]
    follows = f"what follows is version {line['version'] - 1}, as the ledger kept it"
    if not line.get("gone"):
        return f"no longer told of {event_id} since {since}: {follows}; `geotracker explain {event_id}` has the event"
    into = f"; it is one with {line['into']} now" if "into" in line else ""
    return f"no longer in the record since {since}, withdrawn or superseded by its report{into}: {follows}"


def candidates(found: Sequence[Mapping[str, Any]]) -> None:
    """Print gazetteer entries with their scores, the best first."""
    columns = ("score", "name", "admin2", "admin1", "country", "lat", "lon", "population", "why")
    click.echo()
    table(columns, [[candidate.get(column, "") for column in columns] for candidate in found])


def place(found: Place) -> None:
    """Print what a place name resolves to, then its candidates."""
    where = "unplaced" if found.lat is None or found.lon is None else f"{found.lat:.5f}, {found.lon:.5f}"
    say(f"{found.name}: {where} {found.settlement} {found.admin1} {found.country_name}".rstrip())
    say(f"{found.confidence}: {found.reason}")
    candidates([candidate._asdict() for candidate in found.candidates])


def planned(found: Plan) -> None:
    """Print what a refresh would do."""
    asked = [source for source in found.gathered if source.status == "planned"]
    failed = [source for source in found.gathered if source.status == "failed"]
    for source in asked:
        say(f"would ask {source.source}: {source.url}")
    for source in failed:
        say(f"would fail: {source.message}")
    for path in found.files:
        say(f"would read {path}")
    if not (asked or failed or found.files):
        say("nothing new to read: nothing would be written, unless settings or corrections changed")
        return
    counts = [_counted(len(found.files), "file", "to read")]
    if asked:
        counts.insert(0, _counted(len(asked), "address", "to ask"))
    say(f"{', '.join(counts)}, then the map, the exports and what changed")


def _counted(count: int, what: str, todo: str) -> str:
    plural = "" if count == 1 else "es" if what.endswith("s") else "s"
    return f"{count} {what}{plural} {todo}"


def refreshed(found: Refreshed, *, in_full: bool) -> None:
    """Print what a refresh did: faults on stderr, files where the reader is there to see them, one line of summary."""
    summary.faults([*found.failed, *found.unmatched])
    if in_full:
        outcomes([outcome for outcome in found.outcomes if outcome.status not in ("unchanged", "failed")])
        control([outcome for outcome in found.control if outcome.status != "failed"])
        for path in found.written:
            say(f"wrote {path}")
    counts = Counter[str](outcome.status for outcome in found.outcomes)
    changes = "".join(f", {count} {change}" for change, count in found.changes.items())
    say(summary.line(counts, found.n_events, found.n_unplaced) + changes)
