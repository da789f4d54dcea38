"""Tests of GeoNames' dumps over the shipped gazetteer, from disk and from a server on loopback."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geotracker import workspace
from geotracker.cli import main
from geotracker.errors import FetchError, GazetteerError
from geotracker.geo import building, fullgazetteer, gazetteer
from tests.loopback import send, serving

if TYPE_CHECKING:
    from pathlib import Path

KNOWN_BY_AREA = next(
    one for one in gazetteer.load().settlements("Pleshchiivka") if one.admin1_code == "UA-14" and one.reach_m
)
READ = gazetteer.read
INSIDE = (KNOWN_BY_AREA.lat + 0.02, KNOWN_BY_AREA.lon - 0.02)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the package ship Donetsk Oblast alone: a build then takes a moment."""
    shipped = gazetteer.load()
    rows = [row for row in building.unpack(shipped.rows, shipped.areas["hromadas.tsv"]) if row.region == "UA-14"]
    tables = building.tables(rows, {name: shipped.areas[name] for name in gazetteer.MEMBERS[4:]})
    packed = {name: ["\t".join(cells).encode() for cells in tables[name]] for name in gazetteer.MEMBERS[:3]}
    small = gazetteer.Gazetteer(*packed.values(), {name: tables[name] for name in gazetteer.MEMBERS[3:]})
    monkeypatch.setattr(gazetteer, "read", lambda path: small if path.name == "gazetteer.zip" else READ(path))


def line(
    name: str, lat: float, lon: float, *, others: str = "", kind: str = "P", code: str = "05", country: str = "UA"
) -> str:
    """Return a line of a dump."""
    cells = [
        "1",
        name,
        name,
        others,
        str(lat),
        str(lon),
        kind,
        "PPL",
        country,
        "",
        code,
        "",
        "",
        "",
        "7",
        "",
        "",
        "",
        "",
    ]
    return "\t".join(cells)


def dump(folder: Path, *lines: str, name: str = "UA.zip") -> Path:
    """Write the lines as a dump and return its path."""
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr("readme.txt", "about the dumps")
        archive.writestr(name.replace(".zip", ".txt"), "\n".join(lines) + "\n")
    return folder / name


def test_a_settlement_known_by_its_area_gets_its_point(tmp_path: Path) -> None:
    """The dump's point replaces the area; the dump's other spellings lead to the place too."""
    built = fullgazetteer.build(tmp_path, [dump(tmp_path, line("Pleshchiivka", *INSIDE, others="Pleshcheyevka Nova"))])
    assert (built.n_placed, built.n_added) == (1, 0)
    own = gazetteer.load(tmp_path)
    (found,) = own.settlements("Pleshcheyevka Nova")
    assert (found.lat, found.lon, found.reach_m) == (round(INSIDE[0], 4), round(INSIDE[1], 4), 0)
    assert (found.admin1_code, found.admin2) == ("UA-14", KNOWN_BY_AREA.admin2)


def test_a_namesake_elsewhere_keeps_its_own_place(tmp_path: Path) -> None:
    """A point far from the area of the settlement that is known is another place of the name."""
    built = fullgazetteer.build(tmp_path, [dump(tmp_path, line("Pleshchiivka", 46.9, 37.6))])
    assert (built.n_placed, built.n_added) == (0, 1)
    assert {round(one.lat, 1) for one in gazetteer.load(tmp_path).settlements("Pleshchiivka")} >= {46.9}


def test_a_new_village_is_in_the_raion_around_it(tmp_path: Path) -> None:
    """It has its neighbours' raion, and a region that is only GeoNames' has no name."""
    text = [line("Kvadrativka", 48.60, 38.01), line("Qqvitne", 10.0, 10.0, code="99", country="NG")]
    fullgazetteer.build(tmp_path, [dump(tmp_path, *text)])
    own = gazetteer.load(tmp_path)
    assert [one.admin2 for one in own.settlements("Kvadrativka")] == ["Bakhmut Raion"]
    assert [(one.admin1, one.country) for one in own.settlements("Qqvitne")] == [("", "NG")]


def test_what_is_no_settlement_is_left_out(tmp_path: Path) -> None:
    """Rivers and mountains of a dump are not places of events."""
    fullgazetteer.build(tmp_path, [dump(tmp_path, line("Rrika", 48, 38, kind="H"), line("Kvadrativka", 48.6, 38.0))])
    assert gazetteer.load(tmp_path).settlements("Rrika") == []


