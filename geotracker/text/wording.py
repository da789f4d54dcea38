"""The words by which a report is read, from `data/reading.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geotracker.errors import LexiconError, nearest
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = {
    "navigation": ("max_words", "begins", "is", "ends"),
    "headings": ("begins", "glued", "objective", "endnotes"),
    "corrections": ("begins",),
    "sentences": ("titles", "doubtful", "numbered", "openers"),
}
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases in squeezed form (see `squeeze`), sentence words in lower case without their last full stop."""

    navigation: tuple[str, ...]
    navigation_words: int
    navigation_whole: frozenset[str]
    attachments: tuple[str, ...]
    headings: tuple[str, ...]
    glued: tuple[str, ...]
    objective: tuple[str, ...]
    endnotes: frozenset[str]
    corrections: tuple[str, ...]
    titles: frozenset[str]
    doubtful: frozenset[str]
    numbered: frozenset[str]
    openers: frozenset[str]


def squeeze(text: str) -> str:
    """Return the letters and digits of `text` in lower case: "Click **here** to" and "Clickhere to" are one."""
    return _NO_LETTER.sub("", text).casefold()


@cache
def load() -> Wording:
    """Return the wording that the package ships."""
    return read(package_path("data", "reading.toml"))


def read(path: Path) -> Wording:
    """Return the wording of a file.

    Raises LexiconError for a file that is no TOML, an unknown or missing key, or a value of the wrong type.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        message = f"{path}: cannot be read as TOML: {fault}"
        raise LexiconError(message) from fault
    _check(path, tables)
    navigation, headings, sentences = tables["navigation"], tables["headings"], tables["sentences"]
    return Wording(
        navigation=_squeezed(navigation["begins"]),
        navigation_words=navigation["max_words"],
        navigation_whole=frozenset(_squeezed(navigation["is"])),
        attachments=tuple(end.casefold() for end in navigation["ends"]),
        headings=_squeezed(headings["begins"]),
        glued=tuple(headings["glued"]),
        objective=_squeezed(headings["objective"]),
        endnotes=frozenset(_squeezed(headings["endnotes"])),
        corrections=_squeezed(tables["corrections"]["begins"]),
        titles=frozenset(sentences["titles"]),
        doubtful=frozenset(sentences["doubtful"]),
        numbered=frozenset(sentences["numbered"]),
        openers=frozenset(sentences["openers"]),
    )


def _squeezed(phrases: list[str]) -> tuple[str, ...]:
    return tuple(squeeze(phrase) for phrase in phrases)


def _check(path: Path, tables: dict[str, Any]) -> None:
    for name, table in tables.items():
        if name not in _KEYS:
            message = f"{path}: unknown table [{name}]{nearest(name, _KEYS)}"
            raise LexiconError(message)
        if not isinstance(table, dict):
            message = f"{path}: {name} is no table; write [{name}]"
            raise LexiconError(message)
        for key in table:
            if key not in _KEYS[name]:
                message = f"{path}: unknown key {key!r} in [{name}]{nearest(key, _KEYS[name])}"
                raise LexiconError(message)
    for name, keys in _KEYS.items():
        for key in keys:
            value = tables.get(name, {}).get(key)
            if key == "max_words":
                good = isinstance(value, int) and not isinstance(value, bool)
            else:
                good = isinstance(value, list) and all(isinstance(item, str) and squeeze(item) for item in value)
            if not good:
                kind = "a whole number" if key == "max_words" else "a list of phrases"
                message = f"{path}: [{name}] {key} must be {kind}"
                raise LexiconError(message)
