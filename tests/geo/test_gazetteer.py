"""Tests of the gazetteer that ships, and of the user's places over it."""

from __future__ import annotations

import hashlib
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.errors import GazetteerError
from geotracker.geo import gazetteer
from geotracker.geo import places as geo_places
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = gazetteer.load()
HEADER = "name,aliases,lat,lon,region,note\n"


def found(name: str) -> list[tuple[str, str]]:
    """Return name and region of what the gazetteer has for a name."""
    return [(one.name, one.admin1) for one in SHIPPED.candidates(name)]


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Kyiv", "Kyiv City"),
        ("Kiev", "Kyiv City"),
        ("Київ", "Kyiv City"),
        ("Киев", "Kyiv City"),
        ("Kupyansk", "Kharkiv Oblast"),
        ("Kupiansk", "Kharkiv Oblast"),
        ("Hulyaipole", "Zaporizhia Oblast"),
        ("Гуляйполе", "Zaporizhia Oblast"),
        ("Artemivsk", "Donetsk Oblast"),
        ("Dzerzhynsk", "Donetsk Oblast"),
        ("Velikaya Novoselka", "Donetsk Oblast"),
        ("Lyudinovo", "Kaluga Oblast"),
        ("Simferopol", "Autonomous Republic of Crimea"),
        ("Sevastopol", "Sevastopol City"),
    ],
)
def test_a_place_is_found_by_any_of_its_spellings(name: str, region: str) -> None:
    """Ukrainian, Russian, old and new names lead to the same place."""
    assert region in {where for _, where in found(name)}


def test_a_city_is_not_the_oblast_named_after_it() -> None:
    """Kaluga City is the settlement, Kaluga Oblast the region."""
    assert ("Kaluga", "Kaluga Oblast") in found("Kaluga City")
    assert found("Kaluga Oblast") == [("Kaluga Oblast", "Kaluga Oblast")]


def test_crimea_and_sevastopol_are_in_ukraine() -> None:
    """Their codes are those of ISO 3166-2: UA-43 and UA-40."""
    codes = {
        (one.admin1_code, one.country) for name in ("Simferopol", "Sevastopol") for one in SHIPPED.candidates(name)
    }
    assert {("UA-43", "UA"), ("UA-40", "UA")} <= codes
    assert not {code for code, country in codes if country == "RU" and code.startswith("UA")}


def test_sounding_alike_counts_only_where_nothing_is_spelled_so() -> None:
    """A name that is known as it stands does not bring its lookalikes, unless they are asked for."""
    strict, similar = SHIPPED.candidates("Ivanovka"), SHIPPED.candidates("Ivanovka", similar=True)
    assert strict
    assert len(strict) < len(similar)
    assert all(one.score >= gazetteer.OTHER for one in strict)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Donetsk Oblast", "UA-14"),
        ("western Donetsk Oblast", "UA-14"),
        ("northern and eastern Kharkiv Oblast", "UA-63"),
        ("left-bank Kherson Oblast", "UA-65"),
        ("Zaporizhzhia Oblast", "UA-23"),
        ("Kiev Oblast", "UA-32"),
        ("Dnepropetrovskaya oblast", "UA-12"),
        ("occupied Crimea", "UA-43"),
        ("Republic of Tatarstan", "RU-TA"),
        ("Tatarstan", "RU-TA"),
        ("Bryanskaya oblast", "RU-BRY"),
        ("Krasnodar Krai", "RU-KDA"),
        ("Moscow Oblast", "RU-MOS"),
        ("Moscow City", "RU-MOW"),
        ("Altai Krai", "RU-ALT"),
        ("Altai Republic", "RU-AL"),
        ("Курская область", "RU-KRS"),
    ],
)
def test_regions_are_found_as_reports_write_them(name: str, code: str) -> None:
    """Parts, holders, adjectives and both alphabets lead to the one region."""
    assert [area.code for area in SHIPPED.regions(name)] == [code]


