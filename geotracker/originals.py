"""The files that reports come in, and the originals that are kept of them."""

from __future__ import annotations

import hashlib
import stat
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker.errors import GeotrackerError, ReportError
from geotracker.text import reports

if TYPE_CHECKING:
    import geopandas as gpd

    from geotracker.records import Report
    from geotracker.store import Stored
    from geotracker.workspace import Workspace

STDIN = "-"


def inbox(workspace: Workspace) -> list[Path]:
    """Return the reports that lie in data/reports, kept originals included."""
    return sorted(
        path for path in workspace.reports.iterdir() if path.is_file() and not path.name.startswith((".", "README"))
    )


def read(source: Path | str, *, day: date | None = None, now: date | None = None) -> Report:
    """Return the report in a file, "-" is standard input; ReportError where it cannot be read or dated."""
    if str(source) != STDIN:
        _check(Path(source))
    return reports.read(source, date=day, now=now)


def content(source: Path | str) -> bytes:
    """Return a file's bytes, cut after the first that is too many, which reading refuses; "-" is standard input."""
    if source == STDIN:
        return sys.stdin.buffer.read(reports.LARGEST + 1)
    path = Path(source)
    _check(path)
    try:
        with path.open("rb") as file:
            return file.read(reports.LARGEST + 1)
    except OSError as fault:
        message = f"{path} cannot be read: {fault.strerror}"
        raise ReportError(message) from fault


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file; none of one that cannot be read, which taking it in tells in words."""
    try:
        return hashlib.sha256(content(path)).hexdigest()
    except ReportError:
        return ""


def misplaced(workspace: Workspace, stored: Stored, rows: gpd.GeoDataFrame) -> list[str]:
    """Return a line for each excerpt of a report that does not stand at its offsets in the kept original."""
    path = workspace.reports / stored.original
    try:
        data = content(path)
        if hashlib.sha256(data).hexdigest() != stored.sha256:
            return [f"{path} has changed since it was read: `geotracker ingest {path}` reads it again"]
        text = reports.read_bytes(data, str(path), date=date.fromisoformat(stored.report_date)).text
    except GeotrackerError as fault:
        return [str(fault)]
    columns = (rows["mention_id"], rows["excerpt"], rows["start_char"], rows["end_char"])
    return [
        f"{path}: mention {mention_id}: the text at {start}-{end} is not its excerpt {excerpt!r}"
        for mention_id, excerpt, start, end in zip(*columns, strict=True)
        if text[start:end] != excerpt
    ]


def _check(path: Path) -> None:
    """Raise ReportError for a pipe or a device, which would be waited on for ever; reading tells of all else."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        message = f"{path}: is no regular file; give one, or - for standard input"
        raise ReportError(message)
