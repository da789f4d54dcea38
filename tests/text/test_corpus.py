"""Real reports of every layout, read from the folder that the user names; skipped where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker.text import reports

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.records import Report

NAVIGATION = (
    "Click here", "Skip to", "Search form", "Reading Now", "Next up", "PRINT PAGE", "Subscribe", "File Attachments",
    "Press ISW", "text selection", "Map Thumbnail", "Related Research", "cookie", ".png", ".pdf",
)  # fmt: skip
RESOLVED = 0.98
EXCERPT = "2025-01-20"


@pytest.fixture(scope="module")
def real_reports(corpus: Path) -> list[Report]:
    """Return every report of the corpus."""
    paths = [path for path in sorted((corpus / "reports").rglob("*")) if path.suffix in {".txt", ".md", ".html"}]
    return [reports.read(path) for path in paths]


def test_every_report_is_read_and_dated(real_reports: list[Report]) -> None:
    """Each report has the day that its file is named after, sections and sentences."""
    assert real_reports
    for report in real_reports:
        assert report.date.isoformat() == report.report_id
        assert len(report.sentences) >= 25
        assert len(report.sections) >= 2


def test_navigation_is_left_out(real_reports: list[Report]) -> None:
    """Nothing of the sites around the reports is left in their texts."""
    for report in real_reports:
        assert [word for word in NAVIGATION if word in report.text] == [], report.report_id


def test_offsets_are_exact(real_reports: list[Report]) -> None:
    """Every sentence of every report stands at its offsets."""
    for report in real_reports:
        assert all(report.text[said.start : said.end] == said.text for said in report.sentences)


def test_marks_resolve(real_reports: list[Report]) -> None:
    """At least 98 % of the marks in reports that list endnotes have a URL."""
    marks = resolved = 0
    for report in real_reports:
        if report.endnotes:
            linked = {note.number for note in report.endnotes if note.urls}
            marks += len(report.marks)
            resolved += sum(mark.number in linked for mark in report.marks)
    assert resolved >= RESOLVED * marks > 0


def test_glued_heading_of_the_excerpt(real_reports: list[Report]) -> None:
    """The excerpt's heading that is glued to a mark opens a section of seven items."""
    report = next(report for report in real_reports if report.report_id == EXCERPT)
    assert [section.title for section in report.sections] == ["", "Key Takeaways"]
    assert [paragraph.style for paragraph in report.paragraphs].count("item") == 7
