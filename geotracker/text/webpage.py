"""A saved web page → a draft: the element that holds the report, without the site around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from geotracker.errors import ReportError
from geotracker.text.draft import Block, Draft, Pen
from geotracker.text.metadata import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_DROPPED = frozenset(
    "script style noscript template svg canvas iframe object embed form nav header footer aside select textarea"
    " figure figcaption audio video map dialog head button".split()
)
_DROPPED_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"))
# Words of a class or id that name what a site puts around or into a report.
_DROPPED_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|share|sharing|social|sidebar|footer|masthead|cookie|consent"
    r"|newsletter|subscribe|related|widget|drawer|popup|modal|skip-link|screen-reader-text|element-hidden"
    r"|element-invisible|sr-only|visually-hidden|comments?|pagination|tags?|adverts?|rdf-meta|submitted"
    r"|field-type-file|conflict-map-(?:block|title|id))(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset(
    "p div li ul ol dl dt dd table thead tbody tfoot tr td th section article main blockquote pre address center"
    " body html hr fieldset details summary".split()
)
_CONTAINERS = frozenset("body div section article main table tbody tr td center".split())
_NESTING = _HEADINGS | {"li", "dd"}
_BOLD = frozenset(("b", "strong"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|bolder|normal|lighter|[1-9]00)", re.IGNORECASE)
_BOLD_WEIGHT = 600
_NOTE_LINK = re.compile(r"#_?(?:edn|ftn|fn|endnote|footnote|note|cite)", re.IGNORECASE)
_SUPERSCRIPT_MARK = re.compile(r"\s*([0-9]{1,3}|[ivxlcdm]{1,9})\s*")
_LOWER_START = re.compile(r"\s*[a-zа-яіїє(]")
_PERCENT_SPACE = re.compile(r"%C2%A0|;%20(?=http)", re.IGNORECASE)
_CORE_SHARE = 0.8
"""A container that holds this share of its parent's text is where the report lies."""
_NAVIGATION_SHARE = 0.3
"""An element named like navigation that holds more of the page's text than this is named so for another reason."""


def read(html: str, name: str) -> Draft:
    """Return the draft of a page; without a block where its body holds no text.

    Raises ReportError for a page nested so deeply that the rest of it cannot be read.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(html.encode(), parser)
    except etree.XMLSyntaxError:  # not one element in it
        return Draft(())
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        message = f"{name}: is HTML nested too deeply to be a report"
        raise ReportError(message)
    body = root.find("body")
    page = _Page.of(root if body is None else body)
    return describe(root, tuple(_blocks(page)))


@dataclass(frozen=True, slots=True)
class _Page:
    """The element that holds the report, and the elements in it that do not belong to the report."""

    core: Element
    dropped: set[Element]

    @classmethod
    def of(cls, body: Element) -> _Page:
        weights = _weights(body)
        named = (e for e in weights if e is not body and _is_named_navigation(e))
        dropped = {e for e in named if weights[e] <= _NAVIGATION_SHARE * weights[body]}
        core = body
        while True:
            children = (child for child in core if child.tag in _CONTAINERS and child not in dropped)
            heaviest = max(children, key=lambda child: weights.get(child, 0), default=None)
            if heaviest is None or weights.get(heaviest, 0) < max(_CORE_SHARE * weights[core], 1):
                return cls(core, dropped)
            core = heaviest


def _weights(body: Element) -> dict[Element, int]:
    """Return the characters below each element, without those of links and of what no report stands in."""
    weights: dict[Element, int] = {}
    total = 0
    opened: list[int] = []
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            unweighed = element is not body and (element.tag == "a" or _is_navigation(element))
            if unweighed:
                walk.skip_subtree()
            opened.append(total)
            total += 0 if unweighed else len((element.text or "").strip())
        else:
            weights[element] = total - opened.pop()
            total += len((element.tail or "").strip())
    return weights


def _is_navigation(element: Element) -> bool:
    return element.tag in _DROPPED or element.get("role") in _DROPPED_ROLES or element.get("hidden") is not None


def _is_named_navigation(element: Element) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return len(names) > 1 and _DROPPED_NAMES.search(names) is not None


def _blocks(page: _Page) -> Iterator[Block]:
    """Yield the blocks of the report in reading order."""
    pen = Pen()
    bold = [False]
    inside: list[str] = []
    walk = etree.iterwalk(page.core, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            bold.append(_is_bold(element, inherited=bold[-1]))
            if tag in _BLOCKS or (tag == "br" and not _LOWER_START.match(element.tail or "")):
                yield from _lifted(pen, inside)
            elif tag == "br":
                pen.add(" ")
            if tag in _NESTING:
                inside.append(tag)
            skipped = element is not page.core and (element in page.dropped or _is_navigation(element))
            if skipped or _write(pen, element, bold=bold[-1]):
                walk.skip_subtree()
        else:
            bold.pop()
            if tag in _BLOCKS:
                yield from _lifted(pen, inside)
            if inside and tag == inside[-1]:
                inside.pop()
            if element is not page.core and element.tail:
                pen.add(element.tail, bold=bold[-1])
    yield from _lifted(pen, inside)


def _lifted(pen: Pen, inside: list[str]) -> Iterator[Block]:
    innermost = inside[-1] if inside else ""
    block = pen.lift(heading=innermost in _HEADINGS, item=innermost in ("li", "dd"))
    if block is not None:
        yield block


def _write(pen: Pen, element: Element, *, bold: bool) -> bool:
    """Write the element's own text, or all that is in it and return True where it is a mark or a link."""
    mark = _mark(element)
    if mark is not None:
        pen.add(mark)
        return True
    if element.tag != "a" or any(child.tag in _BLOCKS for child in element.iterdescendants()):
        if element.text:
            pen.add(element.text, bold=bold)
        return False
    shown = "".join(element.itertext())
    href = _PERCENT_SPACE.sub(" ", element.get("href", "")).strip()
    bold = bold or (len(element) == 1 and element[0].tag in _BOLD)
    if href.startswith(("http:", "https:")) and not _is_address(shown):
        pen.add(shown, bold=bold, linked=f" {href} ")
    else:
        pen.add(shown, bold=bold)
    return True


def _is_address(shown: str) -> bool:
    """Say whether a link shows its address in full: sites cut long ones short with "..."."""
    shown = shown.strip()
    return shown.startswith("http") and not shown.rstrip(";, ").endswith(("...", "…"))


def _mark(element: Element) -> str | None:
    """Return "[12]" for a link or superscript that is an endnote mark without brackets, else None."""
    if element.tag == "sup":
        links = any("#" in link.get("href", "") for link in element.iterfind(".//a"))
    else:
        links = element.tag == "a" and _NOTE_LINK.search(element.get("href", "")) is not None
    if not links:
        return None
    found = _SUPERSCRIPT_MARK.fullmatch("".join(element.itertext()))
    return f"[{found[1]}]" if found else None


def _is_bold(element: Element, *, inherited: bool) -> bool:
    style = _BOLD_STYLE.search(element.get("style", ""))
    if style:
        weight = style[1].lower()
        return weight.startswith("bold") or (weight.isdigit() and int(weight) >= _BOLD_WEIGHT)
    return inherited or element.tag in _BOLD
