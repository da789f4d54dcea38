"""Maps of other people's lists are read from TOML and refused where they are not as they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker import importmaps
from geotracker.errors import ImportMapError
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """title = "T"
licence = "CC0-1.0"
dates = ["%Y-%m-%d"]
[columns]
start = "day"
[[kinds]]
kind = "strike"
holds = { what = ["Strike"] }
"""


def test_what_a_map_does_not_say_has_its_usual_value(tmp_path: Path) -> None:
    """Without codes every row is of a day, at a settlement, and nothing may be published."""
    path = tmp_path / "mine.toml"
    path.write_text(GOOD)
    found = importmaps.read(path)
    assert (found.name, found.redistribute, found.needs) == ("mine", False, ["day", "what"])
    assert found.times.of({}).precision == "day"
    assert found.positions.of({}).precision == 2
    assert found.kinds[0].fits({"what": "A STRIKE on a bridge"})
    assert not found.kinds[0].fits({"what": "a march"})


def test_a_code_without_a_meaning_is_a_fault_unless_there_is_an_otherwise(tmp_path: Path) -> None:
    """A code is never guessed."""
    path = tmp_path / "mine.toml"
    codes = '[time]\ncolumn = "code"\nvalues.1 = { precision = "day" }\n'
    path.write_text(GOOD + codes)
    with pytest.raises(ImportMapError, match="code is '2', not one of 1"):
        importmaps.read(path).times.of({"code": "2"})
    path.write_text(GOOD + codes + 'otherwise = { precision = "month" }\n')
    assert importmaps.read(path).times.of({"code": "2"}).precision == "month"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[columns", "cannot be read as TOML"),
        (GOOD.replace("licence", "license"), "did you mean 'licence'"),
        (GOOD.replace('dates = ["%Y-%m-%d"]', ""), "'dates' is missing"),
        (GOOD.replace("start", "strat"), "did you mean 'start'"),
        (GOOD.replace('start = "day"', ""), "'start' is missing"),
        (GOOD.replace('"strike"', '"strikes"'), "did you mean 'strike'"),
        (GOOD.replace("holds", "hold"), "did you mean 'holds'"),
        (GOOD.replace('holds = { what = ["Strike"] }', ""), "would fit every row"),
        (GOOD.replace('["Strike"]', '"Strike"'), "no list of texts"),
        (GOOD + "[time]\nvalues.1 = { precision = 'day' }", "belong together"),
        (GOOD + "[time]\ncolumn = 'c'\nvalues.1 = { precision = 'weekly' }", "precision is 'weekly'"),
        (GOOD + "[time]\ncolumn = 'c'\nvalues.1 = { precision = 'day', days = -1 }", "days is -1"),
        (GOOD + "[position]\notherwise = { precision = 9, radius_m = 1 }", "precision is 9"),
        (GOOD + "[position]\notherwise = { precision = 1, radius_m = 'far' }", "radius_m is 'far'"),
        (GOOD + "[position]\notherwise = 3", "not a table of precision and radius_m"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, named: str) -> None:
    """With the file and the nearest right key."""
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ImportMapError, match=named) as fault:
        importmaps.read(path)
    assert str(path) in str(fault.value)


def test_the_maps_that_ship_are_sound() -> None:
    """Each has its terms, or is the one to copy."""
    known = importmaps.load([package_path("data", "imports")])
    assert set(known) == {"acled", "geoconfirmed", "plain", "ucdp_ged", "viina"}
    assert all(one.terms.startswith("https://") for name, one in known.items() if name != "plain")
