"""Feeds and sitemaps lead to reports, and nowhere else."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from geotracker import gathering
from geotracker.errors import FetchError
from geotracker.gathering import feeds
from tests.publisher import HURRIED, new_page, page, paths, site, status, workspace_of

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from geotracker.gathering import Gathered
    from geotracker.workspace import Workspace
    from tests.publisher import Answer

DAY = date(2025, 1, 20)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>A Newsroom</title><link>{url}/</link>
<item><title>Assessment</title><link>{url}/posts/assessment-one</link><pubDate>Mon, 20 Jan 2025 02:00:00 +0000</pubDate>
</item><item><title>Old</title><link>{url}/posts/assessment-old</link><pubDate>Wed, 01 Jan 2025 02:00:00 GMT</pubDate>
</item><item><title>Podcast</title><link>{url}/podcast/7</link><pubDate>Mon, 20 Jan 2025 02:00:00 +0000</pubDate></item>
<item><title>Elsewhere</title><link>https://elsewhere.example/posts/assessment</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A Newsroom</title><link rel="self" href="{url}/feed"/>
<entry><title>Assessment</title><link rel="enclosure" href="{url}/a.mp3"/><link href="/posts/assessment-one"/>
<published>2024-12-20T02:00:00Z</published><updated>2025-01-19T02:00:00+02:00</updated></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{url}/posts/assessment-one</loc><lastmod>2025-01-20</lastmod></url>
<url><loc>{url}/about</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{url}/posts.xml.gz</loc><lastmod>2025-01-20T00:00:00Z</lastmod></sitemap>
<sitemap><loc>https://elsewhere.example/map.xml</loc></sitemap></sitemapindex>"""
LAUGHS = """<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rss><channel><item><link>{url}/&d;</link></item></channel></rss>"""
STEALS = """<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<rss><channel><item><link>{url}/&file;</link></item></channel></rss>"""


def gather(workspace: Workspace) -> list[Gathered]:
    """Return what became of the source's addresses, asked in a hurry on 20 January 2025."""
    return gathering.gather(workspace, DAY, manners=HURRIED)


def fetch(way: str, url: str, **more: Any) -> dict[str, Any]:
    """Return a source's table `fetch` with a listing at /list of which reports alone are wanted."""
    return {way: f"{url}/list", "links": "/posts/", "private": True, **more}


def xml(text: str, **headers: str) -> Answer:
    """Return what serves a listing of a server's own pages."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = text.replace("{url}", f"http://{handler.headers['Host']}").encode()
        page(body, "application/xml; charset=utf-8", **headers)(handler)

    return answer


@pytest.mark.parametrize(("way", "text"), [("feed", RSS), ("feed", ATOM), ("sitemap", SITEMAP)])
def test_a_listing_leads_to_the_reports_of_the_last_days(tmp_path: Path, way: str, text: str) -> None:
    """Older ones, other pages and other hosts are left alone; the report is named by its page."""
    with site({"/list": xml(text), "/posts/assessment-one": page(new_page())}) as asked:
        workspace = workspace_of(tmp_path, fetch(way, asked.url))
        found = gather(workspace)
    assert found[-1].status == "added"
    assert found[-1].path == workspace.reports / "2025-01-20-assessment-one-daily.html"
    assert paths(asked) == ["/list", "/posts/assessment-one"]


def test_links_to_other_hosts_are_counted(tmp_path: Path) -> None:
    """None is asked."""
    with site({"/list": xml(RSS), "/posts/assessment-one": page(new_page())}) as asked:
        found = gather(workspace_of(tmp_path, fetch("feed", asked.url)))
    assert found[0].message == "1 links to hosts that the source does not name are left out"


def test_older_reports_are_fetched_where_the_source_says_since_when(tmp_path: Path) -> None:
    """Once."""
    pages = {"/list": xml(RSS), "/posts/assessment-one": page(new_page()), "/posts/assessment-old": page(new_page())}
    with site(pages) as asked:
        workspace = workspace_of(tmp_path, fetch("feed", asked.url, since=date(2025, 1, 1)))
        gather(workspace)
        gather(workspace)
    assert paths(asked).count("/posts/assessment-old") == 1


def test_an_index_leads_to_its_sitemaps(tmp_path: Path) -> None:
    """Packed ones too, on the source's own hosts."""

    def inner(handler: BaseHTTPRequestHandler) -> None:
        text = SITEMAP.format(url=f"http://{handler.headers['Host']}")
        page(gzip.compress(text.encode()), "application/gzip")(handler)

    pages = {"/list": xml(INDEX), "/posts.xml.gz": inner, "/posts/assessment-one": page(new_page())}
    with site(pages) as asked:
        found = gather(workspace_of(tmp_path, fetch("sitemap", asked.url)))
    assert found[-1].status == "added"
    assert paths(asked) == ["/list", "/posts.xml.gz", "/posts/assessment-one"]


