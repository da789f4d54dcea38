"""What is known of addresses that were asked before: one small file each, and the bodies that are needed again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from geotracker.workspace import publish

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Facts:
    """What the last answer of an address said, and what of it was kept."""

    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    """Of the body as it came."""
    status: int = 0
    at: float = 0.0
    """When it was asked, in seconds since 1970."""
    wait_until: float = 0.0
    """Of a host: when it may be asked again."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder with the facts and bodies of addresses; a file that is damaged counts as not there."""

    folder: Path

    def facts(self, key: str) -> Facts:
        """Return what is known of an address, or of a host; all empty where nothing is."""
        try:
            said = json.loads(self._path(key, "json").read_text(encoding="utf-8"))
            found = Facts(**{name: type(none)(said["facts"][name]) for name, none in asdict(Facts()).items()})
            return found if said["key"] == key else Facts()
        except (OSError, ValueError, KeyError, TypeError):
            return Facts()

    def body(self, key: str) -> bytes | None:
        """Return the body kept for an address, None where it is not whole or is no longer the one of the facts."""
        try:
            body = self._path(key, "body").read_bytes()
        except OSError:
            return None
        return body if hashlib.sha256(body).hexdigest() == self.facts(key).sha256 else None

    def keep(self, key: str, facts: Facts, body: bytes | None = None) -> None:
        """Remember the facts of an address, and its body where it will be needed again."""
        if body is not None:
            publish(self._path(key, "body"), body, sync=False)
        said = {"key": key, "facts": asdict(facts)}
        publish(self._path(key, "json"), json.dumps(said, ensure_ascii=True) + "\n", sync=False)

    def _path(self, key: str, suffix: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode(errors='replace')).hexdigest()[:40]}.{suffix}"
