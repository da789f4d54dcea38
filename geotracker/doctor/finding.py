"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and how it is."""

    subject: str
    state: Literal["well", "note", "mend"]
    """note: it works without, or it is as it should be known; mend: something does not work, or soon will not."""
    said: str
    """In one line; of what is to be mended also how."""
