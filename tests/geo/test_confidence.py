"""Tests of how sure a place is said to be, and of places that are known by less than a point."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geotracker.geo import bearings, confidence, gazetteer, places
from geotracker.geo.bracket import Anchor
from geotracker.geo.weighing import Context
from geotracker.records import Bearing, Candidate, Place, PlaceName

KNOWN = gazetteer.load()
DRUZHKIVKA = (48.62, 37.53)


def resolve(text: str, *, kind: str = "attack", precision: int | None = None, **said: Any) -> Place:
    """Return what a name means with what the text says of it."""
    return places.resolve(PlaceName(text, **said), KNOWN, kind=kind, actor="russia", precision=precision)


def test_the_only_place_of_a_name_is_sure() -> None:
    """Nobody else bears it: the gazetteer knows all of Ukraine's namesakes."""
    place = resolve("Chasiv Yar")
    assert (place.confidence, place.admin1_code) == ("sure", "UA-14")


@pytest.mark.parametrize(
    "said", [{"regions": ("Donetsk Oblast",)}, {"bearings": (Bearing("northeast", "Vuhledar", 2),)}]
)
def test_a_namesake_is_sure_once_the_text_confirms_it(said: dict[str, Any]) -> None:
    """Region or bracket confirm one of several; without them nothing is sure."""
    assert resolve("Pavlivka").confidence != "sure"
    assert resolve("Toretsk" if "regions" in said else "Mykilske", **said).confidence == "sure"


def test_an_anchor_that_may_be_another_place_makes_nothing_sure() -> None:
    """South of a village: it fits one of that name well, but another is the one that the text most likely means."""
    weighed = [
        Candidate("Dachne", 37.2, 48.0, "Donetsk Oblast", "UA-14", "", "UA", "Ukraine", 0, 9.0),
        Candidate("Dachne", 36.3, 48.3, "Dnipropetrovsk Oblast", "UA-12", "", "UA", "Ukraine", 0, 4.0),
    ]
    bearing, fits = Bearing("south", "Novopavlivka"), np.array([[0.34, 0.66], [-1.0, -0.3]])
    told = {}
    for doubt in (0.0, 1.3):
        anchors = [Anchor(bearing, 48.1, 36.8), Anchor(bearing, 48.2, 37.2, doubt=doubt)]
        told[doubt] = confidence.grade(weighed, Context("attack"), anchors, fits, [], sole=False)[0]
    assert told == {0.0: "sure", 1.3: "likely"}


def test_population_alone_is_a_guess_that_reaches_to_all_that_is_left() -> None:
    """The footprint of a name that the text does not tell apart covers every candidate as good as the best."""
    place = resolve("Ivanivka")
    assert place.confidence == "guess"
    assert place.lat is not None
    assert place.lon is not None
    assert place.radius_m is not None
    left = [one for one in place.candidates if place.candidates[0].score - one.score < 0.8]
    assert len(left) > 10
    for one in left:
        assert bearings.km(place.lat, place.lon, one.lat, one.lon) * 1000 <= place.radius_m * 1.01


def test_a_name_that_the_report_calls_ambiguous_keeps_all_candidates() -> None:
    """It is a guess at the precision that covers them, and says how many they are."""
    place = resolve("Myrne", regions=("Donetsk Oblast",), precision=5)
    there = [one for one in KNOWN.settlements("Myrne") if one.admin1_code == "UA-14"]
    assert place.confidence == "guess"
    assert place.geo_precision == 5
    assert len(place.candidates) >= len(there) > 1
    assert "the report itself does not say which" in place.reason


def test_the_oblast_wins_over_the_bracket_and_the_reason_says_so() -> None:
    """The bracket may be wrong in the report."""
    place = resolve("Toretsk", regions=("Donetsk Oblast",), bearings=(Bearing("north", "Kherson"),))
    assert place.admin1_code == "UA-14"
    assert place.reason.endswith("it is not north of Kherson, as the text also says")


def test_against_its_bracket_the_only_place_is_a_guess() -> None:
    """A direction may be wrong in the report; the one place of the name nearby is kept, as a guess."""
    place = resolve("Ryzhivka", bearings=(Bearing("northeast", "Sumy City"),))
    assert (place.confidence, place.admin1_code) == ("guess", "UA-59")
    assert "although it is not northeast of Sumy City" in place.reason


