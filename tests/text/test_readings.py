"""A sentence is read once: its cues, and its dates told apart from those of the telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.words import january, reading

if TYPE_CHECKING:
    from geotracker.text.windows import Window


def dated(window: Window | None) -> tuple[object, object] | None:
    """Return the days of a window, or None."""
    return None if window is None else (window.start, window.end)


@pytest.mark.parametrize(
    ("sentence", "told", "shown", "own"),
    [
        ("Officials reported on January 19 that forces struck Alta.", 19, False, []),
        ("Officials reported on January 19 that forces struck Alta on January 18.", 19, False, [18]),
        ("Footage published on January 19 shows forces advancing in Alta.", 19, True, []),
        ("Satellite imagery collected on January 18 shows that forces struck Alta.", 18, True, []),
        ("Forces struck Alta on January 18.", None, False, [18]),
        ("Officials reported that forces struck Alta on January 18.", None, False, [18]),
        ("Forces struck Alta on January 17 and Balka on January 18.", None, False, [17, 18]),
        ("Forces struck Alta.", None, False, []),
    ],
)
def test_dates_of_the_telling(sentence: str, told: int | None, shown: bool, own: list[int]) -> None:  # noqa: FBT001 # a table's column
    """The date right after a verb of saying is when it was said; the others are of the thing itself."""
    read = reading(sentence)
    assert dated(read.told) == (january(told) if told else None)
    assert read.shown is shown
    assert [dated(window) for window in read.dates] == [january(day) for day in own]


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("Forces attacked near Alta and advanced near Balka.", ["attack.verb", "advance.verb"]),
        ("Forces shelled Alta.", ["strike.verb"]),
        ("Nothing is told here.", []),
        ("They met at Storm Hall.", []),
        ("", []),
    ],
)
def test_cues(sentence: str, rules: list[str]) -> None:
    """The cues of a sentence come in order; a name is no cue."""
    assert [cue.rule.id for cue in reading(sentence).cues] == rules


def test_the_next_date_is_the_deeds() -> None:
    """A deed has the next date after it, else the last one before it."""
    read = reading("On January 16 forces struck Alta on January 17 and Balka on January 18 and left.")
    first = next(index for index, token in enumerate(read.tokens) if token.lower == "struck")
    assert dated(read.date_of(first)) == january(17)
    assert dated(read.date_of(len(read.tokens) - 1)) == january(18)
    assert reading("Forces struck Alta.").date_of(1) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "January 19 " * 400,
        "reported that " * 500,
        "attacked " * 1000,
        "?!,;:()[]—…" * 200,
        "Дрони вдарили по Києву. " * 50,
        "\u202e\u0000\ufffd",
    ],
)
def test_hostile_sentences(sentence: str) -> None:
    """Repeated words, signs alone and other scripts are read without an error, and no deed is made of them."""
    read = reading(sentence)
    assert len(read.tokens) >= len(sentence.split()) - 1
    assert all(cue.end <= len(read.tokens) for cue in read.cues)
