"""Control polygons come into the store day by day, and what changed between days is kept with them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyproj
import pytest
import shapely

from geotracker import control, controlintake, controlstore, controltables, fronts
from geotracker.control import Window
from geotracker.controldays import ControlDays
from geotracker.controlstore import Series
from geotracker.errors import ControlError
from geotracker.geo import change, raions, regions
from geotracker.geo.control import Told
from geotracker.workspace import Workspace, create
from tests import frames, shapes

if TYPE_CHECKING:
    from pathlib import Path

PEN = Series("pen", "assessed")


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    """Return an empty workspace."""
    create(tmp_path / "desk")
    return Workspace(tmp_path / "desk")


def add(desk: Workspace, day: int, *drawn: shapely.Geometry, category: str = "assessed") -> controlintake.Outcome:
    """Add a day of January 2025."""
    path = shapes.write(desk.root / f"{category}.geojson", *drawn)
    (outcome,) = controlintake.add(desk.root, [path], Told(date(2025, 1, day), "pen", category))
    return outcome


def changed(desk: Workspace, day: int, category: str = "assessed") -> list[dict[str, Any]]:
    """Return the stored rows of CONTROL_CHANGE of a day of January 2025."""
    rows = controlstore.read(desk, Series("pen", category), date(2025, 1, day), controltables.CONTROL_CHANGE)
    return rows.drop_columns("geometry").to_pylist()


def figure(desk: Workspace, day: int, category: str = "assessed") -> dict[str, Any]:
    """Return the figures of the whole."""
    return change.figures(changed(desk, day, category), by_region=False)[0]


def front(desk: Workspace) -> shapely.Geometry:
    """Return the front line of the first day of January 2025."""
    return control.front(ControlDays(desk), "pen", date(2025, 1, 1))


def test_a_day_is_added_recognised_and_replaced(desk: Workspace) -> None:
    """The same bytes change nothing; others take the place of what was there."""
    assert add(desk, 1, shapes.square()).status == "added"
    file = PEN.file(desk, controltables.CONTROL, date(2025, 1, 1))
    before = file.read_bytes()
    assert add(desk, 1, shapes.square()).status == "unchanged"
    assert file.read_bytes() == before
    assert add(desk, 1, shapes.square(0.2)).status == "replaced"
    assert gpd.read_parquet(file).geometry[0].equals(shapes.square(0.2))
    assert PEN.days(desk) == [date(2025, 1, 1)]


def test_a_file_that_cannot_be_used_leaves_the_store_as_it_was(desk: Workspace) -> None:
    """And the others go in."""
    add(desk, 1, shapes.square())
    before = {path: path.read_bytes() for path in desk.store.rglob("*.parquet")}
    bad = shapes.write(desk.root / "bad.geojson", shapely.LineString([(37, 48), (38, 49)]))
    good = shapes.write(desk.root / "good.geojson", shapes.square(0.1))
    outcomes = controlintake.add(
        desk.root, [bad, desk.root / "none.geojson"], Told(date(2025, 1, 1), "pen", "assessed")
    )
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert {path: path.read_bytes() for path in desk.store.rglob("*.parquet")} == before
    outcomes = controlintake.add(desk.root, [bad, good], Told(date(2025, 1, 2), "pen", "assessed"))
    assert [outcome.status for outcome in outcomes] == ["failed", "added"]


def test_gained_less_lost_is_the_difference_of_the_days(desk: Workspace) -> None:
    """And a missing day is a gap that the row names."""
    one = add(desk, 1, shapes.square()).found
    two = add(desk, 4, shapes.square(0.05, 0, 0.2)).found
    assert one is not None
    assert two is not None
    found = figure(desk, 4)
    assert found["from_day"] == date(2025, 1, 1)
    assert found["lost_km2"] == pytest.approx(one.area_km2 / 2, rel=1e-3)
    assert found["net_km2"] == pytest.approx(two.area_km2 - one.area_km2, abs=1e-6)
    assert found["area_km2"] == pytest.approx(two.area_km2, abs=1e-6)
    assert found["sliver_km2"] == 0


def test_regions_add_up_to_the_whole(desk: Workspace) -> None:
    """Ground on both sides of an oblast's border is divided between the two, and so is what is held."""
    add(desk, 1, shapes.square(-0.6, 0, 0.3))
    add(desk, 2, shapes.square(-0.6, 0, 0.6))
    whole, *regions = change.figures(changed(desk, 2), by_region=True)
    oblasts = {row["admin1"]: row for row in regions if not row["admin2"]}
    assert set(oblasts) >= {"Donetsk Oblast", "Dnipropetrovsk Oblast"}
    for column in ("gained_km2", "lost_km2", "net_km2", "area_km2", "sliver_km2"):
        assert sum(row[column] for row in oblasts.values()) == pytest.approx(whole[column], abs=0.02)
        for name, oblast in oblasts.items():
            parts = [row[column] for row in regions if row["admin1"] == name and row["admin2"]]
            assert sum(parts) == pytest.approx(oblast[column], abs=1e-4)


