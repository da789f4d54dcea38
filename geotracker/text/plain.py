"""Plain text → a draft: paragraphs from lines, wrapped or not; list items by their bullets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotracker.text.draft import Block, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BULLET = re.compile(r"\s*(?:[-*+•·▪◦‣–—§\uf0b7\uf0a7]|o(?=\s{2,}|\t)|[0-9]{1,2}[.)])\s+(?=\S)")
_BARE_BULLET = re.compile(r"\s*[•·▪◦‣§\uf0b7\uf0a7o]\s*")
_FULL_STOP = re.compile(r"[.!?:…][\"”’)\]]*(?:\s?\[\w{1,9}\])*\s*$")
_NOTE = re.compile(r"\s*\[\w{1,9}\]")
_WRAP_SHORTEST, _WRAP_LONGEST = 40, 130
"""A line that goes on in the next one has a length between these: editors wrap at 72 to 120 columns."""


def read(text: str) -> Draft:
    """Return the draft of a text in which a line, or a run of wrapped lines, is a paragraph."""
    lines = text.splitlines()
    blocks: list[Block] = []
    start = 0
    for end in range(len(lines) + 1):
        if end == len(lines) or not lines[end].strip():
            blocks.extend(_paragraphs(lines[start:end]))
            start = end + 1
    return Draft(tuple(blocks))


def bullet(line: str) -> tuple[bool, str]:
    """Return whether a line is a list item, and the line without its bullet."""
    match = _BULLET.match(line)
    return (True, line[match.end() :]) if match else (False, line)


def is_bare_bullet(text: str) -> bool:
    """Say whether a block is nothing but the bullet of the block after it."""
    return len(text) < 8 and _BARE_BULLET.fullmatch(text) is not None


def _paragraphs(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks of lines that no blank line parts."""
    wrapped = _is_wrapped(lines)
    held = ""
    item = False
    for line in lines:
        starts_item, rest = bullet(line)
        goes_on = (
            held
            and not starts_item
            and not _NOTE.match(line)
            and _WRAP_SHORTEST <= len(held.rsplit("\n", 1)[-1]) <= _WRAP_LONGEST
            and (wrapped or line.lstrip()[:1].islower())
        )
        if goes_on:
            held += f"\n{line.strip()}"
            continue
        if held:
            yield Block(held, item=item)
        held, item = rest.strip(), starts_item
    if held:
        yield Block(held, item=item)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Say whether most lines but the last stop in the middle of a sentence at an editor's width."""
    inner = [line for line in lines[:-1] if not _NOTE.match(line)]
    if not inner or max(map(len, inner)) > _WRAP_LONGEST:
        return False
    return sum(not _FULL_STOP.search(line) and len(line) >= _WRAP_SHORTEST for line in inner) * 2 > len(inner)
