"""The store keeps mentions as they came, derives events from them, and can be read by others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest

from geotracker import store
from geotracker.errors import StoreError
from geotracker.store import Query, Stored
from geotracker.workspace import Workspace
from tests import frames

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return an empty workspace."""
    return Workspace(tmp_path)


def stored(report_id: str = "2025-01-18-test", day: str = "2025-01-18", **other: Any) -> Stored:
    """Return what the store is told of a report."""
    told = {"title": "T", "url": "", "original": f"{report_id}.md", "sha256": "00", "extractor": "x", "made_by": "y"}
    return Stored(report_id=report_id, report_date=day, **(told | other))


def put(workspace: Workspace, report: Stored, *rows: dict[str, Any]) -> list[str]:
    """Write a report and derive; return the months that were written."""
    named = [
        {"mention_id": f"{report.report_id}-{n}", "report_id": report.report_id, **row} for n, row in enumerate(rows)
    ]
    store.write(workspace, report, frames.mentions(*named))
    return store.derive(workspace, frames.one_each)


def snapshot(workspace: Workspace) -> dict[str, bytes]:
    """Return the bytes of every file of the store."""
    return {str(path): path.read_bytes() for path in sorted(workspace.store.rglob("*")) if path.is_file()}


def test_mentions_come_back_as_they_went_in(workspace: Workspace) -> None:
    """Every column of every row, the unplaced too."""
    rows = frames.mentions({"basis": ["photo"]}, {"geometry": frames.NOWHERE})
    store.write(workspace, stored(), rows)
    pd.testing.assert_frame_equal(store.mentions(workspace), rows)


def test_the_same_input_gives_the_same_bytes(workspace: Workspace) -> None:
    """Writing twice changes no byte, and a second derivation has nothing to do."""
    put(workspace, stored(), {}, {"start": date(2025, 1, 17)})
    before = snapshot(workspace)
    assert put(workspace, stored(), {}, {"start": date(2025, 1, 17)}) == []
    assert snapshot(workspace) == before


def test_the_order_of_reading_does_not_matter(tmp_path: Path) -> None:
    """Two stores filled in opposite order hold the same files."""
    reports = [(stored(f"2025-01-{day}-r", f"2025-01-{day}"), {"start": date(2025, 1, day)}) for day in (5, 18, 30)]
    for name, order in (("one", reports), ("two", reports[::-1])):
        for report, row in order:
            put(Workspace(tmp_path / name), report, row)
    files = [
        {path.removeprefix(str(tmp_path / name)): data for path, data in snapshot(Workspace(tmp_path / name)).items()}
        for name in ("one", "two")
    ]
    assert files[0] == files[1]


def test_only_the_months_that_a_report_touches_are_written_again(workspace: Workspace) -> None:
    """A report of March leaves January's file alone."""
    put(workspace, stored("a", "2025-01-15"), {"start": date(2025, 1, 15), "end": date(2025, 1, 15)})
    january = workspace.store / "events" / "month=2025-01.parquet"
    before = january.stat().st_ino
    assert put(workspace, stored("b", "2025-03-15"), {"start": date(2025, 3, 15), "end": date(2025, 3, 15)}) == [
        "2025-03"
    ]
    assert january.stat().st_ino == before


def test_a_report_is_replaced_whole(workspace: Workspace) -> None:
    """New content takes the place of the old, also where the report's date was mended, and empty months go."""
    put(workspace, stored("r", "2024-06-01"), {"start": date(2024, 6, 15), "end": date(2024, 6, 15)}, {})
    put(workspace, stored("r", "2025-01-18"), {})
    assert [held.report_date for held in store.reports(workspace)] == ["2025-01-18"]
    assert store.events(workspace)["event_id"].tolist() == ["r-0"]
    assert not (workspace.store / "events" / "month=2024-06.parquet").exists()


def test_a_run_that_was_cut_off_is_mended_by_the_next(workspace: Workspace) -> None:
    """Mentions written without their events are noticed."""
    store.write(workspace, stored(), frames.mentions({}))
    assert store.events(workspace).empty
    assert "2025-01" in store.derive(workspace, frames.one_each)
    assert len(store.events(workspace)) == 1


