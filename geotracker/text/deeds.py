"""From cues to deeds: what each cue says happened, who did it, at which places, to which object."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geotracker.text import attribution, doers, moods, sites, targets

if TYPE_CHECKING:
    from geotracker.text.attribution import Attribution
    from geotracker.text.lexicon import Rule
    from geotracker.text.readings import Cue, Reading
    from geotracker.text.spots import Spot
    from geotracker.text.windows import Window

_NO_CHANGE = re.compile(r"\bdid not change (?:the )?control of terrain\b", re.IGNORECASE)
_NEEDS = 8
_OBJECT = 6


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
    if not reading.cues:
        return []
    found: list[Deed] = []
    missed: list[Cue] = []
    stops = [cue.start for cue in reading.cues[1:]] + [len(reading.tokens)]
    for cue, stop in zip(reading.cues, stops, strict=False):
        told = _of_cue(reading, cue, stop)
        reading.back = next((deed.spot for deed in reversed(told) if deed.spot.level == "settlement"), reading.back)
        found += told
        missed += [] if told else [cue]
    return _infiltrations(reading, _swallowed(found), missed)


def _swallowed(found: list[Deed]) -> list[Deed]:
    """Return the deeds without the attacks that a gain at the same place swallows in its own sentence."""
    gains = {(deed.actors, deed.spot.text) for deed in found if deed.kind == "advance"}
    return [deed for deed in found if deed.kind != "attack" or (deed.actors, deed.spot.text) not in gains]


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
    spots = sites.find(reading, cue, start, stop)
    if not _is_asserted(reading, cue, spots):
        return []
    spoken = tuple(attribution.over(cue.start, reading.attributions, reading.tokens))
    deed = Deed(
        cue.rule,
        kind,
        doers.of(reading, cue, start),
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
    said = next((word for word in after if word not in lexicon.words["auxiliary"]), "")
    if (after and after[0] in lexicon.words["no event"]) or (
        kind == "strike" and cue.rule.form == "noun" and said in lexicon.words["effect"]
    ):
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


def _is_asserted(reading: Reading, cue: Cue, spots: list[Spot]) -> bool:
    """Return whether there is a place, only ground before it where ground is taken, and the word that a noun needs."""
    if not spots:
        return False
    words, rule = reading.tokens, cue.rule
    between = words[cue.end : max(cue.end, spots[0].at)]
    if rule.takes and any(token.lower not in reading.lexicon.words[rule.takes] for token in between):
        return False
    return not rule.needs or any(token.lower in rule.needs for token in words[max(0, cue.start - _NEEDS) : cue.start])


def _objects(reading: Reading, cue: Cue, spots: list[Spot], kind: str) -> list[tuple[Spot, str]]:
    """Return each spot with the object struck there, once for each of several single objects."""
    if any(spot.level == "settlement" for spot in spots):
        spots = [spot for spot in spots if spot.level != "area" or spot.area]
    if kind != "strike":
        return [(spot, "") for spot in spots]
    shared = [""]
    result: list[tuple[Spot, str]] = []
    at = cue.end if spots[0].at >= cue.end else reading.clause(cue.start)
    for spot in spots:
        found = targets.struck(reading.sentence, reading.tokens, at, spot.at, reading.places.names, reading.lexicon)
        single = [target.text for target in found if target.single]
        objects = (
            [spot.facility]
            if spot.facility
            else single
            if len(single) > 1
            else [target.text for target in found[:1]] or (shared if result and _goes_on(reading, at, spot) else [""])
        )
        shared = [target.text for target in found[:1] if not target.single] or (shared if not found else [""])
        result += [(spot, name) for name in objects]
        at = spot.at + max(1, len(spot.facility.split()))
    return result


def _goes_on(reading: Reading, at: int, spot: Spot) -> bool:
    """Return whether a list of places goes on from token `at`: one class of objects, struck in all of them."""
    words = (token.text for token in reading.tokens[at : spot.at])
    return not any(
        word.islower() and reading.lexicon.roles.get(word.lower()) not in {"join", "connect"} for word in words
    )


def _infiltrations(reading: Reading, found: list[Deed], missed: list[Cue]) -> list[Deed]:
    """Return the deeds, with an infiltration "that did not change control of terrain" as an attack, no advance."""
    if not _NO_CHANGE.search(reading.sentence):
        return found
    found = [replace(deed, kind="attack", no_change=True) if deed.kind == "advance" else deed for deed in found]
    mission = next((cue for cue in missed if cue.rule.kind == "attack"), None)
    if mission is None:
        return found
    actors = doers.of(reading, mission, 0)
    shown = [deed for deed in found if deed.kind == "strike"]
    return found + [
        replace(
            deed, rule=mission.rule, kind="attack", cue=mission, actors=actors, facility="", weapon="", no_change=True
        )
        for deed in shown
    ]
