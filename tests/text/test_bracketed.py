"""Brackets say which place is meant, never where the event was."""

from __future__ import annotations

import pytest

from geotracker.text import bracketed
from geotracker.text.tokens import tokenise
from tests.words import spots

Bearings = list[tuple[str, str, float | None]]


@pytest.mark.parametrize(
    ("words", "bearings", "regions", "frontline"),
    [
        ("near Balka (southwest of Pokrovsk)", [("southwest", "Pokrovsk", None)], [], None),
        ("near Balka (about 12 km east of Sumy City)", [("east", "Sumy City", 12)], [], None),
        ("near Balka (12km east of Sumy City)", [("east", "Sumy City", 12)], [], None),
        ("near Balka (2.5 kilometers north of Lyman)", [("north", "Lyman", 2.5)], [], None),
        ("near Balka [north of Lyman]", [("north", "Lyman", None)], [], None),
        ("near Balka (Kursk Oblast)", [], ["Kursk Oblast"], None),
        ("near Balka (north of Crimea)", [], [], None),
        ("near Balka (northern Crimea)", [], ["Crimea"], None),
        ("near Balka (about 1,200 kilometers from the frontline)", [], [], 1200),
        ("near Balka (in Tula Oblast, roughly 95 km from the front line)", [], ["Tula Oblast"], 95),
        (
            "near Balka (northwest of Lyman and south of Kupyansk)",
            [("northwest", "Lyman", None), ("south", "Kupyansk", None)],
            [],
            None,
        ),
        ("near Balka (a settlement)", [], [], None),
        ("near Balka ()", [], [], None),
    ],
)
def test_brackets_help(words: str, bearings: Bearings, regions: list[str], frontline: float | None) -> None:
    """Bearings with their kilometres, regions and the distance to the front line are kept with the place."""
    (spot,) = spots(words)
    assert [(bearing.direction, bearing.anchor, bearing.km) for bearing in spot.bearings] == bearings
    assert (spot.regions, spot.frontline_km) == (regions, frontline)
    assert (spot.text, spot.offset, spot.precision) == ("Balka", "near", 3)


@pytest.mark.parametrize(
    ("words", "helped"),
    [
        ("near Alta, Balka, and Cherta (south of Lyman)", ["Cherta"]),
        ("near Alta, Balka, and Cherta (both south of Lyman)", ["Balka", "Cherta"]),
        ("near Alta, Balka, and Cherta (all south of Lyman)", ["Alta", "Balka", "Cherta"]),
        ("near Alta (south of Lyman), Balka, and Cherta", ["Alta"]),
    ],
)
def test_of_how_many_places(words: str, helped: list[str]) -> None:
    """A bracket speaks of the place before it; "both" of two, "all" of all."""
    found = spots(words)
    assert [spot.text for spot in found] == ["Alta", "Balka", "Cherta"]
    assert [spot.text for spot in found if spot.bearings] == helped


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("a (b) c", {1: 3}),
        ("(a (b) c)", {0: 6, 2: 4}),
        ("a ) b (", {}),
        ("((((", {}),
        ("( a", {}),
    ],
)
def test_brackets_are_paired(text: str, closing: dict[int, int]) -> None:
    """Brackets are paired from the inside out; one without its other half is none."""
    assert bracketed.pairs(tokenise(text)) == closing
