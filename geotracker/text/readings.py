"""One sentence, read: its words looked up, its sources and dates told apart, its cues found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geotracker.text import attribution, clauses, moods, names, tokens, windows
from geotracker.text.whereabouts import Reader

if TYPE_CHECKING:
    from datetime import date

    from geotracker.text.attribution import Attribution, Speakers
    from geotracker.text.clauses import SideWord
    from geotracker.text.lexicon import Lexicon, Rule
    from geotracker.text.spots import Spot
    from geotracker.text.tokens import Token
    from geotracker.text.windows import Window

_TOLD = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens `start` to `end` (excluded) are a cue of `rule`."""

    start: int
    end: int
    rule: Rule


@dataclass(slots=True)
class Reading:
    """A sentence with its words looked up."""

    sentence: str
    tokens: list[Token]
    lexicon: Lexicon
    places: Reader
    sides: list[SideWord]
    attributions: list[Attribution]
    dates: list[Window]
    """Dates of the thing itself."""
    told: Window | None = None
    """When the source said it or the footage appeared, where the sentence says so."""
    shown: bool = False
    """It was footage that appeared, not a statement."""
    cues: list[Cue] = field(default_factory=list)
    back: Spot | None = None
    """The settlement that its paragraph named last, for "the settlement"."""

    @property
    def says(self) -> list[int]:
        """The verbs of attribution."""
        return [item.at for item in self.attributions if not item.whole]

    def clause(self, at: int) -> int:
        """Return the first token of the clause that token `at` stands in; a new subject begins one."""
        start = self.head(at)
        inside = (side for side in reversed(self.sides) if start < side.at < at)
        return next((s.at for s in inside if clauses.begins_anew(self.tokens, s, self.sides, self.lexicon)), start)

    def head(self, at: int) -> int:
        """Return where the words begin that stand with token `at` after the last clause break or source."""
        return clauses.start_of(self.tokens, at, self.says, self.lexicon)

    def date_of(self, at: int) -> Window | None:
        """Return the date of the deed at token `at`: the next one after it, else the last one before it, else none."""
        place = self.tokens[at].start
        after = [window for window in self.dates if window.at > place]
        before = [window for window in self.dates if window.at <= place]
        return after[0] if after else before[-1] if before else None


def read(sentence: str, day: date, lexicon: Lexicon, speakers: Speakers) -> Reading:
    """Return the reading of one sentence of a report of `day`; `speakers` learns the sources that it names."""
    words = tokens.tokenise(sentence)
    named = names.find(sentence, words, lexicon)
    speakers.persons |= {name.text.split()[-1] for name in named.values() if name.sort == "person"}
    met = [at for at, name in named.items() if name.text in speakers.persons]
    named |= {at: replace(named[at], sort="person") for at in met}
    dates = windows.find(sentence, day)
    found = clauses.sides(words, lexicon)
    places = Reader(sentence, words, named, lexicon, [(window.at, window.till) for window in dates])
    said = attribution.find(places, found, speakers)
    reading = Reading(sentence, words, lexicon, places, found, said, dates)
    _part_dates(reading)
    reading.cues = _cues(reading)
    return reading


def _part_dates(reading: Reading) -> None:
    """Part the dates of the telling ("reported on January 20 that") from those of the thing itself."""
    own = []
    for window in reading.dates:
        at = next(index for index, token in enumerate(reading.tokens) if token.end > window.at)
        teller = next((item for item in reading.attributions if _is_of_telling(reading, item, at)), None)
        if teller is None:
            own.append(window)
        else:
            reading.told = reading.told or window
            reading.shown = reading.shown or teller.shown is not None
    reading.dates = own


def _is_of_telling(reading: Reading, item: Attribution, at: int) -> bool:
    if item.whole or at < item.start:
        return False
    words = reading.lexicon.words
    if at < item.at:
        return any(token.lower in words["appeared"] for token in reading.tokens[max(item.start, at - _TOLD) : at])
    between = [token.lower for token in reading.tokens[item.at + 1 : at]]
    return len(between) <= _TOLD and not {"that", "forces"} & set(between)


def _cues(reading: Reading) -> list[Cue]:
    """Return the cues of a sentence in order, the longest first where several begin at one word."""
    found: list[Cue] = []
    tokens, cues, says = reading.tokens, reading.lexicon.cues, reading.says
    end = 0
    for at, token in enumerate(tokens):
        if at < end or token.lower not in cues.by_first or at in says:
            continue
        fits = next((match for match in cues.all_at(tokens, at) if _fits(reading, at, match.value)), None)
        if fits is not None:
            found.append(Cue(fits.start, fits.end, fits.value))
            end = fits.end
    return found


def _fits(reading: Reading, at: int, rule: Rule) -> bool:
    """Return whether the word at `at` is the part of speech that the rule wants."""
    word = reading.tokens[at]
    if rule.kind == "salvo" or (word.capital and at > 0):
        return False
    if rule.form == "verb" and moods.is_adjective(reading.tokens, at, reading.lexicon):
        return False
    if rule.form == "passive" or word.lower not in reading.lexicon.words["noun or verb"]:
        return True
    return moods.is_noun(reading.tokens, at, reading.lexicon) == (rule.form == "noun")
