"""A draft: what a file format gives before a report is made of it, blocks of text in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARK_ONLY = re.compile(r"\[\s*\w{1,9}\s*\]")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or list item as the file has it, endnote marks as "[12]" still in it."""

    text: str
    bold: bool = False
    """Every word of it is set in bold."""
    heading: bool = False
    item: bool = False
    linked: str = ""
    """The text with the addresses of its links spelled out, where they differ: endnotes are read from it."""

    @property
    def source(self) -> str:
        """The text as an endnote is read: with the addresses of links."""
        return self.linked or self.text


@dataclass(frozen=True, slots=True)
class Draft:
    """The blocks of a file and what its metadata say; texts are empty where they say nothing."""

    blocks: tuple[Block, ...]
    title: str = ""
    url: str = ""
    publisher: str = ""
    published: str = ""


@dataclass(slots=True)
class Pen:
    """Gathers runs of text, bold or not, until a block ends."""

    _visible: list[str] = field(default_factory=list)
    _linked: list[str] = field(default_factory=list)
    _plain: bool = False
    _bold: bool = False

    def add(self, text: str, *, bold: bool = False, linked: str | None = None) -> None:
        """Add a run; `linked` is what an endnote reads in its stead."""
        self._visible.append(text)
        self._linked.append(text if linked is None else linked)
        if (bold and self._bold) or (not bold and self._plain):
            return
        if _WORD.search(_MARK_ONLY.sub("", text)):
            self._bold |= bold
            self._plain |= not bold

    def lift(self, *, heading: bool = False, item: bool = False) -> Block | None:
        """Return the block gathered since the last lift, None where it is blank."""
        visible, linked = "".join(self._visible), "".join(self._linked)
        bold = self._bold and not self._plain
        self._visible, self._linked, self._plain, self._bold = [], [], False, False
        if not visible.strip():
            return None
        return Block(visible, bold=bold, heading=heading, item=item, linked="" if linked == visible else linked)
