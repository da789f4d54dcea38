"""Write docs/map.png: the map of the sample workspace, as the README shows it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import chromium
from playwright.sync_api import ViewportSize, sync_playwright

from geotracker import pipeline
from geotracker.workspace import create

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "map.png"
SIZE = ViewportSize(width=1280, height=800)


def take(page: Path, picture: Path) -> None:
    """Write a picture of the map `page` to `picture` once its events are drawn."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright.chromium)
        if browser is None:
            sys.exit(chromium.REMEDY)
        tab = browser.new_page(viewport=SIZE)
        tab.goto(page.as_uri())
        tab.wait_for_selector('html[data-geotracker="ready"]')
        tab.wait_for_timeout(500)  # the map's own fading in
        tab.screenshot(path=picture)
        browser.close()


def main() -> None:
    """Refresh a fresh sample workspace and take its map's picture."""
    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder))
        pipeline.refresh(Path(folder))
        take(Path(folder) / "maps" / "index.html", PICTURE)
    print(f"{PICTURE} written")


if __name__ == "__main__":
    main()
