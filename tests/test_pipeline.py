"""The whole flow on the sample reports: words in, a store, a map and exports out."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from geotracker import outputs, pipeline, store
from geotracker.store import Query
from geotracker.workspace import Workspace, create, package_path

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

SAMPLES = sorted(package_path("data", "reports").glob("*sample*"))
TEXT = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
"""


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the samples read and everything written; tests leave it as it is."""
    root = tmp_path_factory.mktemp("sample")
    create(root)
    pipeline.refresh(root)
    return root


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return an empty workspace."""
    create(tmp_path / "desk")
    for sample in (tmp_path / "desk" / "data" / "reports").glob("*sample*"):
        sample.unlink()
    return tmp_path / "desk"


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and time of every file below a folder."""
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def at(events: gpd.GeoDataFrame, place: str, kind: str = "strike") -> gpd.GeoDataFrame:
    """Return the events of a kind at a place."""
    return events[(events["place"].str.contains(place)) & (events["kind"] == kind)]


def test_one_strike_told_on_two_days_is_one_event(refreshed: Path) -> None:
    """The depot near Lyudinovo: told on 18 and 20 January, dated the night of 17 to 18, with the sources of both."""
    found = at(pipeline.events(refreshed), "Lyudinovo")
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["start"], row["end"]) == (date(2025, 1, 17), date(2025, 1, 18))
    assert row["actor"] == "ukraine"
    explained = pipeline.explain(refreshed, row["event_id"])
    assert set(explained.mentions["report_date"]) == {"2025-01-18", "2025-01-20"}
    assert len(explained.mentions) == row["n_mentions"] >= 3


def test_any_mention_explains_its_event(refreshed: Path) -> None:
    """Every id that was ever shown leads to the event of today."""
    for row in pipeline.events(refreshed).itertuples():
        for mention_id in row.mention_ids:
            assert pipeline.explain(refreshed, mention_id).event["event_id"].tolist() == [row.event_id]


def test_every_mention_belongs_to_exactly_one_event(refreshed: Path) -> None:
    """Nothing is lost and nothing counted twice, across the turns of months too."""
    told = [mention_id for ids in pipeline.events(refreshed)["mention_ids"] for mention_id in ids]
    assert sorted(told) == sorted(store.mentions(Workspace(refreshed))["mention_id"])


def test_what_is_denied_is_disputed(refreshed: Path) -> None:
    """Kazan: seen on footage, denied by the republic."""
    row = at(pipeline.events(refreshed), "Kazan").iloc[0]
    assert (row["evidence"], row["disputed"], row["admin1_code"]) == ("observed", True, "RU-TA")


def test_a_name_that_no_gazetteer_knows_is_kept(refreshed: Path) -> None:
    """It has no point, since the text places no such name, and says why."""
    row = at(pipeline.events(refreshed), "Stara Vyhadka", "attack").iloc[0]
    assert row.geometry is None or row.geometry.is_empty
    assert row["settlement"] == ""
    assert row["place_reason"]


def test_a_wave_has_its_counts(refreshed: Path) -> None:
    """One row a wave, against a country, with its figures."""
    found = pipeline.events(refreshed, Query(kind=("salvo",)))
    waves = {row.end: json.loads(row.counts) for row in found.itertuples()}
    assert {part["launched"] for part in waves[date(2025, 1, 20)]} >= {141}


def test_homonyms_are_chosen_by_the_text(refreshed: Path) -> None:
    """Pokrovsk is in Donetsk Oblast, and Kaluga City lies in its oblast's middle."""
    events = pipeline.events(refreshed)
    assert set(at(events, "Pokrovsk", "attack")["admin1_code"]) == {"UA-14"}
    kaluga = at(events, "Kaluga").iloc[0].geometry
    assert (kaluga.y, kaluga.x) == pytest.approx((54.5, 36.27), abs=0.2)


def test_every_excerpt_stands_in_its_report(refreshed: Path) -> None:
    """`verify` reads the kept originals again."""
    verdict = pipeline.verify(refreshed)
    assert verdict.faults == ()
    assert (verdict.n_reports, verdict.n_excerpts) == (3, len(store.mentions(Workspace(refreshed))))


def test_a_second_refresh_changes_no_byte(refreshed: Path) -> None:
    """Not even a file's time."""
    before = snapshot(refreshed)
    done = pipeline.refresh(refreshed)
    assert {outcome.status for outcome in done.outcomes} == {"unchanged"}
    assert done.written == ()
    assert snapshot(refreshed) == before


