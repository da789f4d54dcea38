"""Runs of capitalised words are told apart: what is a place, and what only looks like one."""

from __future__ import annotations

import pytest

from geotracker.text import names
from geotracker.text.tokens import tokenise
from tests.words import LEXICON


def named(sentence: str) -> list[tuple[str, str]]:
    """Return the names of a sentence, each with its sort."""
    return [(name.text, name.sort) for name in names.find(sentence, tokenise(sentence), LEXICON).values()]


@pytest.mark.parametrize(
    ("sentence", "name", "sort"),
    [
        ("shells fell near Nova Balka", "Nova Balka", "settlement"),
        ("shells fell in Balka-na-Dnipri today", "Balka-na-Dnipri", "settlement"),
        ("shells fell on Rostov na Donu", "Rostov na Donu", "settlement"),
        ("shells fell on Kyiv City", "Kyiv City", "settlement"),
        ("shells fell near Height 152", "Height 152", "settlement"),
        ("they shelled Kursk Oblast", "Kursk Oblast", "region"),
        ("they shelled Krasnodar Krai", "Krasnodar Krai", "region"),
        ("drones reached the Republic of Tatarstan", "Republic of Tatarstan", "region"),
        ("drones reached Crimea", "Crimea", "region"),
        ("they shelled Nikopol Raion", "Nikopol Raion", "district"),
        ("they shelled Nikopol raion", "Nikopol", "district"),
        ("they crossed the Oskil River", "Oskil River", "area"),
        ("they crossed the Oskil river", "Oskil", "area"),
        ("waves hit Ukraine", "Ukraine", "country"),
        ("they hit the Gorbunov Aircraft Plant", "Gorbunov Aircraft Plant", "facility"),
        ("they hit the Saky airfield", "Saky", "facility"),
        ("men of the 4th Motorized Brigade dug in", "Motorized Brigade", "unit"),
        ("the Zvezda Directorate met", "Zvezda Directorate", "unit"),
        ("shells crossed the Sumy-Kursk border", "Sumy-Kursk", "unit"),
        ("they met President Ivan Balka", "President Ivan Balka", "person"),
        ("they met governor Ivan Balka", "Ivan Balka", "person"),
    ],
)
def test_a_name_is_of_its_sort(sentence: str, name: str, sort: str) -> None:
    """Suffixes, titles and the words around a name tell what it is."""
    assert (name, sort) in named(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "the Russian Ukrainian-held Soviet line",
        "BMP-2 and T-72 and S-300 and KAB-500",
        "On January and on Monday",
        "no name at all, 12 times",
        "",
    ],
)
def test_what_is_no_name(sentence: str) -> None:
    """Nationalities, weapons, months and codes are no names."""
    assert all(sort not in {"region", "district", "country"} for _, sort in named(sentence))
    assert not any(name in {"Russian", "BMP-2", "T-72", "S-300", "January", "Monday"} for name, _ in named(sentence))


def test_a_possessive_ends_a_name() -> None:
    """A possessive belongs to no name, and what it possesses is another one."""
    assert named("shells fell on Balka’s Nova Hora") == [("Balka", "settlement"), ("Nova Hora", "settlement")]


def test_of_joins_no_office_to_its_region() -> None:
    """A region after the title of its governor is a name of its own."""
    assert ("Kursk Oblast", "region") in named("the Governor of Kursk Oblast spoke")
