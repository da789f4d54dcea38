"""Tests of the help that a text gives: roads, stretches, anchors that are wrong, and what one paragraph says once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from geotracker.geo import anchoring, bearings, gazetteer, places, sweeping
from geotracker.geo.weighing import Context
from geotracker.records import Bearing, Mention, Paragraph, Place, PlaceName, Report, Section, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN = gazetteer.load()
DAY = date(2025, 1, 18)


def resolve(text: str, *said: Bearing, kind: str = "attack", actor: str = "russia", **more: Any) -> Place:
    """Return what a name means with the help that the text gives."""
    return places.resolve(PlaceName(text, bearings=said, **more), KNOWN, kind=kind, actor=actor)


def away(place: Place, lat: float, lon: float) -> float:
    """Return how far a place is from a point in km."""
    assert place.lat is not None, place.reason
    assert place.lon is not None
    return bearings.km(place.lat, place.lon, lat, lon)


def test_a_road_between_two_towns_tells_which_village_on_it_is_meant() -> None:
    """Of the places of one name the one on the road is taken, whose ends need not be near it."""
    place = resolve("Yakymivka", Bearing("along", "Melitopol-Novooleksiivka"), kind="strike", actor="ukraine")
    assert away(place, 46.70, 35.16) < 5
    assert place.confidence == "sure"
    assert place.reason.endswith("the one that is along the Melitopol-Novooleksiivka road")


def test_a_stretch_has_spots_from_end_to_end() -> None:
    """The ends are the places that name it; ends that nobody knows, or too far apart, name no stretch."""
    said = Bearing("along", "Melitopol-Mariupol")
    spots = anchoring.anchors(PlaceName("X", bearings=(said,)), KNOWN, Context())
    assert len(spots) > 5
    assert bearings.km(spots[0].lat, spots[0].lon, 46.84, 35.37) < 5
    assert bearings.km(spots[-1].lat, spots[-1].lon, 47.10, 37.55) < 5
    for ends in ("Lviv-Luhansk", "Nowhereivka-Melitopol", "Melitopol"):
        assert not anchoring.anchors(PlaceName("X", bearings=(Bearing("between", ends),)), KNOWN, Context())


def test_an_unknown_place_of_a_line_lies_between_its_neighbours() -> None:
    """A line that is named by its villages places the one that nobody knows, with a footprint from end to end."""
    place = resolve("Nowhereivka", Bearing("between", "Orlianka-Yahidne"))
    ends = [resolve(end, regions=("Kharkiv Oblast",)) for end in ("Orlianka", "Yahidne")]
    assert place.geo_precision == 4
    assert "between the ends of Orlianka-Yahidne" in place.reason
    for end in ends:
        assert away(place, end.lat or 0, end.lon or 0) * 1000 <= (place.radius_m or 0)


def test_a_distance_that_is_wrong_keeps_the_place_in_that_direction_as_a_guess() -> None:
    """Where the direction fits and the distance does not, the distance is taken for wrong."""
    place = resolve("Soledar", Bearing("northeast", "Bakhmut", 40))
    assert place.settlement == "Soledar"
    assert place.confidence == "guess"
    assert "although it is not 40 km northeast of Bakhmut" in place.reason


def test_a_distance_and_direction_that_both_fail_name_another_place() -> None:
    """A namesake that nobody knows is where the words say, and not the town on the other side."""
    place = resolve("Krasnohorivka", Bearing("north", "Avdiivka", 9))
    assert place.settlement == ""
    assert place.geo_precision == 4
    assert place.reason == "no place of this name is known there: the land 9 km north of Avdiivka"
    assert away(place, 48.22, 37.75) < 5


def test_a_namesake_far_from_everything_named_is_not_kept_against_its_bracket() -> None:
    """Against the bracket only what is near its anchor or the places around may be meant."""
    assert resolve("Mariupol", Bearing("southeast", "Lyman")).lat is None


SENTENCES = ("Drones hit a bridge near Yakymivka.", "They hit a truck on a road near Yakymivka.")


def _report(paragraphs: int) -> Report:
    text = " ".join(SENTENCES)
    starts = [text.index(sentence) for sentence in SENTENCES]
    parts = tuple(Paragraph(at, 0, len(text), 0) for at in range(paragraphs))
    sentences = tuple(
        Sentence(at, start, start + len(words), words, min(at, paragraphs - 1))
        for at, (start, words) in enumerate(zip(starts, SENTENCES, strict=True))
    )
    section = (Section(0, "", 0, len(text)),)
    return Report("2025-01-18-test", "Test", DAY, "https://example.org/", "", text, section, parts, sentences)


def _mention(at: int, *said: Bearing) -> Mention:
    report = _report(1)
    start, words = report.sentences[at].start, SENTENCES[at]
    name = PlaceName("Yakymivka", bearings=said)
    span = (start, start + len(words))
    return Mention(f"m{at}", "r", "strike", "ukraine", name, DAY, DAY, "day", 3, "reported", words, *span)


@pytest.mark.parametrize(("paragraphs", "shared"), [(1, True), (2, False)])
def test_help_holds_for_the_whole_paragraph(paragraphs: int, *, shared: bool) -> None:
    """What a paragraph says once of a name holds for its other mentions there, and for no other paragraph."""
    mentions = [_mention(0), _mention(1, Bearing("along", "Melitopol-Novooleksiivka"))]
    first, second = sweeping.sweep(_report(paragraphs), mentions, KNOWN, places.within)
    assert second.confidence == "sure"
    assert ("road" in first.reason) is shared


def test_many_mentions_are_placed_as_few_are() -> None:
    """Only the nearest around count, so a long text is read as a short one is."""
    few = sweeping.sweep(_report(1), [_mention(0), _mention(1)], KNOWN, places.within)
    many = sweeping.sweep(_report(1), [_mention(0), *[_mention(1)] * 200], KNOWN, places.within)
    assert (few[0].lat, few[0].lon) == (many[0].lat, many[0].lon)


def front_along(lat: float) -> Callable[[float, float], float | None]:
    """Return the distance to a front line that runs along a parallel."""
    return lambda _lon, here: abs(here - lat) * 111.2


def test_the_distance_to_the_front_line_tells_which_place_is_meant() -> None:
    """Of two places of one name in one region, the one as far from the front as the text says is taken for sure."""
    said = PlaceName("Dachne", regions=("Ukraine",), frontline_km=25.0)
    for lat in (48.6, 49.6):
        around = Context("strike", "ukraine", front=front_along(lat))
        place = places.within(said, KNOWN, around, 2)
        assert place.lat is not None
        assert abs(abs(place.lat - lat) * 111.2 - 25) < 10
        assert "25 km from the front line" in place.candidates[0].why


def test_the_front_line_singles_a_place_out() -> None:
    """Where it alone of two is that far, it is sure; where none is, nothing is confirmed."""
    said = PlaceName("Bilohorivka", regions=("Ukraine",), frontline_km=20.0)
    near = places.within(said, KNOWN, Context("attack", "russia", front=front_along(48.55)), 3)
    none = places.within(said, KNOWN, Context("attack", "russia", front=front_along(40.0)), 3)
    assert near.reason.endswith("the one that is 20 km from the front line")
    assert none.confidence != "sure"
    unknown = places.within(said, KNOWN, Context("attack", "russia", front=lambda _lon, _lat: None), 3)
    assert unknown.confidence != "sure"
