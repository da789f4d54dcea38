"""Who says it: the sources of a sentence, their side, and what their word is worth as evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geotracker.text import clauses

if TYPE_CHECKING:
    from geotracker.records import Evidence
    from geotracker.text.clauses import SideWord
    from geotracker.text.lexicon import Lexicon, Voice
    from geotracker.text.names import Name
    from geotracker.text.tokens import Token

_SHOWS = frozenset("shows show showed showing indicates indicate indicated suggests suggest suggested depicts depicting captures confirms confirmed geolocated assesses assessed assess observed posted published circulated released shared".split())
_RELEASES = frozenset({"posted", "published", "circulated", "released", "shared", "amplified", "geolocated"})
_DENIED = frozenset({"not", "neither", "no", "never", "cannot", "without"})
_OFFICIAL = frozenset({"official", "local channel"})
_TITLES = frozenset({"governor", "officials", "authorities", "mayor", "head", "administration", "residents", "emergency", "official"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source and its verb; what follows token `at` is its word."""

    at: int
    start: int
    source: str
    sides: tuple[str, ...]
    voice: Voice | None
    verb: str
    shown: Voice | None = None
    """What it shows, where it shows something: footage, imagery, its own assessment."""
    whole: bool = False
    """ "according to …": its word is the whole sentence."""

    @property
    def content(self) -> int:
        """The first token of what is said."""
        return self.at + 1


@dataclass(slots=True)
class Speakers:
    """Sources met so far in a report by their last name, so that "Mashovets noted" has a side."""

    by_name: dict[str, tuple[str, ...]] = field(default_factory=dict)
    last: tuple[str, ...] = ()


def find(
    sentence: str, tokens: list[Token], names: dict[int, Name], found: list[SideWord], speakers: Speakers, lexicon: Lexicon
) -> list[Attribution]:
    """Return the attributions of a sentence in order; `speakers` learns the names that it meets."""
    apart = clauses.asides(tokens, lexicon.words["say"])
    says = [i for i, token in enumerate(tokens) if token.lower in lexicon.words["say"] and i > 0 and i not in apart]
    result: list[Attribution] = []
    for at in says:
        if not _is_verb(tokens, at):
            continue
        start = clauses.clause_start(tokens, at, [item.at for item in result], apart)
        if start == at or any(token.lower in _DENIED for token in tokens[start:at]):
            continue
        attribution = _attribution(sentence, tokens, names, found, speakers, lexicon, start, at)
        if attribution is not None:
            result.append(attribution)
    for at, token in enumerate(tokens[:-2]):
        if token.lower == "according" and tokens[at + 1].lower == "to":
            stop = next((i for i in range(at + 2, len(tokens)) if tokens[i].text in {",", ".", ";"}), len(tokens))
            said = _attribution(sentence, tokens, names, found, speakers, lexicon, at + 2, stop)
            if said is not None:
                result.append(Attribution(at, at, said.source, said.sides, said.voice, "according to", whole=True))
    return result


def _is_verb(tokens: list[Token], at: int) -> bool:
    """ "the claimed seizure" and "an unspecified posted"; "in claims" are no verbs of saying."""
    before = tokens[at - 1].lower
    follows = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if before in {"the", "a", "an", "of", "these", "such", "their", "its", "to", "with", "russian", "ukrainian", "and"} and before != "and":
        return False
    return not (before == "not" or (follows == "of" and tokens[at].lower in {"claims", "reports"}))


