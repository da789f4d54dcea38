"""Which events to read, and what that asks of a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geotracker import tables
from geotracker.conditions import Condition, flags

if TYPE_CHECKING:
    from collections.abc import Sequence

REGION_COLUMNS = ("admin1", "admin1_code", "admin2", "country", "country_name")
"""What `region` may name."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which events to read: both days included, None and empty mean no restriction."""

    since: date | None = None
    until: date | None = None
    kind: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    region: str = ""
    """An oblast, raion or country, by name or code."""
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees."""
    withdrawn: bool = False
    """Also what was superseded, withdrawn or dropped."""
    as_of: date | None = None
    """What was known at the end of that day (UTC), by the ledger; what reads the store alone does not know it."""

    def __post_init__(self) -> None:
        """Take a time for its day. TypeError for what is no day, ValueError for what is no box."""
        for name in ("since", "until", "as_of"):
            day = getattr(self, name)
            if isinstance(day, datetime):  # pandas' Timestamp is one
                object.__setattr__(self, name, day.date())
            elif not (day is None or isinstance(day, date)):
                message = f"{name} is {day!r}: give a datetime.date"
                raise TypeError(message)
        if self.bbox and not all(map(isfinite, self.bbox)):
            message = f"bbox is {self.bbox!r}: give west, south, east and north in degrees"
            raise ValueError(message)


def conditions(query: Query) -> list[Condition]:
    """Return what a row has to fulfil but for the box and the day looked back from."""
    chosen = {"kind": query.kind, "actor": query.actor, "evidence": query.evidence}
    found = [Condition((name,), among=values) for name, values in chosen.items() if values]
    if query.since:
        found.append(Condition(("end",), least=query.since))
    if query.until:
        found.append(Condition(("start",), most=query.until))
    if not query.withdrawn:
        found.append(Condition(("row_status",), among=("active",)))
    if query.region:
        found.append(Condition(REGION_COLUMNS, among=(query.region.lower(),), in_any_case=True))
    return found


def chosen(parts: Sequence[pa.Table], query: Query) -> pa.Table:
    """Return EVENTS, as `tables.to_arrow` gives them, of such rows that fit: in the query's box, by `start` and id."""
    if not parts:
        return tables.to_arrow(tables.empty(tables.EVENTS), tables.EVENTS)
    arrow = pa.concat_tables(parts)
    if query.bbox:
        shapes = shapely.from_wkb(arrow.column("geometry").to_pylist())
        arrow = arrow.filter(flags(shapely.intersects(shapes, shapely.box(*query.bbox))))
    return arrow.take(pc.sort_indices(arrow, sort_keys=[("start", "ascending"), ("event_id", "ascending")]))
