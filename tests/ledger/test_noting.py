"""What comes in is noted, whatever a crash cut off, and what was known on a day can be told again."""

from __future__ import annotations

import json
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from geotracker import pipeline, record, store
from geotracker.errors import StoreError
from geotracker.ledger import journal, lookback, noting, versions
from geotracker.store import Query
from geotracker.workspace import Workspace, create, lock

if TYPE_CHECKING:
    from pathlib import Path

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


def note(root: Path) -> int:
    """Note what is not noted yet; return how many lines that took."""
    with lock(Workspace(root)):
        return len(noting.note(Workspace(root), NOW).lines)


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
