"""A deed becomes a mention with its days, its source's words and its endnotes."""

from __future__ import annotations

from datetime import date

import pytest

from tests.words import DAY, extracted, january, only

RECENT = (*january(19, 20), "recent")


def windows(text: str, day: date = DAY) -> list[tuple[date, date, str]]:
    """Return the days of each mention of a report."""
    return [(mention.start, mention.end, mention.time_precision) for mention in extracted(text, day)]


@pytest.mark.parametrize(
    ("sentence", "window"),
    [
        ("Russian forces struck Alta on January 18.", (*january(18), "day")),
        ("Russian forces struck Alta on the night of January 17 to 18.", (*january(17, 18), "night")),
        ("Russian forces attacked near Alta on January 18 and 19.", (*january(18, 19), "range")),
        ("Ukrainian forces struck Alta in late December 2024.", (date(2024, 12, 1), date(2024, 12, 31), "month")),
        ("Ukraine's January 3 strike against a depot in Alta went on.", (*january(3), "day")),
        ("A Russian milblogger claimed on January 19 that Russian forces seized Alta.", (*january(18, 19), "recent")),
        (
            "Geolocated footage published on January 18 indicates that Russian forces advanced in Alta.",
            (*january(17, 18), "recent"),
        ),
        ("Officials reported on January 19 that Russian forces struck Alta on January 17.", (*january(17), "day")),
        ("Russian forces advanced near Alta.", RECENT),
        ("Russian forces have shelled Alta since January 10.", RECENT),
    ],
)
def test_the_days_of_a_mention(sentence: str, window: tuple[date, date, str]) -> None:
    """Its own date comes first, then the telling's with the day before, then the report's with the day before."""
    mention = only(sentence)
    assert (mention.start, mention.end, mention.time_precision) == window


def test_the_turn_of_the_year() -> None:
    """A report of New Year's Day tells of the night before and of what was told then."""
    day = date(2025, 1, 1)
    text = "Russian forces struck Alta on the night of December 31 to January 1. Ukrainian forces advanced near Balka."
    assert windows(text, day) == [
        (date(2024, 12, 31), date(2025, 1, 1), "night"),
        (date(2024, 12, 31), date(2025, 1, 1), "recent"),
    ]


TOPIC = "Russian forces attacked near Alta on January 18. "


@pytest.mark.parametrize(
    ("follows", "window"),
    [
        ("Russian forces advanced near Balka.", (*january(18), "day")),
        ("Russian forces advanced near Balka on January 16.", (*january(16), "day")),
        ("Ukrainian forces counterattacked near Balka.", RECENT),
        ("Geolocated footage shows Russian forces advancing in Balka.", RECENT),
        (
            "Geolocated footage published on January 19 shows Russian forces advancing in Balka.",
            (*january(18, 19), "recent"),
        ),
        ("A Russian milblogger claimed on January 19 that Russian forces seized Balka.", (*january(18, 19), "recent")),
    ],
)
def test_what_a_topic_sentence_dates(follows: str, window: tuple[date, date, str]) -> None:
    """A dated topic sentence dates the undated sentences of its side, never footage and never the other side."""
    assert windows(TOPIC + follows)[-1] == window


def test_a_topic_ends_with_its_paragraph() -> None:
    """Neither the paragraph before nor a heading dates a sentence."""
    assert windows(TOPIC + "\n\nRussian forces advanced near Balka.")[-1] == RECENT
    assert windows("## Attacks on January 18\n\nRussian forces advanced near Balka.") == [RECENT]


def test_a_topic_gives_its_side() -> None:
    """A sentence that names no side has the side of its paragraph's first sentence, else none."""
    dated = "Ukrainian forces conducted drone strikes on January 18 and struck Alta. Drones struck a depot in Balka."
    assert [mention.actor for mention in extracted(dated)] == ["ukraine", "ukraine"]
    assert only("Drones struck a depot in Balka.").actor == "unknown"


@pytest.mark.parametrize(
    ("sentence", "disputed"),
    [
        ("The Russian MoD claimed that Russian forces seized Alta, but Ukrainian officials denied this.", True),
        ("Russian forces claimed the seizure of Alta, but ISW has not observed evidence of it.", True),
        ("Russian sources stated that Ukrainian forces struck Alta and that there was no damage.", True),
        ("Russian officials denied that Ukrainian forces seized Alta.", True),
        ("The Russian MoD claimed that Russian forces seized Alta.", False),
        ("Ukrainian forces repelled Russian attacks near Alta.", False),
    ],
)
def test_disputes(sentence: str, disputed: bool) -> None:  # noqa: FBT001 # a table's column
    """A denial and a contrary result dispute; a claim alone and a repelled attack do not."""
    assert only(sentence).disputed is disputed


def test_a_topic_that_denies_disputes_claims() -> None:
    """Under "did not advance" in bold a claimed advance of that side is disputed, an observed one is not."""
    text = (
        "**Russian forces continued attacks in the Lyman direction but did not advance.**\n\n"
        "A Russian milblogger claimed that Russian forces advanced near Alta."
        " Geolocated footage shows Russian forces advancing in Balka."
    )
    assert [(mention.place.text, mention.disputed) for mention in extracted(text)] == [("Alta", True), ("Balka", False)]


def test_a_sentence_that_only_contradicts() -> None:
    """A denial in the next sentence is a mention of what was told before it."""
    text = (
        "The Ukrainian General Staff reported that Ukrainian forces struck an airfield in Alta on January 19."
        " The Russian MoD stated that air defense shot down all the drones."
    )
    told, denied = extracted(text)
    assert (told.disputed, denied.disputed) == (False, True)
    assert (denied.kind, denied.place, denied.start) == (told.kind, told.place, told.start)
    assert denied.sentence.startswith("The Russian MoD stated")


def test_endnotes_and_urls() -> None:
    """Each mention keeps the numbers of its sentence's notes, with the URLs that the report lists."""
    text = (
        "Russian forces seized Alta.[1][2] Russian forces attacked near Balka.[3] Russian forces shelled Cherta.\n\n"
        "## Endnotes\n\n[1] https://t.me/one\n\n[2] https://example.org/a ; https://example.org/b\n\n[3] A broadcast."
    )
    assert [mention.endnotes for mention in extracted(text)] == [
        ("1 https://t.me/one", "2 https://example.org/a", "2 https://example.org/b"),
        ("3",),
        (),
    ]


def test_what_a_place_brings() -> None:
    """A mention's place has its regions, its bearings, its section, and the other places of its sentence."""
    text = "## Eastern Front\n\nRussian forces attacked near Alta (south of Lyman) and Balka, Kursk Oblast."
    first, second = extracted(text)
    assert (first.place.nearby, second.place.nearby) == (("Balka",), ("Alta",))
    assert first.place.area == "Eastern Front"
    assert first.place.bearings[0].anchor == "Lyman"
    assert second.place.regions == ("Kursk Oblast",)


def test_the_rule_is_kept() -> None:
    """A mention names the rule that made it, and says where it was an attempt."""
    assert only("Russian forces seized Alta.").rules[0].split(":")[0] == "advance.seize"
    assert only("Russian forces tried to seize Alta.").rules[-1] == "attempted"
