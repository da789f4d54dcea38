"""An answer's body, read no further than its limit: whole, unpacked and of a kind that was asked for."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotracker.errors import FetchError
from geotracker.fetch import MEGABYTE
from geotracker.fetch.faults import Passing

if TYPE_CHECKING:
    import httpx

ENCODINGS = "gzip, identity"
_GZIP = 31
"""zlib's name for gzip with its checksum."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: in words, its media types with the suffix of each, and how many bytes it may have."""

    name: str
    types: dict[str, str]
    limit: int


REPORT = Wanted(
    "a report",
    {
        "text/html": ".html",
        "application/xhtml+xml": ".html",
        "application/pdf": ".pdf",
        "text/plain": ".txt",
        "text/markdown": ".md",
    },
    20 * MEGABYTE,
)
_XML = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/rdf+xml")
LISTING = Wanted(
    "a feed or sitemap", dict.fromkeys((*_XML, "application/gzip", "application/x-gzip"), ".xml"), 20 * MEGABYTE
)
CONTROL = Wanted(
    "control polygons",
    {
        "application/geo+json": ".geojson",
        "application/vnd.geo+json": ".geojson",
        "application/json": ".geojson",
        "text/plain": "",
        "application/octet-stream": "",
        "binary/octet-stream": "",
        "application/zip": ".zip",
        "application/x-zip-compressed": ".zip",
        "application/geopackage+sqlite3": ".gpkg",
        "application/vnd.google-earth.kml+xml": ".kml",
        "application/vnd.google-earth.kmz": ".kmz",
        "application/vnd.flatgeobuf": ".fgb",
    },
    100 * MEGABYTE,
)
ROBOTS = Wanted("robots.txt", {}, MEGABYTE // 2)


def media_type(answer: httpx.Response) -> str:
    """Return the media type that an answer says it has, in small letters and without its parameters."""
    return str(answer.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def read(url: str, answer: httpx.Response, wanted: Wanted) -> bytes:
    """Return the body of an answer.

    FetchError: another kind than what is wanted, too large, packed otherwise than asked for. Passing: cut short.
    """
    kind = media_type(answer)
    if wanted.types and kind not in wanted.types:
        message = f"{url}: is {kind or 'of no kind that is said'}, not {wanted.name} ({', '.join(wanted.types)})"
        raise FetchError(message)
    told = str(answer.headers.get("Content-Length", ""))
    if told.isascii() and told.isdigit() and (len(told) > 18 or int(told) > wanted.limit):
        raise _too_large(url, wanted)
    packing = str(answer.headers.get("Content-Encoding", "")).strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        message = f"{url}: is packed as {packing!r}, which was not asked for"
        raise FetchError(message)
    return _gathered(url, answer, wanted, packed="gzip" in packing)


def unpacked(url: str, data: bytes, wanted: Wanted) -> bytes:
    """Return what is in a gzip file of few bytes: never more than may be."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        found = unpacker.decompress(data, wanted.limit + 1)
    except zlib.error as fault:
        message = f"{url}: is no whole gzip file ({fault})"
        raise FetchError(message) from fault
    if len(found) > wanted.limit:
        raise _too_large(url, wanted)
    return found


def _gathered(url: str, answer: httpx.Response, wanted: Wanted, *, packed: bool) -> bytes:
    unpacker = zlib.decompressobj(_GZIP) if packed else None
    body = bytearray()
    for piece in answer.iter_raw():
        try:
            body += unpacker.decompress(piece, wanted.limit + 1 - len(body)) if unpacker else piece
        except zlib.error as fault:
            message = f"{url}: arrives damaged ({fault})"
            raise Passing(message) from fault
        if len(body) > wanted.limit:
            raise _too_large(url, wanted)
    if unpacker and body and not unpacker.eof:
        message = f"{url}: arrives cut short"
        raise Passing(message)
    return bytes(body)


def _too_large(url: str, wanted: Wanted) -> FetchError:
    return FetchError(f"{url}: larger than the {wanted.limit / MEGABYTE:,.1f} MB that {wanted.name} may have")
