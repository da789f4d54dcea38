"""Extracting mentions: one row for what one sentence says of one event, by the rules of the lexicon."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from geotracker.records import Mention, PlaceName
from geotracker.text import attribution, excerpts, readings, salvos, summaries, windows
from geotracker.text.lexicon import Rule
from geotracker.text.whereabouts import Spot

if TYPE_CHECKING:
    from geotracker.records import Paragraph, Report, Sentence
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.readings import Deed, Reading
    from geotracker.text.windows import Window

_SUMMARY = re.compile(r"key takeaways?|key points?|summary", re.IGNORECASE)
_NO_ADVANCE = re.compile(r"\bdid not (?:\w+ )?advance\b", re.IGNORECASE)
_DISPUTES = re.compile(
    r"\b(?:has|have) not (?:yet )?(?:observed|seized|captured|entered)|\b(?:refuted|denied|denying)\b|\bcontrary to\b"
    r"|\bshot down all\b|\bcaused no (?:damage|casualties)\b|\bno damage\b|\bfalsely\b|\bdo not currently control\b"
    r"|\bonly advanced\b|\bdid not (?:seize|capture|control|strike)\b",
    re.IGNORECASE,
)
_LOOK_BACK = re.compile(r"\b(?:reiterated|previously|earlier|first claimed|has long)\b", re.IGNORECASE)
_WAVE = 5
_TARGET = {"russia": "Ukraine", "ukraine": "Russia"}
_BACK = re.compile(r"\bthe (?:strike|strikes|attack|drones|missiles|claim|claims)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Topic:
    """What a paragraph's first sentence gives to the rest: a side and a date; and its sector's word on advances."""

    actor: str = ""
    window: Window | None = None
    no_advance: str = ""


@dataclass(slots=True)
class _State:
    """What reading a report from its start to here has taught."""

    report: Report
    lexicon: Lexicon
    speakers: attribution.Speakers = field(default_factory=attribution.Speakers)
    topic: _Topic = field(default_factory=_Topic)
    stale: str = ""
    """The side whose advance the sector's topic sentence denies."""
    found: list[Mention] = field(default_factory=list)


def extract(report: Report, lexicon: Lexicon) -> list[Mention]:
    """Return the mentions of a report in text order, their places as written and not yet looked up."""
    state = _State(report, lexicon)
    by_paragraph: dict[int, list[Sentence]] = {}
    for sentence in report.sentences:
        by_paragraph.setdefault(sentence.paragraph, []).append(sentence)
    for paragraph in report.paragraphs:
        if paragraph.style in {"body", "item"}:
            _paragraph(state, paragraph, by_paragraph.get(paragraph.index, []))
    return _numbered(summaries.settle(state.found, state.report))


def _paragraph(state: _State, paragraph: Paragraph, sentences: list[Sentence]) -> None:
    state.topic = _Topic()
    if paragraph.emphasised:
        state.stale = ""
    first_mention = len(state.found)
    for number, sentence in enumerate(sentences):
        reading = readings.read(sentence.text, state.report.date, state.lexicon, state.speakers)
        if number == 0:
            state.topic = _topic(reading)
        if paragraph.emphasised and _NO_ADVANCE.search(sentence.text):
            state.stale = reading.sides[0].actor if reading.sides else ""
        new = [mention for deed in reading.deeds for mention in _mentions(state, paragraph, sentence, reading, deed)]
        new = _distinct(new) + _salvo(state, paragraph, sentence, reading)
        state.found += new
        if not new and _DISPUTES.search(sentence.text) and _BACK.search(sentence.text):
            _dispute(state, sentence, first_mention)


