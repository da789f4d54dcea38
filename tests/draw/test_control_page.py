"""Control of terrain on the map, as a reader sees it in a browser without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from geotracker.draw import bundle, leaflet
from geotracker.tables import EVENTS, MENTIONS, empty
from tests.draw import terrain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Browser, Page

    from geotracker.draw.layers import Layer

READY = "html[data-geotracker=ready]"
HOSTILE = "</script><b onclick=alert(1)>Mapper</b>"
# The colour of a point of the canvas that control is drawn on, averaged over the hatching.
COLOUR = """([lat, lon, side]) => {
  const canvas = document.querySelector('.leaflet-gt-control-pane canvas');
  const point = map_events.latLngToContainerPoint([lat, lon]);
  const outer = map_events.getContainer().getBoundingClientRect();
  const box = canvas.getBoundingClientRect();
  const scale = canvas.width / box.width;
  const at = (value) => Math.round(value * scale);
  const [x, y] = [at(outer.left + point.x - box.left), at(outer.top + point.y - box.top)];
  const copy = new OffscreenCanvas(2 * side, 2 * side).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, side - x, side - y);
  const { data } = copy.getImageData(0, 0, 2 * side, 2 * side);
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    for (let j = 0; j < 3; j++) sums[j] += data[i + j] * data[i + 3];
    sums[3] += data[i + 3];
  }
  const alpha = sums[3] / (data.length / 4);
  return [...sums.slice(0, 3).map((sum) => (sums[3] ? sum / sums[3] : 0)), alpha];
}"""
VIEW = "#at=48.3,37.2,9"
HELD, NEW, LEFT, OUTSIDE = (48.45, 37.45), (48.3, 36.9), (48.05, 37.05), (48.1, 36.8)


@pytest.fixture(scope="module")
def html(events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]) -> str:
    """Return a page with the events and one series of control, of which a day is missing."""
    return leaflet.page(events, mentions, shipped, setting=terrain.with_control(leaflet.Setting()))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens HTML as a file; the test fails on any console error or request."""
    faults: list[str] = []
    contexts = []

    def open_(html: str, fragment: str = VIEW, **context: Any) -> Page:
        file = tmp_path / "map.html"
        file.write_text(html, encoding="utf-8")
        contexts.append(browser.new_context(**({"viewport": {"width": 1200, "height": 900}} | context)))
        page = contexts[-1].new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.append(request.url) if request.url.startswith("http") else None)
        page.goto(file.as_uri() + fragment)
        page.wait_for_selector(READY, timeout=20_000)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def _set(page: Page, start: str, end: str) -> None:
    page.evaluate(
        """([a, b]) => {
          geotracker.timeFilter.set(a, b);
          return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }""",
        [f"2025-01-{start}", f"2025-01-{end}"],
    )


def _colour(page: Page, place: tuple[float, float]) -> tuple[float, float, float, float]:
    red, green, blue, alpha = page.evaluate(COLOUR, [*place, 8])
    return red, green, blue, alpha


def test_the_state_follows_the_last_day_and_the_change_the_range(opened: Callable[..., Page], html: str) -> None:
    """Held ground is tinted lightly, what was gained in the range strongly in red, what was lost in blue."""
    page = opened(html)
    _set(page, "16", "16")
    assert _colour(page, HELD)[3] == pytest.approx(51, abs=3)
    assert _colour(page, NEW)[3] == 0
    assert _colour(page, OUTSIDE)[3] == 0
    _set(page, "17", "18")
    red, _, blue, alpha = _colour(page, NEW)
    assert alpha > _colour(page, HELD)[3] + 50
    assert red > blue + 80
    _set(page, "19", "20")
    assert _colour(page, NEW)[3] == pytest.approx(51, abs=3)
    red, _, blue, alpha = _colour(page, LEFT)
    assert alpha > 50
    assert blue > red + 80


def test_the_front_line_is_drawn_where_the_source_has_it(opened: Callable[..., Page], html: str) -> None:
    """Along the west, and not along the east, which is no front."""
    page = opened(html)
    _set(page, "16", "16")
    west, east = ([page.evaluate(COLOUR, [48.3, lon, 1])[3]] for lon in (37.0, 37.6))
    assert west[0] > 180
    assert east[0] < 60


def test_the_page_says_which_day_is_shown(opened: Callable[..., Page], html: str) -> None:
    """And that a day is missing, that nothing stood before the first, and what was gained and lost, in words."""
    page = opened(html)
    says = page.locator(".gt-control-says")
    _set(page, "17", "18")
    assert "as of 18 January 2025; Russia gained 331 km², lost 0.0 km² since 16 January 2025" in says.inner_text()
    _set(page, "18", "19")
    assert "as of 18 January 2025 (it has no day for 19 January 2025)" in says.inner_text()
    assert "as of 18 January 2025" in page.locator(".gt-control-day").inner_text()
    page.evaluate("geotracker.timeFilter.set('2025-01-02', '2025-01-10')")
    page.wait_for_function(
        "() => document.querySelector('.gt-control-says').textContent.includes('nothing: its first day is 16 January')"
    )
    assert says.get_attribute("role") == "status"


