"""`geotracker export`: files for other programs, whole for oneself or as far as sources.toml permits."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geotracker.cli import exporting, main
from geotracker.draw import files
from geotracker.notice import PLACES, PRIVATE, PUBLIC
from geotracker.workspace import create, package_path
from tests.draw import readers

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


@pytest.mark.parametrize("format_", files.TEXTS)
def test_a_dash_prints_the_file_and_nothing_else(desk: Path, format_: str, tmp_path: Path) -> None:
    """The bytes that a file would have, and no file called so."""
    path = tmp_path / "out"
    assert run(desk, "export", format_, "-o", path).exit_code == 0
    assert run(desk, "export", format_, "-o", "-").stdout_bytes == path.read_bytes()
    assert not Path("-").exists()


def test_help_knows_what_is_printed() -> None:
    """The names are those of the formats."""
    assert exporting.PRINTED == files.TEXTS


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export", "gpkg", "-o", "-"], "name a file"),
        (["map", "-o", "-"], "name a file"),
        (["export", "geojsn"], "did you mean 'geojson'?"),
        (["export", "kml", "--one-file"], "--one-file goes with geojson"),
        (["export", "geojson", "--wkt"], "--wkt goes with csv"),
        *(
            (
                [*command, "--since", "2025-02-01", "--until", "2025-01-31"],
                "--since 2025-02-01 is after --until 2025-01-31",
            )
            for command in (["events"], ["export", "csv"], ["map"], ["control", "change"], ["imported"], ["sectors"])
        ),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(desk: Path, arguments: list[str], told: str) -> None:
    """It ends with 2 and says what would do."""
    ran = run(desk, *arguments)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert told in " ".join(ran.stderr.split())


def test_a_link_stays_and_its_target_is_written(desk: Path, tmp_path: Path) -> None:
    """For exports, the map and the sheet, also where the target is not there yet."""
    (tmp_path / "there").mkdir()
    for number, command in enumerate([["export", "csv"], ["export", "gpkg"], ["map"], ["review"]]):
        link, target = tmp_path / f"link{number}", tmp_path / "there" / f"target{number}"
        link.symlink_to(target)
        for _ in range(2):
            assert run(desk, *command, "-o", link).exit_code == 0
            assert link.is_symlink()
            assert target.stat().st_size > 0


def test_actors_and_regions_that_nobody_knows_are_named(desk: Path) -> None:
    """An actor is a usage error, a region a remark; one that is known may have no event."""
    ran = run(desk, "events", "--actor", "rusia")
    assert ran.exit_code == 2
    assert "did you mean 'russia'?" in ran.stderr
    ran = run(desk, "events", "--region", "kaluga", "--format", "csv")
    assert (ran.exit_code, ran.stdout.count("\n")) == (0, 1)
    assert ran.stderr == "geotracker: no event has region 'kaluga' (did you mean 'Kaluga Oblast'?)\n"
    for known in (["--actor", "poland"], ["--region", "kaluga oblast", "--until", "1999-01-01"]):
        ran = run(desk, "events", *known)
        assert (ran.exit_code, ran.stderr) == (0, "")
