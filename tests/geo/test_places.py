"""Tests of choosing: the text decides which place of a name is meant, and what it does not decide stays open."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geotracker import tables
from geotracker.geo import bearings, gazetteer, places
from geotracker.records import Bearing, Mention, Paragraph, Place, PlaceName, Report, Section, Sentence

KNOWN = gazetteer.load()
POKROVSK = (48.28, 37.18)
DAY = date(2025, 1, 18)


def resolve(text: str, *, kind: str = "", actor: str = "", placed: tuple[Place, ...] = (), **said: Any) -> Place:
    """Return what a name means with what the text says of it."""
    return places.resolve(PlaceName(text, **said), KNOWN, kind=kind, actor=actor, placed=placed)


def point(place: Place) -> tuple[float, float]:
    """Return the place's latitude and longitude."""
    assert place.lat is not None, place.reason
    assert place.lon is not None
    return place.lat, place.lon


def test_pokrovsk_is_in_donetsk_oblast() -> None:
    """Of all places of that name, ground fighting is at the Ukrainian one, and another region is never taken."""
    place = resolve("Pokrovsk", kind="attack", actor="russia")
    assert place.admin1 == "Donetsk Oblast"
    assert bearings.km(*point(place), *POKROVSK) < 5
    assert resolve("Pokrovsk", regions=("Sakha Republic",)).admin1_code == "RU-SA"
    assert resolve("Pokrovsk").admin1 == "Donetsk Oblast"


def test_a_namesake_elsewhere_is_never_taken() -> None:
    """Where the text names the oblast and no place of the name is there, the name stays unplaced and says why."""
    place = resolve("Toretsk", regions=("Kaluga Oblast",), kind="strike", actor="ukraine")
    assert place.lat is None
    assert place.admin1 == "Kaluga Oblast"
    assert "Kaluga Oblast, as the text says" in place.reason


@pytest.mark.parametrize("text", ["Nowhereivka", "😀", "", "x", "Я" * 10_000, "<script>"])
def test_an_unknown_name_is_unplaced_with_a_short_reason(text: str) -> None:
    """What nobody knows has no point; the reason does not repeat ten thousand letters."""
    place = resolve(text, kind="strike", actor="russia")
    assert (place.lat, place.lon, place.radius_m) == (None, None, None)
    assert 0 < len(place.reason) < 200


def test_an_attack_in_yakutia_is_not_believed() -> None:
    """A name that is only far from the front is no place of ground fighting."""
    place = resolve("Yakutsk", kind="attack", actor="russia")
    assert place.lat is None
    assert place.reason == "no place of this name is where an attack can be"
    assert resolve("Yakutsk", kind="strike", actor="ukraine").admin1_code == "RU-SA"


@pytest.mark.parametrize(
    ("text", "bearing", "near"),
    [
        ("Novoselivka", Bearing("northwest", "Lyman"), (49.07, 37.70)),
        ("Bilohorivka", Bearing("south", "Kreminna", 12), (48.93, 38.25)),
        ("Bilohorivka", Bearing("northeast", "Bakhmut"), (48.73, 38.21)),
        ("Krasnohorivka", Bearing("near", "Donetsk City"), (48.00, 37.51)),
    ],
)
def test_the_bracket_chooses(text: str, bearing: Bearing, near: tuple[float, float]) -> None:
    """Distance and direction from an anchor tell two places of one name apart."""
    place = resolve(text, bearings=(bearing,), kind="attack", actor="russia")
    assert bearings.km(*point(place), *near) < 6
    assert place.confidence == "sure"


def test_a_bracket_that_nothing_fits_leaves_it_unplaced() -> None:
    """Places of the name that lie elsewhere than the bracket says are not meant."""
    place = resolve("Mariupol", bearings=(Bearing("southeast", "Lyman"),), kind="attack", actor="russia")
    assert place.lat is None
    assert place.reason == "no place of this name is southeast of Lyman"
    assert place.candidates


