"""Mentions of one thing become one event, inside a report and across reports, whatever their order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geotracker import tables
from geotracker.errors import TableError
from geotracker.geo import events
from tests import frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

Row = dict[str, Any]


def day(first: int, last: int | None = None, precision: str = "day") -> Row:
    """Return the window of a row: days of January 2025."""
    return {"start": date(2025, 1, first), "end": date(2025, 1, last or first), "time_precision": precision}


def report(number: int) -> Row:
    """Return the report of a row: the one of that day of January 2025."""
    return {"report_id": f"2025-01-{number}-test", "report_date": f"2025-01-{number}"}


def merged(*rows: Mapping[str, Any]) -> list[list[str]]:
    """Return the mentions of each event of these rows, which are m1, m2 …, in the order of the events' first ones."""
    placed = [{"start_char": 100 * number, **row} for number, row in enumerate(rows)]
    return sorted(events.merge(frames.mentions(*placed))["mention_ids"])


def event(*rows: Mapping[str, Any]) -> Row:
    """Return the one event of these rows."""
    placed = [{"start_char": 100 * number, **row} for number, row in enumerate(rows)]
    (found,) = events.merge(frames.mentions(*placed)).to_dict("records")
    return {str(name): value for name, value in found.items()}


ONE = [["m1", "m2"]]
TWO = [["m1"], ["m2"]]
NIGHT = day(17, 18, "night")
RECENT = day(17, 18, "recent")


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ({}, {}, ONE),
        ({"kind": "strike"}, {"kind": "advance"}, TWO),
        ({"actor": "russia"}, {"actor": "ukraine"}, TWO),
        ({"place": "Alta"}, {"place": "Balka"}, TWO),
        ({"place": "Alta", "settlement": "Altá"}, {"place": "Old Alta", "settlement": "alta"}, ONE),
        ({"place": "Alta", "admin1_code": "UA-14"}, {"place": "Alta", "admin1_code": "UA-23"}, TWO),
        (day(18), day(17), TWO),
        (day(18), NIGHT, ONE),
        (day(18), RECENT, ONE),
        (day(16), RECENT, TWO),
        (RECENT, day(18, 19, "recent"), ONE),
        ({"kind": "attack", **day(17, 18, "range")}, {"kind": "attack", **day(18)}, ONE),
        ({"facility": "oil depot"}, {"facility": "airfield"}, TWO),
        ({"facility": "oil depot"}, {"facility": "Kaluga oil depot"}, ONE),
        ({"facility": "oil depot"}, {"facility": ""}, ONE),
        ({"facility": "oil depot"}, {"facility": "energy infrastructure"}, ONE),
        ({"facility": "Zvezda Plant"}, {"facility": "Molot Plant"}, TWO),
        ({"facility": "Zvezda Aircraft Plant"}, {"facility": "Molot Aircraft Plant"}, TWO),
        ({"facility": "Zvezda Aircraft Plant"}, {"facility": "Zvezda Plant"}, ONE),
        ({"facility": "Zvezda Aircraft Plant"}, {"facility": "aircraft plant"}, ONE),
        ({"kind": "advance", "offset": ""}, {"kind": "advance", "offset": "near", "geo_precision": 3}, TWO),
        ({"kind": "advance", "offset": "northern"}, {"kind": "advance", "offset": "central"}, ONE),
        ({"kind": "attack", "offset": ""}, {"kind": "attack", "offset": "near", "geo_precision": 3}, ONE),
    ],
)
def test_in_one_report(first: Row, second: Row, wanted: list[list[str]]) -> None:
    """In one report the same kind, side, place and object in windows that meet are one event."""
    assert merged(first, second) == wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (day(18), day(18), ONE),
        (NIGHT, day(18), ONE),
        (day(18), NIGHT, ONE),
        (NIGHT, NIGHT, ONE),
        (day(17), day(18), TWO),
        (NIGHT, day(18, 19, "night"), TWO),
        (RECENT, RECENT, TWO),
        (day(18), RECENT, TWO),
        (day(17, 18, "range"), day(17, 18, "range"), TWO),
        (day(17), day(17, 18, "range"), TWO),
        (day(17, 18, "range"), day(18), ONE),
        (RECENT, day(18), ONE),
        (RECENT, day(16), TWO),
        ({"kind": "advance", **day(18)}, {"kind": "advance", **day(18)}, ONE),
        ({"kind": "withdrawal", **day(18)}, {"kind": "withdrawal", **day(18)}, ONE),
        ({"kind": "salvo", **NIGHT}, {"kind": "salvo", **NIGHT}, ONE),
        ({"kind": "attack", **day(18)}, {"kind": "attack", **day(18)}, TWO),
        ({"actor": "russia", **day(18)}, {"actor": "ukraine", **day(18)}, TWO),
        ({"facility": "oil depot", **day(18)}, {"facility": "radar station", **day(18)}, TWO),
        ({"facility": "oil depot", **day(18)}, {"facility": "", **day(18)}, ONE),
    ],
)
def test_across_reports(first: Row, second: Row, wanted: list[list[str]]) -> None:
    """Across reports both are dated and one lies in the other, or a later one looks back; attacks never merge."""
    assert merged({**first, **report(19)}, {**second, **report(20)}) == wanted


