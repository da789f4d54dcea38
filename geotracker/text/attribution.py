"""Who says it: the sources of a sentence, their side, and what their word is worth as evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from geotracker.text import clauses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.records import Evidence
    from geotracker.text.clauses import SideWord
    from geotracker.text.lexicon import Lexicon, Voice
    from geotracker.text.names import Name
    from geotracker.text.tokens import Token
    from geotracker.text.whereabouts import Reader

_CHAIN = 8
_SHOWN = 8
_LONGEST = 120
_BARE = 3


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source and its verb at token `at`; what follows is its word."""

    at: int
    start: int
    source: str
    sides: tuple[str, ...]
    voice: Voice | None
    verb: str
    shown: Voice | None = None
    """What it shows, where it shows something: footage, imagery, its own assessment."""
    seen: bool = False
    """What it shows counts as seen: geolocated, satellite imagery, the authors' assessment; not any footage."""
    whole: bool = False
    """Its word is the whole sentence: "according to …"."""


@dataclass(slots=True)
class Speakers:
    """Sources met so far in a report by their last name, so that "Mashovets noted" has a side."""

    by_name: dict[str, tuple[str, ...]] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    persons: set[str] = field(default_factory=set)
    """Last names: who was a person once is no place later."""


def find(reader: Reader, sides: list[SideWord], speakers: Speakers) -> list[Attribution]:
    """Return the attributions of a sentence in order; `speakers` learns the sources that it names."""
    tokens, lexicon = reader.tokens, reader.lexicon
    says = lexicon.words["say"]
    verbs = [at for at, token in enumerate(tokens) if at and token.lower in says]
    apart = clauses.asides(tokens, says) if verbs else frozenset()
    found: list[Attribution] = []
    for at in verbs:
        if at in apart or not _is_verb(reader, at):
            continue
        start = clauses.start_of(tokens, at, [item.at for item in found], lexicon, apart)
        if start == at or any(word.lower in lexicon.words["unsaid"] for word in tokens[start:at]):
            continue
        told = _attribution(reader, sides, speakers, start, at)
        found += [told] if told is not None else []
    return found + _according(reader, sides, speakers)


def _is_verb(reader: Reader, at: int) -> bool:
    """Return whether a word of saying is a verb where it stands, not as in "the claimed seizure", "reports of"."""
    before, word, follows = reader.word(at - 1), reader.word(at), reader.word(at + 1)
    if before in reader.lexicon.words["before adjective"] or before in {"their", "its", "such", "to", "not", "by"}:
        return False
    return not (follows == "of" and word in {"claims", "reports"})


def _according(reader: Reader, sides: list[SideWord], speakers: Speakers) -> list[Attribution]:
    found = []
    for at, token in enumerate(reader.tokens[:-2]):
        if token.lower == "according" and reader.word(at + 1) == "to":
            ends = (index for index in range(at + 2, len(reader.tokens)) if reader.word(index) in {",", ".", ";"})
            told = _attribution(reader, sides, speakers, at + 2, next(ends, len(reader.tokens)))
            if told is not None:
                found.append(Attribution(at, at, told.source, told.sides, told.voice, "according to", whole=True))
    return found


def _attribution(reader: Reader, sides: list[SideWord], speakers: Speakers, start: int, at: int) -> Attribution | None:
    """Return the attribution whose source is tokens `start` to `at` and whose verb is token `at`, if it is one."""
    tokens, lexicon = reader.tokens, reader.lexicon
    source = tokens[start:at]
    voices = [match.value for match in lexicon.voices.find(source)]
    released = tokens[at + 1 : at + _SHOWN] if reader.is_a(at, "release") else []
    shown = next((match.value for match in lexicon.voices.find([*source, *released]) if match.value.shows), None)
    voice = next(
        (item for item in voices if item.side == "none"), shown if shown in voices else next(iter(voices), None)
    )
    named = [reader.names[index] for index in range(start, at) if index in reader.names]
    last = named[-1].text.split()[-1] if named else ""
    known = speakers.by_name.get(last, ())
    pronoun = any(token.lower in lexicon.words["pronoun"] for token in source[:2])
    bare = any(start <= side.at < at for side in sides) and at - start <= _BARE
    if voice is None and not known and not pronoun and not bare:
        return None
    whose = _sides(reader, named, sides, voice, start, at) or known or (speakers.last if _refers(source) else ())
    if whose and named and named[-1].sort in {"person", "settlement"}:
        speakers.by_name.setdefault(last, whose)
    if whose and voice is not None and not voice.shows:
        speakers.last = whose
    seen = shown is not None and (not shown.located or any(token.lower == "geolocated" for token in tokens))
    return Attribution(at, start, _source(reader, start, at), whose, voice, reader.word(at), shown, seen)


