"""Sources on loopback are gathered into the inbox: what is new, what changed, and nothing else."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from geotracker import gathering, intake
from geotracker.gathering import asking, kept
from tests import publisher
from tests.publisher import HURRIED, IMPATIENT, new_page, old_page, page, site, status, workspace_of
from tests.text.test_formats import pdf

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.gathering import Gathered
    from geotracker.workspace import Workspace

DAY = date(2025, 1, 20)
OLD = "/backgrounder/assessment-{month_name}-{d}-{year}"
NEW = "/research/{date:%Y/%m}/assessment-{month_name}-{d}-{year}/"
OLD_20, NEW_20 = "/backgrounder/assessment-january-20-2025", "/research/2025/01/assessment-january-20-2025/"


def gather(workspace: Workspace, **how: Any) -> list[Gathered]:
    """Return what became of the source's addresses, asked in a hurry on 20 January 2025."""
    return gathering.gather(workspace, DAY, manners=HURRIED, **how)


def dated(url: str, **more: Any) -> dict[str, Any]:
    """Return a source's table `fetch` with both layouts' addresses of today alone."""
    return {"url": [url + NEW, url + OLD], "look_back": 0, "private": True, **more}


@pytest.mark.parametrize(
    ("path", "body"), [(OLD_20, old_page()), (NEW_20, new_page())], ids=["old layout", "new layout"]
)
def test_a_report_comes_from_either_layout_as_it_is(tmp_path: Path, path: str, body: bytes) -> None:
    """It lies in the inbox byte for byte under its day and source, its address, time and hash are recorded."""
    with site({path: page(body)}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        (found,) = gather(workspace)
    assert (found.status, found.path) == ("added", workspace.reports / "2025-01-20-daily.html")
    assert found.path is not None
    assert found.path.read_bytes() == body
    (line,) = (workspace.data / "fetched.jsonl").read_text().splitlines()
    said = json.loads(line)
    assert said["url"] == asked.url + path
    assert said["sha256"] == hashlib.sha256(body).hexdigest()
    assert said["at"].endswith("+00:00")


def test_a_report_is_taken_in_under_the_name_that_it_was_kept_by(tmp_path: Path) -> None:
    """So the next run finds it again."""
    with site({NEW_20: page(new_page())}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        gather(workspace)
        (taken,) = intake.take_in(workspace, intake.inbox(workspace), now=DAY)
        (again,) = gather(workspace)
    assert (taken.status, taken.report_id, taken.n_mentions) == ("added", "2025-01-20-daily", 1)
    assert (again.status, again.path) == ("unchanged", workspace.reports / "2025-01-20-daily.html")


def test_what_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    """The server is asked with what it said of the page, and a 304 is enough."""
    first = page(new_page(), ETag='"a"', Last_Modified="Mon, 20 Jan 2025 06:00:00 GMT")
    with site({NEW_20: [first, status(304)]}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        assert [found.status for found in gather(workspace) + gather(workspace)] == ["added", "unchanged"]
    conditions = [headers for path, headers in asked.requests if path == NEW_20]
    assert "If-None-Match" not in conditions[0]
    assert conditions[1]["If-None-Match"] == '"a"'
    assert conditions[1]["If-Modified-Since"] == "Mon, 20 Jan 2025 06:00:00 GMT"


def test_a_late_edit_is_noticed_and_both_versions_are_kept(tmp_path: Path) -> None:
    """The newest lies in the inbox, the one before aside."""
    edited = new_page(publisher.TEXT + " A second depot burnt too.")
    with site({NEW_20: [page(new_page()), page(edited)]}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        assert [found.status for found in gather(workspace) + gather(workspace)] == ["added", "changed"]
    assert (workspace.reports / "2025-01-20-daily.html").read_bytes() == edited
    (earlier,) = (workspace.data / "fetched" / "daily").iterdir()
    assert earlier.read_bytes() == new_page()
    first, second = (json.loads(line) for line in (workspace.data / "fetched.jsonl").read_text().splitlines())
    assert second["replaces"] == first["sha256"]


def test_a_page_whose_report_is_the_same_did_not_change(tmp_path: Path) -> None:
    """What a site puts around it anew with each answer is no edit."""
    with site({NEW_20: [page(new_page(nonce="1")), page(new_page(nonce="2"))]}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        assert [found.status for found in gather(workspace) + gather(workspace)] == ["added", "unchanged"]
    assert (workspace.reports / "2025-01-20-daily.html").read_bytes() == new_page(nonce="1")
    assert len((workspace.data / "fetched.jsonl").read_text().splitlines()) == 1


def test_the_last_days_are_asked_again_and_older_ones_once(tmp_path: Path) -> None:
    """`look_back` names the days that are edited late; with `since` older ones are asked for until they are known."""
    bare = {f"/{day}": page(f"<p>A line of text.</p><p>January {day}, 2025</p>".encode()) for day in (20, 18, 17)}
    with site(bare) as asked:
        fetch = {"url": asked.url + "/{d}", "look_back": 1, "since": date(2025, 1, 17), "private": True}
        workspace = workspace_of(tmp_path, fetch)
        first, second = gather(workspace), gather(workspace)
    assert [found.status for found in first] == ["added", "missing", "added", "added"]
    assert [found.status for found in second] == ["unchanged", "missing"]
    assert publisher.paths(asked) == ["/20", "/19", "/18", "/17", "/20", "/19"]


def test_what_is_not_there_is_missing_and_what_is_gone_is_left(tmp_path: Path) -> None:
    """404 is asked again each time, 410 never; both are told, and neither is a failure."""
    with site({NEW_20: status(404), OLD_20: status(410)}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        for _ in range(2):
            (found,) = gather(workspace)
            assert (found.status, found.path) == ("missing", None)
            assert found.message.endswith("is not there")
    assert publisher.paths(asked) == [NEW_20, OLD_20, NEW_20]


def test_a_report_that_was_taken_down_stays_here(tmp_path: Path) -> None:
    """With a word about it."""
    with site({NEW_20: [page(new_page()), status(404)]}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        (_, found) = gather(workspace) + gather(workspace)
    assert (found.status, found.path) == ("missing", workspace.reports / "2025-01-20-daily.html")
    assert "no longer there; what was fetched before stays" in found.message
    assert (workspace.reports / "2025-01-20-daily.html").read_bytes() == new_page()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html><title>404</title><body><p>Page not found. Try our search.</p></body></html>", "is not there"),
        (new_page().replace(b"2025", b"2024"), "is a report of 2024-01-20, where 2025-01-20's was asked for"),
    ],
    ids=["an apology", "another day's"],
)
def test_a_page_that_is_another_than_was_asked_for_is_not_kept(tmp_path: Path, body: bytes, told: str) -> None:
    """A site may answer 200 and mean 404, or send to its newest report."""
    with site({NEW_20: page(body)}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        (found,) = gather(workspace)
    assert told in found.message
    assert list(workspace.reports.iterdir()) == []


def test_a_page_that_cannot_be_read_is_kept_as_it_came(tmp_path: Path) -> None:
    """Taking it in tells what is wrong with it."""
    with site({NEW_20: page(b"%PDF-1.7 and no more", "application/pdf")}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        (found,) = gather(workspace)
        (taken,) = intake.take_in(workspace, intake.inbox(workspace), now=DAY)
    assert (found.status, found.path) == ("added", workspace.reports / "2025-01-20-daily.pdf")
    assert taken.status == "failed"


def test_a_file_of_ones_own_is_put_aside_never_lost(tmp_path: Path) -> None:
    """What lay under the name before is kept."""
    with site({NEW_20: page(new_page())}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        (workspace.reports / "2025-01-20-daily.html").write_bytes(b"my own copy")
        gather(workspace)
    assert [path.read_bytes() for path in (workspace.data / "fetched" / "daily").iterdir()] == [b"my own copy"]


def test_without_a_contact_nobody_is_asked(tmp_path: Path) -> None:
    """The source fails with what to write and where."""
    with site({NEW_20: page(new_page())}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url), contact="")
        (found,) = gather(workspace)
        assert gather(workspace, dry_run=True) == [found]
    assert found.status == "failed"
    assert "write `contact = `" in found.message
    assert asked.requests == []


def test_a_dry_run_asks_nobody(tmp_path: Path) -> None:
    """It says what would be asked, and leaves nothing behind."""
    with site({}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url, look_back=1))
        found = gather(workspace, dry_run=True)
    assert [(one.status, one.url.rpartition("/assessment-")[2]) for one in found] == [
        ("planned", "january-20-2025/"),
        ("planned", "january-19-2025/"),
    ]
    assert asked.requests == []
    assert [path.name for path in workspace.data.iterdir() if path.is_file()] == ["sources.toml"]


def test_a_source_that_is_off_is_not_asked(tmp_path: Path) -> None:
    """Nor is one that is a folder's or a user's own."""
    with site({}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        path = workspace.data / "sources.toml"
        path.write_text(path.read_text().replace("on = true", "on = false"))
        assert gather(workspace) == []
    assert asked.requests == []


def test_a_server_that_hangs_costs_one_page(tmp_path: Path) -> None:
    """The other days of its source are left for the next run, the next source is asked."""
    with site({"/20": lambda _: time.sleep(1)}) as asked, site({NEW_20: page(new_page())}) as other:
        workspace = workspace_of(tmp_path, {"url": asked.url + "/{d}", "look_back": 3, "private": True})
        path = workspace.data / "sources.toml"
        second = (
            path.read_text().partition("\n")[2].replace("sources.daily", "sources.other").replace(asked.url, other.url)
        )
        path.write_text(path.read_text() + second.replace("/{d}", NEW).replace("look_back = 3", "look_back = 0"))
        found = gathering.gather(workspace, DAY, manners=IMPATIENT)
    assert [(one.source, one.status) for one in found] == [("daily", "failed"), ("other", "added")]
    assert publisher.paths(asked) == ["/20"] * 3


def test_a_cut_off_run_loses_nothing(tmp_path: Path) -> None:
    """A torn last line of the record is passed over, and the page is fetched again."""
    with site({NEW_20: page(new_page())}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        gather(workspace)
        record = workspace.data / "fetched.jsonl"
        record.write_bytes(record.read_bytes()[:-30])
        (again,) = gather(workspace)
        (once_more,) = gather(workspace)
    assert (again.status, once_more.status) == ("added", "unchanged")
    assert [path.name for path in workspace.reports.iterdir()] == ["2025-01-20-daily.html"]
    assert json.loads(record.read_text().splitlines()[-1])["source"] == "daily"


def test_a_report_that_comes_in_another_format_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """Two files of one report would be one too many; the first is put aside."""
    with site({NEW_20: [page(new_page()), page(publisher.TEXT.encode(), "text/plain")]}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        assert [found.status for found in gather(workspace) + gather(workspace)] == ["added", "changed"]
    assert [path.name for path in workspace.reports.iterdir()] == ["2025-01-20-daily.txt"]
    assert [path.read_bytes() for path in (workspace.data / "fetched" / "daily").iterdir()] == [new_page()]


@pytest.mark.parametrize("most", ["number", "time"])
def test_what_is_too_much_for_one_run_is_left_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str
) -> None:
    """By the number of pages, and by the time that they take."""
    if most == "number":
        monkeypatch.setattr(asking, "MOST", 2)
    manners = HURRIED if most == "number" else dataclasses.replace(HURRIED, source_s=-1.0)
    with site({}) as asked:
        workspace = workspace_of(tmp_path, {"url": asked.url + "/{d}", "look_back": 3, "private": True})
        found = gathering.gather(workspace, DAY, manners=manners)
    left = 2 if most == "number" else 4
    assert found[-1].message == f"{left} more pages are left for the next run"
    assert len(publisher.paths(asked)) == 4 - left


@pytest.mark.parametrize("address", ["/2025-01-20/lines.geojson", "/lines.geojson?day=20"])
def test_control_polygons_come_under_their_day(tmp_path: Path, address: str) -> None:
    """That of their address, else the one on which they are fetched, in a folder of their source."""
    body = b'{"type": "FeatureCollection", "features": []}'
    with site({address: page(body, "application/octet-stream")}) as asked:
        template = asked.url + address.replace("2025-01-20", "{date:%Y-%m-%d}")
        workspace = workspace_of(tmp_path, {"url": template, "look_back": 0, "private": True}, kind="control")
        (found,) = gather(workspace)
    assert found.path == workspace.control / "daily" / "2025-01-20-daily.geojson"
    assert found.path.read_bytes() == body


def test_a_map_format_that_nobody_says_is_refused(tmp_path: Path) -> None:
    """It could not be opened."""
    with site({"/lines": page(b"x", "application/octet-stream")}) as asked:
        workspace = workspace_of(tmp_path, {"url": asked.url + "/lines", "private": True}, kind="control")
        (found,) = gather(workspace)
    assert "says no map format" in found.message


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run fetches what could not be kept."""

    def full(path: Path, _: bytes) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with site({NEW_20: page(new_page())}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        with monkeypatch.context() as patched:
            patched.setattr(kept, "publish", full)
            (found,) = gather(workspace)
        assert found.status == "failed"
        assert found.message.endswith("2025-01-20-daily.html: No space left on device")
        assert list(workspace.reports.iterdir()) == []
        assert [one.status for one in gather(workspace)] == ["added"]


def test_a_pdf_is_kept_and_read(tmp_path: Path) -> None:
    """As it came."""
    body = pdf([publisher.TITLE, publisher.TEXT])
    with site({NEW_20: page(body, "application/pdf")}) as asked:
        workspace = workspace_of(tmp_path, dated(asked.url))
        (found,) = gather(workspace)
    assert found.path is not None
    assert (found.status, found.path.suffix, found.path.read_bytes()) == ("added", ".pdf", body)
