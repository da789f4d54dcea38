"""From cues to deeds: what each cue says happened, who did it, at which places, to which object."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geotracker.text import attribution, clauses, moods, targets
from geotracker.text.spots import Spot

if TYPE_CHECKING:
    from geotracker.text.attribution import Attribution
    from geotracker.text.lexicon import Rule
    from geotracker.text.readings import Cue, Reading
    from geotracker.text.windows import Window

OPPOSITE = {"russia": "ukraine", "ukraine": "russia"}

_NO_CHANGE = re.compile(r"\bdid not change (?:the )?control of terrain\b", re.IGNORECASE)
_NEEDS = 8
_OBJECT = 6
_BACK = 6


@dataclass(frozen=True, slots=True)
class Deed:
    """What one cue says of one place; `actors` is empty where the sentence names no side."""

    rule: Rule
    kind: str
    actors: tuple[str, ...]
    spot: Spot
    cue: Cue
    spoken: tuple[Attribution, ...]
    window: Window | None
    facility: str = ""
    weapon: str = ""
    attempted: bool = False
    no_change: bool = False
    """It "did not change control of terrain"."""


def find(reading: Reading) -> list[Deed]:
    """Return the deeds that a sentence tells, in order."""
    found: list[Deed] = []
    missed: list[Cue] = []
    stops = [cue.start for cue in reading.cues[1:]] + [len(reading.tokens)]
    for cue, stop in zip(reading.cues, stops, strict=False):
        told = _of_cue(reading, cue, stop)
        reading.back = next((deed.spot for deed in reversed(told) if deed.spot.level == "settlement"), reading.back)
        found += told
        missed += [] if told else [cue]
    return _infiltrations(reading, found, missed)


def refused(reading: Reading) -> list[tuple[Cue, str]]:
    """Return the cues of a sentence that give no deed, each with the reason in a few words."""
    stops = [cue.start for cue in reading.cues[1:]] + [len(reading.tokens)]
    found = []
    for cue, stop in zip(reading.cues, stops, strict=False):
        if not _kind(reading, cue, stop):
            found.append((cue, "not told as done"))
        elif not _of_cue(reading, cue, stop):
            found.append((cue, "no place of its own"))
    return found


def _of_cue(reading: Reading, cue: Cue, stop: int) -> list[Deed]:
    kind = _kind(reading, cue, stop)
    if not kind:
        return []
    start = reading.clause(cue.start)
    spots = _spots(reading, cue, start, stop)
    if not _is_asserted(reading, cue, spots):
        return []
    spoken = tuple(attribution.over(cue.start, reading.attributions, reading.tokens))
    deed = Deed(
        cue.rule,
        kind,
        _actors(reading, cue, start),
        spots[0],
        cue,
        spoken,
        reading.date_of(cue.start),
        weapon=targets.weapon(reading.tokens, start, stop, reading.lexicon) if kind == "strike" else "",
        attempted=kind != cue.rule.kind and kind == "attack",
    )
    return [
        replace(deed, spot=spot, facility=name, window=_dated(reading, spot, stop) or deed.window)
        for spot, name in _objects(reading, cue, spots, kind)
    ]


def _dated(reading: Reading, spot: Spot, stop: int) -> Window | None:
    """Return the date that follows a place before the next cue: "took X on June 24 and Y on July 3"."""
    start = reading.tokens[spot.at].start
    end = reading.tokens[stop].start if stop < len(reading.tokens) else len(reading.sentence)
    return next((window for window in reading.dates if start < window.at < end), None)


def _kind(reading: Reading, cue: Cue, stop: int) -> str:
    """Return what kind of deed the cue tells, or an empty string where it tells none."""
    words, lexicon = reading.tokens, reading.lexicon
    start, kind = reading.clause(cue.start), cue.rule.kind
    after = [token.lower for token in words[cue.end : cue.end + _OBJECT]]
    if after and after[0] in lexicon.words["no event"]:
        return ""
    if cue.rule.weak and any(word in lexicon.words["shot down"] for word in _object(reading, cue)):
        return ""
    if kind == "attack" and any(word in lexicon.words["no battle"] for word in after):
        return ""
    if cue.rule.form == "noun" and moods.is_talked_of(words, start, cue.start, cue.end, stop, lexicon):
        return ""
    mood = moods.mood(words, start, cue.start, lexicon)
    if mood == "attempted":
        return "attack" if kind in {"advance", "attack"} else ""
    if mood != "done":
        return ""
    return "strike" if kind == "attack" and _by_fire(reading, cue, stop) else kind


def _object(reading: Reading, cue: Cue) -> list[str]:
    """Return the words between a cue and the first preposition after it."""
    found = []
    for token in reading.tokens[cue.end : cue.end + _OBJECT]:
        if reading.lexicon.roles.get(token.lower) in {"at", "near", "toward", "along"}:
            break
        found.append(token.lower)
    return found


def _by_fire(reading: Reading, cue: Cue, stop: int) -> bool:
    """Return whether an attack was one by fire: "attacked X with drones"."""
    with_at = next((index for index in range(cue.end, stop) if reading.tokens[index].lower == "with"), stop)
    return bool(targets.weapon(reading.tokens, with_at, min(stop, with_at + 8), reading.lexicon))


def _spots(reading: Reading, cue: Cue, start: int, stop: int) -> list[Spot]:
    """Return the places of a cue: after it, before a passive, or at the head of the clause ("In X, forces shelled")."""
    words, places = reading.tokens, reading.places
    if cue.rule.kind == "withdrawal":
        leaves = (index + 1 for index in range(cue.end, min(cue.end + 8, stop)) if words[index].lower == "from")
        first = next(leaves, cue.end)
        goes = (index for index in range(first, stop) if words[index].lower in {"to", "toward", "towards"})
        return places.spots(first, next(goes, stop))
    opens = reading.lexicon.roles.get(words[cue.end - 1].lower) in {"at", "near", "toward", "along", "direction"}
    first = cue.end - 1 if opens and cue.end - 1 > cue.start else cue.end
    if first < stop and words[first].lower == "by":
        first = next((side.end for side in reading.sides if first < side.at <= first + 2), first)
    spots = places.spots(first, stop)
    if not spots and (cue.rule.form == "passive" or words[start].lower in {"in", "near", "at", "around"}):
        spots = places.spots(start, cue.start)
    return _whole(spots or _back(reading, cue) or _shown(reading, cue, start), cue.rule)


def _shown(reading: Reading, cue: Cue, start: int) -> list[Spot]:
    """Return where footage shows forces, "indicating that" they advanced."""
    if cue.rule.kind != "advance" or not reading.places.is_a(start - 2, "indicating"):
        return []
    content = next((item.at + 1 for item in reading.attributions if item.shown is not None), None)
    spots = reading.places.spots(content, start - 2) if content is not None else []
    return [spot for spot in spots if spot.level == "settlement"]


def _back(reading: Reading, cue: Cue) -> list[Spot]:
    """Return the settlement that "the settlement" points back to."""
    for index in range(cue.end, min(cue.end + _BACK, len(reading.tokens) - 1)):
        if reading.tokens[index].lower == "the" and reading.places.is_a(index + 1, "settlement back"):
            meant = _named_before(reading, cue.start) or reading.back
            return [replace(meant, at=index)] if meant is not None else []
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


def _is_asserted(reading: Reading, cue: Cue, spots: list[Spot]) -> bool:
    """Return whether there is a place, only ground before it where ground is taken, and the word that a noun needs."""
    if not spots:
        return False
    words, rule = reading.tokens, cue.rule
    between = words[cue.end : max(cue.end, spots[0].at)]
    if rule.takes and any(token.lower not in reading.lexicon.words[rule.takes] for token in between):
        return False
    return not rule.needs or any(token.lower in rule.needs for token in words[max(0, cue.start - _NEEDS) : cue.start])


def _actors(reading: Reading, cue: Cue, start: int) -> tuple[str, ...]:
    """Return whose deed it is, as far as the sentence says."""
    words, lexicon, found = reading.tokens, reading.lexicon, reading.sides
    if cue.rule.form == "passive":
        near = [side for side in found if cue.end <= side.at <= cue.end + _OBJECT]
        agents = [side for side in near if "by" in {token.lower for token in words[cue.start : side.at]}]
        return (agents[0].actor,) if agents else ()
    inside = [side.actor for side in found if cue.start <= side.at < cue.end]
    own = inside[0] if inside else clauses.owner(words, cue.start, cue.end, found) if cue.rule.form == "noun" else ""
    if own or cue.rule.actor == "unknown":
        return (own,) if own else ()
    subject = _subject(reading, cue, start) if cue.rule.actor in {"subject", "other"} else ()
    if cue.rule.actor == "other":
        return tuple(OPPOSITE.get(side, "unknown") for side in subject)
    repelled = any(token.lower in lexicon.words["repel"] for token in words[start : cue.start])
    if subject and cue.rule.form == "noun" and repelled:
        return tuple(OPPOSITE.get(side, "unknown") for side in subject)
    struck = [side for side in found if cue.end <= side.at <= cue.end + 3]
    if not subject and struck and cue.rule.form == "verb" and cue.rule.kind == "strike":
        return (OPPOSITE.get(struck[0].actor, "unknown"),)
    return subject


def _subject(reading: Reading, cue: Cue, start: int) -> tuple[str, ...]:
    """Return the subject of the cue's clause, or of the clause before it where no source stands between."""
    words, lexicon = reading.tokens, reading.lexicon
    near = [side for side in reading.sides if start <= side.at < cue.start]
    if near and reading.places.is_a(cue.start - 2, "attempting"):
        return (near[-1].actor,)
    subject = clauses.subject(words, start, cue.start, reading.sides, lexicon)
    if subject or not start:
        return subject
    back = reading.clause(start - 1)
    if any(back <= item.start and item.at < start for item in reading.attributions):
        return ()
    return clauses.subject(words, back, start, reading.sides, lexicon)


