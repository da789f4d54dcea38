"""Counted waves of drones and missiles: "launched 60 Shahed drones", "downed 43 cruise missiles out of 84"."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_UNITS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_UNITS)}|dozens|dozen)"
_HEAD = r"(?:drones?|missiles?|UAVs?|Shaheds?|munitions)"
_VERB = re.compile(
    r"\b(?:(?P<launched>launched|fired|launching|attacked with|used)|(?P<downed>shot down|downed|intercepted|destroyed|shooting down|neutralized)"
    r"|(?P<lost>were lost|locationally lost|jammed|suppressed))\b"
)
_COUNT = re.compile(
    rf"(?<![\w.,-])(?P<n>{_NUMBER})\s+(?:(?:of|out of) (?:the |all |over |about |at least |more than )?(?P<of>{_NUMBER})?\s*)?"
    rf"(?P<what>(?:[\w’'/()-]+,?\s+){{0,7}}?{_HEAD})\b(?:\s+out of (?P<out>{_NUMBER}))?",
    re.IGNORECASE,
)
_ALSO = re.compile(rf"(?<![\w.,-])(?P<n>{_NUMBER})\s+(?:strike )?(?P<what>{_HEAD}) (?:struck|hit)\b", re.IGNORECASE)
_STOP = re.compile(r"\b(?:from the direction|that|which|at targets|during|overnight|on [A-Z])|—")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one weapon; a number that the text does not give is None."""

    weapon: str
    launched: int | None = None
    downed: int | None = None
    lost: int | None = None
    hit: int | None = None


def counts(sentence: str) -> tuple[list[Count], int]:
    """Return the counts of a sentence and where in it the first verb of them stands (-1 where there are none)."""
    verbs = list(_VERB.finditer(sentence))
    found: list[Count] = []
    at = -1
    for index, verb in enumerate(verbs):
        stop = verbs[index + 1].start() if index + 1 < len(verbs) else len(sentence)
        part = sentence[verb.end() : stop]
        cut = _STOP.search(part)
        part = part[: cut.start()] if cut else part
        told = [count for match in _COUNT.finditer(part) for count in _counted(match, str(verb.lastgroup))]
        if told and at < 0:
            at = verb.start()
        found += told
    if found:
        found += [Count(_weapon(match["what"]), hit=number(match["n"])) for match in _ALSO.finditer(sentence)]
    return found, at


def _counted(match: re.Match[str], verb: str) -> list[Count]:
    value, whole = number(match["n"]), number(match["of"] or match["out"] or "")
    if value is None:
        return []
    return [Count(_weapon(match["what"]), launched=whole, **{verb: value})] if verb != "launched" else [Count(_weapon(match["what"]), launched=value)]


def _weapon(text: str) -> str:
    return re.sub(r"^(?:of|the|all|about|strike|russian|ukrainian|more than)\s+", "", text.strip(), flags=re.IGNORECASE)


def number(text: str) -> int | None:
    """Return the number that a word or digits give, or None."""
    text = text.lower().replace(",", "")
    if text.isdigit():
        return int(text)
    return _UNITS.index(text) + 1 if text in _UNITS else None


def total(found: list[Count]) -> int:
    """Return the largest sum that one column of the counts gives."""
    return max(sum(getattr(count, column) or 0 for count in found) for column in ("launched", "downed", "lost", "hit"))


def text(found: list[Count], said_by: str) -> str:
    """Return the counts as JSON text, the form of the column `counts`."""
    rows = [
        {"weapon": c.weapon, "launched": c.launched, "downed": c.downed, "lost": c.lost, "hit": c.hit, "said_by": said_by}
        for c in found
    ]
    return json.dumps(rows, ensure_ascii=False)