def test_up_to_a_day_is_a_state_without_a_change(opened: Callable[..., Page], html: str) -> None:
    """There is no first day from which anything could have changed."""
    page = opened(html, f"{VIEW}&mode=upto")
    _set(page, "17", "18")
    assert _colour(page, NEW)[3] == pytest.approx(51, abs=3)
    assert "gained" not in page.locator(".gt-control-says").inner_text()


def test_the_dates_span_the_days_of_control(opened: Callable[..., Page], html: str) -> None:
    """So that the state before the first event can be seen."""
    page = opened(html)
    assert page.evaluate("geotracker.timeFilter.get().start") == "2025-01-16"


def test_what_is_switched_off_is_not_drawn_and_the_address_keeps_it(opened: Callable[..., Page], html: str) -> None:
    """The change and each series have a switch, which work by keyboard."""
    page = opened(html)
    _set(page, "17", "18")
    change = page.get_by_label("Gained and lost in the dates shown")
    change.focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => location.hash.includes('change=off')")
    assert _colour(page, NEW)[3] == pytest.approx(51, abs=3)
    page.get_by_role("checkbox", name="Mapper, assessed control").uncheck()
    page.wait_for_function("() => /control=(&|$)/.test(location.hash)")
    assert _colour(page, HELD)[3] == 0
    assert page.locator(".gt-control-time").is_hidden()
    again = opened(html, page.evaluate("location.hash"))
    assert again.get_by_role("checkbox", name="Mapper, assessed control").is_checked() is False
    assert again.get_by_label("Gained and lost in the dates shown").is_checked() is False


def test_of_several_series_one_is_drawn_at_first(
    opened: Callable[..., Page], events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]
) -> None:
    """Assessed control; claimed ground and other sources can be switched on, and their chart is never added to it."""
    shown = [terrain.series(category="claimed"), terrain.series(), terrain.series("other", title="Other")]
    page = opened(leaflet.page(events, mentions, shipped, setting=terrain.with_control(leaflet.Setting(), *shown)))
    boxes = page.locator(".gt-control .gt-layer").all()[:3]
    assert [box.locator("input").is_checked() for box in boxes] == [True, False, False]
    assert "assessed" in boxes[0].inner_text()
    assert "claimed" in boxes[2].inner_text()
    boxes[2].locator("input").check()
    page.get_by_role("button", name="Control", exact=True).click()
    assert page.locator("#gt-view-control table").count() == 2


def test_weeks_are_a_chart_and_a_table(opened: Callable[..., Page], html: str) -> None:
    """The chart has a name that says its sums; the table has the weeks of the dates shown."""
    page = opened(html)
    chart = page.get_by_role("img", name="Ground gained and lost by the week, Mapper")
    assert "331 km² gained, 83 km² lost in the dates shown" in (chart.get_attribute("aria-label") or "")
    page.get_by_role("button", name="Control", exact=True).click()
    rows = page.locator("#gt-view-control tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["20–26 January 2025 (1 day of it)", "0.0 km²", "83 km²", "\u221283 km²"],
        ["13–19 January 2025 (2 days of it)", "331 km²", "0.0 km²", "+331 km²"],
    ]


def test_the_source_is_named_and_linked(
    opened: Callable[..., Page], events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, shipped: list[Layer]
) -> None:
    """At the map's edge and in the legend; a hostile name is text."""
    setting = terrain.with_control(leaflet.Setting(), terrain.series(title=HOSTILE))
    page = opened(leaflet.page(events, mentions, shipped, setting=setting))
    assert f"Control: {HOSTILE}" in page.locator(".leaflet-control-attribution").inner_text()
    assert page.locator(".leaflet-control-attribution b").count() == 0
    assert page.locator(".gt-control a").get_attribute("href") == "https://example.org/"
    page.get_by_role("checkbox", name=f"{HOSTILE}, assessed control").uncheck()
    assert "Control:" not in page.locator(".leaflet-control-attribution").inner_text()


def test_a_page_without_events_shows_control(opened: Callable[..., Page], shipped: list[Layer]) -> None:
    """Over the days that it has."""
    setting = terrain.with_control(leaflet.Setting())
    page = opened(leaflet.page(empty(EVENTS), empty(MENTIONS), shipped, setting=setting))
    assert page.evaluate("geotracker.timeFilter.get()")["end"] == "2025-01-20"
    assert _colour(page, HELD)[3] > 0


def test_a_page_without_control_does_not_carry_its_script(shipped: list[Layer]) -> None:
    """Nor a switch for it."""
    page = leaflet.page(empty(EVENTS), empty(MENTIONS), shipped)
    assert "gt-control" not in page
    assert len(bundle.script()) < len(bundle.script(control=True))
    assert len(page.encode()) <= 500_000
