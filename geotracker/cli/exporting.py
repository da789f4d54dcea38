"""`geotracker export`: the record as files for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from pathlib import Path

# The names of draw.files.DEFAULTS and TEXTS, which help does not wait for.
FORMATS = ("geojson", "gpkg", "qgis", "csv", "flatgeobuf", "geoparquet", "kml", "timemap")
PRINTED = ("geojson", "csv", "kml", "timemap")


@click.command()
@click.argument("format_", metavar="FORMAT", type=options.Nearest(FORMATS))
@click.option(
    "-o",
    "--output",
    type=options.File(prints=True),
    help="The file to write, for qgis the folder; in maps/ unless named; - prints geojson, csv, kml or timemap.",
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
    _fitting(format_, output, together=together, wkt=wkt)
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
    if written.content:
        lines.out(written.content)
    else:
        lines.say(str(written.path))


def _fitting(format_: str, output: Path | None, *, together: bool, wkt: bool) -> None:
    """End with a usage error where an option and the format do not go together."""
    message = ""
    if together and format_ != "geojson":
        message = f"--one-file goes with geojson, not with {format_}"
    elif wkt and format_ != "csv":
        message = f"--wkt goes with csv, not with {format_}"
    elif str(output) == "-" and format_ not in PRINTED:
        message = f"-o - prints {', '.join(PRINTED)}, not {format_}: name a file"
    if message:
        raise click.UsageError(message)
