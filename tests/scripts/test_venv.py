"""Making the virtual environment."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "venv.sh"


def _run(folder: Path, answers: str) -> subprocess.CompletedProcess[str]:
    python = folder / "python"
    python.write_text(f"#!/bin/sh\n{answers}\n")
    python.chmod(0o755)
    shell = shutil.which("sh") or "/bin/sh"
    return subprocess.run(
        [shell, str(SCRIPT)],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_python_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """A Python outside 3.11 to 3.13 makes no environment; the message names its version and what to do."""
    done = _run(tmp_path, 'test "$1" = --version && echo Python 3.10.12 && exit 0; exit 1')
    assert done.returncode == 1
    assert "3.10.12" in done.stderr
    assert "make PYTHON=" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_missing_venv_module_says_what_to_install(tmp_path: Path) -> None:
    """A Python without its venv module makes no environment; the message names Debian's package."""
    done = _run(tmp_path, 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.12;; esac')
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert "python3.12-venv" in done.stderr


def test_python_that_fits_makes_the_environment(tmp_path: Path) -> None:
    """The first Python that fits is asked for an environment in .venv."""
    done = _run(tmp_path, 'test "$1" = -m && shift 2 && echo "$@" > asked; exit 0')
    assert done.returncode == 0
    assert (tmp_path / "asked").read_text().strip() == "--clear .venv"
