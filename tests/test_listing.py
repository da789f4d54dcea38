"""Events are found and printed without waiting for what only frames need."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from geotracker import listing, parquet, tables
from geotracker.errors import StoreError
from geotracker.query import Query
from geotracker.workspace import create, find
from tests import frames

if TYPE_CHECKING:
    from pathlib import Path

QUERIES = (
    Query(),
    Query(since=date(2025, 1, 19)),
    Query(until=date(2025, 1, 18), kind=("strike",)),
    Query(region="kaluga oblast"),
    Query(bbox=(36, 47, 38, 49)),
    Query(withdrawn=True, actor=("russia", "ukraine"), evidence=("claimed", "reported")),
)
LOADED = """
import sys
from geotracker.cli import main
main(sys.argv[1:], standalone_mode=False)
print(*{"pandas", "geopandas", "pyproj", "pyarrow.dataset"} & {*sys.modules}, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with two months of events, some withdrawn, unplaced or of a region, in many row groups."""
    root = tmp_path_factory.mktemp("desk")
    create(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "_FEW", 0)
        patch.setattr(parquet, "_GROUP", 1)
        _fill(root)
    return root


def _fill(root: Path) -> None:
    rows = [
        {
            "start": date(2025, 1, 17 + number),
            "end": date(2025, 1, 18 + number),
            "event_id": f"e{9 - number}",
            "kind": ("strike", "attack")[number % 2],
            "admin1": "Kaluga Oblast" if number % 3 else "",
            "row_status": "withdrawn" if number == 2 else "active",
            "basis": ["photo"] * number,
            "geometry": (frames.KALUGA, frames.NOWHERE, shapely.Point(37, 48))[number % 3],
            "beyond_control_km": float(number) if number > 2 else float("nan"),
        }
        for number in range(6)
    ]
    for month, found in (("2025-01", rows[3:]), ("2025-02", rows[:3])):  # corrections move events in time
        file = find(root).store / "events" / f"month={month}.parquet"
        parquet.write(file, tables.to_arrow(frames.events(*found), tables.EVENTS), tables.EVENTS, {})
        assert pq.read_metadata(file).num_row_groups == 3


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_listed_is_what_a_frame_of_the_whole_says(desk: Path, query: Query) -> None:
    """By window, kind, region, box and status, in order of days, whatever file an event lies in."""
    files = sorted((find(desk).store / "events").glob("*.parquet"))
    whole = pd.concat([gpd.read_parquet(file) for file in files]).sort_values(["start", "event_id"])
    kept = whole[
        (whole["end"] >= (query.since or date.min))
        & (whole["start"] <= (query.until or date.max))
        & (whole["kind"].isin(query.kind) if query.kind else True)
        & ((whole["admin1"].str.lower() == query.region) if query.region else True)
        & (whole.intersects(shapely.box(*query.bbox)) if query.bbox else True)
        & (query.withdrawn | (whole["row_status"] == "active"))
    ]
    found = listing.rows(desk, query)
    assert found.column("event_id").to_pylist() == list(kept["event_id"])
    assert found.num_rows
    pd.testing.assert_frame_equal(tables.from_arrow(found, tables.EVENTS), listing.events(desk, query))


def test_only_claims_beyond_control_are_listed_where_asked_for(desk: Path) -> None:
    """What is not known to lie beyond it is no such claim."""
    assert set(listing.rows(desk, Query(), beyond_control=True).column("beyond_control_km").to_pylist()) == {3, 4, 5}


@pytest.mark.parametrize("format_", ["table", "csv", "geojson"])
def test_listing_imports_no_pandas(desk: Path, format_: str) -> None:
    """Whatever the format: it would take longer than finding the events."""
    asked = ["-w", str(desk), "events", "--since", "2025-01-18", "--bbox", "30,40,50,60", "--format", format_]
    ran = subprocess.run([sys.executable, "-c", LOADED, *asked], check=True, capture_output=True, text=True)
    assert ran.stderr.strip() == ""
    assert "e9" in ran.stdout


def test_a_month_without_a_column_is_named(desk: Path, tmp_path: Path) -> None:
    """And one from before there was a column has what stands for the unknown there."""
    create(tmp_path)
    file = find(tmp_path).store / "events" / "month=2025-01.parquet"
    arrow = parquet.read(find(desk).store / "events" / "month=2025-01.parquet")
    file.parent.mkdir(parents=True)
    pq.write_table(arrow.drop_columns(["control"]), file)
    assert listing.rows(tmp_path, Query()).column("control").to_pylist() == [""] * 3
    for name in ("place", "kind", "geometry"):
        pq.write_table(arrow.drop_columns([name]), file)
        for query in (Query(), Query(kind=("strike",))):
            with pytest.raises(StoreError, match=r"month=2025-01\.parquet is damaged"):
                listing.rows(tmp_path, query)


def test_what_is_no_unicode_fits_nothing(desk: Path) -> None:
    """A shell may give such a name of a region; the store is not at fault."""
    assert not listing.rows(desk, Query(region="\udcff")).num_rows
    assert "has region" in listing.unknown_region(
        desk, Query(region="\udcff"), listing.rows(desk, Query(region="\udcff"))
    )
