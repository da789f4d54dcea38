"""A publisher's site on loopback, pages in the shapes of old and new layouts, and a workspace that knows it."""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from geotracker import workspace
from geotracker.fetch.manners import POLITE
from tests.loopback import send, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from geotracker.workspace import Workspace
    from tests.loopback import Asked

    Answer = Callable[[BaseHTTPRequestHandler], None]

HURRIED = dataclasses.replace(POLITE, pause_s=0.0, backoff_s=0.01, longest_wait_s=0.5)
"""Manners for a server of one's own that is in on it."""
IMPATIENT = dataclasses.replace(HURRIED, seconds=0.8, silence_s=0.4)
"""For one that is slow on purpose."""
TEXT = "Ukrainian forces struck an oil depot in Lyudinovo overnight. Fires were reported near the railway station."

OLD_LAYOUT = """<!DOCTYPE html><html><head><title>{title}</title></head><body class="html not-front node-type-post">
<div id="header"><ul class="menu"><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></div>
<div class="region region-content"><div class="node"><h1 class="title">{title}</h1>
<div class="submitted">{day}</div>
<div class="field field-name-body"><div class="field-item even"><p><strong>{title}</strong></p><p>{text}</p>
<p>Officials said that repairs would take a week, and that trains run by another way until then.</p></div></div></div>
</div><div id="footer">Imprint</div></body></html>"""
NEW_LAYOUT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | A Newsroom</title>
<meta property="article:published_time" content="{iso}T01:30:00+00:00"><meta name="nonce" content="{nonce}"></head>
<body><header class="masthead"><nav><a href="/">Newsroom</a></nav></header>
<main><article class="post"><h1>{title}</h1><div class="entry-content"><p>{text}</p>
<p>Officials said that repairs would take a week, and that trains run by another way until then.</p></div></article>
</main><aside class="related"><a href="/x">More</a></aside><footer>Imprint</footer></body></html>"""
TITLE = "Assessment of the fighting, January 20, 2025"


def old_page(text: str = TEXT) -> bytes:
    """Return a report of 20 January 2025 as a site's older pages show it."""
    return OLD_LAYOUT.format(title=TITLE, day="January 20, 2025", text=text).encode()


def new_page(text: str = TEXT, nonce: str = "1") -> bytes:
    """Return the same report as the site shows it since, with a word in it that every answer has anew."""
    return NEW_LAYOUT.format(title=TITLE, iso="2025-01-20", text=text, nonce=nonce).encode()


def page(body: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """Return what sends a page."""
    return lambda handler: send(handler, 200, body, Content_Type=kind, **headers)


def status(code: int, **headers: str) -> Answer:
    """Return what sends a status with nothing in it."""
    return lambda handler: send(handler, code, **headers)


@contextmanager
def site(pages: dict[str, Answer | list[Answer]]) -> Iterator[Asked]:
    """Serve pages by their paths; of a list each answer once, the last for ever. What is not there is a 404."""
    left = {path: list(answers) if isinstance(answers, list) else [answers] for path, answers in pages.items()}

    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        answers = left.get(handler.path, [status(404)])
        with suppress(OSError):  # who asked may have gone
            (answers.pop(0) if len(answers) > 1 else answers[0])(handler)

    with serving(answer) as asked:
        yield asked


def workspace_of(
    root: Path, fetch: dict[str, Any], *, kind: str = "report", contact: str = "me@example.org"
) -> Workspace:
    """Return a new workspace with one source, "daily", that is on."""
    made = workspace.Workspace(root)
    for folder in (made.reports, made.control, made.maps, made.layers):
        folder.mkdir(parents=True)
    lines = [f'contact = "{contact}"'] if contact else []
    lines += ["[sources.daily]", 'title = "Daily"', 'publisher = "A Newsroom"', f'kind = "{kind}"', 'match = "daily"']
    lines += ['terms = "https://example.org/terms"', "[sources.daily.fetch]", "on = true"]
    lines += [f"{key} = {_toml(value)}" for key, value in fetch.items()]
    (made.data / "sources.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return made


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return f"'{value}'" if isinstance(value, str) else str(value)


def paths(asked: Asked) -> list[str]:
    """Return the paths that were asked for, robots.txt left out."""
    return [path for path, _ in asked.requests if path != "/robots.txt"]
