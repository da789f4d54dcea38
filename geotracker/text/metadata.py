"""What a web page's head says of it: title, address, publisher, day of publication."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from geotracker.text.draft import Block, Draft
from geotracker.text.marks import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_PUBLISHED = (
    "article:published_time", "datepublished", "dc:date", "dc.date", "dcterms.date", "dc:created", "dcterms.created",
    "date", "pubdate", "publish-date", "parsely-pub-date",
)  # fmt: skip
_SUFFIX = re.compile(r"\s+[|·]\s+")
_WEB = ("http://", "https://")


def describe(root: Element, blocks: tuple[Block, ...]) -> Draft:
    """Return a draft of `blocks` with the title, URL, publisher and publication time that the page's head gives."""
    said = _said(root)
    page_title, suffix = split_title(_text(root, "title"))
    site = tidy(said.get("og:site_name", ""))
    titles = (said.get("dc:title"), page_title, said.get("og:title"), _text(root, "h1"))
    named = (split_title(title)[0] for title in titles if title)
    title = next((title for title in named if title and title not in (site, suffix)), "")
    url = _url(root, said)
    publisher = site or suffix or host(url)
    published = next((said[name] for name in _PUBLISHED if name in said), "") or _linked_data(root) or _time(root)
    return Draft(blocks, title=title, url=url, publisher=publisher, published=published)


def split_title(title: str) -> tuple[str, str]:
    """Return a page's title and the site's name after it: "Report | Institute" → "Report", "Institute"."""
    parts = _SUFFIX.split(tidy(title))
    return (parts[0], parts[-1]) if len(parts) > 1 else (parts[0], "")


def host(url: str) -> str:
    """Return the host of a URL without "www.", empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _said(root: Element) -> dict[str, str]:
    """Return the page's name → content pairs, names in lower case, the first of each."""
    said: dict[str, str] = {}
    for element in root.iterfind(".//*[@content]"):
        for attribute in ("property", "name", "itemprop"):
            for name in element.get(attribute, "").lower().split():
                said.setdefault(name, element.get("content", "").strip())
    return {name: content for name, content in said.items() if content}


def _text(root: Element, tag: str) -> str:
    element = root.find(f".//{tag}")
    return "" if element is None else "".join(element.itertext())


def _time(root: Element) -> str:
    element = root.find(".//time[@datetime]")
    return "" if element is None else element.get("datetime", "").strip()


def _url(root: Element, said: dict[str, str]) -> str:
    links = (link.get("href", "").strip() for link in root.iterfind(".//link[@rel='canonical']"))
    address = next(filter(None, links), "") or said.get("og:url", "")
    if address and not address.startswith(_WEB):
        base = root.find(".//base[@href]")
        address = _joined("" if base is None else base.get("href", ""), address) or _joined(_home(root), address)
    return tidy(address) if address.startswith(_WEB) else ""


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base.startswith(_WEB) else ""
    except ValueError:
        return ""


def _home(root: Element) -> str:
    """Return the root address of the site that most of the head's own links, scripts and icons come from."""
    homes: Counter[str] = Counter()
    for element in root.iterfind("head/*"):
        address = element.get("href") or element.get("src") or ""
        if address.startswith(_WEB) and host(address):
            weight = 100 if "icon" in element.get("rel", "") else 1
            homes["/".join(address.split("/", 3)[:3]) + "/"] += weight
    return homes.most_common(1)[0][0] if homes else ""


def _linked_data(root: Element) -> str:
    """Return the first datePublished of the page's JSON-LD."""
    for element in root.iterfind(".//script[@type='application/ld+json']"):
        try:
            found = next(_values(json.loads(element.text or ""), "datePublished"), "")
        except (ValueError, RecursionError):
            continue
        if found:
            return found
    return ""


def _values(data: Any, key: str) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get(key), str):
            yield data[key]
        for value in data.values():
            yield from _values(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from _values(value, key)
