"""What is known of the ledger without reading it.

    .cache/geotracker/known/month=2025-01.parquet    the record of a month as the ledger has it, with its versions
    .cache/geotracker/known.json                     how far the ledger was when that was written, and the rest of it

Both can be made again from the ledger, and are where they do not fit it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import pyarrow as pa

from geotracker import parquet, store
from geotracker.tables import EVENTS
from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geotracker.ledger.journal import Line
    from geotracker.workspace import Workspace

FIRST = 1
"""The first version of an event."""
_OF_RUN = ("run", "recorded", "what", "news")


@dataclass(slots=True)
class Head:
    """What is known of the ledger, but for its events."""

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

    def take(self, lines: Iterable[Line]) -> None:
        """Bring it up to date with lines, of which those of events bear on the run alone."""
        for line in lines:
            self.run, self.recorded = line["run"], line["recorded"]
            if line["what"] == "report":
                self.reports[line["report_id"]] = line
            elif line["what"] == "control":
                self.control[line["key"]] = line
            elif line["what"] == "run":
                self.told = {name: value for name, value in line.items() if name not in _OF_RUN}


def load(workspace: Workspace, size: int) -> Head | None:
    """Return what is known of a ledger of so many bytes; None where that does not fit it or is not whole."""
    try:
        head = Head(**json.loads(_head(workspace).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return head if head.size == size and all(file(workspace, month).is_file() for month in head.months) else None


def keep(workspace: Workspace, head: Head) -> None:
    """Write it, the last of a run: until then what is known does not fit the ledger."""
    said = {one.name: getattr(head, one.name) for one in fields(head)}  # `asdict` would copy each of thousands of lines
    publish(_head(workspace), json.dumps(said, ensure_ascii=False), sync=False)


def keep_events(workspace: Workspace, months: Mapping[str, Path], versions: Mapping[str, int]) -> None:
    """Write the events of months of the record with their versions, FIRST where none is told."""
    for month, path in months.items():
        arrow = store.read(path)
        given = [versions.get(str(any_id), FIRST) for any_id in arrow.column("event_id").to_pylist()]
        arrow = arrow.append_column("version", pa.array(given, pa.int64()))
        parquet.write(file(workspace, month), arrow, EVENTS, {}, sync=False)


def file(workspace: Workspace, month: str) -> Path:
    """Return the file of a month (YYYY-MM)."""
    return workspace.cache / "known" / f"month={month}.parquet"


def _head(workspace: Workspace) -> Path:
    return workspace.cache / "known.json"
