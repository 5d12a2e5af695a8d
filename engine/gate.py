"""The first gate: whether a text can hold a fact at all, from its set of words, before anything is tokenised.

It may let too much through and never too little: the sentences and names behind it are read as if it were not there
(a property holds the two to each other).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.vocabulary import word_set

WORD = re.compile(r"[^\W_]+")
COMMON = word_set("common_in_names")


class Gate:
    """Keys of the parties under measures and of the words that can open a fact; a text without one of each holds none."""

    def __init__(self, names: Iterable[tuple[str, ...]], triggers: Iterable[str]) -> None:
        self._names = frozenset(max(parts, key=lambda p: (p not in COMMON, len(p), p)) for name in names if (parts := WORD.findall(" ".join(name))))
        self._triggers = frozenset(part for word in triggers for part in WORD.findall(word.lower()))

    def opens(self, text: str) -> bool:
        """Whether `text` names a party (or a committee) and has a trigger."""
        words = frozenset(WORD.findall(text.lower()))
        return not (words.isdisjoint(self._names) and "committee" not in words) and not words.isdisjoint(self._triggers)
