"""Write docs/cli.md: every command with the help that it prints itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotracker.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
WIDTH = 100
HEAD = """# Commands

Each command's own help, as `geotracker COMMAND --help` prints it. `make docs` writes this page.
"""


def text() -> str:
    """Return the page, in Markdown."""
    sections = (f"## {path}\n\n```\n{usage}\n```\n" for path, usage in helps(main, "geotracker"))
    return "\n".join([HEAD, *sections])


def helps(command: click.Command, path: str, above: click.Context | None = None) -> Iterator[tuple[str, str]]:
    """Yield the path and the help of `command` and of all that is below it, in the order of its own list."""
    settings = {**command.context_settings, "terminal_width": WIDTH}
    context = click.Context(command, info_name=path.rsplit(maxsplit=1)[-1], parent=above, **settings)
    yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from helps(below, f"{path} {name}", context)


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print(f"{PAGE} written")
