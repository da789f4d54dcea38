"""The newest report on one page of Markdown, ready to paste: each line with its source."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geotracker.draw import words
from geotracker.draw.files import harmless
from geotracker.sources import is_web
from geotracker.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import geopandas as gpd

    from geotracker.sources import Source

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$^=@])")
_NOTE = re.compile(r"(\d+)\s+(\S+)")
_IN_URL = "%/:=&?~#+!$,;'@()*"
_ORDER = ["country_name", "admin1", "start", "place", "event_id"]
_FIGURES = ("launched", "downed", "lost", "hit")
_KINDS = ("strike", "advance", "attack", "withdrawal")
_STATUSES = ("advance confirmed", "advance claimed", "operations, no confirmed advance", "nothing reported")
_NONE = "None."


@dataclass(frozen=True, slots=True)
class Told:
    """A report that the page is about."""

    title: str
    url: str
    date: date


@dataclass(frozen=True, slots=True)
class _Line:
    """An event (a row of EVENTS) and the links that stand after it, by label."""

    row: Any
    links: dict[str, str]

    @property
    def placed(self) -> bool:
        return self.row.kind != "salvo" and not self.row.geometry.is_empty

    @property
    def region(self) -> str:
        return ", ".join(dict.fromkeys(filter(None, (self.row.admin1, self.row.country_name)))) or "Region unknown"

    @property
    def spot(self) -> str:
        return f"{self.row.offset} {self.row.place}".strip()


def page(
    events: gpd.GeoDataFrame,
    mentions: gpd.GeoDataFrame,
    reports: Sequence[Told],
    sources: Sequence[Source] = (),
    *,
    directions: gpd.GeoDataFrame | None = None,
    unmatched: Sequence[str] = (),
) -> str:
    """Return the Markdown page of one day's EVENTS: strikes by oblast, gains, claims, disputes, waves, unplaced.

    `mentions` are those of that day's `reports`, whose notes are linked; `sources` say where the reports come from.
    `directions` (SECTORS) is what they say of whole directions, `unmatched` what corrections match nothing.
    Gains that are assessed and gains that are claimed stand apart and are never added up.
    """
    links = _links(mentions)
    ordered = events.sort_values(_ORDER, kind="stable")
    lines = [_Line(row, links.get(row.event_id, {})) for row in rows(ordered)]
    kinds = {kind: [line for line in lines if line.placed and line.row.kind == kind] for kind in _KINDS}
    assessed = [line for line in kinds["advance"] if line.row.evidence in words.ASSESSED]
    told = [
        *_opening(reports, sources, lines),
        *_strikes(kinds["strike"]),
        *_list("Assessed advances", assessed),
        *_list("Claimed or unattributed advances", [line for line in kinds["advance"] if line not in assessed]),
        *_list("Withdrawals", kinds["withdrawal"]),
        *_attacks(kinds["attack"]),
        *_list("Disputed", [line for line in lines if line.row.disputed]),
        *_waves([line for line in lines if line.row.kind == "salvo"]),
        *_list("Not placed on the map", [line for line in lines if not line.placed and line.row.kind != "salvo"]),
        *(_directions(directions) if directions is not None else []),
        *_unmatched(unmatched),
    ]
    return "\n".join(told) + "\n"


def nothing() -> str:
    """Return the page of a workspace that holds no report yet."""
    return "# No report yet\n\nPut one into data/reports, then run `geotracker refresh`.\n"


def _opening(reports: Sequence[Told], sources: Sequence[Source], lines: Sequence[_Line]) -> list[str]:
    checked = sum(line.row.review != "machine" for line in lines)
    titles = ", ".join(link(report.title or "Report", report.url) for report in reports)
    counts = f"{len(lines)} events, machine-read; {checked} of {len(lines)} checked"
    return [
        f"# What was reported on {words.day(reports[0].date)}",
        "",
        f"{titles}: {counts}. Counts are mentions in reports, not activity.",
        *(f"{link(source.title, source.terms)} covers {escape(source.covers)}." for source in sources if source.covers),
        "Private working copy.",
    ]


def _directions(frame: gpd.GeoDataFrame) -> list[str]:
    said: dict[str, list[str]] = {}
    for row in rows(frame):
        said.setdefault(row.status, []).append(row.sector)
    told = ["", f"## What the newest report says of each direction ({len(set(frame['sector']))})", ""]
    items = [
        f"- **{escape(status)}**: {escape('; '.join(dict.fromkeys(said[status])))}"
        for status in sorted(said, key=lambda status: (_STATUSES.index(status) if status in _STATUSES else 9, status))
    ]
    return [*told, *(items or [_NONE])]


def _unmatched(faults: Sequence[str]) -> list[str]:
    if not faults:
        return []
    return ["", f"## Corrections that match nothing ({len(faults)})", "", *(f"- {escape(fault)}" for fault in faults)]


def _list(heading: str, lines: list[_Line]) -> list[str]:
    return ["", f"## {heading} ({len(lines)})", "", *(map(_item, lines) if lines else [_NONE])]


def _strikes(lines: list[_Line]) -> list[str]:
    told = ["", f"## Strikes by oblast ({len(lines)})"]
    for region, group in groupby(lines, lambda line: line.region):
        here = list(group)
        told += ["", f"### {escape(region)} ({len(here)})", "", *map(_item, here)]
    return told if lines else [*told, "", _NONE]


def _attacks(lines: list[_Line]) -> list[str]:
    told = ["", f"## Attacks with no gain reported ({len(lines)})", ""]
    for region, group in groupby(lines, lambda line: line.region):
        here = list(group)
        places = "; ".join(f"{escape(line.spot)} ({words.side(line.row.actor)})" for line in here)
        told.append(f"- **{escape(region)}**: {places} {_linked(here)}")
    return told if lines else [*told, _NONE]


def _waves(lines: list[_Line]) -> list[str]:
    told = ["", f"## Waves of drones and missiles ({len(lines)})", ""]
    for line in lines:
        counts = "; ".join(_count(part) for part in json.loads(line.row.counts or "[]")) or "no figures"
        head = f"**{escape(line.row.place)}**, by {words.side(line.row.actor)}, {_when(line)}"
        told.append(f"- {head}: {counts} {_linked([line])}")
    return told if lines else [*told, _NONE]


def _count(part: dict[str, Any]) -> str:
    figures = ", ".join(f"{part[name]} {name}" for name in _FIGURES if part.get(name) is not None)
    said_by = f" (said by {part['said_by']})" if part.get("said_by") else ""
    return escape(f"{part.get('weapon') or 'weapons'}: {figures}{said_by}")


def _item(line: _Line) -> str:
    row = line.row
    object_ = f" ({escape(row.facility)})" if row.facility else ""
    said = [words.EVIDENCE.get(row.evidence, row.evidence)]
    said += ["disputed"] * bool(row.disputed) + ["place chosen by guess"] * (
        line.placed and row.place_confidence == "guess"
    )
    what = f"{row.kind} by {words.side(row.actor)}, {_when(line)}; {', '.join(said)}"
    return f"- **{escape(line.spot)}**{object_}: {escape(what)}. “{escape(row.excerpt)}” {_linked([line])}"


def _when(line: _Line) -> str:
    return words.window(line.row.start, line.row.end, line.row.time_precision)


def _links(mentions: gpd.GeoDataFrame) -> dict[str, dict[str, str]]:
    """Return for each event the links by label: the report's, then those of its notes."""
    links: dict[str, dict[str, str]] = {}
    for row in rows(mentions):
        found = links.setdefault(row.event_id, {"report": row.report_url})
        found |= {note[1]: note[2] for note in map(_NOTE.fullmatch, row.endnotes) if note}
    return links


def _linked(lines: Iterable[_Line]) -> str:
    links = {label: url for line in lines for label, url in line.links.items()}
    return " ".join(link(label, url) for label, url in links.items() if url)


def link(label: str, url: str) -> str:
    """Return a Markdown link, or the label alone where `url` is no web address or holds a password."""
    if not is_web(url):
        return escape(label)
    return f"[{escape(label)}](<{quote(harmless(url), safe=_IN_URL)}>)"


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(harmless(text).split()))
