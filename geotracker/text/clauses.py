"""How a sentence is built around a cue: its clause, who does it, and whether it is said to have happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.tokens import Token

Mood = Literal["done", "attempted", "denied", "not said"]

_BREAKS = frozenset({";", ":", "that", "which", "who", "while", "but", "although", "though", "because", "when", "whereas", "however", "where", "despite"})
_ARTICLES = frozenset("a an the this these those several some many any its their his multiple two three four five numerous of on in after during from with by against for and both no".split())
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had"})
_ADVERBS = frozenset("also reportedly likely recently marginally slightly further now already still then later successfully largely again previously repeatedly massively".split())
_ALWAYS_NOUN = frozenset({"airstrike", "airstrikes", "bombardment", "bombings", "seizure", "liberation", "offensive", "offensives", "counteroffensive", "counteroffensives", "infiltration", "infiltrations"})
_BARE = frozenset({"complete", "achieve", "establish", "support", "enable", "reinforce", "set", "launch", "conduct", "carry", "make", "mount", "undertake", "stage"})
_FOLLOWS_NOUN = frozenset("near in against on at toward towards within around along north south east west northeast northwest southeast southwest to of".split())


@dataclass(frozen=True, slots=True)
class SideWord:
    """A word at token `at` that tells a side."""

    at: int
    end: int
    actor: str


def sides(tokens: list[Token], lexicon: Lexicon) -> list[SideWord]:
    """Return the words of a sentence that tell a side, in order."""
    return [SideWord(match.start, match.end, match.value) for match in lexicon.sides.find(tokens)]


def clause_start(tokens: list[Token], at: int, says: list[int], asides: frozenset[int] = frozenset()) -> int:
    """Return the first token of the clause that token `at` stands in; `asides` are passed over."""
    index = at - 1
    while index >= 0:
        if index not in asides and (tokens[index].lower in _BREAKS or index in says):
            return index + 1
        index -= 1
    return 0


def asides(tokens: list[Token], says: frozenset[str]) -> frozenset[int]:
    """Return the tokens of relative clauses that part a source from its verb: "a milblogger, who …, claimed that"."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.lower not in {"who", "which"} or at in found or at == 0:
            continue
        near = range(at + 1, min(at + 30, len(tokens)))
        if tokens[at - 1].text == ",":
            close = next((index for index in near if tokens[index].text == ","), None)
        else:
            close = next((i - 1 for i in near if tokens[i].lower in says and i + 1 < len(tokens) and tokens[i + 1].lower == "that"), None)
        if close is not None and any(tokens[index].lower in says for index in range(close + 1, min(close + 3, len(tokens)))):
            found.update(range(at, close + 1))
    return frozenset(found)


def breaks_before(tokens: list[Token], at: int, found: list[SideWord], lexicon: Lexicon) -> bool:
    """Return whether a new subject begins at token `at`: "as Russian forces", "and Ukrainian forces", not "X and Y forces"."""
    side = next((side for side in found if side.at == at), None)
    if side is None or at < 2 or tokens[at - 1].lower not in {"as", "and", ",", "after", "before"}:
        return False
    joined = any(other.end == at - 1 for other in found)
    return not joined and side.end < len(tokens) and tokens[side.end].lower in lexicon.words["force"]


