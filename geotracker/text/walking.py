"""The way through a list of places, word by word: what is pending, what has been found, where the list ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from geotracker.text import bracketed, placing
from geotracker.text.spots import Pending, Prep, Spot

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotracker.records import Bearing
    from geotracker.text.whereabouts import Reader

_GLUED = re.compile(r"(\d[\d.,-]*)(?:km|m)")
_CODE = re.compile(r"[a-z]{1,3}-?\d{1,4}")
_STATUS = ("-occupied", "-held", "-controlled", "-bank")


class Walk:
    """One way through a place list; its state is what is pending and what has been found."""

    def __init__(self, reader: Reader, start: int, stop: int) -> None:
        """Stand before token `start`."""
        self.reader = reader
        self.start, self.stop, self.at = start, stop, start
        self.pending = Pending(prep="object")
        self.found: list[Spot] = []
        self.objects: list[Spot] = []
        """Named facilities, which are the place where no other is named."""
        self.included: list[Spot] = []
        """Places that a bracket includes: "Dnipropetrovsk (including Kryvyi Rih)"."""
        self.group = 0
        """Where the spots begin that the last preposition governs."""
        self.anchor: Bearing | None = None
        self.road: Bearing | None = None
        """The road on which the places of the list lie: "along the M-14 Melitopol-Mariupol highway near X"."""
        self.apposed = False
        """ "Polovynkyne, a settlement on the outskirts of Starobilsk": the next name tells which place the last is."""

    def read(self) -> list[Spot]:
        """Return the spots found from here to the end of the list."""
        reader = self.reader
        while self.at < self.stop:
            at = self.at
            if at in reader.closing:
                close = reader.closing[at]
                self._bracket(at + 1, close)
                self.at = close + 1
            elif at in reader.names and not reader.in_date(at):
                placing.take(self, reader.names[at])
            elif not reader.in_date(at) and not self._word(reader.word(at)):
                break
            self.at = max(self.at, at + 1)
        found = [*self.found, *self.included]
        return found if any(spot.level == "settlement" for spot in found) else [*self.objects, *found]

    def _bracket(self, start: int, close: int) -> None:
        """Take what a bracket tells of the places before it, or the places that it includes."""
        reader = self.reader
        if reader.word(start) == "including" and self.found:
            inside = Walk(reader, start + 1, close)
            inside.pending = Pending(prep="at")
            self.included += inside.read()
            return
        told = bracketed.read(reader.sentence, reader.tokens, reader.names, start, close, reader.lexicon)
        told.tell(self.found)

    def next(self, steps: int = 1) -> str:
        """Return the word that many tokens on, or an empty string beyond the list."""
        return self.reader.word(self.at + steps) if self.at + steps < self.stop else ""

    def close(self) -> None:
        """End what is pending: a word came that belongs to no place list."""
        self.pending = Pending()
        self.anchor = None
        self.group = len(self.found)

    def _word(self, word: str) -> bool:
        """Take one word that is no name; False ends the list."""
        if word[0].isdigit():
            return self._number(word)
        if word.endswith(_STATUS):
            self.pending.occupied = self.pending.occupied or word.endswith("occupied")
            return True
        if _CODE.fullmatch(word) or self.reader.is_a(self.at, "road"):
            return self._road()
        role = self.reader.lexicon.roles.get(word, "")
        return self._TAKES.get(role, Walk._other)(self, word)

    def _road(self) -> bool:
        """Go on over a road that only says where its neighbours lie: "Dolyna west of the E40 highway and Mayaky"."""
        if self.found:
            self.pending = Pending(prep="near" if self.found[-1].offset else "at", joined=False)
        else:
            self.close()
        return True

    def _other(self, word: str) -> bool:
        """Close what is pending; a participle ends a list that has begun ("near X heading towards Y")."""
        self.close()
        return not (self.found and word.endswith("ing"))

    def _connect(self, word: str) -> bool:
        """Take an article or a noun like "village"; "X, a village near Y", "X and Y, both near Z" are appositions."""
        after_comma = self.reader.word(self.at - 1) == ","
        if self.found and after_comma:
            if word in {"a", "an"} and self.reader.is_a(self.at + 1, "settlement noun"):
                self.apposed, self.group = True, len(self.found) - 1
            elif word in {"both", "all"}:
                self.apposed, self.group = True, (0 if word == "all" else max(0, len(self.found) - 2))
        return True

    def _stop(self, word: str) -> bool:
        """End the list; "with a bomb" before the first place does not ("striking a position with a bomb in X")."""
        if word == "with" and not self.found:
            self.close()
            return True
        return False

    def _semicolon(self, word: str) -> bool:
        """End what is pending; a name that follows at once goes on with the list: "X, Kursk Oblast; Y, Tula Oblast"."""
        del word
        after = self.at + (2 if self.next() == "and" else 1)
        name = self.reader.names.get(after) if self.found else None
        prep = self.pending.prep
        self.close()
        if name is not None and self.reader.word(name.end) in {",", ";", ".", "and", "("}:
            self.pending = Pending(prep=prep or "at")
        return True

    def _join(self, word: str) -> bool:
        """Take a comma, "and", "or"; a new verb or a participle after it ends the list."""
        after = self.next()
        self.pending.joined = True
        verb = after in self.reader.lexicon.words["list verb"] or (after.endswith("ed") and after != "occupied")
        if word != "," and (verb or after == "that"):
            return False
        participle = after.endswith("ing") and after != "including" and self.at + 1 not in self.reader.names
        return not (word == "," and self.found and participle)

    def _purpose(self, word: str) -> bool:
        """Go on over "as well as", "to the south of", "belonging to X"; "to enable" and "as part of" end the list."""
        if word == "as":
            return "well" in {self.next(), self.reader.word(self.at - 1)} or "far" in {
                self.next(),
                self.reader.word(self.at - 1),
            }
        roles = ("direction", "part", "outskirts", "settlement noun")
        place = self.next() == "the" and any(self.reader.is_a(self.at + 2, role) for role in roles)
        reach = self.reader.word(self.at - 1) in {"up", "far"} or self.next() == "far"
        return reach or (word == "to" and (place or self.at + 1 in self.reader.names))

    def _carry(self, word: str) -> bool:
        """Go on over "as well as"; "including" opens the names of what was said in general before."""
        self.pending.joined = True
        if word == "including" and not self.pending.prep:
            self._open("at")
        return True

    def _occupied(self, word: str) -> bool:
        del word
        self.pending.occupied = True
        return True

    def _part(self, word: str) -> bool:
        self.pending.part = word
        return True

    def _outskirts(self, word: str) -> bool:
        del word
        self.pending.outskirts = True
        return True

    def _of(self, word: str) -> bool:
        """Open a place after "of" and "for" only where the cue or a word like "village" is before them."""
        before = self.at - 1
        if self.pending.direction or self.reader.word(before) == "direction":
            return True
        if (
            self.at != self.start
            and not self.reader.is_a(before, "settlement noun")
            and not self.reader.is_a(before, "connect")
        ):
            self.close()
        elif word == "for" or not self.pending.prep:
            self._open("at")
        return True

    def _preposition(self, word: str) -> bool:
        role = self.reader.lexicon.roles[word]
        if word == "direction":
            if not (self.reader.word(self.at - 1) == "the" and self.next() == "of"):
                return self._other(word)
            role = "toward"
        elif word == "from" and self.found:
            return False
        self._open(role)  # type: ignore[arg-type]
        return True

    def _open(self, prep: Prep) -> None:
        pending = self.pending
        if pending.prep == "from" and prep != "toward" and self.at - pending.prep_at <= 2:
            return
        before = (self.reader.word(self.at - 2), self.reader.word(self.at - 1))
        if before == (",", "and") and prep in {"near", "at"}:
            self.anchor = None  # "north of X near A, and near B": only A is north of X
        self.pending = Pending(prep=prep, prep_at=self.at, joined=pending.joined)
        if pending.joined and not self.apposed:
            self.group = len(self.found)

    def _direction(self, word: str) -> bool:
        """Take "north of", "north and northwest of": the direction opens a place."""
        directions = self.reader.lexicon.words["direction"]
        last, said = self.at, [word]
        for index in range(self.at + 1, self.stop):
            if self.reader.word(index) in directions:
                last = index
                said.append(self.reader.word(index))
            elif self.reader.word(index) not in {"and", "or", ","}:
                break
        if self.reader.word(last + 1) == "of" and last + 1 < self.stop:
            pending = self.pending
            self.anchor = None if pending.joined else self.anchor
            self.pending = Pending(
                prep=pending.prep,
                prep_at=pending.prep_at if pending.prep else self.at,
                km=pending.km,
                direction=" and ".join(said).replace("-", ""),
                joined=pending.joined,
            )
            self.at = last + 2
        return True

    def _number(self, word: str) -> bool:
        """Take a distance; any other number is no part of a place list."""
        glued = _GLUED.fullmatch(word)
        if not glued and self.next() not in self.reader.lexicon.words["distance"]:
            return self._other(word)
        digits = re.findall(r"\d+(?:\.\d+)?", word)
        self.pending.km = float(digits[-1]) if digits else None
        self.at += 1 if glued else 2
        return True

    _TAKES: ClassVar[dict[str, Callable[[Walk, str], bool]]] = {
        "semicolon": _semicolon,
        "join": _join,
        "direction": _direction,
        "outskirts": _outskirts,
        "carry": _carry,
        "of": _of,
        "purpose": _purpose,
        "part": _part,
        "between": _preposition,
        "near": _preposition,
        "toward": _preposition,
        "along": _preposition,
        "at": _preposition,
        "from": _preposition,
        "occupied": _occupied,
        "list end": _stop,
        "connect": _connect,
        "settlement noun": _connect,
    }
