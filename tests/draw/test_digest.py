"""Today's page tells the newest report by kind and oblast, each line with its source."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from markdown_it import MarkdownIt

from geotracker import tables
from geotracker.draw import digest, words
from geotracker.sources import Source
from tests import frames

REPORT = digest.Told("Daily report", "https://example.org/report", date(2025, 1, 20))
SOURCE = Source("Daily reports", "A publisher", "report", "-daily", covers="the war", terms="https://a.org/terms")
COUNTS = [{"weapon": "drones", "launched": 61, "downed": 43, "lost": None, "said_by": "Air Force"}]


def page(*rows: dict[str, object]) -> str:
    """Return the page of these events, each with one mention that has a note."""
    events = frames.events(*rows)
    said = frames.mentions(*({"event_id": name, "endnotes": ["3 https://t.me/x"]} for name in events["event_id"]))
    said["report_url"] = REPORT.url
    return digest.page(events, said, [REPORT], [SOURCE])


def part(text: str, heading: str) -> str:
    """Return what stands under a heading."""
    return text.partition(f"## {heading} (")[2].partition("\n## ")[0]


def test_the_page_opens_with_its_source() -> None:
    """The report is linked, and what its source covers is said."""
    opening = page({}).partition("##")[0]
    assert "[Daily report](<https://example.org/report>): 1 events" in opening
    assert "[Daily reports](<https://a.org/terms>) covers the war." in opening


def test_strikes_stand_under_their_oblasts() -> None:
    """Each oblast has its count, each strike its evidence in words and its links."""
    text = part(
        page(
            {"place": "Lyudinovo", "admin1": "Kaluga Oblast", "country_name": "Russia", "evidence": "acknowledged"},
            {"place": "Kazan", "admin1": "Tatarstan", "country_name": "Russia", "facility": "plant"},
        ),
        "Strikes by oblast",
    )
    assert (
        text.index("### Kaluga Oblast, Russia (1)") < text.index("Lyudinovo") < text.index("### Tatarstan, Russia (1)")
    )
    assert "said by the side affected" in text
    assert "**Kazan** (plant)" in text
    assert "[report](<https://example.org/report>) [3](<https://t.me/x>)" in text


def test_assessed_and_claimed_gains_are_never_added_up() -> None:
    """They stand in two parts with a count each."""
    text = page(
        {"kind": "advance", "place": "Toretsk", "evidence": "observed"},
        {"kind": "advance", "place": "Vremivka", "evidence": "claimed"},
        {"kind": "advance", "place": "Pokrovsk", "evidence": "reported"},
    )
    assert "Toretsk" in part(text, "Assessed advances")
    assert "Vremivka" in part(text, "Claimed or unattributed advances")
    assert "## Claimed or unattributed advances (2)" in text
    assert "(3)" not in text


def test_waves_disputes_and_the_unplaced_have_their_parts() -> None:
    """Nothing is left out: what has no point is listed, what is denied is listed again."""
    text = page(
        {"kind": "salvo", "place": "Ukraine", "counts": json.dumps(COUNTS), "geometry": frames.NOWHERE},
        {"place": "Kazan", "disputed": True},
        {"place": "Stara Vyhadka", "kind": "attack", "geometry": frames.NOWHERE},
        {"place": "Vremivka", "kind": "withdrawal"},
    )
    assert "drones: 61 launched, 43 downed (said by Air Force)" in part(text, "Waves of drones and missiles")
    assert "Kazan" in part(text, "Disputed")
    assert "Stara Vyhadka" in part(text, "Not placed on the map")
    assert "Vremivka" in part(text, "Withdrawals")
    assert "## Attacks with no gain reported (0)\n\nNone." in text


def test_a_reported_day_is_not_shown_as_the_day_of_the_event() -> None:
    """`recent` rows say that their date is unknown."""
    assert "reported 18 January 2025, date of event unknown" in page({"time_precision": "recent"})


def test_text_of_a_report_cannot_mark_up_the_page() -> None:
    """Rendered, it shows as it was, with no element of its own."""
    hostile = "<b>x</b> **bold** [a](http://b) `c` # d | e\n- item \u202e"
    shown = MarkdownIt("commonmark", {"html": True}).render(
        page({"place": hostile, "facility": hostile, "excerpt": hostile})
    )
    assert "<b>" not in shown
    assert 'href="http://b"' not in shown
    assert "&lt;b&gt;x&lt;/b&gt; **bold** [a](http://b) `c` # d | e - item" in re.sub(r"\s+", " ", shown)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.org/b c>d", "[x](<https://a.org/b%20c%3Ed>)"),
        ("javascript:alert(1)", "x"),
        ("https://user:secret@a.org/b", "x"),
        ("https://[a.org/b", "x"),
        ("", "x"),
    ],
)
def test_only_web_addresses_become_links(url: str, expected: str) -> None:
    """What could break out of a link is percent-encoded."""
    assert digest.link("x", url) == expected


def test_directions_are_told_by_what_happened_there() -> None:
    """Gains first, each direction once, its name escaped; without directions there is no such part."""
    said = frames.frame(
        tables.SECTORS,
        {"sector": "*Kupyansk* direction", "status": "operations, no confirmed advance"},
        {"sector": "Toretsk direction", "status": "advance confirmed"},
        {"sector": "Toretsk direction", "status": "advance confirmed"},
    )
    told = [digest.Told("T", "", date(2025, 1, 18))]
    text = digest.page(frames.events(), frames.mentions(), told, directions=said, unmatched=["a *b*"])
    assert "## What the newest report says of each direction (2)" in text
    lines = text.splitlines()
    assert lines.index("- **advance confirmed**: Toretsk direction") + 1 == lines.index(
        r"- **operations, no confirmed advance**: \*Kupyansk\* direction"
    )
    assert r"- a \*b\*" in lines
    assert "each direction" not in digest.page(frames.events(), frames.mentions(), told)


def test_an_empty_workspace_says_what_to_do() -> None:
    """The page is there before the first report."""
    assert "data/reports" in digest.nothing()


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        (date(2025, 1, 20), date(2025, 1, 20), "day", "20 January 2025"),
        (date(2025, 1, 17), date(2025, 1, 18), "night", "night of 17–18 January 2025"),
        (date(2025, 1, 31), date(2025, 2, 1), "range", "31 January – 1 February 2025"),
        (date(2024, 12, 31), date(2025, 1, 1), "night", "night of 31 December 2024 – 1 January 2025"),
    ],
)
def test_windows_are_told_in_words(start: date, end: date, precision: str, expected: str) -> None:
    """Both days are named."""
    assert words.window(start, end, precision) == expected


def test_sides_have_names() -> None:
    """An unknown side is said to be unknown."""
    assert (words.side("russia"), words.side("unknown")) == ("Russia", "unknown side")
