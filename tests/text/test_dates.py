"""The day that a report is for."""

from __future__ import annotations

from datetime import date

import pytest

from geotracker.text import dates


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Daily, April 20, 2023", [(2023, 4, 20)]),
        ("DAILY, MARCH 26", [(None, 3, 26)]),
        ("Daily for 5 June 2024", [(2024, 6, 5)]),
        ("Sept. 3rd 2022", [(2022, 9, 3)]),
        ("November 15, 10:30 pm ET", [(None, 11, 15)]),
        ("August 27, 7:30ET", [(None, 8, 27)]),
        ("2022-02-24.html", [(2022, 2, 24)]),
        ("report_20240605_final.txt", [(2024, 6, 5)]),
        ("https://example.org/daily-june-5-2024/", [(2024, 6, 5)]),
        ("2022-02-24T15:17:24-05:00", [(2022, 2, 24)]),
        ("Warning Update: Initial Assessment", []),
        ("dismay 5 and 20 marches", []),
    ],
)
def test_find(text: str, wanted: list[tuple[int | None, int, int]]) -> None:
    """Dates are found in every notation that titles, lines, addresses and file names use."""
    assert list(dates.find(text)) == wanted


def day(**said: str | list[str]) -> date | None:
    """Return the report's day where only `said` says something."""
    known: dict[str, object] = {"title": "", "lines": [], "published": "", "url": "", "name": "", **said}
    text = str(known.pop("text", ""))
    return dates.of_report(**known, text=lambda: text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"title": "Daily, April 20, 2023", "published": "2023-04-21"}, date(2023, 4, 20)),
        ({"title": "DAILY, MARCH 26", "published": "2022-03-26T16:00:09-04:00"}, date(2022, 3, 26)),
        ({"title": "Daily, December 31", "published": "2023-01-01"}, date(2022, 12, 31)),
        ({"title": "Daily, January 1", "name": "2022-12-31.txt"}, date(2023, 1, 1)),
        ({"title": "Warning Update", "lines": ["February 24, 3:00 pm"], "published": "2022-02-25"}, date(2022, 2, 24)),
        ({"title": "Warning Update", "published": "2022-02-24"}, date(2022, 2, 24)),
        ({"lines": ["Ann Lee", "November 15, 10:30 pm"], "text": "… of November 15, 2022."}, date(2022, 11, 15)),
        ({"lines": ["November 15, 10:30 pm"], "text": "since November 14, 2022"}, None),
        ({"lines": ["Crews struck the pier on June 5, 2023, " + "and on " * 20]}, None),
        ({"name": "2024-06-05-sample.md", "published": "2024-06-06"}, date(2024, 6, 6)),
        ({"url": "https://example.org/daily-june-5-2024", "name": "x.html"}, date(2024, 6, 5)),
        ({"name": "2024-06-05.txt"}, date(2024, 6, 5)),
        ({"title": "Daily, February 30, 2023", "name": "2023-03-01.txt"}, date(2023, 3, 1)),
        ({}, None),
    ],
)
def test_of_report(said: dict[str, str | list[str]], wanted: date | None) -> None:
    """Title before first lines before metadata before address and file name; a year comes from what else is dated."""
    assert day(**said) == wanted
