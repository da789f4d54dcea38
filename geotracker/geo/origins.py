"""Who stands behind a URL: the account on a social network, else the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from urllib.parse import SplitResult

_FRONTS = re.compile(r"^(?:www|m|mobile|web|amp|old)\.")
_SAME = {
    "twitter.com": "x.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "fb.com": "facebook.com",
    "fb.watch": "facebook.com",
    "youtu.be": "youtube.com",
    "vkontakte.ru": "vk.com",
    "isw.pub": "understandingwar.org",
}
"""Hosts of one publisher under another name, and his short links."""
_SHORT = frozenset({"fb.watch", "youtu.be"})
_ACCOUNTS = frozenset({"t.me", "x.com", "facebook.com", "vk.com", "youtube.com", "instagram.com", "tiktok.com"})
_NO_ACCOUNT = frozenset(
    "i share watch reel reels p shorts live embed hashtag search intent photo photo.php video.php story.php "
    "permalink.php profile.php".split()
)
_PREFIXES = frozenset({"s", "c", "channel", "user", "groups", "pg", "people"})
_POST = re.compile(r"(?:wall|video|photo|clip|topic)(-?\d+)(?:_\d+)?")
_ARCHIVED = re.compile(r"^/web/[^/]+/(.+)$")


def origin(url: str) -> str:
    """Return who stands behind a URL, in lower case: "t.me/mod_russia", "tass.ru".

    A copy in the Internet Archive has the origin of what it copies.
    """
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = parts.hostname or url
    except ValueError:  # no address at all
        return url.lower()
    host = _FRONTS.sub("", host.lower())
    archived = _ARCHIVED.match(parts.path) if host == "archive.org" else None
    if archived:
        return origin(archived[1])
    account = _account(parts) if _SAME.get(host, host) in _ACCOUNTS and host not in _SHORT else ""
    host = _SAME.get(host, host)
    return f"{host}/{account}".lower() if account else host


def _account(parts: SplitResult) -> str:
    steps = [step for step in parts.path.split("/") if step]
    while len(steps) > 1 and steps[0] in _PREFIXES:
        steps = steps[1:]
    if not steps or steps[0] in _NO_ACCOUNT:
        return parse_qs(parts.query).get("id", [""])[0]
    post = _POST.fullmatch(steps[0])
    return post[1] if post else steps[0].removeprefix("@")


def count(notes: Sequence[str], claimants: Sequence[str]) -> int:
    """Return how many origins stand behind endnotes ("12 https://…"): one that is cited twice counts once.

    Without a URL the claimants that the text names are counted; somebody always stands behind it.
    """
    found = {origin(note.split(" ", 1)[1]) for note in notes if " " in note}
    return len(found) or len(set(claimants)) or 1
