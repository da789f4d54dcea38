"""Sources, their side and their verb are found, and weighed as the evidence that they are."""

from __future__ import annotations

import pytest

from geotracker.text.attribution import Speakers, over
from tests.words import extracted, only, reading


def sources(sentence: str) -> list[tuple[str, str, str]]:
    """Return source, kind of voice and verb of each attribution of a sentence."""
    found = reading(sentence).attributions
    return [(item.source, item.voice.id if item.voice else "", item.verb) for item in found]


@pytest.mark.parametrize(
    ("sentence", "source", "voice", "verb"),
    [
        ("A Russian milblogger claimed that it fell.", "A Russian milblogger", "milblogger", "claimed"),
        ("The Ukrainian General Staff reported that it fell.", "The Ukrainian General Staff", "official", "reported"),
        ("The Russian MoD claimed it fell.", "The Russian MoD", "official", "claimed"),
        ("An outlet stated that it fell.", "An outlet", "media", "stated"),
        ("Local residents posted that it fell.", "Local residents", "local channel", "posted"),
        ("According to the Ukrainian Air Force, it fell.", "the Ukrainian Air Force", "official", "according to"),
        ("It fell, according to a milblogger.", "a milblogger", "milblogger", "according to"),
        ("Satellite imagery shows that it fell.", "Satellite imagery", "satellite imagery", "shows"),
    ],
)
def test_a_source_is_found(sentence: str, source: str, voice: str, verb: str) -> None:
    """The source's name as the text gives it, what kind of voice it is, and its verb are kept."""
    assert sources(sentence) == [(source, voice, verb)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The claimed seizure of Alta is old.",
        "Reports of fire came in.",
        "Officials did not say that it fell.",
        "The forces, it is said, left.",
        "claimed",
        "",
    ],
)
def test_no_source(sentence: str) -> None:
    """Claimed ground, reports of something and what was not said have no source."""
    assert sources(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "actor", "evidence"),
    [
        ("Geolocated footage indicates that Russian forces advanced in Alta.", "russia", "observed"),
        ("Satellite imagery shows that Ukrainian forces struck an airfield in Alta.", "ukraine", "observed"),
        ("ISW assesses that Russian forces seized Alta.", "russia", "observed"),
        ("A Russian milblogger posted geolocated footage of Russian forces striking Alta.", "russia", "observed"),
        ("The Kursk Oblast governor acknowledged that a Ukrainian drone struck Alta.", "ukraine", "acknowledged"),
        ("The Ukrainian General Staff reported that Russian forces attacked near Alta.", "russia", "acknowledged"),
        ("A Russian milblogger claimed that Ukrainian forces advanced near Alta.", "ukraine", "acknowledged"),
        ("Russian and Ukrainian sources reported that Russian forces attacked near Alta.", "russia", "acknowledged"),
        ("Ukrainian forces struck a depot in Alta, according to a Russian milblogger.", "ukraine", "acknowledged"),
        ("Russian opposition outlet Svit reported that Ukrainian drones struck Alta.", "ukraine", "reported"),
        ("An American newspaper reported that Ukrainian forces struck Alta.", "ukraine", "reported"),
        ("Ukrainian forces struck a depot in Alta.", "ukraine", "reported"),
        ("The Russian MoD claimed that Russian forces seized Alta.", "russia", "claimed"),
        ("A milblogger claimed that Russian forces seized Alta.", "russia", "claimed"),
        ("According to the Ukrainian General Staff, Ukrainian forces struck a depot in Alta.", "ukraine", "claimed"),
        ("Russian sources claimed that Ukrainian forces withdrew from Alta.", "ukraine", "claimed"),
        ("Ukrainian officials acknowledged that Ukrainian forces withdrew from Alta.", "ukraine", "acknowledged"),
        ("Russian officials denied that Ukrainian forces seized Alta.", "ukraine", "claimed"),
    ],
)
def test_evidence(sentence: str, actor: str, evidence: str) -> None:
    """What is shown is observed; the suffering side acknowledges, others report, the acting side claims."""
    mention = only(sentence)
    assert (mention.actor, mention.evidence) == (actor, evidence)


@pytest.mark.parametrize(
    ("sentence", "basis"),
    [
        ("Geolocated footage indicates that Russian forces advanced in Alta.", ("geolocated",)),
        ("ISW assesses that Russian forces seized Alta.", ("author_assessment",)),
        ("A milblogger claimed that Russian forces seized Alta.", ("partisan_channel",)),
        ("The Russian MoD claimed that Russian forces seized Alta.", ("official",)),
        ("An outlet reported that Ukrainian forces struck Alta.", ("media",)),
        ("Ukrainian forces struck Alta.", ()),
    ],
)
def test_basis(sentence: str, basis: tuple[str, ...]) -> None:
    """The basis is what the text names."""
    assert only(sentence).basis == basis


def test_a_chain_of_sources() -> None:
    """A source that another one quotes brings that one with it, the nearest first."""
    said = "Svit, an opposition outlet, reported that Russian officials stated that Ukrainian drones struck Alta."
    mention = only(said)
    assert mention.claimed_by == ("Russian officials", "Svit, an opposition outlet")
    assert (mention.evidence, mention.basis, mention.verb) == ("acknowledged", ("official", "media"), "stated")


def test_a_sources_word_ends_with_the_next_source() -> None:
    """A second source of a sentence speaks for what follows it alone."""
    read = reading(
        "A Russian milblogger claimed that it fell, while the Ukrainian General Staff reported that forces attacked."
    )
    spoken = over(len(read.tokens) - 2, read.attributions, read.tokens)
    assert [item.source for item in spoken] == ["the Ukrainian General Staff"]


@pytest.mark.parametrize(
    "aside", [", who serves in the army,", " who writes of the front", ", which is close to the army,"]
)
def test_asides_part_no_source_from_its_word(aside: str) -> None:
    """A relative clause between a source and its verb leaves the source where it is."""
    mention = only(f"A Russian milblogger{aside} claimed that Russian forces seized Alta.")
    assert mention.evidence == "claimed"
    assert mention.claimed_by[0].startswith("A Russian milblogger")


def test_a_name_is_remembered() -> None:
    """A source named once with its side keeps that side where only its last name stands."""
    found = extracted(
        "Ukrainian military observer Ivan Petrenko stated that Russian forces seized Alta."
        " Petrenko noted that Russian forces attacked near Balka."
    )
    assert [(mention.claimed_by[0], mention.evidence) for mention in found] == [
        ("Ukrainian military observer Ivan Petrenko", "acknowledged"),
        ("Petrenko", "acknowledged"),
    ]


def test_a_pronoun_is_the_last_source() -> None:
    """A source that only points back has the side of the one before it."""
    speakers = Speakers()
    reading("The Ukrainian General Staff reported that it fell.", speakers)
    (pointing,) = reading("They added that it burned.", speakers).attributions
    assert pointing.sides == ("ukraine",)


def test_endless_sources() -> None:
    """Thousands of sources one after the other give the last ones, and the deed once."""
    mention = only("A milblogger claimed that " * 400 + "Russian forces seized Alta.")
    assert (mention.place.text, mention.evidence) == ("Alta", "claimed")
