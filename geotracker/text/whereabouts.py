"""Reading a list of places: "near X and Y, west of Z near V, and in southern W (all southwest of Pokrovsk)"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geotracker.text import bracketed
from geotracker.text.walking import Walk

if TYPE_CHECKING:
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.names import Name
    from geotracker.text.spots import Spot
    from geotracker.text.tokens import Token


@dataclass(slots=True)
class Reader:
    """The words of one sentence and what is known of them, ready to be read for places."""

    sentence: str
    tokens: list[Token]
    names: dict[int, Name]
    lexicon: Lexicon
    dates: list[tuple[int, int]]
    """Character spans of dates, which are passed over."""
    closing: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Pair the brackets once."""
        if "(" in self.sentence or "[" in self.sentence:
            self.closing = bracketed.pairs(self.tokens)

    def spots(self, start: int, stop: int, *, bare: bool = True) -> list[Spot]:
        """Return the places that tokens `start` to `stop` (excluded) name, in order.

        `bare`: the first name may follow at once, without a preposition ("seized Klishchiivka").
        """
        walk = Walk(self, start, stop)
        walk.pending.prep = "object" if bare else ""
        return walk.read()

    def in_date(self, at: int) -> bool:
        """Return whether token `at` belongs to a date."""
        position = self.tokens[at].start
        return any(begin <= position < end for begin, end in self.dates)

    def word(self, at: int) -> str:
        """Return the word at token `at`, or an empty string beyond the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def is_a(self, at: int, role: str) -> bool:
        """Return whether the word at token `at` is of a class of the lexicon."""
        return self.word(at) in self.lexicon.words[role]
