"""Layer files of control of terrain: which categories the map offers, in which order and colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geotracker.draw import layerfile
from geotracker.draw.layerfile import LayerFile
from geotracker.records import CATEGORIES

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ControlStyle:
    """The colours of control: of each category's ground, of what was gained and of what was lost in the dates."""

    colors: dict[str, str]
    gained: str
    lost: str


@dataclass(frozen=True, slots=True)
class ControlLayer:
    """A layer of control of terrain; `layer_id` is the stem of its file."""

    layer_id: str
    title: str
    categories: tuple[str, ...]
    """Those that it draws, in the order of the legend; the first that is there is on when the map opens."""
    style: ControlStyle
    show: bool = True
    """Whether one is on when the map opens."""
    order: int = 5


def load(folder: Path) -> list[ControlLayer]:
    """Return the layers of control of the TOML files in `folder`, by `order`, then by name.

    Raises LayerError that names the file and the key where a file is no TOML, has an unknown key or a wrong value.
    """
    contents = {file: layerfile.content(file) for file in sorted(folder.glob("*.toml"))}
    found = (_read(file, content) for file, content in contents.items() if layerfile.is_of_control(content))
    return sorted(found, key=lambda layer: (layer.order, layer.layer_id))


def _read(file: Path, content: dict[str, Any]) -> ControlLayer:
    check = LayerFile(str(file))
    check.keys(content, "", {"title", "table", "only", "style"}, {"show", "order"})
    only = check.mapping(content["only"], "only")
    check.keys(only, "only.", {"category"}, set())
    style = check.mapping(content["style"], "style")
    check.keys(style, "style.", {"color_by", "colors", "gained", "lost"}, set())
    check.one_of(style["color_by"], "style.color_by", ("category",))
    categories = tuple(
        check.one_of(category, "only.category", CATEGORIES)
        for category in check.texts(only["category"], "only.category")
    )
    colors = check.colors(style["colors"], "style.colors")
    check.keys(colors, "style.colors.", set(categories), set(CATEGORIES))
    return ControlLayer(
        layer_id=file.stem,
        title=check.text(content["title"], "title"),
        categories=categories,
        style=ControlStyle(
            colors, check.color(style["gained"], "style.gained"), check.color(style["lost"], "style.lost")
        ),
        show=check.flag(content.get("show", True), "show"),
        order=int(check.number(content.get("order", 5), "order", (0, 1000))),
    )
