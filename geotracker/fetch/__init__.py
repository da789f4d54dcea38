"""The only door to the network."""

from __future__ import annotations

USER_AGENT = "geotracker (war reports as a mapped record)"
MEGABYTE = 1_000_000
"""Bytes."""
