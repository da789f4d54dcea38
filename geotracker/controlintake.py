"""Control polygons come in: each file is read, dated, mended, and put into the store with what it changes."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from geotracker import sources
from geotracker.controldays import ControlDays
from geotracker.errors import ControlError, GeotrackerError
from geotracker.geo import control
from geotracker.geo.control import Told
from geotracker.geo.vectorfile import COMPANIONS, LARGEST
from geotracker.workspace import find, lock, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import date
    from pathlib import Path

    from geotracker.geo.control import Control
    from geotracker.workspace import Workspace

_TAKEN = "taken_in.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of one of the days in it: `message` says why it failed."""

    path: str
    status: Literal["added", "replaced", "unchanged", "failed"]
    found: Control | None = None
    message: str = ""


def add(
    root: Path, paths: Sequence[Path], told: Told, *, done: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Bring files of control polygons into the store of the workspace in `root` and say what became of each.

    A file that cannot be used gives an Outcome with status "failed" and leaves the store as it was; others go on.
    `done` hears each outcome as it comes.
    """
    workspace = find(root)
    with lock(workspace):
        return _add(ControlDays(workspace), paths, told, done)


def inbox(workspace: Workspace) -> list[Path]:
    """Return the files that lie in data/control and its folders, without those that only accompany another."""
    found = (path for path in workspace.control.rglob("*") if path.is_file())
    return sorted(path for path in found if not _is_aside(path, workspace.control))


def _is_aside(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return hidden or path.name.startswith("README") or path.name.lower().endswith(COMPANIONS)


def pending(workspace: Workspace) -> list[Path]:
    """Return the files of data/control that `take_in` would read."""
    return _waiting(ControlDays(workspace), _taken(workspace))


def take_in(
    workspace: Workspace, *, now: date | None = None, done: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Bring what is new in data/control into the store, as `add` does, and say what became of it.

    A file that was taken in before, and whose days the store still holds, gives no Outcome; one that cannot be used
    gives "failed" each time. A file after `now` is refused as of the future. The caller holds the lock.
    """
    held, taken = ControlDays(workspace), _taken(workspace)
    waiting = _waiting(held, taken)
    if not waiting:
        return []
    outcomes = _add(held, waiting, Told(now=now), done)
    by_file: dict[str, list[Control]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.found:
            by_file[outcome.path].append(outcome.found)
    for path in waiting:
        name = path.relative_to(workspace.control).as_posix()
        taken.pop(name, None)
        if found := by_file.get(str(path)):
            days = [[one.source, one.category, str(one.day)] for one in found]
            taken[name] = {"sha256": found[0].sha256, "days": days}
    publish(_file(workspace), json.dumps(taken, ensure_ascii=False, indent=0, sort_keys=True) + "\n")
    return outcomes


def _file(workspace: Workspace) -> Path:
    return workspace.store / "control" / _TAKEN


def _taken(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """Return what was taken in by file: its sha256 and its days; nothing where that is not known."""
    try:
        taken = json.loads(_file(workspace).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return taken if isinstance(taken, dict) else {}


def _waiting(held: ControlDays, taken: dict[str, dict[str, Any]]) -> list[Path]:
    """Return the files that were not taken in as they are now, or whose days are gone from the store."""
    there = {(series.source, series.category, str(day)) for series in held.series() for day in held.days(series)}
    folder, found = held.workspace.control, []
    for path in inbox(held.workspace):
        said = taken.get(path.relative_to(folder).as_posix())
        whole = said is not None and all(tuple(day) in there for day in said["days"])
        if said is None or not whole or _sha256(path) != said["sha256"]:
            found.append(path)
    return found


def _sha256(path: Path) -> str:
    """Return the checksum of a file; none of one that cannot be read, which reading tells in words."""
    try:
        return hashlib.sha256(_bytes(path)).hexdigest()
    except ControlError:
        return ""


def _add(held: ControlDays, paths: Sequence[Path], told: Told, done: Callable[[Outcome], None]) -> list[Outcome]:
    known = sources.load(held.workspace.data / "sources.toml")
    outcomes: list[Outcome] = []
    try:
        for path, reading in _ahead(paths, lambda path: control.read(path, _bytes(path), told, known)):
            try:
                found = [Outcome(str(path), held.put(one), one) for one in reading.result()]
            except GeotrackerError as fault:
                found = [Outcome(str(path), "failed", message=str(fault))]
            outcomes += found
            for outcome in found:
                done(outcome)
    finally:
        held.secure()
    return outcomes


def _ahead(
    paths: Sequence[Path], read: Callable[[Path], list[Control]]
) -> Iterator[tuple[Path, Future[list[Control]]]]:
    """Yield each path and what comes of reading it; while one is being put away, the next is being read."""
    with ThreadPoolExecutor(1) as reader:
        following = [*paths[1:], None]
        reading = reader.submit(read, paths[0])
        for path, after in zip(paths, following, strict=True):
            now, reading = reading, reader.submit(read, after) if after else reading
            yield path, now


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            message = f"{path} has {size / 1e6:,.0f} MB, over the limit of {LARGEST / 1e6:.0f} MB: split it by day"
            raise ControlError(message)
        return path.read_bytes()
    except OSError as fault:
        message = f"{path} cannot be read: {fault.strerror}"
        raise ControlError(message) from fault
