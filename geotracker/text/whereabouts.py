"""Reading a list of places: "near X and Y, west of Z near V, and in southern W (all southwest of Pokrovsk)"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geotracker.records import Bearing

if TYPE_CHECKING:
    from geotracker.records import Level
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.names import Name
    from geotracker.text.tokens import Token

_STOP = frozenset(
    "that which who whom whose while but because although though despite when where whereas since until according "
    "citing so thus however following amid amidst contrary likely unless via from with by".split()
)
_PURPOSE = frozenset({"to", "as", "after", "before", "during"})
_CONNECT = frozenset(
    "the a an of and or , both also itself themselves including include includes as well occupied currently "
    "several multiple nearby neighboring adjacent further part parts majority most half bank banks left right deeper "
    "unspecified settlements points then".split()
)
_VERBS = frozenset("began continued continue are is was were have has had will would could may likely reportedly they it subsequently".split())
_KM = frozenset({"km", "kilometers", "kilometer", "kilometres", "miles", "meters", "m"})
_LINE = frozenset({"line", "lines", "area", "areas", "section", "segment", "region", "triangle", "corridor"})
_ROAD = frozenset({"road", "highway", "railway", "railroad", "route"})
_DASH = re.compile(r"\s?[-–—]\s?")
_FRONT = re.compile(r"(\d[\d.,]*)\s?(?:km|kilometers?|kilometres?)(?: deep| away| behind| beyond)?(?: from| behind| beyond| of)? the (?:current )?front ?line")


@dataclass(slots=True)
class Spot:
    """A place that a clause names; `at` is its first token."""

    text: str
    level: Level
    at: int
    precision: int
    offset: str = ""
    direct: bool = False
    regions: list[str] = field(default_factory=list)
    bearings: list[Bearing] = field(default_factory=list)
    frontline_km: float | None = None
    occupied: bool = False
    area: bool = False
    """ "in the X area": a settlement that lends its name to its surroundings."""
    parts: tuple[str, ...] = ()
    """The settlements that an area is named by: "the Kolodyazi-Stavky area"."""


@dataclass(slots=True)
class _Pending:
    """What has been said before the next name comes."""

    prep: str = ""
    prep_at: int = -1
    direction: str = ""
    km: float | None = None
    outskirts: bool = False
    part: str = ""
    occupied: bool = False
    joined: bool = True
    """A comma or "and" (not a bare preposition) leads from the last name to here."""


def _home(name: Name, words: dict[str, frozenset[str]]) -> str:
    """A base or a port bears the name of its town; a bridge or a plant is a place of its own."""
    first, _, last = name.text.rpartition(" ")
    return first if first and last.lower() in words["named for a town"] else name.text


def brackets(tokens: list[Token]) -> dict[int, int]:
    """Return for each opening bracket the token of its closing one."""
    pairs, stack = {}, []
    for index, token in enumerate(tokens):
        if token.text in "([":
            stack.append(index)
        elif token.text in ")]" and stack:
            pairs[stack.pop()] = index
    return pairs


@dataclass(slots=True)
class Reader:
    """The words of one sentence and what is known of them, ready to be read for places."""

    sentence: str
    tokens: list[Token]
    names: dict[int, Name]
    lexicon: Lexicon
    dates: list[tuple[int, int]]
    """Character spans of dates, which are passed over."""
    closing: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Pair the brackets once."""
        self.closing = brackets(self.tokens)

    def spots(self, start: int, stop: int, *, direct: bool) -> list[Spot]:
        """Return the places that tokens `start` to `stop` name, in order.

        `direct`: the first name may follow at once, without a preposition ("seized Klishchiivka").
        """
        return _Walk(self, start, stop, _Pending(prep="direct" if direct else "")).read()


