"""The command: what it prints, what it returns, and one line for every fault."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

import pytest
from click.testing import CliRunner, Result

from geotracker import __version__, listing
from geotracker.cli import lines, main
from geotracker.cli.exporting import FORMATS
from geotracker.query import Query
from geotracker.workspace import Workspace, create, lock, package_path

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = package_path("data", "reports", "2025-01-18-sample.md")
TEXT = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
"""


def run(*arguments: object, stdin: str | None = None, **environment: str) -> Result:
    """Run the command and refuse a traceback."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*arguments: object, stdin: str | None = None) -> str:
    """Return the one line on stderr of a run that ends with exit code 1 and prints nothing else."""
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("geotracker: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with one sample read; tests leave it as it is."""
    root = tmp_path_factory.mktemp("sample")
    create(root)
    assert run("-w", root, "ingest", SAMPLE).exit_code == 0
    return root


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with no report."""
    create(tmp_path / "desk")
    for path in (tmp_path / "desk" / "data" / "reports").glob("*sample*"):
        path.unlink()
    return tmp_path / "desk"


def test_help_does_not_wait_for_geopandas() -> None:
    """The start imports neither the map's nor the table's libraries, and neither does `import geotracker`."""
    heavy = "{'geopandas', 'pandas', 'pyarrow', 'folium', 'rich', 'shapely'}"
    code = f"import sys, geotracker, geotracker.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_help_names_every_command() -> None:
    """And the version is the package's."""
    commands = ("init", "extract", "ingest", "events", "explain", "verify", "place", "map", "export", "refresh")
    assert all(f"\n  {command} " in run("--help").stdout for command in commands)
    assert all(run(command, "--help").exit_code == 0 for command in commands)
    assert __version__ in run("--version").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("events", "--kind", "rumour"),
        ("events", "--since", "yesterday"),
        ("events", "--bbox", "1,2"),
        ("place",),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    """As click has it."""
    assert run(*arguments).exit_code == 2


def test_the_package_gives_its_names_when_asked() -> None:
    """Readers of the documentation find what it imports, and an unknown name is no silent None."""
    code = "import geotracker; print(all(callable(getattr(geotracker, n)) for n in dir(geotracker) if n[0] != '_'))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "True\n"
    module = sys.modules["geotracker"]
    with pytest.raises(AttributeError, match="nonsense"):
        module.nonsense  # noqa: B018  the look-up is the test


def test_init_makes_a_workspace_and_refuses_a_foreign_folder(tmp_path: Path) -> None:
    """The next command to type is printed."""
    assert "refresh" in run("init", tmp_path / "new").stdout
    assert run("-w", tmp_path / "new", "events").exit_code == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").touch()
    assert "novel.txt" in refused("init", tmp_path / "mine")


def test_extract_prints_geojson_without_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a file and from standard input, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    found = json.loads(run("extract", SAMPLE).stdout)
    assert "Lyudinovo" in {feature["properties"]["place"] for feature in found["features"]}
    assert {type(feature["properties"]["basis"]) for feature in found["features"]} == {list}
    assert len(json.loads(run("extract", "-", stdin=TEXT).stdout)["features"]) == 1
    assert list(tmp_path.iterdir()) == []


