"""What came in is noted: the record is held against what the ledger knows, and what differs is added to it.

A run that was cut off anywhere is made good by the next: it finds the same differences and notes what is not noted yet.
The events of one month are in memory at a time, so that a whole archive may come in at once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geotracker import record, store
from geotracker.ledger import draft, journal, keeping, known, months, past, remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from geotracker.ledger.draft import Draft
    from geotracker.ledger.journal import Line
    from geotracker.ledger.known import Head
    from geotracker.ledger.months import Months
    from geotracker.ledger.past import Past
    from geotracker.store import Stored
    from geotracker.workspace import Workspace

FILE = "changes.jsonl"


@dataclass(frozen=True, slots=True)
class Noted:
    """What a run added to the ledger, and the files of the record that it holds now, by month."""

    months: Mapping[str, Path]
    run: int
    recorded: str
    """When the last run was noted that had anything to note."""
    n_lines: int = 0
    changes: Mapping[str, int] = field(default_factory=dict)
    """How many events are new, changed and withdrawn; those of which no reader hears are not counted."""


def file(workspace: Workspace) -> Path:
    """Return the ledger's file."""
    return workspace.ledger / FILE


def note(
    workspace: Workspace, now: date | None = None, told: Line | None = None, held: Sequence[Stored] | None = None
) -> Noted:
    """Add to the ledger how reports, control and events differ from what it knows, and `told` of the run.

    The time of it is `now`, else the clock's, but never before the last one noted: so what was known on a day stays
    what was known on it where a clock is set back. `held` is what the store holds, where the caller knows it: looking
    for it takes longer with each report. The caller holds the lock.
    """
    size = journal.mend(file(workspace))
    files = record.renew(workspace)
    sums = {month: hashlib.sha256(path.read_bytes()).hexdigest() for month, path in files.items()}
    head, before, after = _known(workspace, size, files, sums)
    came = [
        *keeping.reports(workspace, head.reports, store.reports(workspace) if held is None else held),
        *keeping.control(workspace, head.control),
    ]
    told = head.told if told is None else told
    when = {"run": head.run + 1, "recorded": max(clock(now), head.recorded)}
    noted = Noted(files, head.run, head.recorded)
    with draft.begun(workspace.cache) as events:
        if before.months or after.files:
            tell = remarks.on_events(workspace, came)
            for had, lines in months.differences(before, head.gone, after):
                events.add(had, (when | tell(line) for line in lines))
        is_news = bool(came or events.n_lines or told != head.told)
        if not is_news and size == head.size and sums == head.months:
            return noted
        if is_news:
            came = [when | line for line in remarks.on_control(workspace, came)]
            came.append(when | {"what": "run", **told, "news": remarks.news(told, head.told)})
            changes: Counter[str] = Counter()
            size = journal.append(file(workspace), _added(came, events, changes))
            head.take(came)
            noted = Noted(files, head.run, head.recorded, len(came) + events.n_lines, changes)
        known.keep_events(workspace, after.files, events.versions)
    head.size, head.months = size, sums
    head.gone = {one: version for one, version in head.gone.items() if one not in after.homes}
    head.gone |= dict(sorted(events.gone.items()))
    known.keep(workspace, head)
    return noted


def history(workspace: Workspace, event_id: str) -> list[Line]:
    """Return the lines of an event's versions, the earliest first."""
    found = journal.read(file(workspace))
    return [line for line in found if line["what"] == "event" and line["event_id"] == event_id]


def clock(now: date | None) -> str:
    """Return the beginning of `now`, else the time of the clock (UTC)."""
    return f"{now}T00:00:00Z" if now else datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _known(
    workspace: Workspace, size: int, files: Mapping[str, Path], sums: Mapping[str, str]
) -> tuple[Head, Past, Months]:
    """Return what is known of the ledger, its events of months that differ, and those months of the record."""
    head = known.load(workspace, size)
    if head is None:
        after = months.of(files)
        head, before = past.played(file(workspace), after.homes)
        head.months = dict.fromkeys(files, "")
        return head, before, after
    touched = sorted(month for month in {*sums, *head.months} if sums.get(month) != head.months.get(month))
    after = months.of({month: files[month] for month in touched if month in files})
    lain = {month: known.file(workspace, month) for month in touched if month in head.months}
    return head, past.kept(lain, after.homes), after


def _added(came: Sequence[Line], events: Draft, changes: Counter[str]) -> Iterator[Line | bytes]:
    """Yield the lines of a run, the last of `came` as the last, and count the events' `changes`."""
    yield from came[:-1]
    for told in events.lines():
        if told.change:
            changes[told.change] += 1
        yield told.raw
    yield came[-1]