def test_the_oblast_wins_over_a_wrong_bracket() -> None:
    """Where oblast and bracket disagree, the oblast is kept and the reason says so."""
    place = resolve("Lyudinovo", regions=("Kaluga Oblast",), bearings=(Bearing("north", "Pokrovsk"),))
    assert place.admin1 == "Kaluga Oblast"
    assert place.confidence == "likely"
    assert "as the text also says" in place.reason


def test_neighbours_in_the_text_choose() -> None:
    """Of many Novoselivkas the one near places already settled in the paragraph is taken."""
    lyman = resolve("Lyman", regions=("Donetsk Oblast",))
    near_lyman = resolve("Novoselivka", kind="attack", actor="russia", placed=(lyman,))
    assert bearings.km(*point(near_lyman), *point(lyman)) < 40
    chernihiv = resolve("Chernihiv")
    assert resolve("Novoselivka", kind="strike", actor="russia", placed=(chernihiv,)).admin1 == "Chernihiv Oblast"


def test_a_village_far_from_its_neighbours_is_not_believed() -> None:
    """In ground fighting a lone namesake far from all that is named beside it stays unplaced."""
    lyman = resolve("Lyman", regions=("Donetsk Oblast",))
    place = resolve("Vilshana", kind="attack", actor="russia", placed=(lyman, lyman))
    assert place.lat is None
    assert "km from those named with Vilshana" in place.reason


def test_the_sections_area_counts() -> None:
    """An oblast named in the section's title favours its places."""
    there = resolve("Zelene", kind="attack", actor="russia", area="Supporting Effort – Kherson Oblast")
    assert there.admin1 == "Kherson Oblast"


