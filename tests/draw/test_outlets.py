"""Tests of the warnings about links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from geotracker.draw import outlets
from geotracker.errors import LayerError

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = (
    '[media."X"]\n"a.example" = "Agency, of the state"\n[government]\n"X" = ["b.example"]\n[graphic]\ndomains = []\n'
)


def test_outlets_are_domains_with_a_warning() -> None:
    """State media are named with their state, ministries as what they are; a domain has no scheme and no www."""
    known = {outlet["domain"]: outlet["warning"] for outlet in outlets.warnings()}
    assert known["tass.ru"] == "state media, Russia"
    assert known["ukrinform.ua"] == "state media, Ukraine"
    assert known["mil.ru"] == "the government's own site, Russia"
    assert known["t.me"] == "may show graphic images"
    assert len(known) == len(outlets.warnings())
    assert [domain for domain in known if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain)] == []
    assert [domain for domain in known if domain.startswith("www.")] == []


def test_what_only_stands_close_to_a_state_is_not_named() -> None:
    """A warning needs ownership that is on record: private and party-less media are left alone."""
    known = {outlet["domain"] for outlet in outlets.warnings()}
    assert known.isdisjoint({"iz.ru", "kommersant.ru", "pravda.com.ua", "suspilne.media", "tasnimnews.com", "bbc.com"})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"a.example"', '"https://a.example/"', "is no domain"),
        ('"a.example"', '"www.a.example"', "is no domain"),
        ('"b.example"', '"a.example"', "stands twice"),
        ('"Agency, of the state"', '""', "does not say how the state owns it"),
        ("[government]", "[goverment]", "unknown table 'goverment'"),
        ("[graphic]", "[media", "cannot be read as outlets"),
    ],
)
def test_a_list_that_says_too_little_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A domain twice, an address in place of a domain, an owner not named: the file and the fault are said."""
    file = tmp_path / "outlets.toml"
    file.write_text(WHOLE, encoding="utf-8")
    assert [one["domain"] for one in outlets.read(file)] == ["a.example", "b.example"]
    file.write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(LayerError, match=re.escape(said)) as fault:
        outlets.read(file)
    assert str(file) in str(fault.value)
