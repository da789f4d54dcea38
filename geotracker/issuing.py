"""The files of an edition, and how each is made of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geotracker import editions, exports, outputs, publication, record
from geotracker.draw import changes, feeds
from geotracker.editions import Edition
from geotracker.ledger import journal, noting
from geotracker.publication import Publisher

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    import geopandas as gpd

    from geotracker.draw.changes import Entry
    from geotracker.editions import Make, Published
    from geotracker.ledger.journal import Line
    from geotracker.ledger.noting import Noted
    from geotracker.workspace import Workspace

_RUNS = 10
"""Runs that the page of changes tells of."""
_ENTRIES = 500
"""Entries that a feed holds."""
_RUNS_OF_FEED = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """How to refresh."""

    now: date | None = None
    """The day that counts as today; the newest report's, and for the ledger the clock's, unless given."""
    public: bool = False
    """Write only what data/sources.toml permits to publish."""
    moment: datetime | None = None
    """When it is published: the end of `now` unless given."""
    keep: int = 0
    """Earlier editions to keep in editions/."""


def publish(
    workspace: Workspace, wish: Wish, found: gpd.GeoDataFrame, unmatched: Sequence[str], noted: Noted
) -> Published:
    """Write the edition of the record as it is: `found` (EVENTS) on the map and in files, and what changed.

    Raises RightsError where nothing may be published, and leaves everything as it was.
    """
    if wish.public:
        _publisher(workspace, wish).check()
    name = record.edition(workspace, outputs.today(workspace, wish.now))
    edition = Edition(name, noted.run, noted.recorded, public=wish.public)
    makers = {
        "index.html": _page(workspace, wish),
        "events.geojson": _export(workspace, wish, found, "geojson"),
        "events.gpkg": _export(workspace, wish, found, "gpkg"),
        **_changes(workspace, wish, name),
    }
    if not wish.public:  # it quotes more than may be published
        makers["today.md"] = _text(lambda: outputs.note(workspace, unmatched))
    return editions.publish(workspace, makers, edition, keep=wish.keep)


def _page(workspace: Workspace, wish: Wish) -> Make:
    return _text(lambda: outputs.page(workspace, None, wish.now, public=wish.public, moment=wish.moment))


def _export(workspace: Workspace, wish: Wish, found: gpd.GeoDataFrame, format_: str) -> Make:
    def make(path: Path) -> None:
        alone = format_ != "gpkg"  # QGIS is to find the whole in one file
        asked = exports.Wish(format_, path, public=wish.public, now=wish.now, moment=wish.moment, alone=alone)
        exports.export(workspace, found, asked)

    return make


def _changes(workspace: Workspace, wish: Wish, name: str) -> dict[str, Make]:
    lines = journal.newest(noting.file(workspace), _RUNS_OF_FEED)
    feed_id = changes.id_of("feed", next(iter(journal.read(noting.file(workspace))), {}).get("recorded", ""))
    if wish.public:
        lines = _permitted(workspace, wish, lines)
    runs = sorted({line["run"] for line in lines})[-_RUNS:]
    told = changes.entries(lines)
    newest = changes.entries(line for line in lines if line["run"] in runs)
    page = changes.page(newest, edition=name, public=wish.public)
    of_feed: Sequence[Entry] = told[-_ENTRIES:]
    return {
        "changes.md": _text(lambda: page.markdown),
        "changes.html": _text(lambda: page.html),
        "feed.json": _text(lambda: feeds.json_feed(of_feed, public=wish.public)),
        "feed.xml": _text(lambda: feeds.atom(of_feed, feed_id, public=wish.public)),
    }


def _permitted(workspace: Workspace, wish: Wish, lines: Sequence[Line]) -> list[Line]:
    """Return the lines of which the sources file permits to tell, and no longer holds back; nothing of faults."""
    publisher = _publisher(workspace, wish)

    def may(line: Line) -> bool:
        if line["what"] == "event":
            is_over = publication.moment(date.fromisoformat(line["about"]["end"])) + publisher.delay <= publisher.moment
            return is_over and line["about"]["report_id"] in publisher.allowed
        if line["what"] == "control":
            right = publisher.control.get(line.get("source", ""))
            return right is not None and right.allowed
        return False

    return [line for line in lines if may(line)]


def _publisher(workspace: Workspace, wish: Wish) -> Publisher:
    return Publisher(workspace, wish.moment or publication.moment(outputs.today(workspace, wish.now)))


def _text(tell: Callable[[], str]) -> Make:
    return lambda path: path.write_text(tell(), encoding="utf-8")
