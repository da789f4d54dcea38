"""Sources → data/reports and data/control: what is new or changed is fetched and kept as it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from geotracker.workspace import Workspace

Status = Literal["added", "changed", "unchanged", "missing", "failed", "planned"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of one address, or of a source as a whole where `url` is empty."""

    source: str
    """The source's name in data/sources.toml."""
    kind: str
    """What it holds: report or control."""
    status: Status
    """missing: not published yet; planned: a dry run would ask for it."""
    url: str = ""
    path: Path | None = None
    """Where it was kept."""
    message: str = ""
    """Why it failed or is missing, in one line."""


def gather(
    workspace: Workspace,
    now: date | None = None,
    *,
    dry_run: bool = False,
    done: Callable[[Gathered], None] = lambda _: None,
) -> list[Gathered]:
    """Ask every source that is on, keep what is new or changed, and say what became of each address.

    `now` is the last of the days that are looked back on, the clock's day unless given. A source that fails gives an
    outcome with status "failed", and the others go on. The caller holds the lock. SourceError: data/sources.toml is
    not as it should be.
    """
    del workspace, now, dry_run, done
    return []