def test_a_raion_is_no_region() -> None:
    """Kupyansk Raion is a district of Kharkiv Oblast and not found among regions."""
    assert [area.region for area in SHIPPED.raions("Kupyansk Raion")] == ["Kharkiv Oblast"]
    assert SHIPPED.regions("Kupyansk Raion") == []


@given(
    st.one_of(
        st.text(max_size=40), st.sampled_from(["x", "я", "😀", "a" * 10_000, "Ж" * 10_000, "' - '", "\x00", "()"])
    )
)
def test_any_name_gets_an_answer(name: str) -> None:
    """One letter, emoji or ten thousand letters: a list comes back, at most of those that bear the name."""
    assert len(SHIPPED.candidates(name, similar=True)) < 500
    assert len(SHIPPED.regions(name)) + len(SHIPPED.raions(name)) + len(SHIPPED.countries(name)) < 20


def test_the_passport_belongs_to_the_file() -> None:
    """The passport's checksum and row count are those of the gazetteer beside it."""
    folder = package_path("data", "gazetteer")
    passport = tomllib.loads((folder / "passport.toml").read_text(encoding="utf-8"))
    assert passport["sha256"] == hashlib.sha256((folder / "gazetteer.zip").read_bytes()).hexdigest()
    assert passport["rows"]["settlements"] == len(SHIPPED.rows)
    assert "CC BY 4.0" in passport["licence"]


def test_the_file_is_small() -> None:
    """What ships stays below 6 MB."""
    assert package_path("data", "gazetteer", "gazetteer.zip").stat().st_size <= 6_000_000


def test_a_damaged_gazetteer_is_one_line(tmp_path: Path) -> None:
    """A file cut in half is refused by name, with the remedy."""
    whole = package_path("data", "gazetteer", "gazetteer.zip").read_bytes()
    (tmp_path / "data/gazetteer").mkdir(parents=True)
    (tmp_path / "data/gazetteer/full.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GazetteerError, match=r"full\.zip: the gazetteer is damaged .*geotracker gazetteer"):
        gazetteer.load(tmp_path)


def test_a_workspace_brings_its_own_gazetteer(tmp_path: Path) -> None:
    """A gazetteer built into the workspace is used instead of the one that ships."""
    (tmp_path / "data/gazetteer").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "data/gazetteer/full.zip", "w") as archive:
        archive.writestr("places.tsv", "Testivka\t48.5\t37.5\t10\tUA-14\tUA\t\t\t\ttestivka")
        archive.writestr("skeletons.tsv", "testivka")
        archive.writestr("numbers.tsv", "0")
        archive.writestr("regions.tsv", "UA-14\tDonetsk Oblast\tUA\t48\t37.7\t138000\tdonetsk oblast")
        archive.writestr("raions.tsv", "Test Raion\tUA-14\t48\t37.7\t9000\tUA.05.1\ttest raion")
        archive.writestr("hromadas.tsv", "Testivska\tUA-14\tTest Raion\t0\t1")
        archive.writestr("countries.tsv", "UA\tUkraine\t49\t31\t600000\tukraine")
    own = gazetteer.load(tmp_path)
    assert [one.admin1 for one in own.candidates("Testivka")] == ["Donetsk Oblast"]
    assert own.candidates("Kyiv") == []


