"""The lexicon: every phrase rule proves itself, and a wrong file is refused at the door."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from geotracker.errors import LexiconError
from geotracker.text import lexicon, mentions, reports

if TYPE_CHECKING:
    from pathlib import Path

LEXICON = lexicon.load()


def fired(sentence: str) -> set[str]:
    """Return the ids of the rules that make an event of one sentence."""
    report = reports.read_bytes(sentence.encode(), "example.txt", date=date(2025, 1, 20))
    return {
        rule for mention in mentions.extract(report, LEXICON) for rule in (name.split(":")[0] for name in mention.rules)
    }


@pytest.mark.parametrize(
    ("rule", "example"), [(rule.id, text) for rule in LEXICON.rules.values() for text in rule.examples]
)
def test_example_fires(rule: str, example: str) -> None:
    """A rule makes an event of each of its examples."""
    kind = LEXICON.rules[rule].kind
    assert (rule in fired(example)) or (kind == "salvo" and "salvo.counts" in fired(example))


@pytest.mark.parametrize(
    ("rule", "example"), [(rule.id, text) for rule in LEXICON.rules.values() for text in rule.counter_examples]
)
def test_counter_example_does_not_fire(rule: str, example: str) -> None:
    """A rule makes no event of any of its counter-examples."""
    assert rule not in fired(example)