def is_noun(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether an ambiguous word ("strikes", "attacks", "advance") is a noun where it stands."""
    if at == 0:
        return True
    word, before = tokens[at], tokens[at - 1]
    if word.lower in _ALWAYS_NOUN:
        return True
    if word.lower.endswith(("ed", "ing")) or word.lower in {"struck", "fought", "retook", "hit"}:
        return False
    if before.lower in lexicon.words["force"] or before.lower in {"to", "not", "who", "which", "that", "will", "would", "may", "could", "did", "and", "or", ","} | _ADVERBS:
        return before.lower in {"drone", "missile", "air", "artillery", "special", "naval", "aviation", "equipment", "infantry", "drones", "aircraft"}  or (
            before.lower in {"and", "or", ","} and _conjoined_noun(tokens, at, lexicon)
        )
    return before.lower in _ARTICLES or before.text[-1].isalnum()


def is_adjective(tokens: list[Token], at: int) -> bool:
    """ "the captured settlement", "target liberated settlements": a participle before its noun tells no deed."""
    if at == 0 or not tokens[at].lower.endswith("ed"):
        return False
    before = tokens[at - 1].lower
    return before in _ARTICLES - {"their", "its", "his", "and", "both", "by"} | {"target", "targeting", "recently"} and (before != "recently" or (at > 1 and tokens[at - 2].lower in _ARTICLES))


def _conjoined_noun(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """ "artillery and air strikes", "shelling and strikes": what is joined to a noun is one."""
    before = tokens[at - 2].lower if at > 1 else ""
    follows = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return before.endswith(("shelling", "strikes", "attacks", "fire", "operations", "assaults", "missile", "drone")) and follows in _FOLLOWS_NOUN and before not in lexicon.words["force"] - {"missile", "drone"}


def mood(tokens: list[Token], start: int, at: int, end: int, lexicon: Lexicon) -> Mood:
    """Return what is said of the deed whose cue is tokens `at` to `end` in a clause that begins at `start`."""
    words = lexicon.words
    before = [token.lower for token in tokens[start:at]]
    if any(word in words["attempt"] for word in before[-5:]) and not {"not", "no"} & set(before[-8:]):
        return "attempted"
    negated = [index for index, word in enumerate(before) if word in words["negation"]]
    if negated and not _is_over(before, negated[-1]):
        return "denied"
    if _is_wished(tokens, start, lexicon):
        return "not said"
    unreal = [index for index, word in enumerate(before) if word in words["irrealis"] and not _is_named(tokens, start + index)]
    if unreal:
        return "not said"
    if before and before[-1] == "to" and not {"successful", "successfully"} & set(before[-6:]) and not _carried_on(before, words["continue"]):
        return "not said"
    bare = [index for index, word in enumerate(before) if word in _BARE]
    if bare and not _carried_on([*before[: bare[-1]], "to"], words["continue"]) and "to" in before[: bare[-1]]:
        return "not said"
    return "done"


def is_talked_of(tokens: list[Token], start: int, at: int, end: int, stop: int, lexicon: Lexicon) -> bool:
    """Return whether a noun is a matter of talk, not a deed: "the rate of advances", "the seizure of X will be"."""
    if any(token.lower in {"rate", "pace", "tempo", "slow", "goal", "likelihood", "prospect"} for token in tokens[max(start, at - 4) : at]):
        return True
    for token in tokens[end : min(stop, end + 12)]:
        if token.lower in _BREAKS or token.text in {",", "(", ";"}:
            return False
        if token.lower in {"will", "would", "could", "may", "might", "should"} and not token.capital:
            return True
    return False


def _is_wished(tokens: list[Token], start: int, lexicon: Lexicon) -> bool:
    """ "demanded that", "ordered that", "concerned that": what follows is wanted or feared, not told."""
    if start < 2 or tokens[start - 1].lower != "that":
        return False
    return any(token.lower in lexicon.words["wish"] for token in tokens[max(0, start - 4) : start - 1])


def _is_over(before: list[str], negation: int) -> bool:
    """A comma with "and" or a new finite verb ends what a negation reaches: kept short, ten words."""
    return len(before) - negation > 10 or "and" in before[negation:] and "," in before[negation:]


def _is_named(tokens: list[Token], at: int) -> bool:
    """ "May" the month and "against" a target are no modal words."""
    return tokens[at].capital and at > 0


def _carried_on(before: list[str], allowed: frozenset[str]) -> bool:
    return any(word in allowed for word in before[-4:-1]) or any(word in {"able", "managed"} for word in before[-4:-1])


def subject(tokens: list[Token], start: int, at: int, found: list[SideWord], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the side or sides that do the deed: the first in the clause before the cue, both of "both X and Y"."""
    before = [side for side in found if start <= side.at < at]
    if not before:
        return _antecedent(tokens, start, found)
    first = next((side for side in reversed(before) if breaks_before(tokens, side.at, found, lexicon)), before[0])
    for other in [side for side in before if side.at > first.at]:
        between = [token.lower for token in tokens[first.end : other.at]]
        if other.actor != first.actor and between == ["and"] and tokens[min(other.end, len(tokens) - 1)].lower in lexicon.words["force"]:
            return (first.actor, other.actor)
    return (first.actor,)


def _antecedent(tokens: list[Token], start: int, found: list[SideWord]) -> tuple[str, ...]:
    """ "Ukrainian counterattacks that liberated X": the nearest side before the relative word."""
    if start < 2 or tokens[start - 1].lower not in {"that", "which", "who"}:
        return ()
    near = [side for side in found if start - 6 <= side.at < start - 1]
    return (near[-1].actor,) if near else ()


def owner(tokens: list[Token], at: int, end: int, found: list[SideWord]) -> str:
    """Return the side that an action noun names for itself: "Russian ground attacks", "attacks by Russian forces"."""
    near = [side for side in found if side.end <= at and at - side.end <= 4]
    if near and not any(token.lower in {",", "forces", "on", "against", "near"} or token.lower.endswith("ed") for token in tokens[near[-1].end : at]):
        return near[-1].actor
    after = [side for side in found if end < side.at <= end + 2 and tokens[end].lower == "by"]
    return after[0].actor if after else ""
