"""A whole report becomes mentions, each with its excerpt in place and an id that lasts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geotracker.text import mentions, reports
from tests.words import DAY, LEXICON, extracted, placed

SENTENCES = (
    "Russian forces seized Alta on January 19.",
    "Ukrainian forces struck an oil depot in Balka, Kursk Oblast.",
    "Russian forces attacked near Cherta and Dubky (both south of Lyman).",
    "A Russian milblogger claimed that Ukrainian forces withdrew from Yalta.",
    "The Ukrainian Air Force reported that Russian forces launched 60 drones.",
    "Officials met in Kyiv.",
)
MANY = (
    "Russian forces attacked near Alta, " + ", ".join(f"Balka{chr(97 + n % 26)}" for n in range(26)) + ", and Cherta."
)


@pytest.mark.parametrize("text", [" ".join(SENTENCES), "\n\n".join(SENTENCES), MANY, "# Title\n\n" + SENTENCES[0]])
def test_excerpts_stand_at_their_offsets(text: str) -> None:
    """Every excerpt is the report's own text at its offsets, inside its sentence, and at most 25 words."""
    report = reports.read_bytes(text.encode(), "example.md", date=DAY)
    found = mentions.extract(report, LEXICON)
    assert found
    for mention in found:
        excerpt = report.text[mention.start_char : mention.end_char]
        assert excerpt
        assert excerpt in mention.sentence
        assert len(excerpt.split()) <= 25


def test_a_sentence_of_several_places() -> None:
    """One sentence that names three places gives three mentions, each with its own id."""
    found = extracted("Russian forces attacked near Alta, Balka, and Cherta.")
    assert [mention.place.text for mention in found] == ["Alta", "Balka", "Cherta"]
    assert len({mention.mention_id for mention in found}) == 3


def test_a_sentence_says_a_thing_once() -> None:
    """The same thing said twice in one sentence is one mention."""
    assert placed("Russian forces attacked near Alta and attacked near Alta.") == [("attack", "russia", "Alta")]


def test_headings_and_corrections_tell_nothing() -> None:
    """A heading is no sentence of the record."""
    assert extracted("## Russian forces seized Alta\n\nOfficials met in Kyiv.") == []


def test_equal_sentences_are_numbered() -> None:
    """Equal sentences of one report keep their ids apart by their order."""
    ids = [mention.mention_id for mention in extracted("\n\n".join([SENTENCES[0]] * 3))]
    assert ids == [ids[0], f"{ids[0]}-2", f"{ids[0]}-3"]


def test_ids_forgive_what_a_reader_does_not_see() -> None:
    """Case, blanks and signs of a sentence leave its id as it is; its words, the place and the report do not."""
    (first,) = extracted("Russian forces seized Alta on January 19.")
    (same,) = extracted("Russian  forces seized Alta, on January 19.")
    (words,) = extracted("Russian forces now seized Alta on January 19.")
    (later,) = extracted("Russian forces seized Alta on January 19.", date(2025, 1, 21))
    assert first.mention_id == same.mention_id
    assert len({first.mention_id, words.mention_id, later.mention_id}) == 3


@settings(max_examples=25, deadline=None)
@given(st.permutations(SENTENCES))
def test_ids_last_when_paragraphs_move(order: list[str]) -> None:
    """The order of a report's paragraphs changes no id."""
    wanted = {(mention.mention_id, mention.sentence) for mention in extracted("\n\n".join(SENTENCES))}
    assert {(mention.mention_id, mention.sentence) for mention in extracted("\n\n".join(order))} == wanted


def test_mentions_come_in_text_order() -> None:
    """Mentions come in the order of their sentences."""
    starts = [mention.start_char for mention in extracted("\n\n".join(SENTENCES))]
    assert len(starts) == 6
    assert starts == sorted(starts)


def test_a_thousand_paragraphs() -> None:
    """A thousand equal paragraphs give a thousand mentions, each with an id of its own."""
    found = extracted("\n\n".join(["Russian forces attacked near Alta."] * 1000))
    assert len({mention.mention_id for mention in found}) == 1000


def test_a_sentence_of_ten_thousand_words() -> None:
    """A sentence of ten thousand names gives the places at its cue, and excerpts of 25 words."""
    names = ("Alta" + chr(97 + n % 26) + chr(97 + n // 26 % 26) + chr(97 + n // 676) for n in range(10_000))
    found = extracted("Russian forces attacked near " + ", ".join(names) + ".")
    assert len(found) > 100
    assert {mention.kind for mention in found} == {"attack"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Російські війська атакували поблизу Покровська. Дрони вдарили по Києву.", []),
        ("Text (( Russian forces attacked near Alta )) [ (.", [("attack", "russia", "Alta")]),
        ("It began.\n\n... !!! ???\n\n;;;;\n\n()()()", []),
        ("Russian forces attacked " + "near " * 5000 + ".", []),
        ("Russian forces attacked " * 2000, []),
        ("Russian forces shot down " + "40 of 60 " * 3000 + "drones", []),
        ("January 19 " * 3000, []),
        ("that who which " * 3000, []),
        ("Russian forces seized <script>alert(1)</script> Alta\u202e.", None),
        ("x" * 100_000, []),
        ("a (" * 10_000, []),
    ],
)
def test_hostile_reports(text: str, told: list[tuple[str, str, str]] | None) -> None:
    """Other scripts, unbalanced brackets and words without end give what they tell, and no error."""
    found = placed(text)
    assert told is None or found == told


WORDS = [
    *("Russian Ukrainian forces attacked struck seized advanced near in toward of and , ; ( ) Alta Balka".split()),
    *("Kursk Oblast oblasts not claimed that on January 19 night to the a depot drones 60 launched from".split()),
    "“",
    "—",
    "\n\n",
    "- ",
    "[1]",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    """Whatever order a report's words stand in, each mention has a place, its days in order and its excerpt."""
    text = "Officials met in the morning and spoke at length of the weather. " + " ".join(words)
    report = reports.read_bytes(text.encode(), "example.md", date=DAY)
    for mention in mentions.extract(report, LEXICON):
        assert mention.place.text
        assert mention.start <= mention.end
        assert 1 <= mention.geo_precision <= 6
        assert report.text[mention.start_char : mention.end_char] in mention.sentence
