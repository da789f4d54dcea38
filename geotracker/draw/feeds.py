"""What changed, as feeds: JSON Feed 1.1 and Atom (RFC 4287), with ids that never change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from geotracker.draw.changes import SECTIONS
from geotracker.sources import is_web

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.draw.changes import Entry

TITLE = "What changed"
AUTHOR = "geotracker"
_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00Z"


def json_feed(entries: Sequence[Entry], *, public: bool = False) -> str:
    """Return the entries, the newest first, as JSON Feed 1.1."""
    items = []
    for one in reversed(entries):
        item = {"id": one.entry_id, "title": one.title, "content_text": one.text or one.title}
        item |= {"date_published": one.recorded} | ({"url": one.url} if is_web(one.url) else {})
        items.append(item | {"tags": [SECTIONS[one.section]]})
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "description": _description(public=public),
        "language": "en",
        "authors": [{"name": AUTHOR}],
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def atom(entries: Sequence[Entry], feed_id: str, *, public: bool = False) -> str:
    """Return the entries, the newest first, as an Atom feed; `feed_id` is a URN of its own for ever."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": "en"})
    _add(feed, "id", feed_id)
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", _description(public=public))
    _add(feed, "updated", max((one.recorded for one in entries), default=_NEVER))
    _add(_add(feed, "author"), "name", AUTHOR)
    for one in reversed(entries):
        entry = _add(feed, "entry")
        _add(entry, "id", one.entry_id)
        _add(entry, "title", one.title)
        for name in ("published", "updated"):
            _add(entry, name, one.recorded)
        _add(entry, "category").set("term", SECTIONS[one.section])
        if is_web(one.url):
            _add(entry, "link").attrib.update(rel="related", href=one.url)
        _add(entry, "content", one.text or one.title).set("type", "text")
    ET.indent(feed, " ")
    return ET.tostring(feed, encoding="unicode", xml_declaration=False).join(
        ['<?xml version="1.0" encoding="utf-8"?>\n', "\n"]
    )


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = _allowed(text) or None
    return child


def _allowed(text: str) -> str:
    """Return text without the characters that XML 1.0 has no place for."""
    return "".join(c for c in text if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")


def _description(*, public: bool) -> str:
    said = "New, changed and withdrawn events of daily reports. Counts are mentions in reports, not activity."
    return said if public else f"{said} Private working copy."
