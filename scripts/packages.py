"""Find what package.json names (axe-core, linkedom, TypeScript) for checks of the page; npm brings it where it can.

python scripts/packages.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = ROOT / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
DOM = MODULES / "linkedom" / "package.json"
COMPILER = MODULES / "typescript" / "bin" / "tsc"
_PATIENCE = 120  # seconds: a registry that cannot be reached must not hold up the checks


def install() -> None:
    """Install the packages where one is missing and npm can; a machine without a network goes on without them."""
    npm = shutil.which("npm")
    if npm is None or all(file.exists() for file in (AXE, DOM, COMPILER)):
        return
    command = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
    try:
        subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        print("npm does not answer: what needs its packages is not run", file=sys.stderr)


if __name__ == "__main__":
    install()
