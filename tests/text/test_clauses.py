"""The clause around a cue tells whose deed it is."""

from __future__ import annotations

import pytest

from geotracker.text import clauses
from geotracker.text.tokens import tokenise
from tests.words import LEXICON, extracted, reading


@pytest.mark.parametrize(
    ("sentence", "cue", "first"),
    [
        ("Forces seized Alta.", "seized", "Forces"),
        ("A man said that forces seized Alta.", "seized", "forces"),
        ("The road is cut because forces seized Alta.", "seized", "forces"),
        ("A crew, which seized Alta, left.", "seized", "seized"),
        ("Forces left Balka; others seized Alta.", "seized", "others"),
    ],
)
def test_where_a_clause_begins(sentence: str, cue: str, first: str) -> None:
    """A clause begins after a conjunction, a relative word, a colon or a semicolon, else with the sentence."""
    read = reading(sentence)
    at = next(index for index, token in enumerate(read.tokens) if token.lower == cue)
    assert read.tokens[read.clause(at)].text == first


@pytest.mark.parametrize(
    ("sentence", "aside"),
    [
        ("A milblogger, who serves in the army, claimed that it fell.", "who serves in the army ,"),
        ("An observer who writes of the front claimed that it fell.", "who writes of the front"),
        ("A milblogger claimed that it fell.", ""),
        ("Forces, who hold the road, left.", ""),
    ],
)
def test_asides(sentence: str, aside: str) -> None:
    """A relative clause between a source and its verb is an aside."""
    tokens = tokenise(sentence)
    apart = clauses.asides(tokens, LEXICON.words["say"])
    assert " ".join(tokens[index].text for index in sorted(apart)) == aside


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("Russian forces attacked near Alta.", ["russia"]),
        ("Ukrainian forces counterattacked near Alta.", ["ukraine"]),
        ("Russian and Ukrainian forces fought near Alta.", ["russia", "ukraine"]),
        ("Alta was captured by Russian forces.", ["russia"]),
        ("A depot in Alta was struck by Ukrainian drones.", ["ukraine"]),
        ("A depot in Alta was struck.", ["unknown"]),
        ("Ukrainian forces repelled Russian attacks near Alta.", ["russia"]),
        ("Ukrainian forces repelled attacks near Alta.", ["russia"]),
        ("Russian forces repelled a Ukrainian assault near Alta.", ["ukraine"]),
        ("Russian ground attacks near Alta went on.", ["russia"]),
        ("Attacks by Russian forces near Alta went on.", ["russia"]),
        ("Debris of a Ukrainian drone fell on a house in Alta.", ["ukraine"]),
        ("Drones struck a depot in Alta.", ["unknown"]),
        ("Footage shows Ukrainian forces striking a Russian tank near Alta.", ["ukraine"]),
        ("Fighting went on as Russian forces entered Alta.", ["russia"]),
        ("Ukrainian partisans blew up a railway line near Alta.", ["ukraine"]),
        ("Chechen fighters attacked near Alta.", ["russia"]),
        ("Belarusian forces struck Alta.", ["belarus"]),
        ("Ukrainian forces withdrew from Alta.", ["ukraine"]),
    ],
)
def test_whose_deed_it_is(sentence: str, actors: list[str]) -> None:
    """The subject's side did it; the agent of a passive, the other side of what was repelled, else nobody known."""
    assert [mention.actor for mention in extracted(sentence)] == actors


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("Footage shows smoke rising from the center of Alta following the Ukrainian strike.", "ukraine"),
        ("Footage shows smoke rising from the center of Alta following the Russian strike.", "russia"),
        ("Footage shows smoke rising over Alta after strikes by Ukrainian forces.", "ukraine"),
        ("Footage shows damage to a Russian depot in Alta from a Ukrainian drone strike.", "ukraine"),
        ("Footage shows damage to a Russian depot in Alta after a Russian missile strike.", "russia"),
        ("Officials reported a fire at a depot in Alta due to Russian shelling.", "russia"),
        ("Footage shows a fire at a Russian depot in Alta.", "ukraine"),
        ("Footage shows a fire at a depot in Alta, and Russian strikes went on.", "unknown"),
        ("Footage shows a fire at a depot in Alta after the strike.", "unknown"),
    ],
)
def test_whose_strike_left_traces(sentence: str, actor: str) -> None:
    """The side named with the strike that the traces follow; without one, the other side of what was hit."""
    assert extracted(sentence)[0].actor == actor


def test_a_source_is_no_subject() -> None:
    """The side of the source is not the side of a deed that it tells without a side."""
    said = (
        "Astra, a Russian opposition outlet, reported that Russian officials stated that drones struck a depot in Alta."
    )
    assert "russia" not in {mention.actor for mention in extracted(said)}


def test_two_subjects_in_one_sentence() -> None:
    """Each deed of a sentence has the subject of its own clause."""
    found = extracted("Russian forces attacked near Alta, but Ukrainian forces repelled them and retook Balka.")
    assert [(mention.kind, mention.actor, mention.place.text) for mention in found] == [
        ("attack", "russia", "Alta"),
        ("advance", "ukraine", "Balka"),
    ]
