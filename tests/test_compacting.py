"""Months are closed without a row lost, whatever comes in between, and others open them too."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import dask
import dask_geopandas
import duckdb
import geopandas as gpd
import pandas as pd
import pytest
from click.testing import CliRunner

from geotracker import closed, compacting, store, tables
from geotracker.cli import main
from geotracker.compacting import Closed
from geotracker.ledger import keeping
from geotracker.store import Stored
from geotracker.workspace import Workspace
from tests import frames

if TYPE_CHECKING:
    from pathlib import Path

DAYS = [date(2024, 11, 30), date(2024, 12, 5), date(2024, 12, 31), date(2025, 1, 3)]
CLOSED = [Closed("2024-11", 1), Closed("2024-12", 2)]


def report(day: date, sha256: str = "00") -> Stored:
    """Return what the store is told of the report of a day."""
    return Stored(f"{day}-r", str(day), "T", "", f"{day}-r.md", sha256, "x", "y")


def put(workspace: Workspace, stored: Stored, *excerpts: str) -> None:
    """Put a report with a mention for each excerpt and a line on a direction into the store, and derive."""
    day = date.fromisoformat(stored.report_date)
    told = {"report_id": stored.report_id, "report_date": stored.report_date}
    rows = [
        {"mention_id": f"{stored.report_id}-{n}", "excerpt": one, "start": day, "end": day, "basis": ["photo"]} | told
        for n, one in enumerate(excerpts)
    ]
    mentions = tables.to_arrow(frames.mentions(*rows), tables.MENTIONS)
    sector = frames.frame(tables.SECTORS, {**told, "sector": "Kupyansk", "geometry": frames.NOWHERE})
    held = {one.report_id: one for one in store.reports(workspace)}
    store.keep(workspace, stored, mentions, tables.to_arrow(sector, tables.SECTORS), held)
    store.derive(workspace, frames.one_each)


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    """Return a workspace with reports of three months; one tells nothing."""
    workspace = Workspace(tmp_path)
    workspace.reports.mkdir(parents=True)
    for number, day in enumerate(DAYS):
        put(workspace, report(day), *["struck", "advanced"][:number])
    return workspace


def told(workspace: Workspace) -> list[pd.DataFrame]:
    """Return all that is read out of the store."""
    held = pd.DataFrame([repr(one) for one in store.reports(workspace)])
    return [held, store.mentions(workspace), store.sectors(workspace), store.events(workspace)]


def same(one: list[pd.DataFrame], other: list[pd.DataFrame]) -> bool:
    """Return whether the same was read; fails with the difference."""
    for before, after in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(before, after)
    return True


def files(workspace: Workspace) -> dict[str, bytes]:
    """Return the bytes of the store's files."""
    found = sorted(workspace.store.rglob("*.parquet"))
    return {str(path.relative_to(workspace.store)): path.read_bytes() for path in found}


def test_the_same_rows_come_out_of_fewer_files(desk: Workspace) -> None:
    """The newest month stays open; events need not be derived again; a second time there is nothing to do."""
    before = told(desk)
    assert compacting.compact(desk.root) == CLOSED
    assert same(before, told(desk))
    assert store.with_sectors(desk) == {f"{day}-r" for day in DAYS}
    assert store.derive(desk, frames.one_each) == []
    found = files(desk)
    assert [name for name in found if name.startswith(("mentions", "sectors"))] == [
        "mentions/report_date=2025-01-03/2025-01-03-r.parquet",
        "mentions_closed/month=2024-11.parquet",
        "mentions_closed/month=2024-12.parquet",
        "sectors/report_date=2025-01-03/2025-01-03-r.parquet",
        "sectors_closed/month=2024-11.parquet",
        "sectors_closed/month=2024-12.parquet",
    ]
    assert not (desk.store / "mentions" / "report_date=2024-12-05").exists()
    assert compacting.compact(desk.root) == []
    assert files(desk) == found
    assert store.sectors(desk, date(2024, 12, 5), date(2024, 12, 31))["report_date"].tolist() == list(
        map(str, DAYS[1:3])
    )


def test_a_report_of_a_closed_month_is_read_again(desk: Workspace) -> None:
    """It replaces what the month had of it, in no file twice, and is closed the next time; the others stay."""
    compacting.compact(desk.root)
    put(desk, report(DAYS[1], "01"), "struck again")
    assert list(closed.passports(closed.file(desk, "mentions", "2024-12"))) == ["2024-12-31-r"]
    assert store.mentions(desk)["excerpt"].tolist() == ["struck again", "struck", "advanced", "struck", "advanced"]
    assert store.events(desk)["excerpt"].tolist() == ["struck again", "struck", "advanced", "struck", "advanced"]
    before = told(desk)
    assert compacting.compact(desk.root) == [Closed("2024-12", 1)]
    assert same(before, told(desk))


