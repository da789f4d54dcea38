"""What came in is noted: the record is held against what the ledger knows, and what differs is added to it.

    .cache/geotracker/known/month=2025-01.parquet    the record of a month as the ledger has it, with its versions
    .cache/geotracker/known.json                     how far the ledger was when that was written, and the rest of it

Both can be made again from the ledger, and are where they do not fit it. So a run that was cut off anywhere is made
good by the next: it finds the same differences and notes what is not noted yet.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from geotracker import parquet, record, store
from geotracker.ledger import journal, keeping, remarks, versions
from geotracker.ledger.versions import Known
from geotracker.tables import EVENTS
from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from geotracker.ledger.journal import Line
    from geotracker.store import Stored
    from geotracker.workspace import Workspace

FILE = "changes.jsonl"
_OF_RUN = ("run", "recorded", "what", "news")


@dataclass(frozen=True, slots=True)
class Noted:
    """What a run added to the ledger, and the files of the record that it holds now, by month."""

    lines: Sequence[Line]
    months: Mapping[str, Path]
    run: int
    recorded: str
    """When the last run was noted that had anything to note."""


@dataclass(slots=True)
class _Head:
    """What is known of the ledger without reading it."""

    size: int = 0
    recorded: str = ""
    run: int = 0
    told: Line = field(default_factory=dict)
    """What the last run said of itself."""
    months: dict[str, str] = field(default_factory=dict)
    """The checksum of each month of the record."""
    gone: dict[str, int] = field(default_factory=dict)
    """The last version of each event that is no more."""
    reports: dict[str, Line] = field(default_factory=dict)
    control: dict[str, Line] = field(default_factory=dict)


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
    months = record.renew(workspace)
    head, before = _known(workspace, size, months)
    sums = {month: hashlib.sha256(path.read_bytes()).hexdigest() for month, path in months.items()}
    touched = {month for month in {*sums, *head.months} if sums.get(month) != head.months.get(month)}
    if before is None:
        before = _before(workspace, touched & {*head.months}, head)
    after = _after([months[month] for month in sorted(touched & {*months})])
    lines = [
        *keeping.reports(workspace, head.reports, store.reports(workspace) if held is None else held),
        *keeping.control(workspace, head.control),
        *versions.difference(before, after),
    ]
    told = head.told if told is None else told
    if not lines and told == head.told and size == head.size and not touched:
        return Noted([], months, head.run, head.recorded)
    if lines or told != head.told:
        of_run = {"what": "run", **told, "news": remarks.news(told, head.told)}
        head.run, head.recorded, head.told = head.run + 1, max(clock(now), head.recorded), told
        when = {"run": head.run, "recorded": head.recorded}
        lines = [when | line for line in [*remarks.add(workspace, lines), of_run]]
        size = journal.append(file(workspace), lines)
    _remember(workspace, head, lines, before, {month: months[month] for month in touched & {*months}})
    head.size, head.months = size, sums
    publish(workspace.cache / "known.json", json.dumps(_said(head), ensure_ascii=False), sync=False)
    return Noted(lines, months, head.run, head.recorded)


def history(workspace: Workspace, event_id: str) -> list[Line]:
    """Return the lines of an event's versions, the earliest first."""
    found = journal.read(file(workspace))
    return [line for line in found if line["what"] == "event" and line["event_id"] == event_id]


def clock(now: date | None) -> str:
    """Return the beginning of `now`, else the time of the clock (UTC)."""
    return f"{now}T00:00:00Z" if now else datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _known(workspace: Workspace, size: int, months: Mapping[str, Path]) -> tuple[_Head, dict[str, Known] | None]:
    """Return what is known of the ledger; and, where that had to be read from it, all events as it has them."""
    path = workspace.cache / "known.json"
    try:
        head = _Head(**json.loads(path.read_text(encoding="utf-8")))
        if head.size == size and all(_file(workspace, month).is_file() for month in head.months):
            return head, None
    except (OSError, ValueError, TypeError):
        pass
    state = versions.replay(journal.read(file(workspace)))
    gone = {event_id: known.version for event_id, known in state.events.items() if known.values is None}
    told = {name: value for name, value in state.told.items() if name not in _OF_RUN}
    head = _Head(0, state.recorded, state.run, told, {}, gone, state.reports, state.control)
    head.months = dict.fromkeys(months, "")
    return head, state.events


def _said(head: _Head) -> dict[str, Any]:
    """Return what is in it as it is: `asdict` would copy each of thousands of lines."""
    return {one.name: getattr(head, one.name) for one in fields(head)}


def _file(workspace: Workspace, month: str) -> Path:
    return workspace.cache / "known" / f"month={month}.parquet"


def _before(workspace: Workspace, months: Iterable[str], head: _Head) -> dict[str, Known]:
    """Return the events of months as the ledger has them, and those that are no more."""
    found = {event_id: Known(version, None) for event_id, version in head.gone.items()}
    for month in sorted(months):
        arrow = parquet.read(_file(workspace, month))
        columns = (arrow.column(name).to_pylist() for name in ("event_id", "version"))
        numbers: dict[str, Any] = dict(zip(*columns, strict=True))
        found |= {event_id: Known(numbers[event_id], row) for event_id, row in versions.values(arrow).items()}
    return found


def _after(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        found |= versions.values(store.read(path))
    return found


def _remember(
    workspace: Workspace,
    head: _Head,
    lines: Sequence[Line],
    before: Mapping[str, Known],
    months: Mapping[str, Path],
) -> None:
    """Bring what is known of the ledger up to date with lines that were added to it."""
    numbers = {event_id: known.version for event_id, known in before.items()}
    for line in lines:
        if line["what"] == "event":
            numbers[line["event_id"]] = line["version"]
            head.gone.pop(line["event_id"], None)
            if line.get("gone"):
                head.gone[line["event_id"]] = line["version"]
        elif line["what"] == "report":
            head.reports[line["report_id"]] = line
        elif line["what"] == "control":
            head.control[line["key"]] = line
    for month, path in months.items():
        arrow = store.read(path)
        given = [numbers[str(any_id)] for any_id in arrow.column("event_id").to_pylist()]
        arrow = arrow.append_column("version", pa.array(given, pa.int64()))
        parquet.write(_file(workspace, month), arrow, EVENTS, {}, sync=False)
