"""The parts of a folium map that geotracker adds: a layer of events, the dates, the legend, the ground.

    layers = load_layers(Path("layers"))
    EventLayer(events, layers[0]).add_to(folium_map)
    TimeFilter().add_to(folium_map)

They work in any folium map and notebook; `leaflet.page` is only their user. Several on one map share one set of dates.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from branca.element import Element, Figure, MacroElement

from geotracker.draw import bundle, controlseries
from geotracker.draw.event_table import EventTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geotracker.draw.controllayers import ControlLayer
    from geotracker.draw.controlseries import ControlSeries
    from geotracker.draw.layers import Layer


class Verbatim(Element):
    """Text that is put into the page as it is: branca would read "{{" in it as a template."""

    def __init__(self, text: str) -> None:
        """Keep the text."""
        super().__init__()
        self.text = text

    def render(self, **_: object) -> str:
        """Return the text."""
        return self.text


class _Part(MacroElement):
    """A part that calls the page's script once for the map that it is added to."""

    def __init__(self, name: str) -> None:
        """Take the part's name in the figure."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = name

    def call(self) -> tuple[str, Sequence[object]]:
        """Return the function of `window.geotracker` and what it gets after the map: JSON values, or elements."""
        raise AssertionError

    def data(self) -> dict[str, str]:
        """Return the packed data that the call names, by the id of its script element."""
        return {}

    def render(self, **_: object) -> str:
        """Put script, style, data and call into the figure; what several parts share stands in it once."""
        figure = self.get_root()
        if self._parent is None or not isinstance(figure, Figure):
            message = f"{type(self).__name__} is in no figure: add it to a folium.Map first"
            raise TypeError(message)
        figure.header.add_child(
            Verbatim(f"<style>{bundle.style('map', 'time-filter', 'waves', 'card')}</style>"), name="gt-style"
        )
        self.add_script(figure)
        for name, packed in self.data().items():
            block = f'<script type="application/octet-stream" id="{name}">{packed}</script>'
            figure.html.add_child(Verbatim(block), name=name)
        function, arguments = self.call()
        parts = [self._parent.get_name(), *(_javascript(argument) for argument in arguments)]
        figure.script.add_child(Verbatim(f"geotracker.{function}({', '.join(parts)});\n"), name=self.get_name())
        return ""

    def add_script(self, figure: Figure) -> None:
        """Put the script into the figure, unless a part that needs more of it has."""
        if "gt-script" not in figure.header._children:  # noqa: SLF001  branca has no other way to ask
            figure.header.add_child(Verbatim(f"<script>{bundle.script()}</script>"), name="gt-script")


def _javascript(value: object) -> str:
    if isinstance(value, Element):
        return str(value.get_name())
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_javascript(item)}" for key, item in value.items()) + "}"
    return json.dumps(value).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _packed(text: str) -> dict[str, str]:
    return {f"gt-{hashlib.sha256(text.encode()).hexdigest()[:16]}": text} if text else {}


class EventLayer(_Part):
    """The events of one layer, drawn on one canvas with all other layers of the map."""

    def __init__(self, events: gpd.GeoDataFrame | EventTable, layer: Layer) -> None:
        """Take a table that has the columns of `layer.table` (EPSG:4326), or one that is packed for several layers.

        Raises TableError where a column is missing or of another type.
        """
        super().__init__("EventLayer")
        self.layer = layer
        self.table = events if isinstance(events, EventTable) else EventTable.of(events, [layer])

    def data(self) -> dict[str, str]:
        """Return events, their sentences, the regions that they name and the grounds that are no circles."""
        return (
            _packed(self.table.events)
            | _packed(self.table.mentions)
            | _packed(self.table.regions)
            | _packed(self.table.grounds)
        )

    def call(self) -> tuple[str, Sequence[object]]:
        """Return the call that adds the layer."""
        ids: dict[str, Any] = {name: next(iter(_packed(getattr(self.table, name))), None) for name in EventTable.PACKED}
        layer = asdict(self.layer)
        return "layer", [{**ids, "definition": {"id": layer.pop("layer_id"), **layer}}]


class ControlOverlay(_Part):
    """Control of terrain under the events: the state at the last day, the change in the dates, the front line."""

    def __init__(self, series: Sequence[ControlSeries], layer: ControlLayer) -> None:
        """Take series of which each has a day; the first is on when the map opens, where the layer says so."""
        super().__init__("ControlOverlay")
        self.layer = layer
        self.packed = [controlseries.packed(one) for one in series]
        self.days = [series[0].days[0].day.isoformat(), series[0].days[-1].day.isoformat()]

    def data(self) -> dict[str, str]:
        """Return the series."""
        return {name: text for packed in self.packed for name, text in _packed(packed).items()}

    def add_script(self, figure: Figure) -> None:
        """Put the script into the figure with what draws control, and its style."""
        figure.header.add_child(Verbatim(f"<style>{bundle.style('control')}</style>"), name="gt-style-control")
        figure.header.add_child(Verbatim(f"<script>{bundle.script(control=True)}</script>"), name="gt-script")

    def call(self) -> tuple[str, Sequence[object]]:
        """Return the call that adds the layer."""
        definition = {
            "id": self.layer.layer_id,
            "title": self.layer.title,
            "style": asdict(self.layer.style),
            "show": self.layer.show,
        }
        return "control", [{**definition, "data": list(self.data()), "days": self.days}]


class Opening(_Part):
    """Where the map opens, once the page around it stands."""

    def __init__(self, bounds: Sequence[Sequence[float]]) -> None:
        """Take [[south, west], [north, east]] in degrees."""
        super().__init__("Opening")
        self.bounds = bounds

    def call(self) -> tuple[str, Sequence[object]]:
        """Return the call that opens the map there."""
        return "fit", [self.bounds]


class TimeFilter(_Part):
    """The control of the dates: two handles over a histogram, step, play, "within" and "up to", the strip of waves."""

    def __init__(self, host: str | None = None) -> None:
        """Take the id of the element that holds the control; without one it lies over the map's lower edge."""
        super().__init__("TimeFilter")
        self.host = host

    def call(self) -> tuple[str, Sequence[object]]:
        """Return the call that adds the control."""
        return "time", [self.host]


class Surround(_Part):
    """What stands around the map in `leaflet.page`: filters, legend, the report's age, table, directions, the panel."""

    def __init__(self, tiles: Element, **page: Any) -> None:
        """Take a folium TileLayer not shown, and what `page` of web/geotracker.js reads."""
        super().__init__("Surround")
        self.options = {**page, "tiles": tiles}

    def call(self) -> tuple[str, Sequence[object]]:
        """Return the call that fills the page's elements."""
        return "page", [self.options]


class Ground(_Part):
    """The built-in ground: land, borders, oblasts, the main cities with their names."""

    def __init__(self, packed: str) -> None:
        """Take the shapes as `ground.packed` gives them."""
        super().__init__("Ground")
        self.packed = packed

    def data(self) -> dict[str, str]:
        """Return the shapes."""
        return _packed(self.packed)

    def call(self) -> tuple[str, Sequence[object]]:
        """Return the call that draws the ground."""
        return "base", [next(iter(_packed(self.packed)))]
