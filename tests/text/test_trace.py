"""Sentences with a cue that gave no event are listed, each with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from geotracker.text import lexicon, mentions, reports, trace

LEXICON = lexicon.load()


def untold(text: str) -> list[tuple[str, ...]]:
    """Return the cues of each sentence that gave no event."""
    report = reports.read_bytes(text.encode(), "example.txt", date=date(2025, 1, 20))
    return [item.cues for item in trace.find(report, mentions.extract(report, LEXICON), LEXICON)]


@pytest.mark.parametrize(
    ("sentence", "cues"),
    [
        ("Russian forces did not advance near Lozova.", [("advance: not told as done",)]),
        ("Russian forces conducted many ground assaults.", [("ground assaults: no place of its own",)]),
        ("Russian forces attacked in Kherson Oblast.", [("attacked: no event by the codebook",)]),
        ("Officials met in Lozova.", []),
        ("Russian forces attacked near Lozova.", []),
    ],
)
def test_each_cue_has_its_reason(sentence: str, cues: list[tuple[str, ...]]) -> None:
    """A cue that gave no event says why; a sentence without a cue, or with an event, is not listed."""
    assert untold(sentence) == cues
