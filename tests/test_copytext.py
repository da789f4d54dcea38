"""Rows as COPY's text: a column at a time, and no text of a report is more than text."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from geotracker import copytext, tables
from tests import frames


def _cells(*rows: dict[str, object], without: str = "") -> list[dict[str, str]]:
    """Return the cells of events as COPY would be given them, by column."""
    arrow = tables.to_arrow(frames.events(*rows), tables.EVENTS)
    arrow = arrow.append_column("part", pa.array(["p\t"] * len(rows)))
    arrow = arrow.drop_columns([without] if without else [])
    names = [*tables.EVENTS.names, "geom", "part"]
    told = copytext.lines(tables.EVENTS, arrow, ["part"]).decode()
    assert told.endswith("\n")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in told[:-1].split("\n")]


def test_text_cannot_end_its_cell() -> None:
    """Tabs, line ends and backslashes are escaped, a NUL goes, and text that looks like null stays text."""
    (cells,) = _cells({"place": "a\tb\nc\rd\0", "facility": "\\N", "weapon": "\\."})
    assert (cells["place"], cells["facility"], cells["weapon"]) == (r"a\tb\nc\rd", r"\\N", r"\\.")
    assert cells["part"] == r"p\t"


def test_items_of_a_list_cannot_end_it() -> None:
    """Quotes and backslashes are escaped for the array, then once more for the line; lists keep their own rows."""
    first, second, third = _cells({"claimed_by": ['a"b', "c\\d", "e,f", "NULL", ""]}, {}, {"claimed_by": ["{x}"]})
    assert first["claimed_by"] == r'{"a\\"b","c\\\\d","e,f","NULL",""}'
    assert (second["claimed_by"], third["claimed_by"]) == ("{}", '{"{x}"}')


def test_what_is_not_known_is_null() -> None:
    """A number, a point, JSON that is none, a list that is null, a column that an older file does not have."""
    (cells,) = _cells({"geometry": frames.NOWHERE, "counts": "no json", "front_km": float("nan")}, without="weapon")
    assert [cells[name] for name in ("geom", "counts", "front_km", "weapon")] == ["\\N"] * 4
    arrow = tables.to_arrow(frames.events({"basis": ["photo"]}), tables.EVENTS)
    unknown = pa.nulls(1, pa.list_(pa.string()))
    arrow = arrow.set_column(arrow.column_names.index("basis"), "basis", unknown)
    arrow = arrow.set_column(
        arrow.column_names.index("front_km"), "front_km", pc.divide(pa.array([0.0]), pa.array([0.0]))
    )
    line = copytext.lines(tables.EVENTS, arrow, []).decode().split("\t")
    told = dict(zip(tables.EVENTS.names, line[:-1], strict=True))
    assert (told["basis"], told["front_km"]) == ("{}", "\\N")


def test_json_is_checked_and_holds_no_nul() -> None:
    """Jsonb would refuse the whole publication."""
    (cells,) = _cells({"counts": '{"a":"x\\u0000\\n"}'})
    assert cells["counts"] == r'{"a": "x\\n"}'


def test_no_rows_are_no_lines() -> None:
    """Not an empty one."""
    assert copytext.lines(tables.EVENTS, tables.to_arrow(tables.empty(tables.EVENTS), tables.EVENTS), []) == b""
