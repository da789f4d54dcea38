"""Tests of control for the map: what is kept, what is written again, what may be shown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from geotracker import control, controlintake, controlmap, pipeline
from geotracker.control import Window
from geotracker.draw import controlcode
from geotracker.geo.control import Told
from geotracker.workspace import Workspace, create
from tests import shapes

if TYPE_CHECKING:
    from pathlib import Path

    from shapely import Geometry

FIRST = date(2025, 1, 1)
KEPT = "data/store/control_drawn/source=mapper/category=assessed.json"
SOURCE = """
[sources.mapper]
title = "Mapper"
publisher = "Mappers' union"
kind = "control"
match = "mapper"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    """Return a workspace with ground that grows on three days."""
    create(tmp_path / "desk")
    workspace = Workspace(tmp_path / "desk")
    for number in range(3):
        _add(workspace, number, shapes.square(0, 0, 0.5 + number / 10))
    return workspace


def _add(workspace: Workspace, number: int, shape: Geometry, category: str = "assessed") -> None:
    file = shapes.write(workspace.root / f"{category}-{number}.geojson", shape)
    (outcome,) = controlintake.add(workspace.root, [file], Told(FIRST + timedelta(number), "mapper", category))
    assert outcome.status in {"added", "replaced"}


def _series(workspace: Workspace, window: Window | None = None) -> tuple[controlmap.ControlSeries, ...]:
    return controlmap.shown(workspace, window or Window()).series


def test_every_day_is_there_with_the_figures_of_control_change(desk: Workspace) -> None:
    """Not computed a second time: they are those that `control change` prints."""
    (series,) = _series(desk)
    assert [day.day for day in series.days] == [FIRST + timedelta(number) for number in range(3)]
    rows = control.changes(desk.root)
    assert [day.gained_km2 for day in series.days[1:]] == [row["gained_km2"] for row in rows]
    assert series.days[1].gained_km2 > 500
    assert all((day.front_km or 0) > 100 for day in series.days)


def test_days_are_written_once(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second map writes none again, and the file stays as it is; a new day writes itself alone."""
    written: list[date] = []
    day = controlcode.day

    def counted(drawn: controlcode.Drawn, before: controlcode.Drawn | None) -> bytes:
        written.append(drawn.day)
        return day(drawn, before)

    monkeypatch.setattr(controlcode, "day", counted)
    first = _series(desk)
    assert len(written) == 3
    stat = (desk.root / KEPT).stat()
    assert _series(desk) == first
    assert len(written) == 3
    assert (desk.root / KEPT).stat() == stat
    _add(desk, 3, shapes.square(0, 0, 0.9))
    _series(desk)
    assert written[3:] == [FIRST + timedelta(3)]


def test_a_day_replaced_is_written_again_with_the_next(desk: Workspace) -> None:
    """As if the store had never held another."""
    before = _series(desk)[0].days
    _add(desk, 1, shapes.square(0, 0, 0.7))
    after = _series(desk)[0].days
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, False]
    (desk.root / KEPT).unlink()
    assert _series(desk)[0].days == after


def test_ground_held_before_2022_moves_the_front_of_later_days(desk: Workspace) -> None:
    """It is one ground with what is held now, so what was kept is no longer true."""
    before = _series(desk)[0].days
    _add(desk, 0, shapes.square(-0.5, 0, 0.5), "pre_2022")
    after = {series.category: series.days for series in _series(desk)}
    assert after["assessed"][0].front_km != before[0].front_km
    assert after["pre_2022"][0].front_km is None


def test_a_damaged_note_is_written_again(desk: Workspace) -> None:
    """It is derived."""
    whole = _series(desk)
    for damage in ("{", json.dumps({"2025-01-01": {"key": "x"}}), json.dumps([])):
        (desk.root / KEPT).write_text(damage, encoding="utf-8")
        assert _series(desk) == whole


def test_a_window_begins_with_the_day_before_it(desk: Workspace) -> None:
    """Which stands by itself, so that the change of the window's first day can be told."""
    whole = _series(desk)[0].days
    (series,) = _series(desk, Window(since=FIRST + timedelta(2)))
    assert [day.day for day in series.days] == [FIRST + timedelta(1), FIRST + timedelta(2)]
    assert series.days[1] == whole[2]
    assert len(series.days[0].code) > len(whole[1].code)
    assert _series(desk, Window(until=FIRST - timedelta(1))) == ()
    (old,) = _series(desk, Window(since=FIRST + timedelta(9)))
    assert [day.day for day in old.days] == [FIRST + timedelta(2)]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("", "rights are unknown"),
        ('rights = "CC BY 4.0"\nterms = "https://example.org/"\npermission = 2025-01-01\n', "does not allow to pass"),
    ],
)
def test_in_public_a_source_without_permission_is_left_out_and_named(desk: Workspace, more: str, why: str) -> None:
    """With the reason; a permission for its geometry shows it."""
    sources = desk.data / "sources.toml"
    given = 'rights = "CC BY 4.0"\nterms = "https://example.org/"\npermission = 2025-01-01\ngeometry = "redistribute"\n'
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text + SOURCE + more, encoding="utf-8")
    shown = controlmap.shown(desk, Window(), public=True)
    assert shown.series == ()
    assert why in shown.left_out[0]
    assert "Mapper" in shown.left_out[0]
    sources.write_text(text + SOURCE + given, encoding="utf-8")
    shown = controlmap.shown(desk, Window(), public=True)
    assert (len(shown.series), shown.left_out) == (1, ())
    assert "CC BY 4.0" in shown.series[0].credit


def test_the_map_of_a_workspace_shows_its_control(desk: Workspace) -> None:
    """And a public one says what it leaves out."""
    pipeline.ingest(desk.root, pipeline.inbox(desk.root))
    assert "geotracker.control(map_events" in pipeline.draw(desk.root).read_text(encoding="utf-8")
    public = pipeline.draw(desk.root, desk.root / "public.html", public=True, now=date(2025, 2, 1))
    text = public.read_text(encoding="utf-8")
    assert "geotracker.control(map_events" not in text
    assert "Control of terrain by mapper is not shown: no source in sources.toml has that name." in text
