"""How well reports were read: found, missed and false rows by kind, and what the found ones say, field by field."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np

from geotracker.geo import bootstrap, scoring
from geotracker.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from geotracker.geo.bootstrap import Figure, Numbers, Sample
    from geotracker.geo.gold import Gold
    from geotracker.geo.scoring import By, Found

    Class = TypeVar("Class", bound=Hashable)

TOGETHER = "strike+advance"
_DISPUTED = "disputed F1 of true"
_POOLED = ("strike", "advance")
_NEAR_ENOUGH = 3
"""The coarsest precision of a point whose distance means something: near a settlement."""
_P95 = 0.95

Verdict = Literal["exact", "side", "other side", "missed", "false"]
"""What became of a row: found with side and days, with the side alone, with neither; not found; or no event of gold."""


@dataclass(frozen=True, slots=True)
class Case:
    """A firm gold row and the event that stands for it, or one of the two alone: a miss or a false row."""

    report: str
    gold: Gold | None
    event: Found | None

    @property
    def kind(self) -> str:
        """The kind of either."""
        told = self.gold or self.event
        return told.kind if told else ""

    @property
    def verdict(self) -> Verdict:
        """What became of the row."""
        if self.gold is None:
            return "false"
        if self.event is None:
            return "missed"
        if not scoring.actor_agrees(self.gold, self.event):
            return "other side"
        return "exact" if scoring.same_dates(self.gold, self.event) else "side"


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one kind of event: firm rows in gold, those found, false rows, and shares with intervals."""

    gold: int
    found: int
    false: int
    precision: Figure
    recall: Figure
    loose_f1: Figure
    strict_f1: Figure
    exact_f1: Figure


@dataclass(frozen=True, slots=True)
class Scores:
    """What scoring gives: a score for each kind, figures for each field, and every row that is missed or false."""

    kinds: dict[str, Score]
    fields: dict[str, Figure]
    amiss: tuple[Case, ...]

    @property
    def disputed_in_gold(self) -> int:
        """How many of the gold rows that were found are disputed in gold."""
        return self.fields[_DISPUTED].n


def cases(report: str, gold: Sequence[Gold], events: Sequence[Found], by: By = "points") -> list[Case]:
    """Return what became of each firm row of gold, in its order, then the events that no row of gold stands for."""
    taken = scoring.match(gold, events, by)
    told = [
        Case(report, row, events[taken[at]] if at in taken else None) for at, row in enumerate(gold) if not row.optional
    ]
    used = set(taken.values())
    return told + [Case(report, None, event) for number, event in enumerate(events) if number not in used]


def scores(told: Sequence[Case]) -> Scores:
    """Return the scores of the cases of one report or of several."""
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for case in told:
        by_kind[case.kind].append(case)
    kinds: dict[str, Score] = {kind: _score(by_kind[kind]) for kind in KINDS if by_kind[kind]}
    kinds[TOGETHER] = _score([case for kind in _POOLED for case in by_kind[kind]])
    amiss = [case for case in told if case.verdict in {"missed", "false"}]
    return Scores(kinds, _fields([(case.gold, case.event) for case in told if case.gold and case.event]), (*amiss,))


def _score(told: Sequence[Case]) -> Score:
    held = bootstrap.sample(case.verdict for case in told)
    missed, false = held.count("missed".__eq__), held.count("false".__eq__)
    found = held.count() - missed - false
    other_side = held.count("other side".__eq__)
    inexact = other_side + held.count("side".__eq__)
    return Score(
        gold=int((found + missed)[0]),
        found=int(found[0]),
        false=int(false[0]),
        precision=bootstrap.figure(bootstrap.ratio(found, found + false), held.n),
        recall=bootstrap.figure(bootstrap.ratio(found, found + missed), held.n),
        loose_f1=bootstrap.figure(_f1(found, false, missed), held.n),
        strict_f1=bootstrap.figure(_f1(found - other_side, false + other_side, missed + other_side), held.n),
        exact_f1=bootstrap.figure(_f1(found - inexact, false + inexact, missed + inexact), held.n),
    )


