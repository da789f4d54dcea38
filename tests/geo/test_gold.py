"""Tests of gold rows: what is read of them, and one line for what cannot be."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from geotracker.errors import GoldError
from geotracker.geo import gold

if TYPE_CHECKING:
    from pathlib import Path

ROW = {
    "n": 1,
    "kind": "strike",
    "actor": "ukraine",
    "place": "Lyudinovo",
    "facility": None,
    "admin1": "Kaluga Oblast",
    "country": "RU",
    "lat": 53.866,
    "lon": 34.448,
    "coord": "geonames",
    "geo_precision": 2,
    "date_start": "2025-01-17",
    "date_end": "2025-01-18",
    "time_precision": "night",
    "evidence": "acknowledged",
    "disputed": False,
    "notes": [13],
    "where": "second paragraph",
    "optional": False,
}


def written(path: Path, *rows: dict[str, Any]) -> Path:
    """Return a file of gold rows."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_row_is_read_with_its_days_and_point(tmp_path: Path) -> None:
    """Blank lines are passed over, and what a row leaves out is empty."""
    path = written(tmp_path / "gold.jsonl", ROW)
    path.write_text(path.read_text() + "\n\n")
    [row] = gold.load(path)
    assert (row.start, row.end) == (date(2025, 1, 17), date(2025, 1, 18))
    assert (row.lat, row.lon, row.facility, row.optional) == (53.866, 34.448, "", False)


def test_a_report_without_events_has_no_rows(tmp_path: Path) -> None:
    """Then all that is found there is false."""
    assert gold.load(written(tmp_path / "gold.jsonl")) == []


def test_keys_beyond_the_codebook_are_passed_over(tmp_path: Path) -> None:
    """A reader may note more than is scored."""
    assert len(gold.load(written(tmp_path / "gold.jsonl", ROW | {"reader": "B"}))) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "stike"}, "kind 'stike' is not known (did you mean 'strike'?)"),
        ({"kind": ["strike"]}, "kind ['strike'] is not known"),
        ({"evidence": "rumour"}, "evidence 'rumour'"),
        ({"time_precision": "hour"}, "time_precision 'hour'"),
        ({"place": ""}, "place is missing"),
        ({"actor": 7}, "actor is 7"),
        ({"admin1": 7}, "admin1 is 7"),
        ({"disputed": "yes"}, "disputed is 'yes'"),
        ({"geo_precision": True}, "geo_precision is True"),
        ({"geo_precision": 7}, "geo_precision is 7"),
        ({"lat": 190}, "lat is 190"),
        ({"lat": float("nan")}, "lat is nan"),
        ({"lon": None}, "the other coordinate is missing"),
        ({"date_start": "yesterday"}, "date_start is 'yesterday'"),
        ({"date_start": 20250117}, "date_start is 20250117"),
        ({"date_end": "2025-01-16"}, "date_end 2025-01-16 is before"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_value_is_named_with_file_and_line(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    """The first line is right, the second is refused."""
    path = written(tmp_path / "gold.jsonl", ROW, ROW | changed)
    with pytest.raises(GoldError) as refused:
        gold.load(path)
    assert str(refused.value).startswith(f"{path}, line 2: ")
    assert said in str(refused.value)


@pytest.mark.parametrize("line", ["{", "[]", "7", '{"kind": "strike"', "[" * 100_000])
def test_a_broken_line_is_named_and_shown(tmp_path: Path, line: str) -> None:
    """As much of it as fits a line."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ROW) + "\n" + line + "\n")
    with pytest.raises(GoldError, match=r"line 2: '.*is no JSON object") as refused:
        gold.load(path)
    assert len(str(refused.value)) < len(str(path)) + 120


def test_a_misspelt_key_is_named_with_the_right_one(tmp_path: Path) -> None:
    """It would else count as left out."""
    row = {("optinal" if name == "optional" else name): value for name, value in ROW.items()}
    with pytest.raises(GoldError, match=r"key 'optinal' is not known \(did you mean 'optional'\?\)"):
        gold.load(written(tmp_path / "gold.jsonl", row))


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    """Because it is missing, or no text."""
    path = tmp_path / "gold.jsonl"
    if content:
        path.write_bytes(content)
    with pytest.raises(GoldError, match=r"gold\.jsonl cannot be read"):
        gold.load(path)
