"""The excerpt of a sentence: at most 25 words around the cue, contiguous, at word boundaries."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\S+")
WORDS = 25


@lru_cache(maxsize=8)
def _words(sentence: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(sentence)]


def around(sentence: str, first: int, last: int) -> tuple[int, int]:
    """Return start and end, in the sentence, of at most 25 words that hold characters `first` to `last`.

    Where these two lie further apart than 25 words the excerpt starts with `first`.
    """
    spans = _words(sentence)
    if len(spans) <= WORDS:
        return (spans[0][0], spans[-1][1]) if spans else (0, 0)
    begin = next((i for i, (_, end) in enumerate(spans) if end > first), len(spans) - 1)
    final = next((i for i, (_, end) in enumerate(spans) if end >= last), len(spans) - 1)
    spare = WORDS - (final - begin + 1)
    if spare > 0:
        begin = max(0, min(begin - spare // 2, len(spans) - WORDS))
    return spans[begin][0], spans[min(begin + WORDS, len(spans)) - 1][1]