def test_a_refresh_writes_map_exports_and_today(refreshed: Path) -> None:
    """All are there, and tell of the same events."""
    names = {"index.html", "events.geojson", "events.gpkg", "today.md"}
    assert names <= {path.name for path in (refreshed / "maps").iterdir()}
    features = json.loads((refreshed / "maps" / "events.geojson").read_text())["features"]
    assert len(features) == len(pipeline.events(refreshed))
    assert "20 January 2025" in (refreshed / "maps" / "today.md").read_text()


def test_the_order_of_reading_does_not_matter(desk: Path, refreshed: Path) -> None:
    """The newest report first gives the same store."""
    pipeline.ingest(desk, SAMPLES[::-1])
    stores = [
        {path.relative_to(root): path.read_bytes() for path in (root / "data" / "store").rglob("*.parquet")}
        for root in (desk, refreshed)
    ]
    assert stores[0] == stores[1]


def test_an_original_from_outside_is_copied(desk: Path, tmp_path: Path) -> None:
    """The user's file stays, and the copy bears the report's id."""
    (tmp_path / "My Report.TXT").write_text(TEXT)
    (outcome,) = pipeline.ingest(desk, [tmp_path / "My Report.TXT"])
    assert (outcome.status, outcome.report_id) == ("added", "2025-01-18-my-report")
    assert (tmp_path / "My Report.TXT").read_text() == TEXT
    assert (desk / "data" / "reports" / "2025-01-18-my-report.txt").read_text() == TEXT


def test_an_original_in_the_inbox_is_moved(desk: Path) -> None:
    """It gets the report's id for a name, and the next refresh finds nothing new."""
    inbox = desk / "data" / "reports"
    (inbox / "report.txt").write_text(TEXT)
    assert [path.name for path in pipeline.pending(desk)] == ["report.txt"]
    pipeline.refresh(desk)
    assert [path.name for path in inbox.glob("*.txt")] == ["2025-01-18-report.txt"]
    assert pipeline.pending(desk) == []


def test_the_same_id_with_other_content_replaces_the_report(desk: Path, tmp_path: Path) -> None:
    """Whole: what it said before is gone, original and rows."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    pipeline.ingest(desk, [path])
    path.write_text(TEXT.replace("Lyudinovo in Kaluga Oblast", "Uzlovaya in Tula Oblast"))
    (outcome,) = pipeline.ingest(desk, [path])
    assert outcome.status == "replaced"
    assert pipeline.events(desk)["place"].tolist() == ["Uzlovaya"]
    assert pipeline.verify(desk).faults == ()


def test_another_format_of_a_report_takes_its_place(desk: Path, tmp_path: Path) -> None:
    """From outside it replaces; two in the inbox are the user's to choose from."""
    (tmp_path / "report.txt").write_text(TEXT)
    (tmp_path / "report.md").write_text(f"# {TEXT}")
    pipeline.ingest(desk, [tmp_path / "report.txt", tmp_path / "report.md"])
    inbox = desk / "data" / "reports"
    assert [path.name for path in pipeline.inbox(desk)] == ["2025-01-18-report.md"]
    (inbox / "2025-01-18-report.txt").write_text(TEXT)
    done = pipeline.refresh(desk)
    assert [outcome.status for outcome in done.outcomes] == ["unchanged", "failed"]
    assert "remove one of the two" in done.outcomes[1].message


def test_a_report_dated_anew_is_not_counted_twice(desk: Path, tmp_path: Path) -> None:
    """The same bytes with another --date move to that day."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT.replace("Daily report, January 18, 2025", "Daily report"))
    pipeline.ingest(desk, [path], day=date(2025, 1, 19))
    pipeline.ingest(desk, [path], day=date(2025, 1, 18))
    assert [held.report_date for held in store.reports(Workspace(desk))] == ["2025-01-18"]
    assert len(pipeline.events(desk)) == 1
    assert pipeline.refresh(desk).outcomes[0].status == "unchanged"


def test_a_changed_lexicon_or_places_file_reads_reports_again(desk: Path) -> None:
    """What rows depend on is part of the passport of each report."""
    (desk / "data" / "reports" / "report.txt").write_text(TEXT)
    pipeline.refresh(desk)
    (desk / "data" / "places.csv").write_text(
        "name,aliases,lat,lon,region,note\nLyudinovo,,53.87,34.45,Kaluga Oblast,mine\n"
    )
    assert len(pipeline.pending(desk)) == 1
    assert pipeline.refresh(desk).outcomes[0].status == "replaced"


def test_a_changed_or_lost_original_fails_verification(desk: Path) -> None:
    """The fault names the file and the remedy; one that was deleted is lost only with the ledger's copy."""
    (desk / "data" / "reports" / "report.txt").write_text(TEXT)
    pipeline.refresh(desk)
    kept = desk / "data" / "reports" / "2025-01-18-report.txt"
    kept.write_text(TEXT + "More.")
    assert "has changed since it was read" in pipeline.verify(desk).faults[0]
    kept.unlink()
    assert pipeline.verify(desk).faults == ()  # the ledger has a copy
    shutil.rmtree(desk / "data" / "ledger" / "originals")
    assert "2025-01-18-report.txt" in pipeline.verify(desk).faults[0]


