"""The pages of docs/ that are written from the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cli_docs
import pytest
import table_docs

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("written", [cli_docs, table_docs], ids=["cli", "tables"])
def test_page_is_as_the_code_says(written: ModuleType) -> None:
    """A page of docs/ says what the code says today; `make docs` writes it again."""
    assert written.PAGE.read_text(encoding="utf-8") == written.text()


def test_every_command_has_its_help() -> None:
    """A command is in the page with its path, and nothing is there twice."""
    headings = [line.removeprefix("## ") for line in cli_docs.text().splitlines() if line.startswith("## ")]
    assert {"geotracker", "geotracker extract", "geotracker refresh"} <= set(headings)
    assert len(headings) == len(set(headings))
