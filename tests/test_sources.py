"""Sources are read from TOML and refused where they are not as they should be."""

from __future__ import annotations

from datetime import date
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
    assert sources.load(tmp_path / "sources.toml")[0].permission is None
    assert sources.load(tmp_path / "none.toml") == []


def test_a_permission_has_its_day(tmp_path: Path) -> None:
    """With how to name the publisher, and whether polygons may be passed on."""
    path = tmp_path / "sources.toml"
    path.write_text(GOOD + 'permission = 2025-01-20\nattribution = "P, 2025"\ngeometry = "redistribute"')
    (found,) = sources.load(path)
    assert (found.permission, found.attribution, found.geometry) == (date(2025, 1, 20), "P, 2025", "redistribute")


def test_events_are_held_back_for_twelve_hours_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    """A number of hours, whole or not; anything else is refused."""
    path = tmp_path / "sources.toml"
    assert sources.public_delay_hours(path) == 12
    path.write_text("public_delay_hours = 36.5\n" + GOOD)
    assert sources.public_delay_hours(path) == 36.5
    for wrong in ("-1", "true", '"12"', "nan", "inf"):
        path.write_text(f"public_delay_hours = {wrong}\n" + GOOD)
        with pytest.raises(SourceError, match="write a number of hours"):
            sources.public_delay_hours(path)


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
        (GOOD + 'permission = "yes"', "the day on which the right was recorded"),
        (GOOD + 'terms = "javascript:alert(1)"', "terms is 'javascript:alert.1.': write a web address"),
        (GOOD + 'terms = "https://user:secret@a.org/terms"', "terms is 'https://a.org/terms': write a web address"),
        (GOOD + "terms = 1", "terms is 1: write a web address"),
        (GOOD + "permission = 2025-01-20T10:00:00", "the day on which the right was recorded"),
        (GOOD + 'permision = "2025-01-20"', "did you mean 'permission'"),
        (GOOD + 'geometry = "redistributed"', "did you mean 'redistribute'"),
        ("public_delay_hour = 1\n" + GOOD, "did you mean 'public_delay_hours'"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, named: str) -> None:
    """With the file and the nearest right key."""
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(SourceError, match=named) as fault:
        sources.load(path)
    assert str(path) in str(fault.value)
