"""What people have corrected in the record: data/corrections.toml, read, checked and written.

[[correction]]
event = "6f2c1d0a9b3e"       # the id of the event, or of any of its mentions
action = "edit"
reason = "the report means the village near Kupyansk"
lat = 49.71
lon = 37.62
by = "N. K."
at = 2025-01-21

[[correction]]
report = "2025-01-20-desk"   # all that one report says
action = "withdraw"
reason = "its publisher took it back"
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from geotracker.errors import CorrectionError, nearest
from geotracker.records import EVIDENCES, KINDS
from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from pathlib import Path

Action = Literal["ok", "edit", "place", "drop", "merge", "split", "withdraw"]
ACTIONS: tuple[Action, ...] = get_args(Action)
VERDICTS: tuple[Action, ...] = tuple(action for action in ACTIONS if action != "withdraw")
"""Those that are about one event."""
FILE = "corrections.toml"
FILLED_IN = ("verdict", "place", "lat", "lon", "start", "evidence", "note")
"""The columns of a sheet of events that a person fills in."""

_VALUES = ("kind", "actor", "place", "lat", "lon", "start", "end", "evidence", "disputed", "facility")
_MAY: Mapping[str, tuple[str, ...]] = {
    "ok": (),
    "edit": _VALUES,
    "place": ("place", "lat", "lon"),
    "drop": (),
    "merge": ("into",),
    "split": ("mentions",),
    "withdraw": (),
}
_ALWAYS = ("action", "reason", "by", "at")
_KEYS = {"event", "report", *_ALWAYS, *(key for keys in _MAY.values() for key in keys)}
_WORDS = {"kind": KINDS, "evidence": EVIDENCES, "action": ACTIONS}
_HEAD = """# Corrections to what was read. `geotracker review --apply FILE` writes them here; by hand is as good.
# Each names an event (or any of its mentions), what to do with it, and why.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person said of one event, or of a report; None and empty leave a value as it was read."""

    event: str = ""
    """The id of the event or of any of its mentions."""
    report: str = ""
    """withdraw: the id of the report."""
    action: Action
    reason: str
    by: str = ""
    at: date | None = None
    into: str = ""
    """merge: the id of the event that it is one with."""
    mentions: tuple[str, ...] = ()
    """split: the ids of the mentions that are an event of their own."""
    kind: str = ""
    actor: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    start: date | None = None
    end: date | None = None
    evidence: str = ""
    disputed: bool | None = None
    facility: str = ""

    @property
    def subject(self) -> str:
        """The id of what it is about."""
        return self.event or self.report

    @property
    def regroups(self) -> bool:
        """Whether it moves mentions from one event to another."""
        return self.action in ("merge", "split", "withdraw")

    @property
    def said(self) -> dict[str, Any]:
        """The keys and values that the file holds of it, in order."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        given = {name: value for name, value in told.items() if value not in (None, "", ())}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def load(path: Path) -> list[Correction]:
    """Return the corrections of a file in its order, none where there is no file.

    Raises CorrectionError that names the file, the correction and the key where one is missing, unknown or wrong.
    """
    if not path.is_file():
        return []
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        message = f"{path}: cannot be read as TOML: {fault}"
        raise CorrectionError(message) from fault
    for key in content:
        if key != "correction":
            message = (
                f"{path}: unknown key {key!r}{nearest(key, ['correction'])}: a correction is a table [[correction]]"
            )
            raise CorrectionError(message)
    tables = content.get("correction", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        message = f"{path}: correction is not a list of tables: each starts with [[correction]]"
        raise CorrectionError(message)
    found = [_correction(f"{path}: correction {number}", table) for number, table in enumerate(tables, 1)]
    seen: set[str] = set()
    for one in found:
        if one.subject in seen:
            message = f"{path}: {_key(one.action)} {one.subject!r} is corrected twice: make one correction of the two"
            raise CorrectionError(message)
        seen.add(one.subject)
    return found


def write(path: Path, corrections: Iterable[Correction]) -> bool:
    """Bring these corrections into the file, each in place of the one of its event; return whether it changed.

    What else stands in the file, comments included, stays as it is.
    """
    import tomlkit  # noqa: PLC0415  needed here alone

    load(path)
    document = tomlkit.parse(path.read_text(encoding="utf-8") if path.is_file() else _HEAD)
    tables = document.setdefault("correction", tomlkit.aot())
    by_subject = {table.get("event") or table["report"]: table for table in tables}
    for one in corrections:
        table = by_subject.get(one.subject)
        if table is None:
            table = tomlkit.table()
            tables.append(table)
        for key in [key for key in table if key not in one.said]:
            del table[key]
        for key, value in one.said.items():
            if table.get(key) != value:
                table[key] = value
    return publish(path, tomlkit.dumps(document))


def over(held: Correction, new: Correction) -> Correction:
    """Return what holds where a person judges again an event that was corrected before: the newest word on each value.

    "ok" confirms what was corrected.
    """
    if new.action == "ok" and held.action != "ok":
        return held
    both = ("edit", "place")
    if new.action not in both or held.action not in both:
        return replace(new, event=held.event)
    return Correction(**{**held.said, **new.said, "event": held.event, "action": "edit"})


def bearing_on(corrections: Iterable[Correction], ids: Iterable[str]) -> list[Correction]:
    """Return the corrections of events, mentions or reports with one of these ids."""
    known = set(ids)
    return [one for one in corrections if one.subject in known]


def withdrawn(corrections: Iterable[Correction]) -> dict[str, str]:
    """Return why each report that is withdrawn is, by its id."""
    return {one.report: one.reason for one in corrections if one.action == "withdraw"}


def fingerprint(corrections: Iterable[Correction]) -> str:
    """Return a text that differs where a correction does; empty without any."""
    told = repr([one.said for one in corrections])
    return hashlib.sha256(told.encode()).hexdigest()[:16] if told != "[]" else ""


def unmatched(
    corrections: Sequence[Correction],
    event_of: Mapping[str, str],
    reports: Container[str] = frozenset(),
    told_on: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """Return a line for each correction that the record does not follow.

    `event_of` has the event of every id of an event or mention, `reports` the ids of the reports, `told_on` the date
    of the report of each event.
    """
    faults = []
    for one in corrections:
        missing = [any_id for any_id in (one.event, one.into, *one.mentions) if any_id and any_id not in event_of]
        if missing:
            fault = f"no event or mention has the id {missing[0]!r}"
        elif one.report and one.report not in reports:
            fault = "no report has that id"
        elif one.action == "merge" and event_of[one.event] != event_of[one.into]:
            fault = f"{one.into!r} lies too far from it in time"
        elif one.action == "split" and len({event_of[any_id] for any_id in (*one.mentions, one.event)}) < 2:
            fault = "its mentions are those of the event, all or none"
        elif one.start is not None and is_foretold(one.start, told_on.get(event_of.get(one.event, ""), "")):
            report = told_on[event_of[one.event]]
            fault = f"start is {one.start}, after the report of {report} that tells of it: the day is left as read"
        else:
            continue
        how = "is not followed" if fault.startswith("start is") else "matches nothing"
        faults.append(f"the correction of {one.subject!r} ({one.action}) {how}: {fault}")
    return faults


def is_foretold(start: date, told_on: str) -> bool:
    """Return whether a first day lies after the report that tells of the event, so that it cannot be right."""
    return bool(told_on) and start.isoformat() > told_on


def _key(action: object) -> str:
    """Return the key that says what a correction is about."""
    return "report" if action == "withdraw" else "event"


def _correction(where: str, table: dict[str, Any]) -> Correction:
    fault = wrong(table)
    if fault:
        event = f" (event {table['event']!r})" if table.get("event") else ""
        message = f"{where}{event}: {fault}"
        raise CorrectionError(message)
    return Correction(**{**table, "mentions": tuple(table.get("mentions", ()))})


def wrong(table: Mapping[str, Any]) -> str:
    """Return what is wrong with a correction's keys and values, or nothing."""
    for key in table:
        if key not in _KEYS:
            return f"the key {key!r} is not known{nearest(key, sorted(_KEYS))}"
    subject = _key(table.get("action"))
    for key in (subject, "action", "reason"):
        if not table.get(key):
            return f"the key {key!r} is missing or empty"
    action = table["action"]
    if action not in ACTIONS:
        return f"action is {action!r}{nearest(str(action), ACTIONS)}: it is one of {', '.join(ACTIONS)}"
    may = (subject, *_ALWAYS, *_MAY[action])
    for key, value in table.items():
        if key not in may:
            return f"the key {key!r} has no place where action is {action!r}"
        fault = _fault(key, value)
        if fault:
            return fault
    return _incomplete(action, table)


