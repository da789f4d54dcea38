"""Exports hold the same rows in every format, and nothing in them runs."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from datetime import date
from pathlib import Path, PurePath

import fiona
import geopandas as gpd
import pytest
import shapely
from lxml import etree

from geotracker import groundtables, tables
from geotracker.draw import files, layers
from geotracker.draw.faces import Theme
from geotracker.draw.files import Manner
from geotracker.errors import ExportError
from geotracker.notice import PLACES, PRIVATE, Notice
from geotracker.workspace import package_path
from tests import frames
from tests.draw import readers

FILES = [name for name in files.FORMATS if name != "qgis"]  # whose folder has tests of its own
SUFFIXES = {name: PurePath(files.DEFAULTS[name]).suffix for name in FILES}
NOTICE = Notice(made=date(2025, 1, 20), attributions=(PLACES, "Отчёты & <co>"))
GROUND = frames.frame(groundtables.FOOTPRINTS, {"geometry": shapely.MultiPolygon([shapely.box(34, 53, 35, 54)])})
HOSTILE = "=cmd() </script>`${1}`\"'\u202e\u200f\x1b[31m\x00\u2028"


def two_events() -> gpd.GeoDataFrame:
    """Return a placed event with lists and an unplaced one."""
    return frames.events(
        {"basis": ["photo", "official"], "place": "Людиново", "geometry": shapely.Point(34.447781234567, 53.8)},
        {"start": date(2025, 1, 31), "end": date(2025, 2, 1), "geometry": frames.NOWHERE, "admin1": None},
    )


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


@pytest.mark.parametrize("format_", FILES)
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, format_: str) -> None:
    """A second writing finds nothing to change, and another file of the same rows is equal to it."""
    one, two = tmp_path / f"one{SUFFIXES[format_]}", tmp_path / "other" / f"one{SUFFIXES[format_]}"
    assert files.write(two_events(), one, format_)
    assert not files.write(two_events(), one, format_)
    assert files.write(two_events(), two, format_)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("format_", FILES)
@pytest.mark.parametrize("notice", [None, NOTICE])
def test_a_table_without_a_row_is_a_valid_file(tmp_path: Path, format_: str, notice: Notice | None) -> None:
    """It opens, and has no row."""
    path = tmp_path / f"events{SUFFIXES[format_]}"
    files.write(tables.empty(tables.EVENTS), path, format_, notice=notice)
    assert len(readers.rows(path, format_)) == 0


@pytest.mark.parametrize("format_", FILES)
def test_hostile_text_is_only_text(tmp_path: Path, format_: str) -> None:
    """No control character, no mark of direction, nothing that a spreadsheet runs; the rest stays readable."""
    path = tmp_path / f"events{SUFFIXES[format_]}"
    files.write(frames.events({"excerpt": HOSTILE, "claimed_by": [HOSTILE]}), path, format_)
    excerpt = readers.rows(path, format_)["excerpt"][0]
    assert "</script>" in excerpt
    assert excerpt.isprintable() or excerpt.replace("\u2028", "").isprintable()
    assert excerpt.startswith("'=" if format_ == "csv" else "=")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """The message says what to name instead."""
    with pytest.raises(ExportError, match="is a folder: name a file"):
        files.write(two_events(), tmp_path, "csv")


@pytest.mark.parametrize("format_", files.FORMATS)
def test_a_device_is_refused_by_its_own_name(format_: str) -> None:
    """Not by that of what would stand beside it."""
    with pytest.raises(ExportError, match=r"^/dev/null is "):
        files.write(frames.events({}), Path("/dev/null"), format_)


@pytest.mark.parametrize("format_", FILES)
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


@pytest.mark.parametrize("format_", [name for name in FILES if name != "gpkg"])
def test_every_file_says_whose_it_is(tmp_path: Path, format_: str) -> None:
    """A private working copy, and whom to name, stand in the file itself."""
    path = tmp_path / f"events{SUFFIXES[format_]}"
    files.write(two_events(), path, format_, notice=NOTICE)
    told = readers.notice(path, format_)
    assert PRIVATE in told
    assert PLACES in told
    assert "Отчёты & <co>" in told


@pytest.mark.parametrize("format_", ["geojson", "csv", "flatgeobuf", "geoparquet"])
def test_tables_beside_events_are_files_of_their_own(tmp_path: Path, format_: str) -> None:
    """Named after the file and the table."""
    path = tmp_path / f"week{SUFFIXES[format_]}"
    files.write(
        two_events(), path, format_, beside=[(groundtables.FOOTPRINTS, GROUND)], manner=Manner(coordinates="wkt")
    )
    other = readers.rows(path.with_suffix(f".footprints{path.suffix}"), format_)
    assert list(other["place"]) == ["Lyudinovo"]
    assert other.geometry[0].normalize() == GROUND.geometry[0].normalize()
    assert len(readers.rows(path, format_)) == 2


def test_all_tables_may_stand_in_one_geojson(tmp_path: Path) -> None:
    """The property `layer` tells them apart."""
    path = tmp_path / "all.geojson"
    files.write(two_events(), path, "geojson", beside=[(groundtables.FOOTPRINTS, GROUND)], manner=Manner(together=True))
    assert list(gpd.read_file(path)["layer"]) == ["events", "events", "footprints"]
    assert [one.name for one in tmp_path.iterdir()] == ["all.geojson"]


@pytest.mark.parametrize("format_", FILES)
def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path, format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says why, and nothing new lies beside it."""
    path = tmp_path / f"events{SUFFIXES[format_]}"
    files.write(two_events(), path, format_)
    before = {one: one.read_bytes() for one in tmp_path.iterdir()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="cannot be written: No space left on device"):
        files.write(frames.events({"place": "Elsewhere"}), path, format_)
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before