def _salvo(state: _State, paragraph: Paragraph, sentence: Sentence, reading: Reading) -> list[Mention]:
    """Return the mention of a counted wave, where a sentence counts one."""
    found, at = salvos.counts(sentence.text)
    aimed = any(deed.kind == "strike" and deed.spot.level == "settlement" and "launch" in deed.rule.id for deed in reading.deeds)
    if at < 0 or aimed or salvos.total(found) < _WAVE:
        return []
    token = next(i for i, word in enumerate(reading.tokens) if word.start >= at)
    actor = _launcher(reading, token, sentence.text[at:])
    if actor not in _TARGET:
        return []
    spoken = attribution.over(token, reading.attributions, reading.tokens)
    cue = readings.Cue(token, token + 1, Rule("salvo.counts", "salvo", "verb", (), (), ()))
    deed = readings.Deed(cue.rule, "salvo", (actor,), Spot(_TARGET[actor], "country", token, 6), cue, spoken, readings.date_of(reading, cue))
    mentions = _mentions(state, paragraph, sentence, reading, deed)
    said_by = spoken[0].source if spoken else ""
    return [
        replace(mention, counts=salvos.text(found, said_by), **_told_day(mention, reading, deed)) for mention in mentions
    ]


def _told_day(mention: Mention, reading: Reading, deed: Deed) -> dict[str, Any]:
    """A wave is counted on its day: a date of the telling is the wave's own where the text gives no other."""
    if deed.window is None and reading.told is not None and mention.time_precision == "recent":
        return {"start": reading.told.end, "end": reading.told.end, "time_precision": "day"}
    return {}


def _launcher(reading: Reading, at: int, rest: str) -> str:
    """Return whose missiles they are: the subject's that launched them, not the subject's that shot them down."""
    content = max((item.content for item in reading.attributions if item.at < at), default=0)
    side = next((side.actor for side in reading.sides if content <= side.at < at), "")
    if rest.lower().startswith(("launch", "fired", "attacked", "used")):
        return side
    return {"russia": "ukraine", "ukraine": "russia"}.get(side, "")


def _topic(reading: Reading) -> _Topic:
    actor = next((deed.actors[0] for deed in reading.deeds if deed.actors), "")
    if not actor and reading.sides:
        content = max((item.content for item in reading.attributions), default=0)
        actor = next((side.actor for side in reading.sides if side.at >= content), reading.sides[0].actor)
    window = next((window for window in reading.dates if window.precision != "month"), None)
    return _Topic(actor, window)


def _distinct(new: list[Mention]) -> list[Mention]:
    """Keep one mention a thing: a sentence that says it twice says it once; a settlement stands for its region."""
    settled = {(m.kind, m.actor, region) for m in new if m.place.level != "region" for region in m.place.regions}
    kept: dict[tuple[str, ...], Mention] = {}
    for mention in new:
        if mention.place.level == "region" and (mention.kind, mention.actor, mention.place.text) in settled:
            continue
        said = (mention.kind, mention.actor, mention.place.text, mention.place.offset, mention.facility, mention.evidence)
        kept.setdefault(said, mention)
    return list(kept.values())


def _mentions(state: _State, paragraph: Paragraph, sentence: Sentence, reading: Reading, deed: Deed) -> list[Mention]:
    spot = deed.spot
    topic = state.topic
    if not _is_event(deed) or not (deed.actors or topic.actor or deed.kind == "strike" or deed.rule.form != "verb"):
        return []
    if deed.rule.id == "strike.damage" and not deed.actors and not deed.weapon:
        return []
    actors = deed.actors or ((topic.actor,) if topic.actor else ("unknown",))
    result = []
    for actor in actors:
        window = _window(state, reading, deed, actor)
        evidence, basis = attribution.weigh(actor, deed.spoken)
        if evidence == "reported" and "claimed" in {t.lower for t in reading.tokens[max(0, deed.cue.start - 2) : deed.cue.start]}:
            evidence = "claimed"
        start, end = _excerpt(sentence, reading, deed)
        said = [item for item in deed.spoken if item.source]
        section = state.report.sections[paragraph.section].title if state.report.sections else ""
        result.append(
            Mention(
                mention_id="",
                report_id=state.report.report_id,
                kind=deed.kind,  # type: ignore[arg-type]
                actor=actor,
                place=PlaceName(
                    text=spot.text, level=spot.level, offset=spot.offset, regions=tuple(spot.regions),
                    bearings=tuple(spot.bearings), frontline_km=spot.frontline_km, occupied=spot.occupied,
                    nearby=tuple(other.spot.text for other in reading.deeds if other.spot is not spot)[:8], area=section,
                ),
                start=window.start, end=window.end, time_precision=window.precision,
                geo_precision=spot.precision,
                evidence=evidence, basis=basis,
                disputed=_is_disputed(state, sentence, deed, actor, evidence),
                sentence=sentence.text, start_char=start, end_char=end,
                facility=deed.facility, weapon=deed.weapon,
                claimed_by=tuple(dict.fromkeys(item.source for item in said)),
                role=said[0].voice.id if said and said[0].voice else "",
                verb=said[0].verb if said else "",
                endnotes=_endnotes(state.report, sentence),
                rules=(deed.rule.id, *(("attempted",) if deed.attempted else ()), *(("summary",) if _is_summary(state.report, paragraph, section) else ())),
            )
        )
    return result


