"""A report's file becomes a Report with sections, sentences, marks and endnotes, or one line that says why not."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotracker.errors import ReportError
from geotracker.text import reports

if TYPE_CHECKING:
    from geotracker.records import Report

DATA = Path(__file__).parent / "data"
DAY = date(2024, 6, 5)
NOW = date(2026, 7, 1)
NAVIGATION = (
    "Click|Skip to|Maps of|PRINT|Subscribe|Related|Thumbnail|selection|[1]|[ii]"
    "|rights|Attachments|.png|Regions|color|Reading Now|Please make|menu|Endnotes"
)
LAYOUT = ["[1]", " ", ".", "a", "B", "“", ")", "(", "[iv]", "\u0301", "\n", "- ", "https://t.me/x", "**"]
FILES = ["old-site.html", "new-site.html", "mirror.md", "plain.txt"]


@pytest.fixture(params=FILES)
def report(request: pytest.FixtureRequest) -> Report:
    """Return each sample report in turn."""
    return reports.read(DATA / request.param, now=NOW)


def paragraphs(report: Report, style: str) -> list[str]:
    """Return the texts of the paragraphs of one style."""
    return [report.text[p.start : p.end] for p in report.paragraphs if p.style == style]


def sentence(report: Report, words: str) -> tuple[int, ...]:
    """Return the endnotes of the first sentence that holds `words`."""
    return next(s.endnotes for s in report.sentences if words in s.text)


def test_offsets_are_exact(report: Report) -> None:
    """Every sentence stands at its offsets, inside its paragraph and section, in order."""
    for said in report.sentences:
        paragraph = report.paragraphs[said.paragraph]
        section = report.sections[paragraph.section]
        assert report.text[said.start : said.end] == said.text
        assert section.start <= paragraph.start <= said.start < said.end <= paragraph.end <= section.end
    starts = [said.start for said in report.sentences]
    assert starts == sorted(set(starts))


def test_text_is_clean(report: Report) -> None:
    """No navigation, mark, hidden character or double space is left in the text."""
    assert unicodedata.is_normalized("NFC", report.text)
    assert "  " not in report.text
    assert not [c for c in report.text if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n"]
    for word in NAVIGATION.split("|"):
        assert word not in report.text


def test_every_mark_resolves(report: Report) -> None:
    """Each mark's number is a note with a URL, and belongs to a sentence."""
    linked = {note.number for note in report.endnotes if note.urls}
    assert {mark.number for mark in report.marks} <= linked
    assert sum(len(said.endnotes) for said in report.sentences) == len(report.marks)


@pytest.mark.parametrize(
    ("name", "day", "title", "url", "publisher"),
    [
        (
            "old-site.html",
            date(2023, 3, 3),
            "HARBOUR DAILY, MARCH 3",
            "https://example.org/reports/harbour-daily-march-3",
            "Example Institute",
        ),
        (
            "new-site.html",
            date(2026, 5, 2),
            "Harbour Daily, May 2, 2026",
            "https://example.org/reports/harbour-daily-may-2-2026/",
            "Example Institute",
        ),
        (
            "mirror.md",
            date(2026, 1, 7),
            "Harbour Daily, January 7, 2026",
            "https://mirror.example.org/harbour-daily-january-7-2026",
            "Mirror House",
        ),
        ("plain.txt", DAY, "Harbour Daily, June 5, 2024", "", ""),
    ],
)
def test_source(name: str, day: date, title: str, url: str, publisher: str) -> None:
    """Day, title, URL and publisher come from the page; the title's day goes before the day of publication."""
    report = reports.read(DATA / name, now=NOW)
    assert (report.date, report.title, report.url, report.publisher) == (day, title, url, publisher)


def test_old_site() -> None:
    """A page of the old site gives sections, items from loose bullets, bold topic sentences and endnotes."""
    report = reports.read(DATA / "old-site.html", now=NOW)
    assert [s.title for s in report.sections] == ["", "Key Takeaways", "Main Effort—Northern Coast"]
    assert paragraphs(report, "item") == [
        "Coastal batteries shelled Novyi Port.",
        "No ships left the harbour.",
        "Main Effort—Northern Coast (comprised of one supporting effort);",
        "Supporting Effort—Islands",
    ]
    bold = [report.text[p.start : p.end] for p in report.paragraphs if p.emphasised and p.style == "body"]
    assert bold[-1] == "Garrison troops advanced north of Novyi Port."
    assert sentence(report, "cranes burned") == (1,)
    assert sentence(report, "The U.S. mission") == (2,)
    assert sentence(report, "gave no cause") == (3,)
    assert sentence(report, "harbour master") == (4,)
    assert "3rd Brigade cleared the pier and left a note for" in report.text
    assert {note.number: note.urls for note in report.endnotes} == {
        1: ("https://t.me/port/11", "https://t.me/port/12"),
        2: ("https://gazette.ru/2023/03/03/fire.html",),
        3: ("https://www.mission.gov.ua/a_b/", "https://isw.pub/X1", "https://archive.example.org/a(1)"),
        4: ("https://news.example.org/one?x=1&y=2",),
    }


