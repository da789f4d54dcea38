"""What becomes of an address that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Status = Literal["added", "changed", "unchanged", "missing", "failed", "planned"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of one address, or of a source as a whole where `url` is empty."""

    source: str
    """The source's name in data/sources.toml."""
    kind: str
    """What it holds: report or control."""
    status: Status
    """missing: not published yet, or taken away; planned: a dry run would ask for it."""
    url: str = ""
    path: Path | None = None
    """Where it was kept."""
    message: str = ""
    """Why it failed or is missing, or what was left out, in one line."""
