"""What the workspace holds: its store, originals, record of what was fetched, and its user's own files."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from geotracker import corrections, store
from geotracker.doctor.finding import Finding
from geotracker.draw import layers
from geotracker.errors import GeotrackerError
from geotracker.reader import Reader
from geotracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_OLD = timedelta(days=3)


def examine(root: Path, now: date | None = None) -> Iterator[Finding]:
    """Yield how what a workspace holds is."""
    workspace = Workspace(root)
    reader = Reader(workspace)
    yield _own("lexicon", "the lexicon and the places can be read", lambda: (reader.lexicon, reader.gazetteer))
    yield _own("layers", "the layers can be read", lambda: _layers(workspace))
    path = workspace.data / corrections.FILE
    yield _own("corrections", "the corrections can be read", lambda: corrections.load(path))
    yield _gazetteer(workspace)
    yield _store(workspace)
    yield from _reports(workspace, now or datetime.now(UTC).date())
    yield from _fetched(workspace)


def _own(subject: str, well: str, read: Callable[[], object]) -> Finding:
    try:
        read()
    except GeotrackerError as fault:
        return Finding(subject, "mend", " ".join(str(fault).split()))
    return Finding(subject, "well", well)


def _layers(workspace: Workspace) -> None:
    if any(workspace.layers.glob("*.toml")):
        layers.load(workspace.layers)


def _gazetteer(workspace: Workspace) -> Finding:
    if workspace.gazetteer.exists():
        return Finding("gazetteer", "well", f"the full one, {workspace.gazetteer}")
    said = "the one that ships: `geotracker gazetteer fetch UA RU BY MD` gets the point of every village, once"
    return Finding("gazetteer", "note", said)


def _store(workspace: Workspace) -> Finding:
    """Return whether every file of the store can be opened; what is derived is made again by a refresh."""
    paths = sorted(path for path in workspace.store.rglob("*.parquet") if not path.name.startswith("."))
    broken = [path for path in paths if not _opens(path)]
    if broken:
        said = f"{len(broken)} of {len(paths)} files cannot be read, such as {broken[0]}"
        return Finding("store", "mend", f"{said}: remove them, then `geotracker refresh`")
    return Finding("store", "well", f"{len(paths)} files can be read")


def _opens(path: Path) -> bool:
    try:
        pq.ParquetFile(path).close()
    except (OSError, pa.ArrowException):
        return False
    return True


def _reports(workspace: Workspace, today: date) -> Iterator[Finding]:
    try:
        held = store.reports(workspace)
    except GeotrackerError as fault:
        yield Finding("reports", "mend", " ".join(str(fault).split()))
        return
    gone = [one.original for one in held if not (workspace.reports / one.original).is_file()]
    if gone:
        said = (
            f"{len(gone)} of {len(held)} originals are gone from {workspace.reports}, such as {gone[0]}: put them back"
        )
        yield Finding("reports", "mend", said)
        return
    newest = date.fromisoformat(held[-1].report_date) if held else None
    if newest is None:
        yield Finding("reports", "note", f"none yet: put them into {workspace.reports}, then `geotracker refresh`")
    elif newest > today + timedelta(days=1):
        yield Finding(
            "clock", "mend", f"the newest report is of {newest}, and this machine's day is {today}: set its clock"
        )
    else:
        age = f", {(today - newest).days} days ago" if today - newest > _OLD else ""
        yield Finding("reports", "note" if age else "well", f"{len(held)}, the newest of {newest}{age}")


def _fetched(workspace: Workspace) -> Iterator[Finding]:
    """Yield how the record of what was fetched is, where there is one."""
    path = workspace.fetched
    if not path.is_file():
        return
    lines = path.read_bytes().splitlines()
    torn = sum(not _is_whole(line) for line in lines if line)
    if torn:
        yield Finding("fetched", "note", f"{path}: {torn} of {len(lines)} lines were cut off and are passed over")
    else:
        yield Finding("fetched", "well", f"{len(lines)} versions in {path}")


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
