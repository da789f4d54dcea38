"""The workspace as it was on a day: its store is built again, for as long as one looks, from what the ledger kept."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker import parquet, tables
from geotracker.controlstore import Series
from geotracker.controltables import CONTROL
from geotracker.errors import StoreError
from geotracker.ledger import journal, noting, versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotracker.ledger.versions import State
    from geotracker.workspace import Workspace


@contextmanager
def on(workspace: Workspace, day: date | None) -> Iterator[Workspace]:
    """Yield the workspace as it was known at the end of a day (UTC), the workspace itself where none is given.

    Its events, mentions, sectors and polygons are those of then, with the values of then; what else lies in the
    workspace (layers, sources) is as it is now. StoreError: what the ledger kept is damaged or gone.
    """
    if day is None:
        yield workspace
        return
    with tempfile.TemporaryDirectory(prefix="geotracker-") as folder:
        then = replace(workspace, then=Path(folder))
        _build(workspace, then, versions.replay(journal.read(noting.file(workspace), str(day))))
        yield then


def _build(workspace: Workspace, then: Workspace, state: State) -> None:
    events = tables.to_arrow(state.frame(), tables.EVENTS)
    parquet.write(then.store / "events" / "month=then.parquet", events, tables.EVENTS, {}, sync=False)
    for line in state.reports.values():
        for table in ("mentions",) if line.get("taken_back") else ("mentions", "sectors"):
            if line["change"] != "withdrawn" and table in line:
                path = then.store / table / f"report_date={line['report_date']}" / f"{line['report_id']}.parquet"
                _bring(workspace.ledger / table / line[table], path)
    for line in state.control.values():
        if line["change"] != "withdrawn":
            series = Series(line["source"], line["category"])
            path = series.file(then, CONTROL, date.fromisoformat(line["day"]))
            _bring(workspace.ledger / "control" / line["kept"], path)


def _bring(kept: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(kept.resolve(strict=True))
    except FileNotFoundError as gone:
        message = f"{kept} is gone, so what was known then cannot be told: bring it back from a copy"
        raise StoreError(message) from gone
    except OSError:
        shutil.copyfile(kept, path)
