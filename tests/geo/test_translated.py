"""Tests of names that Ukrainian and Russian translate."""

from __future__ import annotations

import pytest

from geotracker.geo import gazetteer, names, places, translated
from geotracker.records import Bearing, PlaceName

KNOWN = gazetteer.load()


@pytest.mark.parametrize(
    ("said", "other"),
    [("Pobieda", "Peremoha"), ("Sieverne", "Pivnichne"), ("Pershotravneve", "Pervomaiske"), ("Pivdenne", "Yuzhne")],
)
def test_both_languages_say_one_name(said: str, other: str) -> None:
    """However each is romanised."""
    assert names.skeleton(other) in translated.others(names.skeleton(said))
    assert names.skeleton(said) in translated.others(names.skeleton(other))


def test_most_names_are_not_translated() -> None:
    """They only are spelled otherwise."""
    assert not translated.others(names.skeleton("Pokrovsk"))
    assert KNOWN.translated("Pokrovsk") == ()


def test_the_bracket_finds_the_village_by_its_other_name() -> None:
    """It says so among its reasons, and its own name comes back."""
    place = places.resolve(
        PlaceName("Pobieda", bearings=(Bearing("southwest", "Donetsk City", 27),)), KNOWN, kind="attack", actor="russia"
    )
    assert place.settlement == "Peremoha"
    assert place.admin1_code == "UA-14"
    assert "its name in another language" in place.candidates[0].why
