"""The reports in the store: what it says of each, with the mentions and directions that were read in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from geotracker import parquet, remembered, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    import geopandas as gpd
    import pyarrow as pa

    from geotracker.workspace import Workspace

# A report is merged into a month when one of its windows starts within so many days of it: events that span
# the turn of a month, and the mentions that compete for them, are then in sight on both sides.
_MARGIN = timedelta(days=10)

_CACHE = "passports.json"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store says of a report that it holds."""

    report_id: str
    report_date: str
    title: str
    url: str
    original: str
    """The name of the kept original in data/reports."""
    sha256: str
    """Of the original's bytes."""
    extractor: str
    made_by: str
    """A fingerprint of the extractor, lexicon and gazetteer that the rows come from."""
    months: tuple[str, ...] = ()
    """The months of events (YYYY-MM) that its mentions bear on."""


def write(
    workspace: Workspace, stored: Stored, mentions: gpd.GeoDataFrame, held: Mapping[str, Stored] | None = None
) -> Stored:
    """Put a report's mentions into the store in place of what it held of that report; return what it now says.

    `held` is what the store holds, by id, where the caller knows it: looking for it takes longer with each report.
    """
    return _put(workspace, stored, tables.to_arrow(mentions, tables.MENTIONS), held)


def keep(
    workspace: Workspace, stored: Stored, mentions: pa.Table, sectors: pa.Table, held: Mapping[str, Stored]
) -> Stored:
    """Put what was read in a report, as `tables.to_arrow` gives it, in place of what was held of it; see `write`."""
    for stale in _elsewhere(workspace, "sectors", stored, held):
        stale.unlink(missing_ok=True)
    said = {"report_id": stored.report_id, "sha256": stored.sha256}
    parquet.write(file(workspace, "sectors", stored), sectors, tables.SECTORS, said)
    return _put(workspace, stored, mentions, held)  # the last, which ends it


def _put(workspace: Workspace, stored: Stored, mentions: pa.Table, held: Mapping[str, Stored] | None) -> Stored:
    days: set[date] = set(mentions.column("start").to_numpy(zero_copy_only=False).astype(object))
    months = {day.strftime("%Y-%m") for value in days for day in (value - _MARGIN, value, value + _MARGIN)}
    stored = replace(stored, months=tuple(sorted(months)))
    for stale in _elsewhere(workspace, "mentions", stored, held):
        stale.unlink(missing_ok=True)  # gone first: cut off here, the report is read again from its original
    parquet.write(file(workspace, "mentions", stored), mentions, tables.MENTIONS, asdict(stored))
    return stored


def _elsewhere(workspace: Workspace, table: str, stored: Stored, held: Mapping[str, Stored] | None) -> Iterator[Path]:
    """Yield the files of a report that was held under another date."""
    path = file(workspace, table, stored)
    if held is None:
        found = list((workspace.store / table).glob(f"*/{stored.report_id}.parquet"))
    else:
        found = [file(workspace, table, held[stored.report_id])] if stored.report_id in held else []
    yield from (other for other in found if other != path)


def with_sectors(workspace: Workspace) -> set[str]:
    """Return the ids of the reports of which the store holds what they say of directions."""
    return {path.stem for path in remembered.below(workspace.store / "sectors")}


def drop(workspace: Workspace, stored: Stored) -> None:
    """Take a report out of the store."""
    for table in ("mentions", "sectors"):
        file(workspace, table, stored).unlink(missing_ok=True)


def reports(workspace: Workspace) -> list[Stored]:
    """Return what the store holds, by report date and id. StoreError names a damaged file."""
    held = [_stored(path, found.value) for path, found in _passports(workspace).items()]
    return sorted(held, key=lambda stored: (stored.report_date, stored.report_id))


def remember(workspace: Workspace) -> None:
    """Keep what `reports` found out of files, so that it opens none of them again that stays as it is."""
    remembered.keep(_passports(workspace), workspace.cache / _CACHE)


def file(workspace: Workspace, table: str, stored: Stored) -> Path:
    """Return the file of a report in "mentions" or "sectors"."""
    return workspace.store / table / f"report_date={stored.report_date}" / f"{stored.report_id}.parquet"


def _passports(workspace: Workspace) -> dict[Path, remembered.Found]:
    files = remembered.below(workspace.store / "mentions")
    return remembered.of(files, parquet.passport, workspace.cache / _CACHE)


def _stored(path: Path, passport: dict[str, Any]) -> Stored:
    with parquet.sound(path):
        return Stored(**{**passport, "months": tuple(passport["months"])})
