"""`geotracker publish`: the record into a PostGIS that others read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from pathlib import Path


_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def _named(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if not _NAME.fullmatch(value):
        message = f"{value!r} is no name of a schema: use small letters, digits and _, at most 63"
        raise click.BadParameter(message)
    return value


@click.command()
@click.argument("address", metavar="POSTGRESQL://...")
@click.option(
    "--schema", default="geotracker", show_default=True, callback=_named, help="The schema that the tables lie in."
)
@click.option("--replace", is_flag=True, help="Also where most of the events that are there would go.")
@options.workspace
def publish(address: str, schema: str, root: Path, *, replace: bool) -> None:
    """Bring a PostGIS to what the store holds: events with mentions, control, its change, regions; in one transaction.

    It is a private working copy: data/sources.toml is not asked what may be published, so grant the reading of it only
    to people who may see the reports. What an event was before stays in events_history; only what changed is sent.
    Leave the password out of the address: it comes from PGPASSWORD, a service file (postgresql:///?service=NAME) or
    ~/.pgpass.
    """
    from geotracker import replica as flow
    from geotracker.cli import lines

    found = flow.publish(root, address, schema, replace=replace)
    parts = f"{found.n_parts} part{'s' * (found.n_parts != 1)} sent"
    events = f"{found.n_new} new, {found.n_changed} changed, {found.n_gone} gone"
    lines.say(f"{parts}; events: {events} (kept in {schema}.events_history)")
    if not found.roles:
        lines.say("The roles geotracker_reader and geotracker_writer were not made: that needs a user with CREATEROLE")
