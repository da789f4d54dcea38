"""From a deed to a mention: its days, its evidence, its excerpt and its endnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geotracker.records import Mention, PlaceName
from geotracker.text import attribution, excerpts, windows
from geotracker.text.doers import OPPOSITE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geotracker.records import Paragraph, Report, Sentence
    from geotracker.text.deeds import Deed
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.readings import Reading
    from geotracker.text.windows import Window

_SUMMARY = re.compile(r"key takeaways?|key points?|summary", re.IGNORECASE)
_LOOK_BACK = re.compile(r"\b(?:reiterated|previously|earlier|first claimed|has long)\b", re.IGNORECASE)
_DISPUTES = re.compile(
    r"\b(?:has|have) not (?:yet )?(?:observed|seized|captured|entered)|\b(?:refuted|denied|denying)\b|\bcontrary to\b"
    r"|\bshot down all\b|\bcaused no (?:damage|casualties)\b|\bno damage\b|\bfalsely\b|\bdo not currently control\b"
    r"|\bonly advanced\b|\bdid not (?:seize|capture|control|strike)\b",
    re.IGNORECASE,
)
_DISPUTABLE = frozenset({"strike", "advance", "salvo"})
_NO_CHANGE = "no change of control"
_NEARBY = 8


@dataclass(slots=True)
class Topic:
    """What a paragraph's first sentence gives to the rest: its side or sides, and a date."""

    actors: tuple[str, ...] = ()
    window: Window | None = None
    struck: bool = False
    """It speaks of strikes: traces of fire below it are that side's."""


@dataclass(slots=True)
class Scene:
    """Where in the report a sentence stands, and what reading it so far has taught."""

    report: Report
    lexicon: Lexicon
    urls: dict[int, tuple[str, ...]]
    cited: frozenset[int]
    """Paragraphs that cite a source."""
    speakers: attribution.Speakers = field(default_factory=attribution.Speakers)
    topic: Topic = field(default_factory=Topic)
    denied: str = ""
    """The side whose advance the sector's topic sentence denies."""


def mentions(scene: Scene, paragraph: Paragraph, sentence: Sentence, reading: Reading, deed: Deed) -> list[Mention]:
    """Return the mentions of one deed, one a side that did it; none where the deed is no event."""
    trace = deed.rule.actor == "unknown"
    topic = scene.topic.actors[:1] if scene.topic.struck or not trace else ()
    actors = deed.actors or _by_ground(scene, deed) or topic or _launchers(deed)
    if not is_event(deed) or not (actors or deed.kind == "strike" or deed.rule.form != "verb"):
        return []
    actors = actors or ("unknown",)
    return [_mention(scene, paragraph, sentence, reading, deed, actor) for actor in actors]


def _by_ground(scene: Scene, deed: Deed) -> tuple[str, ...]:
    """Return whose strike it was where only its traces are told, by the country that it fell on: "a fire in Engels"."""
    if deed.rule.actor != "unknown":
        return ()
    regions = (scene.lexicon.regions.get(name.lower()) for name in (*deed.spot.regions, deed.spot.text))
    return ("ukraine",) if any(region is not None and region.country == "RU" for region in regions) else ()


def _launchers(deed: Deed) -> tuple[str, ...]:
    """Return whose fire it was where no words name the side: not that of the officials whose ground it fell on."""
    hit = {
        side for item in deed.spoken if item.voice is not None and item.voice.basis == "official" for side in item.sides
    }
    return (OPPOSITE[hit.pop()],) if deed.kind == "strike" and len(hit) == 1 and hit <= set(OPPOSITE) else ()


def is_event(deed: Deed) -> bool:
    """Return whether the deed has a place of its own: no oblast is attacked, no axis, no country but by a wave."""
    level = deed.spot.level
    if level == "country":
        return deed.kind == "salvo"
    if deed.kind in {"attack", "advance"} and level in {"region", "area"}:
        return False
    if deed.rule.weak and not deed.actors and not deed.weapon:
        return False
    return not (deed.rule.general and deed.spot.area)


