"""What options mean: days, boxes, the workspace, today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from geotracker.errors import GeotrackerError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = TypeVar("Command", bound=Callable[..., object])

# click's ParamType takes the type it gives only for type checkers before 9.
if TYPE_CHECKING:
    _Day = click.ParamType[date]
    _Box = click.ParamType[tuple[float, float, float, float]]
    _File = click.ParamType[Path]
    _Choice = click.Choice[str]
else:
    _Day = _Box = _File = click.ParamType
    _Choice = click.Choice
_WORLD = (-180.0, -90.0, 180.0, 90.0)


class Day(_Day):
    """A calendar day, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or end with a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day: write it as 2025-01-20", param, ctx)


class Box(_Box):
    """West, south, east and north in degrees."""

    name = "w,s,e,n"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float, float, float]:
        """Return the four numbers, or end with a usage error."""
        try:
            west, south, east, north = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is no box: write west,south,east,north in degrees", param, ctx)
        if not (_WORLD[0] <= west <= east <= _WORLD[2] and _WORLD[1] <= south <= north <= _WORLD[3]):
            self.fail(f"{value!r} is no box on the earth: write west,south,east,north in degrees", param, ctx)
        return west, south, east, north


class File(_File):
    """A file to write: where its name is a link, what the link leads to, so that the link stays."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path; "-" is standard output where `prints`, else a usage error."""
        path = Path(str(value))
        if str(path) == "-":
            if not self.prints:
                self.fail("it is not printed: name a file", param, ctx)
            return path
        if path.is_symlink() and not path.parent.resolve().is_relative_to("/dev"):
            return Path(os.path.realpath(path))
        return path

    def __init__(self, *, prints: bool = False) -> None:
        """Make a type of which "-" is standard output if it `prints`."""
        self.prints = prints


class Nearest(_Choice):
    """One of a few words; what is none of them is refused with the nearest."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, or end with a usage error."""
        if value not in self.choices:
            known = f"choose one of {', '.join(self.choices)}"
            self.fail(f"{value!r} is not known{nearest(str(value), self.choices)}: {known}", param, ctx)
        return str(value)


def workspace(command: Command) -> Command:
    """Add -w, which may also stand before the command, as `root`."""
    return click.option(
        "-w",
        "--workspace",
        "root",
        type=click.Path(path_type=Path, readable=False),
        callback=lambda ctx, _, value: value or ctx.find_root().params["workspace"],
        help="The workspace; the current folder unless named.",
    )(command)


def window(command: Command) -> Command:
    """Add --since and --until."""
    command = click.option("--until", type=Day(), callback=_ordered, help="Last day, included.")(command)
    return click.option("--since", type=Day(), callback=_ordered, help="First day, included.")(command)


def _ordered(ctx: click.Context, param: click.Parameter, day: date | None) -> date | None:
    """Return the day; a usage error where the first day, once both are known, comes after the last."""
    days = {**ctx.params, param.name: day}
    since, until = days.get("since"), days.get("until")
    if since and until and since > until:
        message = f"--since {since} is after --until {until}: no day lies between them"
        raise click.UsageError(message, ctx)
    return day


def as_of(command: Command) -> Command:
    """Add --as-of."""
    return click.option("--as-of", type=Day(), help="What was known at the end of that day (UTC).")(command)


def report_date(command: Command) -> Command:
    """Add --date as `day`."""
    return click.option("--date", "day", type=Day(), help="The report's date, where it does not say it.")(command)


def extractor(default: str) -> Callable[[Command], Command]:
    """Return what adds --extractor with that default; an empty one says in its help what is meant by it."""
    shown = default or "the one that read the report before, else rules"
    return click.option("--extractor", metavar="NAME", default=default, help=f"What reads; {shown} unless named.")


def today() -> date | None:
    """Return the day that counts as today: --now, else SOURCE_DATE_EPOCH, else None, the newest report's."""
    given: date | None = click.get_current_context().find_root().params["now"]
    epoch = moment()
    return given or (epoch.date() if epoch else None)


def moment() -> datetime | None:
    """Return the moment that counts as now: SOURCE_DATE_EPOCH, where no --now is given; else None, the day's end."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if click.get_current_context().find_root().params["now"] or not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as fault:
        message = f"SOURCE_DATE_EPOCH is {epoch!r}: it must be a number of seconds"
        raise GeotrackerError(message) from fault
