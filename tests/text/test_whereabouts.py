"""Lists of places are read as daily reports write them."""

from __future__ import annotations

import pytest

from tests.words import spots


def listed(words: str) -> list[tuple[str, str, int]]:
    """Return name, offset and precision of each place of a list."""
    return [(spot.text, spot.offset, spot.precision) for spot in spots(words)]


def levels(words: str) -> list[tuple[str, str, int]]:
    """Return name, level and precision of each place of a list."""
    return [(spot.text, spot.level, spot.precision) for spot in spots(words)]


def bearings(words: str) -> dict[str, list[tuple[str, str]]]:
    """Return the bearings of each place of a list."""
    return {spot.text: [(bearing.direction, bearing.anchor) for bearing in spot.bearings] for spot in spots(words)}


def test_a_nested_list() -> None:
    """Each name gets its own offset, an anchor is no place, and the bracket speaks of all of them."""
    words = "near Alta and Balka, west of Cherta near Dubky, and in southern Yalta (all southwest of Pokrovsk)"
    assert listed(words) == [("Alta", "near", 3), ("Balka", "near", 3), ("Dubky", "near", 3), ("Yalta", "southern", 2)]
    told = bearings(words)
    assert all(("southwest", "Pokrovsk") in helped for helped in told.values())
    assert ("west", "Cherta") in told["Dubky"]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("near Alta itself and north of Alta near Balka", ["Alta", "Balka"]),
        ("near both Alta and Balka", ["Alta", "Balka"]),
        ("all of Alta", ["Alta"]),
        ("both Alta and Balka", ["Alta", "Balka"]),
        ("near Alta, in Balka, and toward Cherta", ["Alta", "Balka", "Cherta"]),
        ("north of Alta near Balka; west of Alta near Cherta; and toward Dubky", ["Balka", "Cherta", "Dubky"]),
        ("near Alta as well as in Balka", ["Alta", "Balka"]),
        ("in several settlements, including Alta and Balka", ["Alta", "Balka"]),
        ("between Alta and Balka", ["Alta", "Balka"]),
        ("near Alta and did not enter the town", ["Alta"]),
        ("near Alta, which lies by Balka", ["Alta"]),
        ("near Alta, according to a man in Balka", ["Alta"]),
        ("near Alta, forcing men to leave Balka", ["Alta"]),
        ("near Alta from Balka", ["Alta"]),
        ("from Alta toward Balka", ["Balka"]),
        ("from near Alta toward Balka", ["Balka"]),
        ("near President Ivan Alta", []),
        ("near the 4th Alta Brigade", []),
        ("", []),
    ],
)
def test_which_names_are_places(words: str, places: list[str]) -> None:
    """Names that follow the list's own words are places; anchors, origins, persons and units are not."""
    assert [spot.text for spot in spots(words)] == places


@pytest.mark.parametrize(
    "words",
    [
        "in the Pokrovsk direction",
        "in the Pokrovsk and Lyman directions",
        "along the Lyman axis",
        "in the Lyman sector",
        "in the Kupyansk tactical direction",
        "on the Lyman front",
    ],
)
def test_a_direction_is_no_place(words: str) -> None:
    """A direction, an axis or a sector has no place of its own, whatever it is named for."""
    assert spots(words) == []


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Sumy, Kharkiv, and Kherson oblasts", ["Sumy Oblast", "Kharkiv Oblast", "Kherson Oblast"]),
        ("Sumy and Kharkiv Oblasts", ["Sumy Oblast", "Kharkiv Oblast"]),
        ("Sumy Oblast and Kharkiv Oblast", ["Sumy Oblast", "Kharkiv Oblast"]),
        ("in northern Sumy Oblast", ["Sumy Oblast"]),
    ],
)
def test_lists_of_oblasts(words: str, places: list[str]) -> None:
    """A list of oblasts gives each its row, at the precision of a region."""
    assert levels(words) == [(place, "region", 5) for place in places]


@pytest.mark.parametrize(
    "words",
    ["the Alta and Balka Raions", "Alta and Balka raions", "Alta and Balka districts", "Alta Raion and Balka Raion"],
)
def test_lists_of_raions(words: str) -> None:
    """A list of raions gives each its row, at the precision of a district."""
    title = "District" if "districts" in words else "Raion"
    assert levels(words) == [(f"{name} {title}", "district", 4) for name in ("Alta", "Balka")]


@pytest.mark.parametrize("line", ["Alta-Balka-Cherta line", "Alta–Balka–Cherta line"])
def test_a_line_gives_each_end(line: str) -> None:
    """A line named by settlements gives each its row at precision 4."""
    assert listed(f"along the {line}") == [(name, "along", 4) for name in ("Alta", "Balka", "Cherta")]