@pytest.mark.parametrize("format_", FILES)
@pytest.mark.parametrize("name", ['a "quoted" name', "имя файла", "it's 'one' name"])
def test_a_file_may_have_any_name(tmp_path: Path, format_: str, name: str) -> None:
    """Quotes, other letters, words of SQL."""
    path = tmp_path / f"{name}{SUFFIXES[format_]}"
    files.write(two_events(), path, format_)
    assert len(readers.rows(path, format_)) == 2


def test_a_geojson_has_its_qgis_style_beside_it(tmp_path: Path) -> None:
    """For each layer, by the layer files; without them there is none."""
    manner = Manner(theme=Theme(tuple(layers.load(package_path("layers")))))
    files.write(
        two_events(), tmp_path / "a.geojson", "geojson", beside=[(groundtables.FOOTPRINTS, GROUND)], manner=manner
    )
    assert sorted(one.name for one in tmp_path.glob("*.qml")) == ["a.footprints.qml", "a.qml"]
    assert etree.parse(tmp_path / "a.qml").getroot().tag == "qgis"
    files.write(two_events(), tmp_path / "b.geojson", "geojson")
    assert not (tmp_path / "b.qml").exists()


@pytest.mark.parametrize(("format_", "name"), [("csv", "q.csvt"), ("csv", "q.prj"), ("geojson", "x.QML")])
def test_a_file_is_not_called_as_one_that_stands_beside_it(tmp_path: Path, format_: str, name: str) -> None:
    """It would be written over; the line says a better name."""
    with pytest.raises(ExportError, match=rf"name it \w\.{format_}"):
        files.write(two_events(), tmp_path / name, format_)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", files.TEXTS)
def test_what_is_printed_is_what_is_written(tmp_path: Path, format_: str) -> None:
    """Of the file that was asked for; formats that are no text are refused."""
    path = tmp_path / "out"
    files.write(two_events(), path, format_)
    printed = files.printed([(tables.EVENTS, two_events())], format_)
    assert (printed.encode() if isinstance(printed, str) else printed) == path.read_bytes()
    with pytest.raises(ExportError, match="no text"):
        files.printed([(tables.EVENTS, two_events())], "gpkg")