def _objects(reading: Reading, cue: Cue, spots: list[Spot], kind: str) -> list[tuple[Spot, str]]:
    """Return each spot with the object struck there, once for each of several single objects."""
    if any(spot.level == "settlement" for spot in spots):
        spots = [spot for spot in spots if spot.level != "area" or spot.area]
    if kind != "strike":
        return [(spot, "") for spot in spots]
    result, at = [], cue.end if spots[0].at >= cue.end else reading.clause(cue.start)
    for spot in spots:
        found = targets.struck(reading.sentence, reading.tokens, at, spot.at, reading.places.names, reading.lexicon)
        single = [target.text for target in found if target.single]
        objects = (
            [spot.facility]
            if spot.facility
            else single
            if len(single) > 1
            else [target.text for target in found[:1]] or [""]
        )
        result += [(spot, name) for name in objects]
        at = spot.at + max(1, len(spot.facility.split()))
    return result


def _infiltrations(reading: Reading, found: list[Deed], missed: list[Cue]) -> list[Deed]:
    """Return the deeds, with an infiltration "that did not change control of terrain" as an attack, no advance."""
    if not _NO_CHANGE.search(reading.sentence):
        return found
    found = [replace(deed, kind="attack", no_change=True) if deed.kind == "advance" else deed for deed in found]
    mission = next((cue for cue in missed if cue.rule.kind == "attack"), None)
    if mission is None:
        return found
    actors = _actors(reading, mission, 0)
    shown = [deed for deed in found if deed.kind == "strike"]
    return found + [
        replace(
            deed, rule=mission.rule, kind="attack", cue=mission, actors=actors, facility="", weapon="", no_change=True
        )
        for deed in shown
    ]
