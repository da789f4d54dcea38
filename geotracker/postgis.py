"""The record in a PostGIS: one transaction brings what changed, keeps what it replaces, and is whole or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from geotracker import __version__, copytext, postgisschema, tables
from geotracker.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from psycopg import Connection, Cursor

    from geotracker.tables import Table

    Rows = tuple[Table, pa.Table]

_MANY, _MOST = 10, 0.5  # more events than this, and more than this share of all: another workspace's, most likely
_BATCH = 8 << 20  # bytes of rows that are written as one: many small parts cost more than their rows
_PATIENCE = 10  # seconds until a server that does not answer is given up


@dataclass(frozen=True, slots=True)
class Sent:
    """How many parts of the store were sent or taken away, and what became of the events in them."""

    n_parts: int
    n_new: int
    n_changed: int
    n_gone: int
    roles: bool
    """Whether the two roles are there: making them needs a right that a publisher may not have."""


@contextmanager
def publication(address: str, schema: str) -> Iterator[Publication]:
    """Open a transaction on the database and yield what sends parts; it is committed where the block ends well.

    `address` is a libpq address; what it leaves out comes from the environment, a service file or ~/.pgpass.
    Raises PublishError, which never shows a password: no driver, no answer, no PostGIS, no right, a broken connection.
    """
    try:
        import psycopg  # noqa: PLC0415  only who publishes has it
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415
    except ImportError as fault:
        message = "publish needs psycopg: pip install 'geotracker[postgis]'"
        raise PublishError(message) from fault
    try:
        known = conninfo_to_dict(address)
    except psycopg.Error as fault:
        message = "the address is none that PostgreSQL knows: write postgresql://USER@HOST:PORT/DATABASE"
        raise PublishError(message) from fault
    where = f"{known.get('host') or 'the local server'}, database {known.get('dbname') or 'of that user'}"
    try:
        with psycopg.connect(address, connect_timeout=_PATIENCE, application_name="geotracker") as connection:
            _need_postgis(connection, where)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"geotracker:{schema}",))
                made = postgisschema.make(cursor, schema)
                yield Publication(connection, cursor, schema, made)
    except psycopg.OperationalError as fault:
        message = (
            f"{where}: {_line(fault)}: it stays as it was; check server, network and credentials, then publish again"
        )
        raise PublishError(message) from fault
    except psycopg.Error as fault:
        message = f"{where}: {_line(fault)}: it stays as it was"
        raise PublishError(message) from fault


def _need_postgis(connection: Connection, where: str) -> None:
    import psycopg  # noqa: PLC0415

    if connection.execute("SELECT FROM pg_extension WHERE extname = 'postgis'").fetchall():
        return
    try:
        with connection.transaction():
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.OperationalError:
        raise
    except psycopg.Error as fault:
        message = f"{where} lacks the extension postgis: install it, then let a superuser run CREATE EXTENSION postgis"
        raise PublishError(message) from fault


def _line(fault: Exception) -> str:
    return str(fault).strip().partition("\n")[0] or type(fault).__name__


class Publication:
    """An open transaction: parts that are gone or changed are taken away, those that changed are sent, then settled."""

    def __init__(self, connection: Connection, cursor: Cursor, schema: str, made: Mapping[str, bool]) -> None:
        """Begin; one publication at a time has the schema, a second waits. `made` is what `postgisschema.make` did."""
        self._connection, self._cursor, self._schema, self._made = connection, cursor, schema, made
        cursor.execute("CREATE TEMP TABLE changed_parts (part text PRIMARY KEY) ON COMMIT DROP")
        self._execute(
            "CREATE TEMP TABLE incoming_events (LIKE {schema}.events) ON COMMIT DROP;"
            "ALTER TABLE incoming_events DROP COLUMN fid, DROP COLUMN version, DROP COLUMN changed_at"
        )
        self._execute("SELECT part, digest FROM {schema}.parts")
        self._known: dict[str, str] = dict(cursor.fetchall())

    def _execute(self, text: Any, parameters: Sequence[Any] = ()) -> None:
        from psycopg import sql  # noqa: PLC0415

        self._cursor.execute(sql.SQL(text).format(schema=sql.Identifier(self._schema)), parameters or None)

    def parts(self) -> dict[str, str]:
        """Return the digest of every part that the database holds."""
        return dict(self._known)

    def change(self, gone: Collection[str], changed: Mapping[str, str]) -> None:
        """Take what the database holds of these parts away, and note the digests of those that will be sent again.

        Their events, unless a part that is sent brings them, go to history when it is settled.
        """
        from psycopg import sql  # noqa: PLC0415

        names, known = [*gone, *changed], [one for one in (*gone, *changed) if one in self._known]
        self._cursor.execute("INSERT INTO changed_parts SELECT unnest(%s::text[])", (names,))
        for table in (*(one.name for one in postgisschema.REPLACED), "parts") if known else ():
            where = sql.Identifier(self._schema, table)
            self._cursor.execute(sql.SQL("DELETE FROM {} WHERE part = ANY (%s)").format(where), (known,))
        told = (list(changed), list(changed.values()))
        self._execute("INSERT INTO {schema}.parts SELECT * FROM unnest(%s::text[], %s::text[])", told)

    def send(self, parts: Iterable[tuple[str, Iterable[Rows]]]) -> None:
        """Send the rows of changed parts, by their names, as `tables.to_arrow` gives them; parts are read as it goes.

        While the server takes in what came, the next rows are read: rows of a table that follow each other are one
        COPY, whatever their parts.
        """
        rows = ((table, _of(part, rows)) for part, held in parts for table, rows in held if len(rows))
        for table, group in groupby(rows, key=itemgetter(0)):
            self._copy(table, (one for _, one in group))

    def _copy(self, table: Table, rows: Iterable[pa.Table]) -> None:
        from psycopg import sql  # noqa: PLC0415

        of_events = table is tables.EVENTS
        target = sql.Identifier("incoming_events") if of_events else sql.Identifier(self._schema, table.name)
        others = ["part", *["digest"][:of_events]]
        names = sql.SQL(", ").join(map(sql.Identifier, (*table.names, "geom", *others)))
        with self._cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(target, names)) as copy:
            for batch in _batches(rows):
                copy.write(copytext.lines(table, batch, others))

    def settle(self, *, replace: bool = False) -> Sent:
        """Merge what was sent, note the publication, and say what became of the events.

        PublishError: most of the events would go, and the caller did not say that they may be replaced.
        """
        self._cursor.execute("SELECT count(*) FROM changed_parts")
        n_parts = _one(self._cursor)
        before = self._counts()
        if n_parts:
            self._cursor.execute("ANALYZE incoming_events (event_id, part)")
            for statement in postgisschema.merging(self._schema):
                self._cursor.execute(statement)
        n_new, n_changed, n_gone = (after - then for after, then in zip(self._counts(), before, strict=True))
        if n_gone > _MANY and n_gone > before[0] * _MOST and not replace:
            message = (
                f"{n_gone} of the {before[0]} events that schema {self._schema!r} holds would go: it stays as it was; "
                "is this the right workspace? --replace if it is"
            )
            raise PublishError(message)
        if self._made:
            postgisschema.finish(self._cursor, self._schema, self._made)
        sent = Sent(n_parts, n_new + n_gone, n_changed, n_gone, self._roles() if self._made else True)
        if n_parts:
            self._execute(
                "INSERT INTO {schema}.publications (program, parts, events_new, events_changed, events_gone)"
                " VALUES (%s, %s, %s, %s, %s)",
                (__version__, sent.n_parts, sent.n_new, sent.n_changed, sent.n_gone),
            )
        return sent

    def _counts(self) -> list[int]:
        """Return how many events there are, and how many were ever changed and ever went."""
        found = []
        for text in (
            "SELECT count(*) FROM {schema}.events",
            "SELECT count(*) FROM {schema}.events_history WHERE why = 'changed'",
            "SELECT count(*) FROM {schema}.events_history WHERE why = 'gone'",
        ):
            self._execute(text)
            found.append(_one(self._cursor))
        return found

    def _roles(self) -> bool:
        import psycopg  # noqa: PLC0415

        try:
            with self._connection.transaction():
                self._execute(postgisschema.statement("roles"))
        except psycopg.errors.InsufficientPrivilege:
            return False
        return True


def _one(cursor: Cursor) -> int:
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _of(part: str, rows: pa.Table) -> pa.Table:
    """Return rows with the name of their part, and room for the digest: it is told from what arrived."""
    for name, text in (("part", part), ("digest", "")):
        rows = rows.append_column(name, pa.array([text] * len(rows), pa.string()))
    return rows


def _batches(rows: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield tables put together until they are large enough."""
    held: list[pa.Table] = []
    size = 0
    for table in rows:
        held.append(table)
        size += table.nbytes
        if size >= _BATCH:
            yield pa.concat_tables(held, promote_options="default")
            held, size = [], 0
    if held:
        yield pa.concat_tables(held, promote_options="default")
