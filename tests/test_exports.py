"""`geotracker export`: files for other programs, whole for oneself or as far as sources.toml permits."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from geotracker.cli import exporting, main
from geotracker.draw import files
from geotracker.notice import PLACES, PRIVATE, PUBLIC
from geotracker.workspace import create, package_path
from tests.draw import readers

if TYPE_CHECKING:
    from pathlib import Path

FILES = [name for name in files.FORMATS if name != "qgis"]
SAMPLES = sorted(package_path("data", "reports").glob("*sample*"))


def run(root: Path, *arguments: object) -> Result:
    """Run the command in a workspace and refuse a traceback."""
    result = CliRunner().invoke(main, ["-w", str(root), "--now", "2025-01-20", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the samples in its store; tests leave it as it is."""
    root = tmp_path_factory.mktemp("exports") / "desk"
    create(root)
    assert run(root, "ingest", *SAMPLES).exit_code == 0
    return root


@pytest.fixture
def desk(read: Path, tmp_path: Path) -> Path:
    """Return a workspace that a test may change."""
    shutil.copytree(read, tmp_path / "desk")
    return tmp_path / "desk"


def content(path: Path) -> str:
    """Return all that a file holds as text, packed files unpacked."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def test_help_knows_every_format() -> None:
    """Without waiting for what writes them."""
    assert set(exporting.FORMATS) == set(files.FORMATS)


@pytest.mark.parametrize("format_", files.FORMATS)
def test_a_file_is_a_private_working_copy_unless_published(desk: Path, format_: str) -> None:
    """Every format says so itself, and names GeoNames; the same inputs give the same bytes."""
    ran = run(desk, "export", format_)
    assert (ran.exit_code, ran.stdout) == (0, f"{desk / 'maps' / files.DEFAULTS[format_]}\n")
    written = {
        path: path.read_bytes() for path in (desk / "maps").rglob("*") if path.suffix != ".md" and path.is_file()
    }
    told = " ".join(content(path) for path in written)
    assert PRIVATE in told
    assert PLACES.split(" (")[0] in told
    assert run(desk, "export", format_).exit_code == 0
    assert {path: path.read_bytes() for path in written} == written


@pytest.mark.parametrize("format_", files.FORMATS)
def test_a_public_file_says_whom_to_name_and_what_it_leaves_out(desk: Path, format_: str) -> None:
    """Also on standard error, a line each; a whole sentence stands in none."""
    (desk / "data" / "sources.toml").write_text(
        "public_delay_hours = 24\n" + (desk / "data" / "sources.toml").read_text()
    )
    ran = run(desk, "export", format_, "--public")
    assert ran.exit_code == 0
    assert "held back: ended less than 24 hours ago" in ran.stderr
    told = " ".join(content(path) for path in (desk / "maps").rglob("*") if path.suffix != ".md" and path.is_file())
    assert PUBLIC in told
    assert PRIVATE not in told
    assert "Sample reports, geotracker (CC0-1.0" in told
    path = desk / "maps" / files.DEFAULTS[format_]
    if format_ in ("gpkg", "qgis"):  # whose styles name columns that rows may lack
        path = path / "events.gpkg" if path.is_dir() else path
        assert not {"front_km", "beyond_control_km"} & set(readers.rows(path, "gpkg").columns)
    else:
        assert not re.search(r"(?<!said_)front_km|beyond_control_km", content(path))


def test_without_any_right_nothing_is_written(desk: Path) -> None:
    """Neither a file nor a map; one line says what to record where."""
    (desk / "data" / "sources.toml").unlink()
    for command in (["export", "geojson"], ["export", "gpkg"], ["map"]):
        ran = run(desk, *command, "--public")
        assert ran.exit_code == 1
        assert ran.stderr.startswith("geotracker: nothing may be published (no source in sources.toml matches it)")
        assert ran.stderr.count("\n") == 1
    assert [path.name for path in (desk / "maps").iterdir()] == ["README.md"]


def test_a_public_map_holds_back_what_a_public_file_does(desk: Path) -> None:
    """The page names the source and says what is left out; without the flag it is a private copy."""
    ran = run(desk, "map", "--public")
    assert ran.exit_code == 0
    page = (desk / "maps" / "index.html").read_text()
    assert "Private working copy" not in page
    assert "events held back: ended less than 12 hours ago" in page
    assert "Sample reports, geotracker (CC0-1.0" in page
    assert run(desk, "map").exit_code == 0
    assert "Private working copy" in (desk / "maps" / "index.html").read_text()


@pytest.mark.parametrize("format_", FILES)
def test_days_without_an_event_give_a_file_without_a_row(desk: Path, format_: str, tmp_path: Path) -> None:
    """And so does a store without a report, in public too."""
    path = tmp_path / f"none-{files.DEFAULTS[format_]}"
    assert run(desk, "export", format_, "--since", "2030-01-01", "-o", path).exit_code == 0
    assert len(readers.rows(path, format_)) == 0
    create(tmp_path / "empty")
    for flags in ([], ["--public"]):
        empty = tmp_path / f"empty{len(flags)}-{files.DEFAULTS[format_]}"
        assert run(tmp_path / "empty", "export", format_, "-o", empty, *flags).exit_code == 0
        assert len(readers.rows(empty, format_)) == 0


@pytest.mark.parametrize("format_", files.FORMATS)
def test_a_place_that_cannot_be_written_is_one_line(desk: Path, format_: str, tmp_path: Path) -> None:
    """A folder where a file is to be, a file where a folder is; nothing is left there."""
    (tmp_path / "file").touch()
    for target in ([tmp_path] if format_ != "qgis" else []) + [tmp_path / "file" / "x"]:
        ran = run(desk, "export", format_, "-o", target)
        assert ran.exit_code == 1
        assert ran.stderr.count("\n") == 1
        assert str(target) in ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk", "file"]


def test_geojson_may_be_one_file_and_csv_may_hold_wkt(desk: Path, tmp_path: Path) -> None:
    """As the two options say."""
    assert run(desk, "export", "geojson", "--one-file", "-o", tmp_path / "all.geojson").exit_code == 0
    features = json.loads((tmp_path / "all.geojson").read_text())["features"]
    assert {one["properties"]["layer"] for one in features} == {"events", "footprints"}
    assert run(desk, "export", "csv", "--wkt", "-o", tmp_path / "all.csv").exit_code == 0
    assert "POINT (" in (tmp_path / "all.csv").read_text()
    assert "MULTIPOLYGON (" in (tmp_path / "all.footprints.csv").read_text()
