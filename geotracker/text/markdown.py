"""Markdown → a draft: one pass over the lines that also bears the broken emphasis of saved mirrors.

A CommonMark parser leaves "** _Main Effort_****(objective)**" and "<https://tass> dot ru" as literal stars and
brackets, and mirrors are full of them; a report needs of Markdown only headings, items, bold, links and notes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotracker.text import plain
from geotracker.text.draft import Block, Draft, Pen
from geotracker.text.metadata import host, split_title

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*$\r?\n?", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z_-]+)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,}|={3,})\s*$")
_QUOTE = re.compile(r"^ {0,3}>[ \t]?")
_FOOTNOTE = re.compile(r"\[\^([0-9]{1,3})\]:?")
_TARGET = (
    r"\((?=<|#|/|\.|https?:|javascript:|mailto:)"
    r"(?:[^()\\\s]|\\.|\([^()\s]{0,200}\)){0,2000}(?:\s+\"[^\"]{0,300}\")?\s*\)"
)
_TOKEN = re.compile(
    rf"!\[[^\[\]]{{0,300}}\]{_TARGET}"
    rf"|\\?\[(?:\[(?P<mark>\w{{1,9}})\]|(?P<number>[0-9]{{1,3}}|[ivxlcdm]{{1,9}}))\\?\](?:{_TARGET})?"
    rf"|\[(?P<shown>(?:[^\[\]\\]|\\.){{0,500}})\](?P<target>{_TARGET})"
    r"|<?(?P<url>https?://[^\s<>]*)>?"
    r"|<(?P<tag>/?(?:a|b|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|span|strong|sub|sup|u|ul)\b[^<>]{0,500})>"
    r"|(?P<strong>\*\*|__)"
    r"|\*|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"
    r"|\\(?P<literal>[^\w\s])",
    re.IGNORECASE,
)
_STRONG_TAGS = {"b": True, "strong": True, "/b": False, "/strong": False}


def is_markdown(text: str) -> bool:
    """Say whether a text without a telling name is Markdown: front matter, headings or links."""
    if _FRONT_MATTER.match(text):
        return True
    start = text[:20000]
    return re.search(r"^#{1,6} \S|^\*\*\S[^\n]{0,500}\*\*\s*$|\]\(https?://", start, re.MULTILINE) is not None


def read(text: str) -> Draft:
    """Return the draft of a Markdown text; `title`, `source` or `url`, and `date` come from its front matter."""
    front = _FRONT_MATTER.match(text)
    fields = {name.lower(): value.strip().strip("\"'") for name, value in _FIELD.findall(front[1])} if front else {}
    title, publisher = split_title(fields.get("title", ""))
    url = next((fields[key] for key in ("source", "url", "link") if fields.get(key, "").startswith("http")), "")
    return Draft(
        tuple(_blocks(text[front.end() :] if front else text)),
        title=title,
        url=url,
        publisher=fields.get("publisher") or publisher or host(url),
        published=fields.get("date") or fields.get("published") or "",
    )


def _blocks(text: str) -> Iterator[Block]:
    """Yield the blocks; headings and rules stand alone, whether blank lines part them or not."""
    lines: list[str] = []
    for line in text.splitlines():
        unquoted = _QUOTE.sub("", line)
        if _RULE.match(unquoted):
            lines.append("")
        elif _HEADING.match(unquoted):
            lines += ["", unquoted, ""]
        else:
            lines.append(_FOOTNOTE.sub(r"[\1]", unquoted))
    for block in plain.read("\n".join(lines)).blocks:
        heading = None if block.item else _HEADING.match(block.text)
        written = _inline(heading[2] if heading else block.text).lift(heading=heading is not None, item=block.item)
        if written is not None:
            yield written


def _inline(text: str) -> Pen:
    """Return a pen that has written `text` without its markup."""
    pen = Pen()
    bold = False
    done = 0
    for token in _TOKEN.finditer(text):
        if token.start() > done:
            pen.add(text[done : token.start()], bold=bold)
        done = token.end()
        mark = token["mark"] or token["number"]
        if mark:
            pen.add(f"[{mark}]")
        elif token["shown"] is not None:
            address = token["target"][1:-1].strip("<>")
            shown = token["shown"]
            pen.add(shown, bold=bold, linked=shown if shown.startswith("http") else f"{shown} {address} ")
        elif token["url"] or token["literal"]:
            pen.add(token["url"] or token["literal"], bold=bold)
        elif token["tag"]:
            bold = _STRONG_TAGS.get(token["tag"].lower(), bold)
        elif token["strong"]:
            bold = not bold
            if _glued(text, token):
                pen.add(" ")
    pen.add(text[done:], bold=bold)
    return pen


def _glued(text: str, token: re.Match[str]) -> bool:
    """Say whether "****" stands between two words: mirrors lose the space where one bold run meets the next."""
    start, end = token.span()
    opened = start - len(token[0])
    before = text[max(opened - 3, 0) : opened].rstrip("_*")[-1:]
    following = text[end : end + 3].lstrip("_*")[:1]
    return text[opened:start] == token[0] and before.isalnum() and (following.isalnum() or following == "(")
