"""The sheet for the morning check: one row an event beside its sentence, least certain first, as CSV and as a page."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jinja2

from geotracker.corrections import FILLED_IN
from geotracker.draw import bundle, words
from geotracker.draw.files import DECIMALS, cell, harmless
from geotracker.records import CONFIDENCES
from geotracker.tables import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

READ = (
    "event_id", "doubts", "sentence", "kind", "actor", "place_read", "found_at", "lat_read", "lon_read", "candidates",
    "start_read", "end_read", "evidence_read", "claimed_by", "report_date", "report_url", "review",
)  # fmt: skip
_SHOWN = 4
_NUMBER = re.compile(r"\d+(e\d+)?")
Row = dict[str, str]


def lines(events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame) -> list[Row]:
    """Return a row for each of EVENTS with the columns READ, the least certain first, those checked before last.

    `mentions` (MENTIONS) give the sentences: the one that the event's excerpt is from.
    """
    said = {(row.event_id, row.report_id, row.excerpt): row.sentence for row in reversed(list(rows(mentions)))}
    ordered = sorted(rows(events), key=_certainty)
    return [_row(row, said.get((row.event_id, row.report_id, row.excerpt), row.excerpt)) for row in ordered]


def sheet(found: Sequence[Row]) -> str:
    """Return the rows as CSV with empty columns to fill in; no cell is one that a spreadsheet would run.

    An id that a spreadsheet would take for a number ("1234e567") gets a leading apostrophe.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, [*READ, *FILLED_IN], restval="", lineterminator="\n")
    writer.writeheader()
    for row in found:
        event_id = row["event_id"]
        as_text = f"'{event_id}" if _NUMBER.fullmatch(event_id) else event_id
        writer.writerow({name: cell(value) for name, value in row.items()} | {"event_id": cell(as_text)})
    return out.getvalue()


def page(found: Sequence[Row], title: str) -> str:
    """Return the rows as a page to read and print: no script, and nothing asked of the network."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    html = environment.from_string(bundle.source("review.html")).render(
        title=title,
        rows=[row | {"link": _link(row["report_url"])} for row in found],
        checked=sum(row["review"] != "machine" for row in found),
        review=words.REVIEW,
        fill=FILLED_IN,
        style=bundle.style("review"),
    )
    return html.replace("@policy@", bundle.policy(html, ""), 1)


def _certainty(row: Any) -> tuple[Any, ...]:
    doubt = -1 if row.geometry.is_empty else CONFIDENCES[::-1].index(row.place_confidence)
    quiet = (not row.disputed, row.evidence != "claimed", row.time_precision != "recent")
    return row.review != "machine", doubt, *quiet, row.start, row.event_id


def _doubts(row: Any) -> str:
    unplaced = row.geometry.is_empty
    told = {
        "not placed": unplaced,
        "place is a guess": not unplaced and row.place_confidence == "guess",
        "place is only likely": not unplaced and row.place_confidence == "likely",
        "disputed": row.disputed,
        "claimed by the acting side alone": row.evidence == "claimed",
        "date of event unknown": row.time_precision == "recent",
    }
    return "; ".join(doubt for doubt, holds in told.items() if holds)


def _row(row: Any, sentence: str) -> Row:
    placed = not row.geometry.is_empty
    told = {
        "event_id": row.event_id,
        "doubts": _doubts(row),
        "sentence": sentence,
        "kind": row.kind,
        "actor": row.actor,
        "place_read": words.spot(row.place, row.offset),
        "found_at": ", ".join(filter(None, (row.settlement, row.admin1, row.country_name))),
        "lat_read": f"{row.geometry.y:.{DECIMALS}f}" if placed else "",
        "lon_read": f"{row.geometry.x:.{DECIMALS}f}" if placed else "",
        "candidates": _candidates(row.place_candidates),
        "start_read": row.start.isoformat(),
        "end_read": row.end.isoformat(),
        "evidence_read": row.evidence,
        "claimed_by": "; ".join(row.claimed_by),
        "report_date": row.report_date,
        "report_url": row.report_url,
        "review": row.review,
    }
    return {name: " ".join(harmless(text).split()) for name, text in told.items()}


def _candidates(told: str) -> str:
    found = [
        f"{', '.join(filter(None, (one['name'], one['admin2'], one['admin1'], one['country'])))} "
        f"({one['lat']:.4f}, {one['lon']:.4f})"
        for one in json.loads(told or "[]")
    ]
    return "; ".join(list(dict.fromkeys(found))[:_SHOWN])


def _link(url: str) -> str:
    return url if urlsplit(url).scheme in {"http", "https"} else ""
