"""The morning check: a sheet of events to judge goes out, and what comes back becomes corrections."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from geotracker import corrections, intake, store, verdicts
from geotracker.corrections import Correction
from geotracker.draw import files, review
from geotracker.errors import CorrectionError, GazetteerError, StoreError, nearest
from geotracker.geo import places
from geotracker.reader import Reader
from geotracker.store import Query
from geotracker.workspace import find, lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.workspace import Workspace

_DIGITS = files.DECIMALS


@dataclass(frozen=True, slots=True)
class Checked:
    """How many events of a workspace a person has checked, of how many."""

    n_checked: int
    n_events: int


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a filled-in sheet: its verdicts, by word, and what the workspace's events stand at now."""

    verdicts: dict[str, int]
    unmatched: tuple[str, ...]
    now: Checked


def sheet(root: Path, query: Query | None = None, *, title: str = "To be checked") -> tuple[str, str]:
    """Return the sheet of the events that fit the query, as CSV and as a page, the least certain first."""
    workspace = find(root)
    found = store.events(workspace, query)
    lines = review.lines(found, store.mentions(workspace))
    return review.sheet(lines), review.page(lines, title)


def apply(root: Path, path: Path, *, by: str = "", now: date | None = None) -> Applied:
    """Bring the verdicts of a filled-in sheet into data/corrections.toml, beside what is there, and into the events.

    The day is `now`, else the newest report's. Raises CorrectionError that names the first row and column that cannot
    be used, and then nothing is written.
    """
    workspace = find(root)
    with lock(workspace):
        event_of, at = store.event_ids(workspace), now or _newest(workspace)
        gazetteer = Reader(workspace).gazetteer
        new = [
            verdicts.correction(verdict, partial(store.resolve, workspace), partial(_located, gazetteer), by=by, at=at)
            for verdict in verdicts.read(path)
        ]
        target = workspace.data / corrections.FILE
        held = corrections.load(target)
        corrections.write(target, [merged for one in new for merged in _beside(one, held, event_of)])
        intake.take_in(workspace, [])
        reports = {held.report_id for held in store.reports(workspace)}
        unmatched = corrections.unmatched(
            corrections.load(target), store.event_ids(workspace), reports, store.told_on(workspace)
        )
        counts = {action: sum(one.action == action for one in new) for action in corrections.ACTIONS}
        return Applied({word: count for word, count in counts.items() if count}, tuple(unmatched), standing(root))


def withdraw(root: Path, report_id: str, reason: str, *, by: str = "", now: date | None = None) -> int:
    """Write into data/corrections.toml that a report is withdrawn; return how many events are with it.

    The day is `now`, else the newest report's. StoreError: the store has no such report. CorrectionError: no reason.
    """
    workspace = find(root)
    with lock(workspace):
        known = [held.report_id for held in store.reports(workspace)]
        if report_id not in known:
            message = f"no report has the id {report_id!r}{nearest(report_id, known)}"
            raise StoreError(message)
        at = now or _newest(workspace)
        one = Correction(report=report_id, action="withdraw", reason=reason.strip(), by=by, at=at)
        fault = corrections.wrong(one.said)
        if fault:
            message = f"{report_id}: {fault}"
            raise CorrectionError(message)
        corrections.write(workspace.data / corrections.FILE, [one])
        intake.take_in(workspace, [])
    found = store.events(workspace, Query(withdrawn=True))
    return int(((found["report_id"] == report_id) & (found["row_status"] == "withdrawn")).sum())


def standing(root: Path) -> Checked:
    """Return how many events were checked or corrected, of all that are not withdrawn."""
    seen = store.events(find(root))["review"]
    return Checked(int((seen != "machine").sum()), len(seen))


def _newest(workspace: Workspace) -> date | None:
    held = store.reports(workspace)
    return date.fromisoformat(held[-1].report_date) if held else None


def _located(gazetteer: Gazetteer, name: str) -> dict[str, Any]:
    """Return place, lat and lon of "Name" or "Name, Oblast"; GazetteerError where it is not clear which is meant."""
    text, _, region = (part.strip() for part in name.partition(","))
    found = places.lookup(text, gazetteer, region=region)
    if found.lat is None or found.lon is None or found.confidence == "guess":
        message = f"{name!r} is not clear ({found.reason}): add its oblast after a comma, or fill in lat and lon"
        raise GazetteerError(message)
    return {"place": found.settlement or text, "lat": round(found.lat, _DIGITS), "lon": round(found.lon, _DIGITS)}


def _beside(new: Correction, held: Iterable[Correction], event_of: Mapping[str, str]) -> list[Correction]:
    """Return what to write where an event was judged before: one correction an id, the newest word on each value."""
    before = [one for one in held if event_of.get(one.event) == new.event or one.event == new.event]
    plain = next((one for one in before if not one.regroups), None)
    if plain is not None and not new.regroups:
        return [corrections.over(plain, new)]
    taken = {one.event for one in before}
    if new.event not in taken:
        return [new]
    if new.action == "ok":
        return []
    free = [any_id for any_id, event in event_of.items() if event == new.event and any_id not in taken]
    if not free:
        message = f"event {new.event!r} is corrected already: change data/{corrections.FILE} by hand"
        raise CorrectionError(message)
    return [replace(new, event=free[0])]
