"""The workspace's folders: there, writable, with room left, held by nobody, with nothing left lying about."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from geotracker import gathering
from geotracker.doctor.finding import Finding
from geotracker.errors import LockedError
from geotracker.workspace import Workspace, lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LITTLE, _LEAST = 1_000_000_000, 200_000_000
_UNFINISHED = ".writing-*"


def examine(root: Path) -> Iterator[Finding]:
    """Yield how the workspace's folders are."""
    workspace = Workspace(root)
    if not workspace.exists:
        said = f"{root} is none (no data/reports in it): `geotracker init {root}` makes one"
        yield Finding("workspace", "mend", said)
        return
    wanted = [workspace.reports, workspace.control, workspace.maps, workspace.layers]
    wrong = [f"{path} is missing: `mkdir {path}`" for path in wanted if not path.is_dir()]
    places = [root, workspace.data, workspace.store, *wanted]
    wrong += [f"{path} cannot be written to: `chmod u+w {path}`" for path in places if _is_closed(path)]
    yield Finding("workspace", "mend" if wrong else "well", "; ".join(wrong) or str(root.resolve()))
    yield _room(root)
    if not wrong:
        yield _held(workspace)
    left = [path for folder in (workspace.data, workspace.maps) for path in folder.rglob(_UNFINISHED)]
    if left:
        said = f"{len(left)} files that runs which were cut off left behind, such as {left[0]}: they may be removed"
        yield Finding("leftovers", "note", said)
    yield _cache(workspace)


def _is_closed(path: Path) -> bool:
    return path.is_dir() and not os.access(path, os.W_OK | os.X_OK)


def _room(root: Path) -> Finding:
    free = shutil.disk_usage(root).free
    said = f"{free / 1e9:,.1f} GB are free"
    if free < _LEAST:
        return Finding("disk", "mend", f"{said}: make room, a refresh writes each file anew before the old one goes")
    return Finding("disk", "note" if free < _LITTLE else "well", said)


def _held(workspace: Workspace) -> Finding:
    if not (workspace.store / ".lock").is_file():
        return Finding("lock", "well", "no run holds the workspace")
    try:
        with lock(workspace):
            return Finding("lock", "well", "no run holds the workspace")
    except LockedError:
        return Finding("lock", "note", "another run holds the workspace: it may be at work, or hang")


def _cache(workspace: Workspace) -> Finding:
    folder = workspace.data / gathering.FOLDER
    sizes = [path.stat().st_size for path in folder.glob("*") if path.is_file()]
    if not sizes:
        return Finding("cache", "well", "nothing was fetched yet")
    return Finding("cache", "well", f"{len(sizes)} files, {sum(sizes) / 1e6:,.1f} MB in {folder}, which may be removed")
