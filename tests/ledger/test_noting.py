"""What comes in is noted, whatever a crash cut off, and what was known on a day can be told again."""

from __future__ import annotations

import json
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from click.testing import CliRunner

from geotracker import outputs, pipeline, record, store
from geotracker.cli import main
from geotracker.errors import StoreError
from geotracker.exports import Wish
from geotracker.ledger import journal, lookback, noting, versions
from geotracker.store import Query
from geotracker.tables import rows
from geotracker.workspace import Workspace, create, lock

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

FIRST = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
Ukrainian forces struck an airfield near Uzlovaya in Tula Oblast on January 18.
"""
SECOND = """Daily report, January 20, 2025

Russian forces attacked near Pokrovsk on January 19 and 20.
"""
THEN, NOW = date(2025, 1, 19), date(2025, 1, 21)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace that read one report on THEN, and on NOW a second one and the first, edited."""
    root = tmp_path / "desk"
    create(root)
    for sample in (root / "data" / "reports").glob("*sample*"):
        sample.unlink()
    take_in(root, "first.txt", FIRST, THEN)
    shutil.copytree(root, tmp_path / "then")
    take_in(root, "second.txt", SECOND, NOW)
    take_in(root, "first.txt", FIRST.replace(" an airfield near Uzlovaya in Tula Oblast", " Klintsy"), NOW)
    return root


def take_in(root: Path, name: str, text: str, now: date) -> None:
    """Bring a report in on a day."""
    path = root.parent / name
    path.write_text(text)
    pipeline.ingest(root, [path], now=now)


def lines(root: Path, what: str = "event") -> list[dict[str, Any]]:
    """Return the lines of a kind."""
    return [line for line in journal.read(noting.file(Workspace(root))) if line["what"] == what]


def note(root: Path, now: date = NOW) -> int:
    """Note what is not noted yet; return how many lines that took."""
    with lock(Workspace(root)):
        return noting.note(Workspace(root), now).n_lines


def test_replaying_the_ledger_gives_the_store(desk: Path) -> None:
    """Every value of every row."""
    state = versions.replay(journal.read(noting.file(Workspace(desk))))
    pd.testing.assert_frame_equal(state.frame(), record.events(Workspace(desk), Query(withdrawn=True)))


def test_what_was_known_on_a_day_is_told_again(desk: Path) -> None:
    """The same rows and values on the list, the map and in exports; before the first day, nothing."""
    then, query = desk.parent / "then", Query(as_of=THEN)
    pd.testing.assert_frame_equal(pipeline.events(desk, query), pipeline.events(then))
    assert len(pipeline.events(desk)) != len(pipeline.events(then))
    maps = [pipeline.draw(root, root / "m.html", chosen) for root, chosen in ((desk, query), (then, None))]
    assert maps[0].read_bytes() == maps[1].read_bytes()
    assert pipeline.events(desk, Query(as_of=date(2025, 1, 18))).empty


@pytest.mark.parametrize("format_", ["geojson", "gpkg", "csv"])
def test_an_export_as_of_a_day_is_what_was_exported_then(desk: Path, format_: str) -> None:
    """Byte for byte, and what lies beside it."""
    written = []
    for root, query in ((desk, Query(as_of=THEN)), (desk.parent / "then", None)):
        folder = root.parent / f"out-{root.name}"
        pipeline.export(root, Wish(format_, folder / f"events.{format_}"), query)
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    pipeline.export(desk, Wish(format_, desk / f"now.{format_}"))
    assert (desk / f"now.{format_}").read_bytes() != written[0][f"events.{format_}"]


def test_what_stood_in_a_report_that_was_edited_is_looked_up_again(desk: Path) -> None:
    """Its first original is kept by its checksum, and the excerpts of then stand in it."""
    kept = sorted(path.name for path in (desk / "data" / "ledger" / "originals").glob("*first*"))
    assert len(kept) == 2
    assert pipeline.verify(desk, THEN) == pipeline.Verdict(1, 2, ())
    assert pipeline.verify(desk).faults == ()
    for path in (desk / "data" / "ledger" / "originals").iterdir():
        path.write_text(path.read_text() + "Tampered.")
    assert len(pipeline.verify(desk, THEN).faults) == 1


def test_an_event_that_is_gone_tells_its_last_version(desk: Path) -> None:
    """With its sentence, by its own id or a mention's; an id that never was is refused."""
    gone = next(line for line in lines(desk) if line.get("gone"))
    found = pipeline.explain(desk, gone["event_id"])
    assert found.event["place"].tolist() == ["Uzlovaya"]
    assert "airfield" in found.mentions["sentence"].tolist()[0]
    assert found.end == gone
    assert [line["change"] for line in found.history] == ["new", "withdrawn"]
    result = CliRunner().invoke(main, ["-w", str(desk), "explain", gone["event_id"]])
    assert result.exit_code == 0
    assert result.stdout.startswith("no longer in the record since 2025-01-21")
    with pytest.raises(StoreError, match="no event or mention"):
        pipeline.explain(desk, "never")


