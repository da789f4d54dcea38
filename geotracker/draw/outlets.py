"""Media whose links get a word of warning: data/outlets.toml as the page needs it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from geotracker.errors import LayerError
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_GRAPHIC = "may show graphic images"
_DOMAIN = re.compile(r"(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+")
_TABLES = ("media", "government", "graphic")


@cache
def warnings() -> tuple[dict[str, str], ...]:
    """Return `domain` and `warning` of each outlet, by domain. LayerError: the file cannot be read as outlets."""
    return read(package_path("data", "outlets.toml"))


def read(file: Path) -> tuple[dict[str, str], ...]:
    """Return the outlets of a file as `warnings` does. Raises LayerError that names the file and what is wrong."""
    try:
        said = list(_said(tomllib.loads(file.read_text(encoding="utf-8"))))
    except (OSError, tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError, ValueError) as fault:
        message = f"{file}: cannot be read as outlets: {fault}"
        raise LayerError(message) from fault
    return tuple({"domain": domain, "warning": warning} for domain, warning in sorted(said))


def _said(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if strange := set(content) - set(_TABLES):
        message = f"unknown table {min(strange)!r} (known: {', '.join(_TABLES)})"
        raise ValueError(message)
    known: set[str] = set()
    for domain, warning in _listed(content):
        if not _DOMAIN.fullmatch(domain) or domain in known:
            message = f"{domain!r} {'stands twice' if domain in known else 'is no domain such as tass.ru'}"
            raise ValueError(message)
        known.add(domain)
        yield domain, warning


def _listed(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for state, owners in content["media"].items():
        for domain, owner in owners.items():
            if not owner:
                message = f"{domain!r} does not say how the state owns it"
                raise ValueError(message)
            yield domain, f"state media, {state}"
    for state, domains in content["government"].items():
        yield from ((domain, f"the government's own site, {state}") for domain in domains)
    yield from ((domain, _GRAPHIC) for domain in content["graphic"]["domains"])
