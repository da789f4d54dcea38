"""A GeoPackage says what its columns mean, where it is from and how to draw it, and is whole or not there."""

from __future__ import annotations

import contextlib
import sqlite3
import xml.etree.ElementTree as ET
from datetime import date
from typing import TYPE_CHECKING, Any

import fiona
import geopandas as gpd
import pyogrio
import pytest
import shapely

from geotracker import controltables, groundtables, tables
from geotracker.draw import controllayers, gpkg, layers, qgisfaces, vocabulary
from geotracker.draw.faces import Theme
from geotracker.errors import ExportError
from geotracker.geo import outlines, regions
from geotracker.notice import Notice
from geotracker.records import CATEGORIES, CONFIDENCES, EVIDENCES, KINDS, TIME_PRECISIONS
from geotracker.workspace import package_path
from tests import frames

if TYPE_CHECKING:
    from pathlib import Path

NOTICE = Notice(made=date(2025, 1, 20), reports=("2025-01-18-a", "2025-01-20-b"))
THEME = Theme(tuple(layers.load(package_path("layers"))), tuple(controllayers.load(package_path("layers"))))
NAMES = ("events", "footprints", "control", "control_change", "front_line", "regions")


def rows(*events: dict[str, Any]) -> list[tuple[tables.Table, gpd.GeoDataFrame]]:
    """Return the layers of a whole export of those events, without control."""
    found = frames.events(*events) if events else tables.empty(tables.EVENTS)
    control = [(table, tables.empty(table)) for table in controltables.TABLES.values()]
    return [
        (tables.EVENTS, found),
        (groundtables.FOOTPRINTS, outlines.polygons(found)),
        *control,
        (groundtables.REGIONS, regions.table()),
    ]


def written(path: Path, *events: dict[str, Any]) -> Path:
    """Write a whole export and return its path."""
    everything = rows(*events)
    gpkg.write(path, everything, NOTICE, qgisfaces.styles(THEME, everything))
    return path


