"""What was struck and what with: facilities, targets and weapons named beside a cue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.names import Name
    from geotracker.text.tokens import Token

_DETERMINERS = frozenset(
    "a an the one unspecified russian ukrainian occupied at against on and of in several two three".split()
)
_ONE = frozenset({"a", "an", "the", "one"})


@dataclass(frozen=True, slots=True)
class Target:
    """A struck object as the text words it; `single` where it is one thing, not a class of things."""

    text: str
    at: int
    single: bool
    sort: str


def struck(
    sentence: str, tokens: list[Token], start: int, stop: int, names: dict[int, Name], lexicon: Lexicon
) -> list[Target]:
    """Return the objects named between tokens `start` and `stop`, in order."""
    found: list[Target] = []
    end = start
    for match in lexicon.things.find(tokens[:stop]):
        if match.start < start or match.value.sort == "weapon" or match.start < end:
            continue
        if found and _goes_on(tokens, end, match.start):
            last, end = found[-1], match.end
            found[-1] = replace(last, text=sentence[tokens[last.at].start : tokens[end - 1].end], sort=match.value.sort)
            continue
        first = _first(tokens, match.start, start, names)
        text = sentence[tokens[first].start : tokens[match.end - 1].end]
        before = tokens[first - 1].lower if first else ""
        name = any(first <= index < match.end for index in names)
        plural = tokens[match.end - 1].lower.endswith("s") and not tokens[match.end - 1].lower.endswith("ss")
        if (
            found
            and found[-1].at <= match.start <= end + 1
            and not tokens[match.start].capital
            and tokens[match.start - 1].lower == "of"
        ):
            end = match.end
            continue
        single = (before in _ONE or name or _counted(tokens, first)) and not plural
        found.append(Target(text, first, single, match.value.sort))
        end = match.end
    return found


def _goes_on(tokens: list[Token], end: int, at: int) -> bool:
    """Return whether two things are one object, with only plain words between: "aircraft production plant"."""
    return at - end <= 2 and all(
        token.text[-1].isalnum() and token.lower not in _DETERMINERS for token in tokens[end:at]
    )


def _counted(tokens: list[Token], first: int) -> bool:
    return (
        first > 1
        and tokens[first - 1].lower in {"russian", "ukrainian", "unspecified"}
        and tokens[first - 2].lower in _ONE
    )


def _first(tokens: list[Token], at: int, start: int, names: dict[int, Name]) -> int:
    """Return the first word of the noun phrase whose head begins at token `at`: its adjectives and its name."""
    first = at
    for name in names.values():
        if name.start < at <= name.end and name.start >= start:
            return name.start
    while (
        first > start
        and tokens[first - 1].lower not in _DETERMINERS
        and tokens[first - 1].text[-1].isalnum()
        and at - first < 4
    ):
        if tokens[first - 1].lower.endswith(("ing", "ed")) and not tokens[first - 1].capital:
            break
        first -= 1
    return first


def weapon(tokens: list[Token], start: int, stop: int, lexicon: Lexicon) -> str:
    """Return the weapon named between tokens `start` and `stop`, as worded, or an empty string."""
    for match in lexicon.things.find(tokens[start:stop]):
        if match.value.sort == "weapon":
            return " ".join(token.text for token in tokens[start + match.start : start + match.end])
    return ""
