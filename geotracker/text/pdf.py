"""A PDF with a text layer → a draft: its lines, without what repeats on every page, made paragraphs."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

from geotracker.errors import ReportError
from geotracker.text import plain
from geotracker.text.draft import Block, Draft
from geotracker.text.metadata import split_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PdfReader

_PAGE_NUMBER = re.compile(r"\s*(?:page\s*)?[0-9]{1,3}(?:\s*(?:of|/)\s*[0-9]{1,3})?\s*", re.IGNORECASE)
_FULL_STOP = re.compile(r"[.!?:;…][\"”’)\]]*(?:\s?\[\w{1,9}\])*\s*$")
_NOTE = re.compile(r"\s*\[\w{1,9}\]")
_EDGE = 2
_REPEATED_PAGES = 3
_FULL_LINE = 0.75
"""A line of at least this share of the usual width goes on in the next one."""
_PAGES_MOST = 500


def read(data: bytes, name: str) -> Draft:
    """Return the draft of a PDF.

    Raises ReportError for a PDF that is damaged, encrypted, too long or without a text layer.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - slow to import, and few reports are PDF
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are no message for our users
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = _pages(reader, name)
        title = (reader.metadata.title if reader.metadata else None) or ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as fault:
        message = f"{name}: is a damaged PDF ({type(fault).__name__}); save it again, or save the page as HTML"
        raise ReportError(message) from fault
    if not any(line.strip() for page in pages for line in page):
        message = f"{name}: is a PDF without a text layer; run OCR on it first, or save the report as HTML"
        raise ReportError(message)
    return Draft(
        tuple(_paragraphs(_without_repeats(pages))),
        title=split_title(title)[0] if " " in title.strip() else "",
    )


def _pages(reader: PdfReader, name: str) -> list[list[str]]:
    if reader.is_encrypted and not reader.decrypt(""):
        message = f"{name}: is an encrypted PDF; save it without a password"
        raise ReportError(message)
    count = len(reader.pages)
    if count > _PAGES_MOST:
        message = f"{name}: is a PDF of {count} pages, more than {_PAGES_MOST}; give the report alone"
        raise ReportError(message)
    return [(page.extract_text() or "").splitlines() for page in reader.pages]


def _without_repeats(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of all pages without page numbers and the first or last lines that many pages share."""
    edges: Counter[str] = Counter()
    trimmed = [[line for line in page if line.strip()] for page in pages]
    for page in trimmed:
        edges.update({line.strip() for line in (*page[:_EDGE], *page[-_EDGE:])})
    most = {line for line, count in edges.items() if count >= _REPEATED_PAGES and count * 2 > len(pages)}
    lines: list[str] = []
    for page in trimmed:
        last = len(page) - 1
        lines += [
            line
            for index, line in enumerate(page)
            if not ((index < _EDGE or index > last - _EDGE) and (line.strip() in most or _PAGE_NUMBER.fullmatch(line)))
        ]
    return lines


def _paragraphs(lines: Sequence[str]) -> Iterator[Block]:
    """Yield blocks: a line that is short, or ends a sentence well before the margin, ends its paragraph."""
    widths = sorted(len(line.strip()) for line in lines)
    usual = widths[len(widths) * 4 // 5] if widths else 0
    held, item = "", False
    for line in lines:
        starts_item, rest = plain.bullet(line)
        previous = held.rsplit("\n", 1)[-1]
        ended = (
            not held
            or starts_item
            or _NOTE.match(line)
            or (len(previous) < _FULL_LINE * usual and (_FULL_STOP.search(previous) or not line.lstrip()[:1].islower()))
        )
        if ended:
            if held:
                yield Block(_joined(held), item=item)
            held, item = rest.strip(), starts_item
        else:
            held += f"\n{line.strip()}"
    if held:
        yield Block(_joined(held), item=item)


def _joined(text: str) -> str:
    """Return wrapped lines as one, words hyphenated at a line's end and addresses cut there made whole."""
    text = re.sub(r"(?<=[a-z])\u00ad?-\n(?=[a-z])", "-", text)
    return re.sub(r"(?<=/)\n(?=\S)", "", text)
