"""The little language of phrases finds what it says, the longest first, and refuses what it cannot say."""

from __future__ import annotations

import pytest

from geotracker.errors import LexiconError
from geotracker.text.phrases import GAP, PhraseTable, parse
from geotracker.text.tokens import tokenise


def found(phrase: str, sentence: str) -> list[str]:
    """Return the stretches of a sentence that a phrase fits."""
    table: PhraseTable[None] = PhraseTable()
    table.add(phrase, None)
    tokens = tokenise(sentence)
    return [" ".join(token.text for token in tokens[match.start : match.end]) for match in table.find(tokens)]


@pytest.mark.parametrize(
    ("phrase", "sentence", "wanted"),
    [
        ("blew up", "They blew up a bridge and blew out a lamp", ["blew up"]),
        ("blew|blow up", "They blow up what others Blew Up", ["blow up", "Blew Up"]),
        ("took full? control", "took control, then took full control", ["took control", "took full control"]),
        ("fired .. at", "fired ten rockets at a post", ["fired ten rockets at"]),
        ("fired .. at", "fired at a post", ["fired at"]),
        ("fired .. at", "fired " + "very " * GAP + "long rockets at a post", []),
        ("raised .. flag|flags", "raised a flag beside two flags", ["raised a flag beside two flags"]),
        ("ukraine", "Ukraine’s own", ["Ukraine’s"]),
        ("blew up", "blew", []),
        ("blew up", "", []),
    ],
)
def test_a_phrase_finds_its_words(phrase: str, sentence: str, wanted: list[str]) -> None:
    """Alternatives, optional words and gaps of up to six words fit, in any case."""
    assert found(phrase, sentence) == wanted


@pytest.mark.parametrize(
    "phrase", ["", "   ", ".. up", "blew ..", "very? up", "Blew up", "blew|", "|up", "blew up??", "a||b", "?"]
)
def test_a_broken_phrase_is_refused(phrase: str) -> None:
    """A phrase that the language cannot say is refused, and named."""
    with pytest.raises(LexiconError, match="phrase") as refused:
        parse(phrase)
    assert repr(phrase) in str(refused.value)


def test_the_longest_phrase_wins() -> None:
    """Where several phrases start at one word the longest is taken, and none overlaps another."""
    table: PhraseTable[str] = PhraseTable()
    for phrase in ("oil", "oil depot", "oil .. tank", "depot"):
        table.add(phrase, phrase)
    tokens = tokenise("oil depot and oil storage tank")
    assert [match.value for match in table.find(tokens)] == ["oil .. tank"]
    assert [match.value for match in table.find(tokens[:4])] == ["oil depot", "oil"]
    assert [match.value for match in table.all_at(tokens, 0)] == ["oil .. tank", "oil depot", "oil"]
    assert table.at(tokens, 2) is None
