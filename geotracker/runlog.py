"""What each refresh did, in detail: logs/refresh.log, which starts anew at a megabyte; five earlier ones are kept."""

from __future__ import annotations

import logging
import re
import time
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotracker.workspace import Workspace

FILE = "refresh.log"
_LARGEST, _KEPT = 1_000_000, 5
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class _Format(logging.Formatter):
    """A line a record, with the time in UTC; text from reports cannot begin a line of its own."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return _CONTROLS.sub(" ", super().format(record))


class _Rotating(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's own name for it
        """Leave the line out: a full disk is told once, by the run itself."""


@contextmanager
def writing(workspace: Workspace) -> Iterator[logging.Logger]:
    """Yield what writes the log of this workspace; where that cannot be written, the run goes on without it."""
    log = logging.Logger("geotracker.refresh")  # noqa: LOG001  one for each run: no handler stays behind
    handler: logging.Handler
    try:
        workspace.logs.mkdir(exist_ok=True)
        handler = _Rotating(
            workspace.logs / FILE, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", errors="replace", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_Format("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    log.addHandler(handler)
    try:
        yield log
    finally:
        handler.close()
