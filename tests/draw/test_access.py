"""axe-core finds no violation of WCAG 2.2 A or AA in any state of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import packages
import pytest

from geotracker.draw import leaflet
from geotracker.tables import EVENTS, MENTIONS, empty
from tests.draw import terrain

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Browser, Page

    from geotracker.draw.layers import Layer

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
PHONE = {"viewport": {"width": 375, "height": 700}, "has_touch": True}
STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "plain": ("", {}),
    "filtered to nothing": ("#words=nothing%20like%20it&view=table", {}),
    "filtered": ("#is.actor=ukraine&is.source=&footprints=on", {}),
    "panel open": ("#event=e0", {}),
    "wave open": ("#event=e7&view=waves", {}),
    "table open": ("#view=table", {}),
    "directions open": ("#view=directions", {}),
    "control by the week open": ("#view=control", {}),
    "control switched off": ("#control=&change=off", {}),
    "dark, panel and table": ("#event=e0&view=table", {"color_scheme": "dark"}),
    "phone": ("", PHONE),
    "phone, panel": ("#event=e0", PHONE),
    "phone, table": ("#view=table", PHONE),
}


@pytest.fixture(scope="module")
def axe() -> str:
    """Return axe-core's script, which npm brings."""
    if not packages.AXE.exists():
        pytest.skip("not run: no axe-core")
    return packages.AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def file(
    tmp_path_factory: pytest.TempPathFactory,
    events: gpd.GeoDataFrame,
    mentions: gpd.GeoDataFrame,
    shipped: list[Layer],
    setting: leaflet.Setting,
) -> Path:
    """Return a page with every view that there is."""
    path = tmp_path_factory.mktemp("access") / "map.html"
    setting = terrain.with_control(setting, terrain.series(), terrain.series(category="claimed"))
    path.write_text(leaflet.page(events, mentions, shipped, setting=setting), encoding="utf-8")
    return path


def _faults(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true; }")
    found = page.evaluate("rules => axe.run({ runOnly: rules })", RULES)
    return [f"{fault['id']}: {node['html'][:150]}" for fault in found["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_page_shuts_a_reader_out(browser: Browser, file: Path, axe: str, state: str) -> None:
    """No violation of WCAG 2.2 A or AA."""
    fragment, context = STATES[state]
    opened = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | context))
    page = opened.new_page()
    page.goto(file.as_uri() + fragment)
    page.wait_for_selector("html[data-geotracker=ready]")
    assert _faults(page, axe) == []
    opened.close()


def test_an_empty_page_shuts_no_reader_out(browser: Browser, axe: str, tmp_path: Path, shipped: list[Layer]) -> None:
    """No violation where the store is empty."""
    path = tmp_path / "empty.html"
    path.write_text(leaflet.page(empty(EVENTS), empty(MENTIONS), shipped), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-geotracker=ready]")
    assert _faults(page, axe) == []
    page.close()
