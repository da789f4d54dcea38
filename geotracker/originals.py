"""The files that reports come in, and the originals that are kept of them."""

from __future__ import annotations

import hashlib
import json
import stat
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker.errors import GeotrackerError, ReportError
from geotracker.text import reports
from geotracker.workspace import publish

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


def keep(workspace: Workspace, report_id: str, data: bytes, suffix: str) -> None:
    """Keep what a report is read from for good, beside the ledger: its file in the inbox may be edited or deleted."""
    publish(_kept(workspace, report_id, hashlib.sha256(data).hexdigest(), suffix), data)


def addresses(workspace: Workspace) -> dict[str, str]:
    """Return where files were fetched from that servers gave, by their SHA-256."""
    try:
        lines = workspace.fetched.read_bytes().splitlines()
    except OSError:
        return {}
    found = {}
    for line in lines:
        try:
            said = json.loads(line)
            found[said["sha256"]] = said["url"]
        except (ValueError, KeyError, TypeError):  # what a lost run left torn
            continue
    return {sha256: url for sha256, url in found.items() if str(url).startswith(("https://", "http://"))}


def misplaced(workspace: Workspace, stored: Stored, rows: gpd.GeoDataFrame) -> list[str]:
    """Return a line for each excerpt of a report that does not stand at its offsets in the kept original.

    That is the file in the inbox; where it was deleted, or one looks back on a day, the copy beside the ledger.
    """
    path = workspace.reports / stored.original
    kept = _kept(workspace, stored.report_id, stored.sha256, path.suffix)
    if workspace.then or (kept.is_file() and not path.exists()):
        path = kept
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


def _kept(workspace: Workspace, report_id: str, sha256: str, suffix: str) -> Path:
    return workspace.ledger / "originals" / f"{report_id}.{sha256[:16]}{suffix.lower()}"


def _check(path: Path) -> None:
    """Raise ReportError for a pipe or a device, which would be waited on for ever; reading tells of all else."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        message = f"{path}: is no regular file; give one, or - for standard input"
        raise ReportError(message)
