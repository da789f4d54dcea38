"""A still picture of the map, taken by a Chromium of the user's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from geotracker.errors import ExportError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
SIZE = (1600, 1000)  # pixels
_PATIENCE = 120  # seconds
_PAGE_TIME = 20_000  # milliseconds by the page's own clock, which runs ahead while it has nothing to do
_ARGUMENTS = (
    "--headless",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-first-run",
    f"--window-size={SIZE[0]},{SIZE[1]}",
    f"--virtual-time-budget={_PAGE_TIME}",
)


def browser() -> str:
    """Return the path of a Chromium: $CHROMIUM, else one on the PATH. Raises ExportError where there is none."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        said = (
            f"CHROMIUM is {named!r}, which is no program" if named else "no Chromium is found for a picture of the map"
        )
        message = f"{said}: name one as CHROMIUM=/path/to/chromium, or open the map and print it"
        raise ExportError(message)
    return found


def picture(html: str) -> bytes:
    """Return a PNG of a page of `leaflet.page`, SIZE pixels, with its dates and sources on it.

    Raises ExportError where there is no browser, or where it takes no picture.
    """
    program = browser()
    with tempfile.TemporaryDirectory(prefix="geotracker-", ignore_cleanup_errors=True) as folder:
        page, png = Path(folder, "map.html"), Path(folder, "map.png")
        page.write_text(html, encoding="utf-8")
        root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses to run as root
        command = [program, *_ARGUMENTS, *root, f"--user-data-dir={folder}/profile", f"--screenshot={png}"]
        try:
            run = subprocess.run(  # noqa: S603  the user's own browser, with arguments of ours
                [*command, f"{page.as_uri()}#still=on"], capture_output=True, check=False, timeout=_PATIENCE
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            message = f"{program} took no picture: {fault}"
            raise ExportError(message) from fault
        if not png.is_file():
            message = f"{program} took no picture (exit {run.returncode}): open the map and print it"
            raise ExportError(message)
        return png.read_bytes()
