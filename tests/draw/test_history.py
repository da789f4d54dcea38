"""The browser's Back and Forward close and open again what has been opened on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker.draw import leaflet

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Browser, Page

    from geotracker.draw.layers import Layer

EVENT = "() => location.hash.includes('event=')"


@pytest.fixture
def file(
    events: gpd.GeoDataFrame,
    mentions: gpd.GeoDataFrame,
    shipped: list[Layer],
    setting: leaflet.Setting,
    tmp_path: Path,
) -> Path:
    """Return the file of a map."""
    path = tmp_path / "map.html"
    path.write_text(leaflet.page(events, mentions, shipped, setting=setting), encoding="utf-8")
    return path


def _opened(browser: Browser, file: Path) -> Page:
    """Open the map, then its table, then an event in it, and choose two days."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.goto("about:blank")
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-geotracker=ready]")
    page.get_by_role("button", name="Table").click()
    page.wait_for_function("() => location.hash.includes('view=table')")
    page.locator(".gt-rows tbody tr", has_text="Lyudinovo").click()
    page.wait_for_function(EVENT)
    page.evaluate("geotracker.timeFilter.set('2025-01-18', '2025-01-19')")
    page.wait_for_function("() => location.hash.includes('from=')")
    return page


def test_back_closes_what_was_opened_and_stays_on_the_page(browser: Browser, file: Path) -> None:
    """An event, then the table are undone by Back with the dates of then; Forward opens again."""
    page = _opened(browser, file)
    page.evaluate("history.back()")
    page.locator(".gt-panel").wait_for(state="hidden")
    assert page.locator("#gt-lower").is_visible()
    assert page.evaluate("geotracker.timeFilter.get().start") != "2025-01-18"
    page.evaluate("history.back()")
    page.locator("#gt-lower").wait_for(state="hidden")
    page.wait_for_timeout(300)  # what was restored is written again, which must not cut off what lies ahead
    assert page.url.startswith(file.as_uri())
    page.evaluate("history.forward()")
    page.locator("#gt-lower").wait_for()
    page.wait_for_timeout(300)
    page.evaluate("history.forward()")
    page.locator(".gt-panel h2").wait_for()
    assert "Lyudinovo" in page.locator(".gt-panel h2").inner_text()
    page.close()


def test_what_is_closed_by_hand_leaves_no_step_of_back_that_changes_nothing(browser: Browser, file: Path) -> None:
    """Back after closing an event, then the table, leaves the page as it would have before; the dates of now stay."""
    page = _opened(browser, file)
    page.locator(".gt-panel .gt-close").click()
    page.wait_for_function("() => !location.hash.includes('event=') && location.hash.includes('from=')")
    assert page.locator("#gt-lower").is_visible()
    page.get_by_role("button", name="Table").click()
    page.wait_for_function("() => !location.hash.includes('view=') && location.hash.includes('from=')")
    assert page.evaluate("geotracker.timeFilter.get().start") == "2025-01-18"
    page.go_back()
    assert page.url == "about:blank"
    page.close()


def test_what_is_closed_in_a_page_within_a_page_leaves_the_others_alone(browser: Browser, file: Path) -> None:
    """Back would be that of another frame; the view of later is kept in the address all the same."""
    for name in ("one", "two"):
        file.with_name(f"{name}.html").write_text(f"<p>{name}</p>", encoding="utf-8")
    frames = '<iframe name="map" src="map.html" width="1280" height="800"></iframe><iframe name="other" src="one.html">'
    file.with_name("around.html").write_text(f"<!doctype html>{frames}</iframe>", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(file.with_name("around.html").as_uri())
    inner, other = page.frame("map"), page.frame("other")
    assert inner
    assert other
    inner.wait_for_selector("html[data-geotracker=ready]")
    inner.get_by_role("button", name="Table").click()
    inner.locator(".gt-rows tbody tr", has_text="Lyudinovo").click()
    inner.wait_for_function(EVENT)
    other.goto(file.with_name("two.html").as_uri())
    inner.locator(".gt-panel .gt-close").click()
    inner.wait_for_function("() => !location.hash.includes('event=')")
    inner.evaluate("geotracker.timeFilter.set('2025-01-18', '2025-01-19')")
    inner.wait_for_function("() => location.hash.includes('from=')")
    assert other.url.endswith("two.html")
    page.close()
