"""The events as the ledger has them, a month at a time: from what is known of it, or played back from the ledger."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from geotracker import parquet
from geotracker.ledger import journal, months, versions
from geotracker.ledger.known import Head
from geotracker.ledger.versions import Known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path


class Past(Protocol):
    """The events of some months. One that the record has now is of the month that it has it in, else of its own."""

    @property
    def standing(self) -> Collection[str]:
        """The ids of those that are not gone."""

    @property
    def months(self) -> Collection[str]:
        """The months that there may be events of."""

    def events(self, month: str) -> dict[str, Known]:
        """Return those of a month, by id."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of the ledger's events."""

    files: Mapping[str, Path]
    now: Mapping[str, str]
    """The month of each event of the record."""
    standing: Mapping[str, str]
    """The month in whose file each lies."""
    moved: Mapping[str, Mapping[str, list[str]]]
    """Of a month those that lie in the files of others, by those."""

    @property
    def months(self) -> Collection[str]:
        """The months that there may be events of."""
        return self.files.keys()

    def events(self, month: str) -> dict[str, Known]:
        """Return those of a month, by id: its file's that did not move, and what moved to it."""
        found: dict[str, Known] = {}
        if month in self.files:
            rows = _rows(parquet.read(self.files[month]))
            found |= {one: known for one, known in rows if self.standing[one] == self.now.get(one, month) == month}
        for other, ids in self.moved.get(month, {}).items():
            arrow = parquet.read(self.files[other])
            found |= _rows(arrow.filter(pc.is_in(arrow.column("event_id"), pa.array(ids))))
        return found


@dataclass(frozen=True, slots=True)
class Played:
    """The ledger itself, where nothing is known of it that fits it."""

    ledger: Path
    standing: Collection[str]
    lines: Mapping[str, array[int]]
    """Where in it the lines of each month's events begin."""

    @property
    def months(self) -> Collection[str]:
        """The months that there may be events of."""
        return self.lines.keys()

    def events(self, month: str) -> dict[str, Known]:
        """Return those of a month, by id, played back."""
        state = versions.replay(journal.at(self.ledger, self.lines.get(month, ())))
        return {event_id: known for event_id, known in state.events.items() if known.values is not None}


def kept(files: Mapping[str, Path], now: Mapping[str, str]) -> Kept:
    """Return the events of what is known of months; `now` is the month in which the record has each event."""
    standing = months.homes(files)
    moved: dict[str, dict[str, list[str]]] = {}
    for event_id, month in standing.items():
        if (home := now.get(event_id, month)) != month:
            moved.setdefault(home, {}).setdefault(month, []).append(event_id)
    return Kept(files, now, standing, moved)


def played(ledger: Path, now: Mapping[str, str]) -> tuple[Head, Played]:
    """Return the events of the ledger, and the rest that there is to know of it; `now` as in `kept`."""
    head, lines = Head(), dict[str, "array[int]"]()
    last: dict[str, int] = {}
    first: dict[str, str] = {}
    gone: set[str] = set()
    for start, line in journal.placed(ledger):
        head.take([line])
        if line["what"] != "event":
            continue
        event_id = line["event_id"]
        month = now.get(event_id) or first.setdefault(event_id, line["about"]["start"][:7])
        lines.setdefault(month, array("Q")).append(start)
        last[event_id] = line["version"]
        (gone.add if line.get("gone") else gone.discard)(event_id)
    head.gone = {event_id: version for event_id, version in last.items() if event_id in gone}
    return head, Played(ledger, last.keys() - gone, lines)


def _rows(arrow: pa.Table) -> Iterator[tuple[str, Known]]:
    numbers = dict(zip(*(arrow.column(name).to_pylist() for name in ("event_id", "version")), strict=True))
    for event_id, row in versions.values(arrow).items():
        yield event_id, Known(numbers[event_id], row)