def test_extract_takes_a_date(tmp_path: Path) -> None:
    """A report that says no day gets the one given."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT.replace("Daily report, January 18, 2025", "Daily report"))
    assert "--date" in refused("extract", path)
    found = json.loads(run("extract", path, "--date", "2025-01-18").stdout)
    assert found["features"][0]["properties"]["report_date"] == "2025-01-18"


def test_ingest_says_what_became_of_each(desk: Path) -> None:
    """Added, then unchanged."""
    assert run("ingest", "-w", desk, SAMPLE).stdout.startswith("added      2025-01-18-sample")
    assert run("ingest", "-w", desk, SAMPLE).stdout == "unchanged  2025-01-18-sample\n"


def test_one_bad_report_of_ten_does_not_stop_the_others(desk: Path, tmp_path: Path) -> None:
    """Nine go in, the tenth is named, and the exit code tells."""
    paths = [tmp_path / f"report-{number}.txt" for number in range(10)]
    for path in paths:
        path.write_text(TEXT)
        path.write_text(f"{TEXT}\nNumber {path.stem}.\n")
    paths[4].write_bytes(b"\x00\x01\x02\x03" * 100)
    result = run("-w", desk, "ingest", *paths)
    assert result.exit_code == 1
    assert result.stdout.count("added") == 9
    assert "report-4.txt" in result.stderr
    assert result.stderr.count("\n") == 1


def test_events_are_plain_lines_in_a_pipe(sample: Path) -> None:
    """A heading, then a line an event, tabs between the cells; a colour code never."""
    lines = run("-w", sample, "events").stdout.splitlines()
    assert lines[0].split("\t")[:3] == ["id", "when", "kind"]
    assert len({line.count("\t") for line in lines}) == 1
    assert "\x1b" not in "".join(lines)


def test_events_are_a_table_in_a_terminal(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It keeps to the width of the terminal, with an id for each row."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "70")
    found = listing.rows(sample, Query())
    lines.events(found)
    shown = [re.sub(r"\x1b\[\d*m", "", line) for line in capsys.readouterr().out.splitlines()]
    assert max(map(len, shown)) <= 70
    names = ["id", *found.column("event_id").to_pylist()]
    assert all(any(line.strip().startswith(name) for line in shown) for name in names)


def test_a_bar_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And on stderr, so that what is printed stays clean."""
    with lines.progress(3, "reading") as done:
        done("one")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with lines.progress(3, "reading") as done:
        done("one")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "reading" in shown.err


def test_events_in_each_format_are_the_same(sample: Path) -> None:
    """As many rows in the table as in GeoJSON and CSV, filtered alike."""
    for options in (
        [],
        ["--kind", "strike"],
        ["--region", "Kaluga Oblast"],
        ["--since", "2025-01-18", "--actor", "russia"],
    ):
        table = run("-w", sample, "events", *options).stdout.splitlines()[1:]
        geojson = json.loads(run("-w", sample, "events", "--format", "geojson", *options).stdout)["features"]
        rows = list(csv.reader(io.StringIO(run("-w", sample, "events", "--format", "csv", *options).stdout)))[1:]
        assert len(table) == len(geojson) == len(rows) > 0


def test_explain_shows_sentence_rules_and_candidates(sample: Path) -> None:
    """For an event and for a mention; an unknown id is one line."""
    feature = json.loads(run("-w", sample, "events", "--format", "geojson", "--region", "Kaluga Oblast").stdout)[
        "features"
    ][0]
    shown = run("-w", sample, "explain", feature["properties"]["mention_ids"][-1]).stdout
    assert feature["properties"]["event_id"] in shown
    for part in ("sentence", "rules", "because", "score\tname"):
        assert part in shown
    assert "no event or mention" in refused("-w", sample, "explain", "nonsense")


def test_verify_counts_and_names(sample: Path, desk: Path) -> None:
    """Sound: exit 0. A report edited after it was read: exit 1 and its name."""
    assert "1 reports" in run("-w", sample, "verify").stdout
    run("-w", desk, "ingest", SAMPLE)
    (desk / "data" / "reports" / SAMPLE.name).write_text("other")
    result = run("-w", desk, "verify")
    assert result.exit_code == 1
    assert SAMPLE.name in result.stderr


def test_place_shows_candidates(sample: Path) -> None:
    """With scores, for any spelling."""
    assert "Tatarstan" in run("-w", sample, "place", "Казань").stdout
    assert "unplaced" in run("-w", sample, "place", "Stara Vyhadka").stdout


def test_map_and_exports_say_where_they_are(desk: Path, tmp_path: Path) -> None:
    """The path is the output, so that a script can use it."""
    run("-w", desk, "ingest", SAMPLE)
    assert run("-w", desk, "map").stdout == f"{desk / 'maps' / 'index.html'}\n"
    for format_ in ("geojson", "gpkg", "csv"):
        path = tmp_path / f"out.{format_}"
        assert run("-w", desk, "export", format_, "-o", path).stdout == f"{path}\n"
        assert path.stat().st_size > 0


