"""Other people's lists come in as their files say; fixtures follow each codebook's field list, and hold no live row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geotracker import importing, importmaps, workspace
from geotracker.cli import main
from geotracker.errors import ExportError, ImportMapError
from geotracker.geo import eventfile

if TYPE_CHECKING:
    from pathlib import Path

ACLED = """event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,location,admin2,latitude,longitude,\
geo_precision,source,notes
UKR1,2025-01-18,1,Explosions/Remote violence,Air/drone strike,Military Forces of Russia (2000-),Kharkiv,Kharkivskyi,\
50.0000,36.2292,1,Suspilne,"Drones hit a depot, twice."
UKR2,17 January 2025,2,Battles,Armed clash,Military Forces of Ukraine (2019-),Toretsk,Bakhmutskyi,48.3936,37.8686,2,X,
UKR3,2025-01-18,1,Protests,Peaceful protest,Protesters (Ukraine),Kyiv,Kyiv,50.45,30.52,1,X,
UKR4,18/01/2025,1,Battles,Armed clash,Military Forces of Russia (2000-),Toretsk,Bakhmutskyi,48.3936,37.8686,1,X,
UKR5,2025-01-18,3,Battles,Government regains territory,Military Forces of Russia (2000-),Z,Z,91.5,37.8,3,X,
UKR6,2025-01-18,1,Battles,Armed clash,Military Forces of Russia (2000-),Z,Z,48.3,37.8,9,X,
"""

GED = """id,type_of_violence,side_a,source_office,source_headline,where_prec,where_coordinates,adm_2,latitude,\
longitude,date_prec,date_start,date_end
501,1,Government of Russia (Soviet Union),Reuters,Head,1,Toretsk town,Bakhmut,48.3936,37.8686,1,\
2025-01-18 00:00:00.000,2025-01-18 00:00:00.000
502,1,Government of Ukraine,Reuters,Head,4,Donetsk oblast,,48.0,37.8,4,2025-01-03 00:00:00.000,2025-01-20 00:00:00.000
"""

VIINA = """event_id,date,latitude,longitude,asciiname,text,source,url,GEO_PRECISION
7,20250118,50.0,36.2292,Kharkiv,An explosion was heard,unian,https://example.org/7,ADM3
8,20250118,50.0,36.2292,Kharkiv,Nothing of the sort,unian,https://example.org/8,ADM3
"""
VIINA_LABELS = """event_id,t_mil_b,t_airstrike_b,t_uav_b,t_artillery_b,t_control_b,t_retreat_b,a_rus_b,a_ukr_b
7,1,0,1,0,0,0,1,0
8,0,0,0,0,0,0,0,0
"""

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Events</name>
<Placemark><name>18 JAN 2025</name><description>Ukrainian drone strike on a depot. Source: https://example.org/a
</description><Point><coordinates>36.2292,50.0,0</coordinates></Point></Placemark>
<Placemark><name>Unit badge</name><description>A drone</description><Point><coordinates>36,50,0</coordinates></Point>
</Placemark></Folder></Document></kml>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a new workspace without a report."""
    workspace.create(tmp_path / "desk")
    return tmp_path / "desk"


