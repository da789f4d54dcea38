"""The record in a PostGIS: one transaction brings what changed, keeps what it replaces, and is whole or nothing."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geotracker import __version__, postgisschema, tables
from geotracker.errors import PublishError
from geotracker.postgisschema import JSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from psycopg import Connection, Cursor
    from shapely.geometry.base import BaseGeometry

    from geotracker.tables import Column, Table

_ESCAPES = {"\0": "", "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SPECIAL = r"[\x00\\\t\n\r]"
_MANY, _MOST = 10, 0.5  # more events than this, and more than this share of all: another workspace's, most likely
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
                yield Publication(connection, cursor, schema, made=made)
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
    """An open transaction: parts that changed are sent, parts that are gone are taken away, then it is settled."""

    def __init__(self, connection: Connection, cursor: Cursor, schema: str, *, made: bool) -> None:
        """Begin; one publication at a time has the schema, a second one waits. `made`: tables or columns are new."""
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

    def remove(self, part: str) -> None:
        """Take what the database holds of a part away; its events, unless another part brings them, go to history."""
        from psycopg import sql  # noqa: PLC0415

        self._cursor.execute("INSERT INTO changed_parts VALUES (%s) ON CONFLICT DO NOTHING", (part,))
        for table in postgisschema.REPLACED:
            where = sql.Identifier(self._schema, table.name)
            self._cursor.execute(sql.SQL("DELETE FROM {} WHERE part = %s").format(where), (part,))
        self._execute("DELETE FROM {schema}.parts WHERE part = %s", (part,))

    def send(self, part: str, digest: str, held: Iterable[tuple[Table, pa.Table]]) -> None:
        """Send the rows of a part, as `tables.to_arrow` gives them, in place of what the database holds of it."""
        if part in self._known:
            self.remove(part)
        else:
            self._execute("INSERT INTO changed_parts VALUES (%s)", (part,))
        for table, rows in held:
            if len(rows):
                self._copy(part, table, rows)
        self._execute("INSERT INTO {schema}.parts VALUES (%s, %s)", (part, digest))

    def _copy(self, part: str, table: Table, rows: pa.Table) -> None:
        from psycopg import sql  # noqa: PLC0415

        target = (
            sql.Identifier("incoming_events") if table is tables.EVENTS else sql.Identifier(self._schema, table.name)
        )
        names = sql.SQL(", ").join(
            sql.Identifier(name) for name in (*table.names, "geom", "part", *["digest"][: table is tables.EVENTS])
        )
        with self._cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(target, names)) as copy:
            copy.write(_lines(part, table, rows))  # the digest of an event is told from what arrived

    def settle(self, *, replace: bool = False) -> Sent:
        """Merge what was sent, note the publication, and say what became of the events.

        PublishError: most of the events would go, and the caller did not say that they may be replaced.
        """
        from psycopg import sql  # noqa: PLC0415

        self._cursor.execute("UPDATE incoming_events SET digest = md5(incoming_events::text)")
        self._cursor.execute("ANALYZE incoming_events")
        before = self._counts()
        for statement in postgisschema.merging(self._schema):
            self._cursor.execute(statement)
        n_new, n_changed, n_gone = (after - then for after, then in zip(self._counts(), before, strict=True))
        self._cursor.execute("SELECT count(*) FROM changed_parts")
        n_parts = _one(self._cursor)
        if n_gone > _MANY and n_gone > before[0] * _MOST and not replace:
            message = (
                f"{n_gone} of the {before[0]} events that schema {self._schema!r} holds would go: it stays as it was; "
                "is this the right workspace? --replace if it is"
            )
            raise PublishError(message)
        if self._made:
            postgisschema.finish(self._cursor, self._schema)
        roles = self._roles() if self._made else True
        sent = Sent(n_parts, n_new + n_gone, n_changed, n_gone, roles)
        if n_parts:
            numbers = (__version__, sent.n_parts, sent.n_new, sent.n_changed, sent.n_gone)
            self._cursor.execute(
                sql.SQL(
                    "INSERT INTO {}.publications (program, parts, events_new, events_changed, events_gone)"
                    " VALUES (%s, %s, %s, %s, %s)"
                ).format(sql.Identifier(self._schema)),
                numbers,
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


def _lines(part: str, table: Table, rows: pa.Table) -> bytes:
    """Return rows as COPY's text: columns, geometry as EWKB, part, and for an event room for its digest."""
    columns: list[Any] = [_text(column, rows) for column in table.columns]
    columns += [pa.array(_geometry(table, rows), type=pa.string())]
    columns += [pa.array([_escaped(text)] * len(rows)) for text in (part, *[""][: table is tables.EVENTS])]
    filled: list[Any] = [pc.fill_null(column, "\\N") for column in columns]
    joined: Any = pc.binary_join_element_wise(*filled, "\t")
    return "".join(f"{line}\n" for line in joined.to_pylist()).encode()


def _text(column: Column, rows: pa.Table) -> Any:
    """Return the values of a column as an Arrow array of COPY's text, null where nothing is known."""
    if column.name not in rows.column_names:  # the file is older than the column
        return pa.nulls(len(rows), pa.string())
    values: Any = rows.column(column.name).combine_chunks()
    if column.name in JSON:
        return pa.array([_json(value) for value in values.to_pylist()], type=pa.string())
    if column.type == "list":
        return pa.array([_list(items) for items in values.to_pylist()], type=pa.string())
    if column.type != "text":
        return values.cast(pa.string())
    if pc.any(pc.match_substring_regex(values, _SPECIAL)).as_py():
        for character, code in _ESCAPES.items():
            values = pc.replace_substring(values, character, code)
    return values


def _escaped(text: str) -> str:
    for character, code in _ESCAPES.items():
        text = text.replace(character, code)
    return text


def _list(items: list[str]) -> str:
    """Return the literal of an array."""
    if not items:
        return "{}"
    quoted = ['"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in items]
    return _escaped("{" + ",".join(quoted) + "}")


def _json(value: str) -> str | None:
    """Return JSON text, None where it is none; an escaped NUL goes, which jsonb cannot hold."""
    if not value:
        return None
    try:
        return _escaped(json.dumps(json.loads(value), ensure_ascii=False).replace("\\u0000", ""))
    except (TypeError, ValueError):
        return None


def _geometry(table: Table, rows: pa.Table) -> list[str | None]:
    shapes = shapely.from_wkb(rows.column("geometry").to_numpy())
    if table.shape != "Point":
        shapes = np.array([_many(one) for one in shapes], dtype=object)
    coded = shapely.to_wkb(shapely.set_srid(shapes, 4326), hex=True, include_srid=True)
    known = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return [code if there else None for code, there in zip(coded, known, strict=True)]


def _many(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Return a shape as one of many: a column of multipolygons holds nothing else."""
    if isinstance(shape, shapely.Polygon):
        return shapely.MultiPolygon([shape])
    return shapely.MultiLineString([shape]) if isinstance(shape, shapely.LineString) else shape
