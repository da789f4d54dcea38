"""Every morning by itself: what is new comes in, the map and exports go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotracker import controlintake, corrections, freshness, intake, outputs, record, store
from geotracker.draw import files
from geotracker.workspace import find, lock, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from geotracker.intake import Outcome


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: what became of each report, the files that changed, and what the store holds now."""

    outcomes: tuple[Outcome, ...]
    written: tuple[Path, ...]
    n_events: int
    n_unplaced: int
    unmatched: tuple[str, ...] = ()
    """A line for each correction that matches nothing."""
    control: tuple[controlintake.Outcome, ...] = ()
    """What became of each file of data/control that was new."""


def refresh(root: Path, *, now: date | None = None, done: Callable[[Outcome], None] = lambda _: None) -> Refreshed:
    """Read what is new in data/reports and data/control; write map, exports and today's page where they changed."""
    workspace = find(root)
    with lock(workspace):
        before = freshness.outside(workspace)
        outcomes = intake.take_in(workspace, intake.inbox(workspace), now=now, done=done)
        polygons = controlintake.take_in(workspace, now=now)
        found, today = record.events(workspace), outputs.today(workspace, now)
        unmatched = corrections.unmatched(
            corrections.load(workspace.data / corrections.FILE), store.event_ids(workspace)
        )
        maps = workspace.maps
        written = {
            maps / "index.html": publish(maps / "index.html", outputs.page(workspace, None, now)),
            maps / "events.geojson": files.write(found, maps / "events.geojson", "geojson"),
            maps / "events.gpkg": files.write(found, maps / "events.gpkg", "gpkg", today=today),
            maps / "today.md": publish(maps / "today.md", outputs.note(workspace, unmatched)),
        }
        n_unplaced = int(found.geometry.is_empty.sum())
        well = not unmatched and "failed" not in [outcome.status for outcome in outcomes] + [
            one.status for one in polygons
        ]
        if well and freshness.outside(workspace) == before:
            freshness.keep(workspace, now, freshness.Summary(len(outcomes), len(found), n_unplaced))
    changed = tuple(path for path, differs in written.items() if differs)
    return Refreshed(tuple(outcomes), changed, len(found), n_unplaced, tuple(unmatched), tuple(polygons))
