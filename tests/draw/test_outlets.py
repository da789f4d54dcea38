"""Tests of the warnings about links."""

from __future__ import annotations

from geotracker.draw import outlets


def test_outlets_are_domains_with_a_warning() -> None:
    """State media are named with their state; a domain stands once, without a scheme or a www."""
    known = {outlet["domain"]: outlet["warning"] for outlet in outlets.warnings()}
    assert known["tass.ru"] == "state media, Russia"
    assert known["t.me"] == "may show graphic images"
    assert len(known) == len(outlets.warnings())
    assert not [domain for domain in known if "/" in domain or domain.startswith("www.") or domain != domain.lower()]