def places(folder: Path, text: str) -> gazetteer.Gazetteer:
    """Return the gazetteer of a workspace whose data/places.csv holds the text."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/places.csv").write_text(text, encoding="utf-8")
    return gazetteer.load(folder)


def test_the_users_place_wins(tmp_path: Path) -> None:
    """A row of data/places.csv replaces what the gazetteer has of that name, by its aliases too."""
    own = places(
        tmp_path, "# mine\n" + HEADER + "Pokrovsk,Покровськ|Krasnoarmiisk,48.28,37.18,Donetsk Oblast,checked\n"
    )
    for name in ("Pokrovsk", "pokrovs'k", "Покровськ", "Krasnoarmiisk"):
        assert [(one.lat, one.admin1_code, one.why) for one in own.candidates(name)] == [
            (48.28, "UA-14", "from data/places.csv")
        ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER + "A,,190,37,,\n", r"row 2: lat 190 is not between -90 and 90; write degrees"),
        (HEADER + "A,,129.1,61.5,,\n", r"row 2: lat 129.1 is not between -90 and 90; are lat and lon swapped\?"),
        (
            HEADER + "A,,37.2,48.3,Donetsk Oblast,\n",
            r"row 2: lat 37.2, lon 48.3 is \d+ km outside Donetsk Oblast; are lat",
        ),
        (
            HEADER + "Bakhmut,,38.0,48.6,,\n",
            r"row 2: Bakhmut is known near lat 48.6, lon 38.0; are lat and lon swapped\?",
        ),
        (HEADER + "A,,48.5,237,,\n", r"row 2: lon 237 is not between -180 and 180"),
        (HEADER + 'A,,"48,5",37,,\n', r"row 2: lat '48,5' is no number; write degrees with a decimal point"),
        (HEADER + "A,,48,5,37,1,,\n", r"row 2: .* values for 6 columns"),
        (HEADER + ",,48,37,,\n", r"row 2: the name '' has no letter"),
        (
            HEADER + "A,,48,37,Donezk Oblast,\n",
            r"row 2: the region 'Donezk Oblast' is not known \(did you mean 'Donetsk Oblast'\?\)",
        ),
        (HEADER + "A,b,48,37,,\nB,,49,38,,\n", r"row 3: 'b' stands twice"),
        ("name,lat\nA,48\n", r"row 1: the column 'lon' is missing"),
        (
            "name,lat,lon,region\nA,48,37,Ukraine\n",
            r"row 2: the region 'Ukraine' is a country; write it as in 'Donetsk Oblast'",
        ),
        ("name,lat,lon,regoin\nA,48,37,\n", r"row 1: the column 'regoin' is not known \(did you mean 'region'\?\)"),
        (HEADER + "A,,nan,37,,\n", r"row 2: lat nan is not between"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, text: str, words: str) -> None:
    """A mistake in data/places.csv is one line that names file, row and value."""
    with pytest.raises(GazetteerError, match=r"places\.csv: " + words) as caught:
        places(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_a_places_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are refused in one line."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/places.csv").write_bytes(b"name,lat,lon\n\xff\xfe,1,2\n")
    with pytest.raises(GazetteerError, match="cannot be read as UTF-8"):
        gazetteer.load(tmp_path)


def test_the_shipped_places_file_holds_no_place() -> None:
    """The file that travels is a header and a comment, and is read without a fault."""
    assert gazetteer.with_own(SHIPPED, package_path("data", "places.csv")).own == ()


def test_the_users_place_is_not_taken_against_the_region_that_is_named(tmp_path: Path) -> None:
    """It wins among the namesakes that the text allows; elsewhere the gazetteer's are asked, and the reason says so."""
    row = HEADER + "Novomykhailivka,,47.85,37.48,Donetsk Oblast,\nOurs,,47.9,37.5,Donetsk Oblast,\n"
    known = places(tmp_path, row)
    assert geo_places.lookup("Novomykhailivka", known).lat == 47.85
    assert geo_places.lookup("Novomykhailivka", known, region="Donetsk Oblast").confidence == "sure"
    other = geo_places.lookup("Novomykhailivka", known, region="Zaporizhia Oblast")
    assert other.admin1_code == "UA-23"
    assert "data/places.csv has it in Donetsk Oblast" in other.reason
    nowhere = geo_places.lookup("Ours", known, region="Zaporizhia Oblast")
    assert nowhere.lat is None
    assert "data/places.csv" in nowhere.reason
