"""The morning check, there and back: a sheet goes out, verdicts come in, and everything follows them from then on."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from geotracker import checking, corrections, pipeline, store
from geotracker.errors import CorrectionError
from geotracker.store import Query
from geotracker.workspace import Workspace, create, package_path

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = sorted(package_path("data", "reports").glob("*sample*"))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with two samples read."""
    create(tmp_path / "desk")
    pipeline.ingest(tmp_path / "desk", SAMPLES[:2])
    return tmp_path / "desk"


def rows(desk: Path) -> list[dict[str, str]]:
    """Return the sheet of all events."""
    return list(csv.DictReader(io.StringIO(checking.sheet(desk)[0])))


def judge(desk: Path, *filled: dict[str, str], sep: str = ",") -> checking.Applied:
    """Fill in rows of the sheet, each found by its event_id or written anew, and apply it."""
    table = rows(desk)
    for cells in filled:
        known = [row for row in table if row["event_id"] == cells["event_id"]]
        for row in known:
            row.update(cells)
        if not known:
            table.append(dict.fromkeys(table[0], "") | cells)
    path = desk / "today.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(table[0]), delimiter=sep)
        writer.writeheader()
        writer.writerows(table)
    return checking.apply(desk, path, by="N. K.")


def event(desk: Path, place: str) -> str:
    """Return the id of the event at a place."""
    found = pipeline.events(desk)
    return str(found.loc[found["place"].str.contains(place), "event_id"].iloc[0])


def test_the_sheet_has_a_row_for_each_event(desk: Path) -> None:
    """The least certain first, and nothing filled in."""
    table = rows(desk)
    found = pipeline.events(desk)
    assert {row["event_id"] for row in table} == set(found["event_id"])
    unplaced = set(found.loc[found.geometry.is_empty, "event_id"])
    assert {row["event_id"] for row in table[: len(unplaced)]} == unplaced
    assert all(row[name] == "" for row in table for name in corrections.FILLED_IN)
    assert rows(desk) == table


def test_an_untouched_sheet_changes_nothing(desk: Path) -> None:
    """No verdict, no file."""
    assert judge(desk).verdicts == {}
    assert (pipeline.events(desk)["review"] == "machine").all()


def test_verdicts_hold_from_then_on(desk: Path) -> None:
    """Checked, moved, dated anew, dropped; the next refresh and every output know it."""
    checked, moved, dropped = event(desk, "Lyudinovo"), event(desk, "Stara Vyhadka"), event(desk, "Vremivka")
    done = judge(
        desk,
        {"event_id": checked, "verdict": "ok"},
        {
            "event_id": moved, "verdict": "edit", "lat": "47.85", "lon": "36.75", "start": "2025-01-16",
            "evidence": "observed", "note": "seen on a map",
        },
        {"event_id": dropped, "verdict": "drop", "note": "not in the report"},
    )  # fmt: skip
    assert done.verdicts == {"ok": 1, "edit": 1, "drop": 1}
    assert done.now == checking.Checked(2, len(pipeline.events(desk)))
    found = pipeline.events(desk).set_index("event_id")
    assert dropped not in found.index
    assert found.loc[checked, "review"] == "checked"
    row = found.loc[moved]
    assert (row["review"], row["start"], row["end"]) == ("corrected", date(2025, 1, 16), date(2025, 1, 16))
    assert (row.geometry.y, row.geometry.x, row["admin1_code"], row["evidence"]) == (47.85, 36.75, "UA-14", "observed")
    assert (row["place_confidence"], row["time_precision"]) == ("sure", "day")
    pipeline.refresh(desk)
    features = json.loads((desk / "maps" / "events.geojson").read_text())["features"]
    assert {one["properties"]["event_id"] for one in features} == set(pipeline.events(desk)["event_id"])
    assert pipeline.events(desk).set_index("event_id").loc[moved, "start"] == date(2025, 1, 16)
    gone = pipeline.explain(desk, dropped)
    assert gone.event["row_status"].tolist() == ["withdrawn"]
    assert (gone.corrections[0].reason, gone.corrections[0].by) == ("not in the report", "N. K.")
    assert gone.corrections[0].at == date(2025, 1, 19)


