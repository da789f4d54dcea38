"""Print the path of a Chromium that starts; install one where none is found.

Order: $CHROMIUM, a browser on the PATH, Debian's package (as root or with passwordless sudo), playwright's download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserType

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
REMEDY = """No Chromium starts on this machine, and none could be installed. As an administrator, type
    apt-get install chromium
or, on other systems,
    .venv/bin/python -m playwright install --with-deps chromium
or name one: CHROMIUM=/path/to/chromium make test"""


def candidates(chromium: BrowserType) -> Iterator[str]:
    """Yield the browsers that this machine may have: $CHROMIUM alone where it is set."""
    if named := os.environ.get("CHROMIUM"):
        yield named
        return
    yield from filter(None, map(shutil.which, NAMES))
    if os.path.exists(chromium.executable_path):  # noqa: PTH110 - playwright gives a str, the caller wants one
        yield chromium.executable_path


def launch(chromium: BrowserType, *arguments: str) -> Browser | None:
    """Return the first of the candidates that starts, headless and with `arguments`, or None."""
    for path in candidates(chromium):
        try:
            return chromium.launch(executable_path=path, args=[*ARGUMENTS, *arguments], chromium_sandbox=False)
        except Error as fault:
            print(f"{path} does not start: {str(fault).splitlines()[0]}", file=sys.stderr)
    return None


def starts() -> bool:
    """Say whether a browser opens a page here."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        if browser is None:
            return False
        browser.new_page().goto("about:blank")
        browser.close()
        return True


def administrator() -> list[str] | None:
    """Return what a command needs before it to run as root, or None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def ways() -> Iterator[list[list[str]]]:
    """Yield the ways to install a Chromium, each as its commands."""
    root = administrator()
    if root is not None and shutil.which("apt-get"):
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        yield [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", "chromium"]]
    playwright = [sys.executable, "-m", "playwright", "install"]
    yield [[*playwright, "chromium"] if root is None else [*playwright, "--with-deps", "chromium"]]


def main() -> None:
    """Find a Chromium or install one; exit with the remedy where neither works."""
    if starts():
        return
    if "CHROMIUM" not in os.environ:
        for commands in ways():
            print("Installing Chromium for the tests:", *commands[-1], file=sys.stderr)
            done = all(subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0 for command in commands)
            if done and starts():
                return
    sys.exit(REMEDY)


if __name__ == "__main__":
    main()
