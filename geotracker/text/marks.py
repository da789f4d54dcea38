"""Endnote marks ("[12]", "[xii]") taken out of a block, and the block's characters made clean."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MARK = re.compile(r"\[ ?([0-9]{1,3}|[ivxlcdm]{1,9}) ?\]")
_SPACED_MARK = re.compile(rf" ?{MARK.pattern}")
# Formatting characters (category Cf: zero width, soft hyphen, writing direction) and controls but white space.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001345f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_FULL_STOPS = '.!?…”"’»)'


@dataclass(frozen=True, slots=True)
class Clean:
    """A block's text without marks, and each mark's offset in it and number."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def tidy(text: str) -> str:
    """Return `text` in NFC without control and formatting characters, white space made single spaces."""
    return unicodedata.normalize("NFC", " ".join(_UNSEEN.sub("", text).split())).replace("( ", "(")


def number(mark: str) -> int | None:
    """Return the number that a mark's digits or lower-case roman numerals say, None where they say none."""
    if mark.isdigit():
        return int(mark) or None
    if not mark or not _ROMAN.fullmatch(mark):
        return None
    values = [_VALUES[letter] for letter in mark]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def is_roman(text: str) -> bool:
    """Say whether `text` holds a roman mark of several letters, which no quotation's "[i]t" can be."""
    return any(len(mark) > 1 and not mark.isdigit() and number(mark) for mark in MARK.findall(text))


def take_out(text: str, *, roman: bool) -> Clean:
    """Return tidy `text` without its marks and where they stood.

    A mark right after a full stop stands at the full stop's end. Roman marks count only where `roman` is set.
    """
    parts: list[str] = []
    marks: list[tuple[int, int]] = []
    length = done = 0
    for match in _SPACED_MARK.finditer(text):
        value = number(match[1])
        after = text[match.end() : match.end() + 1]
        if value is None or (not match[1].isdigit() and (not roman or after.islower())):
            continue
        part = text[done : match.start()]
        parts.append(part)
        length += len(part)
        marks.append((length, value))
        done = match.end()
        before = text[match.start() - 1 : match.start()]
        if after and not after.isspace() and _apart(before, after):
            parts.append(" ")
            length += 1
    joined = "".join(parts) + text[done:]
    stripped = joined.lstrip()
    shift = len(joined) - len(stripped)
    stripped = stripped.rstrip()
    return Clean(stripped, tuple((min(max(offset - shift, 0), len(stripped)), value) for offset, value in marks))


def _apart(before: str, after: str) -> bool:
    """Say whether what a mark stood between needs a space now that the mark is gone."""
    if unicodedata.combining(after):
        return True
    return (before.isalnum() or before in _FULL_STOPS) and (after.isalnum() or after in '“"(«')