def test_a_listing_that_did_not_change_is_read_as_it_was(tmp_path: Path) -> None:
    """Its reports are asked for again, since they may have changed."""
    listing = [xml(ATOM, ETag='"l"'), status(304)]
    with site({"/list": listing, "/posts/assessment-one": page(new_page())}) as asked:
        workspace = workspace_of(tmp_path, fetch("feed", asked.url))
        assert [one.status for one in gather(workspace) + gather(workspace)] == ["added", "unchanged"]
    assert paths(asked) == ["/list", "/posts/assessment-one"] * 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LAUGHS, "declares entities of its own"),
        (STEALS, "declares entities of its own"),
        (RSS[:300], "is no feed or sitemap that can be read"),
        ("<html><body/></html>", "is XML, but no feed or sitemap (it starts with 'html')"),
        ("", "is no feed or sitemap that can be read"),
        ("<a>" * 5000 + "</a>" * 5000, "is no feed or sitemap that can be read"),
    ],
    ids=["billion laughs", "file", "cut short", "a page", "nothing", "deep"],
)
def test_a_listing_that_cannot_be_read_fails_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    """And nothing that it may have named is asked."""
    with site({"/list": xml(text)}) as asked:
        (found,) = gather(workspace_of(tmp_path, fetch("feed", asked.url)))
    assert found.status == "failed"
    assert told in found.message
    assert "\n" not in found.message
    assert paths(asked) == ["/list"]


def test_a_listing_that_is_not_there_fails(tmp_path: Path) -> None:
    """Unlike a day's report, it should be."""
    with site({}) as asked:
        (found,) = gather(workspace_of(tmp_path, fetch("feed", asked.url)))
    assert found.status == "failed"
    assert "has the site moved it?" in found.message


def test_times_are_read_as_feeds_write_them() -> None:
    """In both standards; what is none is no day."""
    items = "".join(
        f"<item><link>/{place}</link><pubDate>{text}</pubDate></item>"
        for place, text in enumerate(("Mon, 20 Jan 2025 23:00:00 -0500", "2025-01-19", "soon", "Mon, 99 Jan 2025", ""))
    )
    found = feeds.read(f"<rss><channel>{items}</channel></rss>".encode(), "https://a.example/feed")
    assert [entry.day for entry in found] == [date(2025, 1, 20), date(2025, 1, 19), None, None, None]
    assert found[0].url == "https://a.example/0"


def test_an_address_without_end_is_passed_over() -> None:
    """No server has such a page."""
    assert feeds.read(f"<rss><item><link>/{'x' * 5000}</link></item></rss>".encode(), "https://a.example/") == []


def test_a_listing_of_nothing_is_one() -> None:
    """A feed may be empty."""
    assert feeds.read(b"<rss><channel/></rss>", "https://a.example/feed") == []
    with pytest.raises(FetchError):
        feeds.read(b"<x/>", "https://a.example/feed")
