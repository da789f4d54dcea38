"""What a report says twice is one event with several mentions."""

from __future__ import annotations

import pytest

from tests.words import extracted, placed

BODY = "## Front\n\nRussian forces advanced near Alta (southeast of Pokrovsk) on January 19.[1]\n\n"
NOTES = "## Endnotes\n\n[1] https://t.me/example"


def test_a_takeaway_is_a_mention_of_the_body() -> None:
    """A summary line that names the town that the body tells the place from is a mention of the body's event."""
    first, second = extracted("## Key Takeaways\n\n- Russian forces advanced near Pokrovsk.\n\n" + BODY + NOTES)
    assert first.place == second.place
    assert (first.start, first.end, first.geo_precision) == (second.start, second.end, second.geo_precision)
    assert "summary" in first.rules
    assert first.sentence == "Russian forces advanced near Pokrovsk."


@pytest.mark.parametrize(
    "line",
    [
        "Russian forces advanced near Lyman.",
        "Ukrainian forces advanced near Pokrovsk.",
        "Russian forces attacked near Pokrovsk.",
    ],
)
def test_a_takeaway_of_its_own(line: str) -> None:
    """A summary line of another place, side or kind keeps its own event."""
    first, second = extracted(f"## Key Takeaways\n\n- {line}\n\n" + BODY + NOTES)
    assert (first.kind, first.actor, first.place.text) != (second.kind, second.actor, second.place.text)


def test_a_summary_that_names_what_the_body_names() -> None:
    """Where the body has the summary's own place, the summary keeps it."""
    text = "## Key Takeaways\n\n- Russian forces advanced near Pokrovsk.\n\n" + BODY
    found = extracted(text + "Russian forces advanced near Pokrovsk on January 19.[1]\n\n" + NOTES)
    assert [mention.place.text for mention in found] == ["Pokrovsk", "Alta", "Pokrovsk"]


def test_a_region_that_a_settlement_tells_better() -> None:
    """A strike on a region is a mention of the strike on a settlement of it, named in the same paragraph."""
    region = "Ukrainian drones struck Tula Oblast on January 19."
    settlement = "Ukrainian drones struck a depot in Alta, Tula Oblast, on January 19."
    assert placed(f"{region} {settlement}") == [("strike", "ukraine", "Alta")] * 2


@pytest.mark.parametrize(
    "other",
    [
        "Russian drones struck a depot in Alta, Tula Oblast, on January 19.",
        "Ukrainian drones struck a depot in Alta, Tula Oblast, on January 12.",
        "Ukrainian drones struck a depot in Alta, Kursk Oblast, on January 19.",
    ],
)
def test_a_region_of_its_own(other: str) -> None:
    """A strike on a region stays where the settlement's is of another side, day or region."""
    assert ("strike", "ukraine", "Tula Oblast") in placed(f"Ukrainian drones struck Tula Oblast on January 19. {other}")


def test_a_settlement_stands_for_its_region() -> None:
    """Where one sentence names a region and a settlement in it, the settlement is the place."""
    assert placed("Ukrainian drones struck a depot in Alta, Tula Oblast.") == [("strike", "ukraine", "Alta")]
