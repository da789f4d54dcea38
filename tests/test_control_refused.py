"""Files of control that nobody should have to trust: one line, exit 1, the store as it was."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
import shapely
from click.testing import CliRunner

from geotracker.cli import main
from geotracker.geo import archive
from geotracker.geo.vectorfile import LARGEST
from geotracker.workspace import Workspace, create
from tests import shapes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

KML = """<?xml version="1.0"?>{head}
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing>
<coordinates>37,48 37.1,48 37.1,48.1 37,48.1 37,48</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Document></kml>
"""
ENTITY = '<!DOCTYPE kml [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


def metres(folder: Path) -> Path:
    """Write metres that call themselves degrees."""
    return shapes.write(folder / "a.geojson", shapely.transform(shapes.square(), lambda xy: xy * 111_000))


def mercator(folder: Path) -> Path:
    """Write degrees that call themselves metres."""
    path = shapes.write(folder / "a.geojson", shapes.square())
    crs = {"type": "name", "properties": {"name": "EPSG:3857"}}
    path.write_text(json.dumps({**json.loads(path.read_text()), "crs": crs}))
    return path


def swapped(folder: Path) -> Path:
    """Write latitude first."""
    return shapes.write(folder / "a.geojson", shapely.transform(shapes.square(), lambda xy: xy[:, ::-1]))


def empty(folder: Path) -> Path:
    """Write a collection without a feature."""
    return shapes.write(folder / "a.geojson")


def nulls(folder: Path) -> Path:
    """Write features without a geometry."""
    return shapes.write(folder / "a.geojson", None, None)


def line(folder: Path) -> Path:
    """Write a line beside a polygon."""
    return shapes.write(folder / "a.geojson", shapes.square(), shapely.LineString([(37, 48), (38, 49)]))


def folded(folder: Path) -> Path:
    """Write a ring that goes out and comes back the same way: mended, nothing is left of it."""
    there_and_back = {"type": "Polygon", "coordinates": [[[37, 48], [37.1, 48.1], [37, 48]]]}
    return shapes.write(folder / "a.geojson", there_and_back)


def huge(folder: Path) -> Path:
    """Write 200 MB, none of which needs to be read to be refused."""
    path = folder / "a.geojson"
    with path.open("wb") as file:
        file.truncate(2 * LARGEST)
    return path


def slip(folder: Path) -> Path:
    """Write a zip whose file climbs out of its folder."""
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../evil.geojson", json.dumps(shapes.collection(shapes.square())))
    return path


def rooted(folder: Path) -> Path:
    """Write a zip whose file names a folder of its own."""
    path = folder / "a.kmz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("/tmp/evil.kml", KML.format(head="", name=""))  # noqa: S108  that it is not written is tested
    return path


def bomb(folder: Path) -> Path:
    """Write a small zip that grows to more than anybody asked for."""
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.geojson", " " * 3_000_000)
    assert path.stat().st_size < 10_000
    return path


def liar(folder: Path) -> Path:
    """Write the same with a size in its table that is a lie."""
    path = bomb(folder)
    data = path.read_bytes()
    path.write_bytes(data.replace((3_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    return path


def entities(folder: Path) -> Path:
    """Write a KML that asks for another file of the reader's."""
    path = folder / "a.kml"
    path.write_text(KML.format(head=ENTITY, name="&secret;"))
    return path


def packed_entities(folder: Path) -> Path:
    """Write the same as a KMZ."""
    path = folder / "a.kmz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("doc.kml", KML.format(head=ENTITY, name="&secret;"))
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    """Return a workspace that holds a day."""
    workspace = Workspace(tmp_path / "desk")
    create(workspace.root)
    assert add(workspace, shapes.write(tmp_path / "good.geojson", shapes.square())).exit_code == 0
    return workspace


def add(desk: Workspace, path: Path) -> Result:
    """Add a file as the pen's of 14 January 2025."""
    options = ("--date", "2025-01-14", "--source", "pen", "--category", "assessed")
    return CliRunner().invoke(main, ["-w", str(desk.root), "control", "add", str(path), *options])


def held(desk: Workspace) -> dict[str, bytes]:
    """Return every file of the store."""
    return {str(path): path.read_bytes() for path in desk.store.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (metres, "coordinates are not degrees"),
        (mercator, "its CRS is wrong"),
        (swapped, "its axes are swapped"),
        (empty, "an empty collection"),
        (nulls, "2 records, all without a geometry"),
        (line, "record 2 is a LineString, not a polygon"),
        (folded, "no ground"),
        (huge, "over the limit of 100 MB"),
        (slip, "outside of the archive"),
        (rooted, "outside of the archive"),
        (bomb, "over the limit of 2 MB"),
        (liar, "cannot be unpacked"),
        (entities, "defines XML entities"),
        (packed_entities, "defines XML entities"),
    ],
)
def test_it_is_refused(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], Path], says: str
) -> None:
    """In one line that names the file and says what is wrong; nothing is written, inside the store or out of it."""
    monkeypatch.setattr(archive, "LARGEST", 2_000_000)
    (tmp_path / "in").mkdir()
    path, before = write(tmp_path / "in"), held(desk)
    ran = add(desk, path)
    assert ran.exit_code == 1
    assert ran.stderr.startswith(f"geotracker: {path}")
    assert ran.stderr.count("\n") == 1
    assert says in ran.stderr
    assert held(desk) == before
    assert not list(tmp_path.rglob("evil*"))


def test_a_star_is_mended_and_said(desk: Workspace, tmp_path: Path) -> None:
    """It crosses itself, so what the mending did is told in km²."""
    ran = add(desk, shapes.write(tmp_path / "star.geojson", shapes.star()))
    assert ran.exit_code == 0
    assert "record 1 mended (self-intersection" in ran.stdout
