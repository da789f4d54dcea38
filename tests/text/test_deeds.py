"""Each cue becomes a deed at each of its places: what kind, and where."""

from __future__ import annotations

import pytest

from geotracker.text import deeds
from tests.words import placed, reading


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Russian forces seized Alta.", [("advance", "Alta")]),
        ("Alta was captured by Russian forces.", [("advance", "Alta")]),
        ("Russian forces raised a flag in Alta.", [("advance", "Alta")]),
        ("Russian forces crossed the Oskil River near Alta.", [("advance", "Alta")]),
        ("Russian forces seized Alta and advanced near Alta.", [("advance", "Alta"), ("advance", "Alta")]),
        ("Russian forces captured Alta and attacked near Balka.", [("advance", "Alta"), ("attack", "Balka")]),
        ("Russian forces attempted to advance near Alta.", [("attack", "Alta")]),
        ("Russian forces unsuccessfully attacked near Alta.", [("attack", "Alta")]),
        ("Ukrainian forces repelled Russian attacks near Alta and Balka.", [("attack", "Alta"), ("attack", "Balka")]),
        ("Fighting is ongoing near Alta.", [("attack", "Alta")]),
        ("Russian forces infiltrated Alta in a mission that did not change control of terrain.", [("attack", "Alta")]),
        ("Russian forces attacked Alta with drones.", [("strike", "Alta")]),
        ("In Alta, Russian forces shelled a school.", [("strike", "Alta")]),
        ("Ukrainian forces withdrew from Alta to Balka.", [("withdrawal", "Alta")]),
        ("Officials ended a strike campaign in Alta.", []),
        ("Officials attacked the decision in Alta.", []),
        ("Ukrainian forces seized drones near Alta.", []),
        ("Russian forces attacked.", []),
    ],
)
def test_kind_and_place(sentence: str, told: list[tuple[str, str]]) -> None:
    """The cue tells the kind, and the list after it the places; a deed without a place is none."""
    assert [(deed.kind, deed.spot.text) for deed in deeds.find(reading(sentence))] == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Russian forces attacked along the Alta-Balka-Cherta line.", ["Alta", "Balka", "Cherta"]),
        ("Russian forces attacked in the Alta-Balka area.", ["Alta", "Balka"]),
        ("Russian forces shelled the Alta-Balka area.", ["Alta-Balka area"]),
        ("Russian forces attacked from Alta toward Balka.", ["Balka"]),
        (
            "Russian forces shelled Sumy, Kharkiv, and Kherson oblasts.",
            ["Sumy Oblast", "Kharkiv Oblast", "Kherson Oblast"],
        ),
        ("Russian forces attacked in Sumy Oblast.", []),
        ("Russian forces advanced in Sumy Oblast.", []),
        ("Russian forces attacked in the Pokrovsk direction.", []),
        ("Russian forces advanced along the Lyman axis.", []),
        ("Ukrainian forces struck a depot in the Pokrovsk direction.", []),
        ("Russian forces launched drones at Ukraine.", []),
    ],
)
def test_what_has_a_place_of_its_own(sentence: str, told: list[str]) -> None:
    """Lines give each settlement a row; directions are no place, and an oblast is none for ground war."""
    assert [place for _, _, place in placed(sentence)] == told


def test_a_gain_swallows_no_other_attack() -> None:
    """A gain in one place leaves an attack on another place in its sentence."""
    said = "Russian forces attacked near Alta, and Russian forces seized Balka."
    assert placed(said) == [("attack", "russia", "Alta"), ("advance", "russia", "Balka")]


def test_footage_of_an_infiltration() -> None:
    """Footage of a strike on infiltrators who changed no terrain is a strike and an attack."""
    said = (
        "Geolocated footage shows Ukrainian forces striking Russian servicemen in Alta after a Russian"
        " infiltration that did not change control of terrain."
    )
    assert set(placed(said)) == {("strike", "ukraine", "Alta"), ("attack", "russia", "Alta")}
