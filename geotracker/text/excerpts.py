"""The excerpt of a sentence: at most 25 words around the cue, contiguous, at word boundaries."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\S+")
WORDS = 25
_AFTER = 5


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


def holding(sentence: str, cue: int, place: tuple[int, int]) -> tuple[int, int]:
    """Return start and end of at most 25 words that hold a place and, where they reach, the cue that begins at `cue`.

    Far down a long list the words before the place are shown, most of all those nearest to it.
    """
    start, end = around(sentence, min(cue, place[0]), max(cue, place[1]))
    if start <= place[0] and place[1] <= end:
        return start, end
    spans = _words(sentence)
    final = next((i for i, (_, last) in enumerate(spans) if last >= place[1]), len(spans) - 1)
    begin = max(0, min(final + 1 + _AFTER, len(spans)) - WORDS)
    return spans[begin][0], spans[min(begin + WORDS, len(spans)) - 1][1]
