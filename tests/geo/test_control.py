"""Published control polygons are read whatever they come in, and what is wrong with them is said in one line."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pyproj
import pytest
import shapely

from geotracker.errors import ControlError
from geotracker.geo import archive, control, vectorfile
from geotracker.geo.control import Told
from geotracker.sources import Source
from tests import shapes

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.geo.control import Control

TOLD = Told(date(2025, 1, 20), "pen", "assessed")
KNOWN = [
    Source("Maps", "P", "control", "mapmaker", name="maps", categories={"ClaimedCoT": "claimed", "CoT": "assessed"}),
    Source("Lines", "P", "control", "liner", name="lines", category="contested"),
]
KML = """<?xml version="1.0"?>{head}
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>
37,48 37.1,48 37.1,48.1 37,48.1 37,48
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>
"""


def read(path: Path, told: Told = TOLD) -> list[Control]:
    """Read a file."""
    return control.read(path, path.read_bytes(), told, KNOWN)


def refused(path: Path, told: Told = TOLD) -> str:
    """Return the one line that a file is refused with."""
    with pytest.raises(ControlError) as fault:
        read(path, told)
    assert str(path) in str(fault.value)
    assert "\n" not in str(fault.value)
    return str(fault.value)


@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.geojson", "a.shp.zip", "a.kml", "a.kmz", "a.json"])
def test_every_format_gives_the_same_square(tmp_path: Path, name: str) -> None:
    """GeoPackage, FlatGeobuf, GeoJSON, zipped Shapefile, KML, KMZ and ArcGIS JSON."""
    path = tmp_path / name
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapes.square()], crs=4326)
    if name.endswith((".kml", ".kmz")):
        (tmp_path / "doc.kml").write_text(KML.format(head=""))
        path = path if name.endswith(".kmz") else tmp_path / "doc.kml"
        if name.endswith(".kmz"):
            _zip(path, tmp_path / "doc.kml")
    elif name.endswith(".json"):
        ring = [list(point) for point in shapes.square().exterior.coords]
        feature = {"attributes": {"n": 1}, "geometry": {"rings": [ring]}}
        esri = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326}, "features": [feature]}
        path.write_text(json.dumps(esri))
    elif name.endswith(".zip"):
        frame.to_file(tmp_path / "a.shp", engine="pyogrio")
        _zip(path, *(tmp_path / f"a.{suffix}" for suffix in ("shp", "shx", "dbf", "prj")))
    else:
        frame.to_file(path, engine="pyogrio")
    (found,) = read(path)
    assert found.shape.equals(shapes.square())
    geodesic = abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shapes.square())[0]) / 1e6
    assert found.area_km2 == pytest.approx(geodesic)
    assert (found.day, found.source, found.category, found.vertices) == (date(2025, 1, 20), "pen", "assessed", 5)


def _zip(path: Path, *members: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for member in members:
            packed.write(member, member.name)


def test_a_projected_crs_is_honoured(tmp_path: Path) -> None:
    """Metres of UTM zone 37 become degrees."""
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame(geometry=[shapes.square()], crs=4326).to_crs(32637).to_file(path, engine="pyogrio")
    (found,) = read(path)
    assert found.shape.symmetric_difference(shapes.square()).area < 1e-9


def test_holes_are_kept_and_nulls_counted(tmp_path: Path) -> None:
    """And neither is an error."""
    holed = shapes.square().difference(shapes.square(0.02, 0.02, 0.02))
    (found,) = read(shapes.write(tmp_path / "a.geojson", holed, None))
    assert found.shape.equals(holed)
    assert (found.records, found.nulls, found.repairs) == (2, 1, 0)
    assert found.notes == ("1 of 2 records without a geometry",)


def test_a_star_is_mended_and_the_mending_measured(tmp_path: Path) -> None:
    """What a crossing ring encloses belongs to it; the note says what the repair did."""
    (found,) = read(shapes.write(tmp_path / "a.geojson", shapes.star()))
    assert found.shape.is_valid
    assert found.repairs == 1
    assert found.repair_km2 > 1
    assert "record 1 mended (self-intersection" in found.notes[0]


def test_overlapping_records_count_once(tmp_path: Path) -> None:
    """The union is held, not the sum."""
    (found,) = read(shapes.write(tmp_path / "a.geojson", shapes.square(), shapes.square(0.05)))
    (one,) = read(shapes.write(tmp_path / "b.geojson", shapes.square()))
    assert found.area_km2 == pytest.approx(1.5 * one.area_km2, rel=1e-6)


@pytest.mark.parametrize(
    ("name", "properties", "day"),
    [
        ("map 2024-07-08.geojson", {}, date(2024, 7, 8)),
        ("20221109_x.geojson", {}, date(2022, 11, 9)),
        ("08.07.2024.geojson", {}, date(2024, 7, 8)),
        ("x.geojson", {"Date": "2024-07-09"}, date(2024, 7, 9)),
        ("x.geojson", {"day": "2024-07-09T21:00:00Z"}, date(2024, 7, 9)),
        ("x.geojson", {"date": 1720483200000}, date(2024, 7, 9)),
    ],
)
def test_the_day_comes_from_a_property_or_the_name(
    tmp_path: Path, name: str, properties: dict[str, object], day: date
) -> None:
    """In the ways in which days are written."""
    (found,) = read(shapes.write(tmp_path / name, shapes.square(), **properties), Told(None, "pen", "assessed"))
    assert found.day == day


@pytest.mark.parametrize(
    ("name", "properties", "expected"),
    [
        ("mapmaker_RussianClaimedCoT.geojson", {}, ("maps", "claimed")),
        ("RussianAssessedCoTinUkraine.geojson", {}, ("maps", "assessed")),
        ("liner.geojson", {}, ("lines", "contested")),
        ("liner.geojson", {"category": "Pre 2022"}, ("lines", "pre_2022")),
        ("x.geojson", {"source": "Lines"}, ("lines", "contested")),
        ("x.geojson", {"source": "Some One", "category": "advance"}, ("some-one", "advance")),
    ],
)
def test_source_and_category_come_from_a_property_or_the_mapping(
    tmp_path: Path, name: str, properties: dict[str, object], expected: tuple[str, str]
) -> None:
    """A property says it, else the words in the name, else the source alone."""
    (found,) = read(shapes.write(tmp_path / name, shapes.square(), **properties), Told(date(2025, 1, 20)))
    assert (found.source, found.category) == expected


def test_days_and_categories_in_one_file_are_taken_apart(tmp_path: Path) -> None:
    """Each gives its own control."""
    path = tmp_path / "a.geojson"
    one = shapes.collection(shapes.square(), date="2025-01-01", category="assessed")
    other = shapes.collection(shapes.square(1), date="2025-01-02", category="claimed")
    path.write_text(json.dumps({**one, "features": one["features"] + other["features"]}))
    found = read(path, Told(source="pen"))
    assert [(each.day.day, each.category) for each in found] == [(1, "assessed"), (2, "claimed")]


LINE = shapely.LineString([(37, 48), (38, 49)])
SWAPPED = shapely.transform(shapes.square(), lambda xy: xy[:, ::-1])
METRES = shapely.transform(shapes.square(), lambda xy: xy * 111_000)


@pytest.mark.parametrize(
    ("drawn", "told", "named"),
    [
        ([], TOLD, "an empty collection"),
        ([None, None], TOLD, "2 records, all without a geometry"),
        ([shapes.square(), LINE], TOLD, "record 2 is a LineString, not a polygon"),
        ([SWAPPED], TOLD, "axes are swapped"),
        ([METRES], TOLD, "coordinates are not degrees"),
        ([shapely.box(0, 0, 1, 1)], TOLD, "its CRS is wrong"),
        ([{"type": "Polygon", "coordinates": [[["a", 1], [2, 3], [4, 5], ["a", 1]]]}], TOLD, "record 1 cannot be read"),
        (
            [{"type": "Polygon", "coordinates": [[[37, 48], [None, 48], [38, 49], [37, 48]]]}],
            TOLD,
            "record 1 cannot be read as a shape: a coordinate is no number",
        ),
        ([shapely.box(-180, -90, 180, 90)], TOLD, "a mask turned inside out"),
        ([shapely.box(-180, -90, 180, 90).difference(shapes.square())], TOLD, "more than any side could hold"),
        ([shapes.square()], Told(date(2202, 2, 2), "pen", "assessed"), "is dated 2202-02-02"),
        ([shapes.square()], Told(None, "pen", "assessed"), "--date"),
        ([shapes.square()], Told(date(2025, 1, 20), "", "assessed"), "--source"),
        ([shapes.square()], Told(date(2025, 1, 20), "pen", ""), "--category"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, drawn: list[object], told: Told, named: str) -> None:
    """In one line, with the remedy."""
    assert named in refused(shapes.write(tmp_path / "a.geojson", *drawn), told)  # type: ignore[arg-type]


def test_a_source_that_is_stored_under_another_name_is_told(tmp_path: Path) -> None:
    """A name becomes letters, digits and hyphens, and a note says so."""
    path = shapes.write(tmp_path / "a.geojson", shapes.square())
    (found,) = read(path, Told(TOLD.day, "t/../x", "assessed"))
    assert (found.source, found.notes) == ("t-x", ("stored under the source 't-x'",))
    assert read(path)[0].notes == ()


def test_a_crs_that_the_coordinates_belie_is_refused(tmp_path: Path) -> None:
    """Degrees that call themselves metres lie in the Gulf of Guinea."""
    path = tmp_path / "a.geojson"
    crs = {"type": "name", "properties": {"name": "EPSG:3857"}}
    path.write_text(json.dumps({**shapes.collection(shapes.square()), "crs": crs}))
    assert "its CRS is wrong" in refused(path)
    crs["properties"] = {"name": "EPSG:999999"}
    path.write_text(json.dumps({**shapes.collection(shapes.square()), "crs": crs}))
    assert "is not known" in refused(path)


@pytest.mark.parametrize("text", ["[]", "{", '{"type": "Topology"}', "[" * 100_000])
def test_json_that_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    """Whatever it is."""
    (tmp_path / "a.geojson").write_text(text)
    assert "JSON" in refused(tmp_path / "a.geojson")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_kml_that_defines_entities_is_refused(tmp_path: Path, encoding: str) -> None:
    """They may name any file of the reader's."""
    head = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    (tmp_path / "a.kml").write_text(KML.format(head=head), encoding=encoding)
    assert "XML entities" in refused(tmp_path / "a.kml")


