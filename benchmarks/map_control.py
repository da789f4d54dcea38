"""What a year of control of terrain costs a page of 10,000 events: bytes, time to open, steps of the dates.

    GEOTRACKER_CORPUS=... python benchmarks/map_control.py [EVENTS]

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
from typing import TYPE_CHECKING

import map_made as made
import numpy as np

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

OPENED = 9
STEPS = 100
_STEPPED = """async ([steps, step]) => {
  const act = new Function("i", step);
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const took = [];
  for (let i = 0; i < steps; i++) {
    await painted();
    const began = performance.now();
    act(i);
    await painted();
    took.push(performance.now() - began);
  }
  return took;
}"""
_DAY = "const iso = (day) => new Date(Date.UTC(2024, 6, 8 + day)).toISOString().slice(0, 10); "
_STEPS = {
    "drag": _DAY + "geotracker.timeFilter.set(iso(120), iso(150 + i));",
    "seek": _DAY + "geotracker.timeFilter.set(iso((i * 37) % 180), iso(200 + (i * 53) % 180));",
    "pan": "map_events.panBy([i % 2 ? 40 : -40, 0], { animate: false });",
}


def main() -> None:
    """Print the figures."""
    named = os.environ.get("GEOTRACKER_CORPUS")
    if not named:
        print("not run: no corpus")
        return
    events = made.made(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        create(root / "desk")
        workspace = find(root / "desk")
        files = sorted((Path(named) / "control" / "deepstate").glob("*.geojson"))
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; {len(files)} days")
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
        print(
            f"page: {sizes[0]:.3f} MB without, {sizes[1]:.3f} MB with, {sizes[1] - sizes[0]:.3f} MB more (at most 0.3)"
        )
        with sync_playwright() as playwright:
            browser = chromium.launch(playwright.chromium)
            if browser is None:
                sys.exit(chromium.REMEDY)
            _opening(browser, pages)
            _stepping(browser, pages)


def _writing(workspace: Workspace, files: Sequence[Path]) -> None:
    controlintake.add(workspace.root, files[:-1], Told())
    print(f"write all days for the map:     {_took(lambda: controlmap.shown(workspace, Window())):6.2f} s")
    controlintake.add(workspace.root, files[-1:], Told())
    print(f"write them with one day more:   {_took(lambda: controlmap.shown(workspace, Window())):6.2f} s")
    print(f"write them with nothing new:    {_took(lambda: controlmap.shown(workspace, Window())):6.2f} s")


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _opening(browser: Browser, pages: dict[str, Path]) -> None:
    ready: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(OPENED):
        for name, file in pages.items():
            page = _opened(browser, file)
            ready[name].append(float(page.evaluate("performance.now()")))
            page.context.close()
    without, with_ = (statistics.median(ready[name]) for name in ("without", "with"))
    print(f"ready: {without:.0f} ms without, {with_:.0f} ms with, {with_ - without:.0f} ms more (at most 200)")


def _opened(browser: Browser, file: Path) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True).new_page()
    page.goto(f"{file.as_uri()}#at=48.2,36.5,7", wait_until="commit")
    page.wait_for_selector("html[data-geotracker=ready]", state="attached")
    return page


def _stepping(browser: Browser, pages: dict[str, Path]) -> None:
    print(f"{'step':<8}{'without':>10}{'p95':>8}{'with':>10}{'p95':>8}   ms until painted")
    opened = {name: _opened(browser, file) for name, file in pages.items()}
    for name, step in _STEPS.items():
        figures = []
        for page in opened.values():
            took = page.evaluate(_STEPPED, [STEPS, step])
            figures += [float(np.median(took)), float(np.percentile(took, 95))]
        print(f"{name:<8}{figures[0]:>10.1f}{figures[1]:>8.1f}{figures[2]:>10.1f}{figures[3]:>8.1f}")


if __name__ == "__main__":
    main()
