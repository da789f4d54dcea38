"""Sources → data/reports and data/control: what is new or changed is fetched and kept as it came."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geotracker import sources
from geotracker.gathering.outcome import Gathered

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from geotracker.fetch.manners import Manners
    from geotracker.workspace import Workspace

__all__ = ["FOLDER", "Gathered", "gather"]
FOLDER = ".fetch"
"""The folder below data/ that holds what is known of addresses: it may be removed at any time."""


def gather(
    workspace: Workspace,
    now: date | None = None,
    *,
    dry_run: bool = False,
    manners: Manners | None = None,
    done: Callable[[Gathered], None] = lambda _: None,
) -> list[Gathered]:
    """Ask every source that is on, keep what is new or changed, and say what became of each address.

    `now` is the last of the days that are looked back on, the clock's day unless given. A source that fails gives an
    outcome with status "failed", and the others go on. A dry run asks nobody. The caller holds the lock. SourceError:
    data/sources.toml is not as it should be.
    """
    path = workspace.data / "sources.toml"
    on = [source for source in sources.load(path) if source.fetch and source.fetch.on]
    if not on:
        return []
    from geotracker.fetch.door import Door  # noqa: PLC0415  the network's libraries load only where a source is on
    from geotracker.fetch.manners import POLITE  # noqa: PLC0415  as above
    from geotracker.gathering import asking  # noqa: PLC0415  as above
    from geotracker.gathering.kept import Kept  # noqa: PLC0415  as above

    kept, today = Kept(workspace), now or datetime.now(UTC).date()
    contact = sources.contact(path)
    outcomes = []
    with Door(workspace.data / FOLDER, contact, manners or POLITE) as door:
        for source in on:
            for outcome in (
                asking.plan(source, today, kept, contact) if dry_run else asking.ask(source, today, kept, door)
            ):
                outcomes.append(outcome)
                done(outcome)
    return outcomes