def _f1(right: Numbers, false: Numbers, missed: Numbers) -> Numbers:
    """Return the harmonic mean of precision and recall, 0 where nothing is right."""
    return bootstrap.ratio(2 * right, 2 * right + false + missed)


def _fields(found: Sequence[tuple[Gold, Found]]) -> dict[str, Figure]:
    """Return a figure for each field of the events that stand for a gold row, by the names of the table's rows."""
    evidence: Sample[tuple[str, str]] = bootstrap.sample((row.evidence, event.evidence) for row, event in found)
    precision = bootstrap.sample((row.geo_precision, _within_one(row, event)) for row, event in found)
    disputed = bootstrap.sample((row.disputed, event.disputed) for row, event in found)
    far = [km for row, event in found if row.geo_precision <= _NEAR_ENOUGH for km in _distances(row, event)]
    return {
        "actor": bootstrap.share([scoring.actor_agrees(row, event) for row, event in found]),
        "dates exact": bootstrap.share([scoring.same_dates(row, event) for row, event in found]),
        "time_precision": _named_share((row.time_precision, event.time_precision) for row, event in found),
        "evidence": _share(evidence),
        "evidence macro": _macro(evidence),
        "evidence macro, constant answer": _constant(evidence),
        "geo_precision within 1": _share(precision),
        "geo_precision within 1, macro": _macro(precision),
        "geo_precision macro, constant answer": _constant(precision),
        _DISPUTED: _of_true(disputed),
        "mean km": bootstrap.mean(far),
        "p95 km": bootstrap.percentile(far, _P95),
    }


def _within_one(row: Gold, event: Found) -> int:
    """Return gold's precision where the event's is at most one step off, else the event's."""
    return row.geo_precision if abs(row.geo_precision - event.geo_precision) <= 1 else event.geo_precision


def _distances(row: Gold, event: Found) -> list[float]:
    far = scoring.distance_km(row, event)
    return [] if far is None else [far]


def _named_share(pairs: Iterable[tuple[str | None, str]]) -> Figure:
    return bootstrap.share([wanted == got for wanted, got in pairs if wanted is not None])


def _share(pairs: Sample[tuple[Class, Class]]) -> Figure:
    right = pairs.count(lambda pair: pair[0] == pair[1])
    return bootstrap.figure(bootstrap.ratio(right, pairs.count()), pairs.n)


def _macro(pairs: Sample[tuple[Class, Class]]) -> Figure:
    """Return the mean over gold's classes of the share right; a draw's mean is over the classes that it holds."""
    rights, held = np.zeros(1 + bootstrap.DRAWS), np.zeros(1 + bootstrap.DRAWS)
    for class_ in dict.fromkeys(wanted for wanted, _ in pairs.counts):
        of_class = pairs.count(_is(class_))
        rights += bootstrap.ratio(pairs.count((class_, class_).__eq__), of_class)
        held += of_class > 0
    return bootstrap.figure(bootstrap.ratio(rights, held), pairs.n)


def _is(class_: Class) -> Callable[[tuple[Class, Class]], bool]:
    return lambda pair: pair[0] == class_


def _constant(pairs: Sample[tuple[Class, Class]]) -> Figure:
    """Return what the same answer for every row would reach, the measure of how little a macro figure may mean."""
    classes = len({wanted for wanted, _ in pairs.counts})
    value = round(1 / classes, 3) if classes else 0.0
    return bootstrap.Figure(value, None, None, pairs.n)


def _of_true(pairs: Sample[tuple[bool, bool]]) -> Figure:
    """Return the F1 of the flag; it stands on the rows where gold has it."""
    right, false, missed = (pairs.count(pair.__eq__) for pair in ((True, True), (False, True), (True, False)))
    return bootstrap.figure(_f1(right, false, missed), int((right + missed)[0]))
