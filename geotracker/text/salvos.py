"""Counted waves of drones and missiles: "launched 60 Shahed drones", "downed 43 cruise missiles out of 84"."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geotracker.text import attribution
from geotracker.text.deeds import Deed
from geotracker.text.doers import OPPOSITE
from geotracker.text.phrases import parse
from geotracker.text.readings import Cue
from geotracker.text.spots import Spot

if TYPE_CHECKING:
    from geotracker.text.lexicon import Lexicon, Rule
    from geotracker.text.readings import Reading

_WAVE = 5
_TARGET = {"russia": "Ukraine", "ukraine": "Russia"}
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_UNITS)}|dozens|dozen)"
_HEAD = r"(?:drones?|missiles?|UAVs?|Shaheds?|munitions)"
_COUNTED = re.compile(_HEAD, re.IGNORECASE)
_COUNT = re.compile(
    rf"(?<![\w.,-])(?P<n>{_NUMBER})\s+"
    rf"(?:(?:of|out of) (?:the |all |over |about |at least |more than )?(?P<of>{_NUMBER})?\s*)?"
    rf"(?P<what>(?:[\w’'/()-]+,?\s+){{0,7}}?{_HEAD}(?:\s+{_HEAD})?)\b(?:\s+out of (?P<out>{_NUMBER}))?",
    re.IGNORECASE,
)
_HIT = re.compile(rf"(?<![\w.,-])(?P<n>{_NUMBER})\s+(?:strike )?(?P<what>{_HEAD}) (?:struck|hit)\b", re.IGNORECASE)
_LOST = re.compile(
    rf"(?<![\w.,-])(?P<n>{_NUMBER})\s+(?P<what>(?:(?!(?:and|that|{_HEAD})\b)[\w’'/()-]+\s+){{0,5}}{_HEAD})\s+"
    r"(?:were|was|became) (?:[“\"]?locationally )?lost\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"\b(?:from the direction|that|which|at targets|during|overnight|on [A-Z])|—")
_LEAD = re.compile(r"^(?:of|the|all|about|strike|russian|ukrainian|more than)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one weapon; a number that the text does not give is None."""

    weapon: str
    launched: int | None = None
    downed: int | None = None
    lost: int | None = None
    hit: int | None = None


@lru_cache(maxsize=4)
def _verbs(rules: tuple[Rule, ...]) -> re.Pattern[str]:
    """Return the verbs of the salvo rules as one pattern, a group a column."""
    groups: dict[str, list[str]] = {}
    for rule in rules:
        steps = [[sorted(step.words) for step in parse(phrase)] for phrase in rule.phrases]
        groups.setdefault(column(rule), []).extend(
            r"\s+".join(f"(?:{'|'.join(map(re.escape, words))})" for words in phrase) for phrase in steps
        )
    named = (f"(?P<{name}>" + "|".join(verbs) + ")" for name, verbs in groups.items())
    return re.compile(r"\b(?:" + "|".join(named) + r")\b")


def column(rule: Rule) -> str:
    """Return the column of the counts that a salvo rule fills, the last part of its id."""
    return rule.id.rsplit(".", 1)[-1]


def rules_of(lexicon: Lexicon) -> tuple[Rule, ...]:
    """Return the salvo rules of a lexicon."""
    return tuple(rule for rule in lexicon.rules.values() if rule.kind == "salvo")


def counts(sentence: str, lexicon: Lexicon) -> tuple[list[Count], int]:
    """Return the counts of a sentence and where in it the first verb of them stands (-1 where there are none)."""
    if not _COUNTED.search(sentence):  # most sentences count nothing
        return [], -1
    verbs = list(_verbs(rules_of(lexicon)).finditer(sentence))
    ends = [verb.start() for verb in verbs[1:]] + [len(sentence)]
    found: list[Count] = []
    after = [(match, column) for column, form in (("lost", _LOST), ("hit", _HIT)) for match in form.finditer(sentence)]
    told_after = {match.start() for match, _ in after}
    at = -1
    for verb, end in zip(verbs, ends, strict=False):
        part = sentence[verb.end() : end]
        cut = _STOP.search(part)
        matches = [
            match
            for match in _COUNT.finditer(part[: cut.start()] if cut else part)
            if verb.end() + match.start() not in told_after
        ]
        told = [count for match in matches if (count := _count(match, str(verb.lastgroup))) is not None]
        at = verb.start() if told and at < 0 else at
        found += told
    if found:
        found += [Count(_weapon(match["what"]), **{column: number(match["n"])}) for match, column in after]
    return found, at


def _count(match: re.Match[str], verb: str) -> Count | None:
    value, whole = number(match["n"]), number(match["of"] or match["out"] or "")
    if value is None:
        return None
    numbers = {"launched": whole} | {verb: value}
    return Count(_weapon(match["what"]), **numbers)


def _weapon(text: str) -> str:
    return _LEAD.sub("", text.strip())


def number(text: str) -> int | None:
    """Return the number that a word or digits give, or None."""
    text = text.lower().replace(",", "")
    if text.isdigit():
        return int(text)
    return _UNITS.index(text) + 1 if text in _UNITS else None


def text(sentence: str, said_by: str, lexicon: Lexicon) -> str:
    """Return the counts of a sentence as JSON text, the form of the column `counts`."""
    rows = [
        {
            "weapon": c.weapon,
            "launched": c.launched,
            "downed": c.downed,
            "lost": c.lost,
            "hit": c.hit,
            "said_by": said_by,
        }
        for c in counts(sentence, lexicon)[0]
    ]
    return json.dumps(rows, ensure_ascii=False)


def deed(reading: Reading) -> Deed | None:
    """Return the wave that a sentence counts: five of one column at least, of a side that the sentence tells."""
    found, place = counts(reading.sentence, reading.lexicon)
    if place < 0 or max(_sum(found, column) for column in ("launched", "downed", "lost", "hit")) < _WAVE:
        return None
    at = next(index for index, token in enumerate(reading.tokens) if token.end > place)
    rule, end = _rule(reading, place)
    actor = _launcher(reading, at, rule)
    if actor not in _TARGET:
        return None
    spoken = tuple(attribution.over(at, reading.attributions, reading.tokens))
    spot = Spot(_TARGET[actor], "country", at, 6)
    till = next((index for index, token in enumerate(reading.tokens) if token.start >= end), len(reading.tokens))
    return Deed(rule, "salvo", (actor,), spot, Cue(at, till, rule), spoken, reading.date_of(at))


def _rule(reading: Reading, place: int) -> tuple[Rule, int]:
    """Return the rule whose verb stands at a place of the sentence, and where the verb ends."""
    rules = rules_of(reading.lexicon)
    verb = next(match for match in _verbs(rules).finditer(reading.sentence) if match.start() == place)
    return next(rule for rule in rules if column(rule) == verb.lastgroup), verb.end()


def _sum(found: list[Count], column: str) -> int:
    return sum(getattr(count, column) or 0 for count in found)


def _launcher(reading: Reading, at: int, rule: Rule) -> str:
    """Return whose they are: the subject's that launched them, not the subject's that shot them down."""
    content = max((said + 1 for said in reading.says if said < at), default=0)
    side = next((side.actor for side in reading.sides if content <= side.at < at), "")
    return side if column(rule) == "launched" else OPPOSITE.get(side, "")
