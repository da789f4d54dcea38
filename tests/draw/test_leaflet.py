"""Tests of the map: as text, and as a reader sees it in a browser without a network."""

from __future__ import annotations

import base64
import gzip
import re
from typing import TYPE_CHECKING, Any

import folium
import pytest

from geotracker.draw import bundle, leaflet
from geotracker.draw.elements import EventLayer, TimeFilter
from geotracker.tables import EVENTS, MENTIONS, empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Browser, Page

    from geotracker.draw.layers import Layer

READY = "html[data-geotracker=ready]"


@pytest.fixture(scope="session")
def html(events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]) -> str:
    """Return the page of the sample events."""
    return leaflet.page(events, mentions, shipped)


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens HTML as a file; the test fails on any console error or request."""
    faults: list[str] = []
    contexts = []

    def open_(html: str, fragment: str = "", **context: Any) -> Page:
        file = tmp_path / "map.html"
        file.write_text(html, encoding="utf-8")
        contexts.append(browser.new_context(**({"viewport": {"width": 1200, "height": 800}} | context)))
        page = contexts[-1].new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: _asked(request.url, faults))
        page.goto(file.as_uri() + fragment)
        page.wait_for_selector(READY, timeout=20_000)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def _asked(url: str, faults: list[str]) -> None:
    if not url.startswith(("file:", "data:")):
        faults.append(f"asked for {url}")


def _count(page: Page, start: str, end: str) -> int:
    page.evaluate("([a, b]) => geotracker.timeFilter.set(a, b)", [start, end])
    count: int = page.evaluate("geotracker.timeFilter.visibleCount()")
    return count


def _click_place(page: Page, lat: float, lon: float) -> None:
    x, y = page.evaluate(
        """([lat, lon]) => {
          const point = map_events.latLngToContainerPoint([lat, lon]);
          const box = map_events.getContainer().getBoundingClientRect();
          return [box.left + point.x, box.top + point.y];
        }""",
        [lat, lon],
    )
    page.mouse.click(x, y)


def test_the_page_names_no_file_but_itself(html: str) -> None:
    """Neither folium's links nor any other address is loaded; the page says it is private."""
    assert not re.search(r'<script[^>]*\bsrc=|<link[^>]*href="(?!data:)|@import|url\((?!#)', html)
    assert "jquery" not in html.lower()
    assert "bootstrap" not in html.lower()
    assert "Private working copy" in html
    assert len(html.encode()) <= 600_000


def test_the_same_input_gives_the_same_bytes(
    html: str, events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]
) -> None:
    """Nothing in the page is drawn by lot or by the clock."""
    assert leaflet.page(events, mentions, shipped) == html


def test_a_public_page_has_no_whole_sentences(
    html: str, events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]
) -> None:
    """A public page bears no private mark, and what it says of each mention holds no sentence."""
    public = leaflet.page(events, mentions, shipped, public=True)
    assert "Private working copy" not in public
    for page, held in ((html, True), (public, False)):
        blocks = re.findall(r'octet-stream" id="[^"]*">([^<]*)<', page)
        assert (
            any(b"A plant in Kazan was struck" in gzip.decompress(base64.b64decode(block)) for block in blocks) is held
        )


def test_the_header_says_how_many_events_were_checked(
    events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]
) -> None:
    """Of those that are shown; a map of nothing says nothing of it."""
    review = ["checked", "corrected", *["machine"] * (len(events) - 2)]
    status = ["active", *["active"] * (len(events) - 2), "withdrawn"]
    html = leaflet.page(events.assign(review=review, row_status=status), mentions, shipped)
    assert f"machine-read; 2 of {len(events) - 1} checked" in html
    assert "machine-read" not in leaflet.page(empty(EVENTS), empty(MENTIONS), shipped)


def test_the_legend_says_what_each_source_covers(
    opened: Callable[..., Page], events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]
) -> None:
    """What no source covers is not on the map, so the reader is told; its words are text."""
    said = "A daily covers <b>the fighting</b>, day by day."
    page = opened(leaflet.page(events, mentions, shipped, setting=leaflet.Setting(covers=(said,))))
    assert page.locator(".gt-notes-block p").get_by_text(said, exact=True).count() == 1


def test_hostile_titles_are_text(events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]) -> None:
    """A title and an edition that look like HTML or a template are shown as they are."""
    page = leaflet.page(events, mentions, shipped, title="<b>{{ 7 * 7 }}</b>", edition="</script>")
    assert "<title>&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt;</title>" in page
    assert "&lt;/script&gt;" in page


