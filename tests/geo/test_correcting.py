"""Corrections worked into events and their groups of mentions."""

from __future__ import annotations

from datetime import date

import pytest

from geotracker.corrections import Correction
from geotracker.geo import correcting
from tests import frames


def groups(*ids: str) -> list[list[dict[str, str]]]:
    """Return groups of mentions, each given as letters."""
    return [[{"mention_id": letter} for letter in group] for group in ids]


def told(found: list[list[dict[str, str]]]) -> list[str]:
    """Return the groups as letters."""
    return ["".join(row["mention_id"] for row in group) for group in found]


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (Correction(event="b", action="merge", reason="x", into="c"), ["abcd", "e"]),
        (Correction(event="b", action="merge", reason="x", into="a"), ["ab", "cd", "e"]),
        (Correction(event="b", action="merge", reason="x", into="z"), ["ab", "cd", "e"]),
        (Correction(event="a", action="split", reason="x", mentions=("b",)), ["a", "cd", "e", "b"]),
        (Correction(event="b", action="split", reason="x", mentions=("b",)), ["a", "cd", "e", "b"]),
        (Correction(event="a", action="split", reason="x", mentions=("a", "b")), ["ab", "cd", "e"]),
        (Correction(event="a", action="split", reason="x", mentions=("c",)), ["ab", "cd", "e"]),
        (Correction(event="a", action="drop", reason="x"), ["ab", "cd", "e"]),
    ],
)
def test_groups_are_joined_and_parted(correction: Correction, expected: list[str]) -> None:
    """By any of their ids; what is not there is left alone."""
    assert told(correcting.regroup(groups("ab", "cd", "e"), [correction])) == expected


def test_without_a_match_the_events_are_the_same() -> None:
    """Not even copied."""
    events = frames.events({})
    assert correcting.correct(events, [Correction(event="z", action="drop", reason="x")]) is events


def test_any_mention_of_an_event_will_do() -> None:
    """A dropped event stays, as withdrawn."""
    events = frames.events({"mention_ids": ["m1", "m7"], "review": "machine"}, {"review": "machine"})
    found = correcting.correct(events, [Correction(event="m7", action="drop", reason="x")])
    assert found["row_status"].tolist() == ["withdrawn", "active"]
    assert found["review"].tolist() == ["corrected", "machine"]


@pytest.mark.parametrize(
    ("precision", "start", "end", "expected"),
    [
        ("night", date(2025, 1, 2), date(2025, 1, 3), "night"),
        ("recent", date(2025, 1, 2), date(2025, 1, 3), "range"),
        ("night", date(2025, 1, 2), None, "day"),
    ],
)
def test_a_window_that_is_set_says_how_precise_it_is(
    precision: str, start: date, end: date | None, expected: str
) -> None:
    """A night stays one where two days are given."""
    events = frames.events({"time_precision": precision})
    row = correcting.correct(events, [Correction(event="m1", action="edit", reason="x", start=start, end=end)]).iloc[0]
    assert (row["time_precision"], row["start"], row["end"]) == (expected, start, end or start)


def test_a_day_after_the_report_is_left_as_read() -> None:
    """What a report tells of did not begin after it."""
    events = frames.events({"report_date": "2025-01-20"})
    late = Correction(event="m1", action="edit", reason="x", start=date(2025, 1, 21))
    assert correcting.correct(events, [late])["start"].tolist() == events["start"].tolist()


def test_a_point_that_is_set_has_its_own_region() -> None:
    """And says whose word it is."""
    events = frames.events({"geo_precision": 6, "geometry": frames.NOWHERE, "country": "RU", "admin1": "Kaluga Oblast"})
    found = correcting.correct(events, [Correction(event="m1", action="place", reason="map", lat=48.28, lon=37.18)])
    row = found.iloc[0]
    assert (row["country"], row["admin1_code"], row["geo_precision"], row["place_confidence"]) == (
        "UA",
        "UA-14",
        2,
        "sure",
    )
    assert row["place_reason"] == "data/corrections.toml: map"
