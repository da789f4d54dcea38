"""What the tests share: real reports, a browser, Node, no network, and a last line that counts what was not run."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import chromium
import node
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# How long an example takes depends on what else the machine does: that is for benchmarks.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

NOT_RUN = "not run: "
LOOPBACK = ("127.", "::1", "localhost")
BROWSER_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of real reports (gold/, reports/, control/, messy/), which are not the project's to ship."""
    named = os.environ.get("GEOTRACKER_CORPUS")
    if not named:
        pytest.skip(NOT_RUN + "no corpus")
    folder = Path(named).resolve()
    assert folder.is_dir(), f"GEOTRACKER_CORPUS is {named!r}, which is no folder"
    return folder


@pytest.fixture(scope="session")
def node_path() -> str:
    """Return the path of a Node that runs the tests of the page's JavaScript."""
    found = node.find()
    if found is None:
        pytest.skip(NOT_RUN + "no Node")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a headless Chromium that reaches files and loopback, and nothing else."""
    with sync_playwright() as playwright:
        found = chromium.launch(playwright.chromium, BROWSER_OFFLINE)
        if found is None:
            pytest.skip(NOT_RUN + "no browser")
        yield found
        found.close()


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Fail the test that looks up or connects to anything but loopback; Unix sockets have a path for an address."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and not name.startswith(LOOPBACK):
        pytest.fail(f"a test tried to reach {name}: tests use loopback only")


def pytest_configure() -> None:
    """Close the network for the whole run."""
    sys.addaudithook(_refuse_network)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Print, after everything else, one line that counts what passed, what failed and what was not run."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or config.option.collectonly:
        return
    stats = reporter.stats
    left_out = Counter(_reason(report) for report in stats.get("skipped", []))
    left_out.update(deselected=len(stats.get("deselected", [])), xfailed=len(stats.get("xfailed", [])))
    passed = len(stats.get("passed", []))
    failed = sum(len(stats.get(outcome, [])) for outcome in ("failed", "error", "xpassed"))
    reasons = ", ".join(f"{reason}: {count}" for reason, count in sorted(left_out.items()) if count)
    line = f"{passed} passed, {failed} failed, {left_out.total()} not run"
    reporter.write_line(f"{line} ({reasons})" if reasons else line)


def _reason(skipped: pytest.TestReport) -> str:
    text = skipped.longrepr[2] if isinstance(skipped.longrepr, tuple) else str(skipped.longrepr)
    return text.removeprefix("Skipped: ").removeprefix(NOT_RUN)
