"""geotracker turns published daily war reports into a sourced, dated, mapped record.

from geotracker import extract, read_report
events = extract(read_report("report.md"))      # a GeoDataFrame, EPSG:4326, one row an event
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geotracker.draw.layers import load as load_layers
    from geotracker.draw.leaflet import EventLayer, TimeFilter
    from geotracker.listing import events
    from geotracker.pipeline import extract
    from geotracker.text.reports import read as read_report

__all__ = ["EventLayer", "TimeFilter", "__version__", "events", "extract", "load_layers", "read_report"]
__version__ = "0.1.0"

# Looked up when first asked for (PEP 562), so that `import geotracker` costs nothing.
_HOMES = {
    "EventLayer": ("geotracker.draw.leaflet", "EventLayer"),
    "TimeFilter": ("geotracker.draw.leaflet", "TimeFilter"),
    "events": ("geotracker.listing", "events"),
    "extract": ("geotracker.pipeline", "extract"),
    "load_layers": ("geotracker.draw.layers", "load"),
    "read_report": ("geotracker.text.reports", "read"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
