"""Bracketed help: "(southwest of Pokrovsk)", "(both in Bryansk Oblast, roughly 65 kilometers from the frontline)"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geotracker.records import Bearing

if TYPE_CHECKING:
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.names import Name
    from geotracker.text.spots import Spot
    from geotracker.text.tokens import Token

_FRONT = re.compile(
    r"(\d[\d.,]*)\s?(?:km|kilometers?|kilometres?)(?: deep| away| behind| beyond)?(?: from| behind| beyond| of)?"
    r" the (?:current )?front ?line"
)
_EITHER = re.compile(r"\b(?:one of (?:several|two|three|many|multiple)|either|unclear which|several settlements)\b")
_KM = re.compile(r"(\d+(?:\.\d+)?)(?:-\d+)?(?:km)?")


@dataclass(slots=True)
class Help:
    """What a bracket says of the places before it."""

    bearings: list[Bearing] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    frontline_km: float | None = None
    ambiguous: bool = False
    """The report itself does not know which: "(one of several settlements)", "(either 7 or 65 kilometers from …)"."""
    of: int = 1
    """Of how many places before it, the last ones; 0 is all of them."""

    def tell(self, spots: list[Spot]) -> None:
        """Give the help to the spots that it is meant for."""
        for spot in spots[-self.of :] if self.of else spots:
            spot.bearings += self.bearings
            spot.regions += [region for region in self.regions if region not in spot.regions]
            spot.frontline_km = self.frontline_km if self.frontline_km is not None else spot.frontline_km
            spot.precision = 5 if self.ambiguous else spot.precision


def pairs(tokens: list[Token]) -> dict[int, int]:
    """Return for each opening bracket the token of its closing one."""
    closing: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.text in "([":
            stack.append(index)
        elif token.text in ")]" and stack:
            closing[stack.pop()] = index
    return closing


def read(sentence: str, tokens: list[Token], names: dict[int, Name], start: int, stop: int, lexicon: Lexicon) -> Help:
    """Return the help that tokens `start` to `stop` give: what stands between the brackets."""
    told = Help()
    if start >= stop:
        return told
    told.of = {"all": 0, "both": 2}.get(tokens[start].lower, 1)
    front = _FRONT.search(sentence, tokens[start].start, tokens[stop - 1].end)
    told.frontline_km = float(front[1].replace(",", "")) if front else None
    told.ambiguous = _EITHER.search(sentence, tokens[start].start, tokens[stop - 1].end) is not None
    direction, km = "", None
    for index in range(start, stop):
        word, name = tokens[index].lower, names.get(index)
        if word in lexicon.words["direction"]:
            direction = word
        elif distance := _KM.fullmatch(word):
            km = float(distance[1])
        elif name is not None and name.sort == "region":
            if not (direction and tokens[index - 1].lower == "of"):  # "north of Crimea" is not in Crimea
                told.regions.append(name.text)
        elif name is not None and direction and name.sort in {"settlement", "area"}:
            told.bearings.append(Bearing(direction, name.text, km))
            km = None
    return told
