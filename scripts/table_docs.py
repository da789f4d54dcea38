"""Write docs/tables.md: every table with its columns, their types and what they hold."""

from __future__ import annotations

from pathlib import Path

from geotracker import controltables, groundtables, tables
from geotracker.tables import CRS, Table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "tables.md"
HEAD = f"""# Tables

What the store and the exports hold. Every table ends with `geometry` in {CRS}: a point, empty where the place is not
known; of grounds, control and regions, polygons and lines. A `list` is a list of strings in Parquet, an array in
GeoJSON, and joined by "; " elsewhere. `make docs` writes this page.
"""


def text() -> str:
    """Return the page, in Markdown."""
    everything = (
        *tables.TABLES.values(),
        groundtables.FOOTPRINTS,
        *controltables.TABLES.values(),
        groundtables.REGIONS,
    )
    return "\n".join([HEAD, *map(section, everything)])


def section(table: Table) -> str:
    """Return the part of the page on one table."""
    rows = (f"| `{column.name}` | {column.type} | {column.says} |" for column in table.columns)
    return "\n".join([f"## {table.name}\n", "| column | type | holds |", "|---|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print(f"{PAGE} written")