def test_new_site() -> None:
    """A page of the new site gives its correction, headings with their objectives, and glued endnotes."""
    report = reports.read(DATA / "new-site.html", now=NOW)
    assert paragraphs(report, "correction")[0].startswith("CORRECTION: An earlier version")
    assert [s.title for s in report.sections] == ["", "Toplines", "Key Takeaways", "Supporting Effort: Islands"]
    assert paragraphs(report, "heading")[-1] == "Objective: Keep the strait open"
    assert sentence(report, "Garrison troops") == (3,)
    assert [(note.number, note.urls) for note in report.endnotes][1:] == [
        (2, ("https://x.com/a/status/2", "https://x.com/b/status/3")),
        (3, ("https://t.me/garrison/7",)),
        (4, ("https://t.me/garrison/8",)),
    ]


def test_mirror() -> None:
    """A mirror's Markdown gives roman marks as numbers, broken emphasis undone and no trailing navigation."""
    report = reports.read(DATA / "mirror.md", now=NOW)
    assert [mark.number for mark in report.marks] == [1, 2, 3, 4]
    assert [s.title for s in report.sections] == ["", "Supporting Effort – Islands"]
    assert paragraphs(report, "heading") == ["Supporting Effort – Islands (Objective: Keep the strait open)"]
    assert "The “[i]sland” garrison dug in." in report.text
    assert report.endnotes[0].urls == ("https://gazette.ru/news/26311137", "https://t.me/harbour/1233")
    assert report.endnotes[1].urls == ("https://example.org/research/a_14-4/", "http://harbour.ru/e/7")
    assert report.endnotes[3].urls == ("https://www.garrison.example.org/day/7",)


def test_plain() -> None:
    """Plain text gives a heading that was glued to a mark, its items, a correction and endnotes."""
    report = reports.read(DATA / "plain.txt", now=NOW)
    assert [s.title for s in report.sections] == ["", "Key Takeaways", "Supporting Effort—Islands"]
    assert paragraphs(report, "item") == ["Island crews struck the refinery.", "Garrison troops moved on."]
    assert len(paragraphs(report, "correction")) == 1
    assert sentence(report, "Gen. Ivan K. Petrenko said at 9:30 p.m. that 3.5 tons") == (2,)
    assert [note.urls for note in report.endnotes][2] == ("https://t.me/harbour/3", "https://t.me/harbour/4")