def test_an_area_of_two() -> None:
    """An area named by two settlements is one place that knows both."""
    (spot,) = spots("in the Alta-Balka area")
    assert (spot.level, spot.precision, spot.parts, spot.area) == ("area", 4, ("Alta", "Balka"), True)


@pytest.mark.parametrize(
    ("words", "place", "regions"),
    [
        ("in Alta, Kursk Oblast", "Alta", ["Kursk Oblast"]),
        ("in Alta, Kursk Oblast, on a hill", "Alta", ["Kursk Oblast"]),
        ("in Alta in occupied Luhansk Oblast", "Alta", ["Luhansk Oblast"]),
        ("in Kursk Oblast near Alta", "Alta", ["Kursk Oblast"]),
        ("near Alta, Polohy Raion", "Alta", []),
    ],
)
def test_a_region_of_a_settlement(words: str, place: str, regions: list[str]) -> None:
    """A region beside a settlement says where that lies, and is no place of its own."""
    (spot,) = spots(words)
    assert (spot.text, spot.level, spot.regions) == (place, "settlement", regions)


@pytest.mark.parametrize(
    "words",
    [
        "Alta, Kursk Oblast; Balka, Tula Oblast; and Cherta, Rostov Oblast",
        "Alta, Kursk Oblast, Balka, Tula Oblast, and Cherta, Rostov Oblast",
        "in Alta, Kursk Oblast; in Balka, Tula Oblast; and in Cherta, Rostov Oblast",
    ],
)
def test_each_settlement_has_its_own_region(words: str) -> None:
    """In a list of settlements with regions each keeps its own."""
    assert {spot.text: spot.regions for spot in spots(words)} == {
        "Alta": ["Kursk Oblast"],
        "Balka": ["Tula Oblast"],
        "Cherta": ["Rostov Oblast"],
    }


def test_settlements_share_a_region() -> None:
    """A region after a list of settlements is that of all of them."""
    assert [spot.regions for spot in spots("in Alta and Balka, Kursk Oblast")] == [["Kursk Oblast"]] * 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Alta, a settlement on the outskirts of Balka", {"Alta": [("near", "Balka")]}),
        ("Alta, a village near Balka", {"Alta": [("near", "Balka")]}),
        ("Alta and Balka, both near Cherta", {"Alta": [("near", "Cherta")], "Balka": [("near", "Cherta")]}),
        ("Alta, 25km southwest of Balka", {"Alta": [("southwest", "Balka")]}),
        ("in Alta south of Balka", {"Alta": [("south", "Balka")]}),
        ("northwest of Balka near Alta", {"Alta": [("northwest", "Balka")]}),
        ("north of Cherta near Alta and Balka", {"Alta": [("north", "Cherta")], "Balka": [("north", "Cherta")]}),
    ],
)
def test_appositions_tell_which_place(words: str, told: dict[str, list[tuple[str, str]]]) -> None:
    """What is said of a place from another one tells which it is, and makes no place of the other."""
    assert bearings(words) == told


def test_dates_are_passed_over() -> None:
    """A date between two places ends neither and is none."""
    assert [spot.text for spot in spots("near Alta on January 18 and 19 and near Balka")] == ["Alta", "Balka"]


@pytest.mark.parametrize(
    "words",
    [
        "near " * 3000 + "Alta",
        "north of " * 2000 + "Alta",
        "(" * 2000 + " near Alta " + ")" * 1000,
        ") ) ( near Alta ( ( )",
        "near Alta " + "(" * 3000,
        "near " + "the " * 3000 + "Alta",
    ],
)
def test_hostile_lists(words: str) -> None:
    """Words without end and unbalanced brackets give the one place that is there, or none."""
    assert [spot.text for spot in spots(words)] in ([], ["Alta"])


def test_a_list_of_thousands() -> None:
    """A list of two thousand places gives every one of them, in order."""
    names = [f"Alta{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}" for number in range(2000)]
    assert [spot.text for spot in spots("near " + ", ".join(names))] == names


def test_a_road_tells_where_its_places_lie() -> None:
    """A road that is named by its ends helps the places named after it, and is none itself."""
    told = bearings("along the M-99 Balka-Dolyna highway near occupied Stavok")
    assert told == {"Stavok": [("along", "Balka-Dolyna")]}


def test_a_place_within_a_line_lies_between_its_neighbours() -> None:
    """The ends have one neighbour, which is no help of this kind."""
    told = bearings("the Balka-Dolyna-Stavok line")
    assert told == {"Balka": [], "Dolyna": [("between", "Balka-Stavok")], "Stavok": []}