def _is_summary(report: Report, paragraph: Paragraph, section: str) -> bool:
    """Key takeaways, under their heading or as the one bulleted list that cites nothing in a report that cites."""
    if _SUMMARY.search(section):
        return True
    cited = any(paragraph.start <= mark.offset <= paragraph.end for mark in report.marks)
    return paragraph.style == "item" and bool(report.marks) and not cited


def _is_event(deed: Deed) -> bool:
    """An oblast is no place of an attack, a river none of an assault, a country none of a single deed."""
    level = deed.spot.level
    if level == "country":
        return deed.kind == "salvo"
    if deed.kind in {"attack", "advance"} and level in {"region", "area"}:
        return False
    return not (deed.rule.general and deed.spot.area)


def _is_disputed(state: _State, sentence: Sentence, deed: Deed, actor: str, evidence: str) -> bool:
    if _DISPUTES.search(sentence.text):
        return True
    return deed.kind == "advance" and evidence == "claimed" and state.stale == actor


def _window(state: _State, reading: Reading, deed: Deed, actor: str) -> Window:
    """Return the days: the sentence's own date, else its topic's, else those of the telling, else the report's."""
    if deed.window is not None:
        return deed.window
    if reading.told is not None:
        return windows.recent(reading.told.end) if reading.told.precision == "day" else replace(reading.told, start=windows.recent(reading.told.start).start, precision="recent")
    topic = state.topic
    if topic.window is not None and topic.actor in {actor, ""} and not reading.shown and not _LOOK_BACK.search(reading.sentence):
        shows = any(item.voice is not None and item.voice.shows for item in deed.spoken)
        if not shows:
            return topic.window
    return windows.recent(state.report.date)


def _excerpt(sentence: Sentence, reading: Reading, deed: Deed) -> tuple[int, int]:
    cue, place = reading.tokens[deed.cue.start], reading.tokens[deed.spot.at]
    first, last = sorted((cue, place), key=lambda token: token.start)
    start, end = excerpts.around(sentence.text, first.start, last.end)
    return sentence.start + start, sentence.start + end


def _endnotes(report: Report, sentence: Sentence) -> tuple[str, ...]:
    urls = {note.number: note.urls for note in report.endnotes}
    return tuple(
        f"{number} {url}".strip() for number in sentence.endnotes for url in (urls.get(number) or ("",))
    )


def _dispute(state: _State, sentence: Sentence, first: int) -> None:
    """A sentence that only contradicts adds a mention to the event that it speaks of, the last of its paragraph."""
    told = [mention for mention in state.found[first:] if mention.kind in {"strike", "advance"}]
    if not told:
        return
    last = told[-1]
    start, end = excerpts.around(sentence.text, 0, len(sentence.text))
    state.found.append(
        replace(
            last, disputed=True, sentence=sentence.text, start_char=sentence.start + start, end_char=sentence.start + end,
            evidence="reported", basis=(), claimed_by=(), role="", verb="",
            endnotes=_endnotes(state.report, sentence), rules=("dispute",),
        )
    )


def _numbered(found: list[Mention]) -> list[Mention]:
    """Give every mention its id: a hash of report, kind, place as written and the sentence's words, -2, -3 for equals."""
    seen: Counter[str] = Counter()
    result = []
    for mention in found:
        words = " ".join(re.findall(r"\w+", mention.sentence.casefold()))
        key = "\x1f".join((mention.report_id, mention.kind, mention.place.text, words))
        name = hashlib.sha256(key.encode()).hexdigest()[:12]
        seen[name] += 1
        result.append(replace(mention, mention_id=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return result
