"""What changed, run by run: lines of the ledger told to a reader, as Markdown and as a page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

import jinja2

from geotracker.draw import bundle, words
from geotracker.draw.digest import escape, link
from geotracker.draw.files import harmless
from geotracker.sources import is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Line = Mapping[str, Any]

SECTIONS = {
    "failed": "Failures",
    "gaps": "Days without a report",
    "new": "New events",
    "changed": "Changed events",
    "withdrawn": "Withdrawn events",
    "contradicted": "New contradictions",
    "control": "Control of terrain",
    "reports": "Reports that were replaced or taken away",
    "unmatched": "Corrections that match nothing",
    "minor": "Also",
}
LONGEST = 200
"""Entries of a section that are told one by one."""
_IDS = uuid.UUID("5f0c7f0e-3d0b-5d57-9a55-2f1d1a3a8e11")
_NAMES = {"admin1": "region", "geo_precision": "precision of the place", "row_status": "status", "end": "last day"}
_UNTOLD = frozenset(
    "excerpt mention_ids geometry endnotes report_id report_date report_url control front_km beyond_control_km "
    "place_candidates place_reason extractor n_mentions n_sources review".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that changed; `entry_id` is its own for ever."""

    entry_id: str
    section: str
    recorded: str
    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Both forms of the page."""

    markdown: str
    html: str


def entries(lines: Iterable[Line]) -> list[Entry]:
    """Return what lines of the ledger tell a reader, in their order."""
    found: list[Entry] = []
    for _, of_run in groupby(lines, key=lambda line: line["run"]):
        told = list(of_run)
        for line in told:
            found += _TELLING[line["what"]](line)
        n_minor = sum(line["what"] == "event" and bool(line.get("minor")) for line in told)
        if n_minor:
            recorded, counted = told[0]["recorded"], f"{n_minor} events were only measured or sourced anew"
            found.append(Entry(id_of("minor", told[0]["run"], recorded), "minor", recorded, counted))
    return found


def page(found: Sequence[Entry], *, edition: str = "", public: bool = False) -> Page:
    """Return the page of these entries, the newest run first; each section tells at most LONGEST one by one."""
    runs = [_Run.of(recorded, list(group)) for recorded, group in groupby(found, key=lambda entry: entry.recorded)]
    runs.reverse()
    return Page(_markdown(runs, public=public), _html(runs, edition, public=public))


@dataclass(frozen=True, slots=True)
class _Run:
    when: str
    sections: list[tuple[str, int, list[Entry]]]

    @classmethod
    def of(cls, recorded: str, found: Sequence[Entry]) -> _Run:
        sections = []
        for key, title in SECTIONS.items():
            here = [entry for entry in found if entry.section == key]
            if here:
                sections.append((title, len(here), here[:LONGEST]))
        clock = "" if recorded[11:16] == "00:00" else f", {recorded[11:16]} UTC"
        return cls(f"{words.day(date.fromisoformat(recorded[:10]))}{clock}", sections)


def _event(line: Line) -> Iterator[Entry]:
    if line.get("minor"):
        return
    about, change = line["about"], line["change"]
    parts = dict.fromkeys([words.spot(about["place"], about["offset"]), about["admin1"]])
    where = ", ".join(filter(None, parts))
    what = f"{about['kind']} by {words.side(about['actor'])}, {where or 'no place'}"
    key = id_of("event", line["event_id"], line["version"])
    yield Entry(key, change, line["recorded"], harmless(f"{change.title()}: {what}"), _told(line), about["report_url"])
    if line.get("contradicted"):
        key = id_of("contradiction", line["event_id"], line["version"])
        text = f"A cited source denies it or says otherwise. “{about['excerpt']}”"
        title = harmless(f"Disputed: {what}")
        yield Entry(key, "contradicted", line["recorded"], title, harmless(text), about["report_url"])


def _told(line: Line) -> str:
    about = line["about"]
    start, end = (date.fromisoformat(about[name]) for name in ("start", "end"))
    parts = [
        words.window(start, end, about["time_precision"]),
        words.EVIDENCE.get(about["evidence"], about["evidence"]),
    ]
    if about["facility"]:
        parts.insert(0, about["facility"])
    text = "; ".join(parts) + "."
    if line["change"] == "changed":
        text += " " + "; ".join(_differences(line)) + "."
    if line.get("into"):
        text += " It is one with another event now."
    elif line.get("gone"):
        text += " No report tells it any more."
    if line.get("corrected"):
        text += f" Corrected by a person: {line['corrected']}"
    return harmless(f"{text} “{about['excerpt']}”" if about["excerpt"] else text)


def _differences(line: Line) -> Iterator[str]:
    for name, value in line["set"].items():
        if name in _UNTOLD:
            continue
        before = line["was"][name]
        yield f"{_NAMES.get(name, name.replace('_', ' '))}: {_plain(before)} → {_plain(value)}"
    if "geometry" in line["set"]:
        yield "point moved"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "") else str(value)


def _control(line: Line) -> Iterator[Entry]:
    figures: list[dict[str, Any]] = line.get("figures", [])
    if not figures:
        return
    whole = next(one for one in figures if not one["admin1"])
    day = words.day(date.fromisoformat(line["day"]))
    title = f"{line['source']}, {line['category']}, {day}: {_km2(whole)}"
    regions = [f"{one['admin1']}: {_km2(one)}" for one in figures if one["admin1"]]
    yield Entry(
        id_of("control", line["key"], line["version"]), "control", line["recorded"], harmless(title),
        harmless("; ".join([*regions, f"against {words.day(date.fromisoformat(whole['from_day']))}"])),
    )  # fmt: skip


def _km2(one: Mapping[str, Any]) -> str:
    return f"+{one['gained_km2']:.1f} −{one['lost_km2']:.1f} km²"


def _report(line: Line) -> Iterator[Entry]:
    if line["change"] == "new":
        return
    verb = "was taken away" if line["change"] == "withdrawn" else "was replaced"
    if line["change"] != "withdrawn" and "taken_back" in line:
        verb = f"was withdrawn: {line['taken_back']}" if line["taken_back"] else "stands again"
    key = id_of("report", line["report_id"], line["version"])
    yield Entry(key, "reports", line["recorded"], harmless(f"{line['report_id']} {verb}"), url=line.get("url", ""))


def _run(line: Line) -> Iterator[Entry]:
    news = line.get("news", {})
    for gap in news.get("gaps", []):
        title = f"No report of {words.day(date.fromisoformat(gap))}"
        yield Entry(id_of("gap", gap, line["recorded"]), "gaps", line["recorded"], title)
    for name in ("failed", "unmatched"):
        for text in news.get(name, []):
            yield Entry(id_of(name, text, line["recorded"]), name, line["recorded"], harmless(text))


_TELLING = {"event": _event, "control": _control, "report": _report, "run": _run}


def id_of(*parts: object) -> str:
    """Return an id that is the same whenever and wherever the same thing is told."""
    return uuid.uuid5(_IDS, "/".join(map(str, parts))).urn


def _markdown(runs: Sequence[_Run], *, public: bool) -> str:
    told = ["# What changed", "", "Counts are mentions in reports, not activity."]
    told += [] if public else ["Private working copy."]
    for run in runs:
        told += ["", f"## {run.when}"]
        for title, count, found in run.sections:
            told += ["", f"### {title} ({count})", ""]
            told += [
                f"- **{escape(one.title)}**" + (f" {escape(one.text)}" if one.text else "") + _source(one)
                for one in found
            ]
            told += [f"- … and {count - len(found)} more"] if count > len(found) else []
    return "\n".join([*told, *([] if runs else ["", "Nothing yet."])]) + "\n"


def _source(one: Entry) -> str:
    return f" {link('report', one.url)}" if one.url else ""


def _html(runs: Sequence[_Run], edition: str, *, public: bool) -> str:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    template = environment.from_string(bundle.source("changes.html"))
    html = template.render(runs=runs, edition=edition, public=public, style=bundle.style("changes"), is_web=is_web)
    return html.replace("@policy@", bundle.policy(html, ""), 1)
