"""`geotracker control`: polygons in, their change out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotracker.cli import options
from geotracker.records import CATEGORIES

if TYPE_CHECKING:
    from datetime import date

    from geotracker.control import Difference

_MOVED = ("gained_km2", "lost_km2", "recategorised_km2")
_PATH = click.Path(path_type=Path, readable=False)


@click.group()
def control() -> None:
    """Keep dated polygons of who controls which ground, and tell what changed."""


@control.command()
@click.argument("files", type=_PATH, nargs=-1, required=True, metavar="FILE...")
@click.option("--date", "day", type=options.Day(), help="The day they show, where the file does not say it.")
@click.option("--source", default="", help="Whose polygons they are; a name in data/sources.toml, or a new one.")
@click.option("--category", type=click.Choice(CATEGORIES), help="What they show, where nothing else says it.")
@options.workspace
@click.pass_context
def add(
    ctx: click.Context, files: tuple[Path, ...], day: date | None, source: str, category: str | None, root: Path
) -> None:
    """Bring polygons into the store: GeoJSON, GeoPackage, Shapefile (zipped too), KML, KMZ, FlatGeobuf, ArcGIS JSON."""
    from geotracker import controlintake as flow
    from geotracker.cli import lines
    from geotracker.geo.control import Told

    with lines.progress(len(files), "reading") as done:
        outcomes = flow.add(root, files, Told(day, source, category or "", options.today()), done=done)
    lines.control(outcomes)
    ctx.exit(int(any(outcome.status == "failed" for outcome in outcomes)))


@control.command()
@options.window
@click.option("--source", default="", help="Only this source's.")
@click.option("--category", type=click.Choice(CATEGORIES), help="Only this category's.")
@click.option("--by-region", is_flag=True, help="Also oblast by oblast and, in Ukraine, raion by raion.")
@click.option("--format", "format_", type=click.Choice(["table", "csv", "geojson"]), default="table", show_default=True)
@options.workspace
def change(root: Path, format_: str, *, by_region: bool, **chosen: Any) -> None:
    """Tell what changed from each day to the next: km² gained and lost, of each source and category by itself.

    Areas are on the WGS 84 ellipsoid, edges straight in degrees (within 0.05 % of pyproj.Geod). Slivers, thinner than
    50 m, are included and shown again. A missing day is a gap: from_day is the day before it that exists.

    Regions are as good as their borders: those that ship may be a kilometre off, official ones in data/regions/ take
    their place. The table leaves out regions in which nothing changed, CSV has them all.
    """
    from geotracker import control as flow
    from geotracker import controltables, tables
    from geotracker.cli import lines
    from geotracker.draw import files
    from geotracker.workspace import find

    window = flow.Window(**(chosen | {"category": chosen["category"] or ""}))
    if format_ == "geojson":
        changed = flow.layer(find(root), controltables.CONTROL_CHANGE, window)
        lines.out(files.text(changed, "geojson", controltables.CONTROL_CHANGE))
        return
    found = flow.changes(root, window, by_region=by_region)
    if format_ == "csv":
        frame = tables.build(controltables.CONTROL_FIGURES, found, [None] * len(found))
        lines.out(files.text(frame, "csv", controltables.CONTROL_FIGURES))
        return
    columns = controltables.CONTROL_FIGURES.names
    told = [row for row in found if not row["admin1"] or any(row[name] for name in _MOVED)]
    lines.table(columns, [[_cell(row[name]) for name in columns] for row in told])


def _cell(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


@control.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--date", "day", type=options.Day(), required=True, help="The day.")
@click.option("--category", type=click.Choice(CATEGORIES), default="assessed", show_default=True)
@options.workspace
def compare(one: str, other: str, day: date, category: str, root: Path) -> None:
    """Show where two sources, A and B, differ on a day: km² that only one of the two shows, oblast by oblast."""
    from geotracker import control as flow
    from geotracker.cli import lines

    found = flow.compare(root, (one, other), day, category)
    lines.table(("shown by", "admin1", "km²"), [_difference(row) for row in found])


def _difference(row: Difference) -> tuple[str, ...]:
    return row.shown_by if row.shown_by == "both" else f"only {row.shown_by}", row.admin1, f"{row.area_km2:.3f}"
