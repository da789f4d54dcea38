"""The record: the events of the store with where they stand against control, measured once a month of events.

    .cache/geotracker/record/month=2025-01.parquet      the month, with `control`, `front_km`, `beyond_control_km`

Standing against control costs more than all other reading, and changes only where a month's events or the polygons of
its days do; so a month is measured again only then.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from geotracker import __version__, controlstore, corrections, parquet, remembered, store, tables
from geotracker.controltables import CONTROL, FRONT, OLD, OLDEST
from geotracker.errors import StoreError
from geotracker.query import Query
from geotracker.tables import SECTORS
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import geopandas as gpd
    import pyarrow as pa

    from geotracker.controlstore import Series
    from geotracker.workspace import Workspace

_DRAWN = ("corrections.toml", "sources.toml", "places.csv")
"""Files that change what is drawn of the same reports."""
_Days = dict["Series", list["date"]]


def events(workspace: Workspace, query: Query | None = None) -> gpd.GeoDataFrame:
    """Return the EVENTS that fit the query, by `start` and id, with where they stand against control."""
    return store.choose(parts(workspace, query), query)


def parts(workspace: Workspace, query: Query | None = None) -> list[pa.Table]:
    """Return the rows of each month that fit the query, as `store.read` does, with where they stand against control."""
    fronts, query = _fronts(workspace), query or Query()
    found = []
    for month, path in store.months(workspace).items():
        measured = file(workspace, month) if fronts else path
        if measured == path or _is_true(workspace, measured, path, fronts):
            found.append(store.read(measured, query))
        else:
            stood = _stand(workspace, store.choose([store.read(path, query)]))
            found.append(tables.to_arrow(stood, tables.EVENTS))
    return found


def sectors(workspace: Workspace, since: date | None = None, until: date | None = None) -> gpd.GeoDataFrame:
    """Return the SECTORS of the reports of these days, both included, but of those that were withdrawn."""
    found = store.sectors(workspace, since, until)
    if workspace.then:  # it has what stood on its day
        return found
    gone = corrections.withdrawn(corrections.load(workspace.data / corrections.FILE))
    return tables.check(found[~found["report_id"].isin(gone)].reset_index(drop=True), SECTORS)


def file(workspace: Workspace, month: str) -> Path:
    """Return the file that `renew` keeps of a month (YYYY-MM) of events."""
    return workspace.cache / "record" / f"month={month}.parquet"


def renew(workspace: Workspace) -> dict[str, Path]:
    """Measure the months again in which events or polygons changed; return the file of each month's record.

    The caller holds the lock. In a store without control a month's record is its file of the store.
    """
    fronts, known = _fronts(workspace), store.months(workspace)
    if not fronts:
        return known
    for month, path in known.items():
        measured = file(workspace, month)
        if not _is_true(workspace, measured, path, fronts):
            found = _stand(workspace, store.choose([store.read(path)]))
            passport = {"made_from": _made_from(workspace, path, fronts)}
            parquet.write(measured, tables.to_arrow(found, tables.EVENTS), tables.EVENTS, passport, sync=False)
    return {month: file(workspace, month) for month in known}


def edition(workspace: Workspace, now: date | None = None) -> str:
    """Return what tells this record, as it is drawn, from any other: the same inputs give the same name."""
    told: list[object] = [__version__, str(now or ""), *store.reports(workspace)]
    told += sorted(f"{series} {day} {sha256}" for (series, day), sha256 in control_sums(workspace).items())
    digest = hashlib.sha256(repr(told).encode())
    own = [workspace.data / name for name in _DRAWN]
    for path in [*own, *sorted(workspace.layers.glob("*.toml")), *sorted(package_path("layers").glob("*.toml"))]:
        if path.is_file():
            digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def control_sums(workspace: Workspace) -> dict[tuple[Series, date], str]:
    """Return the checksum of the file that each day of control was read from."""
    days = [(series, day) for series, days in controlstore.every(workspace).items() for day in days]
    cache = workspace.cache / "control.json"
    paths = [series.file(workspace, CONTROL, day) for series, day in days]
    found = remembered.of(paths, lambda path: parquet.passport(path)["sha256"], cache)
    if not workspace.then:
        remembered.keep(found, cache)
    return {key: found[path].value for key, path in zip(days, paths, strict=True)}


def _fronts(workspace: Workspace) -> _Days:
    """Return the days of each series whose polygons events stand against; none where the record is a past one."""
    if workspace.then:
        return {}
    known = controlstore.every(workspace)
    return {series: days for series, days in known.items() if series.category in (FRONT, OLD)}


def _stand(workspace: Workspace, events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    from geotracker import control  # noqa: PLC0415  who has no polygons does not wait for what measures them

    return control.stand(workspace, events)


def _is_true(workspace: Workspace, measured: Path, path: Path, fronts: _Days) -> bool:
    try:
        return bool(parquet.passport(measured)["made_from"] == _made_from(workspace, path, fronts))
    except (StoreError, KeyError):
        return False


def _made_from(workspace: Workspace, path: Path, fronts: _Days) -> str:
    """Return a fingerprint of a month's events and of the polygons of its days."""
    digest = hashlib.sha256(path.read_bytes())
    ends = [day for day in parquet.read(path, columns=["end"]).column("end").unique().to_pylist() if day]
    for series, days in sorted(fronts.items()):
        for day in days if ends else ():
            of_old = series.category == OLD  # ground held before 2022 counts on all later days
            if (of_old or min(ends) - OLDEST <= day) and day <= max(ends):
                stat = os.stat(series.file(workspace, CONTROL, day))  # noqa: PTH116  for each of thousands
                digest.update(repr((series, day, stat.st_size, stat.st_mtime_ns)).encode())
    sources = workspace.data / "sources.toml"
    digest.update(sources.read_bytes() if sources.is_file() else b"")
    return digest.hexdigest()
