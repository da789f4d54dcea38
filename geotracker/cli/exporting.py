"""`geotracker export`: the record as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geotracker.cli import options

# The names of draw.files.DEFAULTS, which help does not wait for.
FORMATS = ("geojson", "gpkg", "qgis", "csv", "flatgeobuf", "geoparquet", "kml", "timemap")


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, readable=False),
    help="The file to write, for qgis the folder; in maps/ unless named.",
)
@options.window
@options.as_of
@click.option("--public", is_flag=True, help="Only what data/sources.toml permits, and not at once.")
@click.option("--one-file", "together", is_flag=True, help="GeoJSON: all layers in one file.")
@click.option("--wkt", is_flag=True, help="CSV: every geometry as WKT, in place of lat and lon of points.")
@options.workspace
def export(
    root: Path, format_: str, output: Path | None, *, public: bool, together: bool, wkt: bool, **window: Any
) -> None:
    """Write the events as files for other programs.

    FORMAT is geojson, gpkg, qgis, csv, flatgeobuf, geoparquet, kml or timemap.
    """
    from geotracker import pipeline
    from geotracker.cli import lines
    from geotracker.control import Window
    from geotracker.draw.files import Manner
    from geotracker.exports import Wish
    from geotracker.store import Query

    query = Query(**window)
    wish = Wish(
        format=format_,
        output=output,
        window=Window(query.since, query.until),
        public=public,
        now=options.today(),
        moment=options.moment(),
        manner=Manner(together=together, coordinates="wkt" if wkt else "latlon"),
    )
    written = pipeline.export(root, wish, query)
    for told in written.left_out:
        click.echo(f"geotracker: {told}", err=True)
    lines.say(str(written.path))
