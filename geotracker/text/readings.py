"""One sentence, read: every cue with what it says happened, who did it, where, and on whose word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geotracker.text import attribution, clauses, names, targets, tokens, windows
from geotracker.text.whereabouts import Reader, Spot

if TYPE_CHECKING:
    from datetime import date

    from geotracker.text.attribution import Attribution, Speakers
    from geotracker.text.clauses import SideWord
    from geotracker.text.lexicon import Lexicon, Rule
    from geotracker.text.tokens import Token
    from geotracker.text.windows import Window

_OPPOSITE = {"russia": "ukraine", "ukraine": "russia"}
_NO_CHANGE = re.compile(r"\bdid not change (?:the )?control of terrain\b", re.IGNORECASE)


@dataclass(slots=True)
class Cue:
    """Tokens `start` to `end` (excluded) are a cue of `rule`."""

    start: int
    end: int
    rule: Rule


@dataclass(slots=True)
class Deed:
    """What one cue says of one place."""

    rule: Rule
    kind: str
    actors: tuple[str, ...]
    spot: Spot
    cue: Cue
    spoken: list[Attribution]
    window: Window | None
    facility: str = ""
    weapon: str = ""
    attempted: bool = False


@dataclass(slots=True)
class Reading:
    """A sentence with its words looked up, and the deeds that it tells."""

    sentence: str
    tokens: list[Token]
    lexicon: Lexicon
    reader: Reader
    sides: list[SideWord]
    attributions: list[Attribution]
    dates: list[Window]
    told: Window | None = None
    """When the source said it or the footage appeared, where the sentence says so."""
    shown: bool = False
    deeds: list[Deed] = field(default_factory=list)
    missed: list[Cue] = field(default_factory=list)
    """Cues that gave no deed."""


def read(sentence: str, day: date, lexicon: Lexicon, speakers: Speakers) -> Reading:
    """Return the reading of one sentence of a report of `day`."""
    words = tokens.tokenise(sentence)
    named = names.find(sentence, words, lexicon)
    dates = windows.find(sentence, day)
    found = clauses.sides(words, lexicon)
    said = attribution.find(sentence, words, named, found, speakers, lexicon)
    reader = Reader(sentence, words, named, lexicon, [(window.at, window.till) for window in dates])
    reading = Reading(sentence, words, lexicon, reader, found, said, dates)
    _tell(reading)
    cues = _cues(reading)
    for index, cue in enumerate(cues):
        stop = cues[index + 1].start if index + 1 < len(cues) else len(words)
        before = len(reading.deeds)
        _deeds(reading, cue, stop, cues[:index])
        if len(reading.deeds) == before:
            reading.missed.append(cue)
    _infiltrate(reading)
    return reading


def _infiltrate(reading: Reading) -> None:
    """An infiltration "that did not change control of terrain" is an attack where the sentence places it, no advance."""
    if not _NO_CHANGE.search(reading.sentence):
        return
    for deed in reading.deeds:
        deed.kind = "attack" if deed.kind == "advance" else deed.kind
    mission = next((cue for cue in reading.missed if cue.rule.kind == "attack"), None)
    placed = [deed for deed in reading.deeds if deed.kind == "strike"]
    if mission is not None and placed:
        actors = _actors(reading, mission, 0, [])
        reading.deeds += [
            replace(deed, rule=mission.rule, kind="attack", cue=mission, actors=actors, facility="", weapon="") for deed in placed
        ]


def has_cue(sentence: str, lexicon: Lexicon) -> bool:
    """Return whether any word of a sentence may begin a cue."""
    firsts = lexicon.cues.by_first
    return any(word in firsts for word in sentence.lower().replace(",", " ").replace(".", " ").replace(";", " ").split())


def _tell(reading: Reading) -> None:
    """Split the dates: those of the telling ("reported on January 20 that") and those of the thing itself."""
    own = []
    for window in reading.dates:
        at = next(i for i, token in enumerate(reading.tokens) if token.end > window.at)
        teller = next((item for item in reading.attributions if _is_told(reading, item, at)), None)
        if teller is None:
            own.append(window)
        else:
            reading.told = reading.told or window
            reading.shown = reading.shown or (teller.voice is not None and teller.voice.shows)
    reading.dates = own


def _is_told(reading: Reading, item: Attribution, at: int) -> bool:
    if item.whole or not item.start <= at:
        return False
    if at < item.at:
        return any(token.lower in {"published", "posted", "circulated", "from", "dated", "collected", "taken", "captured"} for token in reading.tokens[max(item.start, at - 4) : at])
    between = [token.lower for token in reading.tokens[item.at + 1 : at]]
    return len(between) <= 4 and not {"that", "forces"} & set(between)


def _cues(reading: Reading) -> list[Cue]:
    found: list[Cue] = []
    position, words = 0, reading.tokens
    says = {item.at for item in reading.attributions}
    while position < len(words):
        matches = reading.lexicon.cues.all_at(words, position) if words[position].lower in reading.lexicon.cues.by_first else []
        fits = [match for match in matches if match.start not in says and _fits(reading, match.start, match.value)]
        if fits:
            found.append(Cue(fits[0].start, fits[0].end, fits[0].value))
            position = fits[0].end if fits[0].value.form == "noun" else max(position + 1, fits[0].end)
        else:
            position += 1
    return found


def _fits(reading: Reading, at: int, rule: Rule) -> bool:
    if rule.kind == "salvo" or (reading.tokens[at].capital and at > 0):
        return False
    if rule.form == "verb" and clauses.is_adjective(reading.tokens, at):
        return False
    if rule.form == "passive" or reading.tokens[at].lower not in reading.lexicon.words["noun or verb"]:
        return True
    return clauses.is_noun(reading.tokens, at, reading.lexicon) == (rule.form == "noun")


def _deeds(reading: Reading, cue: Cue, stop: int, earlier: list[Cue]) -> None:
    words, lexicon = reading.tokens, reading.lexicon
    says = [item.at for item in reading.attributions if not item.whole]
    start = clauses.clause_start(words, cue.start, says)
    if words[min(cue.end, len(words) - 1)].lower in lexicon.words["no event"]:
        return
    if cue.rule.kind == "attack" and any(token.lower in lexicon.words["no battle"] for token in words[cue.end : cue.end + 6]):
        return
    mood = clauses.mood(words, start, cue.start, cue.end, lexicon)
    kind = cue.rule.kind
    if mood in {"denied", "not said"}:
        return
    if mood == "attempted":
        if kind not in {"advance", "attack"}:
            return
        kind = "attack"
    if cue.rule.form == "noun" and clauses.is_talked_of(words, start, cue.start, cue.end, stop, lexicon):
        return
    spots = _whole(_spots(reading, cue, start, stop), cue.rule)
    if not _is_asserted(words, cue, spots, lexicon):
        return
    kind = _by_fire(reading, cue, kind, start, stop)
    spoken = attribution.over(cue.start, reading.attributions, words)
    actors = _actors(reading, cue, start, spoken)
    weapon = targets.weapon(words, start, stop, lexicon) if kind == "strike" else ""
    window = date_of(reading, cue)
    at = cue.end
    if any(spot.level == "settlement" for spot in spots):
        spots = [spot for spot in spots if spot.level != "area" or spot.area]
    for spot in spots:
        for facility in _facilities(reading, at, spot, kind):
            reading.deeds.append(
                Deed(cue.rule, kind, actors, spot, cue, spoken, window, facility, weapon, mood == "attempted")
            )
        at = spot.at + 1
    del earlier


def _is_asserted(words: list[Token], cue: Cue, spots: list[Spot], lexicon: Lexicon) -> bool:
    """Some nouns are deeds only where a word before them says so, some verbs only where they take ground."""
    if spots and cue.rule.takes:
        between = words[cue.end : max(cue.end, spots[0].at)]
        if any(token.lower not in lexicon.words[cue.rule.takes] for token in between):
            return False
    needs = cue.rule.needs
    return not needs or any(token.lower in needs for token in words[max(0, cue.start - 8) : cue.start])


def _whole(spots: list[Spot], rule: Rule) -> list[Spot]:
    """An area named by two settlements is those two for an attack, one place for fire, none for general words."""
    result: list[Spot] = []
    for spot in spots:
        if spot.parts and rule.kind != "strike":
            result += [] if rule.general else [replace(spot, text=part, level="settlement", area=False) for part in spot.parts]
        else:
            result.append(spot)
    return result


def _by_fire(reading: Reading, cue: Cue, kind: str, start: int, stop: int) -> str:
    """ "attacked X with drones" is a strike."""
    if kind != "attack":
        return kind
    after = [token.lower for token in reading.tokens[cue.end : stop]]
    if "with" in after:
        at = cue.end + after.index("with")
        if targets.weapon(reading.tokens, at, min(stop, at + 8), reading.lexicon):
            return "strike"
    del start
    return kind


def _spots(reading: Reading, cue: Cue, start: int, stop: int) -> list[Spot]:
    words = reading.tokens
    if cue.rule.kind == "withdrawal":
        left = next((index + 1 for index in range(cue.end, min(cue.end + 8, stop)) if words[index].lower == "from"), cue.end)
        return reading.reader.spots(left, stop, direct=True)
    begin = cue.end - 1 if words[cue.end - 1].lower in {"near", "in", "at", "on", "against", "toward", "towards", "into", "within", "around", "along", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"} else cue.end
    spots = reading.reader.spots(begin, stop, direct=True)
    if cue.rule.form == "passive" and not spots:
        spots = reading.reader.spots(start, cue.start, direct=True)
    if not spots and start < cue.start and words[start].lower in {"in", "near", "at", "around"}:
        spots = reading.reader.spots(start, cue.start, direct=False)
    return spots


def _actors(reading: Reading, cue: Cue, start: int, spoken: list[Attribution]) -> tuple[str, ...]:
    words, lexicon = reading.tokens, reading.lexicon
    if cue.rule.form == "noun":
        own = clauses.owner(words, cue.start, cue.end, reading.sides)
        if own:
            return (own,)
    if cue.rule.form == "passive":
        after = [side for side in reading.sides if cue.end <= side.at <= cue.end + 6 and "by" in {t.lower for t in words[cue.start : side.at]}]
        return (after[0].actor,) if after else ()
    if cue.rule.actor == "unknown":
        return ()
    subject = clauses.subject(words, start, cue.start, reading.sides, lexicon) if cue.rule.actor == "subject" else ()
    if not subject and start:
        back = clauses.clause_start(words, start - 1, [item.at for item in reading.attributions])
        if not any(item.start >= back and item.at < start for item in reading.attributions):
            subject = clauses.subject(words, back, start, reading.sides, lexicon)
    if subject and cue.rule.form == "noun" and any(token.lower in lexicon.words["repel"] for token in words[start : cue.start]):
        return tuple(_OPPOSITE.get(side, "unknown") for side in subject)
    if subject:
        return subject
    after_object = [side for side in reading.sides if cue.end <= side.at <= cue.end + 3]
    if after_object and cue.rule.form == "verb" and cue.rule.kind == "strike":
        return (_OPPOSITE.get(after_object[0].actor, "unknown"),)
    return ()


def date_of(reading: Reading, cue: Cue) -> Window | None:
    """Return the date of the thing itself: the next one after the cue in its clause, else one before, else none."""
    place = reading.tokens[cue.start].start
    after = [window for window in reading.dates if window.at > place]
    before = [window for window in reading.dates if window.at <= place]
    return after[0] if after else before[-1] if before else None


def _facilities(reading: Reading, at: int, spot: Spot, kind: str) -> list[str]:
    """Return the struck objects of one spot: one a single object, one for all classes of things together."""
    if kind not in {"strike"}:
        return [""]
    found = targets.struck(reading.sentence, reading.tokens, at, spot.at, reader_names(reading), reading.lexicon)
    single = [target.text for target in found if target.single]
    if len(single) > 1:
        return single
    return [found[0].text if found else ""]


def reader_names(reading: Reading) -> dict[int, names.Name]:
    """Return the names of the sentence by token."""
    return reading.reader.names
