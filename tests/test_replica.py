"""The record in a real PostGIS: what changed is sent, what it replaced is kept, and a broken run changes nothing."""

from __future__ import annotations

import os
import socket
from datetime import date
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import shapely
from click.testing import CliRunner

from geotracker import postgis, replica, store, tables, workspace
from geotracker.cli import main
from geotracker.errors import PublishError
from geotracker.store import Stored
from tests import frames

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DAY = "2025-01-18"
SCHEMA = "geotracker_test"


@pytest.fixture
def address() -> str:
    """Return the address of a database with PostGIS in which our schema is not there."""
    named = os.environ.get("GEOTRACKER_POSTGIS")
    if not named:
        pytest.skip("not run: no PostGIS")
    with psycopg.connect(named, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    return named


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with two strikes of one report in its store."""
    workspace.create(tmp_path / "desk")
    _hold(tmp_path / "desk", {"place": "Lyudinovo"}, {"place": "Kazan", "geometry": shapely.Point(49.1, 55.8)})
    return tmp_path / "desk"


def _hold(root: Path, *rows: Mapping[str, Any]) -> None:
    """Put a report with these mentions into the store, in place of what it said before."""
    desk = workspace.find(root)
    said = frames.mentions(*({"report_id": f"{DAY}-test", "report_date": DAY, **row} for row in rows))
    stored = Stored(f"{DAY}-test", DAY, "Test", "", "t.md", "", "rules", str(rows))
    store.write(desk, stored, said)
    store.derive(desk, frames.one_each)


def _rows(address: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address, options=f"-c search_path={SCHEMA},public") as connection:
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


def test_events_mentions_and_regions_arrive_typed(root: Path, address: str) -> None:
    """Dates are dates, lists arrays, points points in EPSG:4326, and each column says what it holds."""
    sent = replica.publish(root, address, SCHEMA)
    assert (sent.n_new, sent.n_changed, sent.n_gone, sent.roles) == (2, 0, 0, True)
    kazan = _rows(address, """SELECT "start", basis, st_x(geom), st_srid(geom) FROM events WHERE place = 'Kazan'""")
    assert kazan == [(date(2025, 1, 18), [], 49.1, 4326)]
    assert _rows(address, "SELECT count(*) FROM mentions JOIN events USING (event_id)") == [(2,)]
    assert _rows(address, "SELECT name FROM regions WHERE code = 'UA-43' AND st_isvalid(geom)")
    (said,) = _rows(address, f"SELECT col_description('{SCHEMA}.events'::regclass, 5)")
    assert said[0]
    assert _rows(address, "SELECT json_array_length(mentions) FROM events_api WHERE place = 'Kazan'") == [(1,)]
    assert len(_rows(address, "SELECT * FROM events_qgis")) == 2


def test_publishing_again_sends_nothing(root: Path, address: str) -> None:
    """Not even a row that says so."""
    replica.publish(root, address, SCHEMA)
    again = replica.publish(root, address, SCHEMA)
    assert (again.n_parts, again.n_new, again.n_changed) == (0, 0, 0)
    assert _rows(address, "SELECT count(*) FROM publications") == [(1,)]


def test_what_an_event_was_is_kept(root: Path, address: str) -> None:
    """A changed event is a new version of the same, one that is gone stands in the history with when it went."""
    replica.publish(root, address, SCHEMA)
    _hold(root, {"place": "Lyudinovo", "evidence": "observed"})
    sent = replica.publish(root, address, SCHEMA)
    assert (sent.n_new, sent.n_changed, sent.n_gone) == (0, 1, 1)
    assert _rows(address, "SELECT place, evidence, version FROM events") == [("Lyudinovo", "observed", 2)]
    history = _rows(address, "SELECT place, evidence, version, why, replaced_at >= changed_at FROM events_history")
    assert sorted(history) == [("Kazan", "reported", 1, "gone", True), ("Lyudinovo", "reported", 1, "changed", True)]
    assert _rows(address, "SELECT count(*) FROM mentions") == [(1,)]


def test_an_event_that_comes_back_goes_on_counting(root: Path, address: str) -> None:
    """Its version follows the last one that the history has."""
    replica.publish(root, address, SCHEMA)
    for place in (["Lyudinovo"], ["Lyudinovo", "Kazan"]):
        _hold(root, *({"place": name} for name in place))
        replica.publish(root, address, SCHEMA)
    assert _rows(address, "SELECT version FROM events WHERE place = 'Kazan'") == [(2,)]


def test_a_report_that_is_gone_takes_its_events_along(root: Path, address: str) -> None:
    """They stay in the history."""
    replica.publish(root, address, SCHEMA)
    desk = workspace.find(root)
    store.drop(desk, store.reports(desk)[0])
    store.derive(desk, frames.one_each)
    sent = replica.publish(root, address, SCHEMA)
    assert (sent.n_gone, _rows(address, "SELECT count(*) FROM events")) == (2, [(0,)])


def test_a_connection_that_breaks_leaves_the_last_state(root: Path, address: str) -> None:
    """And the next run completes."""
    replica.publish(root, address, SCHEMA)
    _hold(root, {"place": "Lyudinovo", "evidence": "claimed"})

    def cut(*_: int) -> None:
        with psycopg.connect(address, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'geotracker'"
            )

    with pytest.raises(PublishError, match="it stays as it was"):
        replica.publish(root, address, SCHEMA, done=cut)
    assert sorted(_rows(address, "SELECT place, evidence FROM events")) == [
        ("Kazan", "reported"),
        ("Lyudinovo", "reported"),
    ]
    assert replica.publish(root, address, SCHEMA).n_changed == 1


def test_hostile_text_is_only_text(root: Path, address: str) -> None:
    """A quote, a comment, a character that PostgreSQL cannot hold."""
    words = "'); DROP TABLE events; --\t\\N\\.\n\u202e{schema} %s"
    _hold(root, {"place": words, "facility": "a\0b", "counts": "no json", "claimed_by": ['{"', "\\"]})
    replica.publish(root, address, SCHEMA)
    (row,) = _rows(address, "SELECT place, facility, counts, claimed_by FROM events")
    assert row == (words, "ab", None, ['{"', "\\"])


def test_a_column_that_is_new_is_added(root: Path, address: str) -> None:
    """A database that an earlier version made is brought along."""
    replica.publish(root, address, SCHEMA)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"ALTER TABLE {SCHEMA}.events DROP COLUMN weapon CASCADE")
        connection.execute("UPDATE geotracker_test.parts SET digest = ''")
    replica.publish(root, address, SCHEMA)
    assert _rows(address, "SELECT count(weapon) FROM events") == [(2,)]


def test_readers_read_and_do_not_write(root: Path, address: str) -> None:
    """The roles are there to be granted."""
    replica.publish(root, address, SCHEMA)
    with psycopg.connect(address, options=f"-c search_path={SCHEMA},public -c role=geotracker_reader") as connection:
        assert connection.execute("SELECT count(*) FROM events_api").fetchone() == (2,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM events")


def test_a_writer_publishes_and_cannot_rewrite_the_past(root: Path, address: str) -> None:
    """Whoever was granted the role brings the next state; the history is only added to."""
    replica.publish(root, address, SCHEMA)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS desk")
        connection.execute("CREATE ROLE desk LOGIN IN ROLE geotracker_writer")
    desk = address.replace("postgres@", "desk@")
    _hold(root, {"place": "Lyudinovo", "evidence": "observed"})
    assert replica.publish(root, desk, SCHEMA).n_changed == 1
    with psycopg.connect(desk) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM geotracker_test.events_history")


def test_another_workspace_does_not_empty_the_database(root: Path, address: str, tmp_path: Path) -> None:
    """Unless it is said that it may."""
    _hold(root, *({"place": f"Place {number}"} for number in range(12)))
    replica.publish(root, address, SCHEMA)
    workspace.create(tmp_path / "other")
    with pytest.raises(PublishError, match="12 of the 12 events"):
        replica.publish(tmp_path / "other", address, SCHEMA)
    assert _rows(address, "SELECT count(*) FROM events") == [(12,)]
    assert replica.publish(tmp_path / "other", address, SCHEMA, replace=True).n_gone == 12


def test_a_schema_of_others_is_left_alone(root: Path, address: str) -> None:
    """And one that has no name is refused as usage."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        connection.execute(f"CREATE TABLE {SCHEMA}.events (id integer)")
    with pytest.raises(PublishError, match="tables that geotracker did not make"):
        replica.publish(root, address, SCHEMA)
    assert CliRunner().invoke(main, ["-w", str(root), "publish", address, "--schema", ""]).exit_code == 2


def test_a_user_without_rights_is_told_what_is_missing(root: Path, address: str) -> None:
    """PostGIS, which only a superuser brings; nothing is made before."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS plain")
        connection.execute("DROP ROLE IF EXISTS somebody")
        connection.execute("CREATE ROLE somebody LOGIN")
        connection.execute("CREATE DATABASE plain OWNER somebody")
    plain = address.replace("postgres@", "somebody@").replace("/geotracker", "/plain")
    done = CliRunner().invoke(main, ["-w", str(root), "publish", plain])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "database plain lacks the extension postgis" in done.stderr


def test_no_password_is_ever_shown(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, and where somebody listens and says nothing."""
    monkeypatch.setattr(postgis, "_PATIENCE", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        for address in (f"postgresql://me:secret@127.0.0.1:{port}/d", "postgresql://me:secret@127.0.0.1:1/d"):
            done = CliRunner().invoke(main, ["-w", str(root), "publish", address])
            assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
            assert "127.0.0.1, database d" in done.stderr
            assert "secret" not in done.stderr
        done = CliRunner().invoke(main, ["-w", str(root), "publish", "http://me:secret@example.org"])
        assert "write postgresql://" in done.stderr
        assert "secret" not in done.stderr


def test_every_declared_column_is_published() -> None:
    """None of EVENTS is called as one of the database's own columns is."""
    assert not {"fid", "geom", "part", "digest", "version", "changed_at", "replaced_at", "why"} & set(
        tables.EVENTS.names
    )
