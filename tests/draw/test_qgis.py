"""A QGIS project finds its rows beside itself, and its file is the same each time. tests/qgis opens it in QGIS."""

from __future__ import annotations

import errno
import os
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geotracker import groundtables, tables
from geotracker.draw import layers, qgis, qgisevents, qml
from geotracker.draw.faces import Theme
from geotracker.errors import ExportError
from geotracker.geo import outlines, regions
from geotracker.notice import Notice
from geotracker.workspace import package_path
from tests import frames

if TYPE_CHECKING:
    from geotracker.draw.qgisfaces import Rows

NOTICE = Notice(made=date(2025, 1, 20))
THEME = Theme(tuple(layers.load(package_path("layers"))))


def rows() -> Rows:
    """Return two events, their grounds and the regions."""
    found = frames.events({"start": date(2025, 1, 17)}, {"kind": "attack", "actor": "elsewhere"})
    return [
        (tables.EVENTS, found),
        (groundtables.FOOTPRINTS, outlines.polygons(found)),
        (groundtables.REGIONS, regions.table()),
    ]


def project(folder: Path) -> ET.Element:
    """Return the project in a folder, as XML."""
    with zipfile.ZipFile(folder / qgis.PROJECT) as archive:
        (name,) = archive.namelist()
        return ET.fromstring(archive.read(name))  # noqa: S314  our own


def test_rows_are_found_beside_the_project(tmp_path: Path) -> None:
    """No layer has an absolute path, and each names a layer of the GeoPackage that is there."""
    qgis.write(tmp_path, rows(), THEME, NOTICE)
    sources = [node.text or "" for node in project(tmp_path).iter("datasource")]
    assert len(sources) == len(THEME.events) + 3
    assert all(source.startswith("./events.gpkg|layername=") for source in sources)
    assert str(tmp_path) not in ET.tostring(project(tmp_path), encoding="unicode")


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """The second time nothing changes, and another folder gets equal files."""
    assert qgis.write(tmp_path / "one", rows(), THEME, NOTICE)
    assert not qgis.write(tmp_path / "one", rows(), THEME, NOTICE)
    qgis.write(tmp_path / "two", rows(), THEME, NOTICE)
    for name in (qgis.DATA, qgis.PROJECT):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_time_runs_over_the_days_of_the_events(tmp_path: Path) -> None:
    """From the first midnight to the one after the last day, by steps of a day, with the controller on."""
    qgis.write(tmp_path, rows(), THEME, NOTICE)
    found = project(tmp_path)
    settings = found.find("ProjectTimeSettings")
    assert settings is not None
    assert (settings.get("timeStep"), settings.get("timeStepUnit")) == ("1", "d")
    assert [node.text for node in settings.iter() if node.tag in ("start", "end")] == [
        "2025-01-17T00:00:00Z",
        "2025-01-19T00:00:00Z",
    ]
    assert found.findtext("properties/TemporalControllerWidget/NavigationMode") == "1"


def test_values_without_a_colour_are_drawn_too() -> None:
    """Where rows have such values there is one more category, for all of them; else there is none."""
    layer = THEME.events[0]
    plain, more = (qgisevents.face(layer, values) for values in (layer.style.colors, ["elsewhere"]))
    values = [[one.get("value") for one in face.renderer.iter("category")] for face in (plain, more)]
    assert values == [list(layer.style.colors), [*layer.style.colors, ""]]


def test_symbols_are_twice_the_radius_across() -> None:
    """In pixels, so that they are as large as on the page; a shape that points down is turned."""
    layer = replace(THEME.events[0], style=replace(THEME.events[0].style, shape="triangle_down", size=7.0))
    symbol = next(qgisevents.face(layer).renderer.iter("symbol"))
    options = {option.get("name"): option.get("value") for option in symbol[0][0]}
    assert (options["size"], options["size_unit"]) == ("14", "Pixel")
    assert (options["name"], options["angle"]) == ("triangle", "180")


def test_what_a_report_says_is_only_text() -> None:
    """Layer titles and map tips hold no markup but their own; expressions escape every column."""
    face = qgisevents.face(replace(THEME.events[0], title='<b>"it\'s"</b>\x00 & more', only={"place": ("it's",)}))
    assert face.filter == "\"place\" IN ('it''s')"
    assert ET.fromstring(qml.style(face)).findtext("mapTip") == face.tip  # noqa: S314  our own
    assert "&amp;lt;" not in face.tip
    assert "replace(" in face.tip.split('"excerpt"')[0]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """One line that says what to name."""
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="is a file: name a folder"):
        qgis.write(tmp_path / "file", rows(), THEME, NOTICE)


@pytest.mark.parametrize("part", ["rows", "project"])
def test_where_the_disk_is_full_both_files_stay_as_they_were(
    tmp_path: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project never lies beside rows that are not its own."""

    def no_room(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    qgis.write(tmp_path, rows(), THEME, NOTICE)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(*{"rows": (qgis.gpkg, "replacing"), "project": (Path, "write_bytes")}[part], no_room)
    with pytest.raises(ExportError, match="cannot be written: No space left on device"):
        qgis.write(tmp_path, [(tables.EVENTS, frames.events({}))], THEME, Notice(made=date(2025, 1, 21)))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
