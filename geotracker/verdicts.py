"""The filled-in sheet of a morning check, read strictly: every row with a verdict becomes a correction."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from geotracker import corrections
from geotracker.corrections import FILLED_IN, VERDICTS, Correction
from geotracker.errors import CorrectionError, GeotrackerError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Resolve = Callable[[str], str]
    Locate = Callable[[str], dict[str, Any]]

_VALUES = ("place", "lat", "lon", "start", "evidence")
_IDS = {"merge": "merge EVENT_ID", "split": "split MENTION_ID …"}
_CHECKED = "read beside its sentence"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row of the sheet in which something was filled in; `row` counts as spreadsheets do, the headings being 1."""

    path: Path
    row: int
    event_id: str
    filled: dict[str, str]

    def refuse(self, column: str, words: str) -> NoReturn:
        """Raise the error that names file, row and column."""
        event = f" (event {self.event_id})" if self.event_id else ""
        message = f"{self.path}: row {self.row}{event}, column {column}: {words}"
        raise CorrectionError(message)


def read(path: Path) -> list[Verdict]:
    """Return the rows of a sheet (CSV, UTF-8; commas, semicolons or tabs) that have something filled in.

    Raises CorrectionError for a file that cannot be read, lacks a column, or judges an event twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        head = text.partition("\n")[0]
        delimiter = max(",;\t", key=head.count)
        table = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except UnicodeDecodeError as fault:
        message = f"{path} is no UTF-8 text: save the sheet as CSV UTF-8"
        raise CorrectionError(message) from fault
    except (OSError, csv.Error) as fault:
        message = f"{path} cannot be read as CSV: {fault.strerror if isinstance(fault, OSError) else fault}"
        raise CorrectionError(message) from fault
    columns = [name.strip().lower() for name in table[0]] if table else []
    for name in ("event_id", *FILLED_IN):
        if name not in columns:
            message = (
                f"{path}: no column {name!r}{nearest(name, columns)}: `geotracker review -o FILE` writes the sheet"
            )
            raise CorrectionError(message)
    found: dict[str, Verdict] = {}
    for number, cells in enumerate(table[1:], 2):
        row = dict(zip(columns, (value.strip() for value in cells), strict=False))
        filled = {name: row[name] for name in FILLED_IN if row.get(name)}
        if filled:
            verdict = Verdict(path, number, row.get("event_id", "").removeprefix("'"), filled)
            if verdict.event_id in found:
                verdict.refuse("event_id", f"row {found[verdict.event_id].row} judges the same event")
            found[verdict.event_id] = verdict
    return list(found.values())


def correction(
    verdict: Verdict, resolve: Resolve, locate: Locate, *, by: str = "", at: date | None = None
) -> Correction:
    """Return what a row says as a correction of its event.

    `resolve` gives the id of the event of any id, `locate` place, lat and lon of a name that is given without a point;
    their errors, like any wrong cell, become a CorrectionError that names the row and the column.
    """
    filled = verdict.filled
    action, *ids = filled.get("verdict", "").split() or [""]
    action = action.lower()
    if not action:
        verdict.refuse("verdict", f"is empty, but {', '.join(filled)} is filled in: write edit, or empty the row")
    if action not in VERDICTS:
        verdict.refuse("verdict", f"{action!r} is none{nearest(action, VERDICTS)}: write {', '.join(VERDICTS)}")
    if bool(ids) != (action in _IDS) or (action == "merge" and len(ids) > 1):
        verdict.refuse("verdict", f"{filled['verdict']!r}: write {_IDS.get(action, action)}")
    if action != "ok" and "note" not in filled:
        verdict.refuse("note", "is empty: say why the row was changed")
    for name in _VALUES:
        if name in filled and action not in ("edit", "place"):
            verdict.refuse(name, f"is filled in, but the verdict is {action!r}: write edit, or empty the cell")
    told: dict[str, Any] = {"event": _known(verdict, verdict.event_id, resolve, "event_id"), "action": action}
    if action == "merge":
        told["into"] = _known(verdict, ids[0], resolve, "verdict")
    elif action == "split":
        told["mentions"] = [any_id for any_id in ids if _known(verdict, any_id, resolve, "verdict")]
    told |= _values(verdict, locate) | {"reason": filled.get("note", _CHECKED)}
    fault = corrections.wrong(told)
    if fault:
        verdict.refuse(_column(fault), fault)
    return Correction(**told | {"mentions": tuple(told.get("mentions", ())), "by": by, "at": at})


def _known(verdict: Verdict, any_id: str, resolve: Resolve, column: str) -> str:
    try:
        return resolve(any_id)
    except GeotrackerError as fault:
        verdict.refuse(column, str(fault))


def _values(verdict: Verdict, locate: Locate) -> dict[str, Any]:
    filled = verdict.filled
    told: dict[str, Any] = {name: _degrees(verdict, name) for name in ("lat", "lon") if name in filled}
    for name, other in (("lat", "lon"), ("lon", "lat")):
        if name in told and other not in told:
            verdict.refuse(other, f"is empty, but {name} is filled in")
    if "place" in filled:
        told["place"] = filled["place"]
        if "lat" not in told:
            try:
                told |= locate(filled["place"])
            except GeotrackerError as fault:
                verdict.refuse("place", str(fault))
    if "start" in filled:
        told |= _window(verdict)
    if "evidence" in filled:
        told["evidence"] = filled["evidence"].lower()
    return told


def _degrees(verdict: Verdict, name: str) -> float:
    text = verdict.filled[name]
    try:
        return float(text.replace(",", "."))
    except ValueError:
        verdict.refuse(name, f"{text!r} is no number of degrees")


def _window(verdict: Verdict) -> dict[str, date]:
    """Return first and last day: a second one may stand after a slash."""
    text = verdict.filled["start"]
    try:
        first, _, last = (part.strip() for part in text.partition("/"))
        told = {"start": date.fromisoformat(first)}
        return told | ({"end": date.fromisoformat(last)} if last else {})
    except ValueError:
        words = f"{text!r} is no day: write 2025-01-17, or 2025-01-17/2025-01-18 for first and last"
        verdict.refuse("start", words)


def _column(fault: str) -> str:
    """Return the column that a fault is about: a fault starts with the key's name."""
    word = fault.partition(" ")[0]
    return {"end": "start", "mentions": "verdict"}.get(word, word if word in FILLED_IN else "verdict")
