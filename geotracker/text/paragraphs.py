"""Blocks → the paragraphs of a report: navigation left out, headings, items and corrections told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geotracker.text import plain, wording
from geotracker.text.marks import Clean, is_roman, take_out, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geotracker.records import ParagraphStyle
    from geotracker.text.draft import Block

_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
_BRACKETED = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")
_CLOCK = re.compile(r"\b[0-9]{1,2}(?::?[0-9]{2})?\s*(?:[ap]\.?m\.?)?\s*E[SD]?T\b", re.IGNORECASE)
_LEAD_TITLE = re.compile(r"([^.!?:]{3,90}:)\s+(?=[A-Z])")
_ENUMERATED = re.compile(r"^[0-9]{1,2}[.)] ")
_PARTICLES = frozenset(("de", "der", "van", "von", "al", "bin", "el", "la"))
_CONTENTS = "(comprised of"
_HEADING_WORDS = 30
_PLAIN_HEADING_WORDS = 12
_HEADING_LENGTH = 600
_SENTENCE_WORDS, _PROSE_WORDS = 3, 8
_NAME_WORDS = range(2, 6)
_ATTACHMENT_WORDS = 12


@dataclass(frozen=True, slots=True)
class Styled:
    """A paragraph before it has its place in the text; `title` is what a heading calls its section."""

    clean: Clean
    style: ParagraphStyle
    emphasised: bool
    title: str = ""


def style(blocks: Sequence[Block], after: Sequence[Block], title: str) -> list[Styled]:
    """Return the paragraphs of the body's blocks, and of those after the endnotes what corrects a report."""
    roman = any(is_roman(block.text) for block in blocks)
    marked = any(block.bold or block.heading for block in blocks)
    styled: list[Styled] = []
    prose = False
    for block, item in _bulleted(_unglued(blocks)):
        clean = take_out(tidy(block.text), roman=roman)
        if not clean.text and clean.marks and styled:
            styled[-1] = _with_marks(styled[-1], clean)
        if not clean.text or is_navigation(clean.text) or (not prose and _repeats(clean.text, title)):
            continue
        paragraph = _styled(block, clean, item=item, by_shape=prose and not marked, prose=prose)
        prose = prose or paragraph.style in ("item", "correction") or _is_sentence(clean.text, _PROSE_WORDS)
        styled.append(paragraph)
    corrections = (take_out(tidy(block.text), roman=roman) for block in after)
    styled += [Styled(clean, "correction", emphasised=False) for clean in corrections if _corrects(clean.text)]
    return _without_contents(styled)


def _with_marks(styled: Styled, alone: Clean) -> Styled:
    """Return a paragraph with the marks of the block after it, which holds nothing else, at its end."""
    text, marks = styled.clean.text, styled.clean.marks
    return replace(styled, clean=Clean(text, (*marks, *((len(text), number) for _, number in alone.marks))))


def headline(blocks: Sequence[Block]) -> str:
    """Return the text of the first block where it is the report's title: a short line, no sentence, byline or hour."""
    text = tidy(blocks[0].text) if len(blocks) > 1 and not blocks[0].item else ""
    if len(text.split()) > _PLAIN_HEADING_WORDS or _SENTENCE_END.search(text) or is_navigation(text):
        return ""
    if _is_byline(text) or _CLOCK.search(text) or wording.squeeze(text).startswith(wording.load().headings):
        return ""
    return text


def is_navigation(text: str) -> bool:
    """Say whether a block's text belongs to the site and not to the report."""
    words = wording.load()
    count = len(text.split())
    if count > words.navigation_words:
        return False
    squeezed = wording.squeeze(text)
    if squeezed in words.navigation_whole or not squeezed:
        return True
    if squeezed.startswith(words.navigation):
        return True
    return count <= _ATTACHMENT_WORDS and text.casefold().endswith(words.attachments)


def _styled(block: Block, clean: Clean, *, item: bool, by_shape: bool, prose: bool) -> Styled:
    if _corrects(clean.text):
        return Styled(clean, "correction", emphasised=False)
    if item:
        return Styled(clean, "item", emphasised=block.bold)
    if _is_heading(block, clean.text, by_shape=by_shape, prose=prose):
        return Styled(clean, "heading", emphasised=block.bold, title=_section_title(clean.text))
    return Styled(clean, "body", emphasised=block.bold or block.heading)