def test_a_taken_out_report_leaves_no_events(workspace: Workspace) -> None:
    """`drop` and the next derivation remove what came from it."""
    put(workspace, stored(), {})
    store.drop(workspace, stored())
    store.derive(workspace, frames.one_each)
    assert store.events(workspace).empty
    assert store.reports(workspace) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(), ["r-0", "r-1", "r-2"]),
        (Query(since=date(2025, 1, 18)), ["r-1", "r-2"]),
        (Query(until=date(2025, 1, 17)), ["r-0", "r-1"]),
        (Query(since=date(2025, 1, 19), until=date(2025, 1, 19)), []),
        (Query(kind=("advance",)), ["r-2"]),
        (Query(actor=("russia", "belarus")), ["r-2"]),
        (Query(evidence=("claimed",)), ["r-0"]),
        (Query(region="kaluga oblast"), ["r-1"]),
        (Query(region="ru-klu"), ["r-1"]),
        (Query(bbox=(36.0, 48.0, 38.0, 49.0)), ["r-2"]),
    ],
)
def test_a_query_chooses_events(workspace: Workspace, query: Query, found: list[str]) -> None:
    """Windows touch with both days included; the other fields must agree; unplaced events lie in no box."""
    put(
        workspace,
        stored("r"),
        {"start": date(2025, 1, 16), "end": date(2025, 1, 16), "evidence": "claimed", "geometry": frames.NOWHERE},
        {"start": date(2025, 1, 17), "admin1": "Kaluga Oblast", "admin1_code": "RU-KLU"},
        {"kind": "advance", "actor": "russia", "geometry": frames.shapely.Point(37.1, 48.3)},
    )
    assert store.events(workspace, query)["event_id"].tolist() == found


def test_any_id_of_an_event_resolves_to_it(workspace: Workspace) -> None:
    """A mention's id finds its event; a mistyped one is answered with the nearest."""
    store.write(workspace, stored(), frames.mentions({"mention_id": "first"}, {"mention_id": "second"}))
    store.derive(workspace, lambda _: frames.events({"event_id": "first", "mention_ids": ["first", "second"]}))
    assert store.resolve(workspace, "second") == "first"
    assert store.mentions(workspace)["event_id"].tolist() == ["first", "first"]
    with pytest.raises(StoreError, match="did you mean 'second'"):
        store.resolve(workspace, "secnd")


def test_others_read_the_files_as_they_are(workspace: Workspace) -> None:
    """CRS, dates and lists are found by geopandas; the metadata holds the report's passport."""
    put(workspace, stored(sha256="abc"), {"basis": ["photo"]}, {"geometry": frames.NOWHERE})
    path = next(workspace.store.glob("mentions/*/*.parquet"))
    frame = gpd.read_parquet(path)
    assert frame.crs.to_epsg() == 4326
    assert frame["start"].tolist() == [frames.DAY] * 2
    assert [list(items) for items in frame["basis"]] == [["photo"], []]
    assert frame.geometry.isna().tolist() == [False, True]
    assert b'"sha256": "abc"' in pq.read_metadata(path).metadata[b"geotracker"]


@pytest.mark.parametrize("part", ["mentions/*/*.parquet", "events/*.parquet"])
@pytest.mark.parametrize("keep", [0, 100, -20])
def test_a_file_cut_in_half_is_named(workspace: Workspace, part: str, keep: int) -> None:
    """The message names the file and the remedy."""
    put(workspace, stored(), {})
    path = next(workspace.store.glob(part))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(StoreError, match=rf"{path.name} is damaged: .*geotracker refresh"):
        put(workspace, stored("other"), {})


def test_a_file_of_something_else_is_named(workspace: Workspace) -> None:
    """A Parquet file without a passport is no store file."""
    put(workspace, stored(), {})
    path = next(workspace.store.glob("mentions/*/*.parquet"))
    pq.write_table(pq.read_table(path).select(["kind"]).replace_schema_metadata(), path)
    with pytest.raises(StoreError, match="is damaged"):
        store.reports(workspace)
