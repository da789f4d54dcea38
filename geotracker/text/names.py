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
_COUNTRIES = frozenset(
    "ukraine russia belarus poland moldova romania lithuania latvia estonia finland norway sweden georgia kazakhstan "
    "turkey hungary slovakia germany france china iran israel syria transnistria".split()
)
_CODE = re.compile(r"[A-Z]{1,3}-?\d")
_STATUS = ("-occupied", "-held", "-controlled", "-backed", "-led", "-made")
_CITY = frozenset({"city", "settlement", "town", "village"})


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
    position = 0
    while position < len(tokens):
        if not _starts(tokens, position, lexicon):
            position += 1
            continue
        end = _run(tokens, position, lexicon)
        names[position] = Name(
            position, end, _text(sentence, tokens, position, end), _sort(tokens, position, end, lexicon)
        )
        position = end
    return names


def _text(sentence: str, tokens: list[Token], start: int, end: int) -> str:
    last = tokens[end - 1]
    text = sentence[tokens[start].start : last.end]
    return text[: -(len(last.text) - len(last.lower))] if last.possessive else text


def _starts(tokens: list[Token], position: int, lexicon: Lexicon) -> bool:
    token = tokens[position]
    if not token.capital or not token.text[-1].isalnum() or token.lower.endswith(_STATUS) or _CODE.match(token.text):
        return False
    return token.lower not in lexicon.words["no place"]


def _run(tokens: list[Token], start: int, lexicon: Lexicon) -> int:
    end = start + 1
    while end < len(tokens) and not tokens[end - 1].possessive:
        token = tokens[end]
        if tokens[end - 1].lower in lexicon.words["region suffix"] and tokens[end - 1].lower != "republic":
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
    """ "Republic of Tatarstan" is one name; "Governor of Kursk Oblast" and "near Lyman of" are not."""
    follows = at + 1 < len(tokens) and _starts(tokens, at + 1, lexicon)
    word = tokens[at].lower
    if word in {"of", "the"}:
        return follows and word == "of" and tokens[at - 1].lower in {"republic", "city"}
    return follows


def _sort(tokens: list[Token], start: int, end: int, lexicon: Lexicon) -> Sort:  # noqa: PLR0911 - a table in words
    words, lowered = lexicon.words, [token.lower for token in tokens[start:end]]
    last = lowered[-1]
    follows = tokens[end].lower if end < len(tokens) else ""
    before = tokens[start - 1] if start else None
    joined = " ".join(lowered)
    if last in words["region suffix"] or joined in lexicon.regions or lowered[0] == "republic":
        return "region"
    if last in words["unit noun"] and len(lowered) > 1 and not (last == "base" and "air" in lowered):
        return "unit"
    if before is not None and before.text[0].isdigit() and before.text[-2:] in {"st", "nd", "rd", "th"}:
        return "unit"
    if last in words["district suffix"]:
        return "district"
    if follows in {"border", "borders"} or any(part in words["no place"] for part in joined.split("-")):
        return "unit"
    if len(lowered) == 1 and len(last) > 2 and tokens[start].text.isupper():
        return "unit"
    if last in words["area suffix"] or follows in words["area suffix"]:
        return "area"
    if joined in _COUNTRIES:
        return "country"
    if len(lowered) > 1 and last not in _CITY and _is_facility(tokens[start:end], lexicon):
        return "facility"
    if end < len(tokens) and tokens[end].text.islower() and _opens_facility(tokens, end, lexicon):
        return "facility"
    if lowered[0] in words["person title"] or (before is not None and before.lower in words["person title"]):
        return "person"
    return "settlement"


def _opens_facility(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """ "Saky airfield", "Karan railway station": the name is the facility's."""
    match = lexicon.things.at(tokens, at)
    return match is not None and match.value.sort == "facility"


def _is_facility(tokens: list[Token], lexicon: Lexicon) -> bool:
    found = list(lexicon.things.find(tokens))
    return bool(found) and found[-1].end == len(tokens) and found[-1].value.sort == "facility"
