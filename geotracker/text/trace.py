"""Sentences that have a cue of an event but gave none: nothing is dropped without being counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.records import Untold
from geotracker.text import attribution, deeds, readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.records import Mention, Report
    from geotracker.text.lexicon import Lexicon


def find(report: Report, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Untold]:
    """Return the sentences with an event cue that gave no mention, in text order, each with its cues and why.

    `mentions` are those of the same report. Headings are no sentences here.
    """
    told = {mention.sentence for mention in mentions}
    headings = {paragraph.index for paragraph in report.paragraphs if paragraph.style in {"heading", "correction"}}
    speakers = attribution.Speakers()
    found = []
    for sentence in report.sentences:
        if sentence.paragraph in headings or sentence.text in told:
            continue
        reading = readings.read(sentence.text, report.date, lexicon, speakers)
        why = deeds.refused(reading)
        kept = [cue for cue in reading.cues if cue not in [refused for refused, _ in why]]
        reasons = [*why, *((cue, "no event by the codebook") for cue in kept)]
        if reasons:
            cues = tuple(f"{_words(reading, cue)}: {reason}" for cue, reason in reasons)
            found.append(Untold(sentence.index, sentence.text, cues))
    return found


def _words(reading: readings.Reading, cue: readings.Cue) -> str:
    return " ".join(token.text for token in reading.tokens[cue.start : cue.end])
