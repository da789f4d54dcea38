"""Which events to read, and what that asks of a row."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from datetime import date

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


def condition(query: Query) -> pc.Expression | None:
    """Return what a row has to fulfil but for the box and the day looked back from; None: every row will do."""
    chosen = {"kind": query.kind, "actor": query.actor, "evidence": query.evidence}
    tests = [pc.field(name).isin(values) for name, values in chosen.items() if values]
    if query.since:
        tests.append(pc.field("end") >= pa.scalar(query.since))
    if query.until:
        tests.append(pc.field("start") <= pa.scalar(query.until))
    if not query.withdrawn:
        tests.append(pc.field("row_status") == "active")
    if query.region:
        columns = [pc.utf8_lower(pc.field(name)) for name in REGION_COLUMNS]
        tests.append(reduce(operator.or_, [column == query.region.lower() for column in columns]))
    return reduce(operator.and_, tests) if tests else None
