"""Control polygons in the store: a GeoParquet file for each source, category and day, replaced by rename.

    data/store/control/source=S/category=C/day=2025-01-20.parquet
    data/store/control_change/source=S/category=C/day=2025-01-20.parquet     what changed since the day before it

The first is the truth. The second is derived, and whatever a new day makes untrue is removed before the day is
written: what is missing is computed again, and nothing stale is ever read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from geotracker import controltables, parquet, tables
from geotracker.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from shapely.geometry.base import BaseGeometry

    from geotracker.workspace import Workspace

_AGAIN = "`geotracker control add` its file again"


@dataclass(frozen=True, slots=True, order=True)
class Series:
    """The days of one category of one source."""

    source: str
    category: str

    def folder(self, workspace: Workspace, table: tables.Table) -> Path:
        """Return where its files of a table lie."""
        return workspace.store / table.name / f"source={self.source}" / f"category={self.category}"

    def file(self, workspace: Workspace, table: tables.Table, day: date) -> Path:
        """Return its file of a day."""
        return self.folder(workspace, table) / f"day={day}.parquet"

    def days(self, workspace: Workspace, table: tables.Table = controltables.CONTROL) -> list[date]:
        """Return the days that the store holds of it, the earliest first."""
        folder = self.folder(workspace, table)
        names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208  a Path for each of thousands costs more
        return sorted(_day(folder, name) for name in names if name.startswith("day=") and name.endswith(".parquet"))


def every(workspace: Workspace) -> dict[Series, list[date]]:
    """Return every series that the store holds, with its days, the earliest first."""
    folders = (workspace.store / controltables.CONTROL.name).glob("source=*/category=*")
    found = [Series(path.parent.name[7:], path.name[9:]) for path in sorted(folders)]
    return {series: days for series in found if (days := series.days(workspace))}


def write(
    workspace: Workspace,
    series: Series,
    day: date,
    table: tables.Table,
    rows: Sequence[Mapping[str, Any]],
    shapes: Sequence[BaseGeometry | None],
    **said: str,
) -> None:
    """Put a day's rows of a table into the store; its passport has the values of the first row, and what is said.

    What was written is safe from a power cut after `secure`.
    """
    first = {name: str(value) if isinstance(value, date) else value for name, value in rows[0].items()} | said
    parquet.write(series.file(workspace, table, day), tables.arrow(table, rows, shapes), table, first, sync=False)


def secure(workspace: Workspace, days: Iterable[tuple[Series, date]]) -> None:
    """Have the polygons of these days on the disk: at the end of a run it costs once what it would cost for each."""
    for series, day in days:
        with series.file(workspace, controltables.CONTROL, day).open("rb") as file:
            os.fsync(file.fileno())


def facts(workspace: Workspace, series: Series, day: date) -> dict[str, Any]:
    """Return what the store says of a day's polygons: area_km2, vertices, repair_km2, sha256 …; StoreError: damaged."""
    return parquet.passport(series.file(workspace, controltables.CONTROL, day), again=_AGAIN)


def shape(workspace: Workspace, series: Series, day: date) -> tuple[BaseGeometry, dict[str, Any]]:
    """Return a day's polygons (EPSG:4326) and its `facts`, opening its file once."""
    file = series.file(workspace, controltables.CONTROL, day)
    arrow, said = parquet.with_passport(file, ["geometry"], again=_AGAIN)
    found: BaseGeometry = shapely.from_wkb(arrow.column("geometry")[0].as_py())
    return found, said


def read(
    workspace: Workspace, series: Series, day: date, table: tables.Table, columns: list[str] | None = None
) -> pa.Table:
    """Return a day's rows of a table; StoreError where the file is damaged."""
    return parquet.read(series.file(workspace, table, day), columns=columns, again=_AGAIN)


def forget(workspace: Workspace, series: Series, day: date, table: tables.Table) -> None:
    """Remove a day of a table, if it is there."""
    file = series.file(workspace, table, day)
    if file.is_file():
        file.unlink()


def _day(folder: Path, name: str) -> date:
    try:
        return date.fromisoformat(name[4:-8])
    except ValueError as fault:
        message = f"{folder / name} is not named after a day: remove it"
        raise StoreError(message) from fault