def test_it_opens_from_a_file_and_counts_by_day(opened: Callable[..., Page], html: str) -> None:
    """A window shows every event whose span touches it, ends included, in the layers that are on."""
    page = opened(html)
    assert page.evaluate("geotracker.timeFilter.get()") == {
        "start": "2025-01-17",
        "end": "2025-01-20",
        "mode": "within",
    }
    assert _count(page, "2025-01-17", "2025-01-20") == 14
    assert _count(page, "2025-01-18", "2025-01-18") == 3
    assert _count(page, "2025-01-20", "2025-01-20") == 5
    assert _count(page, "2030-01-01", "2030-01-02") == 0
    assert page.get_by_label("Claimed or unattributed advances").is_checked() is False


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Adak"])
def test_days_do_not_shift_with_the_time_zone(opened: Callable[..., Page], html: str, zone: str) -> None:
    """A reader at the edge of the world sees the same days."""
    page = opened(html, timezone_id=zone)
    assert "17–20 January 2025" in page.locator(".gt-window").inner_text()
    assert _count(page, "2025-01-18", "2025-01-18") == 3


def test_a_place_with_several_events_lists_them_in_turn(opened: Callable[..., Page], html: str) -> None:
    """The popup has what, when and how it is known, and goes on to the next event of the place."""
    page = opened(html, "#at=48.39,37.85,9")
    _click_place(page, 48.39, 37.85)
    card = page.locator(".gt-panel")
    assert "1 of 2 here" in card.inner_text()
    assert "Seen or assessed" in card.inner_text()
    assert "Reported 19–20 January 2025, date of event unknown" in card.inner_text()
    card.get_by_role("button", name="Next").click()
    assert "Attack by Russia" in card.inner_text()
    assert "Said by the side affected" in card.inner_text()


def test_a_region_is_shaded_and_opens_its_events(opened: Callable[..., Page], html: str) -> None:
    """An event known to its region has no point, and is found by a click anywhere in the region."""
    page = opened(html, "#at=54.4,35.5,8")
    _click_place(page, 54.1, 35.6)
    sheet = page.locator(".gt-panel")
    assert "1 of 2 here" in sheet.inner_text()
    assert "somewhere in this region" in sheet.inner_text()


def test_what_is_not_on_the_map_is_counted_and_listed(opened: Callable[..., Page], html: str) -> None:
    """The unplaced, those of a region and those of a country have a list each; a wave stands on its night."""
    page = opened(html)
    lists = page.locator(".gt-aside:not([hidden]) summary")
    assert [text.split("\n")[-1] for text in lists.all_inner_texts()] == ["1", "2", "1"]
    lists.first.click()
    page.get_by_role("button", name="17 Jan: Strike by Ukraine, Nowhere").click()
    assert "not placed on the map" in page.locator(".gt-panel").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".gt-panel").is_hidden()
    page.locator(".gt-wave").click()
    assert "drones: 60 launched, 41 downed, 15 lost" in page.locator(".gt-panel").inner_text()


def test_the_view_is_in_the_address(opened: Callable[..., Page], html: str) -> None:
    """Dates, mode, layers, camera and event go into the fragment, and come back from it in a new page."""
    page = opened(html)
    page.get_by_label("Claimed or unattributed advances").check()
    page.get_by_label("Up to").check()
    page.evaluate("geotracker.timeFilter.set('2025-01-17', '2025-01-18')")
    page.wait_for_function("() => location.hash.includes('to=2025-01-18')")
    fragment = page.evaluate("location.hash")
    again = opened(html, fragment + "&event=e0")
    assert again.evaluate("geotracker.timeFilter.get()") == {"start": "2025-01-17", "end": "2025-01-18", "mode": "upto"}
    assert again.get_by_label("Claimed or unattributed advances").is_checked()
    assert "Kazan" in again.locator(".gt-card h2").inner_text()
    assert "2 sentences say it" in again.locator(".gt-card").inner_text()


def test_the_handles_work_by_keyboard(opened: Callable[..., Page], html: str) -> None:
    """Both handles are sliders that say their day; an arrow moves them by one."""
    page = opened(html)
    first = page.get_by_role("slider", name="First day")
    first.focus()
    page.keyboard.press("ArrowRight")
    value = "document.querySelector('.gt-handle-from').getAttribute('aria-valuetext')"
    page.wait_for_function(f"() => {value} === '18 January 2025'")
    page.get_by_role("slider", name="Last day").focus()
    page.keyboard.press("Home")
    assert page.evaluate("geotracker.timeFilter.get()") == {
        "start": "2025-01-17",
        "end": "2025-01-17",
        "mode": "within",
    }
    page.get_by_role("button", name="All days").click()
    assert page.evaluate("geotracker.timeFilter.get().end") == "2025-01-20"


