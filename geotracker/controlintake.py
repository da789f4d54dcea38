"""Control polygons come in: each file is read, dated, mended, and put into the store with what it changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geotracker import sources
from geotracker.controldays import ControlDays
from geotracker.errors import ControlError, GeotrackerError
from geotracker.geo import control
from geotracker.geo.vectorfile import LARGEST
from geotracker.workspace import find, lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from geotracker.geo.control import Control, Told


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
    known = sources.load(workspace.data / "sources.toml")
    outcomes: list[Outcome] = []
    with lock(workspace):
        held = ControlDays(workspace)
        for path, reading in _ahead(paths, lambda path: control.read(path, _bytes(path), told, known)):
            try:
                found = [Outcome(str(path), held.put(one), one) for one in reading.result()]
            except GeotrackerError as fault:
                found = [Outcome(str(path), "failed", message=str(fault))]
            outcomes += found
            for outcome in found:
                done(outcome)
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
