"""URLs out of an endnote's text, with the ways undone in which reports keep them from being links."""

from __future__ import annotations

import re

_DOT = re.compile(r"(?<=[\w-])(?: *[\[(] *dot *[\])] *| +\.?dot[. ]+|\.dot +)(?=[\w-])", re.IGNORECASE)
_SCHEME = re.compile(r"\bh(?:tt|xx)p(s?) ?: ?/ ?/ ?", re.IGNORECASE)
_URL = re.compile(
    r"https?://[^\s<>\"“”]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}/[^\s<>\"“”]*",
    re.IGNORECASE,
)
_NEXT = re.compile(r"[;,]+(?=https?://)|(?<=[^/=:])(?=https?://)", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:www\.)?(?!www\.)[^/?#\s]*[^/?#\s.]\.[^/?#\s.]{2,}(?:[/?#:]|$)", re.IGNORECASE)
_TRAILING = ".,;:!'*_”’»]}>…"
_LIKELY = re.compile(r"https?|www\.|\bdot\b|\.(?:com|ru|ua|org|net|me|pub)\b", re.IGNORECASE)


def has_url(text: str) -> bool:
    """Say whether `text` holds something that may become a URL."""
    return _LIKELY.search(text) is not None or _URL.search(text) is not None


def urls(text: str) -> tuple[str, ...]:
    """Return the URLs of a note in order, each once; addresses without a full host name are left out."""
    # "<https://tass> dot ru/…": the bracket closes inside the address.
    text = _DOT.sub(".", text.replace("<", " ").replace(">", ""))
    text = _SCHEME.sub(lambda match: f"http{match[1].lower()}://", text)
    found: dict[str, None] = {}
    for match in _URL.finditer(text):
        for piece in _NEXT.split(match[0]):
            url = _trim(piece if piece.lower().startswith("http") else f"https://{piece}")
            if _HOST.match(url):
                found[url] = None
    return tuple(found)


def _trim(url: str) -> str:
    end = len(url)
    unopened = url.count(")") - url.count("(")
    while end and (url[end - 1] in _TRAILING or (url[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= url[end] == ")"
    return url[:end]
