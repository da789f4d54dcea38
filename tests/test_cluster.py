"""Reading on a cluster of two worker processes on loopback: the same store as without, whatever befalls a worker."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import dask
import manufacture
import pytest
from click.testing import CliRunner
from distributed import LocalCluster

from geotracker import cluster, pipeline, store
from geotracker.cli import main
from geotracker.errors import ClusterError
from geotracker.workspace import Workspace, create
from tests import plugins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geotracker.intake import Outcome

PERILOUS = (
    plugins.BRIDGES.replace("def extract(report):", "def extract(report):\n    endanger(report.text)")
    + """

def endanger(text):
    import os
    from pathlib import Path

    once = text.partition("Dies once: ")[2].partition(" ")[0]
    if "Deadly." in text or once and not Path(once).exists():
        if once:
            Path(once).touch()
        os._exit(9)
    if "Faulty." in text:
        raise RuntimeError("no such bridge")
"""
)
"""An extractor that ends its process where a report says so, always or the first time, or fails."""
SCHEDULER = """
import logging, sys
from distributed import LocalCluster
if __name__ == "__main__":
    made = LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=60)
    print(made.scheduler_address, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a cluster of two processes that have the extractor "perilous"."""
    patient = {"distributed.comm.timeouts.connect": "120s", "distributed.scheduler.allowed-failures": 0}
    with pytest.MonkeyPatch.context() as patch, dask.config.set(patient):
        plugins.install(tmp_path_factory.mktemp("site"), patch, PERILOUS, name="perilous")
        settings = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": logging.CRITICAL}
        with LocalCluster(n_workers=2, threads_per_worker=1, **settings) as made:
            yield made.scheduler_address


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return a dozen reports over the turn of a month."""
    folder = tmp_path_factory.mktemp("reports")
    return manufacture.write(folder, 12, 24)


def desk(root: Path) -> Path:
    """Return a new workspace without reports."""
    create(root)
    for sample in (root / "data" / "reports").glob("*sample*"):
        sample.unlink()
    return root


def held(root: Path) -> dict[str, bytes]:
    """Return the bytes of every file of store and inbox by its path."""
    folders = (root / "data" / "store", root / "data" / "reports")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def told(outcomes: list[Outcome]) -> list[tuple[str, str, int, str]]:
    """Return what outcomes say, but for where their sources lie."""
    return [(one.status, one.report_id, one.n_mentions, one.message) for one in outcomes]


def test_a_cluster_gives_the_same_bytes(tmp_path: Path, reports: list[Path], workers: str) -> None:
    """Twins, bad files and the same content twice included, outcomes in the order of sources."""
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "again.md").write_bytes(reports[1].read_bytes())
    twin = tmp_path / f"{reports[0].stem}.txt"
    twin.write_bytes(reports[0].read_bytes() + b"\nEdited.\n")
    bad, again = [tmp_path / "empty.md", tmp_path / "none.md"], tmp_path / "again.md"
    sources = [*reports[:6], bad[0], again, *reports[6:], twin, bad[1], reports[3]]
    one, many = desk(tmp_path / "one"), desk(tmp_path / "many")
    heard: list[Outcome] = []
    here = pipeline.ingest(one, sources)
    there = pipeline.ingest(many, sources, dask=workers, done=heard.append)
    assert told(there) == told(here)
    assert heard == there
    assert held(many) == held(one)
    assert {path.suffix for path in (many / "data" / "store" / "events").iterdir()} == {".parquet"}
    assert not [*(many / ".cache").rglob("seen-*")]


def test_a_second_run_reads_nothing(tmp_path: Path, reports: list[Path], workers: str) -> None:
    """What one way of reading took in is held for the other."""
    root = desk(tmp_path / "desk")
    pipeline.ingest(root, reports[:2])
    before = held(root)
    assert {one.status for one in pipeline.ingest(root, reports[:2], dask=workers)} == {"unchanged"}
    assert held(root) == before