def test_raions_are_told(desk: Workspace) -> None:
    """Ground around Pokrovsk is its raion's; an official file of raions makes it another's."""
    add(desk, 1, shapes.square(0.1, 0.2, 0.1))
    add(desk, 2, shapes.square(0.1, 0.2, 0.2))
    (row,) = [row for row in control.changes(desk.root, by_region=True) if row["admin2"]]
    assert (row["admin1"], row["admin2"]) == ("Donetsk Oblast", "Pokrovsk Raion")
    assert row["gained_km2"] == pytest.approx(3 / 4 * row["area_km2"], rel=1e-2)
    known = raions.of(None)
    pokrovsk, bakhmut = (known[known["name"] == f"{name} Raion"].geometry.iloc[0] for name in ("Pokrovsk", "Bakhmut"))
    ground = shapes.square(0.1, 0.2, 0.2)
    folder = desk.data / "regions"
    folder.mkdir()
    shapes.write(folder / "raions.geojson", pokrovsk - ground, bakhmut | ground)
    (row,) = [row for row in control.changes(desk.root, by_region=True) if row["admin2"] and row["gained_km2"]]
    assert row["admin2"] == "Bakhmut Raion"


def test_official_borders_tell_where_no_front_runs(desk: Workspace) -> None:
    """Ground up to an official state border has no front there, and the line that was kept is no longer true."""
    add(desk, 1, shapes.square(0, 0, 0.5))
    around = front(desk)
    ours = regions.load().set_index("code").geometry["UA-14"]
    (desk.data / "regions").mkdir()
    shapes.write(desk.data / "regions/official.geojson", ours - shapely.box(37.5, 47, 41, 50), code="UA-14")
    fewer = front(desk)
    assert around.bounds == shapes.square(0, 0, 0.5).bounds
    assert fewer.bounds[2] < 37.47
    assert 0.6 < fewer.length / around.length < 0.8
    (desk.data / "regions/official.geojson").unlink()
    assert front(desk).equals(around)


def test_a_thin_strip_is_shown_again_as_a_sliver(desk: Workspace) -> None:
    """30 m wide: it counts as gained and as a sliver; a kilometre does not."""
    add(desk, 1, shapes.square())
    add(desk, 2, shapely.union(shapes.square(), shapely.box(37.1, 48.0, 37.1004, 48.1)))
    thin = figure(desk, 2)
    assert thin["gained_km2"] == pytest.approx(0.33, abs=0.02)
    assert thin["sliver_km2"] == pytest.approx(thin["gained_km2"])
    add(desk, 3, shapes.square(0, 0, 0.12))
    assert figure(desk, 3)["sliver_km2"] == 0


def test_a_move_between_categories_is_no_loss(desk: Workspace) -> None:
    """Claimed ground that becomes assessed is recategorised, whichever file comes first."""
    for day, assessed, claimed in ((1, 0.1, 0.2), (2, 0.15, 0.15)):
        add(desk, day, shapely.box(37, 48, 37 + assessed, 48.1))
        add(desk, day, shapely.box(37 + assessed, 48, 37 + assessed + claimed, 48.1), category="claimed")
    claimed = figure(desk, 2, "claimed")
    assert claimed["lost_km2"] == pytest.approx(0, abs=1e-9)
    assert claimed["recategorised_km2"] == pytest.approx(figure(desk, 2)["gained_km2"])
    assert {row["to_category"] for row in changed(desk, 2, "claimed") if row["change"] == "recategorised"} == {
        "assessed"
    }


def test_a_day_between_two_changes_both(desk: Workspace) -> None:
    """The order of adding does not matter: the store holds the same bytes."""
    for day in (1, 3, 2, 5):
        add(desk, day, shapes.square(0, 0, 0.1 * day))
    other = Workspace(desk.root.parent / "other")
    create(other.root)
    for day in (1, 2, 3, 5):
        add(other, day, shapes.square(0, 0, 0.1 * day))
    days = [changed(desk, day) for day in (2, 3, 5)]
    assert days == [changed(other, day) for day in (2, 3, 5)]
    assert [rows[0]["from_day"].day for rows in days] == [1, 2, 3]


