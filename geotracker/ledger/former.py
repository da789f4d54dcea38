"""What an event was that is no longer in the record, or what a mention was that its report no longer has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from geotracker import parquet, tables
from geotracker.ledger import journal, noting, versions

if TYPE_CHECKING:
    import geopandas as gpd

    from geotracker.ledger.journal import Line
    from geotracker.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Former:
    """The last version of an event that had an id: a row of EVENTS, its MENTIONS, and the line that ended it."""

    event: gpd.GeoDataFrame
    mentions: gpd.GeoDataFrame
    history: tuple[Line, ...]
    """The ledger's lines of its versions, the earliest first."""
    end: Line


def find(workspace: Workspace, any_id: str) -> Former | None:
    """Return the last event that had this id for its own or for one of its mentions'; None where the ledger has none.

    StoreError: the ledger is damaged, or a version that it kept is gone.
    """
    end = _end(workspace, any_id)
    if end is None:
        return None
    before, changed = _until(workspace, end["run"])
    event_id = end["event_id"]
    row = before.events[event_id].values or {}
    told = {row["report_id"], *changed} & {*before.reports}
    parts = [
        parquet.read(workspace.ledger / "mentions" / before.reports[report_id]["mentions"])
        for report_id in sorted(told)
        if "mentions" in before.reports[report_id]
    ]
    said = tables.from_arrow(pa.concat_tables(parts), tables.MENTIONS) if parts else tables.empty(tables.MENTIONS)
    said = said[said["mention_id"].isin(row["mention_ids"])].assign(event_id=event_id)
    return Former(versions.frame([row]), said, tuple(noting.history(workspace, event_id)), end)


def _end(workspace: Workspace, any_id: str) -> Line | None:
    """Return the line since which no event has the id."""
    homes: dict[str, list[str]] = {}
    end = None
    for line in journal.read(noting.file(workspace)):
        if line["what"] != "event":
            continue
        event_id = line["event_id"]
        had = any_id in homes.get(event_id, ())
        homes[event_id] = line.get("set", {}).get("mention_ids", homes.get(event_id, []))
        if line.get("gone"):
            homes[event_id] = []
        elif event_id == any_id:
            homes[event_id] = [*homes[event_id], any_id]
        if had and any_id not in homes[event_id]:
            end = line
    return end


def _until(workspace: Workspace, run: int) -> tuple[versions.State, list[str]]:
    """Return what the ledger came to before a run, and the reports that changed in it."""
    earlier: list[Line] = []
    changed = []
    for line in journal.read(noting.file(workspace)):
        if line["run"] < run:
            earlier.append(line)
        elif line["run"] == run and line["what"] == "report":
            changed.append(line["report_id"])
    return versions.replay(earlier), changed
