"""What a report says twice: summary lines, and lists of regions, that the body tells place by place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotracker.records import Mention, Report


_LIST = 8
_ROUTINE = re.compile(r"\broutine\b|\bcontinu", re.IGNORECASE)


def settle(found: list[Mention], report: Report) -> list[Mention]:
    """Return the mentions; a line that only repeats another one's event becomes a mention of that event."""
    body: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in found:
        if "summary" not in mention.rules:
            body[mention.kind, mention.actor].append(mention)
    starts = [paragraph.start for paragraph in report.paragraphs]
    settled = _settlements(found, starts)
    lists = Counter(mention.sentence for mention in found if mention.place.level == "region")
    result = []
    for mention in found:
        told = (
            _in_body(mention, body) if "summary" in mention.rules else _in_settlement(mention, settled, starts, lists)
        )
        result.append(mention if told is None else _as_mention_of(told, mention))
    return result


def _plain(text: str) -> str:
    return text.casefold().removesuffix(" city")


def _in_body(mention: Mention, body: dict[tuple[str, str], list[Mention]]) -> Mention | None:
    """Return what the body tells of a summary's "advanced near X": the advance "near Y (southeast of X)"."""
    same = body[mention.kind, mention.actor]
    name = _plain(mention.place.text)
    here = next((other for other in same if _plain(other.place.text) == name), None)
    return here or next(
        (other for other in same if any(_plain(bearing.anchor) == name for bearing in other.place.bearings)), None
    )


def _settlements(found: list[Mention], starts: list[int]) -> dict[tuple[str, ...], list[Mention]]:
    """Return the strikes in settlements by side and region with paragraph, and by side and the region's short name."""
    index: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in found:
        if mention.kind == "strike" and mention.place.level == "settlement":
            paragraph = str(bisect_right(starts, mention.start_char))
            for region in mention.place.regions:
                index[mention.actor, region, paragraph].append(mention)
            index[mention.actor, _plain(mention.place.text)].append(mention)
    return index


def _in_settlement(
    mention: Mention, settled: dict[tuple[str, ...], list[Mention]], starts: list[int], lists: Counter[str]
) -> Mention | None:
    """Return the strike in a settlement that a strike on its region only repeats."""
    if mention.kind != "strike" or mention.place.level != "region":
        return None
    paragraph = str(bisect_right(starts, mention.start_char))
    near = settled.get((mention.actor, mention.place.text, paragraph), [])
    named = settled.get((mention.actor, mention.place.text.removesuffix(" Oblast").casefold()), [])
    if _ROUTINE.search(mention.sentence) or lists[mention.sentence] < _LIST:
        named = []
    others = [other for other in (*near, *named) if other.sentence != mention.sentence]
    return next((other for other in others if other.start <= mention.end and mention.start <= other.end), None)


def _as_mention_of(told: Mention, mention: Mention) -> Mention:
    return replace(
        mention,
        place=told.place,
        facility=told.facility,
        start=told.start,
        end=told.end,
        time_precision=told.time_precision,
        geo_precision=told.geo_precision,
        weapon=told.weapon or mention.weapon,
        evidence=told.evidence,
        rules=(*mention.rules, "repeats"),
    )
