"""Every morning by itself: what is new comes in and is noted, the map and exports go out, and what changed is told."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geotracker import (
    controlintake,
    corrections,
    editions,
    freshness,
    gathering,
    intake,
    issuing,
    record,
    runlog,
    store,
)
from geotracker.errors import GeotrackerError
from geotracker.freshness import Summary
from geotracker.issuing import Wish
from geotracker.ledger import noting
from geotracker.workspace import find, lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from logging import Logger
    from pathlib import Path

    from geotracker.corrections import Correction
    from geotracker.gathering import Gathered
    from geotracker.intake import Outcome
    from geotracker.ledger.journal import Line
    from geotracker.store import Stored
    from geotracker.workspace import Workspace

_LOOK_BACK = timedelta(days=60)
"""Days without a report before that are old news."""


@dataclass(slots=True)
class Refreshed:
    """What a refresh did: what became of each report, the files that changed, and what the store holds now."""

    outcomes: tuple[Outcome, ...] = ()
    written: tuple[Path, ...] = ()
    n_events: int = 0
    n_unplaced: int = 0
    unmatched: tuple[str, ...] = ()
    """A line for each correction that matches nothing."""
    control: tuple[controlintake.Outcome, ...] = ()
    """What became of each file of data/control that was new."""
    gathered: tuple[Gathered, ...] = ()
    """What became of each address of a source."""
    faults: tuple[str, ...] = ()
    """A line for each file that could not be made."""
    changes: dict[str, int] = field(default_factory=dict)
    """How many events were new, changed, withdrawn."""
    took: dict[str, float] = field(default_factory=dict)
    """Seconds by stage."""

    @property
    def failed(self) -> list[str]:
        """A line for each thing that failed: a source, a report, polygons, a file."""
        return [*_messages([*self.gathered, *self.outcomes, *self.control]), *self.faults]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a refresh would ask for and read."""

    gathered: tuple[Gathered, ...]
    files: tuple[Path, ...]


def plan(root: Path, now: date | None = None) -> Plan:
    """Return what a refresh would ask sources for, and the files of the inboxes that it would read; do nothing."""
    workspace = find(root)
    asked = gathering.gather(workspace, now, dry_run=True)
    return Plan(tuple(asked), (*intake.pending(workspace), *controlintake.pending(workspace)))


def refresh(root: Path, wish: Wish | None = None, *, done: Callable[[Outcome], None] = lambda _: None) -> Refreshed:
    """Bring in what is new and publish what follows from it; where that cannot be, mark what is there as stale.

    A source, report or file that fails is told in what comes back, and the rest is done. Raises GeotrackerError or
    OSError where nothing could be done; LockedError: another run holds the workspace.
    """
    workspace, wish = find(root), wish or Wish()
    with lock(workspace), runlog.writing(workspace) as log:
        try:
            found = _refresh(workspace, wish, done)
        except (GeotrackerError, OSError) as fault:
            log.error("failed: %s", fault)  # noqa: TRY400  the line says it; a trace is for faults of the program
            editions.mark_stale(workspace, noting.clock(wish.now), str(fault), public=wish.public)
            raise
        _log(log, found)
    return found


def _refresh(workspace: Workspace, wish: Wish, done: Callable[[Outcome], None]) -> Refreshed:
    found = Refreshed()
    with _timed(found, "gathering"):
        found.gathered = tuple(gathering.gather(workspace, wish.now))
    held = None if wish.public or found.failed else freshness.held(workspace, wish.now)
    if held:
        return _as_before(workspace, found, held)
    before = freshness.outside(workspace)
    with _timed(found, "reading"):
        found.outcomes = tuple(intake.take_in(workspace, intake.inbox(workspace), now=wish.now, done=done))
        found.control = tuple(controlintake.take_in(workspace, now=wish.now))
    with _timed(found, "noting"):
        stored, corrected = store.reports(workspace), corrections.load(workspace.data / corrections.FILE)
        found.unmatched = tuple(_unmatched(workspace, corrected, stored)) if corrected else ()
        noted = noting.note(workspace, wish.now, _told(stored, wish, found), stored)
        found.changes = dict(noted.changes)
    with _timed(found, "publishing"):
        shown = record.events(workspace)
        found.n_events, found.n_unplaced = len(shown), int(shown.geometry.is_empty.sum())
        published = issuing.publish(workspace, wish, shown, found.unmatched, noted)
        found.written, found.faults = published.written, published.faults
    if not (found.faults or wish.public) and freshness.outside(workspace) == before:
        faults = (*_messages(found.outcomes), *_messages(found.control))
        n_failed = len([*_messages(found.outcomes)])
        summary = Summary(len(found.outcomes), found.n_events, found.n_unplaced, faults, found.unmatched, n_failed)
        freshness.keep(workspace, wish.now, summary)
    return found


def _as_before(workspace: Workspace, found: Refreshed, held: Summary) -> Refreshed:
    """Return what the last run said, where sources had nothing new and nothing else changed."""
    n_well = len(intake.inbox(workspace)) - held.n_failed
    found.outcomes = (
        *(intake.Outcome("", "unchanged") for _ in range(n_well)),
        *(intake.Outcome("", "failed", message=message) for message in held.failed[: held.n_failed]),
    )
    found.control = tuple(
        controlintake.Outcome("", "failed", message=message) for message in held.failed[held.n_failed :]
    )
    found.n_events, found.n_unplaced, found.unmatched = held.n_events, held.n_unplaced, held.unmatched
    return found


def _unmatched(workspace: Workspace, corrected: Sequence[Correction], stored: Sequence[Stored]) -> list[str]:
    reports = {one.report_id for one in stored}
    return corrections.unmatched(corrected, store.event_ids(workspace), reports, store.told_on(workspace))


def _messages(outcomes: Iterable[Outcome | controlintake.Outcome | Gathered]) -> Iterator[str]:
    return (one.message for one in outcomes if one.status == "failed")


def _told(stored: Sequence[Stored], wish: Wish, found: Refreshed) -> Line:
    """Return what the ledger keeps of a run beside changes: what failed, and the days without a report."""
    days = {date.fromisoformat(one.report_date) for one in stored}
    told = {"failed": found.failed, "unmatched": list(found.unmatched)}
    if days:
        last = max([*days, *([wish.now - timedelta(1)] if wish.now else [])])  # today's may still come
        first = max(min(days), last - _LOOK_BACK)
        span = [first + timedelta(number) for number in range((last - first).days + 1)]
        told["gaps"] = [str(day) for day in span if day not in days]
    return {name: values for name, values in told.items() if values}


@contextmanager
def _timed(found: Refreshed, stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    found.took[stage] = time.perf_counter() - start


def _log(log: Logger, found: Refreshed) -> None:
    """Write down what was done; a run that had nothing to do leaves the log as it is."""
    statuses: set[str] = {one.status for one in found.gathered} | {one.status for one in found.outcomes}
    if not (found.control or found.written or found.faults or statuses - {"unchanged"}):
        return
    for source in found.gathered:
        log.info("source %s: %s %s %s", source.source, source.status, source.url, source.message)
    for outcome in found.outcomes:
        if outcome.status != "unchanged":
            log.info("report %s: %s %s", outcome.report_id or outcome.source, outcome.status, outcome.message)
    for polygons in found.control:
        log.info("control %s: %s %s", polygons.path, polygons.status, polygons.message)
    for fault in (*found.faults, *found.unmatched):
        log.warning("%s", fault)
    for path in found.written:
        log.info("wrote %s", path)
    took = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in found.took.items())
    log.info("ended: %s events, changes %s; %s", found.n_events, found.changes or "none", took)
