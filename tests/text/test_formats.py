"""PDF, web archives and declared encodings; what a file is comes from its content before its name."""

from __future__ import annotations

import io
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from geotracker.errors import ReportError
from geotracker.text import reports

DATA = Path(__file__).parent / "data"
DAY = date(2024, 6, 5)
WRAPPED = [
    "Island crews struck the refinery at Staryi Mayak on June 5.[1] The harbour",
    "command said that one tank burned through the night and that the counter-",
    "attack on the pier failed.[2]",
    "Key Takeaways",
    "Garrison troops held their lines in the strait, and nobody on either shore",
    "could say who had fired first.",
    "[1] https://t.me/harbour/",
    "1",
    "[2] https://t.me/harbour/2",
]


def pdf(*pages: list[str]) -> bytes:
    """Return a small PDF with a text layer, one line of text under the other."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({line.translate({40: '[', 41: ']'})}) Tj" for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 40 800 Td {shown} ET"
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        resources = f"/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects)} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def test_pdf() -> None:
    """Lines of a PDF become paragraphs again, without page numbers and what every page repeats."""
    pages = [["Example Institute", *WRAPPED[:3], "1"], ["Example Institute", *WRAPPED[3:6], "2"]]
    data = pdf(*pages, ["Example Institute", *WRAPPED[6:], "3"])
    report = reports.read_bytes(data, "daily.pdf", date=DAY)
    first = "Island crews struck the refinery at Staryi Mayak on June 5. The harbour command said that one tank burned"
    assert [report.text[p.start : p.end] for p in report.paragraphs] == [
        f"{first} through the night and that the counter-attack on the pier failed.",
        "Key Takeaways",
        "Garrison troops held their lines in the strait, and nobody on either shore could say who had fired first.",
    ]
    assert [said.endnotes for said in report.sentences] == [(1,), (2,), (), ()]
    assert report.endnotes[1].urls == ("https://t.me/harbour/2",)


def test_pdf_without_text() -> None:
    """A PDF of pictures is refused with the remedy."""
    with pytest.raises(ReportError, match="without a text layer; run OCR"):
        reports.read_bytes(pdf([]), "scan.pdf", date=DAY)


def test_encrypted_pdf() -> None:
    """A PDF with a password is refused with the remedy."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(WRAPPED))))
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    with pytest.raises(ReportError, match="is an encrypted PDF"):
        reports.read_bytes(written.getvalue(), "locked.pdf", date=DAY)


def archive(page: str, charset: str, location: str) -> bytes:
    """Return a web archive of a page as browsers save it."""
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = location
    message["MIME-Version"] = "1.0"
    message.set_content(page, subtype="html", charset=charset, cte="quoted-printable")
    message["Content-Location"] = location
    message.make_related()
    message.add_related(b"\x89PNG\r\n\x1a\n\x00", "image", "png")
    return message.as_bytes()


def test_web_archive() -> None:
    """A web archive gives the same report as its page, and its address where the page has none."""
    page = (DATA / "new-site.html").read_text(encoding="utf-8")
    saved = archive(page, "utf-8", "https://example.org/saved")
    wanted = reports.read_bytes(page.encode(), "daily.html")
    assert reports.read_bytes(saved, "daily.mhtml") == wanted
    bare = page.replace('rel="canonical"', 'rel="alternate"')
    found = reports.read_bytes(archive(bare, "utf-8", "https://example.org/saved"), "daily.mhtml")
    assert (found.url, found.text) == ("https://example.org/saved", wanted.text)


def test_web_archive_without_page() -> None:
    """A web archive of pictures only is refused."""
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    saved = head + b"--x\nContent-Type: image/png\n\nabc\n--x--\n"
    with pytest.raises(ReportError, match="web archive without a page"):
        reports.read_bytes(saved, "daily.mhtml", date=DAY)


@pytest.mark.parametrize(
    "form", ['<meta charset="{}">', '<meta http-equiv="Content-Type" content="text/html; charset={}">']
)
def test_declared_encoding(form: str) -> None:
    """A page in another encoding is decoded by what it declares."""
    head = form.format("windows-1251")
    page = f"<html><head>{head}</head><body><p>Войска обстреляли порт.</p></body></html>"
    assert reports.read_bytes(page.encode("cp1251"), "daily.html", date=DAY).text == "Войска обстреляли порт."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page", b"<!DOCTYPE html><html><body><p>Crews dug in.</p></body></html>"),
        ("page.txt", b"<!-- saved --><html><body><p>Crews dug in.</p></body></html>"),
        ("page.html", b"<p>Crews dug in.</p>"),
        ("page.html", b"Crews dug in."),
        ("page.md", b"Crews **dug in**."),
        ("page", b'---\ntitle: "Daily"\n---\nCrews **dug in**.'),
        ("page.txt", b"# Daily\n\nCrews **dug in**."),
        ("page.txt", b"\xef\xbb\xbfCrews dug in."),
        ("page.txt", "Crews \u202edug\u00ad\u200b\u00a0in.\u2069".encode()),
    ],
)
def test_content_decides(name: str, data: bytes) -> None:
    """A page, Markdown and plain text are told apart by content first, by name second."""
    assert reports.read_bytes(data, name, date=DAY).text == "Crews dug in."
