"""How large the map is, how soon it is ready and how soon a step of its dates is painted, beside folium's own ways.

    python benchmarks/map_speed.py                        folium's at 3,000 and 10,000 events, ours at 100,000 too
    python benchmarks/map_speed.py --quick                folium's at 3,000, ours at 10,000 too
    python benchmarks/map_speed.py --ours 1000000         ours alone, at a million
    python benchmarks/map_speed.py --theirs 100000        all of them at a hundred thousand: minutes and gigabytes

"ready" is by the page's own clock, from its navigation to the task after the frame that shows it, the median of five
openings: of ours all events can be filtered, of theirs the page is loaded. "painted" is from the call that moves the
dates to the task after the next frame, which draws them. "bare" is the same of a page with an empty canvas: what the
machine makes of any page at that moment. MarkerCluster knows no time: its step is a change of zoom. folium's plugins
load their scripts from servers: npm brings them, and answers come from there.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import figures
import map_made as made
import numpy as np
from figures import Figure

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
import chromium
from playwright.sync_api import Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import geopandas as gpd
    from playwright.sync_api import Browser, Route

MEGABYTE = 1e6
STEPS = 40
OPENINGS, FEW = 5, 100_000
"""How often a page of so many events at most is opened."""
PATIENCE = 600_000  # milliseconds
# The script of each folder that npm makes, by a word of the address that folium's page asks for.
_SCRIPTS = {
    "leaflet.timedimension.min": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "leaflet.timeline": "leaflet.timeline/dist/leaflet.timeline.js",
    "leaflet.markercluster": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "iso8601": "iso8601-js-period/iso8601.js",
    "moment": "moment/moment.js",
    "jquery-ui": "jquery-ui-dist/jquery-ui.js",
    "jquery": "jquery/dist/jquery.js",
    "leaflet.js": "leaflet/dist/leaflet.js",
}
_PACKAGES = (
    "iso8601-js-period jquery@3.7.1 jquery-ui-dist leaflet@1.9.4 leaflet-timedimension@1.1.1 leaflet.markercluster@1 "
    "leaflet.timeline@1.6.0 moment@2.18.1"
).split()
_BARE = "<canvas width=1300 height=700></canvas><script>c=document.querySelector('canvas').getContext('2d')</script>"
# Called in a frame: tells of the task after it. A driver that asked meanwhile would have the page answer, not open.
_TOLD = "shown after "
_SHOWN = f"setTimeout(() => console.log('{_TOLD}' + performance.now()))"
_LOADED = f"addEventListener('load', () => requestAnimationFrame(() => {_SHOWN}));"
_SEEN = """new MutationObserver((_, observer) => {
  if (document.documentElement?.dataset.geotracker !== "ready") return;
  observer.disconnect();
  %s;
}).observe(document, { attributeFilter: ["data-geotracker"], subtree: true });"""
_FIND = "const found = Object.keys(window).find((name) => name.startsWith('%s')); "
_DAY = "const iso = (day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10); "
_STEPS = {
    "geotracker": _DAY + "geotracker.timeFilter.set(iso((i * 5) % 300), iso((i * 5) % 300 + 30 + i % 30));",
    "TimestampedGeoJson": _FIND % "map_" + "window[found].timeDimension.setCurrentTimeIndex((i * 5) % 300);",
    "Timeline": _FIND % "timeline_slider_" + "window[found].setTime(Date.UTC(2025, 0, 1 + (i * 5) % 300));",
    "MarkerCluster": _FIND % "map_" + "window[found].setZoom(6 + i % 2, { animate: false });",
    "bare": "c.clearRect(0, 0, 1300, 700); c.fillRect(i, i, 9, 9);",
}
_FIGURES = {
    "build": ("to write", "s"),
    "size": ("size", "MB"),
    "ready": ("ready after", "s"),
    "script": ("script of a step of the dates", "ms"),
    "painted": ("step painted, median", "ms"),
    "late": ("step painted, 95 of 100", "ms"),
}
_WRITE: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {
    "geotracker": made.ours,
    "TimestampedGeoJson": made.timestamped,
    "Timeline": made.timeline,
    "MarkerCluster": made.clustered,
    "bare": lambda _, file: file.write_text(_BARE) and None,
}


class Row(NamedTuple):
    """What was measured of one page: seconds, megabytes, milliseconds."""

    name: str
    events: int
    build: float
    size: float
    ready: float
    script: float
    painted: float
    late: float


def main() -> None:
    """State what was measured of each page."""
    ours, theirs = ([3_000, 10_000], [3_000]) if figures.is_quick() else ([3_000, 10_000, 100_000], [3_000, 10_000])
    parser = argparse.ArgumentParser(description="Measure the map beside folium's own ways.")
    parser.add_argument("--ours", type=int, nargs="*", default=ours, help="numbers of events")
    parser.add_argument("--theirs", type=int, nargs="*", default=theirs, help="numbers of events")
    parser.add_argument("--excerpts", action="store_true", help="25 varied words an event")
    parser.add_argument(figures.QUICK, action="store_true", help="few events, unless their numbers are given")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = chromium.launch(playwright.chromium)
        if browser is None:
            figures.not_run("no browser to open the pages with")
            return
        rows = list(_rows(browser, Path(folder), chosen))
    bare = rows[0]
    figures.report([Figure("an empty page's step, painted", bare.painted, "ms")])
    for row in (row for row in rows if row.name == "geotracker"):
        beside = [other for other in rows if other.events == row.events and other.name not in ("geotracker", "bare")]
        figures.report(_stated(row, beside))


def _stated(row: Row, others: Sequence[Row]) -> Iterator[Figure]:
    """Yield each figure of our page beside the best of the others, whichever that is."""
    for field, (what, unit) in _FIGURES.items():
        best = min(others, key=lambda other, field=field: getattr(other, field), default=None)  # type: ignore[misc]
        name = f"page of {row.events:,} events: {what}"
        theirs = getattr(best, field) if best else None
        yield Figure(name, getattr(row, field), unit, None, f"folium's {best.name}" if best else "", theirs)


def _rows(browser: Browser, folder: Path, chosen: argparse.Namespace) -> Iterator[Row]:
    scripts = _scripts(folder) if chosen.theirs else None
    yield _measured(browser, folder, "bare", made.made(1), scripts)
    for count in sorted({*chosen.ours, *chosen.theirs}):
        events = made.made(count, excerpts=chosen.excerpts)
        if count in chosen.ours:
            yield _measured(browser, folder, "geotracker", events, scripts)
        if count in chosen.theirs and scripts:
            for name in ("TimestampedGeoJson", "Timeline", "MarkerCluster"):
                yield _measured(browser, folder, name, events, scripts)


def _measured(browser: Browser, folder: Path, name: str, events: gpd.GeoDataFrame, scripts: Path | None) -> Row:
    file = folder / f"{name}-{len(events)}.html"
    began = time.perf_counter()
    _WRITE[name](events, file)
    build = time.perf_counter() - began
    ready = []
    for opening in range(OPENINGS if len(events) <= FEW else 1):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.route(re.compile("^https?:"), lambda route: _answer(route, scripts))
        ready.append(_opened(page, file, name))
        if not opening:
            took = np.array(page.evaluate(made.STEPPED, [STEPS, _STEPS[name]]))
        context.close()
    late = float(np.percentile(took[:, 1], 95))
    medians = [float(value) for value in np.median(took, axis=0)]
    size = file.stat().st_size / MEGABYTE
    file.unlink()
    return Row(name, len(events), build, size, statistics.median(ready), *medians, late)


def _opened(page: Page, file: Path, name: str) -> float:
    """Open a page and return the seconds until it is ready by its own clock."""
    page.add_init_script(_SEEN % _SHOWN if name == "geotracker" else _LOADED)
    with page.expect_console_message(lambda said: said.text.startswith(_TOLD), timeout=PATIENCE) as told:
        page.goto(file.as_uri(), wait_until="commit", timeout=PATIENCE)
    return float(told.value.text.removeprefix(_TOLD)) / 1000


def _scripts(folder: Path) -> Path | None:
    npm = shutil.which("npm")
    if npm is None:
        figures.not_run("folium's plugins: npm brings their scripts, and there is none")
        return None
    install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", str(folder)]
    if subprocess.run([*install, *_PACKAGES], check=False, capture_output=True, cwd=folder).returncode:  # noqa: S603  npm, with arguments of ours
        figures.not_run("folium's plugins: npm does not reach their scripts")
        return None
    return folder / "node_modules"


def _answer(route: Route, scripts: Path | None) -> None:
    address = route.request.url.lower()
    file = next((path for word, path in _SCRIPTS.items() if word in address and address.endswith(".js")), None)
    body = (scripts / file).read_text(encoding="utf-8") if scripts and file else ""
    route.fulfill(body=body, content_type="text/javascript" if address.endswith(".js") else "text/css")


if __name__ == "__main__":
    main()
