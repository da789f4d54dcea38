"""Counted waves of missiles and drones become one row a wave, with their counts by weapon."""

from __future__ import annotations

import json

import pytest

from geotracker.text import lexicon, salvos
from tests.words import extracted, january, only

LEXICON = lexicon.load()
AIR_FORCE = "The Ukrainian Air Force reported that "


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("forces launched 60 Shahed drones", [("Shahed drones", 60, None, None, None)]),
        (
            "forces launched 60 Shahed drones and two Iskander missiles",
            [("Shahed drones", 60, None, None, None), ("Iskander missiles", 2, None, None, None)],
        ),
        ("forces shot down 40 of 60 Shahed drones", [("Shahed drones", 60, 40, None, None)]),
        ("forces downed 43 cruise missiles out of 84", [("cruise missiles", 84, 43, None, None)]),
        ("forces fired 1,200 drones", [("drones", 1200, None, None, None)]),
        (
            "forces downed 24 drones and that 14 drones were lost",
            [("drones", None, 24, None, None), ("drones", None, None, 14, None)],
        ),
        (
            "forces launched 60 drones and six drones struck the town",
            [("drones", 60, None, None, None), ("drones", None, None, None, 6)],
        ),
        ("forces launched an offensive", []),
        ("forces launched in 2024", []),
        ("a town of 60 people", []),
        ("", []),
    ],
)
def test_counts(sentence: str, counted: list[tuple[str, int | None, int | None, int | None, int | None]]) -> None:
    """Launched, downed, lost and hit are read by weapon; what the text does not count is left open."""
    found, _ = salvos.counts(sentence, LEXICON)
    assert [(count.weapon, count.launched, count.downed, count.lost, count.hit) for count in found] == counted


@pytest.mark.parametrize(("word", "value"), [("12", 12), ("1,200", 1200), ("two", 2), ("Twelve", 12), ("dozens", None)])
def test_numbers(word: str, value: int | None) -> None:
    """Digits and the first twelve words are numbers; "dozens" is none."""
    assert salvos.number(word) == value


@pytest.mark.parametrize(
    ("sentence", "actor", "place"),
    [
        (AIR_FORCE + "Russian forces launched 60 Shahed drones.", "russia", "Ukraine"),
        (AIR_FORCE + "Ukrainian forces shot down 40 of 60 Shahed drones.", "russia", "Ukraine"),
        ("The Russian MoD claimed that Russian air defenses shot down 30 drones.", "ukraine", "Russia"),
    ],
)
def test_whose_wave(sentence: str, actor: str, place: str) -> None:
    """A wave belongs to who launched it, and its place is the other country."""
    mention = only(sentence)
    assert (mention.kind, mention.actor, mention.place.text, mention.geo_precision) == ("salvo", actor, place, 6)
    assert mention.evidence == "acknowledged"


@pytest.mark.parametrize(
    "sentence",
    [
        "The Russian MoD claimed that Russian forces shot down three drones.",
        "Someone launched 60 drones.",
        "Dozens of drones flew over Alta.",
        "The plant makes 60 drones a day.",
    ],
)
def test_no_wave(sentence: str) -> None:
    """Fewer than five, nobody's, or not counted is no wave."""
    assert "salvo" not in {mention.kind for mention in extracted(sentence)}


def test_counts_say_who_counted() -> None:
    """The counts are JSON text, and name the source."""
    mention = only(AIR_FORCE + "Russian forces launched 60 Shahed drones on the night of January 18 to 19.")
    assert json.loads(mention.counts) == [
        {
            "weapon": "Shahed drones",
            "launched": 60,
            "downed": None,
            "lost": None,
            "hit": None,
            "said_by": "The Ukrainian Air Force",
        }
    ]
    assert (mention.start, mention.end, mention.time_precision) == (*january(18, 19), "night")


def test_a_wave_and_its_strike() -> None:
    """The places that a wave hit are strikes of their own."""
    found = extracted("Russian forces launched 60 drones overnight on January 18 to 19. Russian drones struck Alta.")
    assert [(mention.kind, mention.place.text) for mention in found] == [("salvo", "Ukraine"), ("strike", "Alta")]


@pytest.mark.parametrize("repeated", ["40 of 60 ", "launched 1 a ", "1,", "nine of the "])
def test_endless_numbers(repeated: str) -> None:
    """Numbers without end are no wave of their own."""
    assert "salvo" not in {m.kind for m in extracted("Russian forces shot down " + repeated * 300 + "birds.")}
