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
    assert rule in fired(example)


@pytest.mark.parametrize(
    ("rule", "example"), [(rule.id, text) for rule in LEXICON.rules.values() for text in rule.counter_examples]
)
def test_counter_example_does_not_fire(rule: str, example: str) -> None:
    """A rule makes no event of any of its counter-examples."""
    assert rule not in fired(example)


RULE = """
[[rule]]
id = "strike.rammed"
kind = "strike"
form = "verb"
phrases = ["ram|rammed"]
examples = ["Ukrainian sea drones rammed a pier in Alta."]
counter_examples = ["Ukrainian sea drones did not ram a pier in Alta."]
"""


def files(folder: Path, text: str | bytes) -> Path:
    """Return a folder with one lexicon file of this text."""
    (folder / "own.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("phrases =", "phrase =", "unknown key 'phrase' (did you mean 'phrases'?)"),
        ('kind = "strike"', 'kind = "stirke"', "kind 'stirke' of rule 'strike.rammed' is not one of"),
        ('kind = "strike"', 'kind = "stirke"', "(did you mean 'strike'?)"),
        ('form = "verb"', 'form = "verbs"', "(did you mean 'verb'?)"),
        ('["ram|rammed"]', '["ram|"]', "phrase 'ram|'"),
        ('["ram|rammed"]', '["Rammed"]', "phrase 'Rammed'"),
        ('["ram|rammed"]', "[]", "needs phrases, examples and counter_examples"),
        ("examples = [", "examples = [] # [", "needs phrases, examples and counter_examples"),
        ("[[rule]]", "[[rules]]", "unknown entry 'rules' (did you mean 'rule'?)"),
        ("[[rule]]", "[rule]", "unknown entry 'rule'"),
        ('id = "strike.rammed"', "", "[[rule]] 1: rule lacks id"),
        ("counter_examples = [", "# [", "rule 'strike.rammed' lacks counter_examples"),
        ('["ram|rammed"]', '"ram|rammed"', "phrases is 'ram|rammed', not a list of texts"),
        ('["ram|rammed"]', "[7]", "phrases is [7], not a list of texts"),
        ('form = "verb"', 'form = "verb"\nweak = "no"', "weak is 'no', not true or false"),
        ('kind = "strike"', "kind = 3", "kind is 3, not a text"),
        ("[[rule]]", 'rule = ["ram"]\n[[side]]', "unknown entry 'rule'"),
        ('id = "strike.rammed"', "id = ", "not a TOML file"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    """A file that is wrong is refused in one line that names the file, the entry and the nearest right word."""
    with pytest.raises(LexiconError) as refused:
        lexicon.load(files(tmp_path, RULE.replace(wrong, right, 1)))
    assert said in str(refused.value)
    assert "own.toml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A file in no known encoding is refused by name."""
    with pytest.raises(LexiconError, match=r"own\.toml: not a TOML file"):
        lexicon.load(files(tmp_path, b"\xff\xfe\x00"))


def test_a_workspace_adds_a_rule(tmp_path: Path) -> None:
    """A rule of the workspace's own makes events beside those of the package."""
    own = lexicon.load(files(tmp_path, RULE))
    assert set(own.rules) == {*LEXICON.rules, "strike.rammed"}
    report = reports.read_bytes(b"Ukrainian forces rammed a pier in Alta.", "example.txt", date=date(2025, 1, 20))
    assert [mention.kind for mention in mentions.extract(report, own)] == ["strike"]
    assert mentions.extract(report, LEXICON) == []


def test_a_workspace_takes_the_place_of_a_rule(tmp_path: Path) -> None:
    """A rule of the same id takes the place of the package's, whose phrases fall silent."""
    own = lexicon.load(files(tmp_path, RULE.replace("strike.rammed", "attack.verb")))
    assert set(own.rules) == set(LEXICON.rules)
    report = reports.read_bytes(b"Russian forces assaulted Alta.", "example.txt", date=date(2025, 1, 20))
    assert [mention.kind for mention in mentions.extract(report, LEXICON)] == ["attack"]
    assert mentions.extract(report, own) == []


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    """A workspace without lexicon files has the package's lexicon."""
    assert lexicon.load(tmp_path).rules == LEXICON.rules


def test_a_workspace_adds_words(tmp_path: Path) -> None:
    """A class of words is added to, never emptied."""
    own = lexicon.load(files(tmp_path, '[[word]]\nid = "negation"\nphrases = ["nowise"]\n'))
    assert own.words["negation"] == LEXICON.words["negation"] | {"nowise"}
