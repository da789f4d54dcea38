"""What changed, told to readers: one page in two forms, two feeds, and nothing in them that could be obeyed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from geotracker.draw import changes, feeds

if TYPE_CHECKING:
    import pytest

ATOM = "{http://www.w3.org/2005/Atom}"
ABOUT = {
    "kind": "strike", "actor": "ukraine", "place": "Lyudinovo", "offset": "near", "facility": "oil depot",
    "admin1": "Kaluga Oblast", "country_name": "Russia", "start": "2025-01-17", "end": "2025-01-18",
    "time_precision": "night", "evidence": "reported", "disputed": False, "excerpt": "struck an oil depot",
    "report_id": "r", "report_date": "2025-01-18", "report_url": "https://example.org/r", "review": "machine",
}  # fmt: skip
HOSTILE = "</title><script>alert(1)</script> [x](javascript:alert) \u202e\x1b ]]> & \ufffe"


def event(change: str = "new", about: dict[str, Any] | None = None, run: int = 1, **said: Any) -> dict[str, Any]:
    """Return a line of an event."""
    line = {"what": "event", "run": run, "recorded": f"2025-01-1{run}T06:30:00Z", "event_id": "m1", "version": run}
    return line | {"change": change, "about": ABOUT | (about or {})} | said


def control(**said: Any) -> dict[str, Any]:
    """Return a line of a day of control."""
    figures = [
        {"admin1": name, "from_day": "2025-01-18", "gained_km2": gained, "lost_km2": 0.5}
        for name, gained in (("", 12.25), ("Donetsk Oblast", 12.25))
    ]
    line = {"what": "control", "run": 1, "recorded": "2025-01-11T06:30:00Z", "change": "new", "version": 1}
    return (
        line
        | {"key": "s/assessed/2025-01-20", "source": "s", "category": "assessed", "day": "2025-01-20"}
        | {"figures": figures}
        | said
    )


def test_each_kind_of_change_has_its_section() -> None:
    """In the order of what a reader needs to know first, the newest run on top."""
    lines = [
        event(set={}),
        control(),
        {
            "what": "run", "run": 1, "recorded": "2025-01-11T06:30:00Z",
            "news": {"gaps": ["2025-01-09"], "failed": ["a.txt: is empty"], "unmatched": ["the correction of 'x'"]},
        },
        event("changed", run=2, set={"evidence": "observed"}, was={"evidence": "reported"}),
        event("withdrawn", run=2, gone=True),
        event("changed", run=2, minor=True, set={"front_km": 2.0}, was={"front_km": 1.0}),
    ]  # fmt: skip
    page = changes.page(changes.entries(lines)).markdown
    told = [line for line in page.splitlines() if line.startswith("#")]
    assert told == [
        "# What changed",
        "## 12 January 2025, 06:30 UTC", "### Changed events (1)", "### Withdrawn events (1)", "### Also (1)",
        "## 11 January 2025, 06:30 UTC", "### Failures (1)", "### Days without a report (1)", "### New events (1)",
        "### Control of terrain (1)", "### Corrections that match nothing (1)",
    ]  # fmt: skip
    assert "evidence: reported → observed" in page
    assert "Donetsk Oblast: +12.2 −0.5 km²" in page
    assert "No report tells it any more" in page


def test_a_correction_and_a_contradiction_are_told() -> None:
    """The one with its reason."""
    found = changes.entries([event("changed", set={"place": "X"}, was={"place": "Y"}, corrected="a typo (N. K.)")])
    assert "Corrected by a person: a typo (N. K.)" in found[0].text
    found = changes.entries([event(set={"disputed": True}, contradicted=True)])
    assert [entry.section for entry in found] == ["new", "contradicted"]


def test_ids_are_those_of_the_change() -> None:
    """The same thing has the same id wherever it is told, another version another one."""
    ids = [changes.entries([line])[0].entry_id for line in (event(), event(run=1), event(run=2))]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("urn:uuid:")


def test_a_long_section_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out in silence."""
    monkeypatch.setattr(changes, "LONGEST", 2)
    page = changes.page(changes.entries([event(set={})] * 5))
    assert "… and 3 more" in page.markdown
    assert "… and 3 more" in page.html


def test_nothing_is_a_page_too() -> None:
    """And a feed."""
    assert "Nothing yet" in changes.page([]).html
    assert json.loads(feeds.json_feed([]))["items"] == []
    assert ET.fromstring(feeds.atom([], "urn:x")).find(f"{ATOM}updated") is not None  # noqa: S314  our own


def test_hostile_text_is_only_text() -> None:
    """In no form is it a tag, a link or a control character."""
    about = {"place": HOSTILE, "excerpt": HOSTILE, "report_url": "javascript:alert(1)"}
    found = changes.entries([event(about=about, set={})])
    page = changes.page(found)
    assert "<script" not in page.html
    assert "javascript:alert(1)" not in page.html + page.markdown
    assert "Content-Security-Policy" in page.html
    assert "style-src 'sha256-" in page.html
    items = json.loads(feeds.json_feed(found))["items"]
    assert "url" not in items[0]
    feed = ET.fromstring(feeds.atom(found, "urn:x"))  # noqa: S314  our own
    assert feed.find(f"{ATOM}entry/{ATOM}link") is None
    for text in (page.html, page.markdown, json.dumps(items, ensure_ascii=False), ET.tostring(feed, "unicode")):
        assert "\u202e" not in text
        assert "\x1b" not in text


def test_feeds_are_as_their_standards_ask() -> None:
    """Every entry with id, title, date and content; the newest first."""
    found = changes.entries([event(set={}), event(run=2, set={}), control(run=3)])
    told = json.loads(feeds.json_feed(found))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [sorted(item) for item in told["items"][1:]] == [
        ["content_text", "date_published", "id", "tags", "title", "url"]
    ] * 2
    feed = ET.fromstring(feeds.atom(found, "urn:uuid:1"))  # noqa: S314  our own
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [item["id"] for item in told["items"]]
    assert feed.findtext(f"{ATOM}updated") == "2025-01-12T06:30:00Z"
    for entry in [feed, *entries]:
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))


def test_a_public_page_does_not_say_that_it_is_private() -> None:
    """And the other one does."""
    found = changes.entries([event(set={})])
    for public in (True, False):
        page = changes.page(found, public=public)
        assert ("Private working copy" in page.html) is not public
        assert ("Private working copy" in page.markdown + feeds.json_feed(found, public=public)) is not public


def test_a_report_that_is_withdrawn_is_told_with_the_reason() -> None:
    """And that it stands again, when it does."""
    line = {"what": "report", "run": 1, "recorded": "2025-01-11T06:30:00Z", "report_id": "r", "version": 2}
    said = [
        changes.entries([line | {"change": "changed"} | told])[0].title
        for told in ({}, {"taken_back": "its publisher took it back"}, {"taken_back": ""})
    ]
    assert said == ["r was replaced", "r was withdrawn: its publisher took it back", "r stands again"]
