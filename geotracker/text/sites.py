"""Where a deed was done: the places that the words around a cue give it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geotracker.text.spots import Spot

if TYPE_CHECKING:
    from geotracker.text.lexicon import Rule
    from geotracker.text.readings import Cue, Reading

_BACK = 6
_AFTER = 6


def find(reading: Reading, cue: Cue, start: int, stop: int) -> list[Spot]:
    """Return the places of a cue: after it, before a passive, or at the head of the clause ("In X, forces shelled")."""
    words, places = reading.tokens, reading.places
    if cue.rule.kind == "withdrawal":
        leaves = (index + 1 for index in range(cue.end, min(cue.end + 8, stop)) if words[index].lower == "from")
        first = next(leaves, cue.end)
        goes = (index for index in range(first, stop) if words[index].lower in {"to", "toward", "towards"})
        return places.spots(first, next(goes, stop)) or _before(reading, cue, start)
    opens = reading.lexicon.roles.get(words[cue.end - 1].lower) in {"at", "near", "toward", "along", "direction"}
    first = cue.end - 1 if opens and cue.end - 1 > cue.start else cue.end
    if first < stop and words[first].lower == "by":
        first = next((side.end for side in reading.sides if first < side.at <= first + 2), first)
    spots = places.spots(first, stop)
    head = reading.head(cue.start)
    if not spots and (cue.rule.form == "passive" or words[head].lower in {"in", "near", "at", "around"}):
        spots = places.spots(head, cue.start)
    return _whole(spots or _back(reading, cue) or _before(reading, cue, start), cue.rule)


def _before(reading: Reading, cue: Cue, start: int) -> list[Spot]:
    """Return the places that the words before the cue give it.

    Footage shows forces at a place, "indicating that" they advanced; it shows damage at a place "after a strike";
    they "attacked near X and were able to advance".
    """
    places, kind = reading.places, cue.rule.kind
    indicated = kind == "advance" and places.is_a(start - 2, "indicating")
    after = kind == "strike" and any(places.is_a(at, "following") for at in range(cue.start - _AFTER, cue.start))
    attack = _attack_before(reading, cue)
    if not (indicated or after or attack):
        return []
    end = start - 2 if indicated else cue.start
    said = max((item.at + 1 for item in reading.attributions if item.at < end), default=0)
    begin = attack.end if attack is not None else said + 1 if places.word(said) == "that" else said
    return [spot for spot in places.spots(begin, end, bare=attack is not None) if spot.level == "settlement"]


def _attack_before(reading: Reading, cue: Cue) -> Cue | None:
    """Return the attack that a gain is joined to by "and", or that forced a withdrawal."""
    earlier = [other for other in reading.cues if other.start < cue.start]
    if cue.rule.form != "verb" or not earlier or earlier[-1].rule.kind != "attack":
        return None
    joined = any(reading.places.word(index) == "and" for index in range(cue.start - _AFTER, cue.start))
    follows = cue.rule.kind == "withdrawal" or (cue.rule.kind == "advance" and joined)
    return earlier[-1] if follows else None


def _back(reading: Reading, cue: Cue) -> list[Spot]:
    """Return the place that "the settlement", "the plant" or "the bridge" points back to."""
    for index in range(cue.end, min(cue.end + _BACK, len(reading.tokens) - 1)):
        if reading.tokens[index].lower != "the":
            continue
        if reading.places.is_a(index + 1, "settlement back"):
            meant = _named_before(reading, cue.start) or reading.back
            return [replace(meant, at=index)] if meant is not None else []
        if reading.back is not None and cue.rule.kind == "strike" and reading.places.is_a(index + 1, "facility back"):
            return [
                replace(reading.back, at=index + 1, facility=reading.back.facility or reading.tokens[index + 1].text)
            ]
    return []


def _named_before(reading: Reading, at: int) -> Spot | None:
    """Return the last settlement before token `at` that a preposition places: "positions in Snihurivka"."""
    for name in reversed(reading.places.names.values()):
        placed = any(reading.places.is_a(name.start - 1, role) for role in ("at", "near", "toward"))
        if name.start < at and name.sort == "settlement" and placed:
            return Spot(name.text, "settlement", name.start, 2)
    return None


def _whole(spots: list[Spot], rule: Rule) -> list[Spot]:
    """Return an area named by two settlements as those two for an attack, as one for fire, not for general words."""
    result: list[Spot] = []
    for spot in spots:
        if not spot.parts or rule.kind == "strike":
            result.append(spot)
        elif not rule.general:
            result += [replace(spot, text=part, level="settlement", area=False) for part in spot.parts]
    return result
