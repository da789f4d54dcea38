"""What a GeoPackage says of itself beside its rows: names of columns, value lists, where it is from, styles."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from geotracker.draw import qml, vocabulary
from geotracker.draw.qgisxml import document, node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geotracker.draw.faces import Face
    from geotracker.notice import Notice
    from geotracker.tables import Table

FAULTS = (sqlite3.Error,)
GEOMETRY = "geom"
"""The column of the geometry: GDAL's and QGIS's own name for it in a GeoPackage."""
# The tables of GeoPackage 1.3 and its extensions Schema and Metadata, and QGIS's own table of styles.
_TABLES = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP);
"""
_SCHEMA = ("gpkg_schema", "http://www.geopackage.org/spec120/#extension_schema")
_METADATA = ("gpkg_metadata", "http://www.geopackage.org/spec120/#extension_metadata")
_EXTENSIONS = (
    ("gpkg_data_columns", *_SCHEMA),
    ("gpkg_data_column_constraints", *_SCHEMA),
    ("gpkg_metadata", *_METADATA),
    ("gpkg_metadata_reference", *_METADATA),
)
_OF_QGIS, _OF_GDAL = "http://mrcc.com/qgis.dtd", "http://gdal.org"


def describe(path: Path, tables: Sequence[Table], faces: Sequence[Face], notice: Notice, made: str) -> None:
    """Write into the GeoPackage at `path` what its tables and columns are, their styles, and the notice.

    `made` is the time that all of it bears. Raises one of FAULTS where it cannot be written.
    """
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_TABLES)
        fill = database.executemany
        fill("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')", _EXTENSIONS)
        fill("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", list(_contents(tables)))
        fill("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)", list(_columns(tables)))
        fill(
            "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description)"
            " VALUES (?, 'enum', ?, ?)",
            list(_lists(tables)),
        )
        _tell(database, tables, notice, made)
        _dress(database, tables, faces, made)


def _contents(tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
    for table in tables:
        yield vocabulary.TABLES.get(table.name, ""), table.name


def _columns(tables: Sequence[Table]) -> Iterator[tuple[str | None, ...]]:
    for table in tables:
        for column in table.columns:
            alias = vocabulary.alias(column.name)
            domain = column.name if column.name in vocabulary.VALUES else None
            yield table.name, column.name, alias, alias, column.says, domain


def _lists(tables: Sequence[Table]) -> Iterator[tuple[str, str, str]]:
    used = {column.name for table in tables for column in table.columns}
    for name, values in vocabulary.VALUES.items():
        if name in used:
            yield from ((name, code, said) for code, said in values.items())


def _tell(database: sqlite3.Connection, tables: Sequence[Table], notice: Notice, made: str) -> None:
    """Keep the notice as QGIS shows it, with the file and each layer, and as GDAL does, with each layer.

    GDAL's own with the file would make every reader that closes it write a file .aux.xml beside it.
    """
    database.executemany(
        "INSERT INTO gpkg_metadata VALUES (?, 'dataset', ?, 'text/xml', ?)",
        [(1, _OF_QGIS, document(qml.metadata(notice))), (2, _OF_GDAL, _items(notice))],
    )
    insert = "INSERT INTO gpkg_metadata_reference VALUES"
    database.execute(f"{insert} ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", (made,))
    names = [(table.name, made, document_id) for table in tables for document_id in (1, 2)]
    database.executemany(f"{insert} ('table', ?, NULL, NULL, ?, ?, NULL)", names)


def _items(notice: Notice) -> str:
    items = [
        node("MDI", {"key": key.upper()}, text=value if isinstance(value, str) else "; ".join(value))
        for key, value in notice.told.items()
    ]
    return document(node("GDALMultiDomainMetadata", None, node("Metadata", None, *items)), doctype="")


def _dress(database: sqlite3.Connection, tables: Sequence[Table], faces: Sequence[Face], made: str) -> None:
    """Keep the styles; of each table the first is what QGIS takes by itself."""
    names = {table.name for table in tables}
    dressed: set[str] = set()
    for face in faces:
        if face.table.name in names:
            first = face.table.name not in dressed
            dressed.add(face.table.name)
            database.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
                " styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)"
                " VALUES ('', '', ?, ?, ?, ?, '', ?, ?, '', NULL, ?)",
                (face.table.name, GEOMETRY, face.title, qml.style(face), first, face.filter, made),
            )
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles that QGIS draws the layers with', ?)",
        (made,),
    )
