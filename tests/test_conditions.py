"""Groups of rows are passed over where their statistics say that none of them fits, and never else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geotracker import conditions
from geotracker.conditions import Condition

if TYPE_CHECKING:
    from pathlib import Path

DAYS = [date(2025, 1, day) for day in range(1, 7)]
ROWS = pa.table(
    {
        "day": DAYS,
        "km": [1.0, 2.0, 3.0, None, None, None],
        "kind": ["attack", "attack", "salvo", "salvo", "strike", "strike"],
        "box": [{"x": float(number)} for number in range(6)],
    }
)


@pytest.fixture
def told(tmp_path: Path) -> pq.FileMetaData:
    """Return what a file of three groups of two rows tells of them."""
    path = tmp_path / "rows.parquet"
    pq.write_table(ROWS, path, row_group_size=2)
    return pq.read_metadata(path)


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        (Condition(("day",), least=DAYS[3]), [1, 2]),
        (Condition(("day",), least=DAYS[4]), [2]),
        (Condition(("day",), most=DAYS[2]), [0, 1]),
        (Condition(("day",), most=DAYS[1]), [0]),
        (Condition(("day",), least=DAYS[3], most=DAYS[2]), [1]),
        (Condition(("kind",), among=("salvo",)), [1]),
        (Condition(("kind",), among=("attack", "strike")), [0, 2]),
        (Condition(("kind",), among=("withdrawal",)), []),
        (Condition(("box.x",), least=3), [1, 2]),
        (Condition(("box.x",), most=4), [0, 1, 2]),
        (Condition(("km",), least=9), [2]),
        (Condition(("km",), above=9), [0, 1, 2]),
        (Condition(("kind", "day"), among=("withdrawal",)), [0, 1, 2]),
        (Condition(("kind",), among=("withdrawal",), in_any_case=True), [0, 1, 2]),
    ],
)
def test_groups_that_may_hold_such_rows_are_numbered(
    told: pq.FileMetaData, condition: Condition, numbers: list[int]
) -> None:
    """Edges included; of a group of nulls alone nothing is told."""
    assert conditions.groups(told, [condition]) == numbers


def test_every_condition_has_its_say(told: pq.FileMetaData) -> None:
    """None of them, and all groups may."""
    both = [Condition(("day",), least=DAYS[2]), Condition(("kind",), among=("salvo",))]
    assert conditions.groups(told, both) == [1]
    assert conditions.groups(told, []) == [0, 1, 2]


def test_a_file_that_tells_nothing_is_read_whole(tmp_path: Path) -> None:
    """As one of a few rows."""
    pq.write_table(ROWS, tmp_path / "few.parquet", write_statistics=False, row_group_size=2)
    told = pq.read_metadata(tmp_path / "few.parquet")
    assert conditions.groups(told, [Condition(("day",), least=date(2030, 1, 1))]) == [0, 1, 2]


@pytest.mark.parametrize(
    ("condition", "days"),
    [
        (Condition(("day",), least=DAYS[1], most=DAYS[2]), [2, 3]),
        (Condition(("km",), least=2), [2, 3]),
        (Condition(("km",), above=2), [3]),
        (Condition(("box.x",), most=0), [1]),
        (Condition(("kind",), among=("salvo",)), [3, 4]),
        (Condition(("kind",), among=("\udcff",)), []),
    ],
)
def test_rows_that_fit_are_kept(condition: Condition, days: list[int]) -> None:
    """Edges included but for `above`; null fits nothing."""
    assert [day.day for day in conditions.fitting(ROWS, [condition]).column("day").to_pylist()] == days
