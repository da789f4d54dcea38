"""The store's files as others open them: geopandas, dask-geopandas and DuckDB, each with columns, days and a box."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import dask
import dask_geopandas
import duckdb
import geopandas as gpd
import geopandas.testing
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geotracker import parquet, store, tables
from geotracker.store import Query, Stored
from geotracker.workspace import Workspace
from tests import frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = date(2025, 1, 1)
BOX = (34.0, 53.0, 35.0, 54.0)
WEEK = [("start", ">=", date(2025, 1, 11)), ("start", "<=", date(2025, 1, 17))]
COLUMNS = ["event_id", "start", "report_date", "geometry"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace with forty days' reports: of four events each, one is near Kaluga and one unplaced."""
    workspace = Workspace(tmp_path_factory.mktemp("desk"))
    for number in range(40):
        day = FIRST + timedelta(number)
        points = [frames.KALUGA, frames.NOWHERE, shapely.Point(37, 48), shapely.Point(37, 49)]
        rows = [
            {"mention_id": f"{day}-{n}", "report_id": f"{day}-r", "report_date": str(day), "start": day, "end": day}
            | {"geometry": point, "basis": ["photo"] * n}
            for n, point in enumerate(points)
        ]
        report = Stored(f"{day}-r", str(day), "T", "", "r.md", str(number), "x", "y")
        store.write(workspace, report, frames.mentions(*rows))
    store.derive(workspace, frames.one_each)
    return workspace