def test_refresh_sums_up_and_a_dry_run_does_nothing(desk: Path) -> None:
    """The dry run names what would be read; the run ends with one line of counts."""
    (desk / "data" / "reports" / "report.txt").write_text(TEXT)
    before = sorted(desk.rglob("*"))
    told = run("-w", desk, "refresh", "--dry-run").stdout
    assert "would read" in told
    assert told.splitlines()[-1].startswith("1 file to read, then")
    assert sorted(desk.rglob("*")) == before
    assert "1 added" in run("-w", desk, "refresh").stdout.splitlines()[-1]
    assert run("-w", desk, "refresh", "--dry-run").stdout.startswith("nothing new to read: nothing would be written")
    assert run("-w", desk, "refresh").stdout.startswith("reports: 0 added, 0 replaced, 1 unchanged, 0 failed")


def test_a_refresh_with_nothing_new_loads_no_table(desk: Path) -> None:
    """It ends before the libraries of tables and maps are imported, and says the same."""
    (desk / "data" / "reports" / "report.txt").write_text(TEXT)
    first = run("-w", desk, "refresh").stdout.splitlines()[-1]
    code = (
        "import sys\nfrom geotracker.cli import main\n"
        f"main(['-w', {str(desk)!r}, 'refresh'], standalone_mode=False)\n"
        "print(sorted({'geopandas', 'pandas', 'pyarrow', 'numpy', 'folium', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    said = first.removesuffix(", 1 new").replace("1 added", "0 added").replace("0 unchanged", "1 unchanged")
    assert done.stdout == said + "\n[]\n"


def test_review_goes_out_and_comes_back(desk: Path, tmp_path: Path) -> None:
    """The sheet, the page, the verdicts; a wrong cell is one line."""
    run("-w", desk, "ingest", SAMPLE)
    path = tmp_path / "today.csv"
    assert run("-w", desk, "review", "-o", path, "--html", tmp_path / "today.html").stdout.count("\n") == 2
    assert "<table>" in (tmp_path / "today.html").read_text()
    assert run("-w", desk, "review").stdout == path.read_text()
    table = list(csv.DictReader(io.StringIO(path.read_text())))
    table[0]["verdict"] = "ok"
    table[1]["verdict"] = "drop"

    def fill_in() -> None:
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]))
            writer.writeheader()
            writer.writerows(table)

    fill_in()
    assert "row 3" in refused("-w", desk, "review", "--apply", path)
    table[1]["note"] = "no such thing"
    fill_in()
    done = run("-w", desk, "review", "--apply", path, "--by", "N. K.").stdout
    assert done.startswith(f"verdicts: 1 ok, 1 drop; 1 of {len(table) - 1} events checked")
    assert "no such thing, N. K. on 2025-01-18" in run("-w", desk, "explain", table[1]["event_id"]).stdout
    (desk / "data" / "corrections.toml").write_text("[[correction]]\n")
    assert "corrections.toml" in refused("-w", desk, "refresh")
    assert run("-w", desk, "review", "--apply", path, "-o", path).exit_code == 2
    page = run("-w", desk, "review", "-o", "sheet.html")
    assert (page.exit_code, "written as CSV: name it sheet.csv" in " ".join(page.stderr.split())) == (2, True)
    assert run("-w", desk, "review", "--by", "me").exit_code == 2


def test_sectors_are_listed(sample: Path) -> None:
    """With what the report says of each, as lines and as CSV, by the day of the report."""
    shown = run("-w", sample, "sectors").stdout.splitlines()
    table = list(csv.DictReader(io.StringIO(run("-w", sample, "sectors", "--format", "csv").stdout)))
    assert len(shown) - 1 == len(table) > 0
    assert {row["report_date"] for row in table} == {"2025-01-18"}
    assert run("-w", sample, "sectors", "--since", "2025-01-19").stdout.count("\n") == 1


