"""What a report says of whole directions, so that an empty map is not read as a quiet front."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from geotracker.records import Sector
from geotracker.text import names, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.records import Mention, Report, Sentence
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.names import Name
    from geotracker.text.tokens import Token

CLAIMED = "advance claimed"

_CONFIRMED = "advance confirmed"
_PLAIN = "operations, no confirmed advance"


def find(report: Report, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Sector]:
    """Return a row for each direction that a topic sentence speaks of, in text order.

    A sector without a confirmed advance has the status "advance claimed" where the paragraphs under its topic
    sentence tell a claimed one. `mentions` are those of the same report.
    """
    first: dict[int, Sentence] = {}
    for sentence in report.sentences:
        first.setdefault(sentence.paragraph, sentence)
    claims = _claims(report, mentions)
    found: list[Sector] = []
    open_from = 0
    for paragraph in report.paragraphs:
        if paragraph.style != "body" or paragraph.index not in first:
            continue
        told = _of_sentence(report, first[paragraph.index], lexicon)
        if told:
            open_from = len(found)
            found += told
        if claims[paragraph.index]:
            found[open_from:] = [_claimed(sector) for sector in found[open_from:]]
    return found


def _claims(report: Report, mentions: Sequence[Mention]) -> dict[int, bool]:
    """Return the paragraphs that tell a claimed advance."""
    claimed = [m.start_char for m in mentions if m.kind == "advance" and m.evidence == "claimed"]
    told: dict[int, bool] = defaultdict(bool)
    for paragraph in report.paragraphs:
        told[paragraph.index] = any(paragraph.start <= at < paragraph.end for at in claimed)
    return told


def _claimed(sector: Sector) -> Sector:
    return replace(sector, status=CLAIMED) if sector.status == _PLAIN else sector


def _of_sentence(report: Report, sentence: Sentence, lexicon: Lexicon) -> list[Sector]:
    words = tokens.tokenise(sentence.text)
    status = _status(words, lexicon)
    if not status:
        return []
    named = names.find(sentence.text, words, lexicon)
    return [
        Sector(report.report_id, report.date, place, status, sentence.text, sentence.start, sentence.end)
        for place in _sectors(sentence.text, words, named, lexicon)
    ]


def _status(words: list[Token], lexicon: Lexicon) -> str:
    """Return the first status, in the order of the lexicon, that the sentence gives; a claim confirms nothing."""
    statuses = lexicon.statuses
    begun = [at for at, word in enumerate(words) if word.lower in statuses.by_first]
    ranks = [match.value for at in begun for match in statuses.all_at(words, at)]
    status = min(ranks)[1] if ranks else ""
    claimed = any(word.lower in lexicon.words["claim"] for word in words)
    return CLAIMED if status == _CONFIRMED and claimed else status


def _sectors(sentence: str, words: list[Token], named: dict[int, Name], lexicon: Lexicon) -> list[str]:
    """Return the directions, areas and parts of regions that a sentence names, as it names them."""
    found: list[str] = []
    for at, name in named.items():
        if name.sort in {"unit", "person", "country"} or (at and words[at - 1].lower == "from"):
            continue
        end, is_sector = name.end, name.sort == "region"
        while end < len(words) and words[end].lower in lexicon.words["sector noun"]:
            end, is_sector = end + 1, True
        start = at - 1 if at and words[at - 1].lower in lexicon.words["part"] else at
        if is_sector and words[end - 1].lower != "oblasts":
            found.append(sentence[words[start].start : words[end - 1].end])
    return list(dict.fromkeys(found))
