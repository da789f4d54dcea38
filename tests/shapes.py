"""Squares and stars for tests, near Pokrovsk: published geometry is not the project's to ship."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from pathlib import Path

WEST, SOUTH = 37.0, 48.0


def square(x: float = 0.0, y: float = 0.0, side: float = 0.1) -> shapely.Polygon:
    """Return a square whose south-western corner lies x and y degrees from 37° E 48° N."""
    return shapely.box(WEST + x, SOUTH + y, WEST + x + side, SOUTH + y + side)


def star() -> dict[str, Any]:
    """Return a five-pointed star drawn in one stroke: its ring crosses itself five times."""
    points = [(WEST + math.sin(4 * math.pi * n / 5) / 10, SOUTH + math.cos(4 * math.pi * n / 5) / 10) for n in range(6)]
    return {"type": "Polygon", "coordinates": [points]}


def collection(*shapes: shapely.Geometry | dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    """Return a FeatureCollection of shapes; every feature has the properties."""
    geometries = [
        shape if shape is None or isinstance(shape, dict) else shapely.geometry.mapping(shape) for shape in shapes
    ]
    features = [{"type": "Feature", "properties": properties, "geometry": geometry} for geometry in geometries]
    return {"type": "FeatureCollection", "features": features}


def write(path: Path, *shapes: shapely.Geometry | dict[str, Any] | None, **properties: Any) -> Path:
    """Write a FeatureCollection and return its path."""
    path.write_text(json.dumps(collection(*shapes, **properties)))
    return path
