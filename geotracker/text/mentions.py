"""Extracting mentions: what each sentence of a report says of each event, by the rules of the lexicon."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from geotracker.text import deeds, excerpts, numbering, readings, salvos, summaries, telling
from geotracker.text.sentences import stretches
from geotracker.text.telling import Scene, Topic

if TYPE_CHECKING:
    from geotracker.records import Mention, Paragraph, Report, Sentence
    from geotracker.text.deeds import Deed
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.readings import Reading
    from geotracker.text.spots import Spot
    from geotracker.text.windows import Window

_NO_ADVANCE = re.compile(r"\bdid not (?:\w+ )?advance\b", re.IGNORECASE)
_ABOUT = 2
_DISPUTABLE = frozenset({"strike", "advance"})
_BACK = re.compile(r"\bthe (?:strike|strikes|attack|drones|missiles|claim|claims)\b", re.IGNORECASE)


def extract(report: Report, lexicon: Lexicon) -> list[Mention]:
    """Return the mentions of a report in text order, their places as written and not yet looked up."""
    starts = [paragraph.start for paragraph in report.paragraphs]
    cited = frozenset(bisect_right(starts, mark.offset) - 1 for mark in report.marks)
    scene = Scene(report, lexicon, {note.number: note.urls for note in report.endnotes}, cited)
    by_paragraph: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in report.sentences:
        by_paragraph[sentence.paragraph] += stretches(sentence)
    found: list[Mention] = []
    for paragraph in report.paragraphs:
        if paragraph.style in {"body", "item"}:
            found += _of_paragraph(scene, paragraph, by_paragraph[paragraph.index])
    return numbering.numbered(summaries.settle(telling.denied_by_infiltration(found), report))


def _of_paragraph(scene: Scene, paragraph: Paragraph, sentences: list[Sentence]) -> list[Mention]:
    scene.topic = Topic()
    if paragraph.emphasised:
        scene.denied = ""
    found: list[Mention] = []
    back: Spot | None = None
    for sentence in sentences:
        reading = readings.read(sentence.text, scene.report.date, scene.lexicon, scene.speakers)
        reading.back = back
        told = deeds.find(reading)
        back = reading.back
        if sentence is sentences[0]:
            scene.topic = _topic(scene, reading, told)
        if paragraph.emphasised and _NO_ADVANCE.search(sentence.text):
            scene.denied = reading.sides[0].actor if reading.sides else ""
        wave = salvos.deed(reading)
        new = [m for deed in told for m in telling.mentions(scene, paragraph, sentence, reading, deed)]
        if scene.topic.window is None:
            scene.topic.window = _later_date(scene, reading, told, wave)
        if wave is not None:
            new += [_counted(m, reading, wave) for m in telling.mentions(scene, paragraph, sentence, reading, wave)]
        if found and telling.is_disputed(sentence.text) and not any(m.kind in _DISPUTABLE for m in new):
            found += _contradiction(scene, sentence, found, {m.place.text for m in new})
        found += telling.nearby(_distinct(new)) if new else []
    return found


def _topic(scene: Scene, reading: Reading, told: list[Deed]) -> Topic:
    """Return what the first sentence of a paragraph gives to the rest: the side of its deed or of its subject."""
    actors = next((deed.actors for deed in told if deed.actors), ())
    if not actors:
        content = max((at + 1 for at in reading.says), default=0)
        subjects = (side for side in reading.sides if side.at >= content and reading.places.is_a(side.end, "force"))
        actors = tuple(side.actor for side in subjects)[:1]
    return Topic(actors, _fresh(scene, reading), any(cue.rule.kind == "strike" for cue in reading.cues))


def _fresh(scene: Scene, reading: Reading) -> Window | None:
    """Return the date that a topic sentence gives: one of the days that the report is about, not a look back."""
    earliest = scene.report.date - timedelta(days=_ABOUT)
    return next((window for window in reading.dates if window.precision != "month" and window.end >= earliest), None)


def _later_date(scene: Scene, reading: Reading, told: list[Deed], wave: Deed | None) -> Window | None:
    """Return the date that a later sentence gives to those after it: a wave's, or that of a general statement."""
    if wave is not None:
        return wave.window or (reading.told if reading.told and reading.told.precision == "day" else None)
    if any(deed.spot.level == "settlement" for deed in told) or not reading.cues:
        return None
    return _fresh(scene, reading)


def _distinct(new: list[Mention]) -> list[Mention]:
    """Return one mention a thing: a sentence that says it twice says it once; a settlement stands for its region."""
    settled = {(m.kind, m.actor, region) for m in new if m.place.level != "region" for region in m.place.regions}
    kept: dict[tuple[str, ...], Mention] = {}
    for mention in new:
        place = mention.place
        if place.level != "region" or (mention.kind, mention.actor, place.text) not in settled:
            said = (mention.kind, mention.actor, place.text, place.offset, mention.facility, mention.evidence)
            kept.setdefault(said, mention)
    return list(kept.values())


def _counted(mention: Mention, reading: Reading, wave: Deed) -> Mention:
    """Return the mention of a wave with its counts; it was counted on the day it is told of, if no other is given."""
    said_by = mention.claimed_by[0] if mention.claimed_by else ""
    mention = replace(mention, counts=salvos.text(reading.sentence, said_by, reading.lexicon))
    if wave.window is None and reading.told is not None and mention.time_precision == "recent":
        return replace(mention, start=reading.told.end, end=reading.told.end, time_precision="day")
    return mention


def _contradiction(scene: Scene, sentence: Sentence, found: list[Mention], places: set[str]) -> list[Mention]:
    """Return a mention of what the paragraph told before, for a sentence that only contradicts it.

    What it contradicts is told of a place that it names, or else is what the paragraph told last.
    """
    told = [mention for mention in found if mention.kind in _DISPUTABLE]
    named = [m for m in told if m.place.text in places or m.place.text in sentence.text]
    told = named or (told if _BACK.search(sentence.text) else [])
    if not told:
        return []
    start, end = excerpts.around(sentence.text, 0, len(sentence.text))
    denial = replace(
        told[-1],
        disputed=True,
        basis=(),
        sentence=sentence.text,
        start_char=sentence.start + start,
        end_char=sentence.start + end,
        claimed_by=(),
        role="",
        verb="",
        endnotes=telling.endnotes(scene, sentence),
        rules=("dispute",),
    )
    return [denial]
