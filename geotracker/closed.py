"""Closed months: what was read in their reports in one file a month, where ten thousand files would be slow to open.

    data/store/mentions_closed/month=2025-01.parquet      by report date, report and offset; `report_date` is a column
    data/store/sectors_closed/month=2025-01.parquet

The passport of a month holds those of its reports. A report that is read again has a file of its own again, which
counts before what the month has of it, and is then taken out of the month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from geotracker import parquet, tables
from geotracker.conditions import Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geotracker.workspace import Workspace

    Passport = dict[str, Any]

REPORTS = "reports"
"""The key of a month's passport under which those of its reports are."""


def files(workspace: Workspace, table: str) -> list[Path]:
    """Return the months of "mentions" or "sectors" that are closed, the earliest first."""
    return sorted(_folder(workspace, table).glob("month=*.parquet"))


def file(workspace: Workspace, table: str, report_date: str) -> Path:
    """Return where the reports of a day lie once their month is closed."""
    return _folder(workspace, table) / f"month={report_date[:7]}.parquet"


def passports(path: Path) -> dict[str, Passport]:
    """Return the passports of a month's reports, by id. StoreError names a damaged file."""
    with parquet.sound(path):
        return {one["report_id"]: one for one in parquet.passport(path)[REPORTS]}


def rows(path: Path, report_ids: Iterable[str]) -> dict[str, pa.Table]:
    """Return the rows of some of a month's reports, by id."""
    wanted = tuple(report_ids)
    arrow = parquet.read(path, [Condition(("report_id",), among=wanted)])
    return {one: arrow.filter(pc.equal(arrow.column("report_id"), pa.scalar(one))) for one in wanted}


def put(workspace: Workspace, table: str, report_date: str, held: Mapping[str, tuple[Passport, pa.Table]]) -> None:
    """Put reports (by id: passport and rows) into the file of a day's month, in place of what it has of them."""
    path = file(workspace, table, report_date)
    found = {}
    if path.is_file():
        kept = {one: said for one, said in passports(path).items() if one not in held}
        found = {one: (kept[one], arrow) for one, arrow in rows(path, kept).items()}
    _write(path, table, found | dict(held))


def take_out(workspace: Workspace, table: str, report_date: str, report_id: str) -> None:
    """Take a report out of its month, if it is there."""
    path = file(workspace, table, report_date)
    if not path.is_file():
        return
    kept = passports(path)
    if kept.pop(report_id, None) is None:
        return
    if kept:
        _write(path, table, {one: (kept[one], arrow) for one, arrow in rows(path, kept).items()})
    else:
        path.unlink()


def _write(path: Path, table: str, held: Mapping[str, tuple[Passport, pa.Table]]) -> None:
    order = sorted(held, key=lambda one: (held[one][0]["report_date"], one))
    arrow = pa.concat_tables([tables.filled(held[one][1], tables.TABLES[table]) for one in order])
    passport = {REPORTS: [held[one][0] for one in order]}
    parquet.write(path, arrow, tables.TABLES[table], passport)


def _folder(workspace: Workspace, table: str) -> Path:
    return workspace.store / f"{table}_closed"
