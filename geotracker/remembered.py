"""What was once found out about files, and holds as long as they do not change: told by size, times and inode.

A file that was changed so shortly before it was looked at that a later change might bear the same time is looked at
again.
"""

from __future__ import annotations

import json
import os
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_SETTLED = 2_000_000_000
"""Nanoseconds after which a change is sure to bear another time, on file systems of coarse clocks too."""

_WORTH = 32
"""Fewer files than that are found out about again as quickly as it is written down."""


class Found(NamedTuple):
    """What is known of a file, and how it looked from outside before that was found out."""

    value: Any
    look: list[int] | None
    is_news: bool
    """Whether it had to be found out."""


def below(folder: Path) -> list[Path]:
    """Return the Parquet files in the folders of a folder, in order.

    Globbing takes five times as long, and there may be thousands.
    """
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        inner = sorted(entry.path for entry in entries if not entry.name.startswith(".") and entry.is_dir())
    found = []
    for path in inner:
        names = sorted(os.listdir(path))  # noqa: PTH208  a Path for each costs the most
        found += [f"{path}/{name}" for name in names if name.endswith(".parquet") and not name.startswith(".")]
    return [Path(path) for path in found]


def of(paths: Iterable[Path], find_out: Callable[[Path], Any], cache: Path) -> dict[Path, Found]:
    """Return what `find_out` says of each file (as JSON has it), from `cache` where the file is as it was."""
    known = _load(cache)
    found = {}
    for path in paths:
        look, said = _look(path), known.get(_name(path))
        is_news = not said or not look or said[0] != look
        found[path] = Found(find_out(path) if is_news or not said else said[1], look, is_news)
    return found


def keep(found: Mapping[Path, Found], cache: Path) -> None:
    """Remember what `of` gave, where much of it is news; what cannot be written is found out again the next time."""
    if sum(one.is_news for one in found.values()) < _WORTH:
        return
    said = {_name(path): [one.look, one.value] for path, one in found.items() if one.look}
    try:
        publish(cache, json.dumps(said, ensure_ascii=False), sync=False)
    except OSError:
        return


def _name(path: Path) -> str:
    return "/".join(str(path).rsplit("/", 3)[-3:])


def _look(path: Path) -> list[int] | None:
    """Return how a file looks from outside, None where that does not tell it from what it may become."""
    try:
        stat = os.stat(path)  # noqa: PTH116  for each of thousands
    except OSError:
        return None
    settled = time.time_ns() - max(stat.st_mtime_ns, stat.st_ctime_ns) > _SETTLED
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino] if settled else None


def _load(cache: Path) -> Mapping[str, Any]:
    look = _look(cache)
    return _read(cache, *look) if look else _read.__wrapped__(cache)


@lru_cache(maxsize=4)  # several look for the same within one run
def _read(cache: Path, *_look: int) -> Mapping[str, Any]:
    try:
        known = json.loads(cache.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
