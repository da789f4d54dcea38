"""The page where there is little room: on a phone, in a narrow panel, in a low frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker.draw import leaflet

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Browser

    from geotracker.draw.layers import Layer

READY = "html[data-geotracker=ready]"


@pytest.fixture(scope="module")
def file(
    tmp_path_factory: pytest.TempPathFactory,
    events: gpd.GeoDataFrame,
    mentions: gpd.GeoDataFrame,
    shipped: list[Layer],
    setting: leaflet.Setting,
) -> Path:
    """Return the page of the sample events."""
    path = tmp_path_factory.mktemp("small") / "map.html"
    path.write_text(leaflet.page(events, mentions, shipped, setting=setting), encoding="utf-8")
    return path


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