def test_refresh_with_a_bad_report_does_the_rest(desk: Path) -> None:
    """The map is drawn, the report named, the exit code 1."""
    (desk / "data" / "reports" / "report.txt").write_text(TEXT)
    (desk / "data" / "reports" / "empty.txt").touch()
    result = run("-w", desk, "refresh")
    assert result.exit_code == 1
    assert "empty.txt: is empty" in result.stderr
    assert (desk / "maps" / "index.html").is_file()


def test_a_held_workspace_ends_with_3(desk: Path) -> None:
    """Another run is at work."""
    with lock(Workspace(desk)):
        result = run("-w", desk, "refresh")
    assert result.exit_code == 3
    assert "another run" in result.stderr


def test_today_is_what_the_environment_says(desk: Path) -> None:
    """A report after SOURCE_DATE_EPOCH is of the future; nonsense there is refused."""
    result = run("-w", desk, "ingest", SAMPLE, SOURCE_DATE_EPOCH="1700000000")
    assert result.exit_code == 1
    assert "future" in result.stderr
    assert run("--now", "2025-02-01", "-w", desk, "ingest", SAMPLE, SOURCE_DATE_EPOCH="1700000000").exit_code == 0
    assert "SOURCE_DATE_EPOCH" in run("-w", desk, "refresh", SOURCE_DATE_EPOCH="soon").stderr


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 20),
        ("renamed.txt", PDF),
        ("nobody.html", b"<html><head><title>January 18, 2025</title></head></html>"),
        ("undated.txt", b"Ukrainian forces struck an oil depot near Lyudinovo."),
        ("future.txt", TEXT.replace("2025", "2202").encode()),
        ("large.txt", TEXT.encode() * 320_000),
        ("missing.txt", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_is_one_line_that_names_the_file(
    desk: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    """In `extract` and in `ingest`; the store stays as it was."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert name in refused("extract", path)
    result = run("-w", desk, "ingest", path)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert name in result.stderr
    assert list((desk / "data").rglob("*.parquet")) == []
    assert list((desk / "data" / "reports").glob(f"*{path.suffix}")) == []


def test_a_folder_is_no_report(desk: Path, tmp_path: Path) -> None:
    """It is named, in both commands."""
    assert str(tmp_path) in refused("extract", tmp_path)
    assert str(tmp_path) in run("-w", desk, "ingest", tmp_path).stderr


def test_a_pipe_is_not_waited_on(desk: Path, tmp_path: Path) -> None:
    """It is named, in both commands."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt: is no regular file" in refused("extract", tmp_path / "pipe.txt")
    assert "pipe.txt: is no regular file" in refused("-w", desk, "ingest", tmp_path / "pipe.txt")


def test_a_report_that_may_not_be_read_is_named(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As any bad report: one line and exit 1, no word on usage."""

    def forbidden(path: Path, *_: object) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "closed.txt"
    path.write_text(TEXT)
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    monkeypatch.setattr("pathlib.Path.read_bytes", forbidden)
    assert "closed.txt: cannot be read: Permission denied" in refused("extract", path)
    monkeypatch.setattr("geotracker.originals.content", forbidden)
    assert "closed.txt: Permission denied" in refused("-w", desk, "ingest", path)


def test_cyrillic_of_another_encoding_is_read_or_refused(tmp_path: Path) -> None:
    """A Windows-1251 text with an English report in it ends in events or in one line, never in a traceback."""
    path = tmp_path / "cp1251.txt"
    path.write_bytes(TEXT.replace("Lyudinovo", "Людиново").encode("cp1251"))
    result = run("extract", path)
    assert result.exit_code == 0 or (result.exit_code == 1 and "cp1251.txt" in result.stderr)


def test_a_layer_with_an_unknown_key_is_named(desk: Path) -> None:
    """The map is not drawn."""
    layer = next((desk / "layers").glob("*.toml"))
    layer.write_text("colour = 1\n" + layer.read_text())
    assert layer.name in refused("-w", desk, "map")
    assert not (desk / "maps" / "index.html").exists()


def test_a_lexicon_file_with_an_unknown_key_is_named(desk: Path) -> None:
    """Extraction in that workspace is refused."""
    (desk / "data" / "lexicon").mkdir()
    (desk / "data" / "lexicon" / "mine.toml").write_text('[[nonsense]]\nword = "x"\n')
    assert "mine.toml" in refused("-w", desk, "extract", SAMPLE)


def test_a_place_beyond_the_pole_is_named(desk: Path) -> None:
    """A row of the user's own places with latitude 190."""
    (desk / "data" / "places.csv").write_text("name,aliases,lat,lon,region,note\nHill,,190,36,,\n")
    assert "190" in refused("-w", desk, "extract", SAMPLE)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("places.csv", "name,lat,lon\nHill,190,36\n"),
        ("corrections.toml", "[[correction]]\n"),
        ("lexicon/mine.toml", '[[rule]]\nid = "mine"\n'),
        ("gazetteer/full.zip", "no archive"),
    ],
)
def test_a_faulty_file_is_told_once_for_all_reports(desk: Path, name: str, content: str) -> None:
    """Before any report is read, in `refresh` and in `ingest`."""
    path = desk / "data" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    samples = sorted(SAMPLE.parent.glob("*sample*"))
    assert path.name in refused("-w", desk, "ingest", *samples)
    for sample in samples:
        shutil.copy(sample, desk / "data" / "reports")
    assert path.name in refused("-w", desk, "refresh")
    assert not list((desk / "data" / "store").rglob("*.parquet"))


def test_a_store_file_cut_in_half_is_named(desk: Path) -> None:
    """Every command that reads it says so."""
    run("-w", desk, "ingest", SAMPLE)
    path = next(desk.glob("data/store/events/*.parquet"))
    path.write_bytes(path.read_bytes()[:200])
    for command in (["events"], ["map"], ["export", "csv"], ["refresh"], ["explain", "x"]):
        assert path.name in refused("-w", desk, *command)


def test_a_folder_that_is_no_workspace_is_named(tmp_path: Path) -> None:
    """With the command that makes one."""
    for command in (["events"], ["map"], ["refresh"], ["verify"], ["ingest", SAMPLE]):
        assert "geotracker init" in refused("-w", tmp_path, *command)


@pytest.mark.parametrize("target", ["/dev/full", "pipe"])
def test_no_command_replaces_a_device_or_a_pipe(sample: Path, tmp_path: Path, target: str) -> None:
    """Map, exports and sheets refuse it in one line; nothing is left beside it."""
    os.mkfifo(tmp_path / "pipe")
    path = tmp_path / target
    before = (path.stat().st_ino, sorted(path.parent.iterdir()))
    written = [["map", "-o"], ["review", "-o"], ["review", "--html"], *(["export", name, "-o"] for name in FORMATS)]
    for command in written:
        assert str(path) in refused("-w", sample, *command, path)
    assert (path.stat().st_ino, sorted(path.parent.iterdir())) == before


def test_an_export_into_a_folder_is_refused(sample: Path, tmp_path: Path) -> None:
    """And nothing is left there."""
    assert "is a folder" in refused("-w", sample, "export", "gpkg", "-o", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_hostile_text_does_nothing_in_what_is_printed(tmp_path: Path, desk: Path) -> None:
    """Neither the terminal nor a spreadsheet nor a browser finds anything to obey."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT.replace("an oil depot", "an oil depot (</script> `${1}` \"'\u202e\x1b[31m =cmd())"))
    run("-w", desk, "ingest", path)
    for format_ in ("table", "geojson", "csv"):
        shown = run("-w", desk, "events", "--format", format_).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert run("-w", desk, "map").exit_code == 0
    assert "</script> `${1}`" not in (desk / "maps" / "index.html").read_text()


def test_a_reader_that_goes_away_is_no_fault(sample: Path) -> None:
    """`events | head` ends without a traceback."""
    command = [sys.executable, "-m", "geotracker", "-w", str(sample), "events", "--format", "geojson"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
