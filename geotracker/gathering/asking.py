"""One source's turn: its addresses are found out and asked, one after the other."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geotracker.errors import FetchError, GeotrackerError
from geotracker.fetch import bodies
from geotracker.fetch.faults import Passing
from geotracker.fetch.manners import Grounds, grounds
from geotracker.gathering import days, folders, listings, naming
from geotracker.gathering.days import Page
from geotracker.gathering.kept import Version
from geotracker.gathering.outcome import Gathered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geotracker.fetch.door import Answer, Door
    from geotracker.gathering.feeds import Entry
    from geotracker.gathering.kept import Kept
    from geotracker.gathering.outcome import Status
    from geotracker.sources import Source
    from geotracker.supply import Supply

MOST = 200
"""Pages of one source in one run; the rest is left for the next."""
_GONE = 410
_NONE = (404, _GONE)
_WANTED = {"report": bodies.REPORT, "control": bodies.CONTROL}


def ask(source: Source, today: date, kept: Kept, door: Door) -> Iterator[Gathered]:
    """Yield what became of each address of a source; where its server is lost, the rest is left for another run."""
    turn = _Turn(source, _supply(source), today, kept, door)
    try:
        yield from turn.folder() if turn.supply.folder else turn.asked()
    except GeotrackerError as fault:
        yield turn.told("failed", message=str(fault))
    except OSError as fault:
        yield turn.told("failed", message=f"{fault.filename or source.name}: {fault.strerror or fault}")


def plan(source: Source, today: date, kept: Kept, contact: str) -> Iterator[Gathered]:
    """Yield what would be asked, as far as it is known without asking, or why nothing would."""
    supply = _supply(source)
    if supply.addresses and not contact:
        yield Gathered(source.name, source.kind, "failed", message=_nobody(source))
        return
    listing = supply.feed or supply.sitemap or supply.folder
    found = days.pages(supply, today, lambda url: kept.of(url) is not None, lambda _: False)
    for url in [listing] if listing else [page.urls[0] for page in found]:
        yield Gathered(source.name, source.kind, "planned", url)


def _nobody(source: Source) -> str:
    """Return what a source is refused with where the file does not say who fetches."""
    return (
        f"{source.name}: publishers are told who fetches: write `contact = ` and your mail address "
        "at the top of data/sources.toml"
    )


def _supply(source: Source) -> Supply:
    if source.fetch is None:
        message = f"{source.name}: has no table `fetch` that says how its files are got"
        raise FetchError(message)
    return source.fetch


@dataclass(frozen=True, slots=True)
class _Turn:
    source: Source
    supply: Supply
    today: date
    kept: Kept
    door: Door

    @property
    def grounds(self) -> Grounds:
        return grounds(self.supply)

    def told(self, status: Status, url: str = "", message: str = "", version: Version | None = None) -> Gathered:
        path = self.kept.path(version) if version else None
        return Gathered(self.source.name, self.source.kind, status, url, path, " ".join(message.split()))

    def folder(self) -> Iterator[Gathered]:
        for path in folders.files(self.supply, self.kept.workspace):
            try:
                body = folders.read(path, _WANTED[self.source.kind].limit)
                yield self._keep(path.resolve().as_uri(), body, path.suffix.lower(), None)
            except FetchError as fault:
                yield self.told("failed", path.as_uri(), str(fault))

    def asked(self) -> Iterator[Gathered]:
        if not self.door.contact:
            raise FetchError(_nobody(self.source))
        found, note = self._pages()
        if note:
            yield self.told("unchanged", self.supply.feed or self.supply.sitemap, note)
        end = time.monotonic() + self.door.manners.source_s
        for place, page in enumerate(found):
            if place == MOST or time.monotonic() > end:
                yield self.told("unchanged", message=f"{len(found) - place} more pages are left for the next run")
                return
            try:
                yield self._page(page)
            except Passing as lost:
                yield self.told("failed", page.urls[0], str(lost))
                return
            except FetchError as fault:
                yield self.told("failed", page.urls[0], str(fault))

    def _pages(self) -> tuple[list[Page], str]:
        """Return the pages to ask for, and what was left out of a listing, in words."""
        if self.supply.url:
            return list(days.pages(self.supply, self.today, self._has, self._known)), ""
        listing = listings.read(self.door, self.supply.feed or self.supply.sitemap, self.grounds)
        chosen, left_out = listings.choose(listing, self.supply, self.grounds)
        told = f"{len(left_out)} links to hosts that the source does not name are left out" if left_out else ""
        return [Page((entry.url,)) for place, entry in enumerate(chosen) if self._is_due(entry, place)], told

    def _is_due(self, entry: Entry, place: int) -> bool:
        """Say whether a page of a listing is of the last days, or older, wanted and not here."""
        if entry.day is None:
            recent = place <= self.supply.look_back
        else:
            recent = entry.day >= days.first(self.supply, self.today)
        wanted = entry.day is None or (self.supply.since is not None and entry.day >= self.supply.since)
        return recent or (wanted and not self._has(entry.url) and not self._known(entry.url))

    def _has(self, url: str) -> bool:
        return self.kept.of(url) is not None

    def _known(self, url: str) -> bool:
        return self.door.cache.facts(url).status in _NONE

    def _page(self, page: Page) -> Gathered:
        """Ask a page's addresses until one has it."""
        for url in page.urls:
            held = self.kept.of(url)
            facts = self.door.cache.facts(url)
            if facts.status == _GONE:
                continue
            answer = self.door.get(url, _WANTED[self.source.kind], self.grounds, facts if held else None)
            if answer.status == "missing":
                self.door.cache.keep(url, answer.facts)
                continue
            if answer.status == "same":
                self.door.cache.keep(url, answer.facts)
                return self.told("unchanged", url, version=held)
            try:
                return self._taken(url, answer, page.day)
            except naming.NoReport:
                self.door.cache.keep(url, replace(answer.facts, status=_NONE[0]))
        held = self.kept.of(page.urls[0])
        gone = "is no longer there; what was fetched before stays" if held else "is not there"
        return self.told("missing", page.urls[0], f"{' or '.join(page.urls)}: {gone}", held)

    def _taken(self, url: str, answer: Answer, day: date | None) -> Gathered:
        suffix = _WANTED[self.source.kind].types[answer.media_type]
        found = self._keep(url, answer.body, suffix, day)
        self.door.cache.keep(url, answer.facts)  # last: a run that is cut off before asks again
        return found

    def _keep(self, url: str, body: bytes, suffix: str, day: date | None) -> Gathered:
        name = naming.report if self.source.kind == "report" else naming.control
        named = name(self.source, url, body, suffix, day, self.today)
        before = self.kept.of(url)
        if before and before.content == named.content:
            return self.told("unchanged", url, version=before)
        version = Version.of(self.source.name, url, datetime.now(UTC), body, named, before)
        version = self.kept.put(version, body)
        return self.told("changed" if before else "added", url, version=version)