def test_every_choice_says_why() -> None:
    """Candidates come with scores, best first, the leading eight with their reasons."""
    place = resolve("Novoselivka", kind="attack", actor="russia")
    scores = [one.score for one in place.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 1
    assert all(one.why for one in place.candidates[:8])
    assert place.confidence == "guess"


@pytest.mark.parametrize(
    ("text", "level", "precision", "code", "country"),
    [
        ("western Donetsk Oblast", "region", 5, "UA-14", "UA"),
        ("Republic of Tatarstan", "region", 5, "RU-TA", "RU"),
        ("occupied Crimea", "region", 5, "UA-43", "UA"),
        ("Kupyansk Raion", "district", 4, "UA-63", "UA"),
        ("Ukraine", "country", 6, "", "UA"),
        ("Russia", "country", 6, "", "RU"),
        ("Poland", "country", 6, "", "PL"),
        ("Kaluga Oblast", "settlement", 5, "RU-KLU", "RU"),
    ],
)
def test_areas_have_a_middle_and_a_reach(text: str, level: Any, precision: int, code: str, country: str) -> None:
    """A region, raion or country is its middle with a radius that holds it, never a pin."""
    place = resolve(text, level=level)
    assert (place.geo_precision, place.admin1_code, place.country) == (precision, code, country)
    assert point(place)
    assert (place.radius_m or 0) > 10_000
    assert place.settlement == ""


def test_footprints_grow_with_distance_from_the_place() -> None:
    """A settlement, a ring around it, and a stretch of land: each reaches further than the one before."""
    radii = [
        places.resolve(PlaceName("Pokrovsk"), KNOWN, kind="attack", precision=precision).radius_m or 0
        for precision in (2, 3, 4)
    ]
    assert radii == sorted(radii)
    assert 1_000 <= radii[0] < radii[1] < radii[2] <= 20_000
    assert resolve("Pokrovsk", offset="southwest of").geo_precision == 3


def test_a_stretch_between_two_places_lies_between_them() -> None:
    """A named area of two settlements is a disc over both."""
    place = resolve("Avdiivka-Donetsk City area", level="area", kind="strike", actor="russia")
    assert place.geo_precision == 4
    for end in ("Avdiivka", "Donetsk City"):
        assert bearings.km(*point(place), *point(resolve(end, regions=("Donetsk Oblast",)))) * 1000 <= (
            place.radius_m or 0
        )


def test_a_named_feature_is_known() -> None:
    """Spits, islands and bridges that reports name have a point of their own."""
    place = resolve("Kinburn Spit", level="area", kind="advance", actor="ukraine")
    assert place.admin1 == "Mykolaiv Oblast"
    assert place.geo_precision == 4


def test_lookup_takes_help() -> None:
    """A region, a country or a place nearby decide; an unknown region places nothing."""
    assert places.lookup("Donetsk", KNOWN, region="Rostov Oblast").country == "RU"
    assert places.lookup("Yalta", KNOWN, region="Donetska oblast").admin1_code == "UA-14"
    assert places.lookup("Brest", KNOWN, country="Belarus").country == "BY"
    assert bearings.km(*point(places.lookup("Novoselivka", KNOWN, near="Lyman")), 49.07, 37.70) < 6
    lost = places.lookup("Kyiv", KNOWN, region="Atlantis")
    assert lost.lat is None
    assert lost.reason == "no region or country named Atlantis is known"


def test_a_city_of_its_own_answers_to_the_region_around_it() -> None:
    """Kyiv is found for a table that puts it into Kyiv Oblast."""
    assert places.lookup("Kiev", KNOWN, region="Kiev Oblast").admin1 == "Kyiv City"


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(st.text(max_size=60), st.sampled_from(["Ivanivka", "Pokrovsk", "Lyman", "Kaluga City"])),
    direction=st.sampled_from(["north", "south-west", "near", "", "?"]),
    anchor=st.one_of(st.text(max_size=20), st.just("Kharkiv City")),
    kind=st.sampled_from(["", "strike", "attack", "salvo", "withdrawal"]),
    level=st.sampled_from(["settlement", "district", "region", "country", "area"]),
)
def test_any_name_gives_a_place(text: str, direction: str, anchor: str, kind: str, level: Any) -> None:
    """Whatever a report says, a place comes back: with a point, a radius and a region, or with the reason for none."""
    name = PlaceName(text, level=level, bearings=(Bearing(direction, anchor),))
    place = places.resolve(name, KNOWN, kind=kind, actor="russia")
    assert (place.lat is None) == (place.lon is None)
    assert (place.lat is None) == (place.radius_m is None)
    assert place.reason
    assert place.name == text


SENTENCES = (
    "Forces attacked near Lyman and Zarichne.",
    "They attacked near Novoselivka.",
    "Drones struck Nowhereivka.",
)


def report() -> Report:
    """Return a report of three sentences in one paragraph."""
    text = " ".join(SENTENCES)
    starts = [text.index(sentence) for sentence in SENTENCES]
    sentences = tuple(
        Sentence(i, at, at + len(s), s, 0) for i, (at, s) in enumerate(zip(starts, SENTENCES, strict=True))
    )
    whole = len(text)
    section, paragraph = Section(0, "Donetsk Oblast", 0, whole), Paragraph(0, 0, whole, 0)
    return Report("2025-01-18-test", "Test", DAY, "https://example.org/", "", text, (section,), (paragraph,), sentences)


def mention(place: str, sentence: int, kind: Any = "attack", **said: Any) -> Mention:
    """Return a mention of a place in one of the sentences."""
    start = report().sentences[sentence].start
    name = PlaceName(place, area="Donetsk Oblast", **said)
    words = SENTENCES[sentence]
    made = Mention(
        f"m-{place}",
        "2025-01-18-test",
        kind,
        "russia",
        name,
        DAY,
        DAY,
        "day",
        3,
        "reported",
        words,
        start,
        start + len(words),
    )
    return replace(made, endnotes=("1 https://example.org/a",), rules=("attack.near",))