def test_all_real_files_go_in(desk: Workspace, corpus: Path) -> None:
    """Every day of each source, and of the messy ones what can be mended; all that was gained and lost adds up."""
    files = [*sorted((corpus / "control" / "deepstate").glob("*")), *(corpus / "control" / "isw2022").glob("*")]
    outcomes = controlintake.add(desk.root, files, Told())
    assert {outcome.status for outcome in outcomes} == {"added"}
    every = controlstore.every(desk)
    assert (len(every), sum(map(len, every.values()))) == (5, len(files))
    days = [outcome.found for outcome in outcomes if outcome.found and outcome.found.source == "deepstate"]
    geod = pyproj.Geod(ellps="WGS84")
    first, last = (abs(geod.geometry_area_perimeter(days[at].shape)[0]) / 1e6 for at in (0, -1))
    rows = control.changes(desk.root, Window(source="deepstate"), by_region=True)
    whole = [row for row in rows if not row["admin1"]]
    oblasts = [row for row in rows if row["admin1"] and not row["admin2"]]
    for figures in (whole, oblasts):
        assert sum(row["net_km2"] for row in figures) == pytest.approx(last - first, abs=0.1)
    messy = controlintake.add(
        desk.root, sorted((corpus / "messy").glob("*")), Told(source="messy", category="assessed")
    )
    assert [outcome.status for outcome in messy] == ["added", "failed", "failed"]
    assert all("2202" in outcome.message for outcome in messy[1:])
    assert messy[0].found is not None
    assert messy[0].found.notes


def test_figures_of_a_window(desk: Workspace) -> None:
    """Days outside of it, other sources and other categories are left out; the first day gives no row."""
    for day in (1, 2, 3):
        add(desk, day, shapes.square(0, 0, 0.1 * day))
        add(desk, day, shapes.square(1, 0, 0.1 * day), category="claimed")
    assert len(control.changes(desk.root)) == 4
    window = Window(date(2025, 1, 3), date(2025, 1, 3), "pen", "claimed")
    (found,) = control.changes(desk.root, window)
    assert (found["day"], found["from_day"], found["category"]) == (date(2025, 1, 3), date(2025, 1, 2), "claimed")
    assert control.changes(desk.root, Window(source="other")) == []


def test_what_is_missing_or_no_longer_true_is_derived_again(desk: Workspace) -> None:
    """A run that was cut off, or a day that somebody removed, leaves no wrong figure."""
    for day in (1, 2, 3):
        add(desk, day, shapes.square(0, 0, 0.1 * day))
    before = control.changes(desk.root)
    PEN.file(desk, controltables.CONTROL_CHANGE, date(2025, 1, 2)).unlink()
    assert control.changes(desk.root) == before
    PEN.file(desk, controltables.CONTROL, date(2025, 1, 2)).unlink()
    (found,) = control.changes(desk.root)
    assert found["from_day"] == date(2025, 1, 1)
    assert found["net_km2"] == pytest.approx(sum(row["net_km2"] for row in before), abs=1e-5)


def test_sources_are_compared_and_never_subtracted(desk: Workspace) -> None:
    """What only one of the two shows, by oblast; change knows one source only."""
    add(desk, 1, shapes.square())
    other = shapes.write(desk.root / "o.geojson", shapes.square(0.05))
    controlintake.add(desk.root, [other], Told(date(2025, 1, 1), "ink", "assessed"))
    assert control.changes(desk.root) == []
    found = control.compare(desk.root, ("pen", "ink"), date(2025, 1, 1))
    whole = {row.shown_by: row.area_km2 for row in found if not row.admin1}
    assert whole["pen"] == pytest.approx(whole["both"], rel=1e-3)
    assert whole["ink"] == pytest.approx(whole["both"], rel=1e-3)
    with pytest.raises(ControlError, match="newest day before is 2025-01-01"):
        control.compare(desk.root, ("pen", "ink"), date(2025, 1, 2))
    with pytest.raises(ControlError, match="did you mean 'ink'"):
        control.compare(desk.root, ("pen", "inc"), date(2025, 1, 1))
    with pytest.raises(ControlError, match="name two sources"):
        control.compare(desk.root, ("pen", "pen"), date(2025, 1, 1))


