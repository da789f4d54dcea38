"""A dask.distributed cluster that does tasks; its workers see the workspace's folder. Nothing else speaks with dask."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import threading
import uuid
import warnings
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import TYPE_CHECKING, Any

from geotracker import __version__
from geotracker.errors import ClusterError, ReportError
from geotracker.reader import Reader
from geotracker.workspace import Workspace, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from distributed import Client, Future, LocalCluster

    from geotracker.task import Executor, Extract, In, Out, Task

_LOCAL = re.compile(r"local(?::(?P<workers>[1-9]\d{0,2}))?")
_PATIENCE = 10  # seconds until a scheduler that does not answer, or has no worker, is given up
_ALONE = 60  # seconds until a cluster is given up that has lost all its workers
_AHEAD = 4  # reports on their way for each thread, so that none waits for this process
_TRIES = 2  # deaths of workers that a task is forgiven: one that it was only beside, and one by chance
_AT_TIMES = 100  # reports after which workers are counted again
_BEARING = ("dask", "distributed", "geopandas", "numpy", "pandas", "pyarrow", "pyproj", "shapely")
"""Packages that what is read, how it is written or how it travels depends on."""
_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",  # a report may have 20 MB
    "distributed.admin.low-level-log-length": 20,  # messages that are kept after they were sent, a report in each
    "distributed.admin.tick.interval": "1s",  # a look at how late the loop is: fifty a second cost a tenth of a report
    "distributed.scheduler.allowed-failures": 0,  # what was beside a death is tried again by itself: see `_done`
    "distributed.worker.profile.enabled": False,  # nobody looks at it, and it costs each worker a few per cent
}
_HELD = threading.Lock()


@contextmanager
def executor(address: str, workspace: Workspace, reader: Reader) -> Iterator[Executor]:
    """Yield what does tasks on the cluster at an address; "local" and "local:4" start one here, of one worker a core.

    Raises ClusterError, one line: no dask, no answer, no worker, other versions or data there than here, broken off.
    """
    try:
        import dask  # noqa: PLC0415  only who has a cluster has it
        from distributed.comm.core import CommClosedError  # noqa: PLC0415
    except ImportError as fault:
        message = "--dask needs dask.distributed: pip install 'geotracker[dask]'"
        raise ClusterError(message) from fault
    with dask.config.set(_SETTINGS), _quiet(), ExitStack() as stack:
        try:
            client = _client(address, stack)
            found = _Cluster(client, address, workspace, reader)
            found.check()
            yield found
        except (CancelledError, CommClosedError) as fault:
            raise _broken(address) from fault


def _broken(address: str) -> ClusterError:
    return ClusterError(f"{address}: the cluster broke off: what was read is kept; `geotracker ingest` goes on there")


def _client(address: str, stack: ExitStack) -> Client:
    from distributed import Client  # noqa: PLC0415

    local = _LOCAL.fullmatch(address)
    if local is None and "://" not in address:
        message = f"--dask {address!r} is no address: write tcp://HOST:8786, tls://HOST:8786, or local"
        raise ClusterError(message)
    to: Any = stack.enter_context(_started(int(local["workers"] or os.cpu_count() or 1))) if local else address
    try:
        if not local:
            with ThreadPoolExecutor(1) as pool:  # the caller's thread may have a loop of its own
                pool.submit(asyncio.run, _greet(address)).result()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what differs is told in one line, by `check`
            client = Client(to, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as fault:
        message = f"{address} does not answer as a dask scheduler within {_PATIENCE} s: check address and network"
        raise ClusterError(message) from fault
    stack.callback(client.close, timeout=_PATIENCE)
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as fault:
        message = f"{address} has no worker: start some with `dask worker {address}`"
        raise ClusterError(message) from fault
    return client


def _started(n_workers: int) -> LocalCluster:
    """Return a new cluster of so many processes on this machine."""
    from distributed import LocalCluster  # noqa: PLC0415

    settings: dict[str, Any] = {"host": "127.0.0.1", "dashboard_address": None, "silence_logs": logging.CRITICAL}
    try:
        return LocalCluster(n_workers=n_workers, threads_per_worker=1, **settings)
    except (OSError, RuntimeError) as fault:
        message = f"--dask local: {n_workers} workers could not be started here: {fault}"
        raise ClusterError(message) from fault


async def _greet(address: str) -> None:
    """Connect and leave; OSError where that takes too long, which a client would wait for for ever."""
    from distributed import Security  # noqa: PLC0415
    from distributed.comm.core import connect  # noqa: PLC0415

    greeting = connect(address, timeout=_PATIENCE, **Security().get_connection_args("client"))
    await (await asyncio.wait_for(greeting, _PATIENCE)).close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Let dask and what it stands on log nothing: what a user can mend is told in one line."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith(("distributed", "tornado"))]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


class _Cluster:
    """The executor: tasks are sent a few ahead of the one that is waited for."""

    def __init__(self, client: Client, address: str, workspace: Workspace, reader: Reader) -> None:
        self._client, self._address, self._workspace, self._reader = client, address, workspace, reader
        self._root, self._run = workspace.root.absolute(), uuid.uuid4().hex
        self._under_way: set[Future[Any]] = set()
        self._n_begun = self._n_threads = 0

    def check(self) -> None:
        """Raise ClusterError where a worker has other versions, another folder or other data than this process."""
        here = versions()
        for worker, there in self._asked(versions):
            for name in here:
                if there[name] != here[name]:
                    message = (
                        f"{self._address}: worker {worker} has {name} {there[name]}, here it is {here[name]}: "
                        "install the same version on both"
                    )
                    raise ClusterError(message)
        seen = self._workspace.cache / f"seen-{self._run}"
        publish(seen, self._run, sync=False)
        try:
            told = self._asked(partial(introduced, self._root, self._run))
        finally:
            seen.unlink(missing_ok=True)
        for worker, made_by in told:
            self._need_same(made_by, self._reader.made_by(), worker)

    def _asked(self, what: Callable[[], Any]) -> list[tuple[str, Any]]:
        """Return what each worker answers."""
        answers = self._client.run(what, on_error="return")
        for worker, answer in answers.items():
            if isinstance(answer, BaseException):
                lacks = "No module named" in str(answer)
                remedy = f" {answer}: install geotracker {__version__} there" if lacks else f" {answer}"
                message = f"{self._address}: worker {worker}:{remedy}"
                raise ClusterError(message) from answer
        return sorted(answers.items())

    def _need_same(self, there: str, here: str, worker: str) -> None:
        if there != here:
            what = "lexicon, gazetteer, places or control polygons"
            message = f"{self._address}: the worker {worker} reads with other {what} than are here: give both the same"
            raise ClusterError(message)

    @property
    def ahead(self) -> int:
        if self._n_begun % _AT_TIMES == 0 or not self._n_threads:
            self._n_threads = sum(self._client.nthreads().values())
        return _AHEAD * max(self._n_threads, 1)

    def begin(self, task: Task) -> Callable[[], Extract]:
        self._n_begun += 1
        return partial(self._extract, self._submit(read, self._root, self._run, task), task)

    def each(self, work: Callable[[In], Out], items: Iterable[In]) -> list[Out]:
        from distributed import KilledWorker  # noqa: PLC0415

        futures = [(self._submit(work, item), item) for item in items]
        try:
            return [self._done(future, work, item) for future, item in futures]
        except KilledWorker as fault:
            message = f"{self._address}: workers die of merging a month: give them more memory, or go without --dask"
            raise ClusterError(message) from fault

    def _extract(self, future: Future[Any], task: Task) -> Extract:
        from distributed import KilledWorker  # noqa: PLC0415

        try:
            extract: Extract = self._done(future, read, self._root, self._run, task)
        except KilledWorker as fault:
            message = f"{task.name}: set aside: every worker that reads it dies"
            raise ReportError(message) from fault
        self._need_same(extract.made_by, self._reader.made_by(extract.extractor, extract.front), "that read it")
        return extract

    def _submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future = self._client.submit(work, *arguments, pure=False)
        self._under_way.add(future)
        return future

    def _done(self, future: Future[Any], work: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a task gives; one beside which a worker died is tried again when no other can be to blame."""
        from distributed import KilledWorker, wait  # noqa: PLC0415

        for _ in range(_TRIES):
            try:
                return self._result(future)
            except KilledWorker:
                with self._client.as_current():
                    self._patiently(lambda: wait(list(self._under_way), timeout=_PATIENCE) if self._under_way else None)
                future = self._submit(work, *arguments)
        return self._result(future)

    def _result(self, future: Future[Any]) -> Any:
        try:
            return self._patiently(lambda: future.result(timeout=_PATIENCE))
        finally:
            self._under_way.discard(future)

    def _patiently(self, wait: Callable[[], Any]) -> Any:
        """Return what `wait` gives, asked again where it takes long, as long as there are workers."""
        waited = 0
        while True:
            try:
                return wait()
            except TimeoutError as fault:
                waited = 0 if self._client.nthreads() else waited + _PATIENCE
                if waited >= _ALONE:
                    message = f"{self._address} has lost its workers: start some and try again; what was read is kept"
                    raise ClusterError(message) from fault


def versions() -> dict[str, str]:
    """Return the versions here of all that a client and its workers must have in common."""
    found = {"python": ".".join(python_version().split(".")[:2]), "geotracker": __version__}
    for name in _BEARING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def introduced(root: Path, run: str) -> str:
    """Return, in a worker, the fingerprint of what it reads with; ClusterError where it sees another folder."""
    if not (Workspace(root).cache / f"seen-{run}").is_file():
        message = f"does not see the folder {root}: workers need the workspace under the same path"
        raise ClusterError(message)
    with _HELD:
        return _reader(root, run).made_by()


def read(root: Path, run: str, task: Task) -> Extract:
    """Return, in a worker, what is read in a report. One at a time in a process: threads would wait for each other."""
    with _HELD:
        return task.run(_reader(root, run))


@lru_cache(maxsize=1)
def _reader(root: Path, run: str) -> Reader:  # noqa: ARG001  each run looks anew at what there is to read with
    """Return what reports are read with, loaded once for a run."""
    reader = Reader(Workspace(root))
    reader.check()
    return reader
