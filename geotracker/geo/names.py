"""Keys of place names: what makes two spellings of one name equal.

`key` folds what never tells two places apart (case, accents, apostrophes, hyphens). `skeleton` folds how names
get from Cyrillic into Latin as well: Kupyansk, Kupiansk and Куп'янськ have one skeleton, and so have Huliaipole,
Hulyaipole and Гуляйполе. Different names may share a skeleton; so it is asked only where a key finds nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from operator import itemgetter

LONGEST = 120
"""Code points of a name that are looked at: no place has a longer one."""

_DROPPED = str.maketrans("", "", "'’‘`´ʹʼ′ʺ″\"«»“”")
_BREAKS = re.compile(r"[\W_]+")

_UKRAINIAN = dict(
    zip(
        "абвгґдезиіїйклмнопрстуфхцчшщьюяєыэъёў",
        "a b v h g d e z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia ie y e - io u".split(),
        strict=True,
    )
) | {"ж": "zh", "ь": "", "ъ": ""}
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = _UKRAINIAN | {"г": "g", "и": "i", "й": "y", "ю": "yu", "я": "ya", "ё": "yo", "ы": "y", "э": "e"}

# Latin spellings of one Cyrillic sound → one sign, in the order in which they are folded.
_WITH_H = (("shch", "q"), ("sch", "q"), ("zh", "ž"), ("kh", "x"), ("ch", "č"), ("sh", "š"))
_WITH_T = (("ts", "c"), ("tz", "c"))
_SINGLE = str.maketrans("jyhw", "iigv")
_WITH_I = (("ia", "a"), ("iu", "u"), ("ie", "e"), ("io", "e"))
_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгґдеєзиіїйклмнопрстуфхцчшщюяыэёў", "abvggdeeziiiiklmnoprstufxcčšquaieeu", strict=True)),
        "ж": "ž",
        "ь": "",
        "ъ": "",
    }
)
_DOUBLED, _FIRST = re.compile(r"(.)\1+"), itemgetter(1)
# Ukrainian and Russian forms of one name: Ivanivka and Ivanovka, Pokrovske and Pokrovskoye, Novosilka and Novoselka,
# Vilshana and Olshana, Pidhorodne and Podgorodnoye, Bilopillia and Belopolye. A sign that is not there costs nothing.
_SISTERS = (
    ("vk", re.compile(r"[oe](?=vk[aiu]\b)"), "i"),
    ("vc", re.compile(r"[oe](?=vc[ia]\b)"), "i"),
    ("oe", re.compile(r"oe\b"), "e"),
    ("vo", re.compile(r"(?<=[oei])vo\b"), "ve"),
    ("vil", re.compile(r"\bvil"), "ol"),
    ("vol", re.compile(r"\bvol"), "ol"),
    ("sil", re.compile(r"sil"), "sel"),
    ("bil", re.compile(r"\bbil"), "bel"),
    ("pid", re.compile(r"\bpid"), "pod"),
    ("pil", re.compile(r"pil(?=\b|l?[ae]\b)"), "pol"),
    ("oleks", re.compile(r"\boleks"), "aleks"),
)
_VOWELS = str.maketrans("", "", "aeiouy ")


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """Return the name without case, accents, apostrophes and hyphens: "Ivano-Frankivs'k" → "ivano frankivsk"."""
    folded = name[:LONGEST].translate(_DROPPED).casefold()
    if not folded.isascii():
        bare = "".join(map(_bare, folded)).translate(_DROPPED).casefold()
        folded = unicodedata.normalize("NFC", bare)[:LONGEST]
    return folded if folded.isalpha() else _BREAKS.sub(" ", folded).strip()


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    """Return a Latin letter without its accents; a Cyrillic one stays, for й and ї are letters of their own."""
    if "Ѐ" <= letter <= "ӿ":
        return letter
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae"}.get(bare, bare)


def skeleton(name: str) -> str:
    """Return what is left of the name when romanisations are folded: "Kupiansk", "Kupyansk" → "kupansk"."""
    return skeleton_of(key(name))


@lru_cache(maxsize=65536)
def skeleton_of(folded: str) -> str:
    """Return the skeleton of a name that `key` has folded."""
    sounds = folded if folded.isascii() else folded.replace("йо", "ё").replace("ьо", "ё").translate(_SOUNDS)
    for letters, sign in _WITH_H if "h" in sounds else ():
        sounds = sounds.replace(letters, sign)
    for letters, sign in _WITH_T:
        sounds = sounds.replace(letters, sign)
    sounds = sounds.translate(_SINGLE)
    for letters, sign in _WITH_I if "i" in sounds else ():
        sounds = sounds.replace(letters, sign)
    sounds = _DOUBLED.sub(_FIRST, sounds)
    for sign, ending, plain in _SISTERS:
        if sign in sounds:
            sounds = ending.sub(plain, sounds)
    return sounds.replace(" ", "")


def consonants(skeleton: str) -> str:
    """Return the consonants of a skeleton: all that is left of a name in two reporters' hearing."""
    return skeleton.translate(_VOWELS)


def romanise(name: str, country: str) -> str:
    """Return a Cyrillic name in Latin letters: Ukraine's own system of 2010, else the common English one."""
    letters = _UKRAINIAN if country == "UA" else _RUSSIAN
    words = [_word(word, letters, first=country == "UA") for word in re.split(r"([\s\-]+)", name)]
    return "".join(words)


def _word(word: str, letters: dict[str, str], *, first: bool) -> str:
    low = word.lower().replace("'", "").replace("’", "").replace("зг", "zgh" if first else "зг")
    out = "".join(letters.get(letter, letter) for letter in low)
    if first and low[:1] in _UKRAINIAN_FIRST:
        out = _UKRAINIAN_FIRST[low[0]] + "".join(letters.get(letter, letter) for letter in low[1:])
    if not first:
        out = re.sub(r"(?:iy|yy)\b", "y", out)
    return out[:1].upper() + out[1:] if word[:1].isupper() else out
