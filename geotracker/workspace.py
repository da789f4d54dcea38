"""Where things lie: the data that travels in the package, and the folders of a workspace."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker.errors import ExportError, LockedError, WorkspaceError
from geotracker.target import Target, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PACKAGE = Path(__file__).parent
_PROC = Path("/proc")
_STREAMS = (Path("/dev"), Path("/dev/fd"))

# What `init` copies: a pattern below the package's data, and nothing that is already there is touched.
_COPIED = ("layers/*.toml", "layers/*.md", "data/*.md", "data/sources.toml", "data/reports/*sample*", "maps/*.md")


def package_path(*parts: str) -> Path:
    """Return the path of a file or folder below the package's own `data/` and `layers/`.

    In an installed package they lie in `geotracker/_package/`, in a checkout at its root.
    """
    installed = _PACKAGE / "_package"
    return (installed if installed.is_dir() else _PACKAGE.parent).joinpath(*parts)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and files of one workspace, all below `root`."""

    root: Path
    then: Path | None = None
    """The store as it was on a day, where one looks back on it; nothing is written there."""

    @property
    def data(self) -> Path:
        """What goes in: reports, control polygons, the user's own files."""
        return self.root / "data"

    @property
    def reports(self) -> Path:
        """The inbox, and the kept originals as REPORT_ID.ext."""
        return self.data / "reports"

    @property
    def control(self) -> Path:
        """The inbox of control polygons, with folders in it or without."""
        return self.data / "control"

    @property
    def store(self) -> Path:
        """The GeoParquet dataset."""
        return self.then or self.data / "store"

    @property
    def ledger(self) -> Path:
        """What was known when: it cannot be made again."""
        return self.data / "ledger"

    @property
    def fetched(self) -> Path:
        """What was fetched, when and from where, a line for each version."""
        return self.data / "fetched.jsonl"

    @property
    def cache(self) -> Path:
        """What saves time, and may be deleted at any moment."""
        return self.root / ".cache" / "geotracker"

    @property
    def editions(self) -> Path:
        """Earlier states of what is written, as many as are kept."""
        return self.root / "editions"

    @property
    def logs(self) -> Path:
        """What each refresh did, in detail."""
        return self.root / "logs"

    @property
    def lexicon(self) -> Path:
        """The user's own phrase files, beside those of the package."""
        return self.data / "lexicon"

    @property
    def gazetteer(self) -> Path:
        """The gazetteer that `geotracker gazetteer` builds; it is used over the package's where it is there."""
        return self.data / "gazetteer" / "full.zip"

    @property
    def layers(self) -> Path:
        """Layer files of the map."""
        return self.root / "layers"

    @property
    def maps(self) -> Path:
        """What is written."""
        return self.root / "maps"

    @property
    def exists(self) -> bool:
        """Whether the folder holds a workspace: `data/reports` is there."""
        return self.reports.is_dir()


def find(root: Path) -> Workspace:
    """Return the workspace in `root`; WorkspaceError where there is none, with the command that makes one.

    A store that lies elsewhere is brought up to date; StoreError where it does not answer.
    """
    workspace = Workspace(root)
    if not workspace.exists:
        message = f"{root} is no workspace (no data/reports in it): make one with `geotracker init {root}`"
        raise WorkspaceError(message)
    elsewhere = named(workspace.data, workspace.store, workspace.cache)
    if elsewhere:
        _bring(workspace, elsewhere)
    return workspace


def _bring(workspace: Workspace, elsewhere: Target) -> None:
    """Bring what is new in the target, unless a run holds the workspace, which has done so."""
    workspace.store.mkdir(parents=True, exist_ok=True)
    with (workspace.store / ".lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        elsewhere.pull()


def create(root: Path) -> list[Path]:
    """Make a workspace in `root` and return the files that were added; files already there stay as they are.

    Raises WorkspaceError where `root` is a file, or a folder that holds something else than a workspace.
    """
    workspace = Workspace(root)
    if root.exists() and not root.is_dir():
        message = f"{root} is a file: name a folder for the workspace"
        raise WorkspaceError(message)
    strangers = sorted(path.name for path in root.iterdir() if not path.name.startswith(".")) if root.is_dir() else []
    if strangers and not workspace.exists:
        message = f"{root} is not empty ({strangers[0]}) and no workspace: name a new or empty folder"
        raise WorkspaceError(message)
    for folder in (workspace.reports, workspace.control, workspace.layers, workspace.maps):
        folder.mkdir(parents=True, exist_ok=True)
    added = []
    for pattern in _COPIED:
        for source in sorted(package_path().glob(pattern)):
            target = root / source.relative_to(package_path())
            if not target.exists():
                with replacing(target) as aside:
                    shutil.copyfile(source, aside)
                added.append(target)
    return added


@contextmanager
def lock(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace for one run; LockedError where another run holds it. A dead run holds nothing."""
    workspace.store.mkdir(parents=True, exist_ok=True)
    with (workspace.store / ".lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            message = f"{workspace.root}: another run holds this workspace: wait until it ends, then try again"
            raise LockedError(message) from busy
        elsewhere = named(workspace.data, workspace.store, workspace.cache)
        if elsewhere:
            elsewhere.may_write()
            elsewhere.pull()
        yield
        if elsewhere:
            elsewhere.push()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path to write to; without an error it is synced and renamed to `path`, so that nobody sees a half.

    A file that holds the same bytes already is not touched. ExportError: `path` is a device, a pipe or a place for
    such. OSError passes through.
    """
    with _naming(path):
        _refuse(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".writing-", dir=path.parent))
    aside = folder / path.name
    try:
        yield aside
        if not _same(aside, path):
            with aside.open("rb+") as written:
                os.fsync(written.fileno())
            aside.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(path: Path, content: str | bytes, *, sync: bool = True) -> bool:
    """Write `content` to `path` as a whole; return whether it changed what was there.

    Without `sync` a power cut may leave the file empty: for what can be derived again. ExportError: `path` is a device,
    a pipe or a place for such.
    """
    with _naming(path):
        _refuse(path)
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    # No two writers share it: a process has threads, and containers on one folder have the same numbers of processes.
    aside = path.with_name(f".writing-{os.urandom(6).hex()}-{path.name}")
    with _naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aside.open("xb") as written:
                written.write(data)
                if sync:
                    written.flush()
                    os.fsync(written.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
    return True


def publish_together(files: Mapping[Path, str | bytes]) -> bool:
    """Write files that belong together, in order, once all of them are safely aside; return whether one changed.

    ExportError: one of them is a device, a pipe or a place for such.
    """
    for path in files:
        with _naming(path):
            _refuse(path)
    with ExitStack() as stack:
        changed = False
        for path, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            if path.is_file() and path.read_bytes() == data:
                continue
            changed = True
            aside = stack.enter_context(replacing(path))
            with _naming(path):
                aside.write_bytes(data)
    return changed


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let an OSError name the file that was to be written, not the one aside."""
    try:
        yield
    except OSError as fault:
        fault.filename, fault.filename2 = str(path), None
        raise


def _refuse(path: Path) -> None:
    """Raise ExportError for what a file would not be written to but put in place of: a device, a pipe, a stream."""
    folder = path.parent.resolve()
    is_stream = folder in _STREAMS or _PROC in (folder, *folder.parents)  # /dev/stdout may well lead to a file
    if is_stream or (path.exists() and not path.is_file() and not path.is_dir()):
        message = f"{path} is no place for a file (a device, a pipe or a stream): name a regular file"
        raise ExportError(message)


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
