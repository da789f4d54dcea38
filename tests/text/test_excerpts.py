"""An excerpt is a short contiguous stretch around the cue, cut between words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.text import excerpts

LONG = " ".join(f"w{number}" for number in range(100))


def cut(sentence: str, first: str, last: str) -> str:
    """Return the excerpt of a sentence that holds two of its words."""
    start, end = excerpts.around(sentence, sentence.index(first), sentence.index(last) + len(last))
    return sentence[start:end]


@pytest.mark.parametrize("sentence", ["Forces struck Alta.", "  Forces struck Alta. ", "x" * 500, "a"])
def test_a_short_sentence_is_its_own_excerpt(sentence: str) -> None:
    """A sentence of at most 25 words comes back whole, without the blanks around it."""
    start, end = excerpts.around(sentence, 0, len(sentence))
    assert sentence[start:end] == sentence.strip()


def test_a_sentence_without_words() -> None:
    """Where there is no word the excerpt is empty."""
    assert excerpts.around("", 0, 0) == (0, 0)
    assert excerpts.around("   ", 0, 3) == (0, 0)


@pytest.mark.parametrize(("first", "last"), [("w0", "w1 "), ("w40", "w50"), ("w98", "w99"), ("w20", "w44")])
def test_a_long_sentence_is_cut_to_25_words(first: str, last: str) -> None:
    """The excerpt of a long sentence has 25 words and holds the cue and its place."""
    excerpt = cut(LONG, first, last)
    assert len(excerpt.split()) == excerpts.WORDS
    assert {first, last.strip()} <= set(excerpt.split())


def test_a_cue_far_from_its_place() -> None:
    """Where cue and place lie further apart than 25 words the excerpt starts with the first of them."""
    assert cut(LONG, "w10", "w80").split() == [f"w{number}" for number in range(10, 35)]


@given(st.lists(st.text("abцé’-.", min_size=1, max_size=9), min_size=1, max_size=80), st.data())
def test_excerpts_are_contiguous_and_short(words: list[str], data: st.DataObject) -> None:
    """Whatever the sentence, the excerpt is at most 25 whole words of it and holds the first character asked for."""
    sentence = " ".join(words)
    first = data.draw(st.integers(0, len(sentence) - 1))
    last = data.draw(st.integers(first + 1, len(sentence)))
    start, end = excerpts.around(sentence, first, last)
    assert 1 <= len(sentence[start:end].split()) <= excerpts.WORDS
    assert start == 0 or sentence[start - 1] == " "
    assert end == len(sentence) or sentence[end] == " "
    assert start <= first < end or sentence[first] == " "
