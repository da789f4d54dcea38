"""Where sentences begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.text import sentences


@pytest.mark.parametrize(
    "text",
    [
        "Crews struck the pier. | The docks burned.",
        "Gen. Petrenko and Lt. Col. Berg spoke near St. Anna. | They left.",
        "Frederick W. Kagan wrote it. | He signed it.",
        "The U.S. Navy left at 4:30 a.m. on Tuesday. | It came back at 9 p.m. | The docks were empty.",
        "About 3.5 km (approx. 2.2 miles) were lost, e.g. near No. 5 and Nos. 6 and 7. | No. | Nothing else.",
        "It began in Jan. 2024 and ended in Dec. | Nobody saw it.",
        "He asked: “Who pays? | Nobody.” | Then he left!",
        "“Stop!” he said. | (He meant the crews.) | They stopped… | Later they went on.",
        "Crews dug in (ISW wrote of this. It was long ago.) near the pier. | They stayed.",
        "They held ... and waited. | Then came 12 drones?! | None hit.",
        "They advanced in some areas. | ISW has seen it.",
        "They advanced in some areas.|Garrison troops dug in there.",
        "The outlet Sever.Realii wrote so.",
        "1. The first point stands. | 2. The second one too.",
        "At t.me/port and in 2024. | Done.",
        "No full stop at the end",
        "…",
    ],
)
def test_split(text: str) -> None:
    """Abbreviations, initials, decimals, quotes, brackets and dots end a sentence only where one ends."""
    wanted = [part.strip() for part in text.split("|")]
    joined = text.replace(" | ", " ").replace("|", "")
    assert [joined[start:end] for start, end in sentences.split(joined)] == wanted


@given(st.text(alphabet="aB .!?()“”…\n1[", max_size=200))
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences come in order, do not overlap, and leave out nothing but white space."""
    spans = list(sentences.split(text))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
