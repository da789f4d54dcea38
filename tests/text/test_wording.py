"""The file of words by which a report is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker.errors import LexiconError
from geotracker.text import wording
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = package_path("data", "reading.toml").read_text(encoding="utf-8")


def test_shipped_file_is_sound() -> None:
    """The shipped file is read, its phrases squeezed to letters."""
    words = wording.load()
    assert "clickheretosee" in words.navigation
    assert "gen" in words.titles


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("[navigation]", "[navigatoin]", "unknown table [navigatoin] (did you mean 'navigation'?)"),
        ("max_words = 70", "max_word = 70", "unknown key 'max_word' in [navigation] (did you mean 'max_words'?)"),
        ("max_words = 70", 'max_words = "many"', "[navigation] max_words must be a whole number"),
        ("[corrections]", "[[corrections]]", "corrections is no table; write [corrections]"),
        ("[sentences]", "[sentences", "cannot be read as TOML"),
        ('"share", ', '"share", "--", ', "[navigation] is must be a list of phrases"),
    ],
)
def test_faults_are_named(tmp_path: Path, before: str, after: str, fault: str) -> None:
    """An unknown table or key, a wrong type and broken TOML are named in one line with the file."""
    path = tmp_path / "reading.toml"
    path.write_text(SHIPPED.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(LexiconError) as refused:
        wording.read(path)
    assert str(path) in str(refused.value)
    assert fault in str(refused.value)
