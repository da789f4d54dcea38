"""CSV for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
import shapely

from geotracker import groundtables, tables
from geotracker.draw import csvfile
from geotracker.notice import PRIVATE, Notice
from tests import frames

FRAME = frames.events(
    {"basis": ["photo", "official"], "front_km": float("nan"), "geometry": shapely.Point(34.447781234567, 53.8)},
    {"start": date(2025, 1, 31), "end": date(2025, 2, 1), "geometry": frames.NOWHERE},
)
GROUND = frames.frame(groundtables.FOOTPRINTS, {"geometry": shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])})


def test_csv_has_a_cell_for_each_column_and_the_point() -> None:
    """Lists are joined, the unplaced have no point, what is not known is empty."""
    first, second = csv.DictReader(io.StringIO(csvfile.text(FRAME, tables.EVENTS)))
    assert list(first) == [*tables.EVENTS.names, "lat", "lon"]
    assert (first["lat"], first["lon"], first["basis"]) == ("53.8", "34.447781", "photo; official")
    assert (second["lat"], second["lon"], second["basis"]) == ("", "", "")
    assert (first["front_km"], first["start"]) == ("", "2025-01-18")


def test_any_geometry_may_stand_there_as_wkt() -> None:
    """In place of latitude and longitude; without it polygons have no column."""
    (row,) = csv.DictReader(io.StringIO(csvfile.text(GROUND, groundtables.FOOTPRINTS, coordinates="wkt")))
    assert shapely.from_wkt(row["WKT"]).equals(GROUND.geometry[0])
    first, second = csv.DictReader(io.StringIO(csvfile.text(FRAME, tables.EVENTS, coordinates="wkt")))
    assert first["WKT"] == "POINT (34.447781 53.8)"
    assert second["WKT"] == ""
    assert "WKT" not in csvfile.text(GROUND, groundtables.FOOTPRINTS)


def test_each_row_ends_with_the_notice() -> None:
    """Where there is one, and its column has a type too."""
    first, _ = csv.DictReader(io.StringIO(csvfile.text(FRAME, tables.EVENTS, Notice())))
    assert PRIVATE in first["notice"]
    assert csvfile.types(tables.EVENTS, Notice()).count(",") == len(tables.EVENTS.names) + 2
    assert csvfile.types(groundtables.FOOTPRINTS).endswith('"Integer64","String","Real"\n')


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    """Numbers stay numbers."""
    assert csvfile.cell(f"{start}1+1").startswith("'")
    assert csvfile.cell(-1.5) == -1.5
    assert csvfile.cell("plain") == "plain"
    assert csvfile.cell([f"{start}a", "b"]).startswith("'")


@pytest.mark.parametrize("inner", ["a; =1+1", "a;=1+1", "a, @x", "a\t+1", "a\n-1", 'a;"=1+1"', " =1+1"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_no_part_of_a_cell_is_run_whatever_the_separator(inner: str, separator: str) -> None:
    """A spreadsheet that splits cells elsewhere finds no formula; what is guarded is not guarded twice."""
    guarded = csvfile.cell(inner)
    parts = [part.strip(' "') for row in csv.reader(io.StringIO(guarded), delimiter=separator) for part in row]
    assert not any(part.startswith(("=", "+", "-", "@")) for part in parts)
    assert csvfile.cell(guarded) == guarded
    assert csvfile.cell("from -5; to x = 3, a-b; https://example.org/?a=1") == (
        "from -5; to x = 3, a-b; https://example.org/?a=1"
    )


def test_cells_of_a_whole_table_are_guarded_like_one() -> None:
    """Texts are doubted a column at a time; none that would be guarded by itself slips through."""
    hostile = [
        "=1",
        "  -1",
        "a; =1",
        'a,\u2003"@x',
        "a|\x85+1",
        "\n=1",
        "a\t-3",
        "a-b",
        "x=1",
        "https://example.org/?a=-1",
    ]
    frame = frames.events(*({"place": text, "endnotes": ["a", text], "basis": [text]} for text in hostile))
    cleaned = [text.replace("\x85", "") for text in hostile]
    rows = list(csv.DictReader(io.StringIO(csvfile.text(frame, tables.EVENTS), newline="")))
    assert [row["place"] for row in rows] == [csvfile.cell(text) for text in cleaned]
    assert [row["endnotes"] for row in rows] == [csvfile.cell(["a", text]) for text in cleaned]
    assert [row["basis"] for row in rows] == [csvfile.cell([text]) for text in cleaned]
