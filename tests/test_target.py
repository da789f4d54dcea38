"""A store that lies elsewhere gives what a local one gives, and is whole there whenever a run ends."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import boto3
import pandas as pd
import pytest
import s3fs
from click.testing import CliRunner
from moto.server import ThreadedMotoServer

from geotracker import pipeline, target
from geotracker.cli import main
from geotracker.errors import StoreError
from geotracker.workspace import create, find, lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the client and the server of S3
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SECRET = "a-key-that-nobody-sees"  # noqa: S105  made up
SAMPLE = "data/reports/2025-01-18-sample.md"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Yield the address of an S3 server on loopback."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """Return the name of an empty bucket that the environment opens."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "desk",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": server,
    }.items():
        monkeypatch.setenv(name, value)
    name = f"b{abs(hash(request.node.name))}"
    boto3.client("s3").create_bucket(Bucket=name)
    return name


def desk(root: Path, url: str = "") -> Path:
    """Make a workspace, with its store at `url`."""
    create(root)
    if url:
        (root / "data" / target.FILE).write_text(f'url = "{url}"\n', encoding="utf-8")
    return root


def keys(name: str) -> set[str]:
    """Return the names of what lies in a bucket."""
    return {one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket=name).get("Contents", [])}


def run(root: Path, *arguments: str) -> Result:
    """Return what the command said and how it ended."""
    return CliRunner().invoke(main, ["-w", str(root), "--now", "2025-01-21", *arguments])


def files(root: Path) -> set[str]:
    """Return the names of the store's files in a working copy."""
    folder = root / "data" / "store"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found - {".lock", "refreshed.json"}


def test_a_bucket_holds_what_a_folder_would(bucket: str, tmp_path: Path) -> None:
    """After ingest and refresh; another machine lists the same events, and a report that is gone is gone there."""
    far, near = desk(tmp_path / "far", f"s3://{bucket}/desk"), desk(tmp_path / "near")
    for root in (far, near):
        assert run(root, "ingest", str(root / SAMPLE)).exit_code == 0
        assert run(root, "refresh").exit_code == 0
    pd.testing.assert_frame_equal(pipeline.events(far), pipeline.events(near))
    assert keys(bucket) == {f"desk/{name}" for name in files(near)}
    other = desk(tmp_path / "other", f"s3://{bucket}/desk")
    pd.testing.assert_frame_equal(pipeline.events(other), pipeline.events(near))
    with lock(find(far)):
        shutil.rmtree(far / "data" / "store" / "sectors")
    assert not [key for key in keys(bucket) if "sectors" in key]
    assert len(pipeline.sectors(other)) == 0
    assert SECRET not in "".join(path.read_text(errors="replace") for path in far.rglob("*") if path.is_file())


@pytest.mark.parametrize("url", ["s3://nobody-has-made-this/desk", "memory-of-nothing://x/y"])
@pytest.mark.usefixtures("bucket")
def test_a_target_that_is_not_there_is_refused_before_anything_is_done(tmp_path: Path, url: str) -> None:
    """One line that names it, exit 1; nothing was read into the working copy."""
    root = desk(tmp_path / "desk", url)
    ended = run(root, "ingest", str(root / SAMPLE))
    assert ended.exit_code == 1
    assert ended.stderr.count("\n") == 1
    assert url in ended.stderr
    assert files(root) == set()


def test_a_bucket_that_takes_nothing_is_refused_before_anything_is_done(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, without a key in it; nothing in the bucket, nothing in the working copy."""

    async def refuse(*_: object, **__: object) -> None:
        message = "Access Denied"
        raise PermissionError(message)

    root = desk(tmp_path / "desk", f"s3://{bucket}/desk")
    with monkeypatch.context() as closed:
        closed.setattr(s3fs.S3FileSystem, "_pipe_file", refuse)
        s3fs.S3FileSystem.clear_instance_cache()
        ended = run(root, "ingest", str(root / SAMPLE))
    s3fs.S3FileSystem.clear_instance_cache()
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)
    assert "cannot be written to: Access Denied" in ended.stderr
    assert SECRET not in ended.stderr
    assert keys(bucket) == files(root) == set()


def test_a_run_that_was_cut_off_while_putting_is_ended_by_the_next(bucket: str, tmp_path: Path) -> None:
    """Mentions are put before events are; the next run puts what is missing."""
    root = desk(tmp_path / "desk", f"s3://{bucket}/desk")
    assert run(root, "ingest", str(root / SAMPLE)).exit_code == 0
    whole = keys(bucket)
    client = boto3.client("s3")
    event = next(key for key in whole if "/events/" in key)
    known = root / ".cache" / "geotracker" / "target.json"
    said = json.loads(known.read_text(encoding="utf-8"))
    said[f"s3://{bucket}/desk"].pop(event.removeprefix("desk/"))
    known.write_text(json.dumps(said), encoding="utf-8")
    client.delete_object(Bucket=bucket, Key=event)
    assert run(root, "ingest", str(root / SAMPLE)).exit_code == 0
    assert keys(bucket) == whole


def test_what_was_changed_here_and_there_is_refused(bucket: str, tmp_path: Path) -> None:
    """The file is named; neither is overwritten."""
    root = desk(tmp_path / "desk", f"s3://{bucket}/desk")
    assert run(root, "ingest", str(root / SAMPLE)).exit_code == 0
    name = next(name for name in files(root) if name.startswith("events/"))
    boto3.client("s3").put_object(Bucket=bucket, Key=f"desk/{name}", Body=b"theirs")
    (root / "data" / "store" / name).write_bytes(b"ours")
    with pytest.raises(StoreError, match=f"{name} was changed here and there"):
        find(root)
    assert (root / "data" / "store" / name).read_bytes() == b"ours"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('uri = "s3://b/x"', "unknown key 'uri' .did you mean 'url'"),
        ("url = 7", "no address"),
        ('url = "b/x"', "no address"),
        ('url = "s3://me:hush@b/x"', "leave them to the environment"),
        ("url =", "is no TOML file"),
    ],
)
def test_a_file_that_names_no_target_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """With the remedy, and without showing a key."""
    root = desk(tmp_path / "desk")
    (root / "data" / target.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=said) as refused:
        find(root)
    assert "hush" not in str(refused.value)


def test_any_folder_may_be_the_target(tmp_path: Path) -> None:
    """One on another disk, say, without a server."""
    root = desk(tmp_path / "desk", f"file://{tmp_path}/disk/store")
    assert run(root, "ingest", str(root / SAMPLE)).exit_code == 1
    (tmp_path / "disk/store").mkdir(parents=True)
    assert run(root, "ingest", str(root / SAMPLE)).exit_code == 0
    there = {path.relative_to(tmp_path / "disk/store").as_posix() for path in (tmp_path / "disk").rglob("*.parquet")}
    assert there == files(root)


def test_a_target_that_was_emptied_does_not_empty_the_working_copy(tmp_path: Path) -> None:
    """As a disk that is not mounted; the remedy puts everything there again."""
    disk = tmp_path / "disk"
    disk.mkdir()
    root = desk(tmp_path / "desk", f"file://{disk}")
    assert run(root, "ingest", str(root / SAMPLE)).exit_code == 0
    shutil.rmtree(disk)
    disk.mkdir()
    held = files(root)
    refused = run(root, "events")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert "nothing is left there" in refused.stderr
    assert files(root) == held
    (root / ".cache" / "geotracker" / "target.json").unlink()
    assert run(root, "ingest", str(root / SAMPLE)).exit_code == 0
    assert {path.relative_to(disk).as_posix() for path in disk.rglob("*.parquet")} == held
