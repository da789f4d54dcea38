"""The list of endnotes at a report's end: taken off its blocks, each note's number, text and URLs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geotracker.records import Endnote
from geotracker.text import wording
from geotracker.text.marks import MARK, number, tidy
from geotracker.text.urls import has_url, urls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.text.draft import Block

_LEAD = re.compile(rf"{MARK.pattern}:?\s*")
_NUMBERED = re.compile(r"([0-9]{1,3})[.)]?\s+(?=<?(?:https?:|www\.))")
_LOOK_AHEAD = 8
_PROSE_WORDS = 25
_TITLE_LENGTH = 40
_GAP = 12
"""How far a note's number may jump within one paragraph and still be a note's."""


@dataclass(slots=True)
class _Listing:
    """The notes as they are read: number → the texts given for it."""

    texts: dict[int, list[str]] = field(default_factory=dict)
    last: int = 0

    def open(self, value: int, text: str) -> None:
        self.texts.setdefault(value, []).append(text)
        self.last = value

    def extend(self, text: str) -> None:
        if self.last:
            self.texts[self.last][-1] += f" {text}"


def part(blocks: Sequence[Block]) -> tuple[list[Block], list[Block], tuple[Endnote, ...]]:
    """Return the blocks of the report's body, those that stand after a list of endnotes, and the endnotes.

    A block after the list belongs to the body again where it is a paragraph of prose.
    """
    body: list[Block] = []
    after: list[Block] = []
    listing = _Listing()
    leads = [_lead(tidy(block.source)) for block in blocks]
    inside = titled = False
    for index, block in enumerate(blocks):
        if wording.squeeze(block.text[:_TITLE_LENGTH]) in wording.load().endnotes:
            titled = True
            if any(leads[index + 1 : index + 3]) or _listed(blocks, index + 1):
                inside = True
                continue
        if not inside:
            inside = _begins(blocks, leads, index)
        if not inside:
            body.append(block)
        elif not _take(listing, block, leads[index], titled=titled):
            if len(block.text.split()) >= _PROSE_WORDS:
                inside = titled = False
                body.append(block)
            else:
                after.append(block)
    return body, after, tuple(_endnote(value, texts) for value, texts in sorted(listing.texts.items()))


def _lead(text: str) -> tuple[int, str] | None:
    """Return the number that a block begins with and the rest of it."""
    match = _LEAD.match(text) or _NUMBERED.match(text)
    value = number(match[1]) if match else None
    return (value, text[match.end() :]) if match and value else None


def _listed(blocks: Sequence[Block], index: int) -> bool:
    return index < len(blocks) and blocks[index].item and has_url(blocks[index].source)


def _begins(blocks: Sequence[Block], leads: Sequence[tuple[int, str] | None], index: int) -> bool:
    """Say whether a list begins here: a block led by a number, and most of the next ones too, with URLs."""
    lead = leads[index]
    if lead is None:
        return False
    ahead = range(index, min(index + _LOOK_AHEAD, len(blocks)))
    led = sum(leads[i] is not None for i in ahead)
    linked = sum(leads[i] is not None and has_url(blocks[i].source) for i in ahead)
    if len(ahead) < _LOOK_AHEAD:
        return linked > 0 and has_url(blocks[index].source)
    return linked > 0 and led * 2 >= len(ahead)


def _take(listing: _Listing, block: Block, lead: tuple[int, str] | None, *, titled: bool) -> bool:
    """Put a block into the list and return True, or return False where it is no part of a list."""
    text = tidy(block.source)
    if lead is None:
        if not has_url(text):
            return False
        if titled and block.item:
            listing.open(listing.last + 1, text)
        elif listing.last:
            listing.extend(text)
        else:
            return False
        return True
    value, rest = lead
    done = 0
    for match in MARK.finditer(rest):
        following = number(match[1])
        if following is None or not value < following <= value + _GAP:
            continue
        listing.open(value, rest[done : match.start()])
        value, done = following, match.end()
    listing.open(value, rest[done:])
    return True


def _endnote(value: int, texts: Sequence[str]) -> Endnote:
    """Return the note; where a page gives one number to several notes, their texts and URLs stand together."""
    text = " ".join(part.strip() for part in texts if part.strip())
    return Endnote(value, text, urls(text))