def test_a_village_without_a_point_is_in_the_part_of_its_hromada_that_the_text_means() -> None:
    """The bracket narrows the area, and precision and radius say that it is no point."""
    wide = resolve("Pleshchiivka", regions=("Donetsk Oblast",))
    said = Bearing("south", "Kostyantynivka")
    part = resolve("Pleshchiivka", regions=("Donetsk Oblast",), bearings=(said,))
    assert wide.radius_m is not None
    assert part.radius_m is not None
    assert part.radius_m < wide.radius_m
    assert part.geo_precision >= 3
    assert part.lat is not None
    assert part.lat < 48.53  # Kostyantynivka's own latitude
    assert "its own point is not known: within" in part.reason
    assert part.reason.endswith("hromada")


@pytest.mark.parametrize("said_km", [6, 12, 20])
def test_a_name_that_nobody_knows_lies_where_its_bracket_says(said_km: int) -> None:
    """The sector of the bracket is the footprint; without a bracket the name stays unplaced."""
    place = resolve("Kvadratne Vyhadane", bearings=(Bearing("south", "Druzhkivka", said_km),))
    assert place.lat is not None
    assert place.lon is not None
    assert bearings.km(place.lat, place.lon, *DRUZHKIVKA) == pytest.approx(said_km, rel=0.25)
    assert place.lat < DRUZHKIVKA[0]
    assert (place.settlement, place.geo_precision) == ("", 4)
    assert resolve("Kvadratne Vyhadane").lat is None


def test_a_bracket_that_is_too_wide_places_nothing() -> None:
    """The land northeast of Kharkiv is half an oblast."""
    assert resolve("Kvadratne Vyhadane", bearings=(Bearing("northeast", "Kharkiv City"),)).lat is None


def test_names_that_are_listed_together_choose_each_other() -> None:
    """Of many Vyshneves the one beside the only near Verbove is meant."""
    alone = resolve("Vyshneve", bearings=(Bearing("southeast", "Oleksandrivka"),), nearby=("Verbove",))
    assert alone.admin1_code == "UA-12"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Artemivsk", "Bakhmut"),
        ("Dzerzhinsk", "Toretsk"),
        ("Krasnoarmiisk", "Pokrovsk"),
        ("Krasnohrad", "Berestyn"),
        ("Novomoskovsk", "Samar"),
        ("Chervonyi Oskil", "Oskil"),
        ("Velikaya Novoselka", "Velyka Novosilka"),
        ("Belopolye", "Bilopillia"),
        ("Podgorodnoye", "Pidhorodne"),
    ],
)
def test_old_and_foreign_names_lead_to_the_same_place(old: str, new: str) -> None:
    """Renamed towns and sister forms of one name share candidates."""
    spots = {(one.lat, one.lon) for one in KNOWN.settlements(new)}
    assert spots & {(one.lat, one.lon) for one in KNOWN.settlements(old, similar=True)}


@pytest.mark.parametrize(
    ("name", "seat"),
    [("Slavyansk raion", (48.85, 37.62)), ("Artemovsky district", (48.59, 38.0)), ("Orikhiv Raion", (47.57, 35.79))],
)
def test_a_raion_of_before_2020_is_around_its_seat(name: str, seat: tuple[float, float]) -> None:
    """It is a district with a wide footprint, and the reason says that it is no more."""
    place = resolve(name, level="district", regions=("Ukraine",) if "Orikhiv" in name else ("Donetsk Oblast",))
    assert place.lat is not None
    assert place.lon is not None
    assert bearings.km(place.lat, place.lon, *seat) < 6
    assert (place.geo_precision, place.settlement) == (4, "")
    assert "a raion that is no more" in place.reason


def test_the_users_facility_has_its_own_point(tmp_path: Any) -> None:
    """A works listed in data/places.csv is where the user says, and shows as the user's."""
    (tmp_path / "data").mkdir()
    text = "name,aliases,lat,lon,region,note\nPlant No. 5,Works Five,48.7,37.6,Donetsk Oblast,\n"
    (tmp_path / "data/places.csv").write_text(text, encoding="utf-8")
    place = places.lookup("Works Five", gazetteer.load(tmp_path))
    assert (place.lat, place.lon, place.confidence) == (48.7, 37.6, "sure")
    assert "data/places.csv" in place.reason


