"""A layer file: TOML whose keys and values are checked; what cannot be used is refused with the file and the key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from geotracker.errors import LayerError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geotracker.tables import Table

CONTROL = "control"


def content(file: Path) -> dict[str, Any]:
    """Return the keys and values of a file. Raises LayerError where it is no TOML."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        message = f"{file}: cannot be read as TOML: {fault}"
        raise LayerError(message) from fault


def is_of_control(content: dict[str, Any]) -> bool:
    """Return whether a layer draws control of terrain, not events."""
    return content.get("table") == CONTROL


@dataclass(frozen=True, slots=True)
class LayerFile:
    """Checks the parts of one layer file; a refusal names the file."""

    file: str

    def keys(self, content: dict[str, Any], under: str, needed: set[str], allowed: set[str]) -> None:
        """Refuse a key that is not known and say which is missing; `under` is what stands before it."""
        for key in content:
            if key not in needed | allowed:
                message = f"{self.file}: unknown key {under}{key}{nearest(key, needed | allowed)}"
                raise LayerError(message)
        missing = sorted(needed - content.keys())
        if missing:
            message = f"{self.file}: key {under}{missing[0]} is missing"
            raise LayerError(message)

    def colors(self, content: object, key: str) -> dict[str, str]:
        """Return the colours of a table of values, in small letters."""
        return {value: self.color(color, f"{key}.{value}") for value, color in self.mapping(content, key).items()}

    def color(self, value: object, key: str) -> str:
        """Return a colour in small letters."""
        if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            self.refuse(key, value, "a colour as #0057b7")
        return value.lower()

    def column(self, name: object, key: str, table: Table) -> str:
        """Return the name of a column of the table."""
        if not isinstance(name, str) or name not in table.names:
            guess = nearest(str(name), table.names)
            self.refuse(key, name, f"a column of table {table.name}{guess}")
        return name

    def one_of(self, value: object, key: str, known: Iterable[str]) -> str:
        """Return a value that is one of the known."""
        if not isinstance(value, str) or value not in known:
            self.refuse(key, value, f"one of {', '.join(known)}{nearest(str(value), known)}")
        return value

    def texts(self, value: object, key: str) -> tuple[str, ...]:
        """Return a list that has at least one text."""
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.refuse(key, value, "a list of text")
        return tuple(value)

    def text(self, value: object, key: str) -> str:
        """Return a text that is not empty."""
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, value, "some text")
        return value

    def mapping(self, value: object, key: str) -> dict[str, Any]:
        """Return a table of keys and values."""
        if not isinstance(value, dict):
            self.refuse(key, value, "a table of keys and values")
        return value

    def number(self, value: object, key: str, limits: tuple[float, float]) -> float:
        """Return a number within limits."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not limits[0] <= value <= limits[1]:
            self.refuse(key, value, f"a number from {limits[0]:g} to {limits[1]:g}")
        return float(value)

    def flag(self, value: object, key: str) -> bool:
        """Return true or false."""
        if not isinstance(value, bool):
            self.refuse(key, value, "true or false")
        return value

    def refuse(self, key: str, value: object, wanted: str) -> NoReturn:
        """Raise the LayerError of a value that is not what is wanted."""
        message = f"{self.file}: {key} is {value!r}, which should be {wanted}"
        raise LayerError(message)
