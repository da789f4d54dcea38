"""The record is held against the ledger by month, to the same end as all at once."""

from __future__ import annotations

import weakref
from collections import deque
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from geotracker import parquet, tables
from geotracker.ledger import journal, months, past, versions
from geotracker.ledger.versions import Known
from tests import frames

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd

    from geotracker.ledger.past import Past

    Line = dict[str, Any]


def event(event_id: str, *mention_ids: str, place: str = "Lyman") -> dict[str, Any]:
    """Return a row of EVENTS."""
    return {"event_id": event_id, "mention_ids": [event_id, *mention_ids], "place": place, "start": date(2025, 1, 17)}


BEFORE = {
    "2025-01": [event("stays"), event("moves"), event("moves-and-changes"), event("goes"), event("both", place="old")],
    "2025-02": [event("changes"), event("joins"), event("both")],
    "2025-03": [event("goes-with-its-month")],
}
AFTER = {
    "2025-01": [event("stays"), event("comes"), event("both", "goes", place="older")],
    "2025-02": [event("moves"), event("changes", place="Siversk"), event("both"), event("is-back")],
    "2025-04": [event("moves-and-changes", "joins", place="Siversk")],
}
VERSION = 3
GONE = {"is-back": 7, "never-back": 2}


def files(folder: Path, rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, Path]:
    """Write months; return their files."""
    found = {}
    for month, these in rows.items():
        found[month] = folder / f"month={month}.parquet"
        arrow = tables.to_arrow(frames.events(*these), tables.EVENTS)
        arrow = arrow.append_column("version", pa.array([VERSION] * len(these), pa.int64()))
        parquet.write(found[month], arrow, tables.EVENTS, {})
    return found


def values(frame: gpd.GeoDataFrame) -> dict[str, dict[str, Any]]:
    """Return the values of events by id."""
    return versions.values(tables.to_arrow(frame, tables.EVENTS))


def at_once() -> list[Line]:
    """Return what differs where all months are held against each other together, the later over the earlier."""
    before = {event_id: Known(version, None) for event_id, version in GONE.items()}
    for rows in BEFORE.values():
        before |= {event_id: Known(VERSION, row) for event_id, row in values(frames.events(*rows)).items()}
    after: dict[str, dict[str, Any]] = {}
    for rows in AFTER.values():
        after |= values(frames.events(*rows))
    into = {any_id: event_id for event_id, row in after.items() for any_id in row["mention_ids"]}
    return list(versions.difference(before, after, into))


def ledger(path: Path) -> Path:
    """Write a ledger that comes to BEFORE and GONE."""
    said: list[Line] = []
    for number in range(1, max(VERSION, *GONE.values()) + 1):
        these = {event_id: row for rows in BEFORE.values() for event_id, row in values(frames.events(*rows)).items()}
        about = {"start": "2024-12-01"}
        when = {"run": number, "recorded": "2025-05-01T00:00:00Z"}
        if number <= VERSION:
            said += [
                when | {"what": "event", "event_id": one, "version": number, "set": row, "about": about}
                for one, row in these.items()
            ]
        said += [
            when | {"what": "event", "event_id": one, "version": number, "gone": True, "about": about}
            for one, last in GONE.items()
            if number == last
        ]
        said.append(when | {"what": "run", "failed": ["x"], "news": {}})
    journal.append(path, said)
    return path


@pytest.fixture(params=["known", "ledger"])
def sides(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Past, months.Months]:
    """Return the past as it is kept, or played back, and the record."""
    record = months.of(files(tmp_path / "record", AFTER))
    if request.param == "known":
        return past.kept(files(tmp_path / "known", BEFORE), record.homes), record
    head, before = past.played(ledger(tmp_path / "changes.jsonl"), record.homes)
    assert (head.run, head.told, head.gone) == (7, {"failed": ["x"]}, {"never-back": 2, "is-back": 7})
    return before, record


def test_months_one_after_the_other_differ_as_all_at_once(sides: tuple[Past, months.Months]) -> None:
    """Where an event moved, changed, lies in two months, was joined to one of another month, or its month is gone."""
    found, had = [], {}
    for versions_, lines in months.differences(sides[0], GONE, sides[1]):
        had |= versions_
        told = list(lines)
        assert [line["event_id"] for line in told] == sorted(line["event_id"] for line in told)
        found += told
    assert sorted(found, key=lambda line: str(line["event_id"])) == at_once()
    told = {line["event_id"]: (line["change"], line.get("into")) for line in found}
    assert "moves" not in told
    assert told["joins"] == ("withdrawn", "moves-and-changes")
    assert told["goes"] == ("withdrawn", None), "the month that counts does not have it"
    assert told["is-back"] == ("new", None)
    assert had == dict.fromkeys((row["event_id"] for rows in BEFORE.values() for row in rows), VERSION)


class Row(dict[str, Any]):
    """Values of an event of which one can say whether they are still held."""


def test_no_more_than_a_month_is_in_memory(sides: tuple[Past, months.Months], monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its lines are used up nothing of a month is held, so an archive takes as much as its largest month."""
    held: list[weakref.ref[Row]] = []
    read = versions.values

    def followed(arrow: pa.Table) -> dict[str, Row]:
        rows = {event_id: Row(row) for event_id, row in read(arrow).items()}
        held.extend(map(weakref.ref, rows.values()))
        return rows

    monkeypatch.setattr(versions, "values", followed)
    for _, lines in months.differences(sides[0], GONE, sides[1]):
        deque(lines, maxlen=0)
        assert not any(one() for one in held)
    assert len(held) >= sum(map(len, AFTER.values()))


def test_a_month_holds_its_own_events_alone(sides: tuple[Past, months.Months]) -> None:
    """So no more than the largest is in memory at a time: the past has an event where the record has it now."""
    before, record = sides
    for month in record.files:
        assert {*before.events(month)} & {*record.homes} <= {*record.values(month)}
    standing = [event_id for month in before.months for event_id in before.events(month)]
    later = [one for month in {*record.files} - {*before.months} for one in before.events(month)]
    assert sorted([*standing, *later]) == sorted(before.standing)
