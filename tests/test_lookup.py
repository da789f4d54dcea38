"""Names looked up: one, and a CSV file of them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from geotracker import lookup
from geotracker.errors import GazetteerError

if TYPE_CHECKING:
    from pathlib import Path


def test_places_come_with_their_reason() -> None:
    """A name, its region, and what stands nearby."""
    found = lookup.place("Pokrovsk", region="Donetsk Oblast")
    assert found.admin1_code == "UA-14"
    assert found.reason
    assert found.candidates


def test_a_csv_of_names_comes_back_with_places(tmp_path: Path) -> None:
    """The same rows in the same order, other columns kept, the unplaced with empty cells."""
    path = tmp_path / "names.csv"
    path.write_text("id,name,region,country\n1,Kazan,Tatarstan,Russia\n2,Stara Vyhadka,,\n3,=cmd(),,\n")
    first, second, third = [line.split(",") for line in lookup.place_csv(path).splitlines()[1:]]
    assert first[:2] == ["1", "Kazan"]
    assert float(first[4]) == pytest.approx(55.8, abs=0.2)
    assert second[4] == ""
    assert third[1] == "'=cmd()"


@pytest.mark.parametrize("name", ["x", "😀", "Я" * 10_000, "", "'", "<b>"])
def test_what_is_no_name_is_an_unplaced_row_with_its_reason(tmp_path: Path, name: str) -> None:
    """The other rows are placed, none is lost, and the reason does not repeat ten thousand letters."""
    path = tmp_path / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name", "region"], [name, ""], ["Kazan", "Tatarstan"], [name, "Kyiv Oblast"]])
    first, second, third = csv.DictReader(io.StringIO(lookup.place_csv(path)))
    for row in (first, third):
        assert (row["name"].lstrip("'"), row["lat"]) == (name.lstrip("'"), "")
        assert 0 < len(row["reason"]) < 200
    assert second["admin1_code"] == "RU-TA"


@pytest.mark.parametrize(
    ("content", "named"), [(b"place,region\nKazan,\n", "no column 'name'"), (b"\xff\xfe", "as CSV")]
)
def test_a_csv_without_names_is_refused(tmp_path: Path, content: bytes, named: str) -> None:
    """The file and the remedy are named."""
    path = tmp_path / "names.csv"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=named):
        lookup.place_csv(path)


def test_what_follows_a_comma_is_the_region() -> None:
    """An oblast or a country, or both; other commas belong to the name."""
    for name in ("Pokrovsk, Donetsk Oblast", "Pokrovsk, Donetsk Oblast, Ukraine"):
        found = lookup.place(name)
        assert (found.name, found.admin1_code) == ("Pokrovsk", "UA-14")
    assert lookup.place("Stara, Vyhadka").name == "Stara, Vyhadka"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_headings_may_be_in_any_case_and_apart_by_any_usual_separator(tmp_path: Path, separator: str) -> None:
    """As spreadsheets write them; the columns keep their names."""
    path = tmp_path / "names.csv"
    lines = [["Name", " Region", "NOTE"], ["Kazan", "Tatarstan", ""], ["Pokrovsk", "Donetsk Oblast", "x"]]
    path.write_text("\ufeff" + "\r\n".join(separator.join(line) for line in lines), encoding="utf-8")
    first, second = csv.DictReader(io.StringIO(lookup.place_csv(path)))
    assert (first["Name"], first["admin1_code"]) == ("Kazan", "RU-TA")
    assert (second["NOTE"], second["admin1_code"]) == ("x", "UA-14")
