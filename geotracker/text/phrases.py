"""The little language in which the lexicon writes phrases, and the table that finds them in a sentence.

A phrase is words in lower case. `a|b` is either word, `word?` may be missing, `..` stands for up to six words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from geotracker.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotracker.text.tokens import Token

T = TypeVar("T")

GAP = 6
_ELEMENT = re.compile(r"^(?:\.\.|[^\s|?]+(?:\|[^\s|?]+)*\??)$")


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a phrase: the words that fit, or none of them for a gap."""

    words: frozenset[str]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Tokens `start` to `end` (excluded) say `value`."""

    start: int
    end: int
    value: T


def parse(phrase: str) -> tuple[Element, ...]:
    """Return the steps of a phrase; raises LexiconError where it is not in the language."""
    steps = phrase.split()
    wrong = next((step for step in steps if not _ELEMENT.match(step) or step != step.lower()), None)
    if not steps or wrong is not None or steps[0] == ".." or steps[0].endswith("?") or steps[-1] == "..":
        message = f"phrase {phrase!r}: a phrase is lower-case words, a|b, word? and .. between words"
        raise LexiconError(message)
    return tuple(
        Element(frozenset()) if step == ".." else Element(frozenset(step.rstrip("?").split("|")), step.endswith("?"))
        for step in steps
    )


def _end(tokens: Sequence[Token], steps: tuple[Element, ...], at: int) -> int | None:
    """Return where the longest way through `steps` from token `at` ends, or None."""
    if len(steps) == 1:
        return at + 1 if tokens[at].lower in steps[0].words else None
    frontier = {at}
    for index, step in enumerate(steps):
        reached: set[int] = set()
        for position in frontier:
            if not step.words:
                reached.update(range(position, min(position + GAP, len(tokens)) + 1))
                continue
            if step.optional:
                reached.add(position)
            if position < len(tokens) and tokens[position].lower in step.words:
                reached.add(position + 1)
        frontier = reached
        if not frontier:
            return None
        if index == len(steps) - 1:
            return max(frontier)
    return None


@dataclass(slots=True)
class PhraseTable(Generic[T]):
    """Phrases by their first word; a look-up costs nothing where no first word occurs."""

    by_first: dict[str, list[tuple[tuple[Element, ...], T]]] = field(default_factory=dict)

    def add(self, phrase: str, value: T) -> None:
        """Add one phrase."""
        steps = parse(phrase)
        for word in steps[0].words:
            self.by_first.setdefault(word, []).append((steps, value))

    def at(self, tokens: Sequence[Token], position: int) -> Match[T] | None:
        """Return the longest phrase that starts at `position`, or None."""
        best: Match[T] | None = None
        for steps, value in self.by_first.get(tokens[position].lower, ()):
            end = _end(tokens, steps, position)
            if end is not None and (best is None or end > best.end):
                best = Match(position, end, value)
        return best

    def all_at(self, tokens: Sequence[Token], position: int) -> list[Match[T]]:
        """Return every phrase that starts at `position`, longest first."""
        found = [
            Match(position, end, value)
            for steps, value in self.by_first.get(tokens[position].lower, ())
            if (end := _end(tokens, steps, position)) is not None
        ]
        return sorted(found, key=lambda match: -match.end)

    def find(self, tokens: Sequence[Token]) -> Iterator[Match[T]]:
        """Yield the phrases of a sentence from left to right, longest first, without overlap."""
        end = 0
        for position, token in enumerate(tokens):
            if position < end or token.lower not in self.by_first:
                continue
            match = self.at(tokens, position)
            if match is not None:
                yield match
                end = match.end
