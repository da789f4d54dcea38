"""Faces: how a table looks in QGIS. Which rows, in which group, when, with which renderer, labels and tip."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geotracker.draw.qgisxml import column, quoted

if TYPE_CHECKING:
    from geotracker.draw.controllayers import ControlLayer
    from geotracker.draw.layers import Layer
    from geotracker.draw.qgisxml import Node
    from geotracker.tables import Table


@dataclass(frozen=True, slots=True)
class Theme:
    """The layer files of a map: those of events, and those of control of terrain."""

    events: tuple[Layer, ...] = ()
    control: tuple[ControlLayer, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """One layer of a QGIS project, or one style of a table in a GeoPackage."""

    face_id: str
    title: str
    table: Table
    renderer: Node
    group: str = ""
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The rows that it shows, by values of columns; all where it is empty."""
    time: tuple[str, str] | None = None
    """The columns of its first and last day, both included."""
    labels: Node | None = None
    tip: str = ""
    """HTML with QGIS's expressions in it."""
    shown: bool = True
    opacity: float = 1.0

    @property
    def filter(self) -> str:
        """The rows that it shows, as SQL and as an expression of QGIS; empty for all."""
        return chosen(self.only)


def chosen(only: dict[str, tuple[str, ...]]) -> str:
    """Return the condition of `only`: values of a column are alternatives, of several columns all have to fit.

    >>> print(chosen({"kind": ("advance", "attack"), "evidence": ("claimed",)}))
    "kind" IN ('advance', 'attack') AND "evidence" IN ('claimed')
    """
    return " AND ".join(
        f"{column(name)} IN ({', '.join(quoted(value) for value in values)})" for name, values in only.items()
    )
