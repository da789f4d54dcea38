"""The tables of a published record in PostGIS, made from the columns that tables.py declares, and our SQL files."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, LiteralString

from geotracker import controltables, tables
from geotracker.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg import Cursor, sql

    from geotracker.tables import Column, Table

_TYPES = {
    "date": "date",
    "text": "text",
    "integer": "bigint",
    "number": "double precision",
    "flag": "boolean",
    "list": "text[]",
}
JSON = ("counts", "place_candidates")
"""Columns that hold JSON as text here, and as jsonb there."""
REGIONS = tables.Table(
    "regions",
    (
        tables.Column("code", "text", "ISO 3166-2, or ISO 3166-1 of a country that is not parted"),
        tables.Column("name", "text", "in English"),
        tables.Column("name_uk", "text", "in Ukrainian"),
        tables.Column("name_ru", "text", "in Russian"),
        tables.Column("country", "text", "ISO 3166-1 alpha-2"),
        tables.Column("country_name", "text", "in English"),
    ),
    "MultiPolygon",
)
REPLACED = (tables.MENTIONS, *controltables.TABLES.values(), REGIONS)
"""Tables whose parts are sent whole in place of what was there; events keep what they replace."""
_KEYS = {
    "events": ("PRIMARY KEY (event_id)", "UNIQUE (fid)"),
    "events_history": (),
    "mentions": (
        "PRIMARY KEY (mention_id)",
        "UNIQUE (fid)",
        "FOREIGN KEY (event_id) REFERENCES {schema}.events DEFERRABLE INITIALLY DEFERRED",
    ),
}
"""Keys that are others than `fid`."""
_FIRST = ("version integer NOT NULL", "changed_at timestamptz NOT NULL DEFAULT now()")


def statement(name: str) -> LiteralString:
    """Return the text of one of our SQL files; it holds no value, only {places} for names."""
    return files("geotracker").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def make(cursor: Cursor, schema: str) -> dict[str, bool]:
    """Make the tables where they are missing, and add the columns that are new.

    Return the names of the tables that are new (True) or have new columns (False). Keys of the new ones, indexes, views
    and roles come once they are filled: `finish`. PublishError: the schema is somebody else's.
    """
    from psycopg import sql  # noqa: PLC0415  only who publishes has it

    name = sql.Identifier(schema)
    there = _columns(cursor, schema)
    if there and "parts" not in there:
        message = f"the schema {schema!r} holds tables that geotracker did not make ({min(there)}): choose --schema"
        raise PublishError(message)
    if "parts" not in there:
        cursor.execute("SELECT FROM pg_namespace WHERE nspname = %s", (schema,))
        if not cursor.fetchall():  # asked first: IF NOT EXISTS wants the right to make one even where it is there
            cursor.execute(sql.SQL("CREATE SCHEMA {}").format(name))
        cursor.execute(sql.SQL(statement("bookkeeping")).format(schema=name))
    fid = "fid bigint GENERATED ALWAYS AS IDENTITY"
    history = (*_FIRST, "replaced_at timestamptz", "why text")
    made = {
        "events": _table(cursor, (schema, "events"), tables.EVENTS, there, (fid, *_FIRST)),
        "events_history": _table(cursor, (schema, "events_history"), tables.EVENTS, there, history),
        **{one.name: _table(cursor, (schema, one.name), one, there, (fid,)) for one in REPLACED},
    }
    return {name: name not in there for name, is_other in made.items() if is_other}


def finish(cursor: Cursor, schema: str, made: Mapping[str, bool]) -> None:
    """Make the keys, the indexes and the views of tables that were made or have new columns, as `make` told."""
    from psycopg import sql  # noqa: PLC0415

    name = sql.Identifier(schema)
    for table in (one for one, is_new in made.items() if is_new):
        for key in _KEYS.get(table, ("PRIMARY KEY (fid)",)):
            constraint = sql.SQL(key).format(schema=name)
            cursor.execute(sql.SQL("ALTER TABLE {} ADD {}").format(sql.Identifier(schema, table), constraint))
    for text in ("indexes", "views"):
        cursor.execute(sql.SQL(statement(text)).format(schema=name))


def _columns(cursor: Cursor, schema: str) -> dict[str, set[str]]:
    """Return the columns of every table and view of a schema."""
    cursor.execute(
        "SELECT relname, attname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace JOIN pg_attribute"
        " ON attrelid = pg_class.oid WHERE nspname = %s AND relkind IN ('r', 'v', 'm', 'p') AND attnum > 0"
        " AND NOT attisdropped",
        (schema,),
    )
    found: dict[str, set[str]] = {}
    for table, column in cursor.fetchall():
        found.setdefault(table, set()).add(column)
    return found


def _table(
    cursor: Cursor,
    name: tuple[str, str],
    table: Table,
    there: dict[str, set[str]],
    first: tuple[str, ...],
) -> bool:
    """Make a table, or add what columns it lacks; return whether there was anything to do."""
    from psycopg import sql  # noqa: PLC0415

    where = sql.Identifier(*name)
    wanted = {column.name: _type(column) for column in table.columns}
    wanted |= {"geom": f"geometry({table.shape}, 4326)", "part": "text NOT NULL"}
    if table is tables.EVENTS:
        wanted["digest"] = "text NOT NULL"
    new = [_column(column, type_) for column, type_ in wanted.items() if column not in there.get(name[1], set())]
    if name[1] in there:
        for column in new:
            cursor.execute(sql.SQL("ALTER TABLE {} ADD COLUMN {}").format(where, column))
        return bool(new)
    parts: list[sql.Composable] = [sql.SQL(text) for text in first] + new
    cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(where, sql.SQL(", ").join(parts)))
    _describe(cursor, where, table)
    return True


def _describe(cursor: Cursor, where: sql.Identifier, table: Table) -> None:
    from psycopg import sql  # noqa: PLC0415

    for column in table.columns:
        place = sql.SQL("{}.{}").format(where, sql.Identifier(column.name))
        cursor.execute(sql.SQL("COMMENT ON COLUMN {} IS {}").format(place, sql.Literal(column.says)))


def _column(name: str, type_: str) -> sql.Composable:
    from psycopg import sql  # noqa: PLC0415

    return sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(type_))


def _type(column: Column) -> str:
    return "jsonb" if column.name in JSON else _TYPES[column.type]


def merging(schema: str) -> Iterator[sql.Composed]:
    """Yield what brings `incoming_events` into events and settles the mentions, one statement at a time."""
    from psycopg import sql  # noqa: PLC0415

    names = [sql.Identifier(name) for name in tables.EVENTS.names]
    listed = {
        "schema": sql.Identifier(schema),
        "columns": sql.SQL(", ").join(names),
        "e_columns": sql.SQL(", ").join(sql.SQL("e.{}").format(name) for name in names),
        "i_columns": sql.SQL(", ").join(sql.SQL("i.{}").format(name) for name in names),
        "updates": sql.SQL(", ").join(sql.SQL("{0} = i.{0}").format(name) for name in names),
    }
    yield sql.SQL(statement("merge_events")).format(**listed)
    yield sql.SQL(statement("settle_mentions")).format(**listed)
