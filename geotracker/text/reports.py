"""A report's file → Report: its day, source, sections, sentences with offsets, endnote marks and endnotes."""

from __future__ import annotations

import hashlib
import re
import stat
import sys
import unicodedata
from bisect import bisect_left
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from geotracker.errors import ReportError
from geotracker.records import Mark, Paragraph, Report, Section, Sentence
from geotracker.text import dates, endnotes, formats, paragraphs, sentences
from geotracker.text.metadata import host

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geotracker.records import Endnote
    from geotracker.text.draft import Draft
    from geotracker.text.paragraphs import Styled

LARGEST = 20_000_000
"""Bytes: a year of daily reports in one file is smaller."""
_GAP = "\n\n"
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def read(path: Path | str, *, date: date | None = None, now: date | None = None) -> Report:
    """Return the report in a file; "-" is standard input.

    `date` is the report's day where the file does not say it; no report may be dated after `now` (default: today).
    Raises ReportError, one line with the file's name, for a file that cannot be read or dated.
    """
    if str(path) == "-":
        return read_bytes(sys.stdin.buffer.read(LARGEST + 1), "stdin", date=date, now=now)
    path = Path(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            message = f"{path}: is no regular file; give one, or - for standard input"
            raise ReportError(message)  # a pipe or a device would be waited on for ever
        if found.st_size > LARGEST and path.is_file():
            raise _too_large(str(path), found.st_size)
        data = path.read_bytes()
    except FileNotFoundError as fault:
        message = f"{path}: no such file"
        raise ReportError(message) from fault
    except IsADirectoryError as fault:
        message = f"{path}: is a directory; give the files in it"
        raise ReportError(message) from fault
    except (OSError, ValueError) as fault:
        message = f"{path}: cannot be read: {getattr(fault, 'strerror', None) or fault}"
        raise ReportError(message) from fault
    return read_bytes(data, str(path), date=date, now=now)


def read_bytes(data: bytes, name: str, *, date: date | None = None, now: date | None = None) -> Report:
    """Return the report in the bytes of a file called `name`; see `read`."""
    if len(data) > LARGEST:
        raise _too_large(name, len(data))
    draft = formats.draft(data, name)
    body, after, notes = endnotes.part(draft.blocks)
    draft = draft if draft.title else replace(draft, title=paragraphs.headline(body))
    styled = paragraphs.style(body, after, draft.title)
    if not any(character.isalpha() for paragraph in styled for character in paragraph.clean.text):
        message = f"{name}: holds no text of a report, only navigation, scripts or signs"
        raise ReportError(message)
    day = date or _day(draft, styled, name)
    _check_day(day, now, name)
    return _assembled(draft, styled, notes, day, name)


def _too_large(name: str, size: int) -> ReportError:
    return ReportError(f"{name}: is too large ({size / 1e6:.0f} MB); a report may have {LARGEST / 1e6:.0f} MB")


def _day(draft: Draft, styled: Sequence[Styled], name: str) -> date:
    lines = [paragraph.clean.text for paragraph in styled]
    found = dates.of_report(
        title=draft.title,
        lines=lines,
        published=draft.published,
        url=draft.url,
        name=PurePath(name).name,
        text=lambda: "\n".join(block.text for block in draft.blocks),
    )
    if found is None:
        message = f"{name}: does not say its date; pass --date YYYY-MM-DD"
        raise ReportError(message)
    return found


def _check_day(day: date, now: date | None, name: str) -> None:
    latest = now or datetime.now(tz=UTC).date()
    if day > latest:
        message = f"{name}: is dated {day}, in the future (now is {latest}); pass --date with its true day"
        raise ReportError(message)


def _assembled(draft: Draft, styled: Sequence[Styled], notes: tuple[Endnote, ...], day: date, name: str) -> Report:
    """Lay the paragraphs one after the other and cut them into sections and sentences."""
    texts: list[str] = []
    laid: list[Paragraph] = []
    marks: list[Mark] = []
    said: list[Sentence] = []
    sections = [Section(0, "", 0, 0)]
    offset = 0
    for index, part in enumerate(styled):
        text = part.clean.text
        start, end = offset, offset + len(text)
        if part.title:
            sections.append(Section(len(sections), part.title, start, end))
        last = sections[-1]
        sections[-1] = Section(last.index, last.title, last.start, end)
        laid.append(Paragraph(index, start, end, last.index, part.style, part.emphasised))
        marks += [Mark(start + at, number) for at, number in part.clean.marks]
        said += _sentences(part, index, start, len(said))
        texts.append(text)
        offset = end + len(_GAP)
    return Report(
        report_id=identify(PurePath(name).stem, day),
        title=draft.title or f"Report of {day:%B} {day.day}, {day.year}",
        date=day,
        url=draft.url,
        publisher=draft.publisher or host(draft.url),
        text=_GAP.join(texts),
        sections=tuple(sections),
        paragraphs=tuple(laid),
        sentences=tuple(said),
        marks=tuple(marks),
        endnotes=notes,
    )


def _sentences(part: Styled, paragraph: int, offset: int, count: int) -> list[Sentence]:
    """Return a paragraph's sentences; a mark belongs to the sentence in or right after which it stands."""
    text = part.clean.text
    spans = [(0, len(text))] if part.style == "heading" else list(sentences.split(text))
    ends = [end for _, end in spans]
    numbers: list[list[int]] = [[] for _ in spans]
    for at, number in part.clean.marks:
        numbers[min(bisect_left(ends, at), len(spans) - 1)].append(number)
    return [
        Sentence(count + i, offset + start, offset + end, text[start:end], paragraph, tuple(dict.fromkeys(numbers[i])))
        for i, (start, end) in enumerate(spans)
    ]


def identify(stem: str, day: date) -> str:
    """Return a report's id: its file's stem as a slug, after the day where the stem does not hold it."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = _NO_SLUG.sub("-", plain).strip("-")[:80].strip("-")
    if sum(map(str.isalnum, stem)) > sum(map(str.isalnum, slug)):  # letters were lost: keep such names apart
        slug = f"{slug or 'report'}-{hashlib.sha256(stem.encode(errors='replace')).hexdigest()[:8]}"
    iso = day.isoformat()
    return slug if iso in slug else f"{iso}-{slug}" if slug else iso
