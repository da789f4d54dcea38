"""Sources are read from TOML and refused where they are not as they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker import sources
from geotracker.errors import SourceError
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '[sources.a]\ntitle = "A"\npublisher = "P"\nkind = "report"\nmatch = "-a"\n'


def test_the_sample_reports_have_their_source() -> None:
    """The file that ships is sound, and its rights are stated."""
    known = sources.load(package_path("data", "sources.toml"))
    (found,) = sources.behind(known, ["2025-01-18-sample"])
    assert found.rights == "CC0-1.0"
    assert sources.behind(known, ["2025-01-18-other"]) == []


def test_rights_are_unknown_unless_stated(tmp_path: Path) -> None:
    """And a workspace without the file has no source."""
    (tmp_path / "sources.toml").write_text(GOOD)
    assert sources.load(tmp_path / "sources.toml")[0].rights == "unknown"
    assert sources.load(tmp_path / "none.toml") == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[sources", "cannot be read as TOML"),
        ("[source.a]", "did you mean 'sources'"),
        ("sources.a = 1", "not a table"),
        (GOOD + 'rigths = "CC0"', "did you mean 'rights'"),
        (GOOD + "covers = 1", "covers is 1, not a text"),
        (GOOD.replace("title", "covers"), "'title' is missing"),
        (GOOD.replace('"report"', '"reports"'), "did you mean 'report'"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, named: str) -> None:
    """With the file and the nearest right key."""
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(SourceError, match=named) as fault:
        sources.load(path)
    assert str(path) in str(fault.value)