def _is_heading(block: Block, text: str, *, by_shape: bool, prose: bool) -> bool:
    """Say whether a block is a section's title: by known words, markup, or the shape of a short open line."""
    bare = _parts(text)[0]
    count = len(bare.split())
    if _is_sentence(bare, _SENTENCE_WORDS) or count > _HEADING_WORDS or bare.endswith((",", ";")):
        return False
    if block.heading or wording.squeeze(bare).startswith(wording.load().headings):
        return True
    if not prose and (_is_byline(bare) or _CLOCK.search(bare)):
        return False
    if block.bold:
        return any(letter.isalpha() for letter in bare)
    return by_shape and count <= _PLAIN_HEADING_WORDS and bare[:1].isupper() and not _SENTENCE_END.search(bare)


def _parts(text: str) -> tuple[str, str]:
    """Return a heading's text and what stands in brackets after it: "Southern Axis (Russian objective: …)"."""
    match = _BRACKETED.search(text) if text.endswith(")") and len(text) <= _HEADING_LENGTH else None
    if match:
        return text[: match.start()], match[1]
    before, opened, after = text.partition(" (")
    return (before, after) if opened and ")" not in after else (text, "")


def _section_title(text: str) -> str:
    """Return what a heading calls its section, empty for an objective, which belongs to the heading before it."""
    bare, bracketed = _parts(_ENUMERATED.sub("", text, count=1))
    if wording.squeeze(bare or bracketed).startswith(wording.load().objective):
        return ""
    return bare.rstrip(" :")


def _is_byline(text: str) -> bool:
    """Say whether a line is a list of names: "Ann Lee, Bo A. Berg, and Cy de Wit"."""
    names = [name.split() for name in re.split(r",? and |, |&", text.removeprefix("By ").strip())]
    return all(
        len(words) in _NAME_WORDS and all(word[0].isupper() or word in _PARTICLES for word in words) for words in names
    )


def _is_sentence(text: str, words: int) -> bool:
    """Say whether a text ends with a full stop and has at least so many words."""
    return _SENTENCE_END.search(text) is not None and len(text.split(maxsplit=words)) >= words


def _without_contents(styled: list[Styled]) -> list[Styled]:
    """Return the paragraphs, the lines of a table of contents ("… (comprised of …)") made items of a list."""
    for index, paragraph in enumerate(styled):
        if paragraph.style in ("heading", "body") and _lists_efforts(paragraph.clean.text):
            for position in _contents(styled, index):
                styled[position] = replace(styled[position], style="item", title="")
    return styled


def _contents(styled: Sequence[Styled], index: int) -> range:
    """Return where the headings around a line of a table of contents belong to the table."""
    start, end = index, index + 1
    while start and styled[start - 1].style == "heading":
        start -= 1
    while end < len(styled) and (styled[end].style == "heading" or _lists_efforts(styled[end].clean.text)):
        if wording.squeeze(_parts(styled[end].clean.text)[1]).startswith(wording.load().objective):
            break
        end += 1
    return range(start, end)


def _lists_efforts(text: str) -> bool:
    return _CONTENTS in text and len(text.split()) <= _HEADING_WORDS and not _is_sentence(text, _SENTENCE_WORDS)


def _corrects(text: str) -> bool:
    return wording.squeeze(text[:200]).startswith(wording.load().corrections)


def _repeats(text: str, title: str) -> bool:
    return bool(title) and wording.squeeze(text) == wording.squeeze(title)


def _bulleted(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield each block and whether it is a list item; a bullet that stands alone makes the next block one."""
    pending = False
    for block in blocks:
        text = tidy(block.text)
        if plain.is_bare_bullet(text):
            pending = True
            continue
        bulleted, rest = plain.bullet(text) if not text[:1].isdigit() else (False, text)
        if bulleted and not block.item:
            block = replace(block, text=rest)  # noqa: PLW2901
        yield block, block.item or pending or bulleted
        pending = False


def _unglued(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, a heading that was glued to one's end or start on its own."""
    words = wording.load()
    for block in blocks:
        text = tidy(block.text)
        end = next((title for title in words.glued if text.rstrip(" :").endswith(title)), "")
        before = text.rstrip(" :").removesuffix(end).rstrip() if end else ""
        lead = _LEAD_TITLE.match(text) if block.bold and not block.item else None
        if before and before.endswith((".", "]", "”", '"', "?", "!")):
            yield replace(block, text=before, linked="")
            yield replace(block, text=end, linked="", item=False)
        elif lead and _leads(text) and _is_sentence(text, _PROSE_WORDS):
            yield replace(block, text=lead[1])
            yield replace(block, text=text[lead.end() :])
        else:
            yield block


def _leads(text: str) -> bool:
    """Say whether a bold paragraph begins as a section does: "Main effort—Kyiv axis: …", "1) Kyiv axis: …"."""
    return _ENUMERATED.match(text) is not None or wording.squeeze(text).startswith(wording.load().headings)