def test_no_chains() -> None:
    """Every member matches the earliest mention: a middle one joins no two days into one."""
    rows = [{**day(17), **report(18)}, {**NIGHT, **report(19)}, {**day(18), **report(20)}]
    assert merged(*rows) == [["m1", "m2"], ["m3"]]


def test_two_reports_of_one_day() -> None:
    """Two reports of one day that date a thing tell of one event."""
    assert merged({**day(18), "report_id": "a"}, {**day(18), "report_id": "b"}) == ONE


def test_the_earliest_mention_names_the_event() -> None:
    """An event's id is its earliest mention's, by the report's date and then by the text."""
    late = {"mention_id": "late", **day(18), **report(20)}
    second = {"mention_id": "second", **day(18), **report(19), "start_char": 900}
    first = {"mention_id": "first", **day(18), **report(19), "start_char": 10}
    found = event(late, second, first)
    assert found["event_id"] == "first"
    assert found["mention_ids"] == ["first", "second", "late"]
    assert found["n_mentions"] == 3


def test_the_highest_evidence_speaks() -> None:
    """Report, excerpt and evidence are of the mention with the highest evidence, then of the earliest."""
    found = event(
        {"evidence": "claimed", "excerpt": "one", **day(18), **report(18)},
        {"evidence": "observed", "excerpt": "two", **day(18), **report(19)},
        {"evidence": "observed", "excerpt": "three", **day(18), **report(20)},
    )
    assert (found["evidence"], found["excerpt"], found["report_date"]) == ("observed", "two", "2025-01-19")


def test_what_any_mention_knows() -> None:
    """An event has the nearest time and place, the most telling object, and all sources and notes of its mentions."""
    found = event(
        {
            **RECENT,
            "geo_precision": 3,
            "offset": "near",
            "facility": "facilities",
            "claimed_by": ["A"],
            "basis": ["media"],
            "endnotes": ["1 https://example.org/a"],
        },
        {
            **day(18),
            "geo_precision": 2,
            "facility": "Zvezda facilities",
            "weapon": "drones",
            "claimed_by": ["B", "A"],
            "basis": ["official"],
            "disputed": True,
            "endnotes": ["2 https://example.org/b"],
        },
    )
    assert (found["start"], found["end"], found["time_precision"]) == (date(2025, 1, 18), date(2025, 1, 18), "day")
    assert (found["geo_precision"], found["offset"]) == (2, "")
    assert (found["facility"], found["weapon"]) == ("Zvezda facilities", "drones")
    assert (found["claimed_by"], found["basis"]) == (["A", "B"], ["media", "official"])
    assert found["disputed"]
    assert len(found["endnotes"]) == 2


