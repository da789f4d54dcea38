"""What others may see: by recorded rights, after a delay, without what would give a position or a person away."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import shapely

from geotracker import control, controlintake, pipeline, publication, store, tables
from geotracker.controltables import CONTROL
from geotracker.errors import RightsError
from geotracker.geo import gazetteer, snapping
from geotracker.geo.control import Told
from geotracker.publication import WITHHELD, Published, Publisher
from geotracker.workspace import Workspace, create
from tests import frames, shapes

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from geotracker.tables import Table

OPEN = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
Russian forces attacked near Hidden Barn on January 18.
"""
CLOSED = """Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
Russian forces struck Kramatorsk on January 18.
"""
SOURCES = """
[sources.open]
title = "Open Daily"
publisher = "Open House"
kind = "report"
match = "-open"
rights = "CC-BY-4.0"
terms = "https://example.org/terms"
permission = 2025-01-20

[sources.closed]
title = "Closed Daily"
publisher = "Closed House"
kind = "report"
match = "-closed"

[sources.pen]
title = "Pen Map"
publisher = "Pen House"
kind = "control"
match = "pen"
"""
PERMIT = 'rights = "CC0-1.0"\nterms = "https://example.org/pen"\npermission = 2025-01-20\n'
PLACES = "name,aliases,lat,lon,region,note\nHidden Barn,,48.61234,37.52345,Donetsk Oblast,where we stayed\n"
NOTHING = "rights are unknown, no link to terms, no day of permission"
LATER = datetime(2025, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with a report of each source and a place of its user's; tests copy it."""
    folder = tmp_path_factory.mktemp("publication")
    root = folder / "desk"
    create(root)
    for sample in (root / "data" / "reports").glob("*sample*"):
        sample.unlink()
    (root / "data" / "places.csv").write_text(PLACES)
    for name, text in (("2025-01-18-open.txt", OPEN), ("2025-01-18-closed.txt", CLOSED)):
        (folder / name).write_text(text)
        (outcome,) = pipeline.ingest(root, [folder / name])
        assert outcome.status == "added"
    return root


@pytest.fixture
def desk(read: Path, tmp_path: Path) -> Workspace:
    """Return a workspace that a test may change."""
    root = tmp_path / "desk"
    shutil.copytree(read, root)
    (root / "data" / "sources.toml").write_text(SOURCES)
    return Workspace(root)


def shown(desk: Workspace, moment: datetime = LATER) -> Published:
    """Return what may be published of the whole store."""
    return publication.published(Publisher(desk, moment), store.events(desk))


def test_what_no_permitted_report_tells_is_left_out_and_counted(desk: Workspace) -> None:
    """Kramatorsk stands in the closed report alone."""
    found = shown(desk)
    assert "Kramatorsk" in set(store.events(desk)["place"])
    assert set(found.events["place"]) == {"Lyudinovo", "Hidden Barn"}
    assert set(found.mentions["report_id"]) == set(found.reports) == {"2025-01-18-open"}
    (line,) = [line for line in found.left_out if "Closed" in line]
    assert line == f"1 event left out: Closed Daily: {NOTHING}"
    assert found.attributions == ("Open Daily, Open House (CC-BY-4.0, https://example.org/terms).",)


def test_an_event_of_both_is_told_from_the_permitted_report_alone(desk: Workspace) -> None:
    """It keeps its id, and nothing of the closed report's mentions."""
    private = store.events(desk).set_index("place").loc["Lyudinovo"]
    assert private["n_mentions"] == 2
    found = shown(desk)
    public = found.events.set_index("place").loc["Lyudinovo"]
    assert public["event_id"] == private["event_id"]
    assert public["n_mentions"] == 1
    assert public["report_id"] == "2025-01-18-open"
    assert set(public["mention_ids"]) == set(found.mentions["mention_id"]) & set(private["mention_ids"])
    assert set(found.mentions["event_id"]) == set(found.events["event_id"])
    assert "1 event told from the reports alone that may be published" in found.left_out


def test_events_are_held_back_after_their_last_day(desk: Workspace) -> None:
    """Twelve hours unless the file says otherwise; a day that counts as now counts as over."""
    assert len(shown(desk, datetime(2025, 1, 19, 12, tzinfo=UTC)).events) == 2
    early = shown(desk, datetime(2025, 1, 19, 11, 59, tzinfo=UTC))
    assert early.events.empty
    assert early.mentions.empty
    assert "2 events held back: ended less than 12 hours ago" in early.left_out
    sources = desk.data / "sources.toml"
    sources.write_text("public_delay_hours = 0\n" + SOURCES)
    assert len(shown(desk, datetime(2025, 1, 18, tzinfo=UTC)).events) == 2
    sources.write_text("public_delay_hours = 48\n" + SOURCES)
    assert shown(desk, publication.moment(date(2025, 1, 19))).events.empty
    assert len(shown(desk, publication.moment(date(2025, 1, 20))).events) == 2


def test_a_place_of_the_users_own_is_set_to_its_settlement(desk: Workspace) -> None:
    """Neither point nor candidates nor reason tell where it was."""
    private = store.events(desk).set_index("place").loc["Hidden Barn"]
    assert (private.geometry.y, private.geometry.x) == (48.61234, 37.52345)
    found = shown(desk)
    for frame in (found.events, found.mentions):
        public = frame.set_index("place").loc["Hidden Barn"]
        assert (public.geometry.y, public.geometry.x) != (48.61234, 37.52345)
        assert public.geometry.distance(private.geometry) < 0.2
        assert public["settlement"] not in ("", "Hidden Barn")
        assert public["geo_precision"] == 3
        assert public["admin1_code"] == "UA-14"
        assert "48.6123" not in " ".join(str(value) for value in public.drop("geometry"))
    assert "1 event at places of data/places.csv: set to the nearest settlement" in found.left_out


def test_nothing_says_how_near_the_front_something_was(desk: Workspace) -> None:
    """Distances are gone; who held the place goes where the source of control is not permitted."""
    near = {"event_id": "m1", "front_km": 1.5, "beyond_control_km": 0.5, "control": "contested"}
    held = frames.events({**near, "excerpt": "word " * 40, "place_reason": "data/corrections.toml: N. K. was there"})
    publisher = Publisher(desk, LATER)
    plain = publication._plainer(publisher, held)  # noqa: SLF001 -- a store with all this would tell no more
    assert plain[list(WITHHELD)].isna().all().all()
    assert plain["control"][0] == "contested"
    assert len(plain["excerpt"][0].split()) == 26
    assert plain["excerpt"][0].endswith(" …")
    assert plain["place_reason"][0] == "corrected by hand"
    assert not set(WITHHELD) & set(publication.PUBLIC_EVENTS.names)


def test_without_any_right_it_refuses_and_explains(desk: Workspace) -> None:
    """Also where no sources file is; an empty store has nothing to refuse."""
    (desk.data / "sources.toml").write_text(SOURCES.replace("permission = 2025-01-20", ""))
    with pytest.raises(
        RightsError, match=r"nothing may be published \(.*Open Daily: no day of permission.*sources.toml"
    ):
        shown(desk)
    (desk.data / "sources.toml").unlink()
    with pytest.raises(RightsError, match=r"no source in sources\.toml matches it"):
        shown(desk)
    create(desk.root.parent / "empty")
    assert shown(Workspace(desk.root.parent / "empty")).events.empty


def test_control_needs_a_permission_and_its_polygons_another(desk: Workspace, tmp_path: Path) -> None:
    """Without the one its rows are left out, without the other they have no geometry; a line says which."""
    file = shapes.write(tmp_path / "2025-01-18.geojson", shapes.square())
    controlintake.add(desk.root, [file], Told(source="pen", category="assessed"))
    layers = control.layers(desk)
    assert CONTROL in [table for table, _ in layers]

    def told(more: str) -> tuple[dict[Table, gpd.GeoDataFrame], list[str], list[str]]:
        (desk.data / "sources.toml").write_text(SOURCES + more)
        kept, lines, named = publication.control(Publisher(desk, LATER), layers)
        return dict(kept), lines, named

    kept, lines, named = told("")
    assert (kept, named) == ({}, [])
    assert lines == [f"control of terrain by pen left out: Pen Map: {NOTHING}"]
    kept, lines, named = told(PERMIT)
    assert all(frame.geometry.is_empty.all() for frame in kept.values())
    assert lines == ["polygons of pen left out: sources.toml does not say that they may be redistributed"]
    assert named == ["Pen Map, Pen House (CC0-1.0, https://example.org/pen)."]
    kept, lines, named = told(PERMIT + 'geometry = "redistribute"\n')
    assert kept[CONTROL].geometry[0].area == pytest.approx(0.01)
    assert lines == []


def test_a_point_far_from_any_settlement_is_left_out() -> None:
    """In the middle of a sea there is nothing to set it to."""
    sea = frames.events({"geometry": shapely.Point(34.0, 43.5), "place_reason": "x: from data/places.csv"})
    snapped = snapping.snap(sea, tables.EVENTS, gazetteer.load())
    assert snapped.geometry[0].is_empty
    assert snapped["settlement"][0] == ""
    kept = frames.events({})
    assert snapping.snap(kept, tables.EVENTS, gazetteer.load()) is kept
