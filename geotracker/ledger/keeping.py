"""Versions of what the store replaces whole, kept beside the ledger: a report's mentions and sectors, a day's control.

Where the disk allows it they are the store's own files under a second name, so that they cost nothing until the store
has other ones.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from geotracker import corrections, parquet, record, store, tables
from geotracker.controltables import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from geotracker.ledger.journal import Line
    from geotracker.store import Stored
    from geotracker.workspace import Workspace

_SAME = ("sha256", "made_by", "extractor", "report_date")


def reports(workspace: Workspace, known: Mapping[str, Line], there: Iterable[Stored]) -> Iterator[Line]:
    """Keep the reports of the store (`there`) that are not as `known` (the last line of each); yield a line for each.

    One that a correction withdraws has `taken_back`, the reason; once it stands again that is empty.
    """
    held = {stored.report_id: stored for stored in there}
    reasons = corrections.withdrawn(corrections.load(workspace.data / corrections.FILE))
    for report_id in sorted({*held, *known}):
        stored, last = held.get(report_id), known.get(report_id)
        if stored is None:
            if last and last["change"] != "withdrawn":
                yield _next("report", last, "withdrawn") | {"report_id": report_id}
            continue
        told = {name: getattr(stored, name) for name in _SAME}
        reason, before = reasons.get(report_id, ""), last.get("taken_back", "") if last else ""
        if last and last["change"] != "withdrawn" and (told, reason) == ({name: last[name] for name in _SAME}, before):
            continue
        line = _next("report", last, "changed" if last else "new")
        line |= {"report_id": report_id, **told, "title": stored.title, "url": stored.url}
        line |= {"taken_back": reason} if reason or before else {}
        for table in ("mentions", "sectors"):
            kept = workspace.ledger / table / f"{report_id}.{line['version']}.parquet"
            path = store.file(workspace, table, stored)
            if path.is_file():
                line[table] = _keep(path, kept)
            elif rows := store.rows(workspace, table, [stored]):  # its month was closed
                parquet.write(kept, rows[0], tables.TABLES[table], {"report_id": report_id, "sha256": stored.sha256})
                line[table] = kept.name
        yield line


def control(workspace: Workspace, known: Mapping[str, Line]) -> Iterator[Line]:
    """Keep the days of control that are not as `known` (by "source/category/day") has them; yield a line for each."""
    sums = record.control_sums(workspace)
    held = {f"{series.source}/{series.category}/{day}": (series, day) for series, day in sums}
    for key in sorted({*held, *known}):
        last = known.get(key)
        if key not in held:
            if last and last["change"] != "withdrawn":
                yield _next("control", last, "withdrawn") | {"key": key}
            continue
        series, day = held[key]
        path = series.file(workspace, CONTROL, day)
        sha256 = sums[series, day]
        if last and last["change"] != "withdrawn" and last["sha256"] == sha256:
            continue
        line = _next("control", last, "changed" if last else "new")
        line |= {"key": key, "source": series.source, "category": series.category, "day": str(day)}
        name = f"{key.replace('/', '.')}.{line['version']}.parquet"
        yield line | {"sha256": sha256, "kept": _keep(path, workspace.ledger / "control" / name)}


def mention_ids(workspace: Workspace, line: Line) -> list[str]:
    """Return the mentions of a report's version, by its line."""
    if "mentions" not in line:
        return []
    arrow = parquet.read(workspace.ledger / "mentions" / line["mentions"], columns=["mention_id"])
    return [str(any_id) for any_id in arrow.column("mention_id").to_pylist()]


def _next(what: str, last: Line | None, change: str) -> Line:
    version = last["version"] + 1 if last else 1
    return {"what": what, "change": change, "version": version} | ({"replaces": version - 1} if last else {})


def _keep(path: Path, kept: Path) -> str:
    """Give a file of the store a second name, or copy it where that cannot be; return the name."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.unlink(missing_ok=True)  # left by a run that was cut off before it noted it
    try:
        os.link(path, kept)
    except OSError:
        shutil.copyfile(path, kept)
    return kept.name
