"""Short names that a text makes itself: `the Far Eastern Federal University (FEFU) of Russia`, after which `FEFU` is Russia's."""

from __future__ import annotations

from collections.abc import Sequence

from engine.parties import Mention
from engine.vocabulary import word_set

LETTERS = range(2, 9)
SMALL = word_set("small_words_of_names")


def add_short_names(words: Sequence[str], lower: Sequence[str], found: list[Mention]) -> list[Mention]:
    """`found` with a mention at each later place of a short name that the text gives a party's body."""
    ends, starts = {m.end: m for m in found}, {m.start: m for m in found}
    covered = {t for m in found for t in range(m.start, m.end)}
    meant: dict[str, str] = {}
    for i in range(2, len(words) - 1):
        short = words[i]
        if words[i - 1] != "(" or words[i + 1] != ")" or not short.isupper() or not short.isalpha() or len(short) not in LETTERS or i in covered:
            continue
        first = _spelt_out(words, lower, i - 1, short)
        if first is None:
            continue
        inside = next((m for m in found if first <= m.start and m.end <= i - 1), None)
        owner = ends.get(first) or (ends.get(first - 1) if lower[first - 1] in ("'s", "’s", "'", "’") else None)
        after = starts.get(i + 3) if lower[i + 2 : i + 3] == ["of"] else None
        party = inside or owner or after
        if party is not None and party.form not in ("generic", "media"):
            meant[short] = party.code
    new = [Mention(t, t + 1, meant[w], "agency") for t, w in enumerate(words) if w in meant and t not in covered]
    return sorted([*found, *new], key=lambda m: m.start) if new else found


def _spelt_out(words: Sequence[str], lower: Sequence[str], end: int, short: str) -> int | None:
    """Where the words before token `end` begin whose initials spell `short`."""
    t, letter = end - 1, len(short) - 1
    while t >= 0 and letter >= 0:
        if words[t][:1].upper() == short[letter] and (words[t][:1].isupper() or lower[t] in SMALL):
            letter -= 1
        elif lower[t] not in SMALL:
            return None
        t -= 1
    return t + 1 if letter < 0 else None
