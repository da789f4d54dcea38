"""A refresh survives what the soak tries for long: here with the numbers that a test has time for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import soak

if TYPE_CHECKING:
    from pathlib import Path


def test_a_killed_refresh_loses_nothing(tmp_path: Path) -> None:
    """Twenty kills at any moment: the next run completes, every file is whole, the ledger comes to the record."""
    assert "nothing lost" in soak.killed(tmp_path, 20)


def test_mangled_reports_are_read_or_refused() -> None:
    """Two hundred: no traceback, no hang, no memory that is not given back."""
    assert "no traceback" in soak.mangled(200, seed=2)


def test_another_order_gives_the_same_store(tmp_path: Path) -> None:
    """To the byte."""
    assert soak.reordered(tmp_path, 6, batches=3).startswith("6 days in 3 shuffled batches give the same")