def _incomplete(action: str, table: Mapping[str, Any]) -> str:
    if action in ("merge", "split", "edit") and not any(key in table for key in _MAY[action]):
        return f"action is {action!r}, but none of the keys {', '.join(_MAY[action])} is given"
    if action == "merge" and table["into"] == table["event"]:
        return f"into is {table['into']!r}, the event itself: name the other one"
    if action == "place" and "lat" not in table:
        return "action is 'place', but lat and lon are not given"
    if ("lat" in table) != ("lon" in table):
        return "lat and lon are only given together"
    if "end" in table and "start" not in table:
        return "end is given without start"
    if "end" in table and table["end"] < table["start"]:
        return f"end is {table['end']}, before start"
    return ""


def _fault(key: str, value: Any) -> str:
    """Return what is wrong with a value, or nothing."""
    if key in _WORDS:
        known = _WORDS[key]
        return "" if value in known else f"{key} is {value!r}{nearest(str(value), known)}: it is {', '.join(known)}"
    if key in ("lat", "lon"):
        most = 90 if key == "lat" else 180
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and -most <= value <= most
        return "" if good else f"{key} is {value!r}, not degrees between -{most} and {most}"
    if key in ("start", "end", "at"):
        return "" if type(value) is date else f"{key} is {value!r}, not a day as 2025-01-20"
    if key == "mentions":
        good = isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)
        return "" if good else f"mentions is {value!r}, not a list of ids"
    if key == "disputed":
        return "" if isinstance(value, bool) else f"disputed is {value!r}, not true or false"
    return "" if isinstance(value, str) else f"{key} is {value!r}, not a text"
