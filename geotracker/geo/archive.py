"""Zipped map files are unpacked where nothing of theirs can reach: a folder of their own, and only so much of it."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from geotracker.errors import ControlError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 200_000_000
"""Bytes of all files of an archive together, unpacked."""
MOST = 1000
"""Files in an archive."""
SUFFIXES = (".zip", ".kmz")
_CHUNK = 1 << 20


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yield a folder that holds the files of a zip or KMZ, and remove it afterwards.

    Raises ControlError for an archive that is damaged or encrypted, that names a file outside of itself, or that
    unpacks to more than LARGEST bytes, whatever size it declares.
    """
    with tempfile.TemporaryDirectory(prefix="geotracker-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(path, archive, folder)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as fault:
            message = f"{path} cannot be unpacked: {fault}"
            raise ControlError(message) from fault
        yield folder


def _unpack(path: Path, archive: zipfile.ZipFile, folder: Path) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    declared = sum(member.file_size for member in members)
    if len(members) > MOST:
        message = f"{path} holds {len(members)} files, more than {MOST}: pack the map files alone"
        raise ControlError(message)
    if declared > LARGEST:
        raise _too_large(path, declared)
    room = LARGEST
    for member in members:
        target = folder / _inside(path, member.filename)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed, target.open("wb") as plain:
            while chunk := packed.read(_CHUNK):
                room -= len(chunk)
                if room < 0:
                    raise _too_large(path, LARGEST + 1)
                plain.write(chunk)


def _inside(path: Path, name: str) -> PurePosixPath:
    inner = PurePosixPath(name.replace("\\", "/"))
    if inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
        message = f"{path} holds {name!r}, which lies outside of the archive: nothing of it was read"
        raise ControlError(message)
    return inner


def _too_large(path: Path, size: int) -> ControlError:
    return ControlError(f"{path} unpacks to {size / 1e6:,.0f} MB or more, over the limit of {LARGEST / 1e6:.0f} MB")
