"""Tables keep their columns, types and CRS."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
import shapely

from geotracker import controltables, tables
from geotracker.errors import TableError
from tests import frames


def test_a_table_comes_back_from_arrow_as_it_went_in() -> None:
    """Dates, texts, numbers, flags, lists and points survive the way into Arrow and back."""
    frame = frames.events(
        {"basis": ["photo", "official"], "disputed": True, "radius_m": 12.5, "place": "Київ"},
        {"start": date(2024, 2, 29), "geometry": frames.NOWHERE, "admin1": None},
    )
    back = tables.from_arrow(tables.to_arrow(frame, tables.EVENTS), tables.EVENTS)
    pd.testing.assert_frame_equal(back, frame)
    assert back.crs == frame.crs


def test_a_list_column_is_a_list_of_strings_even_when_every_list_is_empty() -> None:
    """Arrow gets its schema from the table, not from the values."""
    arrow = tables.to_arrow(frames.events({}), tables.EVENTS)
    assert str(arrow.schema.field("basis").type) == "list<item: string>"
    assert str(arrow.schema.field("start").type) == "date32[day]"


def test_an_empty_table_has_its_columns() -> None:
    """A table without a row is still that table."""
    frame = tables.empty(tables.EVENTS)
    assert list(frame.columns) == [*tables.EVENTS.names, "geometry"]
    assert tables.to_arrow(frame, tables.EVENTS).num_rows == 0


def test_dates_come_first_and_are_the_only_ones() -> None:
    """A GIS that guesses the time fields finds `start` and `end`, or the day of control polygons."""
    for name, table in {**tables.TABLES, **controltables.TABLES}.items():
        dated = [column.name for column in table.columns if column.type == "date"]
        if name == "sectors":  # its days are its report's
            continue
        assert table.names[: len(dated)] == dated
        assert dated[0] == ("start" if name in ("mentions", "events") else "day")


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda frame: frame.drop(columns="kind"), "column kind is missing"),
        (lambda frame: frame.assign(colour="red"), "column colour is not declared"),
        (lambda frame: frame.to_crs(3857), "CRS is EPSG:3857"),
        (lambda frame: frame.assign(n_mentions="many"), "column n_mentions"),
    ],
)
def test_a_frame_that_is_not_the_table_is_refused(spoil: object, named: str) -> None:
    """The first fault is named."""
    assert callable(spoil)
    with pytest.raises(TableError, match=named):
        tables.check(spoil(frames.events({})), tables.EVENTS)


def test_a_row_that_lacks_a_column_is_refused() -> None:
    """`build` names the column."""
    with pytest.raises(TableError, match="lacks the column 'start'"):
        tables.build(tables.EVENTS, [{}], [shapely.Point(0, 0)])