def test_extract_in_the_workspace_knows_them_too(desk: Path) -> None:
    """Without the workspace the reading stands as it is."""
    dropped = event(desk, "Vremivka")
    judge(desk, {"event_id": dropped, "verdict": "drop", "note": "x"})
    assert dropped not in set(pipeline.extract(SAMPLES[0], root=desk)["event_id"])
    assert dropped in set(pipeline.extract(SAMPLES[0])["event_id"])


def test_an_edit_across_a_month_is_found_where_it_is_now(desk: Path) -> None:
    """Queries go by the corrected days."""
    moved = event(desk, "Lyudinovo")
    judge(desk, {"event_id": moved, "verdict": "edit", "start": "2024-11-02/2024-11-03", "note": "misprint"})
    found = pipeline.events(desk, Query(until=date(2024, 12, 1)))
    assert found["event_id"].tolist() == [moved]
    assert found["end"].tolist() == [date(2024, 11, 3)]
    assert moved not in set(pipeline.events(desk, Query(since=date(2025, 1, 1)))["event_id"])


def test_events_are_joined_and_parted(desk: Path) -> None:
    """Ids of both lead to one event, and mentions that are parted to their own."""
    one, two = event(desk, "Vremivka"), event(desk, "Stara Vyhadka")
    judge(desk, {"event_id": one, "verdict": f"merge {two}", "note": "one and the same"})
    workspace = Workspace(desk)
    assert store.resolve(workspace, one) == store.resolve(workspace, two)
    many = pipeline.events(desk).sort_values("n_mentions").iloc[-1]
    last = many["mention_ids"][-1]
    done = judge(desk, {"event_id": many["event_id"], "verdict": f"split {last}", "note": "two things"})
    assert store.resolve(workspace, last) != store.resolve(workspace, many["mention_ids"][0])
    assert done.unmatched == ()
    assert len(corrections.load(workspace.data / corrections.FILE)) == 2


def test_a_second_verdict_adds_to_the_first(desk: Path) -> None:
    """One correction an event: new values over old ones, and "ok" keeps what was corrected."""
    one = event(desk, "Lyudinovo")
    judge(desk, {"event_id": one, "verdict": "edit", "evidence": "claimed", "note": "a"})
    judge(desk, {"event_id": one, "verdict": "edit", "start": "2025-01-16", "note": "b"})
    judge(desk, {"event_id": one, "verdict": "ok"})
    (held,) = corrections.load(desk / "data" / corrections.FILE)
    assert (held.evidence, held.start, held.reason) == ("claimed", date(2025, 1, 16), "b")


def test_a_name_without_a_point_is_looked_up(desk: Path) -> None:
    """With its oblast; a name that many places bear is refused."""
    one = event(desk, "Stara Vyhadka")
    judge(desk, {"event_id": one, "verdict": "place", "place": "Kupyansk, Kharkiv Oblast", "note": "meant"})
    row = pipeline.events(desk).set_index("event_id").loc[one]
    assert (row["admin1_code"], row["review"], row.geometry.is_empty) == ("UA-63", "corrected", False)
    with pytest.raises(CorrectionError, match="column place: 'Nowhereville'"):
        judge(desk, {"event_id": one, "verdict": "place", "place": "Nowhereville", "note": "meant"})


