"""Settling a whole report's places: the sure ones first, then the rest by them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotracker.geo.names import key
from geotracker.geo.weighing import Context
from geotracker.records import Place, PlaceName

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

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
    key: str
    place: Place | None = None

    @property
    def settled(self) -> bool:
        return self.place is not None and self.place.lat is not None and self.place.geo_precision < 5


def sweep(report: Report, mentions: Sequence[Mention], gazetteer: Gazetteer, within: Within) -> list[Place]:
    """Return the place of each mention, in order, after each helped the others."""
    starts = [sentence.start for sentence in report.sentences]
    section_of = {paragraph.index: paragraph.section for paragraph in reversed(report.paragraphs)}
    tasks = []
    for mention in mentions:
        at = max(bisect_right(starts, mention.start_char) - 1, 0)
        paragraph = report.sentences[at].paragraph if starts else 0
        tasks.append(_Task(mention, paragraph, section_of.get(paragraph, 0), key(mention.place.text)))
    known: dict[Hashable, Place] = {}
    for round_ in range(SWEEPS):
        settled = _Settled.of(tasks if round_ else ())
        places = [_settle(task, settled, gazetteer, within, known) for task in tasks]
        for task, place in zip(tasks, places, strict=True):
            # First only what stands by itself may help others; a guess never does before the last sweep.
            task.place = place if round_ == SWEEPS - 1 or place.confidence != "guess" else None
    return [_kept(task) for task in tasks]


def _kept(task: _Task) -> Place:
    return task.place if task.place is not None else Place(task.mention.place.text, reason="not placed")


@dataclass(frozen=True, slots=True)
class _Settled:
    """The tasks that are settled, by section and by name, in the order of the text."""

    by_section: dict[int, list[_Task]]
    by_key: dict[str, list[_Task]]

    @classmethod
    def of(cls, tasks: Sequence[_Task]) -> _Settled:
        found = cls(defaultdict(list), defaultdict(list))
        for task in tasks:
            if task.settled:
                found.by_section[task.section].append(task)
                found.by_key[task.key].append(task)
        return found


def _settle(
    task: _Task, settled: _Settled, gazetteer: Gazetteer, within: Within, known: dict[Hashable, Place]
) -> Place:
    """Return what the task's place is taken for among its neighbours; `known` holds what was asked before."""
    mention = task.mention
    others = [other for other in settled.by_section.get(task.section, ()) if other.key != task.key]
    beside = [other for other in others if other.paragraph == task.paragraph]
    beside.sort(key=lambda other: abs(other.mention.start_char - mention.start_char))
    section = [other for other in others if other.paragraph != task.paragraph]
    section.sort(key=lambda other: abs(other.paragraph - task.paragraph))
    again = [other for other in settled.by_key.get(task.key, ()) if other is not task]
    context = Context(mention.kind, mention.actor, _places(beside), _places(section), _places(again))
    around = [[(place.name, place.lat, place.lon) for place in tier] for tier in (context.beside, context.section)]
    named = [(place.name, place.lat, place.lon) for place in context.again]
    asked = (mention.place, mention.kind, mention.actor, mention.geo_precision, *map(tuple, (*around, named)))
    if asked not in known:
        known[asked] = within(mention.place, gazetteer, context, mention.geo_precision)
    return known[asked]


def _places(tasks: Sequence[_Task]) -> tuple[Place, ...]:
    """Return the tasks' places, each once, nearest in the text first."""
    return tuple({(task.place.lat, task.place.lon): task.place for task in tasks[: 4 * _CLOSE] if task.place}.values())[
        :_CLOSE
    ]
