"""Reports come in: each is read, extracted, placed, kept under its own name and written to the store."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from geotracker import store
from geotracker.errors import ClusterError, GeotrackerError
from geotracker.geo import correcting, events
from geotracker.holdings import Holdings, Outcome
from geotracker.originals import inbox, misplaced, read
from geotracker.task import Task, in_process

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from geotracker.reader import Reader
    from geotracker.task import Executor, Extract
    from geotracker.workspace import Workspace

    Hire = Callable[[Workspace, Reader], AbstractContextManager[Executor]]

__all__ = ["Outcome", "inbox", "misplaced", "pending", "read", "take_in"]


def take_in(
    workspace: Workspace,
    sources: Sequence[Path | str],
    *,
    day: date | None = None,
    now: date | None = None,
    extractor: str = "",
    done: Callable[[Outcome], None] = lambda _: None,
    hire: Hire = in_process,
) -> list[Outcome]:
    """Bring reports into the store and say what became of each; `done` hears it as it goes, in their order.

    Without `extractor` a report is read with the one that read it before, else with the rules. A report that cannot
    be read gives an Outcome with status "failed", and the others go on. `hire` says who reads and merges: what comes
    of it is the same. Raises ClusterError where they can no longer; the next run goes on from there. The caller holds
    the lock.
    """
    holdings = Holdings(workspace, day, now, extractor)
    if sources:
        holdings.reader.check()
    holdings.look_over(sources)
    with hire(workspace, holdings.reader) as executor:
        outcomes = _taken(holdings, executor, sources, done)
        said = holdings.reader.corrections
        merge, correct = partial(events.merge, corrections=said), partial(correcting.correct, corrections=said)
        store.derive(workspace, merge, correct, said, executor.each)
    return outcomes


def pending(workspace: Workspace) -> list[Path]:
    """Return the reports of the inbox that the store does not hold as they are now."""
    holdings, found = Holdings(workspace), inbox(workspace)
    holdings.look_over(found)
    return [path for path in found if not holdings.unchanged(path)]


class _Begun(NamedTuple):
    """A source that is being read, as things were when that was begun."""

    source: Path | str
    task: Task
    wait: Callable[[], Extract]


def _taken(
    holdings: Holdings, executor: Executor, sources: Sequence[Path | str], done: Callable[[Outcome], None]
) -> list[Outcome]:
    """Take sources in one after the other, while the readings of those that come next are under way."""
    outcomes: list[Outcome] = []
    under_way: deque[tuple[Path | str, _Begun | None]] = deque()

    def end() -> None:
        source, begun = under_way.popleft()
        outcomes.append(_end(holdings, executor, source, begun))
        done(outcomes[-1])

    for source in sources:
        under_way.append((source, _begin(holdings, executor, source) if executor.ahead else None))
        if len(under_way) > executor.ahead:
            end()
    while under_way:
        end()
    return outcomes


def _begin(holdings: Holdings, executor: Executor, source: Path | str) -> _Begun | None:
    """Begin to read a source; None where there is nothing to read in it, or so it looks by now."""
    try:
        task = holdings.wanted(source)
    except GeotrackerError:
        return None
    return _Begun(source, task, executor.begin(task)) if isinstance(task, Task) else None


def _end(holdings: Holdings, executor: Executor, source: Path | str, begun: _Begun | None) -> Outcome:
    """Take a source in as things are now: what came before it may have changed how it is to be read."""
    try:
        task = holdings.wanted(source)
        if isinstance(task, Outcome):
            return task
        extract = begun.wait() if begun and begun.task == task else executor.begin(task)()
        other = holdings.again(task, extract)
        return holdings.take(source, task, executor.begin(other)() if other else extract)
    except ClusterError:
        raise
    except GeotrackerError as fault:
        return Outcome(str(source), "failed", message=str(fault))