def test_what_kills_a_worker_is_set_aside_and_the_rest_go_on(tmp_path: Path, workers: str) -> None:
    """A report that every worker dies of, one that fails, and one whose worker dies once, among good ones."""
    texts = [f"Daily report, January {day}, 2025\n\nLyudinovo bridge was hit." for day in range(10, 18)]
    texts[2] += " Deadly."
    texts[4] += " Faulty."
    texts[5] += f" Dies once: {tmp_path / 'died'} and never again."
    sources = [tmp_path / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(sources, texts, strict=True):
        path.write_text(text)
    root = desk(tmp_path / "desk")
    outcomes = pipeline.ingest(root, sources, extractor="perilous", dask=workers)
    failed = {number: one.message for number, one in enumerate(outcomes) if one.status == "failed"}
    assert failed.keys() == {2, 4}
    assert failed[2] == f"{sources[2]}: set aside: every worker that reads it dies"
    assert failed[4].endswith("RuntimeError: no such bridge")
    assert (tmp_path / "died").exists()
    assert len(store.reports(Workspace(root))) == 6
    assert len(store.events(Workspace(root))) > 0


def test_a_schedulers_death_leaves_what_the_next_run_completes(tmp_path: Path, reports: list[Path]) -> None:
    """What was read is kept; the next run, without a cluster, reads the rest and merges all."""
    root, whole = desk(tmp_path / "desk"), desk(tmp_path / "whole")
    (tmp_path / "scheduler.py").write_text(SCHEDULER)
    command = [sys.executable, str(tmp_path / "scheduler.py")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    where = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, env=where, text=True, **pipes) as scheduler:
        assert scheduler.stdout is not None
        address = scheduler.stdout.readline().strip()
        with pytest.raises(ClusterError, match=f"{address}: the cluster broke off"):
            pipeline.ingest(root, reports, dask=address, done=lambda _: os.kill(scheduler.pid, signal.SIGKILL))
    n_read = len(store.reports(Workspace(root)))
    assert 0 < n_read < len(reports)
    again = pipeline.ingest(root, reports)
    assert [one.status for one in again].count("unchanged") == n_read
    pipeline.ingest(whole, reports)
    assert held(root) == held(whole)


def test_an_address_that_does_not_answer_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port behind which nobody listens, and one where somebody does who says nothing."""
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    root = desk(tmp_path / "desk")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for address in ("tcp://127.0.0.1:9", f"tcp://127.0.0.1:{silent.getsockname()[1]}"):
            done = CliRunner().invoke(main, ["-w", str(root), "ingest", "--dask", address, str(tmp_path / "none.md")])
            line = f"geotracker: {address} does not answer as a dask scheduler within 1 s: check address and network"
            assert (done.exit_code, done.output) == (1, f"{line}\n")
    assert not list((root / "data" / "store").glob("*/"))


@pytest.mark.parametrize("address", ["locally", "local:0", "8786"])
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    """The line says how to write one."""
    with pytest.raises(ClusterError, match=r"is no address: write tcp://HOST:8786"):
        pipeline.ingest(desk(tmp_path / "desk"), [], dask=address)


def test_workers_of_another_version_are_refused(tmp_path: Path, workers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both versions are named, and nothing is read."""
    monkeypatch.setattr(cluster, "__version__", "99.9")
    root = desk(tmp_path / "desk")
    with pytest.raises(
        ClusterError, match=r"worker tcp://\S+ has geotracker \d\S*, here it is 99\.9: install the same"
    ):
        pipeline.ingest(root, [tmp_path / "none.md"], dask=workers)


def test_workers_that_read_with_something_else_are_refused(
    tmp_path: Path, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fingerprint tells of other lexicons and gazetteers."""
    monkeypatch.setattr("geotracker.reader.__version__", "99.9")
    with pytest.raises(ClusterError, match="reads with other lexicon, gazetteer, places or control polygons"):
        pipeline.ingest(desk(tmp_path / "desk"), [], dask=workers)


def test_workers_that_do_not_see_the_workspace_are_refused(
    tmp_path: Path, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would merge what lies elsewhere."""
    monkeypatch.setattr(cluster, "publish", lambda *_, **__: None)
    root = desk(tmp_path / "desk")
    with pytest.raises(ClusterError, match=f"does not see the folder {root}"):
        pipeline.ingest(root, [], dask=workers)


def test_without_dask_the_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra of the package."""
    monkeypatch.setitem(sys.modules, "distributed.comm.core", None)
    with pytest.raises(ClusterError, match=r"pip install 'geotracker\[dask\]'"):
        pipeline.ingest(desk(tmp_path / "desk"), [], dask="local")
