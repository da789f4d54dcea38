"""A PostgreSQL with PostGIS for the tests: Debian's packages, a server of its own on loopback, gone when they end."""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "postgres"
"""The server refuses to run as root; Debian's package brings this user."""
LIBRARIES = Path("/usr/lib/postgresql")
ADDRESS = "GEOTRACKER_POSTGIS"
"""The environment variable that names the database to the tests."""


def programs() -> Path | None:
    """Return the folder of the newest server that has PostGIS, or None."""
    able = [path.parent.parent for path in LIBRARIES.glob("*/lib/postgis-3.so")]
    return max((path / "bin" for path in able), key=lambda path: int(path.parent.name), default=None)


def install() -> Path:
    """Return the folder of the server's programs, installed from Debian's packages where they are missing."""
    found = programs()
    if found is None:
        print("Installing PostgreSQL with PostGIS from Debian's packages", file=sys.stderr)
        _apt("update")
        _apt("install", "-y", "--no-install-recommends", "postgresql", "postgresql-postgis")
        found = programs()
    if found is None:
        sys.exit("PostGIS cannot be had here: install Debian's packages postgresql and postgresql-postgis")
    return found


def _apt(*words: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["/usr/bin/apt-get", "-qq", *words], env=environment, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server with its data in `folder` and yield the address of its database; stop it at the end."""
    bin_ = install()
    owner = pwd.getpwnam(USER).pw_uid if os.geteuid() == 0 else os.geteuid()
    os.chown(folder, owner, -1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c timezone=UTC"
    _run(owner, bin_ / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    _run(owner, bin_ / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        _run(owner, bin_ / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", USER, "geotracker")
        yield f"postgresql://{USER}@127.0.0.1:{port}/geotracker"
    finally:
        _run(owner, bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _run(owner: int, *command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, user=owner, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{words[0]} ended with {done.returncode}: {done.stderr or done.stdout}")


def main() -> int:
    """Run a command with a server beside it, whose address stands in its environment."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    folder = Path(tempfile.mkdtemp(prefix="geotracker-postgis-"))
    try:
        with server(folder) as address:
            environment = os.environ | {ADDRESS: address}
            return subprocess.run(parser.parse_args().command, env=environment, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
