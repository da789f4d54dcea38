"""Runs of capitalised words in a sentence, told apart: places, regions, districts, facilities, units, persons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.tokens import Token

Sort = Literal["settlement", "region", "district", "area", "country", "facility", "unit", "person"]

_PARTICLES = frozenset({"of", "na", "nad", "pid", "pry", "am", "al", "the"})
_CODE = re.compile(r"[A-Z]{1,3}-?\d")
_STATUS = ("-occupied", "-held", "-controlled", "-backed", "-led", "-made")


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start` to `end` (excluded) are a name of this sort."""

    start: int
    end: int
    text: str
    sort: Sort


def find(sentence: str, tokens: list[Token], lexicon: Lexicon) -> dict[int, Name]:
    """Return the names of a sentence by the token that they start at."""
    names: dict[int, Name] = {}
    end = 0
    for position, token in enumerate(tokens):
        if not token.capital or position < end or not _starts(tokens, position, lexicon):
            continue
        end = _run(tokens, position, lexicon)
        names[position] = Name(
            position, end, _text(sentence, tokens, position, end), _sort(tokens, position, end, lexicon)
        )
    return names


def _text(sentence: str, tokens: list[Token], start: int, end: int) -> str:
    last = tokens[end - 1]
    text = sentence[tokens[start].start : last.end]
    return text[: -(len(last.text) - len(last.lower))] if last.possessive else text


def _starts(tokens: list[Token], position: int, lexicon: Lexicon) -> bool:
    token = tokens[position]
    if position == 0 and token.lower in lexicon.roles:
        return False
    if (
        not token.capital
        or not token.text.rstrip(".")[-1:].isalnum()
        or token.lower.endswith(_STATUS)
        or _CODE.match(token.text)
    ):
        return False
    return token.lower not in lexicon.words["no place"]


def _run(tokens: list[Token], start: int, lexicon: Lexicon) -> int:
    end = start + 1
    while end < len(tokens) and not tokens[end - 1].possessive:
        token = tokens[end]
        if tokens[end - 1].lower in lexicon.words["region suffix"] and tokens[end - 1].lower != "republic":
            break
        if " ".join(part.lower for part in tokens[start:end]) in lexicon.regions:
            break
        if token.lower in lexicon.words["person title"] and not token.lower.startswith("foreign"):
            break
        if token.capital and token.lower not in lexicon.words["no place"] and not token.lower.endswith(_STATUS):
            end += 1
        elif token.lower in _PARTICLES and _joins(tokens, end, lexicon):
            end += 2
        elif token.text.isdigit() and tokens[end - 1].lower in {"height", "hill", "plant", "no", "no."}:
            end += 1
        else:
            break
    return end


def _joins(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether a particle joins two words to one name: "Republic of Tatarstan", not "Governor of Kursk"."""
    follows = at + 1 < len(tokens) and _starts(tokens, at + 1, lexicon)
    word = tokens[at].lower
    if word in {"of", "the"}:
        return follows and word == "of" and tokens[at - 1].lower in {"republic", "city"}
    return follows


def _sort(tokens: list[Token], start: int, end: int, lexicon: Lexicon) -> Sort:
    """Return what sort of name tokens `start` to `end` are, by their own words and those around them."""
    words, lowered = lexicon.words, [token.lower for token in tokens[start:end]]
    joined, last = " ".join(lowered), lowered[-1]
    if end < len(tokens) and tokens[end].lower in {"border", "borders"}:
        return "unit"
    if last in words["region suffix"] or joined in lexicon.regions or lowered[0] == "republic":
        return "region"
    if _is_unit(tokens, start, end, lexicon):
        return "unit"
    if last in words["district suffix"] or (end < len(tokens) and tokens[end].lower in words["district suffix"]):
        return "district"
    if last in words["area suffix"] or (end < len(tokens) and tokens[end].lower in words["area suffix"]):
        return "area"
    if joined in words["country"]:
        return "country"
    if _is_facility(tokens, start, end, lexicon):
        return "facility"
    titled = start > 0 and tokens[start - 1].lower in words["person title"]
    return "person" if titled or lowered[0] in words["person title"] else "settlement"


def _is_unit(tokens: list[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a name is no place: a unit, an organisation, a border between two countries, an acronym."""
    words, last = lexicon.words, tokens[end - 1].lower
    if last in words["unit noun"] and end - start > 1:
        return True
    before = tokens[start - 1].text if start else ""
    if before[:1].isdigit() and before.endswith(("st", "nd", "rd", "th")):
        return True
    if before == "of" and start > 1 and tokens[start - 2].capital and tokens[start - 2].lower in words["unit noun"]:
        return True
    parts = (part for token in tokens[start:end] for part in token.lower.split("-"))
    acronym = (
        end - start == 1 and len(last) > 2 and tokens[start].text.isupper() and last not in words["acronym of a place"]
    )
    return acronym or any(part in words["no place"] for part in parts)


def _is_facility(tokens: list[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a name is a facility's: "Gorbunov Aircraft Plant", "Saky airfield", but not "Kaluga City"."""
    if end < len(tokens) and tokens[end].text.islower():
        match = lexicon.things.at(tokens, end)
        if match is not None and match.value.sort == "facility":
            return True
    if tokens[end - 1].lower in lexicon.words["acronym of a place"]:
        return True
    found = list(lexicon.things.find(tokens[start:end])) if end - start > 1 else []
    return bool(found) and found[-1].end == end - start and found[-1].value.sort == "facility"