def _refers(source: list[Token]) -> bool:
    """Return whether a source only points back: "the milblogger", "he"."""
    return len(source) <= 3 and source[0].lower in {"the", "he", "she", "they", "another", "this"}


def _sides(
    reader: Reader, named: list[Name], sides: list[SideWord], voice: Voice | None, start: int, at: int
) -> tuple[str, ...]:
    """Return whose voice it is: by the words that tell a side, by its kind, by the country of a region it names."""
    if voice is not None and (voice.side == "none" or voice.shows):
        return ()
    words = {token.lower for token in reader.tokens[start:at]}
    inside = list(dict.fromkeys(side.actor for side in sides if start <= side.at < at))
    if inside and "occupation" in words:
        return ("russia",)
    if inside:
        both = "and" in words and words & reader.lexicon.words["plural source"]
        return tuple(inside) if both else (inside[0],)
    if voice is not None and voice.side:
        return (voice.side,)
    regions = [
        reader.lexicon.regions[name.text.lower()] for name in named if name.text.lower() in reader.lexicon.regions
    ]
    if regions and words & reader.lexicon.words["local voice"]:
        return ("russia",) if regions[0].country == "RU" else ("ukraine",)
    return ()


def _source(reader: Reader, start: int, at: int) -> str:
    """Return the source as the text names it, without the words that lead to it and the verb's adverbs."""
    words = reader.lexicon.words
    while start < at and (reader.is_a(start, "source lead") or not reader.word(start)[0].isalnum()):
        start += 1
    while at > start and (reader.word(at - 1) in words["verb follows"] or reader.is_a(at - 1, "source tail")):
        at -= 1
    if start == at:
        return ""
    return reader.sentence[reader.tokens[start].start : reader.tokens[at - 1].end].rstrip(" ,")[:_LONGEST]


def over(cue: int, found: list[Attribution], tokens: list[Token]) -> list[Attribution]:
    """Return the attributions whose word the cue at token `cue` is, the nearest first.

    A source that another one quotes brings that one with it: "Astra reported that officials stated that …".
    """
    plain = [item for item in found if not item.whole and item.at < cue]
    chain = plain[-1:]
    for later, earlier in pairwise(reversed(plain)):
        quoted = later.start > 0 and tokens[later.start - 1].lower == "that"
        if not quoted or not earlier.at < later.start <= earlier.at + _CHAIN:
            break
        chain.append(earlier)
    return chain + [item for item in found if item.whole]


def weigh(actor: str, spoken: Sequence[Attribution], lexicon: Lexicon) -> tuple[Evidence, tuple[str, ...]]:
    """Return the evidence that these sources give for a deed of `actor`, and its basis; what is denied is a claim."""
    words = lexicon.words
    voices = [voice for item in spoken for voice in (item.voice, item.shown) if voice is not None]
    basis = tuple(dict.fromkeys(voice.basis for voice in voices))
    if any(item.seen and item.verb in words["show"] for item in spoken):
        return "observed", basis
    if any(item.verb in words["deny"] for item in spoken):
        return "claimed", basis
    told = {side for item in spoken for side in item.sides}
    if actor != "unknown" and told & ({"russia", "ukraine"} - {actor}):
        return "acknowledged", basis
    if actor != "unknown" and actor in told and all(item.sides for item in spoken):
        return "claimed", basis
    return "reported", basis
