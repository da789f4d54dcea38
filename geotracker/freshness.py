"""Whether anything changed since the last refresh: told by names, sizes and times of files, before any is opened."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotracker import __version__
from geotracker.workspace import package_path, publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geotracker.workspace import Workspace

_SHIPPED = ("lexicon", "gazetteer", "regions", "base", "reading.toml")
_FILE = "refreshed.json"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a refresh with nothing new says."""

    n_reports: int
    n_events: int
    n_unplaced: int
    failed: tuple[str, ...] = ()
    """A line for each report or file of polygons that could not be read: it has not changed since."""
    unmatched: tuple[str, ...] = ()
    """A line for each correction that matches nothing."""
    n_failed: int = 0
    """How many of the reports could not be read."""


def outside(workspace: Workspace) -> str:
    """Return a fingerprint of what a refresh reads and does not write itself: it must not change while one runs.

    A refresh may rename reports, so those are told by size and time alone.
    """
    reports = sorted((stat.st_size, stat.st_mtime_ns) for _, stat in _walk(workspace.reports))
    own = [
        path for path in workspace.data.iterdir() if path not in (workspace.reports, workspace.store, workspace.ledger)
    ]
    return _digest([reports, *_told([*_program(), *own, workspace.layers])])


def held(workspace: Workspace, now: date | None) -> Summary | None:
    """Return what the last refresh said, or None where any file, the program or `now` is another since."""
    try:
        said = json.loads((workspace.store / _FILE).read_text(encoding="utf-8"))
        if said["state"] != _state(workspace, now):
            return None
        told: dict[str, Any] = said["summary"]
        told |= {name: tuple(told[name]) for name in ("failed", "unmatched")}
        return Summary(**told)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(workspace: Workspace, now: date | None, summary: Summary) -> None:
    """Remember how everything is after a refresh, and what it said."""
    said = {"state": _state(workspace, now), "summary": asdict(summary)}
    publish(workspace.store / _FILE, json.dumps(said) + "\n")


def _state(workspace: Workspace, now: date | None) -> str:
    folders = [*_program(), workspace.data, workspace.layers, workspace.maps]
    return _digest([__version__, str(now), *_installed(), *_told(folders)])


def _program() -> list[Path]:
    shipped = [package_path("data", name) for name in _SHIPPED]
    return [Path(__file__).parent, package_path("layers"), *shipped]


def _installed() -> list[tuple[object, ...]]:
    """Return when packages were last installed or removed: an extractor may be one of them."""
    folders = [path for path in sys.path if path.endswith("-packages") and os.path.isdir(path)]  # noqa: PTH112
    return [(path, os.stat(path).st_mtime_ns) for path in folders]  # noqa: PTH116


def _told(paths: list[Path]) -> list[tuple[object, ...]]:
    return [
        (name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        for path in paths
        for name, stat in sorted(_walk(path), key=lambda item: item[0])
    ]


def _walk(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path and stat of each file; hidden ones, compiled ones and our own note are left out."""
    if path.is_file():
        yield str(path), path.stat()
        return
    folders = [str(path)] if path.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:  # a Path for each of thousands would cost more than all else
            for entry in entries:
                if entry.name.startswith((".", "__pycache__")) or entry.name == _FILE:
                    continue
                if entry.is_dir():
                    folders.append(entry.path)
                else:
                    yield entry.path, entry.stat()


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
