"""Print the path of a Python that knows QGIS; install Debian's QGIS where there is none.

python scripts/qgis.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache

from chromium import administrator

PYTHONS = ("/usr/bin/python3", "python3")
PACKAGES = ("qgis", "python3-qgis")
REMEDY = """No QGIS is on this machine, and none could be installed. As an administrator of a Debian or Ubuntu, type
    apt-get install qgis python3-qgis
or name a Python that has it: QGIS_PYTHON=/path/to/python3 make test-qgis"""
_PATIENCE = 120  # seconds


@cache
def find() -> str | None:
    """Return the first Python that imports QGIS, $QGIS_PYTHON alone where it is set, or None."""
    named = os.environ.get("QGIS_PYTHON")
    for name in (named,) if named else PYTHONS:
        path = shutil.which(name)
        if path and _knows(path):
            return path
    return None


def environment() -> dict[str, str]:
    """Return what a QGIS needs that has no screen; nothing of this Python's own path."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**own, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false", "TZ": "UTC"}


def _knows(python: str) -> bool:
    command = [python, "-c", "import qgis.core, qgis.gui"]
    try:
        done = subprocess.run(command, env=environment(), capture_output=True, check=False, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install() -> None:
    """Install Debian's packages, as root or with passwordless sudo; where that cannot be, nothing is done."""
    root = administrator()
    if root is None or not shutil.which("apt-get"):
        return
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    print("Installing QGIS for its tests; that takes some two minutes", file=sys.stderr)
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *PACKAGES]):
        subprocess.run(command, stdout=sys.stderr, check=False)


def main() -> None:
    """Find a QGIS or install one; exit with the remedy where neither works."""
    if find() is None and "QGIS_PYTHON" not in os.environ:
        install()
        find.cache_clear()
    found = find()
    if found is None:
        sys.exit(REMEDY)
    print(found)


if __name__ == "__main__":
    main()