def ask(path: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Return the rows that SQLite gives."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute(question, values).fetchall()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a GeoPackage of three events."""
    path = tmp_path_factory.mktemp("gpkg") / "events.gpkg"
    return written(path, {}, {"kind": "advance", "claimed_by": ["a", "b"]}, {"geometry": frames.NOWHERE})


def test_it_holds_all_layers_in_version_1_3(whole: Path) -> None:
    """Six layers, each with its index, in the version that old QGIS reads."""
    assert [name for name, _ in pyogrio.list_layers(whole)] == [*NAMES, "layer_styles"]
    assert ask(whole, "PRAGMA user_version") == [(10300,)]
    assert ask(whole, "PRAGMA integrity_check") == [("ok",)]
    indexed = ask(whole, "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'")
    assert {name for (name,) in indexed} == set(NAMES)


def test_dates_are_dates_and_come_first(whole: Path) -> None:
    """Of events and of their grounds; lists are joined, the unplaced have no geometry."""
    for name in ("events", "footprints"):
        with fiona.open(whole, layer=name) as layer:
            assert list(layer.schema["properties"].items())[:2] == [("start", "date"), ("end", "date")]
    found = gpd.read_file(whole, layer="events")
    assert found["claimed_by"].tolist() == ["", "a; b", ""]
    assert found.geometry.isna().tolist() == [False, False, True]


def test_columns_have_names_and_meanings(whole: Path) -> None:
    """Each column of each layer is told, as the tables declare it."""
    told = {(table, column): said for table, column, said in ask(
        whole, "SELECT table_name, column_name, description FROM gpkg_data_columns")}  # fmt: skip
    assert told["events", "radius_m"] == "metres around the point that hold the place"
    assert set(tables.EVENTS.names) == {column for table, column in told if table == "events"}
    assert ask(whole, "SELECT title FROM gpkg_data_columns WHERE column_name = 'front_km'") == [("Front, km",)]


def test_closed_columns_have_the_codebooks_values(whole: Path) -> None:
    """A column with a value list names it, and the list holds each code."""
    lists: dict[str, list[str]] = {}
    for name, value in ask(whole, "SELECT constraint_name, value FROM gpkg_data_column_constraints ORDER BY rowid"):
        lists.setdefault(name, []).append(value)
    assert lists["kind"] == list(KINDS)
    assert lists["evidence"] == list(EVIDENCES)
    assert lists["time_precision"] == list(TIME_PRECISIONS)
    assert lists["place_confidence"] == list(CONFIDENCES)
    assert lists["category"] == list(CATEGORIES)
    used = ask(whole, "SELECT DISTINCT constraint_name FROM gpkg_data_columns WHERE constraint_name IS NOT NULL")
    assert {name for (name,) in used} == set(lists) == set(vocabulary.VALUES)


def test_each_layer_has_one_default_style(whole: Path) -> None:
    """Well-formed, of the layer's own table, with the colours of the layer files."""
    styles = ask(whole, "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles")
    assert sorted(name for name, *_ in styles) == sorted(NAMES)
    columns = dict(ask(whole, "SELECT table_name, column_name FROM gpkg_geometry_columns"))
    for name, column, is_default, style in styles:
        assert (column, is_default) == (columns[name], 1)
        ET.fromstring(style)  # noqa: S314  our own
    drawn = next(style for name, *_, style in styles if name == "events")
    assert all(layer.title in drawn for layer in THEME.events)
    assert "0,87,183,255" in drawn


def test_it_says_where_it_is_from(whole: Path) -> None:
    """Source, licence, reports, who may see it, the day that it was made; readers leave no file beside it."""
    (said,) = ask(whole, "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = 'http://mrcc.com/qgis.dtd'")[0]
    for words in ("Private working copy", "2025-01-18-a, 2025-01-20-b", "CC BY 4.0", "2025-01-20T00:00:00Z"):
        assert words in said
    assert pyogrio.read_info(whole, layer="events")["layer_metadata"]["STATUS"] == "private working copy"
    assert {name for (name,) in ask(whole, "SELECT DISTINCT timestamp FROM gpkg_metadata_reference")} == {
        "2025-01-20T00:00:00.000Z"
    }
    assert [path.name for path in whole.parent.iterdir()] == [whole.name]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """Twice, in two places."""
    one, two = (written(tmp_path / name / "events.gpkg", {}, {"kind": "attack"}) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert not gpkg.write(
        one, rows({}, {"kind": "attack"}), NOTICE, qgisfaces.styles(THEME, rows({}, {"kind": "attack"}))
    )


def test_without_a_row_it_is_valid(tmp_path: Path) -> None:
    """All layers are there and empty."""
    path = written(tmp_path / "events.gpkg")
    assert len(gpd.read_file(path, layer="events")) == 0
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


def test_text_may_be_long_and_hostile(tmp_path: Path) -> None:
    """A hundred thousand letters stay; control characters go."""
    path = written(
        tmp_path / "events.gpkg", {"excerpt": "x" * 100_000, "place": "'; DROP TABLE events; --\x00\x1b\u202e"}
    )
    (row,) = gpd.read_file(path, layer="events").to_dict("records")
    assert len(row["excerpt"]) == 100_000
    assert row["place"] == "'; DROP TABLE events; --"


def test_many_rows_are_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than are taken at once come out whole and in order."""
    monkeypatch.setattr(gpkg, "_ROWS", 3)
    path = tmp_path / "events.gpkg"
    found = frames.events(*({"geometry": shapely.Point(30 + at, 50)} for at in range(8)))
    gpkg.write(path, [(tables.EVENTS, found)], NOTICE)
    assert gpd.read_file(path, layer="events")["event_id"].tolist() == [f"m{at}" for at in range(1, 9)]


def test_a_folder_and_a_file_that_is_open_elsewhere_are_refused(tmp_path: Path) -> None:
    """One line that says what to do, and nothing is touched."""
    with pytest.raises(ExportError, match="is a folder: name a file"):
        written(tmp_path)
    path = written(tmp_path / "events.gpkg", {})
    before = path.read_bytes()
    path.with_name("events.gpkg-wal").touch()
    with pytest.raises(ExportError, match="open in another program"):
        written(path)
    assert path.read_bytes() == before


def test_a_full_disk_is_said_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What GDAL says then is of a table that it could not make; where there is room, its words are told."""

    def fail(*_: object, **__: object) -> None:
        message = "no such table: gpkg_contents"
        raise pyogrio.errors.DataLayerError(message)

    monkeypatch.setattr(gpkg, "_layer", fail)
    rows = [(tables.EVENTS, frames.events({}))]
    with pytest.raises(ExportError, match="no such table"):
        gpkg.write(tmp_path / "a.gpkg", rows, Notice())
    monkeypatch.setattr(gpkg, "_LEAST", 2**80)
    with pytest.raises(ExportError, match=r"a\.gpkg cannot be written: No space left on device"):
        gpkg.write(tmp_path / "a.gpkg", rows, Notice())
    assert list(tmp_path.iterdir()) == []