def test_a_city_keeps_its_point(tmp_path: Path) -> None:
    """A dump's point for a city that is known adds spellings, not another city."""
    before = gazetteer.load().settlements("Donetsk")[0]
    fullgazetteer.build(tmp_path, [dump(tmp_path, line("Donetsk", 48.02, 37.75, others="Dontown"))])
    (found,) = gazetteer.load(tmp_path).settlements("Dontown")
    assert (found.lat, found.lon, found.population) == (before.lat, before.lon, before.population)


def test_the_same_dumps_give_the_same_bytes(tmp_path: Path) -> None:
    """A build depends on its input alone."""
    path = dump(tmp_path, line("Kvadrativka", 48.60, 38.01))
    first = fullgazetteer.build(tmp_path, [path]).path.read_bytes()
    assert fullgazetteer.build(tmp_path, [path]).path.read_bytes() == first


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\tb\tc", r"UA\.zip: line 1: 3 columns instead of the 19"),
        (line("A", 91, 38), r"line 1: 91.0? degrees is not between -90 and 90|line 1: 91 degrees"),
        (line("Bbb", 48, 38).replace("\t38\t", "\t38,5\t"), r"line 1: '38,5' is no number of degrees"),
        (line("!!!", 48, 38), r"line 1: the name '!!!' has no letter"),
        (line("Rrika", 48, 38, kind="H"), r"holds no settlement"),
    ],
    ids=["columns", "latitude", "decimal", "name", "empty"],
)
def test_a_dump_with_a_wrong_line_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """The fault names file and line, and the gazetteer that was there stays."""
    good = fullgazetteer.build(tmp_path, [dump(tmp_path, line("Kvadrativka", 48.60, 38.01))]).path
    before = good.read_bytes()
    with pytest.raises(GazetteerError, match=words):
        fullgazetteer.build(tmp_path, [dump(tmp_path, text)])
    assert good.read_bytes() == before


@pytest.mark.parametrize("keep", [0.0, 0.5, 0.95])
def test_a_dump_that_is_cut_short_is_refused(tmp_path: Path, keep: float) -> None:
    """A part of an archive is no dump."""
    path = dump(tmp_path, *(line(f"Kvadrat{number}", 48, 38) for number in range(500)))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    with pytest.raises(GazetteerError, match=r"UA\.zip: cut short or no dump .*; fetch it again"):
        fullgazetteer.build(tmp_path, [path])


def test_fetching_builds_what_commands_then_use(tmp_path: Path) -> None:
    """`gazetteer fetch UA` brings the dump and builds; `place` in that workspace knows the village."""
    root = tmp_path / "ws"
    workspace.create(root)
    body = dump(tmp_path, line("Kvadrativka", 48.60, 38.01)).read_bytes()
    runner = CliRunner()
    with serving(lambda handler, _: send(handler, 200, body)) as asked:
        said = runner.invoke(main, ["-w", str(root), "gazetteer", "fetch", "ua", "--url", asked.url])
    assert said.exit_code == 0, said.output
    assert asked.requests[0][0] == "/UA.zip"
    assert "48.60000, 38.01000" in runner.invoke(main, ["-w", str(root), "place", "Kvadrativka"]).output


def test_a_server_that_sends_half_a_dump_changes_nothing(tmp_path: Path) -> None:
    """The download or the build fails in one line, and no gazetteer is there."""
    body = dump(tmp_path, line("Kvadrativka", 48.60, 38.01)).read_bytes()
    with (
        serving(lambda handler, _: send(handler, 200, body[:90], Content_Length=str(len(body)))) as asked,
        pytest.raises(FetchError, match="stopped after"),
    ):
        fullgazetteer.download(tmp_path, ["UA"], asked.url)
    assert not (tmp_path / "data/gazetteer/full.zip").exists()


def test_a_country_that_is_none_is_refused(tmp_path: Path) -> None:
    """Codes are checked before anything is fetched."""
    with pytest.raises(GazetteerError, match="'Ukraine' is no country's code"):
        fullgazetteer.download(tmp_path, ["Ukraine"], "http://127.0.0.1:9")


def test_a_workspace_without_it_is_told_how_to_get_it(tmp_path: Path) -> None:
    """`init` says in a line which command brings the full gazetteer."""
    said = CliRunner().invoke(main, ["init", str(tmp_path / "ws")])
    assert "geotracker gazetteer fetch UA RU BY MD" in said.output