def _attribution(
    sentence: str, tokens: list[Token], names: dict[int, Name], found: list[SideWord], speakers: Speakers, lexicon: Lexicon, start: int, at: int
) -> Attribution | None:
    source = tokens[start:at]
    voices = [match.value for match in lexicon.voices.find(source)]
    released = tokens[at + 1 : at + 8] if at < len(tokens) and tokens[at].lower in _RELEASES else []
    seen = next((match.value for match in lexicon.voices.find([*source, *released]) if match.value.shows), None)
    voice = voices[0] if voices else None
    if seen in voices:
        voice = seen
    if any(item.side == "none" for item in voices):
        voice = next(item for item in voices if item.side == "none")
    named = [names[index] for index in range(start, at) if index in names]
    last = next((word for name in reversed(named) for word in [name.text.split()[-1]]), "")
    known = speakers.by_name.get(last, ())
    if voice is None and not known and not any(token.lower in {"he", "she", "they", "it"} for token in source[:2]):
        return None
    sides = _sides(tokens, named, found, voice, lexicon, start, at) or known or (speakers.last if _refers(source) else ())
    if last and named[-1].sort in {"person", "settlement"} and sides:
        speakers.by_name.setdefault(last, sides)
    if sides and voice is not None and not voice.shows:
        speakers.last = sides
    text = sentence[tokens[start].start : tokens[at - 1].end]
    return Attribution(at, start, _source(text), sides, voice, tokens[min(at, len(tokens) - 1)].lower, seen)


def _refers(source: list[Token]) -> bool:
    return source[0].lower in {"the", "he", "she", "they", "another", "this"} and len(source) <= 3


def _sides(
    tokens: list[Token], named: list[Name], found: list[SideWord], voice: Voice | None, lexicon: Lexicon, start: int, at: int
) -> tuple[str, ...]:
    """Return whose voice it is: by its own side, by the words that tell one, by the country of a named region."""
    if voice is not None and (voice.side == "none" or voice.shows):
        return ()
    inside = [side for side in found if start <= side.at < at]
    joined = {side.actor for side in inside}
    words = {token.lower for token in tokens[start:at]}
    if inside:
        if "occupation" in words:
            return ("russia",)
        if len(joined) > 1 and "and" in words and words & {"sources", "officials", "channels", "media"}:
            return tuple(dict.fromkeys(side.actor for side in inside))
        return (inside[0].actor,)
    if voice is not None and voice.side:
        return (voice.side,)
    for name in named:
        region = lexicon.regions.get(name.text.lower())
        if region is not None and words & _TITLES:
            return ("russia",) if region.country == "RU" else ("ukraine",)
    return ()


def _source(text: str) -> str:
    words = text.split()
    while words and words[0].lower() in {"and", "but", "that", "also", ",", "while", "claims:", "advances:"}:
        words = words[1:]
    drop = {"also", "reportedly", "later", "previously", "published", "posted", "further", "additionally", "separately", "then", "has", "have", "had"}
    while words and words[-1].lower() in drop:
        words = words[:-1]
    return " ".join(words)[:120]


def over(cue: int, found: list[Attribution], tokens: list[Token]) -> list[Attribution]:
    """Return the attributions whose word the cue at token `cue` is, nearest first."""
    spoken = [item for item in found if item.whole or item.at < cue]
    if not spoken:
        return []
    plain = [item for item in spoken if not item.whole]
    chain = plain[-1:]
    for earlier, later in zip(plain[-2::-1], plain[:0:-1], strict=False):
        if later.start > 0 and tokens[later.start - 1].lower == "that" and earlier.at < later.start <= earlier.at + 8:
            chain.append(earlier)
        else:
            break
    return chain + [item for item in spoken if item.whole]


def weigh(actor: str, spoken: list[Attribution]) -> tuple[Evidence, tuple[str, ...]]:
    """Return the evidence that these sources give for a deed of `actor`, and its basis."""
    voices = [voice for item in spoken for voice in (item.voice, item.shown) if voice is not None]
    basis = tuple(dict.fromkeys(voice.basis for voice in voices))
    if any(item.shown is not None and item.verb in _SHOWS for item in spoken):
        return "observed", basis
    told = {side for item in spoken for side in item.sides}
    others = {"russia", "ukraine"} - {actor}
    if actor != "unknown" and told & others:
        return "acknowledged", basis
    if actor != "unknown" and actor in told and all(item.sides for item in spoken):
        return "claimed", basis
    return "reported", basis
