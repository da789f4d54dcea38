"""Settling a whole report's places: the sure ones first, then the rest by them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geotracker.geo.names import key
from geotracker.geo.weighing import Context
from geotracker.records import Place, PlaceName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.records import Mention, Report

    Within = Callable[[PlaceName, Gazetteer, Context, int], Place]

SWEEPS = 3
_CLOSE = 8


@dataclass(slots=True)
class _Task:
    """A mention, where it stands, and what its place is taken for so far."""

    mention: Mention
    paragraph: int
    section: int
    place: Place | None = None

    @property
    def settled(self) -> bool:
        return self.place is not None and self.place.lat is not None and self.place.geo_precision < 5


def sweep(report: Report, mentions: Sequence[Mention], gazetteer: Gazetteer, within: Within) -> list[Place]:
    """Return the place of each mention, in order, after each helped the others."""
    starts = [sentence.start for sentence in report.sentences]
    tasks = []
    for mention in mentions:
        at = max(bisect_right(starts, mention.start_char) - 1, 0)
        paragraph = report.sentences[at].paragraph if starts else 0
        section = next((p.section for p in report.paragraphs if p.index == paragraph), 0)
        tasks.append(_Task(mention, paragraph, section))
    for round_ in range(SWEEPS):
        places = [_settle(task, tasks, gazetteer, within, alone=round_ == 0) for task in tasks]
        for task, place in zip(tasks, places, strict=True):
            # First only what stands by itself may help others; a guess never does before the last sweep.
            task.place = place if round_ == SWEEPS - 1 or place.confidence != "guess" else None
    return [_kept(task) for task in tasks]


def _kept(task: _Task) -> Place:
    return task.place if task.place is not None else Place(task.mention.place.text, reason="not placed")


def _settle(task: _Task, tasks: Sequence[_Task], gazetteer: Gazetteer, within: Within, *, alone: bool) -> Place:
    mention = task.mention
    context = Context(mention.kind, mention.actor)
    if not alone:
        others = [
            other for other in tasks if other.settled and key(other.mention.place.text) != key(mention.place.text)
        ]
        beside = [other for other in others if other.paragraph == task.paragraph and other.section == task.section]
        beside.sort(key=lambda other: abs(other.mention.start_char - mention.start_char))
        section = [other for other in others if other.section == task.section and other.paragraph != task.paragraph]
        section.sort(key=lambda other: abs(other.paragraph - task.paragraph))
        again = [
            other
            for other in tasks
            if other.settled and other is not task and key(other.mention.place.text) == key(mention.place.text)
        ]
        context = replace(context, beside=_places(beside), section=_places(section), again=_places(again))
    return within(mention.place, gazetteer, context, mention.geo_precision)


def _places(tasks: Sequence[_Task]) -> tuple[Place, ...]:
    """Return the tasks' places, each once, nearest in the text first."""
    return tuple({(task.place.lat, task.place.lon): task.place for task in tasks[: 4 * _CLOSE] if task.place}.values())[
        :_CLOSE
    ]