def test_a_zip_that_leaves_its_folder_is_refused(tmp_path: Path) -> None:
    """And nothing is written where it points."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../evil.geojson", "{}")
    assert "outside of the archive" in refused(path)
    assert not (tmp_path.parent / "evil.geojson").exists()


def test_a_zip_that_grows_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is unpacked, where it says so."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.geojson", " " * 3_000_000)
    monkeypatch.setattr(archive, "LARGEST", 2_000_000)
    assert "over the limit of 2 MB" in refused(path)


def test_files_that_are_too_large_damaged_or_strange_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its own reason."""
    (tmp_path / "a.zip").write_bytes(b"no zip")
    assert "cannot be unpacked" in refused(tmp_path / "a.zip")
    (tmp_path / "a.gpkg").write_bytes(b"no database")
    assert "cannot be read as GPKG" in refused(tmp_path / "a.gpkg")
    (tmp_path / "a.docx").write_bytes(b"")
    assert "no map file that is known" in refused(tmp_path / "a.docx")
    _zip(tmp_path / "b.zip", tmp_path / "a.docx")
    assert "holds no map file" in refused(tmp_path / "b.zip")
    monkeypatch.setattr(vectorfile, "LARGEST", 100)
    assert "over the limit" in refused(shapes.write(tmp_path / "a.geojson", shapes.square()))
