"""Where sentences begin and end: one pass over a paragraph, exact offsets, linear time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geotracker.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotracker.records import Sentence

# A run of full stops with the quotes and brackets that close after it; or one glued between two words.
_STOP = re.compile(
    r"""(?<![.!?…])[.!?…]++["'”’»)\]]*+(?=\s|$)"""
    r"""|(?<=[^\W\d_]{3})\.["”’]?(?=[A-ZА-ЯІЇЄ][^\W\d_]{1,20}[ ,])"""
)
_LAST_TOKEN = re.compile(r"[^\s(\[“\"«]*$")
_WORD = re.compile(r"\w+")
_TOKEN_MAX = 24
_BRACKET_MAX = 400
_LONGEST = 3000


def split(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of one paragraph; white space around them belongs to none."""
    start = _skip(text, 0)
    depth = counted = 0
    for stop in _STOP.finditer(text):
        end = stop.end()
        segment = text[counted:end]
        depth = max(0, depth + segment.count("(") - segment.count(")"))
        counted = end
        if stop.start() < start or _inside_bracket(text, end, depth) or not _ends(text, start, stop):
            continue
        yield start, end
        start, depth = _skip(text, end), 0
    if start < len(text):
        yield start, len(text.rstrip())


def stretches(sentence: Sentence) -> Iterator[Sentence]:
    """Yield a sentence whole; one that runs on for pages comes in stretches, cut between words."""
    text, start = sentence.text, 0
    if len(text) <= _LONGEST:
        yield sentence
        return
    while len(text) - start > _LONGEST:
        blank = text.rfind(" ", start, start + _LONGEST)
        cut = blank if blank > start else start + _LONGEST
        yield replace(sentence, start=sentence.start + start, end=sentence.start + cut, text=text[start:cut])
        start = _skip(text, cut)
    yield replace(sentence, start=sentence.start + start, text=text[start:])


def _skip(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _inside_bracket(text: str, end: int, depth: int) -> bool:
    if not depth:
        return False
    opened = text.find("(", end, end + _BRACKET_MAX)
    closed = text.find(")", end, end + _BRACKET_MAX)
    return closed >= 0 and not 0 <= opened < closed


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Say whether the full stop ends a sentence, by the word before it and the word after it."""
    after = _skip(text, stop.end())
    if after >= len(text):
        return True
    following = text[after]
    if following.islower() or following in ",;:)":
        return False
    if stop[0] != ".":
        return True
    words = wording.load()
    token = _token(text, start, stop.start())
    if after == stop.end():  # glued: "areas.The" ends one, "Sever.Realii" is a name
        return token.islower()
    word = token.casefold()
    if word in words.titles:
        return False
    if word in words.numbered:
        return not following.isdigit()
    if word in words.doubtful or (len(token) == 1 and token.isupper()):
        opener = _WORD.match(text, after)
        return opener is not None and opener[0].casefold() in words.openers
    return not (token.isdigit() and text[start : stop.start()] == token)


def _token(text: str, start: int, end: int) -> str:
    match = _LAST_TOKEN.search(text[max(start, end - _TOKEN_MAX) : end])
    return match[0] if match else ""
