"""Layer files: what a layer of the map draws, and how. `load` reads a folder of them and refuses what it cannot use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from geotracker.draw import layerfile
from geotracker.draw.layerfile import LayerFile
from geotracker.errors import LayerError
from geotracker.records import CONFIDENCES, EVIDENCES, KINDS, TIME_PRECISIONS
from geotracker.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geotracker.tables import Table

Shape = Literal["circle", "square", "diamond", "triangle", "triangle_down", "pentagon", "hexagon", "star"]
Fill = Literal["evidence", "hollow"]

SHAPES: tuple[Shape, ...] = get_args(Shape)
FILLS: tuple[Fill, ...] = get_args(Fill)
_SIZES = (2.0, 30.0)
# Values that `only` may name, where the codebook closes the list.
_VALUES: Mapping[str, Iterable[str]] = {
    "kind": KINDS,
    "evidence": EVIDENCES,
    "time_precision": TIME_PRECISIONS,
    "place_confidence": CONFIDENCES,
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a layer's events look; `size` is a radius in pixels, `colors` are by the values of column `color_by`."""

    shape: Shape
    size: float
    color_by: str
    colors: dict[str, str]
    fill: Fill = "evidence"
    """"evidence": filled by how well the event is known; "hollow": never filled."""


@dataclass(frozen=True, slots=True)
class Popup:
    """What an event's card shows: a title with {column} in it, the columns below, the column with the report's link."""

    title: str
    columns: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the map; `layer_id` is the stem of its file."""

    layer_id: str
    title: str
    table: str
    time: tuple[str, str]
    only: dict[str, tuple[str, ...]]
    style: Style
    popup: Popup
    show: bool = True
    """Whether it is on when the map opens."""
    order: int = 50
    """Its place in the legend, from the lowest."""


def load(folder: Path) -> list[Layer]:
    """Return the layers of events of the TOML files in `folder`, in the order of their `order` and then of their names.

    Layers of control (`control_layers`) are left out. Raises LayerError that names the file and the key where a file is
    no TOML, has an unknown key or a wrong value, or where the folder has no layer file.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        message = f"{folder}: no layer file (*.toml); `geotracker init` copies the package's own"
        raise LayerError(message)
    of_events = (file for file in files if not layerfile.is_of_control(layerfile.content(file)))
    return sorted((read(file) for file in of_events), key=lambda layer: (layer.order, layer.layer_id))


def read(file: Path) -> Layer:
    """Return the layer of one TOML file. Raises LayerError that names the file, the key and its value."""
    return _Reader(str(file)).layer(file.stem, layerfile.content(file))


@dataclass(frozen=True, slots=True)
class _Reader(LayerFile):
    """Reads the parts of one layer file of events."""

    def layer(self, layer_id: str, content: dict[str, Any]) -> Layer:
        self.keys(content, "", {"title", "table", "time", "only", "style", "popup"}, {"show", "order"})
        table = self.one_of(content["table"], "table", TABLES)
        columns = TABLES[table]
        time = self.texts(content["time"], "time")
        if len(time) != 2:
            self.refuse("time", content["time"], "two columns: the first day and the last")
        for name in time:
            self.one_of(name, "time", [column.name for column in columns.columns if column.type == "date"])
        return Layer(
            layer_id=layer_id,
            title=self.text(content["title"], "title"),
            table=table,
            time=(time[0], time[1]),
            only=self.only(self.mapping(content["only"], "only"), columns),
            style=self.style(self.mapping(content["style"], "style"), columns),
            popup=self.popup(self.mapping(content["popup"], "popup"), columns),
            show=self.flag(content.get("show", True), "show"),
            order=int(self.number(content.get("order", 50), "order", (0, 1000))),
        )

    def only(self, content: dict[str, Any], table: Table) -> dict[str, tuple[str, ...]]:
        only = {}
        for name, values in content.items():
            self.column(name, "only", table)
            only[name] = self.texts(values, f"only.{name}")
            for value in only[name]:
                if name in _VALUES:
                    self.one_of(value, f"only.{name}", _VALUES[name])
        return only

    def style(self, content: dict[str, Any], table: Table) -> Style:
        self.keys(content, "style.", {"shape", "size", "color_by", "colors"}, {"fill"})
        colors = self.colors(content["colors"], "style.colors")
        shape = self.one_of(content["shape"], "style.shape", SHAPES)
        fill = self.one_of(content.get("fill", "evidence"), "style.fill", FILLS)
        return Style(
            shape=next(known for known in SHAPES if known == shape),
            size=self.number(content["size"], "style.size", _SIZES),
            color_by=self.column(content["color_by"], "style.color_by", table),
            colors=colors,
            fill=next(known for known in FILLS if known == fill),
        )

    def popup(self, content: dict[str, Any], table: Table) -> Popup:
        self.keys(content, "popup.", {"title", "columns", "link"}, set())
        title = self.text(content["title"], "popup.title")
        for name in re.findall(r"\{(.*?)\}", title):
            self.column(name, "popup.title", table)
        columns = self.texts(content["columns"], "popup.columns")
        for name in columns:
            self.column(name, "popup.columns", table)
        return Popup(title, columns, self.column(content["link"], "popup.link", table))