def test_a_mention_that_is_gone_leads_to_its_event(desk: Path) -> None:
    """Where another report still tells that."""
    again = FIRST.replace("January 18, 2025", "January 19, 2025").replace("January 18.", "January 17.")
    take_in(desk, "again.txt", again, NOW)
    known = store.mentions(Workspace(desk))
    shared = known[known["event_id"].duplicated(keep=False) & (known["report_id"] == "2025-01-19-again")].iloc[0]
    take_in(desk, "again.txt", again.split("Ukrainian")[0] + "Ukrainian forces struck Klintsy on January 18.", NOW)
    found = pipeline.explain(desk, shared["mention_id"])
    assert found.end is not None
    assert found.end["event_id"] == shared["event_id"]
    assert shared["mention_id"] in found.mentions["mention_id"].tolist()
    told = CliRunner().invoke(main, ["-w", str(desk), "explain", shared["mention_id"]]).stdout
    assert f"geotracker explain {shared['event_id']}" in told


def withdraw(root: Path, report_id: str, reason: str = "its publisher took it back") -> Result:
    """Withdraw a report and note it, as the next refresh does."""
    command = ["-w", str(root), "--now", "2025-01-22", "withdraw", report_id, "--reason", reason, "--by", "N. K."]
    result = CliRunner().invoke(main, command)
    note(root, date(2025, 1, 22))
    return result


def test_a_withdrawn_report_leaves_the_record_and_stays_in_the_ledger(desk: Path) -> None:
    """Its events are withdrawn with the reason, also after it is read again; without the correction they are back."""
    before = pipeline.events(desk)
    assert withdraw(desk, "2025-01-20-second").stdout.startswith("2025-01-20-second withdrawn with 1 event")
    assert set(pipeline.events(desk)["report_id"]) == {"2025-01-18-first"}
    last = lines(desk)[-1]
    assert (last["change"], last["corrected"]) == ("withdrawn", "its publisher took it back (N. K.)")
    assert pipeline.explain(desk, last["event_id"]).corrections[0].report == "2025-01-20-second"
    assert len(pipeline.events(desk, Query(as_of=NOW))) == len(before)
    take_in(desk, "second.txt", SECOND + "More.", NOW)
    assert set(pipeline.events(desk)["report_id"]) == {"2025-01-18-first"}
    test_replaying_the_ledger_gives_the_store(desk)
    (desk / "data" / "corrections.toml").unlink()
    take_in(desk, "second.txt", SECOND, NOW)
    pd.testing.assert_frame_equal(pipeline.events(desk), before)


SILENT = "Daily report, January 20, 2025\n\nRussian forces did not make confirmed advances in the Lyman direction.\n"


def test_its_word_on_directions_goes_with_a_report_that_is_withdrawn(desk: Path) -> None:
    """From map, list and note; as of the day before it is as it was, and it is back once the report stands again."""
    take_in(desk, "silent.txt", SILENT, NOW)
    before, as_it_was = pipeline.draw(desk, desk / "before.html").read_bytes(), pipeline.sectors(desk)
    assert set(as_it_was["report_id"]) == {"2025-01-20-silent"}
    assert withdraw(desk, "2025-01-20-silent").exit_code == 0
    assert pipeline.sectors(desk).empty
    assert "Lyman" not in pipeline.draw(desk, desk / "after.html").read_text()
    assert "Lyman" not in outputs.note(Workspace(desk), ())
    last = lines(desk, "report")[-1]
    assert (last["report_id"], last["taken_back"]) == ("2025-01-20-silent", "its publisher took it back")
    for day, expected in ((NOW, 1), (date(2025, 1, 22), 0)):
        with lookback.on(Workspace(desk), day) as then:
            assert len(record.sectors(then)) == expected
    assert pipeline.draw(desk, desk / "then.html", Query(as_of=NOW)).stat().st_size == len(before)
    (desk / "data" / "corrections.toml").unlink()
    take_in(desk, "silent.txt", SILENT, NOW)
    pd.testing.assert_frame_equal(pipeline.sectors(desk), as_it_was)
    assert lines(desk, "report")[-1]["taken_back"] == ""
    assert note(desk) == 0


def test_what_others_tell_too_stays_when_a_report_is_withdrawn(desk: Path) -> None:
    """The event is told from them alone."""
    take_in(desk, "again.txt", FIRST.replace("January 18, 2025", "January 19, 2025"), NOW)
    before = pipeline.events(desk)
    shared = before[before["n_mentions"] == 2].iloc[0]
    assert withdraw(desk, "2025-01-18-first").exit_code == 0
    after = pipeline.events(desk)
    (row,) = (row for row in rows(after) if row.place == shared["place"])
    assert (row.n_mentions, row.report_id) == (1, "2025-01-19-again")
    assert "2025-01-18-first" not in set(after["report_id"])
    test_replaying_the_ledger_gives_the_store(desk)


