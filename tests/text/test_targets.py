"""What was struck and what with are named as the text words them."""

from __future__ import annotations

import pytest

from geotracker.text import targets
from geotracker.text.tokens import tokenise
from tests.words import LEXICON, extracted


def struck(sentence: str) -> list[tuple[str, str]]:
    """Return place and facility of each mention of a sentence."""
    return [(mention.place.text, mention.facility) for mention in extracted(sentence)]


@pytest.mark.parametrize(
    ("objects", "facilities"),
    [
        ("an oil depot", ["oil depot"]),
        ("the Gorbunov Aircraft Plant", ["Gorbunov Aircraft Plant"]),
        ("a Russian command post", ["command post"]),
        ("an aircraft repair plant", ["aircraft repair plant"]),
        ("an oil depot and an airfield", ["oil depot", "airfield"]),
        ("an oil depot, a radar station, and a command post", ["oil depot", "radar station", "command post"]),
        ("the Zvezda Plant and the Molot Plant", ["Zvezda Plant", "Molot Plant"]),
        ("residential areas, warehouses, and schools", ["residential areas"]),
        ("residential areas", ["residential areas"]),
        ("something", [""]),
    ],
)
def test_objects_struck(objects: str, facilities: list[str]) -> None:
    """Several named or single objects are two things; a list of classes is one."""
    assert struck(f"Ukrainian forces struck {objects} in Alta.") == [("Alta", name) for name in facilities]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Drones hit a fuel depot in Alta and an airfield near Balka.",
            [("Alta", "fuel depot"), ("Balka", "airfield")],
        ),
        ("Drones hit a fuel depot in Alta and Balka.", [("Alta", "fuel depot"), ("Balka", "")]),
        ("A fuel depot in Alta was struck by Ukrainian drones.", [("Alta", "fuel depot")]),
        ("Debris of a Ukrainian drone fell on a house in Alta.", [("Alta", "house")]),
        ("A drone strike on an oil refinery in Alta caused a fire.", [("Alta", "oil refinery")]),
    ],
)
def test_each_place_has_its_object(sentence: str, wanted: list[tuple[str, str]]) -> None:
    """An object belongs to the place that follows it; in a passive it stands before the place too."""
    assert struck(sentence)[: len(wanted)] == wanted


def test_an_attack_on_the_ground_has_no_object() -> None:
    """What is stormed is no struck object."""
    assert struck("Russian forces assaulted a trench near Alta.") == [("Alta", "")]


@pytest.mark.parametrize(
    ("sentence", "weapon"),
    [
        ("Russian forces struck a bridge near Alta with glide bombs.", "glide bombs"),
        ("Russian forces launched two Kh-59 missiles at a port in Alta.", "Kh-59 missiles"),
        ("Ukrainian drones struck Alta.", "drones"),
        ("Russian forces attacked Alta with drones.", "drones"),
        ("Russian forces struck Alta.", ""),
    ],
)
def test_weapons(sentence: str, weapon: str) -> None:
    """The weapon is kept as worded; an attack with one is a strike."""
    (mention,) = extracted(sentence)
    assert (mention.kind, mention.weapon) == ("strike", weapon)


def test_targets_tell_single_objects_from_classes() -> None:
    """An article, a name or "one" makes an object single; a plural is a class."""
    sentence = "an oil depot, warehouses, and one bridge"
    tokens = tokenise(sentence)
    found = targets.struck(sentence, tokens, 0, len(tokens), {}, LEXICON)
    assert [(target.text, target.single) for target in found] == [
        ("oil depot", True),
        ("warehouses", False),
        ("bridge", True),
    ]


def test_endless_objects() -> None:
    """A list of hundreds of objects gives the place once for each kind of object in it."""
    sentence = "Ukrainian forces struck " + "a depot and " * 150 + "a bridge in Alta."
    assert set(struck(sentence)) == {("Alta", "depot"), ("Alta", "bridge")}