def test_a_report_whose_file_was_deleted_keeps_its_rows(desk: Path) -> None:
    """The inbox may be emptied; `withdraw` takes back what a report says."""
    (desk / "data" / "reports" / "report.txt").write_text(TEXT)
    pipeline.refresh(desk)
    (desk / "data" / "reports" / "2025-01-18-report.txt").unlink()
    assert pipeline.refresh(desk).failed == []
    assert pipeline.events(desk)["place"].tolist() == ["Lyudinovo"]


def test_a_fetched_report_without_an_address_bears_the_one_it_came_from(desk: Path) -> None:
    """Told by its bytes; a file from a folder has none, and a torn line tells nothing."""
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    fetched = Workspace(desk).fetched
    for url, told in (
        ("file:///mnt/report.txt", ""),
        ("https://example.org/january-18", "https://example.org/january-18"),
    ):
        fetched.write_text(json.dumps({"sha256": sha256, "url": url}) + '\n{"sha256": "')
        (desk / "data" / "reports" / "report.txt").write_text(TEXT)
        pipeline.refresh(desk)
        assert [held.url for held in store.reports(Workspace(desk))] == [told]
        assert pipeline.events(desk)["report_url"].fillna("").tolist() == [told]
        shutil.rmtree(desk / "data" / "store")


def test_an_excerpt_that_moved_is_named(desk: Path) -> None:
    """Offsets that do not lead to the excerpt are a fault."""
    (desk / "data" / "reports" / "report.txt").write_text(TEXT)
    pipeline.refresh(desk)
    workspace = Workspace(desk)
    said = store.mentions(workspace)
    store.write(workspace, store.reports(workspace)[0], said.assign(start_char=said["start_char"] + 1))
    assert said["mention_id"][0] in pipeline.verify(desk).faults[0]


def test_extract_needs_no_workspace() -> None:
    """The package's lexicon and gazetteer do."""
    found = pipeline.extract(SAMPLES[0])
    assert "Lyudinovo" in set(found["place"])
    assert found.crs.to_epsg() == 4326


def test_the_map_of_a_window_holds_the_events_of_the_window(refreshed: Path, tmp_path: Path) -> None:
    """A file elsewhere, with less in it."""
    path = tmp_path / "january-17.html"
    assert pipeline.draw(refreshed, path, Query(until=date(2025, 1, 17))) == path
    assert path.stat().st_size < (refreshed / "maps" / "index.html").stat().st_size


def test_a_workspace_layer_takes_the_place_of_the_packages(desk: Path) -> None:
    """By name; layers that the workspace lacks come from the package."""
    shipped = sorted(path for path in package_path("layers").glob("*.toml") if path.stem != "control")
    for path in (desk / "layers").glob("*.toml"):
        path.unlink()
    shutil.copy(shipped[0], desk / "layers" / "mine.toml")
    drawn = {layer.layer_id for layer in outputs.layers_of(Workspace(desk))}
    assert drawn == {*(path.stem for path in shipped), "mine"}


def test_real_reports_go_through_the_whole_flow(desk: Path, corpus: Path) -> None:
    """All are read, every mention stands in one event, every excerpt at its offsets, and again changes nothing."""
    real = sorted(path for path in (corpus / "reports").iterdir() if path.is_file())
    assert {outcome.status for outcome in pipeline.ingest(desk, real)} == {"added"}
    told = [mention_id for ids in pipeline.events(desk)["mention_ids"] for mention_id in ids]
    assert sorted(told) == sorted(store.mentions(Workspace(desk))["mention_id"])
    assert pipeline.verify(desk).faults == ()
    assert {outcome.status for outcome in pipeline.ingest(desk, real)} == {"unchanged"}


def test_an_empty_workspace_refreshes(desk: Path) -> None:
    """A map, exports and a page with nothing on them."""
    done = pipeline.refresh(desk)
    assert done.n_events == 0
    assert "No report yet" in (desk / "maps" / "today.md").read_text()
