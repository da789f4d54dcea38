"""What is said of the machine and the versions that figures come from: nothing that names it."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pyogrio

from geotracker import __version__

_LIBRARIES = ("geopandas", "shapely", "pyproj", "pyogrio", "fiona", "pyarrow", "pandas", "numpy", "folium")


def described() -> str:
    """Return the processors, memory, model and system."""
    processors = f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} cores"
    memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory"
    return f"{processors}, {memory}, {_model()}, {_system()}"


def versions() -> str:
    """Return the versions of geotracker, Python and the libraries that do the work."""
    named = [
        f"geotracker {__version__}",
        f"Python {platform.python_version()}",
        f"GDAL {pyogrio.__gdal_version_string__}",
    ]
    return ", ".join([*named, *(f"{one} {_version(one)}" for one in _LIBRARIES)])


def load() -> float:
    """Return how many processes have wanted a processor over the last minute."""
    return os.getloadavg()[0]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _model() -> str:
    """Return what the system calls the processor; Linux alone tells more than its family."""
    told = Path("/proc/cpuinfo")
    text = told.read_text(encoding="utf-8") if told.is_file() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"
