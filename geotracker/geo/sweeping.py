"""Settling a whole report's places: the sure ones first, then the rest by them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from geotracker.geo.names import key
from geotracker.geo.weighing import Context
from geotracker.records import Place, PlaceName

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.geo.weighing import Front
    from geotracker.records import Bearing, Mention, Report

    Within = Callable[[PlaceName, Gazetteer, Context, int], Place]

SWEEPS = 3
_CLOSE = 8
_MOST = 4 * _CLOSE


@dataclass(slots=True)
class _Task:
    """A mention, where it stands, and what its place is taken for so far."""

    mention: Mention
    name: PlaceName
    paragraph: int
    section: int
    key: str
    place: Place | None = None

    @property
    def settled(self) -> bool:
        return self.place is not None and self.place.lat is not None and self.place.geo_precision < 5

    @property
    def is_fast(self) -> bool:
        """Whether its point is sure and will not be moved by what is settled around it."""
        place = self.place
        return (
            place is not None and place.confidence == "sure" and not (place.candidates and place.candidates[0].reach_m)
        )


def sweep(
    report: Report,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    within: Within,
    front: Front | None = None,
) -> list[Place]:
    """Return the place of each mention, in order, after each helped the others.

    `front` tells how far a point (lon, lat) was from the front line in km, where that is known.
    """
    starts = [sentence.start for sentence in report.sentences]
    section_of = {paragraph.index: paragraph.section for paragraph in reversed(report.paragraphs)}
    tasks = []
    for mention in mentions:
        at = max(bisect_right(starts, mention.start_char) - 1, 0)
        paragraph = report.sentences[at].paragraph if starts else 0
        tasks.append(_Task(mention, mention.place, paragraph, section_of.get(paragraph, 0), key(mention.place.text)))
    _share_help(tasks)
    known: dict[Hashable, Place] = {}

    def ask(name: PlaceName, context: Context, precision: int) -> Place:
        return within(name, gazetteer, context, precision)

    for round_ in range(SWEEPS):
        settled = _Settled.of(tasks if round_ else ())
        last = round_ == SWEEPS - 1
        places = [
            # What is sure by itself is asked again only in the end, for its reasons.
            task.place if task.place and task.is_fast and not last else _settle(task, settled, front, ask, known)
            for task in tasks
        ]
        for task, place in zip(tasks, places, strict=True):
            # First only what stands by itself may help others; a guess never does before the last sweep.
            task.place = place if last or place.confidence != "guess" else None
    return [_kept(task) for task in tasks]


def _share_help(tasks: Sequence[_Task]) -> None:
    """Let help that a paragraph gives once for a name hold for its other mentions there, unless it gives two."""
    told: dict[tuple[int, str], set[tuple[Bearing, ...]]] = defaultdict(set)
    for task in tasks:
        lasting = tuple(one for one in task.name.bearings if one.direction != "between")
        if lasting:
            told[task.paragraph, task.key].add(lasting)
    for task in tasks:
        helps = told.get((task.paragraph, task.key), set())
        if len(helps) == 1 and not task.name.bearings and not task.name.regions and task.name.level == "settlement":
            task.name = replace(task.name, bearings=next(iter(helps)))


def _kept(task: _Task) -> Place:
    return task.place if task.place is not None else Place(task.mention.place.text, reason="not placed")


@dataclass(frozen=True, slots=True)
class _Settled:
    """The tasks that are settled, by section, paragraph and name, in the order of the text."""

    by_section: dict[int, list[_Task]]
    by_paragraph: dict[int, list[_Task]]
    by_key: dict[str, list[_Task]]

    @classmethod
    def of(cls, tasks: Sequence[_Task]) -> _Settled:
        found = cls(defaultdict(list), defaultdict(list), defaultdict(list))
        for task in sorted(tasks, key=lambda task: (task.paragraph, task.mention.start_char)):
            if task.settled:
                found.by_section[task.section].append(task)
                found.by_paragraph[task.paragraph].append(task)
                found.by_key[task.key].append(task)
        return found

    def beside(self, task: _Task) -> list[_Task]:
        """Return the nearest tasks of other names in the task's paragraph, the nearest first."""
        own = self.by_paragraph.get(task.paragraph, ())
        return _nearest(own, lambda one: one.mention.start_char, task)

    def around(self, task: _Task) -> list[_Task]:
        """Return the nearest tasks of other names in other paragraphs of its section, the nearest first."""
        own = self.by_section.get(task.section, ())
        return _nearest(own, lambda one: one.paragraph, task, apart=True)


def _nearest(
    tasks: Sequence[_Task], position: Callable[[_Task], int], task: _Task, *, apart: bool = False
) -> list[_Task]:
    """Return the tasks of other names whose position is nearest; `apart` leaves out those at the very same.

    It looks no further to either side than it has to, so that a long text costs no more by the word than a short one.
    """
    here = position(task)
    at = bisect_left(tasks, here, key=position)
    back = _few((tasks[number] for number in range(at - 1, -1, -1)), position, task, here if apart else None)
    ahead = _few((tasks[number] for number in range(at, len(tasks))), position, task, here if apart else None)
    return sorted([*reversed(back), *ahead], key=lambda one: abs(position(one) - here))[:_MOST]


def _few(tasks: Iterable[_Task], position: Callable[[_Task], int], task: _Task, but: int | None) -> list[_Task]:
    """Return the first tasks of other names, and all that share the last one's position."""
    found: list[_Task] = []
    for one in tasks:
        if len(found) >= _MOST and position(one) != position(found[-1]):
            break
        if one.key != task.key and position(one) != but:
            found.append(one)
    return found


def _settle(
    task: _Task,
    settled: _Settled,
    front: Front | None,
    ask: Callable[[PlaceName, Context, int], Place],
    known: dict[Hashable, Place],
) -> Place:
    """Return what the task's place is taken for among its neighbours; `known` holds what was asked before."""
    mention = task.mention
    beside, section = settled.beside(task), settled.around(task)
    again = list(islice((other for other in settled.by_key.get(task.key, ()) if other is not task), _MOST))
    context = Context(mention.kind, mention.actor, _places(beside), _places(section), _places(again), front)
    around = [[(place.name, place.lat, place.lon) for place in tier] for tier in (context.beside, context.section)]
    named = [(place.name, place.lat, place.lon) for place in context.again]
    asked = (task.name, mention.kind, mention.actor, mention.geo_precision, *map(tuple, (*around, named)))
    if asked not in known:
        known[asked] = ask(task.name, context, mention.geo_precision)
    return known[asked]


def _places(tasks: Sequence[_Task]) -> tuple[Place, ...]:
    """Return the tasks' places, each once, nearest in the text first."""
    return tuple({(task.place.lat, task.place.lon): task.place for task in tasks if task.place}.values())[:_CLOSE]
