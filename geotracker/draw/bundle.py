"""The page's own script and style, and Leaflet's: plain files, put into the page as they are.

A page that opens from a file cannot load modules from beside it, and a strict Content-Security-Policy allows only
scripts whose hash it names. So the modules of web/ become one script: each one a function of its own, in the order of
their imports.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

_WEB = Path(__file__).parent / "web"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[\w/.-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
_BLOCK = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
# V8 parses all of Leaflet again for the place of an exception, which its question for Internet Explorer's namespaces
# throws in every other browser, and again for a function that is called at once but does not stand in brackets.
_QUICKER = (
    (r"\btry\{return document\.namespaces\.add\(", r"if(document.namespaces)\g<0>"),
    (r"(?s)\(this,(function\(t\)\{.*\})\);(\s*)\Z", r"(this,(\1));\2"),
)


def source(name: str) -> str:
    """Return the text of a file of web/."""
    return (_WEB / name).read_text(encoding="utf-8")


@cache
def script(*, control: bool = False) -> str:
    """Return the page's modules as one script that sets `window.geotracker`; it needs Leaflet once it is called.

    With `control` those of web/control/ too, which only a page that has any needs.
    """
    order: list[str] = []
    _collect("geotracker", order, ())
    if control:
        _collect("control/door", order, ())
    modules = "\n".join(_wrapped(name) for name in order)
    return f'"use strict";\n(() => {{\n{modules}}})();\n'


def _collect(name: str, order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        message = f"web/{name}.js imports itself: {' > '.join([*above, name])}"
        raise ImportError(message)
    for match in _IMPORT.finditer(source(f"{name}.js")):
        imported = _beside(name, match[2])
        if imported not in order:
            _collect(imported, order, (*above, name))
    order.append(name)


def _wrapped(name: str) -> str:
    text = source(f"{name}.js")
    exports = [match[2] for match in _EXPORT.finditer(text)]

    def taken(match: re.Match[str]) -> str:
        return f"const {{{match[1]}}} = {_variable(_beside(name, match[2]))};\n"

    body = _EXPORT.sub(r"\1", _IMPORT.sub(taken, text))
    left = re.search(r"^(import|export)\b.*", body, re.MULTILINE)
    if left:
        message = f"web/{name}.js: {left[0]!r} is no import or export that bundle.py knows"
        raise ImportError(message)
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(exports)} }};\n}})();\n"


def _beside(name: str, path: str) -> str:
    """Return the name of the module that another imports by a path."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name)


@cache
def style(*names: str) -> str:
    """Return style sheets of web/ one after the other."""
    return "\n".join(source(f"{name}.css") for name in names)


@cache
def leaflet() -> tuple[str, str]:
    """Return Leaflet's script and style, from the package `django-js-lib-leaflet` that repeats its release.

    The pictures of its layer switch and of its markers, which the page does not use, are taken out, and two places are
    written so that it starts sooner.
    """
    folder = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    code = (folder / "leaflet.js").read_text(encoding="utf-8")
    rules = (folder / "leaflet.css").read_text(encoding="utf-8")
    code = re.sub(r"\n//# sourceMappingURL=.*", "", code)
    for slow, quick in _QUICKER:
        code = re.sub(slow, quick, code, count=1)
    return code, re.sub(r"url\(images/[^)]*\)", "none", rules)


def policy(html: str, tile_host: str) -> str:
    """Return the Content-Security-Policy of a page: its own scripts and styles by hash, pictures of one host."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, content in _BLOCK.findall(html):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        hashes[kind].append(f"'sha256-{digest}'")
    rules = [
        "default-src 'none'",
        f"script-src {' '.join(hashes['script'])}",
        f"style-src {' '.join(hashes['style'])}",
        f"img-src data: {tile_host}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(rules)
