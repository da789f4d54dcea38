"""`geotracker publish`: the record into a PostGIS that others read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotracker.cli import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("address", metavar="POSTGRESQL://...")
@click.option("--schema", default="geotracker", show_default=True, help="The schema that the tables lie in.")
@options.workspace
def publish(address: str, schema: str, root: Path) -> None:
    """Bring a PostGIS to what the store holds: events with mentions, control, its change, regions; in one transaction.

    What an event was before stays in events_history. Only what changed is sent. Leave the password out of the address:
    it comes from PGPASSWORD, a service file (postgresql:///?service=NAME) or ~/.pgpass.
    """
    from geotracker import replica as flow
    from geotracker.cli import lines

    found = flow.publish(root, address, schema)
    lines.say(
        f"{found.n_parts} parts sent; events: {found.n_new} new, {found.n_changed} changed, {found.n_gone} gone"
        f" (kept in {schema}.events_history)"
    )
    if not found.roles:
        lines.say("The roles geotracker_reader and geotracker_writer were not made: that needs a user with CREATEROLE")