def _file(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.write_text(text, encoding="utf-8")
    return path


def test_codes_of_acled_become_ours(root: Path) -> None:
    """Kind, actor, window and precision follow the map, and the oblast follows the point."""
    brought = importing.bring(root, [_file(root, "a.csv", ACLED)], "acled")
    rows = importing.read(root, "acled").set_index("import_id")
    assert (brought.added, brought.of_no_kind, len(brought.faults)) == (2, 1, 3)
    strike, attack = rows.loc["acled:UKR1"], rows.loc["acled:UKR2"]
    assert (strike["kind"], strike["actor"], strike["admin1_code"], strike["geo_precision"]) == (
        "strike",
        "russia",
        "UA-63",
        2,
    )
    assert (strike["text"], strike["licence"]) == ("Drones hit a depot, twice.", "ACLED terms of use")
    window = (str(attack["start"]), str(attack["end"]), attack["time_precision"], attack["radius_m"])
    assert window == ("2025-01-14", "2025-01-20", "range", 20000.0)


def test_a_row_that_cannot_be_read_is_named(root: Path) -> None:
    """By its number in the file and by what is wrong, and the others come in."""
    faults = importing.bring(root, [_file(root, "a.csv", ACLED)], "acled").faults
    assert faults[0].startswith("a.csv, row 4: event_date is '18/01/2025', not a day")
    assert "row 5: lat and lon are 91.5 and 37.8: no point on the earth" in faults[1]
    assert "row 6: geo_precision is '9', not one of 1, 2, 3" in faults[2]


def test_importing_again_changes_nothing(root: Path) -> None:
    """The same bytes lie in the store; a row that differs takes the place of the one it was."""
    path = _file(root, "a.csv", ACLED)
    importing.bring(root, [path], "acled")
    stored = root / "data" / "store" / "imported" / "acled.parquet"
    before = stored.read_bytes()
    again = importing.bring(root, [path], "acled")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert stored.read_bytes() == before
    path.write_text(ACLED.replace("twice", "once"))
    assert importing.bring(root, [path], "acled").changed == 1
    assert importing.read(root, "acled")["text"].str.contains("once").sum() == 1


def test_ged_tells_no_kind_and_a_month(root: Path) -> None:
    """A deadly event of any method has an empty kind, and a month's code widens the window to the whole month."""
    importing.bring(root, [_file(root, "g.csv", GED)], "ucdp_ged")
    rows = importing.read(root, "ucdp_ged").set_index("import_id")
    assert set(rows["kind"]) == {""}
    wide = rows.loc["ucdp_ged:502"]
    assert (str(wide["start"]), str(wide["end"]), wide["time_precision"]) == ("2025-01-01", "2025-01-31", "month")
    assert wide["geo_precision"] == 5


def test_viina_is_joined_from_its_two_files(root: Path) -> None:
    """An event without a label of ours is left out and counted; a file that is missing is told by a column."""
    files = [_file(root, "info.csv", VIINA), _file(root, "labels.csv", VIINA_LABELS)]
    brought = importing.bring(root, files, "viina")
    (row,) = importing.read(root, "viina").itertuples()
    assert (brought.added, brought.of_no_kind) == (1, 1)
    assert (row.kind, row.actor, row.url) == ("strike", "russia", "https://example.org/7")
    with pytest.raises(ImportMapError, match="has no column 't_airstrike_b'"):
        importing.bring(root, files[:1], "viina")


def test_geoconfirmed_kml_is_read_by_its_words(root: Path) -> None:
    """The day stands in the name, the kind in the description; a placemark without a day is named."""
    brought = importing.bring(root, [_file(root, "g.kml", KML)], "geoconfirmed")
    (row,) = importing.read(root, "geoconfirmed").itertuples()
    assert (row.kind, row.actor, str(row.start), row.geo_precision) == ("strike", "ukraine", "2025-01-18", 1)
    assert "row 2: Name is 'Unit badge', not a day" in brought.faults[0]


def test_geojson_of_another_crs_and_shape_is_brought_to_points(root: Path) -> None:
    """A polygon stands for itself by a point inside it."""
    properties = dict.fromkeys(["event_id", "place", "excerpt", "claimed_by", "report_url"], "")
    properties |= {"start": "2025-01-18", "end": "2025-01-18", "kind": "strike", "actor": "russia"}
    properties |= {"time_precision": "day", "geo_precision": 4}
    ring = [[36.0, 50.0], [36.2, 50.0], [36.2, 50.2], [36.0, 50.2], [36.0, 50.0]]
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = _file(root, "p.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    importing.bring(root, [path], "plain")
    (row,) = importing.read(root, "plain").itertuples()
    assert (round(row.geometry.x, 1), round(row.geometry.y, 1), row.import_id[:6]) == (36.1, 50.1, "plain:")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ACLED.replace("event_date", "event_day"), "no column 'event_date' (did you mean 'event_day'?)"),
        (ACLED + "UKR7,2025-01-18,1,a,b,c,d,e,1,2,1,x,y,z,more\n", "row 7 has more cells than the heading"),
        ("\x00\x01", "has no column 'event_id_cnty'"),
        ("", "has no column 'event_id_cnty'"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(root: Path, text: str, said: str) -> None:
    """One line says what is missing, and the store stays as it was."""
    path = _file(root, "a.csv", text)
    with pytest.raises(ImportMapError) as fault:
        importing.bring(root, [path], "acled")
    assert said in str(fault.value)
    assert importing.lists(root) == []


def test_a_licence_that_forbids_is_obeyed(root: Path) -> None:
    """A public copy is refused with the way out; one that allows it is given."""
    importing.bring(root, [_file(root, "a.csv", ACLED)], "acled")
    importing.bring(root, [_file(root, "g.csv", GED)], "ucdp_ged")
    with pytest.raises(ExportError, match="ACLED may not be published"):
        importing.read(root, "acled", public=True)
    assert len(importing.read(root, "ucdp_ged", public=True)) == 2


def test_a_workspace_has_maps_of_its_own(root: Path) -> None:
    """And one that is not known is refused with the nearest."""
    own = root / "data" / "imports"
    own.mkdir()
    shipped = workspace.package_path("data", "imports", "acled.toml").read_text()
    (own / "ours.toml").write_text(shipped.replace('"ACLED"', '"Ours"'))
    assert importing.maps(workspace.find(root))["ours"].title == "Ours"
    with pytest.raises(ImportMapError, match="did you mean 'acled'"):
        importing.bring(root, [own / "a.csv"], "acledd")


def test_each_map_that_ships_says_that_it_was_not_checked() -> None:
    """Its `about` says where it comes from, so that nobody takes it for a tested one."""
    for name, one in importmaps.load([workspace.package_path("data", "imports")]).items():
        assert name == "plain" or "not checked against a live file" in one.about


def test_commands_import_list_and_compare(root: Path) -> None:
    """Rows that cannot be read are told on stderr with exit 1; the list is told with its licence."""
    path = _file(root, "a.csv", ACLED)
    ged = _file(root, "g.csv", GED)
    run = CliRunner().invoke
    brought = run(main, ["-w", str(root), "import", str(path), "--as", "acled"])
    assert (brought.exit_code, "2 added" in brought.stdout, brought.stderr.count("\n")) == (1, True, 3)
    assert run(main, ["-w", str(root), "import", str(ged), "--as", "ucdp_ged"]).exit_code == 0
    assert "ACLED terms of use" in run(main, ["-w", str(root), "imported"]).stdout
    rows = run(main, ["-w", str(root), "imported", "ucdp_ged", "--since", "2025-01-18", "--format", "csv"])
    assert rows.stdout.count("ucdp_ged:50") == 2
    compared = run(main, ["-w", str(root), "compare", "acled", "ucdp_ged", "--km", "5"])
    assert "acled: 1 met, 1 alone, 0 too coarse to compare" in compared.stdout
    assert "ucdp_ged: 1 met, 0 alone, 1 too coarse to compare" in compared.stdout
    unknown = run(main, ["-w", str(root), "compare", "acled", "reprots"])
    assert (unknown.exit_code, unknown.stderr.count("\n"), "no list 'reprots'" in unknown.stderr) == (1, 1, True)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2202-01-01"])
def test_a_day_of_another_age_is_a_fault(root: Path, day: str) -> None:
    """Its row is named, and the others come in."""
    brought = importing.bring(root, [_file(root, "a.csv", ACLED.replace("17 January 2025", day))], "acled")
    assert (brought.added, len(brought.faults)) == (1, 4)


def test_an_id_twice_is_counted(root: Path) -> None:
    """And the last row has it."""
    brought = importing.bring(root, [_file(root, "a.csv", ACLED.replace("UKR2", "UKR1"))], "acled")
    assert (brought.added, brought.repeated) == (1, 1)
    assert importing.read(root, "acled")["place"].tolist() == ["Toretsk"]


def test_regions_are_no_finer_than_the_row(root: Path) -> None:
    """What is known to an oblast has no raion, what is known to a country no oblast."""
    rows = GED.replace("501,1", "500,1").replace(",1,Toretsk", ",6,Toretsk")
    importing.bring(root, [_file(root, "g.csv", rows)], "ucdp_ged")
    found = importing.read(root, "ucdp_ged").set_index("import_id")[["country", "admin1_code", "admin2"]]
    assert found.loc["ucdp_ged:500"].tolist() == ["UA", "", ""]
    assert found.loc["ucdp_ged:502"].tolist() == ["UA", "UA-14", ""]


@pytest.mark.parametrize("format_", ["geojson", "gpkg", "csv"])
def test_what_we_export_comes_in_as_it_is(tmp_path: Path, format_: str) -> None:
    """As a plain list, from a workspace with the sample reports."""
    desk = tmp_path / "desk"
    workspace.create(desk)
    run = CliRunner().invoke
    samples = [str(path) for path in sorted((desk / "data" / "reports").glob("*sample*"))]
    assert run(main, ["-w", str(desk), "ingest", *samples]).exit_code == 0
    exported = tmp_path / f"events.{format_}"
    assert run(main, ["-w", str(desk), "export", format_, "-o", str(exported)]).exit_code == 0
    importing.bring(desk, [exported], "plain")
    (held,) = importing.lists(desk)
    compared = run(main, ["-w", str(desk), "compare", "plain", "reports", "--km", "1", "--days", "0"])
    assert held.rows > 30
    assert "plain: " in compared.stdout
    assert " 0 alone" in compared.stdout.splitlines()[-1]


def test_columns_between_semicolons_and_a_mark_of_order_are_read(tmp_path: Path) -> None:
    """As spreadsheets of some countries save them."""
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffa;b\n1;x,y\n".encode())
    (row,) = eventfile.read(path, ["a", "b"])
    assert row.values == {"a": "1", "b": "x,y"}