class _Walk:
    """One way through a place list; the state is what is pending and what has been found."""

    def __init__(self, reader: Reader, start: int, stop: int, pending: _Pending) -> None:
        self.reader, self.tokens, self.names = reader, reader.tokens, reader.names
        self.words = reader.lexicon.words
        self.start, self.stop, self.at = start, stop, start
        self.pending = pending
        self.found: list[Spot] = []
        self.group = 0
        self.anchor: Bearing | None = None
        self.objects: list[Spot] = []
        self.apposed = False

    def read(self) -> list[Spot]:
        while self.at < self.stop:
            at = self.at
            if at in self.reader.closing:
                self._bracket(self.reader.closing[at])
            elif self._in_date(at):
                self.at += 1
            elif at in self.names:
                self._name(self.names[at])
            elif not self._word(self.tokens[at].lower):
                break
            if self.at == at:
                self.at += 1
        return self.found if any(spot.level == "settlement" for spot in self.found) else self.objects + self.found

    def _in_date(self, at: int) -> bool:
        position = self.tokens[at].start
        return any(begin <= position < end for begin, end in self.reader.dates)

    def _word(self, word: str) -> bool:
        """Take one word that is no name; False ends the list."""
        pending = self.pending
        if word == ";":
            self.anchor, self.group, self.pending = None, len(self.found), _Pending()
        elif word == "," or word in {"and", "or"}:
            return self._conjunction(word)
        elif word in self.words["direction"]:
            return self._direction(word)
        elif word[0].isdigit():
            self._distance()
        elif word == "outskirts":
            pending.outskirts = True
        elif word in {"including", "as", "well"} and self._goes_on(word):
            pending.joined = True
        elif word == "direction" and self.tokens[self.at - 1].lower == "the" and self._next() == "of":
            self._prep("toward")
        elif word == "to" and self.at + 1 in self.names or word.endswith("-bank"):
            return True
        elif word == "to" and self._next() == "the" and self.tokens[min(self.at + 2, len(self.tokens) - 1)].lower in self.words["direction"]:
            return True
        elif word in self.words["part"]:
            pending.part = word
        elif word == "between":
            self._prep("between")
        elif word in self.words["near"]:
            self._prep("near")
        elif word in self.words["toward"]:
            self._prep("toward")
        elif word == "along":
            self._prep("along")
        elif word in self.words["at"]:
            self._at(word)
        elif word == "occupied" or word.endswith(("-occupied", "-held", "-controlled")):
            pending.occupied = pending.occupied or word.endswith("occupied")
        elif word == "from" and not self.found:
            self._prep("from")
        elif word in {"a", "an"} and self.found and self.tokens[self.at - 1].text == "," and self._next() in self.words["settlement noun"]:
            self.apposed = True
        elif word in _STOP or (word in _PURPOSE and not self._goes_on(word)):
            return False
        elif word not in _CONNECT and word not in self.words["settlement noun"]:
            self._unknown()
        return True

    def _next(self) -> str:
        return self.tokens[self.at + 1].lower if self.at + 1 < self.stop else ""

    def _goes_on(self, word: str) -> bool:
        """ "as well as" and "including" carry a list on; "to", "after" and "before" do not."""
        if word == "as":
            return self._next() == "well" or (self.at > 0 and self.tokens[self.at - 1].lower == "well")
        return word not in _PURPOSE

    def _conjunction(self, word: str) -> bool:
        after = self._next()
        self.pending.joined = True
        if word == "and" and (after in _VERBS or (after.endswith("ed") and after != "occupied")):
            return False
        if word == "," and self.found and after.endswith("ing") and after != "including" and self.at + 1 not in self.names:
            return False
        return not (word in {"and", "or"} and after == "that")

    def _unknown(self) -> None:
        """A word that belongs to no place list: what was pending is over."""
        self.pending = _Pending(joined=True)
        self.anchor = None
        self.group = len(self.found)

    def _prep(self, prep: str) -> None:
        bare = not self.pending.joined
        if self.pending.prep == "from" and prep != "toward" and self.at - self.pending.prep_at <= 2:
            return
        self.pending = _Pending(prep=prep, prep_at=self.at, occupied=False, joined=not bare)
        if not bare:
            self.group = len(self.found)

    def _at(self, word: str) -> None:
        previous = self.tokens[self.at - 1].lower if self.at else ""
        if word == "of" and (self.pending.direction or previous == "direction"):
            return
        if word in {"of", "for"} and not (
            self.at == self.start or previous in self.words["settlement noun"] or previous in _CONNECT
        ):
            self._unknown()
            return
        if word == "of":
            if not self.pending.prep:
                self._prep("at")
            return
        self._prep("at")

    def _direction(self, word: str) -> bool:
        """ "north and northwest of", "25km southwest of", "to the south of" open a direction."""
        at, said = self.at, [word]
        while at + 1 < self.stop and self.tokens[at + 1].lower in {"and", "or", ",", *self.words["direction"]}:
            at += 1
            if self.tokens[at].lower in self.words["direction"]:
                said.append(self.tokens[at].lower)
        while self.tokens[at].lower in {"and", "or", ","}:
            at -= 1
        if at + 1 < self.stop and self.tokens[at + 1].lower == "of":
            pending = self.pending
            if pending.joined:
                self.anchor = None
            self.pending = _Pending(
                prep=pending.prep, prep_at=self.at if not pending.prep else pending.prep_at, km=pending.km,
                direction=" and ".join(said).replace("-", ""), joined=pending.joined,
            )
            self.at = at + 2
        return True

    def _distance(self) -> None:
        unit = self.tokens[self.at + 1].lower if self.at + 1 < len(self.tokens) else ""
        glued = re.fullmatch(r"(\d[\d.,-]*)(km|m)", self.tokens[self.at].lower)
        if glued or unit in _KM:
            digits = re.findall(r"\d+(?:\.\d+)?", self.tokens[self.at].lower)
            self.pending.km = float(digits[-1]) if digits else None
            self.at += 1 if glued else 2
        else:
            self._unknown()

    def _bracket(self, close: int) -> None:
        """Bracketed help tells which place is meant: "(all southwest of Pokrovsk)"."""
        inside = range(self.at + 1, close)
        words = {self.tokens[index].lower for index in inside}
        self.at = close + 1
        if not self.found:
            return
        first = self.tokens[inside[0]].lower if len(inside) else ""
        count = len(self.found) if first == "all" else 2 if first == "both" else 1
        helped = self.found[-count:]
        text = self.reader.sentence[self.tokens[inside[0]].start : self.tokens[close].start] if len(inside) else ""
        front = _FRONT.search(text)
        bearings, regions = _help(self.reader, inside[0], close) if words & self.words["direction"] or regions_in(self.names, inside) else ([], [])
        for spot in helped:
            spot.bearings += bearings
            spot.regions += [region for region in regions if region not in spot.regions]
            if front:
                spot.frontline_km = float(front[1].replace(",", ""))

    def _name(self, name: Name) -> None:
        pending, self.at = self.pending, name.end
        if name.sort == "facility" and pending.prep != "from" and not self.found:
            self.objects.append(Spot(_home(name, self.words), "settlement", name.start, 2, regions=[]))
        if name.sort in {"unit", "person", "facility"} or pending.prep == "from" or not (pending.prep or pending.direction or pending.outskirts):
            self._no_place(name)
            return
        after = self._after(name.end)
        word = self.tokens[after].lower if after < len(self.tokens) else ""
        bare = not pending.joined and len(self.found) > 0
        if name.sort == "region" or word in self.words["region suffix"]:
            self._region(name, after if word in self.words["region suffix"] else None, bare=bare)
        elif word in self.words["no place after"] and word not in _ROAD:
            del self.found[self.group :]
            self.at = after
            self._unknown()
        elif self.apposed:
            self.apposed = False
            self.group = len(self.found) - 1
            self._bearing(name)
        elif bare and name.sort in {"district", "area"} and self.found[-1].level == "settlement":
            self.pending.joined = False
        elif name.sort == "district" and self.found and self.tokens[name.start - 1].text == ",":
            self.pending.joined = False
        elif bare and (pending.prep == "near" or pending.direction or pending.outskirts) and self.found[-1].level == "settlement":
            self._bearing(name)
        elif (pending.direction or pending.prep == "near" and not bare) and name.sort == "settlement" and self._is_anchor(after):
            self.anchor = Bearing(pending.direction or "near", name.text, pending.km)
            self.pending = _Pending(prep=pending.prep, joined=True)
            self.group = len(self.found)
        elif pending.km is not None and pending.direction and self.found and self._is_apposed(name):
            self._bearing(name)
        else:
            self._emit(name, after, word)

    def _no_place(self, name: Name) -> None:
        if name.sort == "facility" or self.pending.prep == "direct":
            self.pending = _Pending(joined=False)
        self.pending.joined = False

    def _after(self, at: int) -> int:
        """Return the token after a name and the bracket that may follow it."""
        while at < len(self.tokens) and at in self.reader.closing:
            at = self.reader.closing[at] + 1
        return at

    def _is_anchor(self, after: int) -> bool:
        if after >= self.stop:
            return False
        word = self.tokens[after].lower
        follow = self.tokens[after + 1].lower if after + 1 < self.stop else ""
        if word == "and" and follow in (self.words["toward"] | {"near"}):
            return False
        if word in {"in", "at", "within"} and self._in_date(after + 1 if after + 1 < len(self.tokens) else after):
            return False
        places = word in self.words["near"] or word in self.words["toward"] or word in {"in", "within", "at"}
        if not self.pending.direction and word != "near":
            return False
        return places and self._name_follows(after + 1)

    def _name_follows(self, at: int) -> bool:
        for index in range(at, min(at + 8, self.stop)):
            if index in self.names:
                return self.names[index].sort in {"settlement", "area", "facility", "district"}
            word = self.tokens[index].lower
            if word not in _CONNECT | {"direction"} and word not in self.words["settlement noun"] | self.words["part"]:
                return False
        return False

    def _is_apposed(self, name: Name) -> bool:
        """ "Lobokove, 25km southwest of Orikhiv" tells which Lobokove; " and 5km south of Orikhiv" is a place more."""
        index = name.start - 1
        while index > 0 and self.tokens[index].lower not in {",", "and", ";"}:
            index -= 1
        return self.tokens[index].lower == ","

    def _bearing(self, name: Name) -> None:
        pending = self.pending
        bearing = Bearing(pending.direction or "near", name.text, pending.km)
        for spot in self.found[self.group if self.group < len(self.found) else -1 :]:
            spot.bearings.append(bearing)
        self.group = len(self.found)
        self.pending = _Pending(prep="near" if self.found[-1].offset else "at", joined=False)

    def _region(self, name: Name, suffix: int | None, *, bare: bool) -> None:
        """A region after a settlement says where that is; in a list of its own it is a place itself."""
        group = self.found[self.group :]
        comma = self.tokens[name.start - 1].text == ","
        if suffix is None and group and group[-1].level != "region" and (bare or comma):
            for spot in group:
                if not spot.regions:
                    spot.regions.append(name.text)
            return
        if suffix is not None:
            self.at = suffix + 1
            word = self.tokens[suffix].text
            plural = word.lower().endswith("s")
            title = {"oblast": "Oblast", "krai": "Krai", "region": "Oblast", "republic": "Republic"}.get(word.lower().rstrip("s"), "Oblast")
            listed = group if plural else []
            for spot in listed:
                spot.level, spot.precision = "region", 5
                if not spot.text.endswith(("Oblast", "Krai", "Republic")):
                    spot.text = f"{spot.text} {title}"
            text = f"{name.text} {title}"
        else:
            text = name.text
            if name.text.endswith(("Oblasts", "Krais")):
                text = name.text[:-1]
                for spot in group:
                    spot.level, spot.precision, spot.text = "region", 5, f"{spot.text} {text.rsplit(' ', 1)[1]}"
        if bare and self.found and self.found[-1].level != "region":
            for spot in self.found[self.group :] or self.found[-1:]:
                spot.regions.append(text)
            return
        if self.pending.direction or self.pending.outskirts:
            self._append(name, text, "region", 5)
            return
        self._append(name, text, "region", 5)

    def _emit(self, name: Name, after: int, word: str) -> None:
        pending = self.pending
        level: Level = {"district": "district", "area": "area", "country": "country"}.get(name.sort, "settlement")  # type: ignore[assignment]
        precision = {"district": 4, "area": 4, "country": 6}.get(name.sort, 0)
        off = pending.direction or pending.outskirts or pending.prep in {"near", "toward"}
        if not precision:
            precision = 4 if pending.prep in {"between", "along"} else 3 if off else 2
        road = word in _ROAD
        if (word in _LINE or road) and _DASH.search(name.text) and name.sort == "settlement":
            if word in {"area", "areas"}:
                spot = self._append(name, f"{name.text} {word}", "area", 4)
                spot.area, spot.parts = True, tuple(_DASH.split(name.text))
                return
            for part in [name.text] if road else _DASH.split(name.text):
                self._append(name, part, "settlement", 4)
            return
        if self.found and self.found[-1].level in {"region", "country"} and not pending.joined:
            # "in western Donetsk Oblast near Pobieda": the region says where the settlement is.
            context = self.found.pop()
            regions = [context.text] if context.level == "region" else []
        else:
            regions = []
        spot = self._append(name, name.text, level, 4 if road else precision)
        spot.regions += regions
        if word in self.words["district suffix"] or name.sort == "district":
            self._districts(name, spot)
        spot.area = word in {"area", "areas"}
        if spot.area:
            spot.precision, spot.offset = max(spot.precision, 3), spot.offset or "in the area of"

    def _districts(self, name: Name, spot: Spot) -> None:
        """ "in the Beryslav and Nova Kakhovka Raions": every name of the list is a district."""
        if name.text.endswith("Raions") or name.text.endswith("Districts"):
            suffix = name.text.rsplit(" ", 1)[1][:-1]
            spot.text = f"{name.text.rsplit(' ', 1)[0]} {suffix}"
            for other in self.found[self.group : -1]:
                if other.level == "settlement":
                    other.text, other.level, other.precision = f"{other.text} {suffix}", "district", 4

    def _append(self, name: Name, text: str, level: Level, precision: int) -> Spot:
        pending = self.pending
        offset = self._offset(name)
        spot = Spot(text, level, name.start, precision, offset, pending.prep == "direct")
        spot.occupied = pending.occupied or "occupied" in {t.lower for t in self.tokens[max(0, name.start - 3) : name.start]}
        if self.anchor is not None:
            spot.bearings.append(self.anchor)
        self.found.append(spot)
        self.pending = _Pending(
            prep=pending.prep or ("near" if pending.direction else "at"), prep_at=pending.prep_at, joined=False
        )
        return spot

    def _offset(self, name: Name) -> str:
        pending = self.pending
        if pending.direction:
            return f"{pending.direction} of"
        if pending.outskirts:
            return f"on the {pending.part} outskirts of" if pending.part else "on the outskirts of"
        if pending.prep in {"near", "toward", "between", "along"}:
            return pending.prep
        return pending.part if pending.part else ""


def regions_in(names: dict[int, Name], inside: range) -> bool:
    """Return whether a stretch of tokens names a region."""
    return any(index in names and names[index].sort == "region" for index in inside)


def _help(reader: Reader, start: int, stop: int) -> tuple[list[Bearing], list[str]]:
    """Return the bearings and regions that bracketed help gives: "both north of X and 12 km from Y, Z Oblast"."""
    words = reader.lexicon.words
    bearings, regions, direction, km = [], [], "", None
    for index in range(start, stop):
        token = reader.tokens[index]
        name = reader.names.get(index)
        if token.lower in words["direction"]:
            direction = f"{direction} and {token.lower}" if direction.endswith(" and") else token.lower
        elif glued := re.fullmatch(r"(\d[\d.]*)(?:-\d+)?(km)?", token.lower):
            km = float(glued[1].rstrip("."))
        elif name is not None and name.sort == "region":
            regions.append(name.text)
        elif name is not None and name.sort in {"settlement", "area", "district"}:
            bearings.append(Bearing(direction or "near", name.text, km))
            km = None
    return bearings, regions
