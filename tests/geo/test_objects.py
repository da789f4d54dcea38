"""Tests of objects that the user knows: they are at their own point."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from geotracker.geo import gazetteer, objects, places
from geotracker.records import Place, PlaceName

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.geo.gazetteer import Gazetteer

ROWS = """name,aliases,lat,lon,region,note
Orbit Plant,Plant Orbit|Plant No 7,55.86,49.12,Republic of Tatarstan,
Old Mill,,48.30,37.20,,
Old Mill,,55.75,49.20,Republic of Tatarstan,
"""


@pytest.fixture
def known(tmp_path: Path) -> Gazetteer:
    """Return the gazetteer with places of a user's own."""
    path = tmp_path / "data/places.csv"
    path.parent.mkdir()
    path.write_text(ROWS, encoding="utf-8")
    return gazetteer.with_own(gazetteer.load(), path)


def kazan(known: Gazetteer) -> Place:
    """Return the place of a strike on Kazan."""
    return places.resolve(PlaceName("Kazan"), known, kind="strike", actor="ukraine")


@pytest.mark.parametrize("said", ["Orbit Plant", "orbit plant", "Plant No. 7"])
def test_an_object_of_the_users_own_is_at_its_own_point(known: Gazetteer, said: str) -> None:
    """By its name or an alias: the town stays the settlement, and the footprint is that of an object."""
    place = objects.at(said, kazan(known), known)
    assert (place.lat, place.lon, place.geo_precision, place.radius_m) == (55.86, 49.12, 1, 1000)
    assert (place.settlement, place.confidence) == ("Kazan", "sure")
    assert place.reason == "Orbit Plant: from data/places.csv"


@pytest.mark.parametrize("said", ["", "oil depot", "Orbit"])
def test_an_object_that_nobody_knows_is_where_its_town_is(known: Gazetteer, said: str) -> None:
    """Nothing changes."""
    assert objects.at(said, kazan(known), known) == kazan(known)


def test_of_two_objects_of_a_name_the_near_one_is_meant(known: Gazetteer) -> None:
    """One that is far from the town is another's."""
    assert objects.at("Old Mill", kazan(known), known).lat == 55.75
    away = replace(kazan(known), lat=50.0, lon=40.0)
    assert objects.at("Old Mill", away, known) == away


def test_an_object_of_an_unplaced_event_is_known_by_its_region(known: Gazetteer) -> None:
    """Where the text names no town that is known, the object still is."""
    nowhere = Place("Nowhereivka", admin1="Republic of Tatarstan", admin1_code="RU-TA")
    assert objects.at("Old Mill", nowhere, known).lat == 55.75
    assert objects.at("Old Mill", replace(nowhere, admin1_code="UA-65"), known).lat is None


def test_a_row_without_a_region_lies_in_the_one_around_its_point(known: Gazetteer) -> None:
    """The map, and what is asked by region, know it as they know all others."""
    mill = known.own[1]
    assert (mill.admin1, mill.admin1_code, mill.country) == ("Donetsk Oblast", "UA-14", "UA")
    place = places.resolve(PlaceName("Old Mill", regions=("Donetsk Oblast",)), known, kind="attack", actor="russia")
    assert (place.lat, place.admin1_code) == (48.30, "UA-14")


def test_a_users_place_far_from_the_war_is_his_word_all_the_same(tmp_path: Path) -> None:
    """His row takes the place of the gazetteer's, and is not thrown out for being off the theatre."""
    path = tmp_path / "data/places.csv"
    path.parent.mkdir()
    path.write_text("name,lat,lon\nBakhmut,45.0,-100.0\n", encoding="utf-8")
    known = gazetteer.with_own(gazetteer.load(), path)
    place = places.resolve(PlaceName("Bakhmut"), known, kind="attack", actor="russia")
    assert (place.lat, place.confidence) == (45.0, "sure")