def test_same_bytes_same_report(report: Report) -> None:
    """Reading is deterministic."""
    path = next(DATA / name for name in FILES if (DATA / name).stem in report.report_id)
    assert reports.read(path, now=NOW) == report


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A path of "-" reads standard input."""
    source = (DATA / "plain.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(source)))
    report = reports.read("-")
    assert (report.report_id, report.date) == ("2024-06-05-stdin", DAY)


def test_option_decides_the_date() -> None:
    """The date that is passed goes before every other."""
    assert reports.read(DATA / "plain.txt", date=date(2024, 6, 6)).date == date(2024, 6, 6)


def test_a_bracket_left_open_is_no_title() -> None:
    """A heading whose bracket is never closed names its section by the words before the bracket."""
    page = "<html><body><p><b>Supporting Effort (Objective: Hold the strait</b></p><p>Crews dug in.</p></body></html>"
    report = reports.read_bytes(page.encode(), "daily.html", date=DAY)
    assert [section.title for section in report.sections] == ["", "Supporting Effort"]


def test_listed_endnotes() -> None:
    """Endnotes in a numbered list under their heading are counted; a mark that stands alone stays with its sentence."""
    notes = '<li>A <a href="https://t.me/a/1">post</a></li><li><a href="https://t.me/a/2">Another</a></li>'
    marks = '<p>Crews left.<sup><a href="#x1">1</a></sup></p><p>They came back.</p><p>[2]</p>'
    page = f"<html><body>{marks}<h2>Endnotes</h2><ol>{notes}</ol></body></html>"
    report = reports.read_bytes(page.encode(), "daily.html", date=DAY)
    assert [said.endnotes for said in report.sentences] == [(1,), (2,)]
    assert [note.urls for note in report.endnotes] == [("https://t.me/a/1",), ("https://t.me/a/2",)]


def test_after_the_endnotes_only_prose_and_corrections_stay() -> None:
    """Text that goes on after a list of endnotes is read again; short lines after it are navigation."""
    prose = " ".join(["Garrison troops moved along the coast road"] * 5) + "."
    notes = "[1] https://t.me/a/1\n[2] https://t.me/a/2\n"
    end = f"{notes}Correction: the pier is long.\nHome again\n"
    text = f"Crews struck the pier.[1][2]\n\n{notes}Related links\n{prose}\n\n{end}"
    report = reports.read_bytes(text.encode(), "pasted.txt", date=DAY)
    assert report.text == f"Crews struck the pier.\n\n{prose}\n\nCorrection: the pier is long."
    assert [note.number for note in report.endnotes] == [1, 2]


def test_a_thousand_pasted_reports() -> None:
    """A report pasted a thousand times keeps every paragraph and sentence."""
    text = "Crews struck the pier on June 5. Nobody was hurt.\n\n" * 1000
    report = reports.read_bytes(text.encode(), "pasted.txt", date=DAY)
    assert (len(report.paragraphs), len(report.sentences)) == (1000, 2000)


def test_a_sentence_of_ten_thousand_words() -> None:
    """A sentence without end is one sentence."""
    report = reports.read_bytes(b"and so on " * 10_000 + b"it went.", "long.txt", date=DAY)
    assert len(report.sentences) == 1


@pytest.mark.parametrize(
    ("stem", "wanted"),
    [
        ("2024-06-05", "2024-06-05"),
        ("2024-06-05-sample", "2024-06-05-sample"),
        ("Harbour Daily (1)", "2024-06-05-harbour-daily-1"),
        ("..", "2024-06-05"),
    ],
)
def test_ids(stem: str, wanted: str) -> None:
    """A report's id is a slug of its file's stem, after the day where that is not in it."""
    assert reports.identify(stem, DAY) == wanted


def test_ids_of_other_scripts_differ() -> None:
    """Two names that a slug cannot spell get two ids."""
    assert reports.identify("сводка", DAY) != reports.identify("отчёт", DAY)


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t\n", "is empty"),
        ("a.txt", bytes(range(256)) * 20, "is a binary file"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG picture"),
        ("a.txt", b"PK\x03\x04word/document.xml", "is a ZIP archive or Word document"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", "is a PDF though named .txt; rename it to .pdf"),
        ("a.pdf", b"Not at all a PDF.", "is no PDF though named .pdf"),
        ("a.pdf", b"%PDF-1.7\nbroken", "is a damaged PDF"),
        ("a.txt", "Войска обстреляли порт 5 июня".encode("cp1251"), "iconv -f WINDOWS-1251 -t UTF-8"),
        ("a.txt", "Crews dug in “near” the café".encode("cp1252"), "iconv -f WINDOWS-1252 -t UTF-8"),
        ("a.txt", "Crews dug in".encode("utf-16"), "iconv -f UTF-16 -t UTF-8"),
        ("a.html", b"<html><head><title>June 5, 2024</title></head></html>", "holds no text of a report"),
        ("a.html", b"<html><body><nav>Home</nav><script>x()</script></body></html>", "holds no text of a report"),
        ("a.html", b"<html><body>" + b"<div>" * 5000 + b"Deep.", "nested too deeply"),
        ("a.txt", b"*** --- !!!", "holds no text of a report"),
        ("a.txt", b"Crews dug in.", "does not say its date; pass --date"),
        ("a.txt", b"Harbour Daily, June 5, 2031\n\nCrews dug in near the pier.", "in the future"),
        ("a.txt", b"x" * (reports.LARGEST + 1), "is too large (20 MB); a report may have 20 MB"),
    ],
)
def test_bad_input(name: str, data: bytes, fault: str) -> None:
    """What cannot be read or dated is refused in one line that names the file and the fault."""
    with pytest.raises(ReportError) as refused:
        reports.read_bytes(data, name, now=NOW)
    message = str(refused.value)
    assert message.startswith(f"{name}: ")
    assert fault in message
    assert "\n" not in message


def test_bad_paths(tmp_path: Path) -> None:
    """A missing file, a directory and an impossible name are refused in one line."""
    paths = {"no such file": tmp_path / "none.txt", "is a directory": tmp_path, "cannot be read": "a\x00b"}
    for fault, path in paths.items():
        with pytest.raises(ReportError, match=fault):
            reports.read(path)


def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    """Nobody may ever write to it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReportError, match="pipe: is no regular file"):
        reports.read(tmp_path / "pipe")


def test_future_is_measured_from_now() -> None:
    """A report of today is read; one dated after the given now is not."""
    assert reports.read(DATA / "plain.txt", now=DAY).date == DAY
    with pytest.raises(ReportError, match="in the future"):
        reports.read(DATA / "plain.txt", now=date(2024, 6, 4))


@given(st.text(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_text_has_exact_offsets(text: str, name: str) -> None:
    """Whatever the text, its sentences stand at their offsets, or it is refused as a report."""
    try:
        report = reports.read_bytes(text.encode(errors="ignore"), name, date=DAY)
    except ReportError:
        return
    assert all(report.text[said.start : said.end] == said.text for said in report.sentences)
    assert all(0 <= mark.offset <= len(report.text) for mark in report.marks)
    assert unicodedata.is_normalized("NFC", report.text)


@given(st.lists(st.sampled_from(LAYOUT)))
def test_any_layout_has_exact_offsets(parts: list[str]) -> None:
    """Marks, quotes and brackets in any order neither break an offset nor raise anything but ReportError."""
    test_any_text_has_exact_offsets.hypothesis.inner_test("".join(parts), "a.md")


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.mhtml", "a.pdf", ""]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    """Whatever the bytes, they are read or refused, never a crash."""
    try:
        report = reports.read_bytes(data, name, date=DAY)
    except ReportError:
        return
    assert report.paragraphs
