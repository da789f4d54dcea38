"""Ids of mentions, which last: the same report gives the same ids, whatever else is read."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geotracker.records import Mention


def numbered(found: Iterable[Mention]) -> list[Mention]:
    """Give every mention its id, a hash of report, kind, place and words; equal ones get -2, -3 in text order."""
    seen: Counter[str] = Counter()
    result = []
    for mention in found:
        words = " ".join(re.findall(r"\w+", mention.sentence.casefold()))
        key = f"{mention.report_id}\x1f{mention.kind}\x1f{mention.place.text}\x1f{words}"
        name = hashlib.sha256(key.encode()).hexdigest()[:12]
        seen[name] += 1
        result.append(replace(mention, mention_id=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return result