def test_a_report_of_a_closed_month_gets_another_date(desk: Workspace) -> None:
    """Under the new one it is there once, and its old month has it no more."""
    compacting.compact(desk.root)
    put(desk, replace(report(DAYS[2]), report_date="2024-11-29"), "struck")
    assert [one.report_date for one in store.reports(desk)] == ["2024-11-29", "2024-11-30", "2024-12-05", "2025-01-03"]
    assert list(closed.passports(closed.file(desk, "sectors", "2024-12"))) == ["2024-12-05-r"]
    assert len(store.mentions(desk)) == 4


def test_a_report_is_taken_out_of_a_closed_month(desk: Workspace) -> None:
    """With its events; a month of which nothing is left has no file."""
    compacting.compact(desk.root)
    for day in DAYS[:3]:
        store.drop(desk, report(day))
    store.derive(desk, frames.one_each)
    assert len(store.reports(desk)) == 1
    assert len(store.events(desk)) == 2
    assert not closed.files(desk, "mentions") + closed.files(desk, "sectors")


def test_what_was_cut_off_is_mended_by_the_next_run(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the month's file is there, nothing is gone; after it, a report that lies in both places counts once."""
    before = told(desk)
    with monkeypatch.context() as broken:
        broken.setattr(closed, "put", lambda *_: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            compacting.compact(desk.root)
    assert same(before, told(desk))
    shutil.copytree(desk.store, desk.root / "copy")
    compacting.compact(desk.root)
    whole = files(desk)
    shutil.copytree(desk.root / "copy", desk.store, dirs_exist_ok=True)
    assert same(before, told(desk))
    assert compacting.compact(desk.root) == CLOSED
    assert files(desk) == whole


def test_a_report_left_in_the_month_that_it_was_of_is_taken_out(desk: Workspace, tmp_path: Path) -> None:
    """So it is where a run was cut off after the report's new file was written."""
    compacting.compact(desk.root)
    old = closed.file(desk, "mentions", "2024-12")
    kept = shutil.copy(old, tmp_path / "kept.parquet")
    put(desk, replace(report(DAYS[2]), report_date="2024-11-29"), "struck")
    before = told(desk)
    shutil.copy(kept, old)
    assert same(before, told(desk))
    compacting.compact(desk.root)
    assert list(closed.passports(old)) == ["2024-12-05-r"]
    assert same(before, told(desk))


def test_the_ledger_keeps_a_report_of_a_closed_month(desk: Workspace) -> None:
    """Where it was not noted before, its rows are copied out of the month."""
    compacting.compact(desk.root)
    lines = list(keeping.reports(desk, {}, store.reports(desk)))
    assert [line["mentions"] for line in lines] == [f"{day}-r.1.parquet" for day in DAYS]
    assert keeping.mention_ids(desk, lines[2]) == ["2024-12-31-r-0", "2024-12-31-r-1"]


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # of dask's own use of pandas
def test_others_open_closed_months(desk: Workspace) -> None:
    """By geopandas, dask-geopandas and DuckDB, with report_date as a column; and the open ones as before."""
    compacting.compact(desk.root)
    folder = desk.store / "mentions_closed"
    days = ["2024-12-05", "2024-12-31", "2024-12-31"]
    assert gpd.read_parquet(folder, bbox=(34, 53, 35, 54))["report_date"].tolist() == days
    with dask.config.set(scheduler="synchronous"):
        assert dask_geopandas.read_parquet(folder).compute()["report_date"].tolist() == days
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as duck:
        query = f"SELECT report_date FROM '{folder}/*.parquet' ORDER BY ALL"  # noqa: S608  our own folder
        assert [row[0] for row in duck.execute(query).fetchall()] == days
    assert len(gpd.read_parquet(desk.store / "mentions")) == 2


def test_the_command_says_what_it_closed(desk: Workspace) -> None:
    """A line a month, and one where there was nothing to do."""
    run = CliRunner()
    command = ["-w", str(desk.root), "store", "compact"]
    assert run.invoke(main, command).output == "2024-11: 1 reports closed\n2024-12: 2 reports closed\n"
    assert run.invoke(main, command).output.startswith("nothing to close")
