"""Tests of extractors: the built-in one, those found by entry point, and one line for what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker import __version__
from geotracker.errors import ExtractorError, ReportError
from geotracker.text import extractors, reports
from tests import plugins

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.records import Mention, Report

TEXT = b"""Daily report, January 18, 2025

Lyudinovo saw its bridge burn. Nothing else was told. Kaluga lost a bridge too. Kaluga lost a bridge too.
"""


def rules(_: Report) -> list[Mention]:
    """Read nothing, in place of the built-in rules."""
    return []


@pytest.fixture
def report() -> Report:
    """Return a report with three sentences about bridges, two of them alike."""
    return reports.read_bytes(TEXT, "report.txt")


def test_the_rules_are_built_in() -> None:
    """Under their own name, with the package's version."""
    found = extractors.load("rules", rules)
    assert (found.label, found.read) == (f"rules {__version__}", rules)
    assert extractors.known()[0] == "rules"


def test_a_package_brings_its_own(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found by its entry point, and its mentions get ids that last."""
    plugins.install(tmp_path, monkeypatch)
    assert "bridges" in extractors.known()
    found = extractors.load("bridges", rules)
    assert found.label == "bridges 0.3"
    told = found.read(report)
    assert [mention.place.text for mention in told] == ["Lyudinovo", "Kaluga", "Kaluga"]
    ids = [mention.mention_id for mention in told]
    assert ids[2] == f"{ids[1]}-2"
    assert [mention.mention_id for mention in found.read(report)] == ids


def test_an_unknown_name_is_refused_with_those_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the nearest is named."""
    plugins.install(tmp_path, monkeypatch)
    with pytest.raises(
        ExtractorError, match=r"'bridge' is not known \(did you mean 'bridges'\?\): one of rules, bridges"
    ):
        extractors.load("bridge", rules)


def test_two_packages_with_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of them was meant cannot be told."""
    plugins.install(tmp_path / "one", monkeypatch)
    plugins.install(tmp_path / "two", monkeypatch, name="more")
    entry = next((tmp_path / "two").glob("*.dist-info")) / "entry_points.txt"
    entry.write_text(entry.read_text().replace("more =", "bridges ="))
    with pytest.raises(ExtractorError, match=r"bridges_of_tests 0\.3 and more_of_tests 0\.3: uninstall"):
        extractors.load("bridges", rules)


@pytest.mark.parametrize(
    ("source", "said"),
    [("import nothing_of_the_kind", "cannot be loaded: ModuleNotFoundError"), ("extract = 7", "is no function")],
)
def test_a_package_that_does_not_load_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, said: str
) -> None:
    """With its version and the reason."""
    plugins.install(tmp_path, monkeypatch, source)
    with pytest.raises(ExtractorError, match=rf"'bridges' of bridges_of_tests 0\.3 {said}"):
        extractors.load("bridges", rules)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("report_id=report.report_id", "report_id='other'", "report_id 'other' is another report's"),
        ('kind="strike"', 'kind="stike"', r"'stike' is not known \(did you mean 'strike'\?\)"),
        ('evidence="reported"', 'evidence="rumour"', "'rumour' is not known"),
        ("end=report.date", "end=report.date.replace(year=2024)", "end 2024-01-18 is before start"),
        ("start_char=sentence.start", "start_char=-1", "characters -1-.* are not in the report's text"),
        ("end_char=sentence.start", "end_char=10**6 + sentence.start", "are not in the report's text"),
        ("def extract", "def extract(report):\n    return [7]\n\n\ndef other", "int is no geotracker.records.Mention"),
        (
            "def extract",
            "def extract(report):\n    return 1 / 0\n\n\ndef other",
            "failed on report .*ZeroDivisionError",
        ),
        ("def extract", "def extract(report):\n    return None\n\n\ndef other", "failed on report .*TypeError"),
    ],
)
def test_a_wrong_mention_is_refused(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, instead: str, said: str
) -> None:
    """No table holds a row whose excerpt or words are not what they must be."""
    assert written in plugins.BRIDGES
    plugins.install(tmp_path, monkeypatch, plugins.BRIDGES.replace(written, instead))
    with pytest.raises(ExtractorError, match=said):
        extractors.load("bridges", rules).read(report)


def test_an_excerpt_of_more_than_25_words_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown of a report is short, whoever reads it."""
    plugins.install(tmp_path, monkeypatch, plugins.BRIDGES.replace("[:25]", "[:26]"))
    long = reports.read_bytes(TEXT.replace(b"burn", b"burn " * 25 + b"down"), "report.txt")
    with pytest.raises(ExtractorError, match="are more than 25 words"):
        extractors.load("bridges", rules).read(long)


def test_an_extractor_may_refuse_a_report_itself(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own line for the user passes through."""
    source = """
    from geotracker.errors import ReportError

    def extract(report):
        raise ReportError("no bridges here")
    """
    plugins.install(tmp_path, monkeypatch, source)
    with pytest.raises(ReportError, match=r"^no bridges here$"):
        extractors.load("bridges", rules).read(report)


@pytest.mark.parametrize(
    ("label", "name"), [("rules 0.1.0", "rules"), ("my way 2", "my way"), ("geotracker 0.1.0", "rules")]
)
def test_a_label_bears_the_name(label: str, name: str) -> None:
    """The rules' older label too."""
    assert extractors.name_of(label) == name
