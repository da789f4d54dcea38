"""Which format a file has, by its content first and its name second; and its bytes made a draft."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from geotracker.errors import ReportError
from geotracker.text import markdown, plain

if TYPE_CHECKING:
    from geotracker.text.draft import Draft

_BINARIES = {
    b"PK\x03\x04": "a ZIP archive or Word document; save it as PDF, HTML or text",
    b"\xd0\xcf\x11\xe0": "an old Word document; save it as PDF, HTML or text",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"\x89PNG": "a PNG picture; a report needs text",
    b"\xff\xd8\xff": "a JPEG picture; a report needs text",
    b"GIF8": "a GIF picture; a report needs text",
    b"SQLite format 3": "a SQLite or GeoPackage file, not a report",
    b"PAR1": "a Parquet file, not a report",
    b"bplist00": "a Safari web archive; save the page as HTML or PDF",
    b"{\\rtf": "an RTF document; save it as PDF, HTML or text",
}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,5000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(r"<(?:p|div|h[1-6]|article|section|table|ul|ol)\b[^<>]{0,500}>", re.IGNORECASE)
_MHTML = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_HEADERS = re.compile(rb"[A-Za-z-]{2,40}:[ \t]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
_ICONV = "iconv -f {} -t UTF-8 FILE > NEW"
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE = 0.01
_HIGH_SHARE = 0.3


def draft(data: bytes, name: str) -> Draft:
    """Return the draft of a file's bytes.

    Raises ReportError that names the file for what is empty, binary, of another encoding or misnamed.
    """
    if not data.strip():
        message = f"{name}: is empty"
        raise ReportError(message)
    suffix = PurePath(name).suffix.lower()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(data, name, suffix)
    _refuse_binary(data, name)
    if suffix == ".pdf":
        message = f"{name}: is no PDF though named .pdf; rename it or save it again"
        raise ReportError(message)
    if _HEADERS.match(data) and _MHTML.search(data[:_HEAD_BYTES]):
        return _mhtml(data, name)
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    text = _decoded(data, name, declared[1].decode("ascii") if declared else "")
    if _HTML.match(text) or (suffix in (".html", ".htm", ".xhtml") and _TAGS.search(text)):
        return _html(text, name)
    if suffix in (".md", ".markdown") or markdown.is_markdown(text):
        return markdown.read(text)
    return plain.read(text)


def _html(text: str, name: str) -> Draft:
    from geotracker.text import webpage  # noqa: PLC0415 - lxml is loaded only for pages

    return webpage.read(text, name)


def _pdf(data: bytes, name: str, suffix: str) -> Draft:
    if suffix not in (".pdf", ""):
        message = f"{name}: is a PDF though named {suffix}; rename it to .pdf"
        raise ReportError(message)
    from geotracker.text import pdf  # noqa: PLC0415 - pypdf is loaded only for PDF

    return pdf.read(data, name)


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, what in _BINARIES.items():
        if data.startswith(magic):
            message = f"{name}: is {what}"
            raise ReportError(message)
    if data.startswith(_UTF16):
        message = f"{name}: is not UTF-8 but UTF-16; run: {_ICONV.format('UTF-16')}"
        raise ReportError(message)
    controls = len(_CONTROL.findall(data[:65536]))
    if b"\x00" in data or controls > _CONTROL_SHARE * min(len(data), 65536):
        message = f"{name}: is a binary file, not a report; give text, Markdown, HTML, MHTML or PDF"
        raise ReportError(message)


def _decoded(data: bytes, name: str, declared: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if declared and declared.lower().replace("-", "") != "utf8":
            try:
                return data.decode(declared)
            except (LookupError, ValueError):
                pass
        guess = _guess(data)
        message = f"{name}: is not UTF-8 (byte {fault.start + 1}), perhaps {guess}; run: {_ICONV.format(guess)}"
        raise ReportError(message) from fault


def _guess(data: bytes) -> str:
    """Return the likelier of two one-byte encodings: Cyrillic text has letters above 0xC0 all over."""
    letters = re.findall(rb"[A-Za-z\xc0-\xff]", data[:65536])
    high = sum(letter[0] >= 0xC0 for letter in letters)
    return "WINDOWS-1251" if high > _HIGH_SHARE * max(len(letters), 1) else "WINDOWS-1252"


def _mhtml(data: bytes, name: str) -> Draft:
    """Return the draft of the first page of a web archive."""
    from email import message_from_bytes  # noqa: PLC0415 - loaded only for web archives

    try:
        message = message_from_bytes(data)
        page = next((part for part in message.walk() if part.get_content_type() in _PAGE_TYPES), None)
        payload = page.get_payload(decode=True) if page is not None else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        damaged = f"{name}: is a damaged web archive ({type(fault).__name__}); save the page again"
        raise ReportError(damaged) from fault
    if page is None or not isinstance(payload, bytes):
        without = f"{name}: is a web archive without a page in it; save the page again"
        raise ReportError(without)
    found = _html(_decoded(payload, name, page.get_content_charset() or ""), name)
    location = str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    if not found.url and location.startswith(("http://", "https://")):
        return replace(found, url=location)
    return found
