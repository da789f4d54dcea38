"""What stands before the next name of a place list gives the name its offset and its precision."""

from __future__ import annotations

import pytest

from geotracker.text.spots import Pending
from tests.words import spots


@pytest.mark.parametrize(
    ("pending", "offset", "precision"),
    [
        (Pending(prep="at"), "", 2),
        (Pending(prep="object"), "", 2),
        (Pending(prep="at", part="southern"), "southern", 2),
        (Pending(prep="near"), "near", 3),
        (Pending(prep="toward"), "toward", 3),
        (Pending(direction="northwest"), "northwest of", 3),
        (Pending(outskirts=True), "on the outskirts of", 3),
        (Pending(outskirts=True, part="southern"), "on the southern outskirts of", 3),
        (Pending(prep="between"), "between", 4),
        (Pending(prep="along"), "along", 4),
    ],
)
def test_offset_and_precision(pending: Pending, offset: str, precision: int) -> None:
    """In a place is 2, near it or off it 3, between two or along a line 4; the words are kept."""
    assert (pending.offset, pending.precision, pending.is_open) == (offset, precision, True)


def test_nothing_pending_opens_no_place() -> None:
    """A name that no word leads to is no place."""
    assert not Pending().is_open
    assert not Pending().is_off


@pytest.mark.parametrize(
    ("words", "offset", "precision"),
    [
        ("Balka", "", 2),
        ("in Balka", "", 2),
        ("in southern Balka", "southern", 2),
        ("in northern and central Balka", "central", 2),
        ("near Balka", "near", 3),
        ("near Balka itself", "near", 3),
        ("outside Balka", "near", 3),
        ("north of Balka", "north of", 3),
        ("north and northwest of Balka", "north and northwest of", 3),
        ("south-east of Balka", "southeast of", 3),
        ("to the south of Balka", "south of", 3),
        ("12km west of Balka", "west of", 3),
        ("toward Balka", "toward", 3),
        ("towards Balka", "toward", 3),
        ("in the direction of Balka", "toward", 3),
        ("on the outskirts of Balka", "on the outskirts of", 3),
        ("on the eastern outskirts of Balka", "on the eastern outskirts of", 3),
        ("in the Balka area", "in the area of", 3),
        ("in the village of Balka", "", 2),
        ("in occupied Balka", "", 2),
        ("in Russian-occupied Balka", "", 2),
    ],
)
def test_words_before_a_place(words: str, offset: str, precision: int) -> None:
    """The words that lead to a place say how far off it the event was."""
    (spot,) = spots(words)
    assert (spot.text, spot.level, spot.offset, spot.precision) == ("Balka", "settlement", offset, precision)
    assert spot.occupied == ("occupied" in words)
