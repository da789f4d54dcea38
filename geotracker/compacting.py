"""Closing months: what was read in each report of a month goes into one file, so that a long archive opens quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotracker import stored
from geotracker.workspace import find, lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Closed:
    """A month (YYYY-MM) and how many reports were put into its file."""

    month: str
    n_reports: int


def compact(root: Path, done: Callable[[Closed], None] = lambda _: None) -> list[Closed]:
    """Close the months before that of the newest report, and return those that changed; `done` hears each as it goes.

    No row is lost or changed, and reports that come in or are read again later are closed the next time.
    """
    workspace = find(root)
    with lock(workspace):
        held = stored.reports(workspace)
        months = sorted({one.report_date[:7] for one in held})[:-1]
        found = []
        for month in months:
            moved = stored.compact(workspace, [one for one in held if one.report_date.startswith(month)])
            if moved:
                found.append(Closed(month, len(moved)))
                done(found[-1])
        stored.settle(workspace, held)
    return found
