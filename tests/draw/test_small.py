"""The page where there is little room: on a phone, in a narrow panel, in a low frame."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from geotracker import tables
from geotracker.draw import leaflet
from tests.draw import terrain
from tests.draw.conftest import frame

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Browser, Page

    from geotracker.draw.layers import Layer

DAY = date(2025, 1, 15)
BOXES = "cells => cells.map(cell => cell.getBoundingClientRect().toJSON())"
READY = "html[data-geotracker=ready]"


def _opened(browser: Browser, path: Path, html: str, width: int, height: int) -> Page:
    """Write a page and return it opened in a window of that size."""
    path.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(path.as_uri())
    page.wait_for_selector(READY)
    return page


@pytest.mark.parametrize("width", [320, 390])
def test_an_open_event_fits_a_phone(browser: Browser, file: Path, width: int) -> None:
    """Nothing widens the page, so that the panel and its close button stand within the screen."""
    opened = browser.new_context(viewport={"width": width, "height": 760}, is_mobile=True, has_touch=True)
    page = opened.new_page()
    page.goto(file.as_uri() + "#event=e0")
    page.wait_for_selector(READY)
    page.wait_for_selector(".gt-panel h2")
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth, innerWidth]")
    assert widths == [width] * 3
    close = page.locator(".gt-panel .gt-close").bounding_box()
    assert close is not None
    assert close["x"] + close["width"] <= width
    opened.close()


def test_what_sentences_say_differently_can_be_read_in_the_panel(
    browser: Browser, events: gpd.GeoDataFrame, shipped: list[Layer], tmp_path: Path
) -> None:
    """In a panel of 340 pixels each version has a line of its own, and no word is broken but at its end."""
    said = {"event_id": "e0", "at": (49.1, 55.85)}
    told = [
        {"claimed_by": ["the governor"], "place": "Kazan", "facility": "helicopter plant", "evidence": "observed"},
        {"actor": "russia", "place": "Zelenodolsk", "facility": "semiconductor manufactory", "start": DAY, "end": DAY},
    ]
    mentions = frame([{**said, **one, "sentence": f"Told {i}."} for i, one in enumerate(told)], tables.MENTIONS)
    path = tmp_path / "differ.html"
    path.write_text(leaflet.page(events, mentions, shipped), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri() + "#event=e0")
    page.wait_for_selector(".gt-contradictions")
    cells = page.locator(".gt-contradictions td")
    assert cells.count() >= 8
    assert min(cell["width"] for cell in cells.evaluate_all(BOXES)) >= 90
    long = page.locator(".gt-contradictions td", has_text="semiconductor").evaluate_all(BOXES)[0]
    assert long["height"] < 60
    page.close()


def test_a_laptop_shows_half_a_map(
    browser: Browser,
    events: gpd.GeoDataFrame,
    mentions: gpd.GeoDataFrame,
    shipped: list[Layer],
    setting: leaflet.Setting,
    tmp_path: Path,
) -> None:
    """In a low window the typed dates and ranges fold away until they are asked for; nothing overflows it."""
    setting = terrain.with_control(setting, terrain.series())
    html = leaflet.page(events, mentions, shipped, setting=setting)
    page = _opened(browser, tmp_path / "laptop.html", html, 1366, 650)
    box = page.locator(".gt-map").bounding_box()
    assert box is not None
    assert box["height"] >= 325
    assert page.get_by_label("First day, typed").is_hidden()
    page.get_by_text("Dates and ranges").click()
    assert page.get_by_label("First day, typed").is_visible()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.close()


@pytest.mark.parametrize(("width", "height"), [(700, 420), (480, 400)])
def test_a_low_frame_is_more_than_half_map(
    browser: Browser,
    events: gpd.GeoDataFrame,
    mentions: gpd.GeoDataFrame,
    shipped: list[Layer],
    setting: leaflet.Setting,
    tmp_path: Path,
    width: int,
    height: int,
) -> None:
    """Title, dates with their handles and the sources leave the map its share, and nothing overflows the frame."""
    setting = replace(terrain.with_control(setting, terrain.series()), embed=True)
    html = leaflet.page(events, mentions, shipped, setting=setting)
    page = _opened(browser, tmp_path / "embed.html", html, width, height)
    tops = {}
    for name in (".gt-header", ".gt-map", ".gt-time", ".gt-range", ".gt-imprint"):
        box = page.locator(name).bounding_box()
        assert box is not None, name
        assert box["y"] + box["height"] <= height + 0.5, name
        tops[name] = box
    assert tops[".gt-map"]["height"] >= 0.55 * height, tops
    assert tops[".gt-range"]["y"] + tops[".gt-range"]["height"] <= tops[".gt-imprint"]["y"] + 0.5
    assert page.locator(".gt-control-time").is_hidden()
    assert "GeoNames" in page.locator(".gt-imprint").inner_text()
    page.close()
