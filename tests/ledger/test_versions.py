"""Versions of events: what differs becomes lines, and lines played back become events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotracker import tables
from geotracker.ledger import versions
from geotracker.ledger.versions import Known
from tests import frames

if TYPE_CHECKING:
    import geopandas as gpd


def values(frame: gpd.GeoDataFrame) -> dict[str, dict[str, Any]]:
    """Return the values of events by id."""
    return versions.values(tables.to_arrow(frame, tables.EVENTS))


def lines(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, into: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return what differs between two states, the first at version 1."""
    known = {event_id: Known(1, row) for event_id, row in values(before).items()}
    return list(versions.difference(known, values(after), into or {}))


EMPTY = tables.empty(tables.EVENTS)
ROWS = frames.events(
    {"mention_ids": ["m1", "m3"], "basis": ["photo"], "front_km": 1.25},
    {"geometry": frames.NOWHERE, "front_km": float("nan"), "place": "Лиман", "start": date(2025, 1, 17)},
)


def test_lines_played_back_are_the_events() -> None:
    """Every column of every row, the unplaced and the unknown too."""
    told = [{"run": 1, "recorded": "2025-01-18T06:30:00Z", **line} for line in lines(EMPTY, ROWS)]
    assert {line["change"] for line in told} == {"new"}
    expected = ROWS.sort_values(["start", "event_id"], ignore_index=True)
    pd.testing.assert_frame_equal(versions.replay(told).frame(), expected)


def test_nothing_differs_from_itself() -> None:
    """NaN is no difference."""
    assert lines(ROWS, ROWS) == []


def test_a_changed_event_tells_what_it_was() -> None:
    """Only what is other now, its number, and what it replaces."""
    after = ROWS.assign(evidence=["observed", ROWS["evidence"][1]])
    (line,) = lines(ROWS, after)
    assert (line["change"], line["version"], line["replaces"]) == ("changed", 2, "m1@1")
    assert (line["set"], line["was"]) == ({"evidence": "observed"}, {"evidence": "reported"})
    assert not versions.is_minor(line)


def test_an_event_that_is_gone_says_where_its_mentions_are() -> None:
    """One that was merged leads to the other; played back it is no more, and its number is kept."""
    merged = frames.events({"event_id": "m0", "mention_ids": ["m0", "m1"]})
    told = lines(ROWS[:1], merged, {"m1": "m0"})
    gone = next(line for line in told if line["event_id"] == "m1")
    assert (gone["change"], gone["gone"], gone["into"]) == ("withdrawn", True, "m0")
    state = versions.replay([{"run": 1, "recorded": "2025", **line} for line in told])
    assert state.frame()["event_id"].tolist() == ["m0"]
    assert state.events["m1"] == Known(2, None)
    again = next(versions.difference(state.events, values(frames.events({"event_id": "m1"})), {}), {})
    assert again["event_id"] == "m0"


def test_an_event_that_comes_back_is_new_in_a_later_version() -> None:
    """Nothing of its past is lost."""
    (line,) = versions.difference({"m1": Known(2, None)}, values(ROWS[:1]), {})
    assert (line["change"], line["version"], line["replaces"]) == ("new", 3, "m1@2")


def test_a_dropped_event_is_withdrawn_and_kept() -> None:
    """It stays in the record, and says so."""
    (line,) = lines(ROWS, ROWS.assign(row_status=["withdrawn", "active"]))
    assert line["change"] == "withdrawn"
    assert "gone" not in line


def test_measures_alone_are_minor_and_a_denial_is_told() -> None:
    """What readers hear of is another thing than what the ledger keeps."""
    (measured,) = lines(ROWS, ROWS.assign(front_km=[2.5, float("nan")]))
    assert versions.is_minor(measured)
    (denied,) = lines(ROWS, ROWS.assign(disputed=[True, False]))
    assert versions.is_contradicted(denied)
    (retracted,) = lines(ROWS.assign(disputed=[True, False]), ROWS)
    assert not versions.is_contradicted(retracted)


def test_rows_from_before_there_was_a_column_have_what_stands_for_the_unknown() -> None:
    """An older store is noted as it is."""
    arrow = tables.to_arrow(ROWS, tables.EVENTS)
    told = versions.values(arrow.drop_columns(["control"]))
    assert {row["control"] for row in told.values()} == {""}
    assert told == values(ROWS.assign(control=""))
