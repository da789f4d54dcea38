"""What is said of the machine names it nowhere."""

from __future__ import annotations

import platform
from pathlib import Path

import machine

from geotracker import __version__


def test_the_machine_is_described_without_its_name() -> None:
    """Processors, memory, model, system; neither host nor folders."""
    told = machine.described()
    assert " cores, " in told
    assert " GiB of memory, " in told
    assert platform.node() not in told.split()
    assert str(Path.home()) not in told


def test_versions_are_those_that_run() -> None:
    """Ours, Python's and the libraries'."""
    told = machine.versions()
    assert told.startswith(f"geotracker {__version__}, Python {platform.python_version()}, GDAL ")
    assert "geopandas " in told
