"""What a report says of whole directions, so that an empty map is not read as a quiet front."""

from __future__ import annotations

from datetime import date

import pytest

from geotracker.text import lexicon, mentions, reports, sectors

LEXICON = lexicon.load()


def told(text: str) -> list[tuple[str, str]]:
    """Return each sector of a report with its status."""
    report = reports.read_bytes(text.encode(), "example.txt", date=date(2025, 1, 20))
    found = sectors.find(report, mentions.extract(report, LEXICON), LEXICON)
    assert all(report.text[sector.start_char : sector.end_char] == sector.sentence for sector in found)
    return [(sector.sector, sector.status) for sector in found]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Russian forces continued offensive operations in the Lozova direction on January 19 but did not advance.",
            [("Lozova direction", "operations, no confirmed advance")],
        ),
        ("Ukrainian forces recently advanced in the Lozova direction.", [("Lozova direction", "advance confirmed")]),
        (
            "A milblogger claimed that forces advanced in the Lozova direction.",
            [("Lozova direction", "advance claimed")],
        ),
        (
            "Neither Ukrainian nor Russian sources reported ground activity in the Lozova direction on January 19.",
            [("Lozova direction", "nothing reported")],
        ),
        (
            "Russian forces attacked in western Kherson Oblast on January 19.",
            [("western Kherson Oblast", "operations, no confirmed advance")],
        ),
        ("Officials met in Lozova.", []),
    ],
)
def test_the_status_of_a_direction(sentence: str, wanted: list[tuple[str, str]]) -> None:
    """A topic sentence gives a direction its status; a sentence about no direction gives none."""
    assert told(sentence) == wanted


def test_a_claim_under_the_topic_sentence() -> None:
    """Operations without an advance become a claimed one where a paragraph under them tells a claim."""
    text = (
        "Russian forces continued offensive operations in the Lozova direction on January 19 but did not advance.\n\n"
        "Unconfirmed claims: A Russian milblogger claimed that Russian forces seized Balka.\n"
    )
    assert told(text) == [("Lozova direction", "advance claimed")]


@pytest.mark.parametrize(
    ("status", "example"), [(entry.id, text) for entry in LEXICON.all_statuses for text in entry.examples]
)
def test_every_status_has_its_examples(status: str, example: str) -> None:
    """Each example of a status in the lexicon gives that status."""
    assert status in {given for _, given in told(example)}


@pytest.mark.parametrize(
    ("status", "example"), [(entry.id, text) for entry in LEXICON.all_statuses for text in entry.counter_examples]
)
def test_no_status_takes_its_counter_examples(status: str, example: str) -> None:
    """No counter-example of a status in the lexicon gives that status."""
    assert status not in {given for _, given in told(example)}
