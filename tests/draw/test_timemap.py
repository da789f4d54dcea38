"""TimeMap's events, sources and associations, by the keys that its schemas allow."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from geotracker import tables
from geotracker.draw import timemap
from geotracker.notice import PRIVATE, Notice
from tests import frames

# The keys of its eventSchema.js, sourceSchema.js and associationsSchema.js: with another TimeMap drops the item.
EVENT = set(
    "id civId description graphic date time time_precision location latitude longitude x y z type category "
    "category_full associations sources comments time_display narrative___stepStyles shape colour".split()
)
SOURCE = set("id title thumbnail paths type affil_s url description parent author date notes".split())
ASSOCIATION = set("id title desc mode colour type display filter_paths".split())
FRAME = frames.events(
    {
        "start": date(2025, 1, 17),
        "end": date(2025, 1, 18),
        "endnotes": ["12 https://example.org/a"],
        "report_url": "https://example.org/r",
        "claimed_by": ["Open Daily"],
    },
    {"geometry": frames.NOWHERE, "evidence": "claimed", "excerpt": None},
)


def written(notice: Notice | None = None) -> dict[str, Any]:
    """Return the three files as JSON."""
    return {name: json.loads(words) for name, words in timemap.texts(FRAME, tables.EVENTS, notice).items()}


def test_events_have_the_keys_and_types_of_the_schema() -> None:
    """Text all through, lists for sources and associations, a date that its DATE_FMT reads."""
    for event in written()["events"]:
        assert set(event) <= EVENT
        lists = {name for name, value in event.items() if isinstance(value, list)}
        assert lists == {"associations", "sources"}
        assert all(isinstance(value, str) for name, value in event.items() if name not in lists)
        datetime.strptime(event["date"], "%m/%d/%Y")  # noqa: DTZ007 -- a day has no zone


def test_an_event_keeps_its_window_and_its_place() -> None:
    """The unplaced have no coordinates, and TimeMap leaves them off its map."""
    first, second = written()["events"]
    assert (first["date"], first["time_display"]) == ("01/17/2025", "2025-01-17 – 2025-01-18")
    assert (first["latitude"], first["longitude"]) == ("53.86639", "34.44778")
    assert (second["latitude"], second["longitude"]) == ("", "")
    assert second["description"] == ""


def test_every_source_that_an_event_names_is_there() -> None:
    """The report with its address, and its endnotes with theirs."""
    told = written()
    named = {source for event in told["events"] for source in event["sources"]}
    assert named == set(told["sources"])
    for name, source in told["sources"].items():
        assert source["id"] == name
        assert set(source) <= SOURCE
        assert source["paths"] == []
    assert told["sources"]["2025-01-18-test:12"]["url"] == "https://example.org/a"
    assert told["sources"]["2025-01-18-test"]["url"] == "https://example.org/r"


def test_events_can_be_filtered_by_kind_side_and_evidence() -> None:
    """Each value once."""
    told = written()
    assert all(set(one) <= ASSOCIATION for one in told["associations"])
    known = [one["id"] for one in told["associations"]]
    assert known == ["actor:ukraine", "evidence:claimed", "evidence:reported", "kind:strike"]
    assert {one for event in told["events"] for one in event["associations"]} == set(known)


def test_the_notice_stands_in_events_and_sources() -> None:
    """Since no schema has a key for a whole file."""
    told = written(Notice())
    assert all(PRIVATE in event["comments"] for event in told["events"])
    assert PRIVATE in told["sources"]["notice"]["description"]
