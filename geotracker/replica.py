"""What a database of others holds of this record, and what must be sent for it to hold all.

A part is a file of the store. It is sent again where the file, or what is joined to its rows, is another than before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from geotracker import control, controlstore, controltables, postgis, postgisschema, store, tables
from geotracker.control import Window
from geotracker.controldays import ControlDays
from geotracker.geo import regions
from geotracker.store import Query, Stored
from geotracker.workspace import find, lock, package_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from geotracker.controlstore import Series
    from geotracker.postgis import Sent
    from geotracker.tables import Table
    from geotracker.workspace import Workspace

SCHEMA = "geotracker"
_LONGEST = timedelta(days=70)  # from the first of a month to the end of any window that starts in it
Held = list[tuple["Table", "pa.Table"]]
"""Tables and their rows, as `tables.to_arrow` gives them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the record: its name, a digest of all that its rows depend on, and what reads them."""

    name: str
    digest: str
    read: Callable[[], Held]


def publish(
    root: Path,
    address: str,
    schema: str = SCHEMA,
    *,
    replace: bool = False,
    done: Callable[[int, int], None] = lambda *_: None,
) -> Sent:
    """Bring the PostGIS at `address` to what the workspace in `root` holds, in one transaction.

    Most of its events go only where `replace` says so. `done` hears how many parts were sent and how many there are to
    send. PublishError: the database stays as it was.
    """
    workspace = find(root)
    with lock(workspace), postgis.publication(address, schema) as out:
        there = out.parts()
        now = {part.name: part for part in parts(workspace)}
        changed = [part for part in now.values() if there.get(part.name) != part.digest]
        out.change(there.keys() - now.keys(), {part.name: part.digest for part in changed})
        out.send(_read(changed, done))
        return out.settle(replace=replace)


def _read(parts: Sequence[Part], done: Callable[[int, int], None]) -> Iterator[tuple[str, Held]]:
    for number, part in enumerate(parts, 1):
        yield part.name, part.read()
        done(number, len(parts))


def parts(workspace: Workspace) -> Iterator[Part]:
    """Yield the parts of the record: months of events, reports' mentions, days of control, the regions."""
    held = ControlDays(workspace)
    told = lru_cache(maxsize=None)(lambda series, day: str(controlstore.facts(workspace, series, day)["sha256"]))
    yield from _events(workspace, held, told)
    for stored in store.reports(workspace):
        yield Part(f"mentions/{stored.report_id}", _digest(repr(stored)), _mentions(workspace, stored))
    yield from _control(workspace, held, told)
    path = package_path("data", "regions", "regions.geojson")
    yield Part("regions", _digest(path.read_bytes()), _regions)


def _events(workspace: Workspace, held: ControlDays, told: Callable[[Series, date], str]) -> Iterator[Part]:
    """Yield the months of events; they bear who held the ground, so that days of control count for their own."""
    days = [(day, series) for series in held.series() for day in held.days(series)]
    for month, path in store.months(workspace).items():
        first = date.fromisoformat(f"{month}-01")
        near = [told(series, day) for day, series in days if first - controltables.OLDEST <= day <= first + _LONGEST]

        def read(path: Path = path) -> Held:
            if not days:
                return [(tables.EVENTS, tables.filled(store.read(path), tables.EVENTS))]
            found = store.choose([store.read(path)], Query(withdrawn=True))
            return [(tables.EVENTS, tables.to_arrow(control.stand(workspace, found), tables.EVENTS))]

        yield Part(f"events/{month}", _digest(path.read_bytes(), *near), read)


def _mentions(workspace: Workspace, stored: Stored) -> Callable[[], Held]:
    return lambda: [(tables.MENTIONS, arrow) for arrow in store.rows(workspace, "mentions", [stored])]


def _control(workspace: Workspace, held: ControlDays, told: Callable[[Series, date], str]) -> Iterator[Part]:
    """Yield the days of control; what changed is told from the day before, of all the source's categories."""
    for series in held.series():
        for day in held.days(series):
            others = [one for one in held.series(series.source) if day in held.days(one)]
            facts = [f"{then} {told(one, then)}" for one in others for then in (held.before(one, day), day) if then]
            yield Part(
                f"control/{series.source}/{series.category}/{day}", _digest(*facts), _day(workspace, series, day)
            )


def _day(workspace: Workspace, series: Series, day: date) -> Callable[[], Held]:
    window = Window(day, day, series.source, series.category)
    return lambda: [(table, tables.to_arrow(frame, table)) for table, frame in control.layers(workspace, window)]


def _regions() -> Held:
    table = postgisschema.REGIONS
    return [(table, tables.to_arrow(regions.load()[[*table.names, "geometry"]], table))]


def _digest(*parts: str | bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode() if isinstance(part, str) else part)
        whole.update(b"\n")
    return whole.hexdigest()
