"""What is well with a workspace and the machine that it is on, and what is to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.doctor import contents, folders, machine, permissions, published
from geotracker.doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

__all__ = ["Finding", "examine"]


def examine(root: Path, now: date | None = None) -> Iterator[Finding]:
    """Yield what is found, the machine first; without a workspace in `root` the machine alone, and how to make one.

    `now` is the day by which reports are old, the clock's unless given. Nothing is changed, nobody is asked.
    """
    yield from machine.examine()
    found = list(folders.examine(root))
    yield from found
    if any(one.subject == "workspace" and one.state == "mend" for one in found):
        return
    yield from permissions.examine(root)
    yield from contents.examine(root, now)
    yield from published.examine(root)
