"""Whose deed a cue tells, as far as its sentence says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.text import clauses

if TYPE_CHECKING:
    from geotracker.text.readings import Cue, Reading

OPPOSITE = {"russia": "ukraine", "ukraine": "russia"}

_AGENT = 6


def of(reading: Reading, cue: Cue, start: int) -> tuple[str, ...]:
    """Return whose deed it is, as far as the sentence says."""
    words, lexicon, found = reading.tokens, reading.lexicon, reading.sides
    if cue.rule.form == "passive":
        near = [side for side in found if cue.end <= side.at <= cue.end + _AGENT]
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
