"""Sources on loopback are gathered into the inbox: what is new, what changed, and nothing else."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from geotracker import gathering, intake
from tests import publisher
from tests.publisher import HURRIED, new_page, old_page, page, site, status, workspace_of

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
    kept = json.loads(line)
    assert kept["url"] == asked.url + path
    assert kept["sha256"] == hashlib.sha256(body).hexdigest()
    assert kept["at"].endswith("+00:00")


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
