"""Whose deed a cue tells, as far as its sentence says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.text import clauses

if TYPE_CHECKING:
    from geotracker.text.readings import Cue, Reading

OPPOSITE = {"russia": "ukraine", "ukraine": "russia"}

_AGENT = 6
_BREAKS = frozenset({",", ";", "and", "which", "where", "while"})


def of(reading: Reading, cue: Cue, start: int) -> tuple[str, ...]:
    """Return whose deed it is, as far as the sentence says."""
    words, lexicon, found = reading.tokens, reading.lexicon, reading.sides
    if cue.rule.form == "passive":
        near = [side for side in found if cue.end <= side.at <= cue.end + _AGENT]
        agents = [side for side in near if "by" in {token.lower for token in words[cue.start : side.at]}]
        return (agents[0].actor,) if agents else ()
    inside = [side.actor for side in found if cue.start <= side.at < cue.end]
    own = inside[0] if inside else clauses.owner(words, cue.start, cue.end, found) if cue.rule.form == "noun" else ""
    if own:
        return (own,)
    if cue.rule.actor == "unknown":
        return _of_traces(reading, cue) if cue.rule.kind == "strike" else ()
    if cue.rule.form == "noun" and _is_referred_to(reading, cue):
        return ("unknown",)
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


def _of_traces(reading: Reading, cue: Cue) -> tuple[str, ...]:
    """Return whose strike left traces: "smoke over X following the Ukrainian strike", else not of those hit."""
    words, links = reading.tokens, reading.lexicon.words["leaves traces"]
    strikes = [other for other in reading.cues if other.start >= cue.end and _is_strike(reading, other)]
    for strike in strikes:
        side = clauses.owner(words, strike.start, strike.end, reading.sides)
        before = [token.lower for token in words[max(cue.end, strike.start - _AGENT) : strike.start]]
        since = max((at for at, word in enumerate(before) if word in links), default=len(before))
        if side and since < len(before) and not _BREAKS & set(before[since:]):
            return (side,)
    own = {strike.start for strike in strikes}
    hit = [side for side in reading.sides if cue.end <= side.at <= cue.end + _AGENT and side.end not in own]
    return (OPPOSITE.get(hit[0].actor, "unknown"),) if hit else ()


def _is_strike(reading: Reading, cue: Cue) -> bool:
    """Return whether a cue is a strike's noun; "shelling" may be read as a verb."""
    named = cue.rule.form == "noun" or reading.tokens[cue.start].lower.endswith("ing")
    return cue.rule.kind == "strike" and named


def _is_referred_to(reading: Reading, cue: Cue) -> bool:
    """Return whether a deed is only spoken of, not done by the subject: "retaliation for the strike on X"."""
    places = reading.places
    for at in range(cue.start - 1, max(cue.start - 5, 0), -1):
        if places.word(at) == "the":
            return places.is_a(at - 1, "refers")
    return False


def _subject(reading: Reading, cue: Cue, start: int) -> tuple[str, ...]:
    """Return the subject of the cue's clause, or of the clause before it where no source stands between."""
    words, lexicon = reading.tokens, reading.lexicon
    near = [s for s in reading.sides if start <= s.at < cue.start and reading.places.is_a(s.end, "force")]
    if near and reading.places.is_a(cue.start - 2, "attempting"):
        return (near[-1].actor,)
    subject = clauses.subject(words, start, cue.start, reading.sides, lexicon)
    if subject or not start:
        return subject
    back = reading.clause(start - 1)
    if any(back <= item.start and item.at < start for item in reading.attributions):
        return ()
    return clauses.subject(words, back, start, reading.sides, lexicon)