@pytest.fixture
def at_once() -> Iterator[None]:
    """Let dask compute in this thread."""
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.fixture
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a DuckDB that fetches no extension."""
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        yield connection


@pytest.mark.parametrize("part", ["events", "mentions"])
def test_geopandas_opens_the_folder(desk: Workspace, part: str) -> None:
    """Points with their CRS; of days, columns and a box only what is asked for; the unplaced lie in no box."""
    folder = desk.store / part
    whole = gpd.read_parquet(folder)
    assert len(whole) == 160
    assert whole.crs.to_epsg() == 4326
    assert set(whole["report_date"]) == {str(FIRST + timedelta(number)) for number in range(40)}
    week = gpd.read_parquet(folder, columns=COLUMNS, filters=WEEK, bbox=BOX)
    assert list(week.columns) == COLUMNS
    assert sorted(week["start"]) == [date(2025, 1, 11) + timedelta(number) for number in range(7)]
    assert week.geometry.geom_equals(frames.KALUGA).all()


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # of dask's own use of pandas
@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("part", ["events", "mentions"])
def test_dask_geopandas_opens_the_folder(desk: Workspace, part: str) -> None:
    """The same in parts; of the mentions, days that are not asked for are left out by the names of folders."""
    found = dask_geopandas.read_parquet(desk.store / part, columns=COLUMNS, filters=WEEK).compute()
    assert len(found) == 28
    assert found.crs.to_epsg() == 4326
    asked = [("report_date", ">=", "2025-02-01")]
    later = dask_geopandas.read_parquet(desk.store / part, columns=COLUMNS, filters=asked)
    assert len(later.compute()) == 36
    assert later.npartitions == (9 if part == "mentions" else 2)


@pytest.mark.parametrize(("part", "files"), [("events", "*.parquet"), ("mentions", "*/*.parquet")])
def test_duckdb_opens_the_folder(desk: Workspace, duck: duckdb.DuckDBPyConnection, part: str, files: str) -> None:
    """By days and by the box's columns; report_date is there, a day in the mentions' folders and text in events."""
    found = duck.execute(
        f"SELECT event_id, len(basis), CAST(report_date AS DATE) FROM '{desk.store}/{part}/{files}' "  # noqa: S608
        'WHERE "end" >= ? AND start <= ? AND bbox.xmin BETWEEN 36 AND 38 AND bbox.ymin > 48.5 ORDER BY start',
        [date(2025, 1, 30), date(2025, 2, 1)],
    ).fetchall()
    assert [(basis, day) for _, basis, day in found] == [(3, date(2025, 1, 30) + timedelta(n)) for n in range(3)]


class _Counted(io.FileIO):
    """A file that counts the bytes read from it."""

    n_bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size)
        self.n_bytes += len(data)
        return data


def test_a_window_is_read_from_few_bytes(tmp_path: Path) -> None:
    """Of a month with many events, two days are less than a fifth of the bytes, the end of the file included."""
    lot = [
        (
            FIRST + timedelta(number // 1000),
            hashlib.sha256(bytes([number % 251, number % 256, number % 241])).hexdigest() * 3,
        )
        for number in range(31_000)
    ]
    points = [shapely.Point(30 + number % 97 / 10, 50) for number in range(len(lot))]
    blank: dict[str, Any] = dict.fromkeys(tables.EVENTS.names, "") | {
        column.name: {"list": [], "number": 1.0, "integer": 1, "flag": False}[column.type]
        for column in tables.EVENTS.columns
        if column.type not in ("text", "date")
    }
    rows = [blank | {"start": day, "end": day, "event_id": said, "excerpt": said} for day, said in lot]
    path = tmp_path / "month=2025-01.parquet"
    parquet.write(path, tables.arrow(tables.EVENTS, rows, points), tables.EVENTS, {})
    days = (date(2025, 1, 10), date(2025, 1, 11))
    with _Counted(path) as file:
        found = pq.read_table(file, filters=[("start", ">=", days[0]), ("start", "<=", days[1])])
        assert found.num_rows == 2000
        assert file.n_bytes < path.stat().st_size / 5
    query = Query(since=days[0], until=days[1], withdrawn=True, bbox=(30, 49, 31, 51))
    assert store.read(path, query).num_rows == sum(number % 97 <= 10 for number in range(9000, 11000))


def test_a_box_and_columns_are_found_in_older_files_too(tmp_path: Path) -> None:
    """A file from before there were boxes gives its rows; a folder's day comes back wherever the file lies now."""
    path = tmp_path / "report_date=2025-01-18" / "r.parquet"
    parquet.write(path, tables.to_arrow(frames.mentions({}), tables.MENTIONS), tables.MENTIONS, {"sha256": "0"})
    assert "report_date" not in pq.read_schema(path).names
    moved = path.rename(tmp_path / "r.1.parquet")
    arrow = parquet.read(moved, bbox=BOX)
    assert arrow.column_names == [*tables.MENTIONS.names, "geometry"]
    assert arrow.column("report_date").to_pylist() == ["2025-01-18"]
    assert parquet.read(moved, columns=["mention_id"]).column_names == ["mention_id"]
    assert parquet.read(moved, bbox=(0, 0, 1, 1)).num_rows == 0
    old = arrow.replace_schema_metadata({b"geotracker": b"{}"})
    pq.write_table(old, moved)
    assert parquet.read(moved, bbox=(0, 0, 1, 1)).equals(old.replace_schema_metadata())


def test_files_with_and_without_arrows_own_schema_are_one_folder(
    desk: Workspace, duck: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """A store holds files of older versions too: they had that copy, which no reader needs."""
    first, *others = sorted((desk.store / "events").glob("*.parquet"))
    assert set(pq.read_metadata(first).metadata) == {b"geo", b"geotracker"}
    pq.write_table(pq.ParquetFile(first).read(), tmp_path / first.name)
    assert b"ARROW:schema" in pq.read_metadata(tmp_path / first.name).metadata
    for path in others:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    folders = (tmp_path, desk.store / "events")
    geopandas.testing.assert_geodataframe_equal(*(gpd.read_parquet(folder) for folder in folders))
    said = [duck.execute(f"DESCRIBE SELECT * FROM '{folder}/*.parquet'").fetchall() for folder in folders]  # noqa: S608
    assert said[0] == said[1]
    months = [parquet.read(path) for path in sorted(tmp_path.glob("*.parquet"))]
    assert pa.concat_tables(months).num_rows == 160
