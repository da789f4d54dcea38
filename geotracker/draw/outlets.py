"""Media whose links get a word of warning: data/outlets.toml as the page needs it."""

from __future__ import annotations

import tomllib
from functools import cache

from geotracker.errors import LayerError
from geotracker.workspace import package_path

_GRAPHIC = "may show graphic images"


@cache
def warnings() -> tuple[dict[str, str], ...]:
    """Return `domain` and `warning` of each outlet, by domain. LayerError: the file cannot be read as outlets."""
    file = package_path("data", "outlets.toml")
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        state = {domain: f"state media, {name}" for name, domains in content["state"].items() for domain in domains}
        graphic = dict.fromkeys(content["graphic"]["domains"], _GRAPHIC)
    except (OSError, tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as fault:
        message = f"{file}: cannot be read as outlets: {fault!r}"
        raise LayerError(message) from fault
    return tuple({"domain": domain, "warning": warning} for domain, warning in sorted((graphic | state).items()))
