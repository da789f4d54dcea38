"""The sources: whether they can be fetched, and whether what comes from them may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker import rights, sources, store
from geotracker.doctor.finding import Finding
from geotracker.errors import GeotrackerError
from geotracker.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geotracker.sources import Source


def examine(root: Path) -> Iterator[Finding]:
    """Yield how the sources of a workspace are, one by one."""
    workspace = Workspace(root)
    path = workspace.data / "sources.toml"
    try:
        known, contact = sources.load(path), sources.contact(path)
    except GeotrackerError as fault:
        yield Finding("sources", "mend", str(fault))
        return
    asked = [source.name for source in known if source.fetch and source.fetch.on and source.fetch.addresses]
    if asked and not contact:
        said = (
            f"{', '.join(asked)}: nobody is asked without a contact: write `contact = ` and your mail address in {path}"
        )
        yield Finding("sources", "mend", said)
    else:
        yield Finding("sources", "well", f"{len(known)} known, {len(asked)} of them fetched")
    for source in known:
        yield _right(source)
    yield from _strangers(workspace, known)


def _right(source: Source) -> Finding:
    lacks = rights.missing(source)
    if lacks:
        return Finding("rights", "note", f"{source.name}: nothing of it is published, since {', '.join(lacks)}")
    more = ", its polygons too" if source.kind == "control" and source.geometry == "redistribute" else ""
    said = f"{source.name}: may be published ({source.rights}, recorded on {source.permission}){more}"
    return Finding("rights", "well", said)


def _strangers(workspace: Workspace, known: list[Source]) -> Iterator[Finding]:
    """Yield how many reports are of no source: nothing of them can be published."""
    try:
        held = [stored.report_id for stored in store.reports(workspace)]
    except GeotrackerError:
        return  # told of the store itself
    strangers = [one for one in held if not any(source.kind == "report" and source.match in one for source in known)]
    if strangers:
        said = (
            f"{len(strangers)} of {len(held)} reports match no source and are never published, such as {strangers[0]}"
        )
        yield Finding("rights", "note", said)