def test_a_report_becomes_the_table_of_mentions() -> None:
    """One row a mention in order; the unplaced stay with their reason; the excerpt is the report's own words."""
    mentions = [
        mention("Lyman", 0),
        mention("Zarichne", 0),
        mention("Novoselivka", 1),
        mention("Nowhereivka", 2, "strike"),
    ]
    frame = places.geocode(report(), mentions, KNOWN)
    assert list(tables.check(frame, tables.MENTIONS)["place"]) == ["Lyman", "Zarichne", "Novoselivka", "Nowhereivka"]
    assert list(frame["admin1"]) == ["Donetsk Oblast"] * 3 + [""]
    assert list(frame.geometry.isna() | frame.geometry.is_empty) == [False, False, False, True]
    assert frame["place_reason"].iloc[3] == "no place named Nowhereivka is known"
    assert frame["excerpt"].iloc[1] == SENTENCES[0]
    assert (frame["event_id"] == frame["mention_id"]).all()
    assert {"score", "why"} <= set(json.loads(frame["place_candidates"].iloc[2])[0])
    assert set(frame["review"]) == {"machine"}


def test_sure_places_help_the_others_whatever_the_order() -> None:
    """Novoselivka is settled by Lyman and Zarichne, be they named before it or after."""
    forward = places.geocode(
        report(), [mention("Zarichne", 0), mention("Novoselivka", 1), mention("Siversk", 2)], KNOWN
    )
    back = places.geocode(report(), [mention("Siversk", 0), mention("Novoselivka", 1), mention("Zarichne", 2)], KNOWN)
    one, other = (frame[frame["place"] == "Novoselivka"].geometry.iloc[0] for frame in (forward, back))
    assert one.equals(other)
    assert bearings.km(one.y, one.x, 49.07, 37.70) < 6


def test_a_report_without_mentions_gives_an_empty_table() -> None:
    """No mention is no fault."""
    frame = places.geocode(report(), [], KNOWN)
    assert len(frame) == 0
    assert list(frame.columns)[:-1] == tables.MENTIONS.names


def test_geocoding_twice_gives_the_same_rows() -> None:
    """The same report and mentions give the same table."""
    mentions = [mention("Lyman", 0), mention("Novoselivka", 1)]
    assert places.geocode(report(), mentions, KNOWN).equals(places.geocode(report(), mentions, KNOWN))


def test_a_region_outweighs_the_country_around_it() -> None:
    """Where a region and its country are both named, being in the country is not enough."""
    assert resolve("Toretsk", regions=("Kyiv Oblast", "Ukraine")).lat is None
    assert resolve("Pokrovsk", regions=("Donetsk Oblast", "Russia")).admin1 == "Donetsk Oblast"


def test_a_region_is_not_taken_for_a_village_of_its_name() -> None:
    """A region's own name means it, unless the text says where a village of that name is."""
    assert (resolve("Krym").admin1_code, resolve("Krym").geo_precision) == ("UA-43", 5)
    assert resolve("Krym", regions=("Rostov Oblast",)).settlement == "Krym"
    assert resolve("Donetsk").settlement == "Donetsk"


@pytest.mark.parametrize("name", ["A", "I", "Q", "É"])
def test_one_letter_is_no_name(name: str) -> None:
    """Neither a settlement nor a region answers to it."""
    assert resolve(name).lat is None


def test_a_region_outside_the_country_given_is_told_and_never_sure() -> None:
    """A region and a country that contradict each other are both shown in the reason."""
    place = places.lookup("Pokrovsk", KNOWN, region="Donetsk Oblast", country="Russia")
    assert (place.admin1_code, place.confidence) == ("UA-14", "guess")
    assert "Donetsk Oblast is not in Russia" in place.reason
    assert places.lookup("Pokrovsk", KNOWN, region="Donetsk Oblast", country="Ukraine").confidence == "sure"
