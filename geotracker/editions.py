"""What is published together: each file whole, written aside and renamed, and maps/edition.json last.

    maps/edition.json       the edition, its time, and the checksum of each file
    editions/DAY-ID/…       earlier ones, as many as are kept

A reader who finds a file and edition.json of one edition has files that belong together. Files that could not be made
stay as they were, marked as stale since then.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotracker.errors import GeotrackerError
from geotracker.workspace import publish as _publish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geotracker.workspace import Workspace

    Make = Callable[[Path], object]
    Passport = dict[str, Any]

FILE = "edition.json"
_ASIDE = ".edition-"
_PAGES = ("index.html", "changes.html")
_IN_USE = "{0} stays as it was: another program, QGIS perhaps, has it open ({0}-wal is there): close it there"
_MARK = '<div id="gt-stale" hidden></div>'


@dataclass(frozen=True, slots=True)
class Edition:
    """What a set of files is known by: `name` tells its inputs, `run` and `time` are the ledger's."""

    name: str
    run: int
    time: str
    public: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """The files that changed, and a line for each that could not be made."""

    written: tuple[Path, ...]
    faults: tuple[str, ...]


def load(folder: Path) -> Passport:
    """Return what maps/edition.json says; nothing where there is none, or no sound one."""
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return said if isinstance(said.get("files"), dict) else {}
    except (OSError, ValueError, AttributeError):
        return {}


def publish(workspace: Workspace, makers: Mapping[str, Make], edition: Edition, *, keep: int = 0) -> Published:
    """Make all files aside, then put them into maps/ one by one, and edition.json after them.

    Each maker writes the file that it is given. One that fails leaves its file as it was. What the edition before had
    and this one has not is removed. `keep` says how many earlier editions stay in editions/. OSError passes through
    where the folder cannot be written at all.
    """
    folder = workspace.maps
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    before = load(folder)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
    try:
        faults = {name: fault for name, make in makers.items() if (fault := _made(make, aside / name))}
        made = [name for name in makers if name not in faults]
        faults |= {name: _IN_USE.format(name) for name in made if _is_used(folder, aside, name)}
        files = _files(aside, makers, faults, before, edition)
        changed = [name for name in makers if name not in faults and _differs(folder / name, files[name]["sha256"])]
        said = {"edition": edition.name, "run": edition.run, "time": edition.time, "public": edition.public}
        if before and keep and (before["edition"], before.get("public")) != (edition.name, edition.public):
            _keep(workspace, before)
        for name in changed:
            (aside / name).replace(folder / name)
        for name in {*before.get("files", {})} - {*files}:  # a private file does not stay among public ones
            (folder / name).unlink(missing_ok=True)
        _sync(folder)
        _publish(folder / FILE, json.dumps(said | {"files": files}, indent=1, sort_keys=True) + "\n")
        if keep:
            _prune(workspace, keep)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Published(tuple(folder / name for name in changed), tuple(faults.values()))


def sweep(folder: Path) -> None:
    """Remove what a run that was cut off left aside; the caller holds the lock."""
    for pattern in (f"{_ASIDE}*", ".writing-*"):
        for left in folder.glob(pattern):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def mark_stale(workspace: Workspace, time: str, reason: str, *, public: bool = False) -> None:
    """Say in edition.json and on the pages since when nothing newer could be made; the first such time stays.

    An edition that is not `public` as the one that could not be made is left as it is. So is what cannot be written:
    the disk may be the reason.
    """
    folder = workspace.maps
    before = load(folder)
    if not before or before.get("public", False) != public:
        return
    with suppress(OSError):
        since = before.setdefault("stale_since", time)
        before["stale_because"] = reason
        words = f"Stale since {since}: a refresh failed, and what is here is from before it."
        for name in _PAGES:
            page = folder / name
            text = page.read_text(encoding="utf-8") if page.is_file() else ""
            if _MARK in text and name in before["files"]:
                text = text.replace(_MARK, f'<div id="gt-stale"><p>{words}</p></div>', 1)
                _publish(page, text)
                before["files"][name] |= _passport(page)
        _publish(folder / FILE, json.dumps(before, indent=1, sort_keys=True) + "\n")


def torn(folder: Path) -> list[str]:
    """Return the files that are not as edition.json says: of another edition, changed by hand, or gone."""
    files = load(folder).get("files", {})
    return [name for name, said in files.items() if _differs(folder / name, said["sha256"])]


def _made(make: Make, path: Path) -> str:
    """Return what hindered the making of a file, or nothing."""
    try:
        make(path)
        with path.open("rb+") as written:
            os.fsync(written.fileno())
    except (GeotrackerError, OSError) as fault:
        words = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        return f"{path.name} could not be made: {words.replace(f'{path} ', '')}"
    return ""


def _is_used(folder: Path, aside: Path, name: str) -> bool:
    """Return whether a program has a GeoPackage open that would be replaced: its changes would spoil the new one."""
    return (folder / f"{name}-wal").exists() and _differs(folder / name, _passport(aside / name)["sha256"])


def _files(
    aside: Path, makers: Mapping[str, Make], faults: Mapping[str, str], before: Passport, edition: Edition
) -> dict[str, Passport]:
    found = {}
    held = before.get("files", {})
    for name in makers:
        if name not in faults:
            found[name] = {"edition": edition.name} | _passport(aside / name)
        elif name in held and before.get("public", False) == edition.public:
            found[name] = held[name] | {"stale_since": held[name].get("stale_since", edition.time)}
    return found


def _passport(path: Path) -> Passport:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _differs(path: Path, sha256: str) -> bool:
    return not path.is_file() or _passport(path)["sha256"] != sha256


def _keep(workspace: Workspace, before: Passport) -> None:
    """Give the files of the edition before a second name in a folder of its own, those that are whole."""
    kept = workspace.editions / f"{before['time'][:10]}-{before['edition']}"
    kept.mkdir(parents=True, exist_ok=True)
    for name, said in before["files"].items():
        if not _differs(workspace.maps / name, said["sha256"]) and not (kept / name).exists():
            shutil.copyfile(workspace.maps / name, kept / name)
    _publish(kept / FILE, json.dumps(before, indent=1, sort_keys=True) + "\n")


def _prune(workspace: Workspace, keep: int) -> None:
    """Remove the oldest kept editions beyond `keep`."""
    kept = sorted(workspace.editions.glob(f"*/{FILE}"), key=_age)
    for path in kept[: max(0, len(kept) - keep)]:
        shutil.rmtree(path.parent, ignore_errors=True)


def _age(path: Path) -> tuple[int, str]:
    said = load(path.parent)
    return int(said.get("run", 0)), str(said.get("time", ""))


def _sync(folder: Path) -> None:
    """Have the disk remember the new names."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
