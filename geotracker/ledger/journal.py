"""The ledger's file, changes.jsonl: lines are added at its end and synced; what a crash cut off there is mended."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from geotracker.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

Line = dict[str, Any]
_BLOCK = 1 << 16


def mend(path: Path) -> int:
    """Take away a last line that was cut off while it was written; return how many bytes are left, 0 for no file."""
    if not path.is_file():
        return 0
    size = path.stat().st_size
    with path.open("rb+") as file:
        end = _end(file, size)
        if end != size:
            file.truncate(end)
            os.fsync(file.fileno())
    return end


def _end(file: Any, size: int) -> int:
    """Return where the last whole line ends."""
    while size:
        start = max(0, size - _BLOCK)
        file.seek(start)
        found = file.read(size - start).rfind(b"\n")
        if found >= 0:
            return int(start + found + 1)
        size = start
    return 0


def raw(line: Line) -> bytes:
    """Return a line as it stands in the file."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def append(path: Path, lines: Iterable[Line | bytes]) -> int:
    """Add lines, or what `raw` gave of them, and wait until the disk has them; return the bytes that the file has now.

    Where the disk has no room for all of them, none is added and OSError passes through; so does what `lines` raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    before = mend(path)
    opened = path.open("ab")
    try:
        with opened as file:
            file.writelines(line if isinstance(line, bytes) else raw(line) for line in lines)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()
    except BaseException as fault:
        os.truncate(path, before)  # once it is closed, which writes what was still on its way
        if isinstance(fault, OSError):
            fault.filename = fault.filename or str(path)
        raise


def read(path: Path, until: str = "") -> Iterator[Line]:
    """Yield the lines up to the last one recorded on the day `until` (ISO 8601), or all; not one that was cut off.

    Raises StoreError that names the line that is damaged.
    """
    for _, line in placed(path):
        if until and line["recorded"][:10] > until:
            return
        yield line


def placed(path: Path) -> Iterator[tuple[int, Line]]:
    """Yield all lines as `read` does, each with the byte at which it begins."""
    if not path.is_file():
        return
    start = 0
    with path.open("rb") as file:
        for number, found in enumerate(file, 1):
            if not found.endswith(b"\n"):
                return
            yield start, _line(path, found, f"line {number}")
            start += len(found)


def at(path: Path, starts: Sequence[int]) -> Iterator[Line]:
    """Yield the lines that begin at these bytes."""
    if not starts:
        return
    with path.open("rb") as file:
        for start in starts:
            file.seek(start)
            yield _line(path, file.readline(), f"the line at byte {start}")


def newest(path: Path, runs: int) -> list[Line]:
    """Return the lines of the last so many runs, read from the end of the file."""
    if not path.is_file():
        return []
    size = path.stat().st_size
    with path.open("rb") as file:
        size, held = _end(file, size), b""
        ends = 0
        while size and ends <= runs:
            start = max(0, size - _BLOCK)
            file.seek(start)
            held = file.read(size - start) + held
            size, ends = start, held.count(b'"what":"run"')
    raws = held.splitlines(keepends=True)[1 if size else 0 :]
    lines = [_line(path, one, "a line near its end") for one in raws]
    wanted = sorted({line["run"] for line in lines})[-runs:]
    return [line for line in lines if line["run"] in wanted]


def _line(path: Path, found: bytes, where: str) -> Line:
    try:
        line: Line = json.loads(found)
        _ = line["recorded"], line["run"], line["what"]
    except (ValueError, KeyError, TypeError) as fault:
        message = f"{path}: {where} is damaged: bring the file back from a copy, or move it away to begin a new ledger"
        raise StoreError(message) from fault
    return line
