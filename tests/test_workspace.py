"""A workspace is made, found and locked, and its files are written whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from geotracker.errors import ExportError, LockedError, WorkspaceError
from geotracker.workspace import Workspace, create, find, lock, package_path, publish, publish_together, replacing

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_workspace_has_folders_layers_and_samples(tmp_path: Path) -> None:
    """What `init` copies is there, and neither lexicon nor gazetteer is."""
    create(tmp_path / "desk")
    workspace = find(tmp_path / "desk")
    assert sorted(path.name for path in workspace.layers.glob("*.toml")) == sorted(
        path.name for path in package_path("layers").glob("*.toml")
    )
    assert len(list(workspace.reports.glob("*sample*"))) == 3
    assert workspace.maps.is_dir()
    assert not workspace.lexicon.exists()


def test_making_a_workspace_again_keeps_what_the_user_changed(tmp_path: Path) -> None:
    """Only what is missing is added."""
    create(tmp_path)
    sources = tmp_path / "data" / "sources.toml"
    sources.write_text("# mine\n")
    layer = next((tmp_path / "layers").glob("*.toml"))
    layer.unlink()
    assert create(tmp_path) == [layer]
    assert sources.read_text() == "# mine\n"


def test_a_folder_with_other_things_is_not_touched(tmp_path: Path) -> None:
    """A foreign folder is refused, and nothing is added to it."""
    (tmp_path / "thesis.docx").write_text("…")
    with pytest.raises(WorkspaceError, match=r"not empty \(thesis.docx\)"):
        create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    """A workspace needs a folder."""
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match="is a file"):
        create(tmp_path / "file")


def test_a_folder_without_reports_is_no_workspace(tmp_path: Path) -> None:
    """The message has the command that makes one."""
    with pytest.raises(WorkspaceError, match="geotracker init"):
        find(tmp_path)


def test_two_runs_do_not_share_a_workspace(tmp_path: Path) -> None:
    """The second is told; after the first has ended it may go on."""
    create(tmp_path)
    workspace = Workspace(tmp_path)
    with lock(workspace), pytest.raises(LockedError, match="another run"), lock(workspace):
        pass
    with lock(workspace):
        assert workspace.exists


def write_badly(path: Path) -> None:
    """Fail in the middle of writing."""
    with replacing(path) as aside:
        aside.write_text("ne")
        raise RuntimeError


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    """Nobody sees a half, and nothing is left beside it."""
    path = tmp_path / "map.html"
    publish(path, "old")
    with pytest.raises(RuntimeError):
        write_badly(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_takes_no_file_is_told_by_the_file(tmp_path: Path) -> None:
    """The error names the file that was to be written, not the one aside."""
    (tmp_path / "maps").write_text("no folder")
    path, long = tmp_path / "maps" / "index.html", tmp_path / ("n" * 250)
    for target in (path, long):
        with pytest.raises(OSError, match=r"\w") as refused:
            publish(target, "page")
        assert refused.value.filename == str(target)
    with pytest.raises(OSError, match=r"\w") as refused:
        write_badly(path)
    assert refused.value.filename == str(path)


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where both have the same number of a process, as in two containers: each writes aside under its own name."""
    path, names = tmp_path / "page.md", []

    def replace(aside: Path, target: Path) -> None:
        names.append(aside.name)
        if len(names) == 1:
            publish(target, "the other's")
        os.replace(aside, target)  # noqa: PTH105  what is patched here

    monkeypatch.setattr(type(path), "replace", replace)
    publish(path, "ours")
    assert len({*names}) == 2
    assert (path.read_text(), list(tmp_path.iterdir())) == ("ours", [path])


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    """`publish` says whether the file changed, and keeps its time where it did not."""
    path = tmp_path / "page.md"
    assert publish(path, "text")
    before = path.stat()
    assert not publish(path, b"text")
    with replacing(path) as aside:
        aside.write_text("text")
    assert path.stat().st_ino == before.st_ino
    assert publish(path, "other")


@pytest.mark.parametrize("target", ["/dev/full", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "pipe"])
def test_a_device_or_pipe_is_not_replaced_by_a_file(tmp_path: Path, target: str) -> None:
    """Whoever names one is told, and it stays what it is."""
    os.mkfifo(tmp_path / "pipe")
    path = tmp_path / target
    before = path.lstat()
    with pytest.raises(ExportError, match="name a regular file"):
        publish(path, "page")
    with pytest.raises(ExportError, match="name a regular file"), replacing(path):
        pass
    with pytest.raises(ExportError, match="name a regular file"):
        publish_together({tmp_path / "first": "page", path: "page"})
    assert path.lstat().st_ino == before.st_ino
    assert [left.name for left in tmp_path.iterdir()] == ["pipe"]