def test_every_settlement_of_a_raion_resolves_with_what_is_known_of_it() -> None:
    """Each has a point or an area in its own oblast, and an area says how far it reaches."""
    for row in KNOWN.rows[::97]:
        name, _, _, _, region, country, _, hromada, reach, _ = row.decode().split("\t")
        if country != "UA" or not hromada:
            continue
        found = [one for one in KNOWN.settlements(name) if one.admin1_code == region]
        assert found, name
        if reach:
            assert any(one.reach_m >= 1000 for one in found)


def test_a_place_that_is_listed_twice_is_no_rival_of_itself() -> None:
    """Two rows of one name beside each other are one place; a namesake further off still counts."""
    twice = [candidate(49.00, score=3.0), candidate(49.01, score=2.9), candidate(49.30, score=2.8)]
    assert confidence.distinct(twice) == [twice[0], twice[2]]
    assert len(confidence.left(confidence.distinct(twice))) == 2


def candidate(lat: float, *, score: float) -> Candidate:
    """Return a candidate at a latitude."""
    return Candidate("Stavok", 37.0, lat, "Donetsk Oblast", "UA-14", "", "UA", "Ukraine", score=score)


def test_a_strike_on_the_only_place_of_a_name_may_be_far_from_the_others() -> None:
    """A list of towns struck in one night goes through the whole country; ground fighting does not."""
    chernihiv = resolve("Chernihiv", kind="strike")
    known = places.resolve(PlaceName("Ochakiv"), KNOWN, kind="strike", actor="russia", placed=(chernihiv,))
    assert (known.confidence, known.admin1_code) == ("sure", "UA-48")
    attacked = places.resolve(PlaceName("Zhashkiv"), KNOWN, kind="attack", actor="russia", placed=(chernihiv,))
    assert attacked.lat is None


def test_the_front_is_long_enough_for_two_places_of_one_sentence() -> None:
    """The only place of its name in the front oblasts is taken, though it is far from the others, and says so."""
    robotyne = resolve("Robotyne")
    far = places.resolve(PlaceName("Vovchansk"), KNOWN, kind="attack", actor="russia", placed=(robotyne,))
    assert (far.confidence, far.admin1_code) == ("likely", "UA-63")
    assert "though it is 3" in far.reason


def test_a_name_spelled_nearly_so_is_a_guess_where_only_its_region_confirms_it() -> None:
    """A large town is not taken for a village of a name like it because a region is named."""
    assert places.lookup("Luhansk", KNOWN, region="Crimea").confidence in ("", "guess")
    assert places.lookup("Luhansk", KNOWN, region="Luhansk Oblast").confidence == "sure"


@pytest.mark.parametrize(
    ("name", "region"),
    [("Dzerzhynsk", "UA-14"), ("Konstantinovka", "UA-14"), ("Volchansk", "UA-63"), ("Kazan", "RU-TA"), ("Paris", "")],
)
def test_a_bare_name_means_the_place_nearer_to_the_war_unless_a_city_is_meant(name: str, region: str) -> None:
    """Such a choice is never sure, and its footprint does not reach round the world."""
    place = places.lookup(name, KNOWN)
    assert place.admin1_code.startswith(region)
    assert place.country in ("UA", "RU", "FR")
    assert place.confidence != "sure"
    assert place.radius_m is not None
    assert place.radius_m < 2_100_000


def test_a_village_of_a_common_name_is_looked_for_near_the_war() -> None:
    """Namesakes spelled so come before one that only sounds so, and the footprint stays within the country."""
    place = places.lookup("Novomykhailivka", KNOWN)
    assert place.country == "UA"
    assert place.radius_m is not None
    assert place.radius_m < 1_000_000


def test_a_rear_city_is_taken_where_its_region_is_named() -> None:
    """The war's nearness never outweighs what is said."""
    place = places.lookup("Dzerzhinsk", KNOWN, region="Nizhny Novgorod Oblast")
    assert (place.confidence, place.admin1_code) == ("sure", "RU-NIZ")
