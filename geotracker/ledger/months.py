"""The record held against what the ledger knows, one month after the other: no more is in memory at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotracker import parquet, store
from geotracker.ledger import versions
from geotracker.ledger.versions import Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from geotracker.ledger.journal import Line
    from geotracker.ledger.past import Past


@dataclass(frozen=True, slots=True)
class Months:
    """Months of the record, the earliest first."""

    files: Mapping[str, Path]
    homes: Mapping[str, str]
    """The month of each event: the last, where more than one has it."""

    def values(self, month: str) -> dict[str, versions.Values]:
        """Return each event's values, by id; none of a month that is not among them."""
        rows = versions.values(store.read(self.files[month])) if month in self.files else {}
        return {event_id: row for event_id, row in rows.items() if self.homes[event_id] == month}


def of(files: Mapping[str, Path]) -> Months:
    """Return months of the record, by their files."""
    return Months(files, homes(files))


def homes(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the month of each event in files of months: the last, where more than one has it."""
    return {event_id: month for month, path in sorted(files.items()) for event_id in _ids(path)}


def _ids(path: Path) -> list[str]:
    return [str(any_id) for any_id in parquet.read(path, columns=["event_id"]).column("event_id").to_pylist()]


def differences(past: Past, gone: Mapping[str, int], record: Months) -> Iterator[tuple[dict[str, int], Iterator[Line]]]:
    """Yield for each month the versions that its events had, and the lines of `versions.difference`.

    The lines are to be used up before the next month is asked for. `gone` has the last version of each event that was
    no more.
    """
    into = _into(past, record)
    for month in sorted({*past.months, *record.files}):
        yield _of_month(past.events(month), gone, record.values(month), into)


def _of_month(
    before: dict[str, Known], gone: Mapping[str, int], after: Mapping[str, versions.Values], into: Mapping[str, str]
) -> tuple[dict[str, int], Iterator[Line]]:
    had = {event_id: known.version for event_id, known in before.items()}
    before |= {event_id: Known(gone[event_id], None) for event_id in after if event_id in gone}
    return had, versions.difference(before, after, into)


def _into(past: Past, record: Months) -> dict[str, str]:
    """Return the event that has the mention now after which one was called that is no more."""
    lost = {event_id for event_id in past.standing if event_id not in record.homes}
    if not lost:
        return {}
    found: dict[str, list[str]] = {}
    for path in record.files.values():
        arrow = parquet.read(path, columns=["event_id", "mention_ids"])
        columns = (arrow.column(name).to_pylist() for name in ("event_id", "mention_ids"))
        for event_id, mention_ids in zip(*columns, strict=True):
            taken = [any_id for any_id in mention_ids if any_id in lost]
            if taken or event_id in found:
                found[event_id] = taken
    return {any_id: event_id for event_id in record.homes if event_id in found for any_id in found[event_id]}
