"""What is told as done is told apart from what is denied, tried, wanted or only talked of."""

from __future__ import annotations

import pytest

from geotracker.text import moods
from geotracker.text.tokens import tokenise
from tests.words import LEXICON, placed, reading


def mood(sentence: str, cue: str) -> str:
    """Return the mood of a sentence's cue, by the clause that it stands in."""
    read = reading(sentence)
    at = next(index for index, token in enumerate(read.tokens) if token.lower == cue)
    return moods.mood(read.tokens, read.clause(at), at, LEXICON)


@pytest.mark.parametrize(
    ("sentence", "cue", "wanted"),
    [
        ("Russian forces seized Alta.", "seized", "done"),
        ("Russian forces continued to attack Alta.", "attack", "done"),
        ("Russian forces managed to seize Alta.", "seize", "done"),
        ("Ukrainian forces used drones to strike Alta.", "strike", "done"),
        ("Russian forces did not enter Balka, and Ukrainian forces seized Alta.", "seized", "done"),
        ("Russian forces did not seize Alta.", "seize", "denied"),
        ("Russian forces never seized Alta.", "seized", "denied"),
        ("Neither side seized Alta.", "seized", "denied"),
        ("Ukrainian forces prevented Russian forces from seizing Alta.", "seizing", "denied"),
        ("Russian forces attempted to seize Alta.", "seize", "attempted"),
        ("Russian forces failed to seize Alta.", "seize", "attempted"),
        ("Russian forces unsuccessfully attacked Alta.", "attacked", "attempted"),
        ("Russian forces did not try to seize Alta.", "seize", "denied"),
        ("Russian forces may seize Alta.", "seize", "not said"),
        ("Russian forces could have seized Alta.", "seized", "not said"),
        ("Russian forces will attack Alta.", "attack", "not said"),
        ("Russian forces plan to attack Alta.", "attack", "not said"),
        ("Russian forces intend to seize Alta.", "seize", "not said"),
        ("Russian forces hope to seize Alta.", "seize", "not said"),
        ("If Russian forces seized Alta, the road would be cut.", "seized", "not said"),
        ("Russian forces moved tanks to seize Alta.", "seize", "not said"),
        ("Russian forces moved tanks in order to attack Alta.", "attack", "not said"),
        ("The minister demanded that Russian forces seize Alta.", "seize", "not said"),
        ("The general was concerned that Russian forces attacked Alta.", "attacked", "not said"),
        ("Russian forces are preparing for an assault on Alta.", "assault", "not said"),
    ],
)
def test_mood(sentence: str, cue: str, wanted: str) -> None:
    """Negations, attempts, hedges, wishes and purposes take the deed out of what was done."""
    assert mood(sentence, cue) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Russian forces did not attack near Alta.",
        "Russian forces have not entered Alta.",
        "Russian forces did not make confirmed advances near Alta.",
        "Russian forces may have seized Alta.",
        "Russian forces would seize Alta if Balka fell.",
        "Russian forces plan to seize Alta by spring.",
        "The president ordered Russian forces to seize Alta.",
        "Officials demanded that Ukrainian forces withdraw from Alta.",
        "Russian forces moved tanks in order to seize Alta.",
        "Ukrainian forces prevented Russian forces from seizing Alta.",
        "Russian forces continue preparations for an assault on Alta.",
        "The seizure of Alta would allow Russian forces to attack Balka.",
        "The rate of Russian advances near Alta slowed.",
        "Russian forces have the capability to strike Alta.",
        "Russian forces advanced to within 4 km of Alta.",
        "No ground activity was reported near Alta.",
        "Ukrainian forces hold positions in Alta.",
        "Men of the 4th Motorized Brigade are operating near Alta.",
        "President Ivan Alta visited Balka.",
    ],
)
def test_what_did_not_happen_is_no_event(sentence: str) -> None:
    """A denial, an intention, an order, a forecast, a capability or a general statement makes no mention."""
    assert placed(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "word", "noun"),
    [
        ("Russian forces attacks near Alta", "attacks", False),
        ("Russian attacks near Alta", "attacks", True),
        ("the attack near Alta", "attack", True),
        ("Russian forces also attack Alta", "attack", False),
        ("forces continued to strike Alta", "strike", False),
        ("drone strikes on Alta", "strikes", True),
        ("artillery and air strikes near Alta", "strikes", True),
        ("shelling and strikes near Alta", "strikes", True),
        ("Strikes near Alta went on", "strikes", True),
        ("the seizure of Alta", "seizure", True),
    ],
)
def test_noun_or_verb(sentence: str, word: str, noun: bool) -> None:  # noqa: FBT001 # a table's column
    """A word that may be either is told by the word before it."""
    tokens = tokenise(sentence)
    at = next(index for index, token in enumerate(tokens) if token.lower == word)
    assert moods.is_noun(tokens, at, LEXICON) is noun


@pytest.mark.parametrize(
    ("sentence", "adjective"),
    [
        ("the captured settlement", True),
        ("the recently captured settlement", True),
        ("forces captured the settlement", False),
        ("forces recently captured it", False),
    ],
)
def test_a_participle_before_its_noun(sentence: str, adjective: bool) -> None:  # noqa: FBT001 # a table's column
    """A participle after an article tells no deed."""
    tokens = tokenise(sentence)
    at = next(index for index, token in enumerate(tokens) if token.lower == "captured")
    assert moods.is_adjective(tokens, at, LEXICON) is adjective