def _mention(
    scene: Scene, paragraph: Paragraph, sentence: Sentence, reading: Reading, deed: Deed, actor: str
) -> Mention:
    report, spot = scene.report, deed.spot
    window = _window(scene, reading, deed, actor)
    gainer = OPPOSITE.get(actor, actor) if deed.kind == "withdrawal" else actor
    evidence, basis = attribution.weigh(gainer, deed.spoken, scene.lexicon)
    before = reading.tokens[max(0, deed.cue.start - 2) : deed.cue.start]
    if evidence == "reported" and any(token.lower == "claimed" for token in before):
        evidence = "claimed"
    section = report.sections[paragraph.section].title if report.sections else ""
    said = [item for item in deed.spoken if item.source]
    start, end = _excerpt(sentence, reading, deed)
    words = " ".join(token.text for token in reading.tokens[deed.cue.start : deed.cue.end])
    marks = (
        f"{deed.rule.id}: {words}",
        "attempted" if deed.attempted else "",
        _NO_CHANGE if deed.no_change else "",
        "summary" if _is_summary(scene, paragraph) else "",
    )
    return Mention(
        mention_id="",
        report_id=report.report_id,
        kind=deed.kind,  # type: ignore[arg-type] # the lexicon checks a rule's kind
        actor=actor,
        place=PlaceName(
            text=spot.text,
            level=spot.level,
            offset=spot.offset,
            regions=tuple(spot.regions),
            bearings=tuple(spot.bearings),
            frontline_km=spot.frontline_km,
            occupied=spot.occupied,
            area=section,
        ),
        start=window.start,
        end=window.end,
        time_precision=window.precision,
        geo_precision=spot.precision,
        evidence=evidence,
        sentence=sentence.text,
        start_char=start,
        end_char=end,
        basis=basis,
        disputed=deed.kind in _DISPUTABLE and (is_disputed(sentence.text) or _is_denied(scene, deed, actor, evidence)),
        facility=deed.facility,
        weapon=deed.weapon,
        claimed_by=tuple(dict.fromkeys(item.source for item in said)),
        role=said[0].voice.id if said and said[0].voice else "",
        verb=said[0].verb if said else "",
        endnotes=endnotes(scene, sentence),
        rules=tuple(mark for mark in marks if mark),
    )


def nearby(told: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of one sentence, each with the other places that the sentence names."""
    told = list(told)
    names = list(dict.fromkeys(mention.place.text for mention in told))
    return [
        replace(m, place=replace(m.place, nearby=tuple(name for name in names if name != m.place.text)[:_NEARBY]))
        for m in told
    ]


def denied_by_infiltration(found: list[Mention]) -> list[Mention]:
    """Return the mentions, a claimed seizure disputed where an infiltration there "did not change control"."""
    denied = {(m.actor, m.place.text) for m in found if _NO_CHANGE in m.rules}
    return [
        replace(m, disputed=True)
        if m.kind == "advance"
        and m.evidence == "claimed"
        and m.geo_precision <= 2
        and (m.actor, m.place.text) in denied
        else m
        for m in found
    ]


def is_disputed(sentence: str) -> bool:
    """Return whether a sentence denies what it or the one before it tells."""
    return _DISPUTES.search(sentence) is not None


def _is_denied(scene: Scene, deed: Deed, actor: str, evidence: str) -> bool:
    """Return whether a claimed advance stands under "Russian forces … did not advance"."""
    return deed.kind == "advance" and evidence == "claimed" and scene.denied == actor


def _is_summary(scene: Scene, paragraph: Paragraph) -> bool:
    """Return whether this is a key takeaway: under that heading, or a bullet that alone cites nothing."""
    if _SUMMARY.search(scene.report.sections[paragraph.section].title if scene.report.sections else ""):
        return True
    return paragraph.style == "item" and bool(scene.cited) and paragraph.index not in scene.cited


def _window(scene: Scene, reading: Reading, deed: Deed, actor: str) -> Window:
    """Return the days: the sentence's own date, else those of the telling, else its topic's, else the report's."""
    if deed.window is not None:
        return deed.window
    if reading.told is not None and reading.told.precision == "range" and not reading.shown:
        return reading.told
    if reading.told is not None:
        return replace(reading.told, start=windows.recent(reading.told.start).start, precision="recent")
    topic = scene.topic
    shown = reading.shown or any(item.shown is not None for item in deed.spoken)
    same = actor in topic.actors or not topic.actors
    if topic.window is not None and same and not shown and not _LOOK_BACK.search(reading.sentence):
        return topic.window
    return windows.recent(scene.report.date)


def _excerpt(sentence: Sentence, reading: Reading, deed: Deed) -> tuple[int, int]:
    """Return the offsets, in the report, of at most 25 words that hold the cue and its place."""
    cue, place = reading.tokens[deed.cue.start], reading.tokens[deed.spot.at]
    start, end = excerpts.holding(sentence.text, cue.start, (place.start, place.end))
    return sentence.start + start, sentence.start + end


def endnotes(scene: Scene, sentence: Sentence) -> tuple[str, ...]:
    """Return "number URL" for every URL of the sentence's endnotes; the number alone where it has none."""
    notes = ((number, url) for number in sentence.endnotes for url in scene.urls.get(number) or ("",))
    return tuple(f"{number} {url}".strip() for number, url in notes)