def test_a_report_that_is_not_there_is_not_withdrawn(desk: Path) -> None:
    """The nearest is named; a reason is mandatory; nothing is written."""
    result = withdraw(desk, "2025-01-20-secnd")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "did you mean '2025-01-20-second'" in result.stderr
    assert "reason" in withdraw(desk, "2025-01-20-second", " ").stderr
    assert not (desk / "data" / "corrections.toml").exists()
    told = '[[correction]]\nreport = "none"\naction = "withdraw"\nreason = "r"\n'
    (desk / "data" / "corrections.toml").write_text(told)
    assert "'none' (withdraw) matches nothing" in pipeline.refresh(desk, now=NOW).unmatched[0]


def test_each_version_says_when_and_what_it_replaced(desk: Path) -> None:
    """When it happened, when the report said so, when it came in here."""
    told = lines(desk)
    assert {line["change"] for line in told} == {"new", "changed", "withdrawn"}
    withdrawn = next(line for line in told if line["change"] == "withdrawn")
    assert withdrawn["about"]["place"] == "Uzlovaya"
    assert withdrawn["replaces"] == f"{withdrawn['event_id']}@1"
    attack = next(line for line in told if line["about"]["kind"] == "attack")
    assert attack["set"]["start"] == "2025-01-19"
    assert attack["reported"] == "2025-01-20"
    assert attack["recorded"] == "2025-01-21T00:00:00Z"
    assert [line["change"] for line in lines(desk, "report")] == ["new", "new", "changed"]


def test_nothing_new_adds_no_line(desk: Path) -> None:
    """Also where the cache is gone or does not fit."""
    assert note(desk) == 0
    shutil.rmtree(desk / ".cache")
    assert note(desk) == 0
    known = Workspace(desk).cache / "known.json"
    known.write_text(json.dumps(json.loads(known.read_text()) | {"size": 1}))
    assert note(desk) == 0


@pytest.mark.parametrize("cut", [1, 200, 3000])
def test_lines_that_a_crash_cut_off_are_added_again(desk: Path, cut: int) -> None:
    """The ledger comes to the same, none of its events twice."""
    path = noting.file(Workspace(desk))
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - cut)
    note(desk)
    test_replaying_the_ledger_gives_the_store(desk)
    numbered = [(line["event_id"], line["version"]) for line in lines(desk)]
    assert len(numbered) == len(set(numbered))


def test_a_clock_set_back_changes_nothing_that_was_known(desk: Path) -> None:
    """What comes in later is recorded no earlier."""
    take_in(desk, "third.txt", SECOND.replace("20", "21").replace("Pokrovsk", "Toretsk"), date(2025, 1, 22))
    take_in(desk, "fourth.txt", SECOND.replace("Pokrovsk", "Lyman").replace("20", "19"), date(2025, 1, 20))
    recorded = [line["recorded"] for line in journal.read(noting.file(Workspace(desk)))]
    assert recorded == sorted(recorded)
    then = pipeline.events(desk, Query(as_of=THEN))
    pd.testing.assert_frame_equal(then, pipeline.events(desk.parent / "then"))


def test_a_correction_is_told_with_its_reason(desk: Path) -> None:
    """A dropped event is withdrawn, the reason beside it; it stays so in later runs."""
    event_id = pipeline.events(desk)["event_id"][0]
    told = f'[[correction]]\nevent = "{event_id}"\naction = "drop"\nreason = "a novel"\nby = "N. K."\n'
    (desk / "data" / "corrections.toml").write_text(told)
    take_in(desk, "third.txt", SECOND.replace("Pokrovsk", "Toretsk"), NOW)
    last = [line for line in lines(desk) if line["event_id"] == event_id][-1]
    assert (last["change"], last["corrected"]) == ("withdrawn", "a novel (N. K.)")
    assert note(desk) == 0


def test_an_event_tells_its_versions(desk: Path) -> None:
    """Each with what was other in it."""
    event_id = pipeline.events(desk)["event_id"][0]
    before = pipeline.explain(desk, event_id).history
    told = f'[[correction]]\nevent = "{event_id}"\naction = "edit"\nreason = "r"\nevidence = "observed"\n'
    (desk / "data" / "corrections.toml").write_text(told)
    take_in(desk, "third.txt", SECOND.replace("Pokrovsk", "Toretsk"), NOW)
    after = pipeline.explain(desk, event_id).history
    assert after[:-1] == before
    assert after[-1]["set"] == {"evidence": "observed", "review": "corrected"}
    assert [line["version"] for line in after] == list(range(1, len(after) + 1))


def test_a_lost_version_is_named(desk: Path) -> None:
    """The remedy is a copy."""
    workspace = Workspace(desk)
    next((workspace.ledger / "mentions").glob("*first.1.parquet")).unlink()
    with pytest.raises(StoreError, match="bring it back"), lookback.on(workspace, THEN):
        pass


def test_looking_back_leaves_the_store_alone(desk: Path) -> None:
    """What is built for it is gone afterwards."""
    with lookback.on(Workspace(desk), THEN) as then:
        assert len(store.reports(then)) == 1
        assert then.store.is_dir()
    assert not then.store.exists()
    assert len(store.reports(Workspace(desk))) == 2
