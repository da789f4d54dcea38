"""URLs out of endnotes, however they were kept from being links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.text.urls import has_url, urls


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("https://t.me/port/1; https://t.me/port/2.", ("https://t.me/port/1", "https://t.me/port/2")),
        ("https://t.me/port/1;https://t.me/port/2", ("https://t.me/port/1", "https://t.me/port/2")),
        ("https://t.me/port/1https://t.me/port/2", ("https://t.me/port/1", "https://t.me/port/2")),
        ("https://t.me/port/1 https://t.me/port/1", ("https://t.me/port/1",)),
        ("https://gazette dot ru/a; http://port dot gov.ua/b", ("https://gazette.ru/a", "http://port.gov.ua/b")),
        ("https://www dot gazette dot com.ua/a", ("https://www.gazette.com.ua/a",)),
        ("https://port dot mod.dot gov.ua/a", ("https://port.mod.gov.ua/a",)),
        ("<https://gazette> dot ru/a_b/;", ("https://gazette.ru/a_b/",)),
        ("https://gazette [dot] ru/a (dot) b", ("https://gazette.ru/a.b",)),
        ("https: //gazette.ru/a", ("https://gazette.ru/a",)),
        ("hxxps://gazette.ru/a", ("https://gazette.ru/a",)),
        ("See gazette.ru/a and www.port.org/b, page 2", ("https://gazette.ru/a", "https://www.port.org/b")),
        ("https://isw dot pub/X1", ("https://isw.pub/X1",)),
        ("https://a.org/x(1) (https://a.org/y)", ("https://a.org/x(1)", "https://a.org/y")),
        ("https://web.archive.org/web/2022/https://port.ru/a", ("https://web.archive.org/web/2022/https://port.ru/a",)),
        ("https://youtu.be/a?x=1&y=2#t", ("https://youtu.be/a?x=1&y=2#t",)),
        ("https://gazette and nothing more", ()),
        ("https://www.gazette", ()),
        ("Author’s archive; he crossed the dot to dot line.", ()),
        ("", ()),
    ],
)
def test_urls(text: str, wanted: tuple[str, ...]) -> None:
    """Each address is found once, whole, without the punctuation after it; an incomplete one is left out."""
    assert urls(text) == wanted


@given(st.text(alphabet="https:/.dot ru;()<>a", max_size=120))
def test_urls_have_hosts(text: str) -> None:
    """Whatever is found begins with a scheme and holds no space; a text without any hint has none."""
    found = urls(text)
    assert all(url.startswith("http") and " " not in url and "." in url for url in found)
    assert has_url(text) or not found
