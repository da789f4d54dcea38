"""What was fetched, kept as it came: the newest version in the inbox, a line in data/fetched.jsonl for each."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from geotracker.workspace import publish

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from geotracker.gathering.naming import Named
    from geotracker.workspace import Workspace

EARLIER = "fetched"
"""The folder below data/ of versions that were replaced by later ones."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of what an address had, a line of the file."""

    source: str
    url: str
    at: str
    """When it was fetched, UTC."""
    sha256: str
    """Of the bytes as they came."""
    content: str
    """Of what it says: the text of a report, whatever the page around it; else of the bytes."""
    n_bytes: int
    file: str
    """Where it was put, below data/."""
    replaces: str = ""
    """The sha256 of the version before."""

    @classmethod
    def of(cls, source: str, url: str, at: datetime, data: bytes, named: Named, before: Version | None) -> Version:
        """Return the version that these bytes are."""
        sha256 = hashlib.sha256(data).hexdigest()
        when = at.isoformat(timespec="seconds")
        return cls(source, url, when, sha256, named.content, len(data), named.file, before.sha256 if before else "")


@dataclass
class Kept:
    """What a workspace has fetched so far, the newest version of each address."""

    workspace: Workspace

    @cached_property
    def newest(self) -> dict[str, Version]:
        """The newest version of each address; a line that a lost run left torn is passed over."""
        try:
            lines = self.workspace.fetched.read_bytes().splitlines()
        except FileNotFoundError:
            return {}
        found = {}
        for line in lines:
            try:
                version = Version(**json.loads(line))
            except (ValueError, TypeError):
                continue
            found[version.url] = version
        return found

    def of(self, url: str) -> Version | None:
        """Return the newest version of an address whose file is still there."""
        version = self.newest.get(url)
        return version if version and self.path(version).is_file() else None

    def path(self, version: Version) -> Path:
        """Return where a version's file lies."""
        return self.workspace.data / version.file

    def put(self, version: Version, data: bytes) -> Version:
        """Write the file, what lay there before put aside; then the line. Return the version as it was put.

        A name that another address has already gets a few letters more.
        """
        path = self.path(version)
        if any(one.file == version.file and one.url != version.url for one in self.newest.values()):
            told_apart = f"{path.stem}-{hashlib.sha256(version.url.encode()).hexdigest()[:6]}{path.suffix}"
            version = replace(version, file=path.with_name(told_apart).relative_to(self.workspace.data).as_posix())
            path = self.path(version)
        before = self.of(version.url)
        if path.is_file() and path.read_bytes() != data:
            self._put_aside(path, version.source)
        publish(path, data)
        if before and self._is_other_format(self.path(before), path):
            self._put_aside(self.path(before), version.source)
            self.path(before).unlink()
        line = json.dumps(asdict(version), ensure_ascii=False) + "\n"
        with self.workspace.fetched.open("ab+") as file:
            torn = file.seek(0, os.SEEK_END) > 0 and not _ends_line(file)
            file.write(b"\n" * torn + line.encode())
            file.flush()
            os.fsync(file.fileno())
        self.newest[version.url] = version
        return version

    @staticmethod
    def _is_other_format(before: Path, path: Path) -> bool:
        """Say whether an address had the same report as HTML and has it now as PDF: one of the two is enough."""
        return before != path and before.with_suffix("") == path.with_suffix("")

    def _put_aside(self, path: Path, source: str) -> None:
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        publish(self.workspace.data / EARLIER / source / f"{path.stem}-{sha256[:12]}{path.suffix}", data)


def _ends_line(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
