"""A folder on disk as a source: its files, each read whole or not at all."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker.errors import FetchError
from geotracker.fetch import MEGABYTE

if TYPE_CHECKING:
    from geotracker.supply import Supply
    from geotracker.workspace import Workspace


def files(supply: Supply, workspace: Workspace) -> list[Path]:
    """Return the files of a source's folder, relative to the workspace unless absolute, that fit its `links`.

    FetchError: there is no such folder, or it is one of the workspace's inboxes.
    """
    folder = workspace.root / Path(supply.folder).expanduser()
    if not folder.is_dir():
        message = f"{folder}: is no folder; mend fetch.folder in data/sources.toml"
        raise FetchError(message)
    if folder.resolve() in (workspace.reports.resolve(), workspace.control.resolve()):
        message = f"{folder}: is the inbox itself, whose files are read anyway: name another folder, or none"
        raise FetchError(message)
    found = (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))
    return [path for path in found if path.is_file() and re.search(supply.links, path.name)]


def read(path: Path, limit: int) -> bytes:
    """Return the bytes of a file; FetchError where it is too large, or written to while it is read."""
    before = path.stat()
    if not stat.S_ISREG(before.st_mode) or before.st_size > limit:
        message = f"{path}: larger than the {limit / MEGABYTE:,.0f} MB that are allowed for it"
        raise FetchError(message)
    with path.open("rb") as file:
        data = file.read(limit + 1)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        message = f"{path}: is being written to; the next run reads it"
        raise FetchError(message)
    return data
