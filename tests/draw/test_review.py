"""The sheet and the page for the morning check."""

from __future__ import annotations

import csv
import io
import json

from geotracker.draw import review
from tests import frames

CANDIDATE = {
    "name": "Lyudinovo", "admin1": "Kaluga Oblast", "admin2": "", "country": "RU", "lat": 53.87, "lon": 34.44,
    "population": 1, "score": 1.0, "why": "",
}  # fmt: skip


def ids(*rows: dict[str, object]) -> list[str]:
    """Return the ids of events in the order of the sheet."""
    return [row["event_id"] for row in review.lines(frames.events(*rows), frames.mentions())]


def test_the_least_certain_come_first() -> None:
    """Unplaced, guess, likely, sure; then disputed, claimed, dated by the report alone; what was checked is last."""
    order = ids(
        {"event_id": "checked", "place_confidence": "guess", "review": "checked"},
        {"event_id": "sure", "review": "machine"},
        {"event_id": "recent", "time_precision": "recent", "review": "machine"},
        {"event_id": "claimed", "evidence": "claimed", "review": "machine"},
        {"event_id": "disputed", "disputed": True, "review": "machine"},
        {"event_id": "likely", "place_confidence": "likely", "review": "machine"},
        {"event_id": "guess", "place_confidence": "guess", "review": "machine"},
        {"event_id": "unplaced", "geometry": frames.NOWHERE, "review": "machine"},
    )
    assert order == ["unplaced", "guess", "likely", "disputed", "claimed", "recent", "sure", "checked"]


def test_a_row_has_sentence_candidates_and_doubts() -> None:
    """The sentence is the one that the event's excerpt is from, of its own report."""
    events = frames.events(
        {"excerpt": "struck", "disputed": True, "evidence": "claimed", "place_candidates": json.dumps([CANDIDATE])}
    )
    said = frames.mentions(
        {"event_id": "m1", "excerpt": "other", "sentence": "Another sentence."},
        {"event_id": "m1", "excerpt": "struck", "sentence": "They\nstruck it."},
    )
    (row,) = review.lines(events, said)
    assert row["sentence"] == "They struck it."
    assert row["doubts"] == "disputed; claimed by the acting side alone"
    assert row["candidates"] == "Lyudinovo, Kaluga Oblast, RU (53.8700, 34.4400)"
    assert (row["lat_read"], row["lon_read"]) == ("53.866390", "34.447780")


def test_no_cell_does_anything_in_a_spreadsheet() -> None:
    """Formulas are text, ids that look like numbers stay whole, controls are gone."""
    events = frames.events(
        {"event_id": "1234e567", "place": "=cmd()", "claimed_by": ["+1", "x"], "excerpt": "@a\u202e\x1b"},
        {"event_id": "123456789012"},
        {"event_id": "12ab"},
    )
    table = list(csv.DictReader(io.StringIO(review.sheet(review.lines(events, frames.mentions())))))
    assert {row["event_id"] for row in table} == {"'1234e567", "'123456789012", "12ab"}
    row = next(row for row in table if row["sentence"])
    assert (row["place_read"], row["claimed_by"], row["sentence"]) == ("'=cmd()", "'+1; x", "'@a")


def test_the_page_holds_the_same_rows_and_runs_nothing() -> None:
    """Text is escaped, only web addresses become links, and no script may run."""
    events = frames.events(
        {
            "place": "<script>alert(1)</script>",
            "report_url": "javascript:alert(1)",
            "excerpt": "a & b",
            "review": "machine",
        },
        {"report_url": "https://example.org/a?b=1&c", "review": "checked"},
    )
    html = review.page(review.lines(events, frames.mentions()), "To <be> checked")
    assert html.count("<tr>") == 3
    assert "<script" not in html
    assert "javascript:" not in html
    assert "To &lt;be&gt; checked" in html
    assert 'href="https://example.org/a?b=1&amp;c"' in html
    assert "2 events, machine-read; 1 of 2 checked" in html
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
