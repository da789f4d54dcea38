"""What a line says beside the values of its event: when it was reported, who corrected it and why, how many km²."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from geotracker import control, corrections
from geotracker.control import Window
from geotracker.corrections import FILE
from geotracker.ledger import keeping, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geotracker.corrections import Correction
    from geotracker.ledger.journal import Line
    from geotracker.workspace import Workspace

_NEWEST = 31
"""So many days of control of a run are measured: a whole archive that comes in is no news."""
_FIGURES = ("from_day", "admin1", "gained_km2", "lost_km2", "net_km2", "area_km2")


def on_control(workspace: Workspace, lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those of the newest days of control among them with their `figures`."""
    newest = sorted(line["day"] for line in lines if line["what"] == "control" and line["change"] != "withdrawn")
    measured = {*newest[-_NEWEST:]}
    return [
        line | _of_control(workspace, line) if line["what"] == "control" and line.get("day", "") in measured else line
        for line in lines
    ]


def on_events(workspace: Workspace, lines: Iterable[Line]) -> Callable[[Line], Line]:
    """Return what adds its remarks to a line of an event, in a run that has these `lines` of reports.

    `reported` is the date of the newest report of the run that the event's version stands on, else its own report's;
    `minor` and `contradicted` are there where they hold; `corrected` is the reason.
    """
    days, said = _days(workspace, lines), corrections.load(workspace.data / FILE)
    reasons = {any_id: one for one in said for any_id in (one.subject, one.into, *one.mentions) if any_id}
    return lambda line: line | _of_event(line, days, reasons)


def news(told: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return what a run says of itself that the run before it did not say."""
    found = {name: [one for one in values if one not in before.get(name, [])] for name, values in told.items()}
    return {name: values for name, values in found.items() if values}


def _days(workspace: Workspace, lines: Iterable[Line]) -> dict[str, str]:
    """Return the date of the report of each mention that came in with these lines."""
    return {
        mention_id: line["report_date"]
        for line in lines
        if line["what"] == "report" and line["change"] != "withdrawn"
        for mention_id in keeping.mention_ids(workspace, line)
    }


def _of_event(line: Line, days: Mapping[str, str], reasons: Mapping[str, Correction]) -> Line:
    values = line.get("set", {})
    ids = [line["event_id"], *values.get("mention_ids", [])]
    found: Line = {"reported": max((days[one] for one in ids if one in days), default=line["about"]["report_date"])}
    if versions.is_minor(line):
        found["minor"] = True
    if versions.is_contradicted(line):
        found["contradicted"] = True
    bearing = [reasons[one] for one in (*ids, line["about"]["report_id"]) if one in reasons]
    if bearing and line["about"]["review"] == "corrected":
        one = bearing[0]
        found["corrected"] = f"{one.reason}{f' ({one.by})' if one.by else ''}"
    return found


def _of_control(workspace: Workspace, line: Line) -> Line:
    day = date.fromisoformat(line["day"])
    window = Window(day, day, line["source"], line["category"])
    rows = control.changes(workspace.root, window, by_region=True)
    told = [{name: row[name] for name in _FIGURES} | {"from_day": str(row["from_day"])} for row in rows]
    kept = [row for row in told if not row["admin1"] or row["gained_km2"] or row["lost_km2"]]
    return {"figures": kept} if kept else {}
