"""A store that lies elsewhere: data/store.toml names a bucket or folder, and data/store is the working copy of it.

    url = "s3://desk/store"        any target of fsspec; who may open it is told by the environment, never by the file

A run takes what is new there before it begins, and puts what it changed there when it has ended: every object whole,
what others are derived from first, removals last. What a run that was cut off did not bring there, the next one does.
"""

from __future__ import annotations

import json
import os
import tomllib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geotracker.errors import StoreError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "store.toml"
_OWN = "refreshed.json"
"""What the working copy knows of itself alone."""
_DERIVED = ("events/", "control_change/")
_PROBE = ".geotracker-may-write"
_FAULTS = (OSError, ValueError, ImportError, RuntimeError)
Looks = dict[str, tuple[list[int], str]]
"""By name below the store: size and time here, and what the target said of the same content."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the store lies, and the folder that is the working copy of it."""

    url: str
    folder: Path
    known: Path
    """What was the same here and there the last time."""

    def pull(self) -> None:
        """Bring the working copy to what the target holds. StoreError: it does not answer, or both were changed."""
        with self._told("cannot be read"):
            system, root = self._open()
            there = _listed(system, root)
            known = self._known()
            if known and not there:  # a disk that is not mounted looks so, and the working copy would follow it
                message = f"nothing is left there: to put this workspace's copy there again, delete {self.known}"
                raise StoreError(message)
            for name in sorted(there):
                before = known.get(name)
                if before and before[1] == there[name]:
                    continue
                here = _look(self.folder / name)
                data = system.cat_file(f"{root}/{name}")
                if here and before and here != before[0] and (self.folder / name).read_bytes() != data:
                    message = f"{name} was changed here and there since: remove one of the two, then try again"
                    raise StoreError(message)
                _put(self.folder / name, data)
                known[name] = (_look(self.folder / name) or [], there[name])
            for name in [name for name in known if name not in there]:
                if _look(self.folder / name) == known[name][0]:  # removed there, and not written here since
                    (self.folder / name).unlink()
                del known[name]
            self._remember(known)

    def may_write(self) -> None:
        """Raise StoreError where the target does not exist or takes nothing."""
        with self._told("cannot be written to"):
            system, root = self._open()
            system.pipe_file(f"{root}/{_PROBE}", b"")
            system.rm_file(f"{root}/{_PROBE}")

    def push(self) -> None:
        """Put what was changed in the working copy into the target, and remove what is gone from it."""
        with self._told("cannot be written to"):
            system, root = self._open()
            known, here = self._known(), self._here()
            changed = [name for name in here if name not in known or known[name][0] != here[name]]
            try:
                for name in sorted(changed, key=lambda name: (name.startswith(_DERIVED), name)):
                    system.pipe_file(f"{root}/{name}", (self.folder / name).read_bytes())
                    system.invalidate_cache()
                    known[name] = (here[name], _said(system.info(f"{root}/{name}")))
                for name in [name for name in known if name not in here]:
                    with suppress(FileNotFoundError):
                        system.rm_file(f"{root}/{name}")
                    del known[name]
            finally:
                self._remember(known)

    def _open(self) -> tuple[Any, str]:
        import fsspec  # noqa: PLC0415  only where a store lies elsewhere

        on_disk = {"auto_mkdir": True} if self.url.startswith(("file://", "local://")) else {}
        system, root = fsspec.core.url_to_fs(self.url, **on_disk)
        system.invalidate_cache()
        return system, str(root).rstrip("/")

    def _here(self) -> dict[str, list[int]]:
        paths = [path for path in self.folder.rglob("*") if path.is_file() and path.name != _OWN]
        names = {path.relative_to(self.folder).as_posix(): path for path in paths}
        return {name: _look(path) or [] for name, path in names.items() if "/." not in f"/{name}"}

    def _known(self) -> Looks:
        try:
            said = json.loads(self.known.read_text(encoding="utf-8"))
            return {name: (one, other) for name, (one, other) in said[self.url].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _remember(self, known: Looks) -> None:
        _put(self.known, json.dumps({self.url: known}).encode())

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Turn whatever a target raises into a StoreError; what it says may name no key."""
        try:
            yield
        except StoreError as fault:
            message = f"the store {self.url}: {fault}"
            raise StoreError(message) from fault
        except _FAULTS as fault:
            why = " ".join(str(fault).split()) or type(fault).__name__
            message = f"the store {self.url} {what}: {why[:200]}"
            raise StoreError(message) from fault
        except Exception as fault:  # each file system has errors of its own
            message = f"the store {self.url} {what}: {type(fault).__name__}: see that it exists and you may open it"
            raise StoreError(message) from fault


def named(data: Path, folder: Path, cache: Path) -> Target | None:
    """Return the target that `data`/store.toml names, None without one. StoreError: the file is not as it should be."""
    path = data / FILE
    if not path.is_file():
        return None
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as fault:
        message = f"{path} is no TOML file: {fault}"
        raise StoreError(message) from fault
    unknown = [key for key in said if key != "url"]
    if unknown:
        message = f"{path}: unknown key {unknown[0]!r}{nearest(unknown[0], ['url'])}: it holds url alone"
        raise StoreError(message)
    url = said.get("url")
    if not isinstance(url, str) or "://" not in url:
        message = f'{path}: url is {url!r}, no address: write it as url = "s3://bucket/folder"'
        raise StoreError(message)
    if "@" in urlsplit(url).netloc or urlsplit(url).query:
        message = f"{path}: url holds a name, a key or options: leave them to the environment, as AWS_ACCESS_KEY_ID"
        raise StoreError(message)
    return Target(url.rstrip("/"), folder, cache / "target.json")


def _listed(system: Any, root: str) -> dict[str, str]:
    """Return what is there, by name, with what tells its content from any other."""
    system.ls(root.split("/", maxsplit=1)[0] or root)  # a bucket or disk that is not there is none that is empty
    found = system.find(root, detail=True)
    names = {str(path)[len(root) + 1 :]: info for path, info in found.items()}
    return {name: _said(info) for name, info in names.items() if "/." not in f"/{name}" and ".." not in name.split("/")}


def _said(info: dict[str, Any]) -> str:
    told = info.get("ETag") or [info.get("size"), info.get("mtime"), info.get("LastModified"), info.get("created")]
    return str(told)


def _look(path: Path) -> list[int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return [stat.st_size, stat.st_mtime_ns]


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".writing-{os.urandom(6).hex()}-{path.name}")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