def test_layers_have_their_days(desk: Workspace) -> None:
    """Control, change and front line, each with its table's columns; what did not change has no polygon."""
    for day in (1, 2, 3):
        add(desk, day, shapes.square(0, 0, 0.1 * min(day, 2)))
    layers = {table.name: frame for table, frame in control.layers(desk)}
    assert list(layers["control"]["day"]) == [date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3)]
    assert set(layers["control_change"]["change"]) == {"gained"}
    assert set(layers["control_change"]["day"]) == {date(2025, 1, 2)}
    assert layers["front_line"]["length_km"][0] < layers["front_line"]["length_km"][1]
    assert control.layers(desk, Window(since=date(2026, 1, 1))) == []


def test_events_stand_against_the_newest_day(desk: Workspace) -> None:
    """Up to a week old; what was held before 2022 is one ground with what is held now."""
    add(desk, 10, shapes.square(0, 0, 0.5))
    add(desk, 1, shapes.square(0.5, 0, 0.5), category="pre_2022")
    claim = {"kind": "advance", "evidence": "claimed", "actor": "russia", "country": "UA"}
    rows = [{**claim, "geometry": shapely.Point(37.25, 48.6), "end": date(2025, 1, day)} for day in (9, 10, 17, 18)] + [
        {**claim, "geometry": shapely.Point(37.75, 48.25), "end": date(2025, 1, 10)}
    ]
    found = control.stand(desk, frames.events(*rows))
    assert list(found["control"]) == ["", "ukraine", "ukraine", "", "russia"]
    assert found["beyond_control_km"].notna().tolist() == [False, True, True, False, False]
    assert found["beyond_control_km"][1] == pytest.approx(11.1, abs=0.1)
    add(desk, 2, shapes.square(0, 0.5, 0.5), category="pre_2022")
    assert list(control.stand(desk, frames.events(rows[1]))["control"]) == ["russia"]


def test_the_inbox_is_taken_in_once(desk: Workspace) -> None:
    """What lies there goes in as by `add`, folders included; what is wrong is told each time, and the rest goes on."""
    pen = desk.control / "pen"
    pen.mkdir()
    facts = {"source": "pen", "category": "assessed"}
    shapes.write(pen / "2025-01-01.geojson", shapes.square(), **facts)
    shapes.write(desk.control / "2202-02-02.geojson", shapes.square(), **facts)
    for aside in ("README.md", ".hidden.geojson", "a.prj"):
        (desk.control / aside).write_text("{")
    assert len(controlintake.pending(desk)) == 2
    wrong, good = controlintake.take_in(desk)
    assert (wrong.status, good.status) == ("failed", "added")
    assert "is dated 2202-02-02" in wrong.message
    assert [outcome.status for outcome in controlintake.take_in(desk)] == ["failed"]
    shapes.write(pen / "2025-01-01.geojson", shapes.square(0.1), **facts)
    assert [outcome.status for outcome in controlintake.take_in(desk)] == ["failed", "replaced"]
    PEN.file(desk, controltables.CONTROL, date(2025, 1, 1)).unlink()
    assert [outcome.status for outcome in controlintake.take_in(desk)] == ["failed", "added"]
    assert controlintake.take_in(desk, now=date(2024, 1, 1))[0].status == "failed"


def test_a_later_add_is_not_undone_by_the_inbox(desk: Workspace) -> None:
    """A file that was taken in has had its say."""
    shapes.write(desk.control / "2025-01-01.geojson", shapes.square(), source="pen", category="assessed")
    controlintake.take_in(desk)
    assert add(desk, 1, shapes.square(0.2)).status == "replaced"
    assert controlintake.take_in(desk) == []


def test_the_distance_to_the_front_of_a_day(desk: Workspace) -> None:
    """On either side of it, by the newest day of the week; a workspace or day without a front has none."""
    assert fronts.distance(desk) is None
    add(desk, 10, shapes.square(0, 0, 0.5))
    away = fronts.distance(desk)
    assert away is not None
    assert away(37.25, 48.6, date(2025, 1, 12)) == pytest.approx(11.1, abs=0.1)
    assert away(37.25, 48.4, date(2025, 1, 12)) == pytest.approx(11.1, abs=0.1)
    assert away(37.25, 48.6, date(2025, 1, 9)) is None
    assert away(37.25, 48.6, date(2025, 1, 18)) is None
