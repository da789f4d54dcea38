"""A sentence falls into words and signs, each at its own offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.text.tokens import tokenise


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Forces hit Stara-Nova, twice.", ["Forces", "hit", "Stara-Nova", ",", "twice", "."]),
        ("A Kh-101/555 flew 2.5 km.", ["A", "Kh-101/555", "flew", "2.5", "km", "."]),
        ("The crew lost 1,200 drones (all of them)", "The crew lost 1,200 drones ( all of them )".split()),
        ("They were “locationally lost” here", "They were locationally lost here".split()),
        ("Kam’yanka and Mar'ivka", ["Kam’yanka", "and", "Mar'ivka"]),
        ("12km on, at 300m", ["12km", "on", ",", "at", "300m"]),
        ("Дрони над Києвом", ["Дрони", "над", "Києвом"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_words_and_signs(sentence: str, words: list[str]) -> None:
    """Inner hyphens, apostrophes, slashes and decimal signs belong to the word; quotation marks are no words."""
    assert [token.text for token in tokenise(sentence)] == words


@pytest.mark.parametrize(
    ("word", "lower", "possessive"),
    [
        ("Ukraine’s", "ukraine", True),
        ("Russia's", "russia", True),
        ("forces’", "forces", False),
        ("Kursk", "kursk", False),
    ],
)
def test_possessives_are_taken_off(word: str, lower: str, possessive: bool) -> None:  # noqa: FBT001 # a table's column
    """A word is looked up in lower case and without its possessive."""
    token = tokenise(word)[0]
    assert (token.lower, token.possessive, token.capital) == (lower, possessive, word[0].isupper())


@given(st.text(max_size=80))
def test_offsets_are_exact(sentence: str) -> None:
    """Every token stands at its offsets, in order, and only blanks and quotation marks lie between."""
    tokens = tokenise(sentence)
    left = sentence
    for token in reversed(tokens):
        assert sentence[token.start : token.end] == token.text
        left = left[: token.start] + left[token.end :]
    assert [token.start for token in tokens] == sorted({token.start for token in tokens})
    assert all(char.isspace() or char in '“”"«»' for char in left)
