"""How a sentence is built around a cue: where its clause begins, and whose deed it tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.tokens import Token

_RELATIVE = frozenset({"that", "which", "who"})
_NEW_SUBJECT = frozenset({"as", "and", ",", "after", "before"})
_ASIDE = 30
_OWNER = 4


@dataclass(frozen=True, slots=True)
class SideWord:
    """Tokens `at` to `end` (excluded) tell a side."""

    at: int
    end: int
    actor: str


def sides(tokens: list[Token], lexicon: Lexicon) -> list[SideWord]:
    """Return the words of a sentence that tell a side, in order."""
    return [SideWord(match.start, match.end, match.value) for match in lexicon.sides.find(tokens)]


def start_of(
    tokens: list[Token], at: int, says: list[int], lexicon: Lexicon, asides: frozenset[int] = frozenset()
) -> int:
    """Return the first token of the clause that token `at` stands in; `asides` are passed over."""
    breaks = lexicon.words["clause break"]
    for index in range(at - 1, -1, -1):
        if index not in asides and (tokens[index].lower in breaks or index in says):
            return index + 1
    return 0


def asides(tokens: list[Token], says: frozenset[str]) -> frozenset[int]:
    """Return the tokens of relative clauses that part a source from its verb: "a milblogger, who …, claimed that"."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.lower not in {"who", "which"} or at in found or at == 0:
            continue
        close = _aside_end(tokens, at, says)
        verbs = range(close + 1, min(close + 3, len(tokens))) if close is not None else range(0)
        if close is not None and any(tokens[index].lower in says for index in verbs):
            found.update(range(at, close + 1))
    return frozenset(found)


def _aside_end(tokens: list[Token], at: int, says: frozenset[str]) -> int | None:
    near = range(at + 1, min(at + _ASIDE, len(tokens) - 1))
    if tokens[at - 1].text == ",":
        return next((index for index in near if tokens[index].text == ","), None)
    return next((i - 1 for i in near if tokens[i].lower in says and tokens[i + 1].lower == "that"), None)


def subject(tokens: list[Token], start: int, at: int, found: list[SideWord], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the side or sides that do the deed of a cue at token `at`, in a clause that begins at `start`.

    That is the first side in the clause, or the one that a new subject names ("as Russian forces …"); both of
    "Russian and Ukrainian forces"; in "attacks that liberated X" the side before the relative word.
    """
    before = [side for side in found if start <= side.at < at]
    if not before:
        return _antecedent(tokens, start, found, lexicon)
    fresh = (side for side in reversed(before) if begins_anew(tokens, side, found, lexicon))
    first = next(fresh, before[0])
    for other in before:
        between = [token.lower for token in tokens[first.end : other.at]]
        follows = tokens[other.end].lower if other.end < len(tokens) else ""
        if other.actor != first.actor and between == ["and"] and follows in lexicon.words["force"]:
            return (first.actor, other.actor)
    return (first.actor,)


def begins_anew(tokens: list[Token], side: SideWord, found: list[SideWord], lexicon: Lexicon) -> bool:
    """Return whether a new subject begins here: "and Ukrainian forces", but not "Russian and Ukrainian forces"."""
    if side.at == 0 or tokens[side.at - 1].lower not in _NEW_SUBJECT or side.end >= len(tokens):
        return False
    joined = any(other.end == side.at - 1 for other in found)
    return not joined and tokens[side.end].lower in lexicon.words["force"]


def _antecedent(tokens: list[Token], start: int, found: list[SideWord], lexicon: Lexicon) -> tuple[str, ...]:
    if start < 1 or tokens[start - 1].lower not in _RELATIVE:
        return ()
    if start > 1 and tokens[start - 2].lower in lexicon.words["say"]:
        return ()
    near = [side for side in found if start - 6 <= side.at < start - 1]
    return (near[-1].actor,) if near else ()


def owner(tokens: list[Token], at: int, end: int, found: list[SideWord]) -> str:
    """Return the side that an action noun names for itself: "Russian ground attacks", "attacks by Russian forces"."""
    near = [side for side in found if side.end <= at <= side.end + _OWNER]
    if near:
        between = [token.lower for token in tokens[near[-1].end : at]]
        if not any(word in {",", "forces", "on", "against", "near"} or word.endswith("ed") for word in between):
            return near[-1].actor
    after = [side for side in found if end < side.at <= end + 2 and tokens[end].lower == "by"]
    return after[0].actor if after else ""
