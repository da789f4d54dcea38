"""Reports and sentences for tests, in words of their own: read, and shown in the terms that a test compares."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from geotracker.text import lexicon, mentions, readings, reports
from geotracker.text.attribution import Speakers

if TYPE_CHECKING:
    from geotracker.records import Mention
    from geotracker.text.readings import Reading
    from geotracker.text.spots import Spot

DAY = date(2025, 1, 20)
LEXICON = lexicon.load()


def january(first: int, last: int | None = None) -> tuple[date, date]:
    """Return the window of days of January 2025, both included."""
    return date(2025, 1, first), date(2025, 1, last or first)


def reading(sentence: str, speakers: Speakers | None = None) -> Reading:
    """Return one sentence read, in a report of `DAY`."""
    return readings.read(sentence, DAY, LEXICON, speakers or Speakers())


def spots(words: str) -> list[Spot]:
    """Return the places of a stretch of words that stands right after a cue: "near Ivanivka and in Petrivka"."""
    read = reading(words)
    return read.places.spots(0, len(read.tokens))


def extracted(text: str, day: date = DAY) -> list[Mention]:
    """Return the mentions of a report of `day` whose whole Markdown text is `text`."""
    return mentions.extract(reports.read_bytes(text.encode(), "example.md", date=day), LEXICON)


def only(text: str, day: date = DAY) -> Mention:
    """Return the one mention of a report."""
    (found,) = extracted(text, day)
    return found


def placed(text: str) -> list[tuple[str, str, str]]:
    """Return kind, actor and place of each mention of a report."""
    return [(mention.kind, mention.actor, mention.place.text) for mention in extracted(text)]
