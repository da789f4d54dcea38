"""The reports in the store: what it says of each, with the mentions and directions that were read in it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from geotracker import closed, parquet, remembered, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import geopandas as gpd
    import pyarrow as pa

    from geotracker.workspace import Workspace

# A report is merged into a month when one of its windows starts within so many days of it: events that span
# the turn of a month, and the mentions that compete for them, are then in sight on both sides.
_MARGIN = timedelta(days=10)

_CACHE = "passports.json"
_TABLES = ("mentions", "sectors")


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
    said = {name: getattr(stored, name) for name in ("report_id", "report_date", "sha256")}
    parquet.write(file(workspace, "sectors", stored), sectors, tables.SECTORS, said)
    return _put(workspace, stored, mentions, held)  # the last, which ends it


def _put(workspace: Workspace, stored: Stored, mentions: pa.Table, held: Mapping[str, Stored] | None) -> Stored:
    days: set[date] = set(mentions.column("start").to_numpy(zero_copy_only=False).astype(object))
    months = {day.strftime("%Y-%m") for value in days for day in (value - _MARGIN, value, value + _MARGIN)}
    stored = replace(stored, months=tuple(sorted(months)))
    for stale in _elsewhere(workspace, "mentions", stored, held):
        stale.unlink(missing_ok=True)  # gone first: cut off here, the report is read again from its original
    parquet.write(file(workspace, "mentions", stored), mentions, tables.MENTIONS, asdict(stored))
    for day in _days(workspace, stored, held):
        for table in _TABLES:
            closed.take_out(workspace, table, day, stored.report_id)
    return stored


def _days(workspace: Workspace, stored: Stored, held: Mapping[str, Stored] | None) -> set[str]:
    """Return days of the months that may have a report closed: that of its date, now and before."""
    if held is None:
        return {path.stem.removeprefix("month=") for path in closed.files(workspace, "mentions")}
    return {stored.report_date, held.get(stored.report_id, stored).report_date}


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
    shut = [report_id for path in closed.files(workspace, "sectors") for report_id in closed.passports(path)]
    return {*shut, *(path.stem for path in remembered.below(workspace.store / "sectors"))}


def drop(workspace: Workspace, stored: Stored) -> None:
    """Take a report out of the store."""
    for table in _TABLES:
        file(workspace, table, stored).unlink(missing_ok=True)
        closed.take_out(workspace, table, stored.report_date, stored.report_id)


def reports(workspace: Workspace) -> list[Stored]:
    """Return what the store holds, by report date and id. StoreError names a damaged file."""
    return _all(_passports(workspace))


def _all(passports: Mapping[Path, remembered.Found]) -> list[Stored]:
    held = {}
    for path, found in passports.items():  # a report's own file comes after its month's, and counts
        for passport in found.value.get(closed.REPORTS, [found.value]):
            stored = _stored(path, passport)
            held[stored.report_id] = stored
    return sorted(held.values(), key=lambda stored: (stored.report_date, stored.report_id))


def rows(workspace: Workspace, table: str, found: Sequence[Stored]) -> list[pa.Table]:
    """Return the rows of "mentions" or "sectors" of each of some reports; none of one of which it holds none."""
    shut: dict[Path, list[str]] = {}
    parts = {}
    for stored in found:
        own, month = file(workspace, table, stored), closed.file(workspace, table, stored.report_date)
        if own.is_file():
            parts[stored.report_id] = parquet.read(own)
        elif month.is_file():
            shut.setdefault(month, []).append(stored.report_id)
        elif table == "mentions":
            parts[stored.report_id] = parquet.read(own)  # says which file is gone
    for month, ids in shut.items():
        parts |= closed.rows(month, ids)
    return [parts[stored.report_id] for stored in found if stored.report_id in parts]


def compact(workspace: Workspace, found: Sequence[Stored]) -> list[Stored]:
    """Put those reports of a month that lie in files of their own into one file; return them.

    The month's file is whole before theirs are removed: cut off between, theirs count, and the next run removes them.
    """
    moved: list[Stored] = []
    for table in _TABLES:
        own = [stored for stored in found if file(workspace, table, stored).is_file()]
        files = [file(workspace, table, stored) for stored in own]
        said = [parquet.passport(path) | {"report_date": one.report_date} for path, one in zip(files, own, strict=True)]
        parts = zip(said, (parquet.read(path) for path in files), strict=True)
        if own:
            closed.put(
                workspace, table, own[0].report_date, {said["report_id"]: (said, arrow) for said, arrow in parts}
            )
        for path in files:
            path.unlink()
            with suppress(OSError):
                path.parent.rmdir()  # where it was the last
        moved += [stored for stored in own if stored not in moved]
    return moved


def settle(workspace: Workspace, held: Sequence[Stored]) -> None:
    """Take out of closed months what a run that was cut off left there of reports that are of other days now."""
    days = {stored.report_id: stored.report_date for stored in held}
    for table in _TABLES:
        for path in closed.files(workspace, table):
            month = path.stem.removeprefix("month=")
            for report_id in closed.passports(path):
                if not days.get(report_id, "").startswith(month):
                    closed.take_out(workspace, table, month, report_id)


def remember(workspace: Workspace) -> list[Stored]:
    """Return what `reports` does, and keep what it found out of files: it opens none again that stays as it is."""
    found = _passports(workspace)
    remembered.keep(found, workspace.cache / _CACHE)
    return _all(found)


def file(workspace: Workspace, table: str, stored: Stored) -> Path:
    """Return the file of a report in "mentions" or "sectors", where its month is not closed."""
    return workspace.store / table / f"report_date={stored.report_date}" / f"{stored.report_id}.parquet"


def _passports(workspace: Workspace) -> dict[Path, remembered.Found]:
    files = [*closed.files(workspace, "mentions"), *remembered.below(workspace.store / "mentions")]
    return remembered.of(files, parquet.passport, workspace.cache / _CACHE)


def _stored(path: Path, passport: dict[str, Any]) -> Stored:
    with parquet.sound(path):
        return Stored(**{**passport, "months": tuple(passport["months"])})
