"""Dates in a sentence become windows of days; the report's date gives the year that the text leaves out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.text import windows

TOLD = date(2025, 1, 20)


def days(sentence: str, told: date = TOLD) -> list[tuple[str, str, str]]:
    """Return start, end and precision of each window of a sentence."""
    return [(str(w.start), str(w.end), w.precision) for w in windows.find(sentence, told)]


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("on January 19", "2025-01-19", "2025-01-19", "day"),
        ("on Jan. 19", "2025-01-19", "2025-01-19", "day"),
        ("on January 19th", "2025-01-19", "2025-01-19", "day"),
        ("on December 30", "2024-12-30", "2024-12-30", "day"),
        ("on May 9, 2024", "2024-05-09", "2024-05-09", "day"),
        ("on the night of January 17 to 18", "2025-01-17", "2025-01-18", "night"),
        ("on the night of January 17", "2025-01-17", "2025-01-18", "night"),
        ("on the night of January 20", "2025-01-19", "2025-01-20", "night"),
        ("overnight on January 18 to 19", "2025-01-18", "2025-01-19", "night"),
        ("overnight on January 18-19", "2025-01-18", "2025-01-19", "night"),
        ("on January 18 and 19 overnight", "2025-01-18", "2025-01-19", "night"),
        ("on the night of December 31 to January 1", "2024-12-31", "2025-01-01", "night"),
        ("on January 18 and 19", "2025-01-18", "2025-01-19", "range"),
        ("between January 10 and 15", "2025-01-10", "2025-01-15", "range"),
        ("from December 28 to January 2", "2024-12-28", "2025-01-02", "range"),
        ("from December 28, 2023 to January 2, 2024", "2023-12-28", "2024-01-02", "range"),
        ("in December 2024", "2024-12-01", "2024-12-31", "month"),
        ("in early January", "2025-01-01", "2025-01-20", "month"),
        ("throughout mid-to-late November", "2024-11-01", "2024-11-30", "month"),
    ],
)
def test_a_date_gives_its_days(words: str, start: str, end: str, precision: str) -> None:
    """Days, nights of two days, ranges and months are told apart; no window of a month goes past the report."""
    assert days(f"Forces struck the depot {words}.") == [(start, end, precision)]


@pytest.mark.parametrize(
    ("words", "told", "start", "end"),
    [
        ("on January 31 and February 1", date(2025, 2, 2), "2025-01-31", "2025-02-01"),
        ("on the night of February 28 to 29", date(2024, 3, 1), "2024-02-28", "2024-02-29"),
        ("on the night of February 28 to March 1", date(2025, 3, 2), "2025-02-28", "2025-03-01"),
        ("on the night of December 31 to January 1", date(2025, 1, 1), "2024-12-31", "2025-01-01"),
        ("on the night of December 31 to January 1", date(2024, 12, 31), "2024-12-31", "2025-01-01"),
        ("on January 2", date(2024, 12, 30), "2025-01-02", "2025-01-02"),
        ("on December 31", date(2025, 1, 1), "2024-12-31", "2024-12-31"),
    ],
)
def test_months_and_years_end(words: str, told: date, start: str, end: str) -> None:
    """A window crosses the end of a month, of a leap February and of a year."""
    assert [(first, last) for first, last, _ in days(f"They struck it {words}.", told)] == [(start, end)]


@pytest.mark.parametrize(
    "words",
    [
        "since January 10",
        "until January 25",
        "by January 25",
        "as of January 19",
        "on February 30",
        "in 2024",
        "with 19 drones",
        "in May, 300 of them",
        "may 10 times",
    ],
)
def test_no_date_of_the_thing(words: str) -> None:
    """A date that only bounds what happened, one that no calendar has, and mere numbers give no window."""
    assert all(precision == "month" for _, _, precision in days(f"Forces shelled the town {words}."))


def test_each_date_of_a_sentence_stands_at_its_place() -> None:
    """Several dates come in order, each with its offsets in the sentence."""
    sentence = "A crew struck it on January 17 and footage of January 19 shows the fire."
    found = windows.find(sentence, TOLD)
    assert [sentence[window.at : window.till].strip() for window in found] == ["January 17", "January 19"]


def test_a_number_after_a_date_is_not_its_end() -> None:
    """What is counted or measured after a date is no second date."""
    assert days("They struck it on January 17 and 40 drones fell.") == [("2025-01-17", "2025-01-17", "day")]
    assert days("They went on January 17 to 15 km of it.") == [("2025-01-17", "2025-01-17", "day")]


def test_recent_is_the_day_and_the_day_before() -> None:
    """What is only known to have been told on a day gets that day and the one before."""
    window = windows.recent(date(2025, 1, 1))
    assert (window.start, window.end, window.precision) == (date(2024, 12, 31), date(2025, 1, 1), "recent")


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(0, 90))
def test_a_missing_year_is_the_nearest_one(told: date, ago: int) -> None:
    """A day without a year, told within three months, comes back as itself whatever year it falls in."""
    day = told - timedelta(days=ago)
    found = windows.find(f"They struck it on {day:%B} {day.day}.", told)
    assert [(window.start, window.end) for window in found] == [(day, day)]


@given(st.text(alphabet="January 0123456789,-–to", max_size=60))
def test_hostile_dates_are_safe(text: str) -> None:
    """Whatever looks like a date gives windows that end no earlier than they start."""
    assert all(window.start <= window.end for window in windows.find(text, TOLD))
