"""Whether a deed is told as done: noun or verb, denied, attempted, planned, wished, or only talked of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from geotracker.text.lexicon import Lexicon
    from geotracker.text.tokens import Token

Mood = Literal["done", "attempted", "denied", "not said"]

_ATTEMPT = 5
_NEGATION = 10
_TALK = 12


def is_noun(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether a word that may be either ("strikes", "attacks", "advance") is a noun where it stands."""
    words, word = lexicon.words, tokens[at].lower
    if at == 0 or word in words["always noun"]:
        return True
    before = tokens[at - 1].lower
    if word.endswith(("ed", "ing")) or word == "hit":
        return False
    if before in words["noun before noun"]:
        return True
    if before in {"and", "or", ","}:
        return _is_joined_noun(tokens, at, lexicon)
    if before in words["force"] or before in words["verb follows"]:
        return False
    return before in words["determiner"] or before[-1].isalnum()


def _is_joined_noun(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether what is joined to a noun is one: "artillery and air strikes", "shelling and strikes"."""
    before = tokens[at - 2].lower if at > 1 else ""
    follows = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return before in lexicon.words["deed noun"] and follows in lexicon.words["after noun"]


def is_adjective(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Return whether a participle stands before its noun and tells no deed: "the recently captured settlement"."""
    if at == 0 or not (tokens[at].lower.endswith("ed") or tokens[at].lower == "lost"):
        return False
    before = tokens[at - 1].lower
    if before == "recently" and at > 1:
        before = tokens[at - 2].lower
    return before in lexicon.words["before adjective"]


def mood(tokens: list[Token], start: int, at: int, lexicon: Lexicon) -> Mood:
    """Return what is said of the deed whose cue stands at token `at` of a clause that begins at `start`."""
    words = lexicon.words
    led = _coordinated(tokens, start, at, lexicon)
    if led is not None:
        return mood(tokens, start, led, lexicon)
    before = [token.lower for token in tokens[start:at]]
    attempted = any(word in words["attempt"] for word in before[-_ATTEMPT:])
    if attempted and not {"not", "no"} & set(before[-8:]):
        return "attempted"
    if _is_denied(before, words["negation"]) or _is_unreported(tokens, start):
        return "denied"
    unreal = (i for i, word in enumerate(before, start) if word in words["irrealis"])
    # A capital inside a sentence is a name or a month; at its head it may be "If".
    if any(not tokens[i].capital or (i == 0 and tokens[i].lower != "may") for i in unreal):
        return "not said"
    if _is_wished(tokens, start, lexicon) or _is_purpose(before, lexicon):
        return "not said"
    return "done"


def _is_denied(before: list[str], negation: frozenset[str]) -> bool:
    """Return whether a negation reaches the cue: over ten words at the most, and not over ", and"."""
    negated = [index for index, word in enumerate(before) if word in negation]
    if not negated:
        return False
    between = before[negated[-1] :]
    return len(between) <= _NEGATION and not ("and" in between and "," in between)


def _coordinated(tokens: list[Token], start: int, at: int, lexicon: Lexicon) -> int | None:
    """Return the place of the first of joined infinitives: in "to cross the river and enter X" that of "cross"."""
    if tokens[at].lower not in lexicon.words["base form"] or tokens[at - 1].lower not in {"and", "or"}:
        return None
    reach = range(at - 2, max(start, at - _NEGATION) - 1, -1)
    return next((index + 1 for index in reach if tokens[index].lower == "to"), None)


def _is_unreported(tokens: list[Token], start: int) -> bool:
    """Return whether the clause is what was not said: "did not report that …"."""
    if start < 1 or tokens[start - 1].lower != "that":
        return False
    return any(token.lower in {"not", "never", "cannot"} for token in tokens[max(0, start - 5) : start - 1])


def _is_wished(tokens: list[Token], start: int, lexicon: Lexicon) -> bool:
    """Return whether the clause is wanted or feared, not told: "demanded that …", "concerned that …"."""
    if start < 1 or tokens[start - 1].lower != "that":
        return False
    return any(token.lower in lexicon.words["wish"] for token in tokens[max(0, start - 4) : start - 1])


def _is_purpose(before: list[str], lexicon: Lexicon) -> bool:
    """Return whether an infinitive leads here that says what for: "to seize X", "to launch an assault on X"."""
    if not before or {"successful", "successfully"} & set(before[-6:]):
        return False
    goes_on = lexicon.words["continue"]
    if before[-1] == "to":
        return not any(word in goes_on for word in before[-4:-1])
    bare = next((index for index in range(len(before) - 1, -1, -1) if before[index] in lexicon.words["bare verb"]), 0)
    return "to" in before[:bare] and not any(word in goes_on for word in before[max(0, bare - 3) : bare])


def is_talked_of(tokens: list[Token], start: int, at: int, end: int, stop: int, lexicon: Lexicon) -> bool:
    """Return whether a noun is a matter of talk, not a deed: "the rate of advances", "the seizure of X will be"."""
    if any(token.lower in lexicon.words["talk"] for token in tokens[max(start, at - 4) : at]):
        return True
    for token in tokens[end : min(stop, end + _TALK)]:
        if token.lower in lexicon.words["clause break"] or token.lower in {",", "(", ";", "and"}:
            return False
        if token.lower in lexicon.words["modal"] and not token.capital:
            return True
    return False
