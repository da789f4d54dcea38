"""Versions of events: what differs between two states of the record, as lines, and lines played back into a state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from geotracker import tables
from geotracker.tables import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import geopandas as gpd
    import pyarrow as pa

    from geotracker.ledger.journal import Line

Values = dict[str, Any]

_DATES = [column.name for column in EVENTS.columns if column.type == "date"]
_NUMBERS = [column.name for column in EVENTS.columns if column.type == "number"]
ABOUT = (
    "kind", "actor", "place", "offset", "facility", "admin1", "country_name", "start", "end", "time_precision",
    "evidence", "disputed", "excerpt", "report_id", "report_date", "report_url", "review",
)  # fmt: skip
"""What a line tells of its event, so that it can be read alone."""

MINOR = frozenset(
    "control front_km beyond_control_km place_candidates place_reason extractor mention_ids n_mentions review".split()
)
"""What may change without the event being another in a reader's eyes: measures, bookkeeping, one more mention."""


@dataclass(frozen=True, slots=True)
class Known:
    """An event as the ledger has it last: its number, and its values, none where it is gone."""

    version: int
    values: Values | None


@dataclass(slots=True)
class State:
    """What the lines of a ledger come to."""

    events: dict[str, Known] = field(default_factory=dict)
    reports: dict[str, Line] = field(default_factory=dict)
    """The last line of each report."""
    control: dict[str, Line] = field(default_factory=dict)
    """The last line of each day of control, by "source/category/day"."""
    told: Line = field(default_factory=dict)
    """The last line of a run."""
    recorded: str = ""
    run: int = 0

    def frame(self) -> gpd.GeoDataFrame:
        """Return the EVENTS by `start` and id."""
        rows = [known.values for known in self.events.values() if known.values is not None]
        return frame(sorted(rows, key=lambda row: (row["start"], row["event_id"])))


def values(arrow: pa.Table) -> dict[str, Values]:
    """Return each event's values as JSON has them, by id; `geometry` is [lon, lat], None where it is unplaced."""
    found = {}
    shapes = shapely.from_wkb(arrow.column("geometry").to_numpy())
    arrow = tables.filled(arrow, EVENTS).drop_columns(["geometry"])  # what is known may be older than a column
    for row, shape in zip(arrow.to_pylist(), shapes, strict=True):
        for name in _DATES:
            row[name] = row[name].isoformat()
        for name in _NUMBERS:
            if row[name] is not None and row[name] != row[name]:
                row[name] = None
        row["geometry"] = None if shape is None or shape.is_empty else [shape.x, shape.y]
        found[row["event_id"]] = row
    return found


def frame(rows: Iterable[Values]) -> gpd.GeoDataFrame:
    """Return EVENTS of values as `values` gives them."""
    told = [row | {name: date.fromisoformat(row[name]) for name in _DATES} for row in rows]
    points = [None if row["geometry"] is None else shapely.Point(row["geometry"]) for row in told]
    return tables.from_arrow(tables.arrow(EVENTS, told, points), EVENTS)


def difference(before: Mapping[str, Known], after: Mapping[str, Values], into: Mapping[str, str]) -> Iterator[Line]:
    """Yield a line for each event of which the two do not say the same, by id: new, changed or withdrawn.

    A changed one has `set`, the values that are other now, and `was`, what they were; a new one has all of them. One
    that is gone from the record has neither, and `into` where another event has its mentions now.
    """
    for event_id in sorted({*before, *after}):
        known, row = before.get(event_id, Known(0, None)), after.get(event_id)
        if row == known.values:
            continue
        line = {"what": "event", "event_id": event_id, "version": known.version + 1}
        if known.version:
            line["replaces"] = f"{event_id}@{known.version}"
        if row is None:
            line |= {"change": "withdrawn", "gone": True}
            if event_id in into:
                line["into"] = into[event_id]
        elif known.values is None:
            line |= {"change": "new", "set": row}
        else:
            differing = [name for name, value in row.items() if known.values[name] != value]
            withdrawn = "row_status" in differing and row["row_status"] != "active"
            line["change"] = "withdrawn" if withdrawn else "changed"
            line["set"] = {name: row[name] for name in differing}
            line["was"] = {name: known.values[name] for name in differing}
        said = row or known.values or {}
        yield line | {"about": {name: said[name] for name in ABOUT}}


def replay(lines: Iterable[Line]) -> State:
    """Return what lines come to, the later over the earlier."""
    state = State()
    for line in lines:
        state.recorded, state.run = line["recorded"], line["run"]
        if line["what"] == "event":
            event_id = line["event_id"]
            known = state.events.get(event_id)
            kept = (known.values if known else None) or {}
            whole = None if line.get("gone") else kept | line["set"]
            state.events[event_id] = Known(line["version"], whole)
        elif line["what"] == "report":
            state.reports[line["report_id"]] = line
        elif line["what"] == "control":
            state.control[line["key"]] = line
        else:
            state.told = line
    return state


def is_minor(line: Line) -> bool:
    """Return whether a changed event is still the same in a reader's eyes."""
    return line["change"] == "changed" and MINOR.issuperset(line["set"])


def is_contradicted(line: Line) -> bool:
    """Return whether a line says that a source denies what no source denied before."""
    return bool(line.get("set", {}).get("disputed")) and not line.get("was", {}).get("disputed")