def test_a_sheet_from_another_spreadsheet_is_read(desk: Path) -> None:
    """Semicolons between cells, commas in numbers."""
    one = event(desk, "Lyudinovo")
    cells = {"event_id": one, "verdict": "Edit", "lat": "53,9", "lon": "34,4", "note": "x"}
    judge(desk, cells, sep=";")
    assert pipeline.events(desk).set_index("event_id").loc[one].geometry.y == 53.9


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({"verdict": "fine"}, "column verdict: 'fine'"),
        ({"lat": "1", "lon": "2"}, "column verdict: is empty"),
        ({"verdict": "edit", "lat": "1", "lon": "2"}, "column note: is empty"),
        ({"verdict": "edit", "lat": "91", "lon": "2", "note": "x"}, "column lat: "),
        ({"verdict": "edit", "lat": "nan", "lon": "2", "note": "x"}, "column lat: "),
        ({"verdict": "edit", "lat": "north", "lon": "2", "note": "x"}, "column lat: 'north'"),
        ({"verdict": "edit", "lat": "1", "note": "x"}, "column lon: is empty"),
        ({"verdict": "edit", "start": "18.01.2025", "note": "x"}, "column start: '18.01.2025'"),
        ({"verdict": "edit", "start": "2025-01-18/2025-01-17", "note": "x"}, "column start: end is"),
        ({"verdict": "edit", "evidence": "sure", "note": "x"}, "column evidence: "),
        ({"verdict": "edit", "note": "x"}, "column verdict: "),
        ({"verdict": "ok", "evidence": "claimed"}, "column evidence: is filled in"),
        ({"verdict": "merge", "note": "x"}, "merge EVENT_ID"),
        ({"verdict": "merge nonsense", "note": "x"}, "column verdict: no event"),
        ({"verdict": "ok", "event_id": "nonsense"}, "column event_id: no event"),
        ({"verdict": "ok", "event_id": ""}, "column event_id: no event"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(desk: Path, cells: dict[str, str], named: str) -> None:
    """File, row and column, in one line; the good rows wait too."""
    good, bad = event(desk, "Vremivka"), event(desk, "Lyudinovo")
    with pytest.raises(CorrectionError, match=named) as refused:
        judge(desk, {"event_id": good, "verdict": "ok"}, {"event_id": bad, **cells})
    assert "today.csv: row " in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not (desk / "data" / corrections.FILE).exists()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"a,b\n1,2\n", "no column 'event_id'"),
        (b"", "no column 'event_id'"),
        ("event_id,verdict\nЛ,ok\n".encode("cp1251"), "UTF-8"),
        (b'event_id,verdict,place,lat,lon,start,evidence,note\nx,"ok', "as CSV"),
        (b"event_id,verdict,place,lat,lon,start,evidence,note\nx,ok\nx,drop\n", "row 2 judges the same event"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(desk: Path, content: bytes, named: str) -> None:
    """With the file's name."""
    path = desk / "other.csv"
    path.write_bytes(content)
    with pytest.raises(CorrectionError, match=named):
        checking.apply(desk, path)


def test_a_correction_that_matches_nothing_is_reported(desk: Path) -> None:
    """In the summary of every refresh and in today's page."""
    (desk / "data" / corrections.FILE).write_text(
        '[[correction]]\nevent = "gone"\naction = "drop"\nreason = "it was there"\n'
    )
    for _ in range(2):
        assert "'gone'" in pipeline.refresh(desk).unmatched[0]
        assert "Corrections that match nothing (1)" in (desk / "maps" / "today.md").read_text()


def test_corrections_are_taken_back_by_deleting_them(desk: Path) -> None:
    """The store is then as if they had never been."""
    pipeline.refresh(desk)
    before = {path.name: path.read_bytes() for path in (desk / "data" / "store" / "events").iterdir()}
    one, two = event(desk, "Vremivka"), event(desk, "Stara Vyhadka")
    judge(desk, {"event_id": one, "verdict": f"merge {two}", "note": "x"}, {"event_id": two, "verdict": "ok"})
    (desk / "data" / corrections.FILE).unlink()
    pipeline.refresh(desk)
    assert {path.name: path.read_bytes() for path in (desk / "data" / "store" / "events").iterdir()} == before
