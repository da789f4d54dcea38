"""What a year of control of terrain costs a page of 10,000 events: bytes, time to open, steps of the dates.

    GEOTRACKER_CORPUS=... python benchmarks/map_control.py [--quick] [EVENTS]

Reads control/deepstate of the folder that GEOTRACKER_CORPUS names. Each figure stands beside the same page's without
control, opened by turns. A step is from the call that moves the dates to the task after the next frame, which draws
them: "drag" moves the last day by one, "seek" both far; "pan" moves the map. 60 frames a second are 16.7 ms.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import figures
import map_made as made
import numpy as np
from figures import Figure, at_most

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
import chromium
from playwright.sync_api import sync_playwright

from geotracker import controlintake, controlmap, tables
from geotracker.control import Window
from geotracker.draw import controllayers, layers, leaflet
from geotracker.geo.control import Told
from geotracker.workspace import create, find, package_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Browser, Page

    from geotracker.workspace import Workspace


class Size(NamedTuple):
    """How many events and days there are, how often a page is opened and how many steps are taken."""

    events: int
    days: int | None
    opened: int
    steps: int


FULL, QUICK = Size(10_000, None, 9, 100), Size(3_000, 60, 3, 30)
_DAY = "const iso = (day) => new Date(Date.UTC(2024, 6, 8 + day)).toISOString().slice(0, 10); "
_STEPS = {
    "drag": _DAY + "geotracker.timeFilter.set(iso(120), iso(150 + i));",
    "seek": _DAY + "geotracker.timeFilter.set(iso((i * 37) % 180), iso(200 + (i * 53) % 180));",
    "pan": "map_events.panBy([i % 2 ? 40 : -40, 0], { animate: false });",
}


def main() -> None:
    """State the figures."""
    named = os.environ.get("GEOTRACKER_CORPUS")
    if not named:
        figures.not_run("no corpus")
        return
    size = QUICK if figures.is_quick() else FULL
    events = made.made([*map(int, figures.arguments()), size.events][0])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        create(root / "desk")
        workspace = find(root / "desk")
        files = sorted((Path(named) / "control" / "deepstate").glob("*.geojson"))[-(size.days or 0) :]
        _writing(workspace, files)
        blank = leaflet.Setting()
        full = leaflet.Setting(
            control=controlmap.shown(workspace, Window()).series,
            control_layers=tuple(controllayers.load(package_path("layers"))),
        )
        pages = {}
        for name, setting in (("without", blank), ("with", full)):
            html = leaflet.page(
                events, tables.empty(tables.MENTIONS), layers.load(package_path("layers")), setting=setting
            )
            pages[name] = root / f"{name}.html"
            pages[name].write_text(html, encoding="utf-8")
        sizes = [pages[name].stat().st_size / 1e6 for name in ("without", "with")]
        what = f"page of {len(events):,} events: what {len(files)} days of control add"
        figures.report([Figure(what, sizes[1] - sizes[0], "MB", at_most(0.3), "without", sizes[0])])
        with sync_playwright() as playwright:
            browser = chromium.launch(playwright.chromium)
            if browser is None:
                figures.not_run("no browser to open the pages with")
                return
            _opening(browser, pages, size.opened)
            _stepping(browser, pages, size.steps)


def _writing(workspace: Workspace, files: Sequence[Path]) -> None:
    controlintake.add(workspace.root, files[:-1], Told())
    figures.report([_written(workspace, f"write {len(files) - 1} days for the map")])
    controlintake.add(workspace.root, files[-1:], Told())
    figures.report(
        _written(workspace, f"write {len(files)} days for the map, {what}") for what in ("one new", "none new")
    )


def _written(workspace: Workspace, what: str) -> Figure:
    return Figure(what, _took(lambda: controlmap.shown(workspace, Window())), "s")


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _opening(browser: Browser, pages: dict[str, Path], opened: int) -> None:
    ready: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(opened):
        for name, file in pages.items():
            page = _opened(browser, file)
            ready[name].append(float(page.evaluate("performance.now()")))
            page.context.close()
    without, with_ = (statistics.median(ready[name]) for name in ("without", "with"))
    figures.report([Figure("page ready: what control adds", with_ - without, "ms", at_most(200), "without", without)])


def _opened(browser: Browser, file: Path) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True).new_page()
    page.goto(f"{file.as_uri()}#at=48.2,36.5,7", wait_until="commit")
    page.wait_for_selector("html[data-geotracker=ready]", state="attached")
    return page


def _stepping(browser: Browser, pages: dict[str, Path], steps: int) -> None:
    opened = {name: _opened(browser, file) for name, file in pages.items()}
    for name, step in _STEPS.items():
        took = {which: np.array(page.evaluate(made.STEPPED, [steps, step]))[:, 1] for which, page in opened.items()}
        for told, share in (("median", 50), ("95 of 100", 95)):
            without, with_ = (float(np.percentile(took[which], share)) for which in ("without", "with"))
            figures.report([Figure(f"{name} with control, painted: {told}", with_, "ms", None, "without", without)])


if __name__ == "__main__":
    main()
