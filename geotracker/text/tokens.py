"""The words of a sentence, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# A word keeps inner hyphens, apostrophes, dots between digits and one slash ("Rai-Oleksandrivka", "2.5", "Kh-101/555").
# Quotation marks are no tokens: they stand between words that belong together.
_WORD = re.compile(r"St\.(?= [A-Z])|\d[\d.,]*\d(?!\w)|\w+(?:[-–’'/]\w+)*|[^\w\s“”\"«»]")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(slots=True)
class Token:
    """A word or a sign; `start` and `end` are offsets in the sentence."""

    text: str
    lower: str
    """Lower case, the possessive taken off: "Ukraine’s" → "ukraine"."""
    start: int
    end: int
    capital: bool
    possessive: bool = False


@lru_cache(maxsize=65536)
def _features(text: str) -> tuple[str, bool, bool]:
    lower = text.lower()
    possessive = lower.endswith(("’s", "'s", "s’", "s'"))
    return (_POSSESSIVE.sub("", lower) if possessive else lower), text[0].isupper(), possessive


def tokenise(text: str) -> list[Token]:
    """Return the tokens of one sentence in order."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        lower, capital, possessive = _features(word)
        found.append(Token(word, lower, *match.span(), capital, possessive))
    return found
