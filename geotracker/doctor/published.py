"""What was published last: whether it is whole and of one edition, and what the last run could not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker import editions
from geotracker.doctor.finding import Finding
from geotracker.errors import StoreError
from geotracker.ledger import journal, noting
from geotracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def examine(root: Path) -> Iterator[Finding]:
    """Yield how the edition in maps/ is, and what failed in the last run."""
    workspace = Workspace(root)
    said = editions.load(workspace.maps)
    if said:
        yield _edition(workspace, said)
    try:
        lines = journal.newest(noting.file(workspace), 1)
    except StoreError as fault:
        yield Finding("ledger", "mend", " ".join(str(fault).split()))
        return
    failed = [text for line in lines if line["what"] == "run" for text in line.get("failed", ())]
    if failed:
        first = " ".join(failed[0].split())
        yield Finding("refresh", "mend", f"{len(failed)} failed in the last run; {first}")


def _edition(workspace: Workspace, said: editions.Passport) -> Finding:
    if "stale_since" in said:
        why = " ".join(str(said.get("stale_because", "")).split())
        return Finding("edition", "mend", f"stale since {said['stale_since']}, {why}: `geotracker refresh`")
    late = [f"{name} since {file['stale_since']}" for name, file in said["files"].items() if "stale_since" in file]
    if late:
        return Finding("edition", "mend", f"stale: {', '.join(late)}: `geotracker refresh` says why")
    torn = editions.torn(workspace.maps)
    if torn:
        others = f"{len(torn)} files in {workspace.maps} are not as they were published, such as {torn[0]}"
        return Finding("edition", "mend", f"{others}: `geotracker refresh` makes them again")
    return Finding("edition", "well", f"{said.get('edition', '')}, {len(said['files'])} files")
