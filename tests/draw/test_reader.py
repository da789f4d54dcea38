"""What a reader does with the page: filter, find, tell, tabulate, link, download, by mouse and by keyboard."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from geotracker.draw import leaflet

if TYPE_CHECKING:
    import geopandas as gpd
    from playwright.sync_api import Browser, Page, PdfMargins

    from geotracker.draw.layers import Layer

READY = "html[data-geotracker=ready]"
ROWS = ".gt-rows tbody tr"
# By the place's name; what a text says of its side does not sort. The first of the page's is hostile text.
PLACES = [
    "Ivanivka", "on the outskirts of Kaluga City", "Kaluga Oblast", "Kaluga Oblast", "Kazan", "Kurakhove", "Lyudinovo",
    "Nowhere", "Russia", "Toretsk", "northern Toretsk", "Ukraine", "Velyka Novosilka",
]  # fmt: skip


@pytest.fixture
def page(browser: Browser, file: Path) -> Page:
    """Return the page, opened."""
    tab = browser.new_page(viewport={"width": 1280, "height": 860})
    tab.goto(file.as_uri())
    tab.wait_for_selector(READY)
    return tab


def _column(page: Page, name: str) -> list[str]:
    """Return the cells of a column of the table."""
    heads = page.locator(".gt-rows thead th").all_inner_texts()
    number = 1 + next(i for i, head in enumerate(heads) if head.split("\n")[0].rstrip(" ▲▼") == name)
    return page.locator(f"{ROWS} > :nth-child({number})").all_inner_texts()


def _sorts(page: Page) -> dict[str, str]:
    """Return the columns that the table is sorted by, and which way."""
    heads = page.locator(".gt-rows thead th:not([aria-sort=none])")
    return {head.inner_text().rstrip(" ▲▼"): head.get_attribute("aria-sort") or "" for head in heads.all()}


def _shown(page: Page) -> int:
    count: int = page.evaluate("geotracker.timeFilter.visibleCount()")
    return count


def test_the_question_of_a_newsroom_is_answered(page: Page) -> None:
    """What was struck in a region, who says so, was it confirmed: by a filter, the table and the panel."""
    page.locator(".gt-facet", has_text="Region").locator("summary").click()
    page.get_by_label("Kaluga Oblast").check()
    assert _shown(page) == 4
    page.get_by_role("button", name="Table").click()
    page.locator(ROWS, has_text="Lyudinovo").click()
    panel = page.locator(".gt-panel")
    assert "Said by the side affected: the side that it harms admits it" in panel.inner_text()
    assert "oil depot" in panel.inner_text()
    page.get_by_role("button", name="Close").last.click()
    page.get_by_role("button", name="Clear filters").click()
    assert _shown(page) == 14


def test_counts_follow_dates_and_other_filters(page: Page) -> None:
    """Beside each choice stands what it would leave in the dates shown."""
    page.locator(".gt-facet", has_text="Done by").locator("summary").click()
    counts = page.locator(".gt-facet[open] .gt-choice .gt-count")
    assert counts.all_inner_texts() == ["6", "8"]
    page.evaluate("geotracker.timeFilter.set('2025-01-20', '2025-01-20')")
    page.wait_for_function("() => document.querySelector('.gt-facet[open] .gt-choice .gt-count').textContent === '3'")


def test_words_are_found_in_place_object_and_excerpt(page: Page) -> None:
    """Typing filters; what fits nothing says so in the table."""
    search = page.get_by_label("Find words")
    search.fill("kazan plant")
    page.wait_for_function("() => geotracker.timeFilter.visibleCount() === 1")
    page.get_by_role("button", name="Table").click()
    assert page.locator(ROWS).count() == 1
    search.fill("nothing like it")
    page.wait_for_selector("text=No event fits the dates, layers and filters.")


def test_the_table_is_in_step_with_map_and_dates(page: Page) -> None:
    """It has the rows that are shown, sorts, and moves by arrow keys."""
    page.get_by_role("button", name="Table").click()
    assert page.locator(ROWS).count() == _shown(page)
    page.evaluate("geotracker.timeFilter.set('2025-01-20', '2025-01-20')")
    page.wait_for_function(f"() => document.querySelectorAll('{ROWS}').length === 5")
    page.evaluate("geotracker.timeFilter.set('2025-01-17', '2025-01-20')")
    page.wait_for_function(f"() => document.querySelectorAll('{ROWS}').length > 12")
    page.get_by_role("button", name="Where", exact=True).click()
    assert _column(page, "Where")[1:] == PLACES
    assert _sorts(page) == {"Where": "ascending"}
    page.get_by_role("button", name="Where", exact=True).click()
    assert _column(page, "Where")[:-1] == PLACES[::-1]
    assert _sorts(page) == {"Where": "descending"}


def test_arrow_keys_move_through_the_table_and_enter_opens(page: Page) -> None:
    """One row takes the focus by Tab; arrows, Home and End move it; Enter opens that row's event, Escape returns."""
    page.get_by_role("button", name="Table").click()
    focused = "document.activeElement.dataset.row"
    assert page.locator(".gt-rows tbody button[tabindex='0']").count() == 1
    page.locator(".gt-rows tbody button[tabindex='0']").focus()
    for key, row in (
        ("ArrowDown", "1"),
        ("ArrowDown", "2"),
        ("ArrowUp", "1"),
        ("End", "13"),
        ("Home", "0"),
        ("ArrowDown", "1"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(focused) == row, key
    place = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.locator(f"{ROWS}[aria-current=true]").get_attribute("aria-rowindex") == "3"
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert page.locator(".gt-panel h2").inner_text().split(",")[0] in place
    page.keyboard.press("Escape")
    assert page.locator(".gt-panel").is_hidden()
    assert page.evaluate(focused) == "1"


def test_a_view_comes_back_from_its_link(page: Page, browser: Browser, file: Path) -> None:
    """Filters, words, the open view and its order are in the address."""
    page.evaluate("location.hash = '#is.actor=ukraine&words=depot&view=table&sort=-place'")
    page.wait_for_selector(".gt-rows [aria-sort=descending]")
    again = browser.new_page()
    again.goto(file.as_uri() + page.evaluate("location.hash"))
    again.wait_for_selector(READY)
    assert _shown(again) == _shown(page)
    assert again.locator(".gt-rows [aria-sort=descending]").inner_text().startswith("Where")
    again.close()


def test_typed_dates_and_ranges_choose_days(page: Page) -> None:
    """Dates can be typed; a wrong order is said and changes nothing; a range ends where the dates end."""
    page.get_by_label("First day, typed").fill("2025-01-19")
    page.get_by_label("First day, typed").blur()
    assert page.evaluate("geotracker.timeFilter.get().start") == "2025-01-19"
    page.get_by_label("Last day, typed").fill("2025-01-17")
    page.get_by_label("Last day, typed").blur()
    assert page.get_by_text("The first day is after the last").is_visible()
    assert page.evaluate("geotracker.timeFilter.get().end") == "2025-01-20"
    page.get_by_role("button", name="Day", exact=True).click()
    assert page.evaluate("geotracker.timeFilter.get().start") == "2025-01-20"
    page.keyboard.press("Shift+ArrowLeft")
    assert page.evaluate("geotracker.timeFilter.get().end") == "2025-01-19"


def test_the_panel_goes_on_by_time_and_gives_focus_back(page: Page) -> None:
    """Later and earlier events are a step away; Escape closes, and the reader is where the panel was opened."""
    page.get_by_role("button", name="Table").click()
    first = page.locator(".gt-rows tbody button").first
    first.focus()
    page.keyboard.press("Enter")
    heading = page.locator(".gt-panel h2")
    told = [heading.inner_text()]
    for name in ("Later", "Later", "Earlier"):
        page.get_by_role("button", name=name).click()
        told.append(heading.inner_text())
    places = page.locator(".gt-rows tbody th").all_inner_texts()[:3]
    assert [text.split(",")[0] in place for text, place in zip(told, places, strict=False)] == [True] * 3
    assert told[3] == told[1] != told[0]
    page.wait_for_function("() => location.hash.includes('event=')")
    page.keyboard.press("Escape")
    assert page.locator(".gt-panel").is_hidden()
    assert page.evaluate("document.activeElement.dataset.row") == "0"


def test_links_warn_and_lead_to_archives(page: Page) -> None:
    """A note's address stands as printed, without a referrer, with its archived copies."""
    page.evaluate("location.hash = '#event=e0'")
    note = page.locator(".gt-panel .gt-notes").first
    note.wait_for()
    assert "https://example.org/notes/7" in note.inner_text()
    targets = note.locator("a").evaluate_all("links => links.map(link => [link.href, link.rel])")
    assert ["https://web.archive.org/web/https://example.org/notes/7", "noreferrer noopener"] in targets


@pytest.mark.parametrize("format_", ["GeoJSON", "CSV"])
def test_a_download_has_the_rows_that_are_shown(page: Page, format_: str) -> None:
    """As many as the page counts, and no others."""
    page.evaluate("geotracker.timeFilter.set('2025-01-20', '2025-01-20')")
    with page.expect_download() as started:
        page.get_by_role("button", name=f"Download the rows shown as {format_}").click()
    text = Path(started.value.path()).read_text(encoding="utf-8")
    rows = json.loads(text)["features"] if format_ == "GeoJSON" else list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == _shown(page) == 5
    assert started.value.suggested_filename == f"events-2025-01-20-2025-01-20.{format_.lower()}"


def test_old_news_is_said_to_be_old(browser: Browser, file: Path) -> None:
    """The newest report's age is by the reader's calendar; past three days a banner says it."""
    for now, words, stale in (("2025-01-22", "1 day ago", False), ("2025-03-01", "39 days ago", True)):
        tab = browser.new_page()
        tab.clock.set_fixed_time(f"{now}T12:00:00Z")
        tab.goto(file.as_uri())
        tab.wait_for_selector(READY)
        assert words in tab.locator(".gt-header").inner_text()
        assert tab.locator("#gt-stale").is_visible() is stale
        tab.close()


def test_rings_open_as_one_zooms(page: Page) -> None:
    """Places close together are counted in a ring; a click on it shows them apart."""
    page.evaluate("map_events.setView([48.2, 37.4], 5, { animate: false })")
    page.wait_for_timeout(100)
    x, y = page.evaluate(
        """() => {
          const point = map_events.latLngToContainerPoint([48.15, 37.4]);
          const box = map_events.getContainer().getBoundingClientRect();
          return [box.left + point.x, box.top + point.y];
        }"""
    )
    page.mouse.move(x, y)
    page.wait_for_selector(".gt-tip:has-text('close together')")
    page.mouse.click(x, y)
    page.wait_for_function("() => map_events.getZoom() > 5")


def test_a_page_for_a_frame_has_map_and_dates_alone(
    browser: Browser, events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer], tmp_path: Path
) -> None:
    """No filters, no tables; the sources stand under it."""
    path = tmp_path / "embed.html"
    html = leaflet.page(events, mentions, shipped, setting=leaflet.Setting(embed=True))
    path.write_text(html, encoding="utf-8")
    tab = browser.new_page(viewport={"width": 640, "height": 480})
    tab.goto(path.as_uri())
    tab.wait_for_selector(READY)
    assert tab.locator(".gt-side").is_hidden()
    assert "GeoNames" in tab.locator(".gt-imprint").inner_text()
    assert tab.locator(".gt-histogram").is_visible()
    tab.close()


def test_the_sheet_has_dates_sources_and_scale(page: Page) -> None:
    """On paper the map is one sheet with the range of dates, the sources and the scale; the chosen event follows."""
    page.evaluate("geotracker.timeFilter.set('2025-01-18', '2025-01-20')")
    for sheet in ("A4", "Letter"):
        sheets = [found.extract_text() for found in PdfReader(io.BytesIO(_printed(page, sheet))).pages]
        assert len(sheets) == 1, sheet
        words = " ".join(sheets[0].split())
        assert "18–20 January 2025. Source: 2 reports of 20 January 2025 to 21 January 2025." in words
        assert "GeoNames" in words
        assert re.search(r"\d+ km", words)
        assert "Private working copy".upper() in words
        assert "Clear filters" not in words
        assert "Play" not in words
    page.evaluate("location.hash = '#event=e0'")
    page.wait_for_selector(".gt-panel h2")
    sheets = [found.extract_text() for found in PdfReader(io.BytesIO(_printed(page, "A4"))).pages]
    assert "Kazan, Tatarstan" in " ".join(sheets[1].split())
    assert "A plant in Kazan was struck" in " ".join(" ".join(sheets[1:]).split())


def _printed(page: Page, sheet: str) -> bytes:
    edge = "10mm"
    margin: PdfMargins = {"top": edge, "right": edge, "bottom": edge, "left": edge}
    return page.pdf(format=sheet, landscape=True, margin=margin, print_background=True)
