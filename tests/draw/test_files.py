"""Exports hold the same rows in every format, and nothing in them runs."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import fiona
import geopandas as gpd
import pytest
import shapely

from geotracker import tables
from geotracker.draw import files
from geotracker.errors import ExportError
from tests import frames

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "=cmd() </script>`${1}`\"'\u202e\u200f\x1b[31m\x00\u2028"


def two_events() -> gpd.GeoDataFrame:
    """Return a placed event with lists and an unplaced one."""
    return frames.events(
        {"basis": ["photo", "official"], "place": "Людиново", "geometry": shapely.Point(34.447781234567, 53.8)},
        {"start": date(2025, 1, 31), "end": date(2025, 2, 1), "geometry": frames.NOWHERE, "admin1": None},
    )


def test_geojson_is_as_rfc_7946_has_it() -> None:
    """At most six decimals, longitude first, ISO dates, arrays for lists, null where unplaced, no `crs`."""
    written = json.loads(files.text(two_events(), "geojson"))
    first, second = written["features"]
    assert set(written) == {"type", "features"}
    assert first["geometry"] == {"type": "Point", "coordinates": [34.447781, 53.8]}
    assert second["geometry"] is None
    assert list(first["properties"]) == tables.EVENTS.names
    assert first["properties"]["basis"] == ["photo", "official"]
    assert second["properties"]["start"] == "2025-01-31"
    assert second["properties"]["admin1"] is None


def test_csv_has_a_cell_for_each_column_and_the_point() -> None:
    """Lists are joined, the unplaced have no point."""
    first, second = csv.DictReader(io.StringIO(files.text(two_events(), "csv")))
    assert list(first) == [*tables.EVENTS.names, "lat", "lon"]
    assert (first["lat"], first["lon"], first["basis"]) == ("53.8", "34.447781", "photo; official")
    assert (second["lat"], second["lon"], second["basis"]) == ("", "", "")


def test_a_geopackage_opens_in_fiona_with_true_dates(tmp_path: Path) -> None:
    """Version 1.3, `start` and `end` first and of type date, points in EPSG:4326, an index."""
    path = tmp_path / "events.gpkg"
    files.write(two_events(), path, "gpkg")
    with fiona.open(path) as layer:
        assert layer.crs.to_epsg() == 4326
        assert list(layer.schema["properties"].items())[:2] == [("start", "date"), ("end", "date")]
        rows = list(layer)
    assert rows[0].properties["basis"] == "photo; official"
    assert rows[0].properties["place"] == "Людиново"
    assert rows[1].geometry is None
    assert rows[1].properties["end"] == "2025-02-01"
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (10300,)
        assert database.execute(
            "SELECT count(*) FROM gpkg_extensions WHERE extension_name='gpkg_rtree_index'"
        ).fetchone() == (1,)


@pytest.mark.parametrize("format_", files.FORMATS)
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, format_: str) -> None:
    """A second writing finds nothing to change, and another file of the same rows is equal to it."""
    one, two = tmp_path / f"one.{format_}", tmp_path / "other" / f"one.{format_}"
    assert files.write(two_events(), one, format_)
    assert not files.write(two_events(), one, format_)
    assert files.write(two_events(), two, format_)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("format_", files.FORMATS)
def test_a_table_without_a_row_is_a_valid_file(tmp_path: Path, format_: str) -> None:
    """It opens, and has no row."""
    path = tmp_path / f"events.{format_}"
    files.write(tables.empty(tables.EVENTS), path, format_)
    assert len(gpd.read_file(path)) == 0


@pytest.mark.parametrize("format_", files.FORMATS)
def test_hostile_text_is_only_text(tmp_path: Path, format_: str) -> None:
    """No control character, no mark of direction, nothing that a spreadsheet runs; the rest stays readable."""
    path = tmp_path / f"events.{format_}"
    files.write(frames.events({"excerpt": HOSTILE, "claimed_by": [HOSTILE]}), path, format_)
    excerpt = gpd.read_file(path)["excerpt"][0]
    assert "</script>" in excerpt
    assert excerpt.isprintable() or excerpt.replace("\u2028", "").isprintable()
    assert excerpt.startswith("'=" if format_ == "csv" else "=")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    """Numbers stay numbers."""
    assert files.cell(f"{start}1+1").startswith("'")
    assert files.cell(-1.5) == -1.5
    assert files.cell("plain") == "plain"
    assert files.cell([f"{start}a", "b"]).startswith("'")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """The message says what to name instead."""
    with pytest.raises(ExportError, match="is a folder: name a file"):
        files.write(two_events(), tmp_path, "csv")


@pytest.mark.parametrize("format_", files.FORMATS)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, format_: str) -> None:
    """A parent that is a file: one line, and nothing written."""
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="cannot be written"):
        files.write(two_events(), tmp_path / "file" / "events", format_)


def test_an_unknown_format_gets_the_nearest(tmp_path: Path) -> None:
    """A slip of the finger is recognised."""
    with pytest.raises(ExportError, match="did you mean 'geojson'"):
        files.write(two_events(), tmp_path / "events", "geojsn")
    with pytest.raises(ExportError, match="is no text"):
        files.text(two_events(), "gpkg")