def test_playing_goes_through_the_days(opened: Callable[..., Page], html: str) -> None:
    """Play begins at the first day, goes forward and stops at the last; a step goes back."""
    page = opened(html)
    page.get_by_role("button", name="Play through the days").click()
    assert page.evaluate("geotracker.timeFilter.get().end") == "2025-01-17"
    page.wait_for_function("() => geotracker.timeFilter.get().end === '2025-01-20'")
    page.wait_for_selector("button:has-text('Play')")
    page.get_by_role("button", name="Step back").click()
    assert page.evaluate("geotracker.timeFilter.get().end") == "2025-01-19"


def test_hostile_text_does_nothing(opened: Callable[..., Page], html: str) -> None:
    """Text that is HTML, script or template stands in the card as it is, and unsafe links are no links."""
    page = opened(html, "#event=e15")
    card = page.locator(".gt-card")
    assert "</script><img src=x onerror=alert(1)>`${alert(1)}`" in card.inner_text()
    assert "{{ 7 * 7 }}" in card.inner_text()
    assert card.locator("img:not(.gt-swatch), script, a").count() == 0


def test_a_strange_script_is_refused(opened: Callable[..., Page], html: str, browser: Browser, tmp_path: Path) -> None:
    """The Content-Security-Policy lets no script run but the page's own."""
    assert opened(html).evaluate("window.strange") is None
    file = tmp_path / "strange.html"
    file.write_text(html.replace("<body>", "<body><script>window.strange = 1</script>"), encoding="utf-8")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    assert page.evaluate("window.strange") is None
    assert any("Content Security Policy" in text for text in said)
    page.close()


def test_tiles_are_asked_for_only_when_wanted(browser: Browser, html: str, tmp_path: Path) -> None:
    """The one remote request is the tiles', after the switch; where none come, the built-in ground stays."""
    file = tmp_path / "map.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    assert asked == []
    page.get_by_label("OpenStreetMap tiles").click()  # it may be off again at once
    page.wait_for_selector(".gt-fault:has-text('No tiles came')")
    assert asked
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in asked)
    assert page.locator("canvas.gt-canvas").count() == 2
    page.close()


def test_an_empty_store_gives_a_page(opened: Callable[..., Page], shipped: list[Layer]) -> None:
    """No event is a page that says so."""
    page = opened(leaflet.page(empty(EVENTS), empty(MENTIONS), shipped))
    assert page.evaluate("geotracker.timeFilter.visibleCount()") == 0
    assert "No event is in the store yet" in page.locator("#gt-legend").inner_text()


def test_a_phone_shows_map_and_dates_without_scrolling(opened: Callable[..., Page], html: str) -> None:
    """At a phone's width nothing is wider than the screen and the legend is folded."""
    page = opened(html, viewport={"width": 375, "height": 700}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator("#gt-legend").is_hidden()
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    assert box["height"] > 250
    _click_place(page, 55.85, 49.1)
    sheet = page.locator(".gt-panel")
    assert "Kazan" in sheet.inner_text()
    assert sheet.bounding_box()["width"] <= 375


def test_layers_and_dates_filter_in_a_folium_map_of_others(
    browser: Browser, events: gpd.GeoDataFrame, shipped: list[Layer], tmp_path: Path
) -> None:
    """Two layers in a plain folium map share one set of dates; Leaflet is the map's own."""
    folium_map = folium.Map((50, 37), zoom_start=5, tiles=None)
    EventLayer(events, shipped[0]).add_to(folium_map)
    EventLayer(events, shipped[3]).add_to(folium_map)
    TimeFilter().add_to(folium_map)
    file = tmp_path / "plain.html"
    folium_map.save(file)
    page = browser.new_page()
    code, rules = bundle.leaflet()
    page.route("https://**", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.route("**/leaflet.js", lambda route: route.fulfill(body=code, content_type="text/javascript"))
    page.route("**/leaflet.css", lambda route: route.fulfill(body=rules, content_type="text/css"))
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    assert page.locator(".leaflet-container .gt-time").is_visible()
    assert _count(page, "2025-01-17", "2025-01-20") == 12
    assert _count(page, "2025-01-20", "2025-01-20") == 4
    page.close()


def test_layers_stand_in_a_folium_map_once(events: gpd.GeoDataFrame, shipped: list[Layer]) -> None:
    """Layers and dates go into a map of folium's own; script, style and shared data stand in it once."""
    folium_map = folium.Map()
    for layer in shipped[:2]:
        EventLayer(events, layer).add_to(folium_map)
    TimeFilter().add_to(folium_map)
    html = folium_map.get_root().render()
    assert html.count("window.geotracker ??=") == 1
    assert html.count("geotracker.layer(map_") == 2
    assert html.count("geotracker.time(map_") == 1
    assert html.count("octet-stream") == 2