@pytest.mark.parametrize("mentions", [[{"geometry": frames.NOWHERE}, {}], [{}, {"geometry": frames.NOWHERE}]])
def test_a_place_that_was_found_is_the_events(mentions: Sequence[Row]) -> None:
    """Where one mention was placed and another was not, the event stands at the place."""
    assert event(*mentions)["geometry"] == frames.KALUGA


def test_an_unplaced_event_is_kept() -> None:
    """What nobody could place is an event with an empty point."""
    assert event({"geometry": frames.NOWHERE})["geometry"].is_empty


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ({"endnotes": ["1 https://t.me/alta/11"]}, {"endnotes": ["2 https://t.me/s/alta/12"]}, 1),
        ({"endnotes": ["1 https://t.me/alta/11"]}, {"endnotes": ["2 https://t.me/balka/11"]}, 2),
        ({"endnotes": ["1 https://www.example.org/a"]}, {"endnotes": ["1 https://example.org/b"]}, 1),
        ({"endnotes": ["1 https://x.com/Alta/status/1"]}, {"endnotes": ["2 https://x.com/alta/status/2"]}, 1),
        ({"endnotes": ["1 https://a.example/1", "1 https://b.example/1"]}, {}, 2),
        ({"claimed_by": ["A"]}, {"claimed_by": ["A", "B"]}, 2),
        ({"endnotes": ["7"]}, {}, 1),
        ({}, {}, 1),
    ],
)
def test_sources_are_counted_by_origin(first: Row, second: Row, wanted: int) -> None:
    """A channel or a site cited twice is one source; without addresses the named sources count, and one at least."""
    assert event(first, second)["n_sources"] == wanted


KINDS = st.sampled_from(["strike", "advance", "attack", "withdrawal"])
WINDOWS = st.sampled_from([day(17), day(18), NIGHT, day(18, 19, "night"), RECENT, day(17, 19, "range")])
ROWS = st.lists(
    st.builds(
        lambda kind, window, told, place, facility, evidence: {
            "kind": kind,
            **window,
            **report(told),
            "place": place,
            "facility": facility,
            "evidence": evidence,
        },
        KINDS,
        WINDOWS,
        st.integers(18, 21),
        st.sampled_from(["Alta", "Balka"]),
        st.sampled_from(["", "oil depot", "airfield", "depot"]),
        st.sampled_from(["observed", "reported", "claimed"]),
    ),
    min_size=1,
    max_size=8,
)


def shown(frame: gpd.GeoDataFrame) -> list[Row]:
    """Return the rows of a frame, their points as text."""
    return [{str(name): str(value) for name, value in row.items()} for row in frame.to_dict("records")]


@settings(max_examples=12, deadline=None)
@given(ROWS, st.randoms())
def test_the_order_of_mentions_does_not_matter(rows: list[Row], random: Any) -> None:
    """Shuffled mentions give the same events in the same order, and every mention belongs to one of them."""
    numbered = [
        {"mention_id": f"m{number}", "start_char": 50 * (number // 2), **row} for number, row in enumerate(rows)
    ]
    wanted = events.merge(frames.mentions(*numbered))
    random.shuffle(numbered)
    assert shown(events.merge(frames.mentions(*numbered))) == shown(wanted)
    assert sorted(name for names in wanted["mention_ids"] for name in names) == sorted(
        f"m{n}" for n in range(len(rows))
    )


def test_no_mentions_are_no_events() -> None:
    """An empty table of mentions gives an empty table of events."""
    found = events.merge(tables.empty(tables.MENTIONS))
    assert found.empty
    assert list(found.columns) == [*tables.EVENTS.names, "geometry"]


def test_only_mentions_are_merged() -> None:
    """A frame that is no table of mentions is refused."""
    with pytest.raises(TableError, match="mentions"):
        events.merge(frames.events({}))
