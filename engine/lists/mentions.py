"""Listed names in an article: where they stand, which entry they could be, and whether the text supports it.

Runs of capitalised words are screened; a match counts in an article only when it is close (closer than on the command
line, where a person looks at each one) and when the text names a country of the entry or a party of its regime.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.lists.entry import ListEntry
from engine.lists.screen import Match, Screener, screener_for
from engine.names import Name, analyse
from engine.parties import names_of, narrower_parties
from engine.rulebook import load_rulebook
from engine.vocabulary import word_set

RUN = re.compile(r"(?:[^\W\d_][\w'’.-]*|&)")
LONGEST = 8  # words of a run that is screened
CLOSE, SURE = 0.92, 0.965
TRIGGER_PARTICLES = word_set("name_particles")


@dataclass(frozen=True)
class ListedMention:
    """A listed name in a text: character offsets, the text, the match."""

    start: int
    end: int
    text: str
    match: Match


@lru_cache(maxsize=16)
def listed_mentions(text: str, entries: tuple[ListEntry, ...]) -> tuple[ListedMention, ...]:
    """Listed names in `text`, in order, none inside another."""
    screener = screener_for(entries)
    supported = _Support(text)
    found: list[ListedMention] = []
    for run in _runs(text):
        if len(run) > 40:
            continue
        taken = -1
        for first in range(len(run)):
            if first <= taken:
                continue
            for last in range(min(len(run), first + LONGEST), first, -1):
                start, end = run[first][0], run[last - 1][1]
                match = _match(screener, text[start:end].rstrip(".,'’"), supported)
                if match is not None:
                    found.append(ListedMention(start, start + len(text[start:end].rstrip(".,'’")), text[start:end].rstrip(".,'’"), match))
                    taken = last - 1
                    break
    return tuple(found)


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of capitalised words, with the small words of names between them."""
    run: list[tuple[int, int]] = []
    last_end = 0
    for m in RUN.finditer(text):
        word = m.group()
        between = text[last_end : m.start()]
        joined = not run or (len(between) <= 2 and not set(between) & set(".,;:!?()\"“”\n"))
        if run and not joined:
            yield _trimmed(text, run)
            run = []
        if word[0].isupper() or word == "&" or (run and word.lower() in TRIGGER_PARTICLES):
            run.append((m.start(), m.end()))
        elif run:
            yield _trimmed(text, run)
            run = []
        last_end = m.end()
    if run:
        yield _trimmed(text, run)


def _trimmed(text: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    while run and not text[run[-1][0]].isupper():
        run = run[:-1]
    return run


def _match(screener: Screener, name: str, supported: _Support) -> Match | None:
    asked = analyse(name)
    heavy = [w for w in asked.words if w.weight > 0.6]
    if not heavy or (len(asked.words) == 1 and (len(name) < 4 or name.lower() in word_set("common_names"))):
        return None
    close = screener.screen(name, limit=3)
    if len(close) == 1 and _shortened(asked, close[0]) and supported.by(close[0].entry):
        return close[0]
    for match in (m for m in close if m.score >= CLOSE):
        words = [w for w in analyse(match.matched).words if w.weight > 0.2]
        short = len(words) <= 3 or match.entry.type != "person"
        if match.quality == "low" or match.name_score < (SURE if short else CLOSE):
            continue
        if len(words) == 1 and match.entry.type == "person":
            continue  # one given name is nobody in particular
        if len(asked.words) == 1 and not (name.isupper() or len(name) >= 7):
            continue
        if supported.by(match.entry):
            return match
    return None


def _shortened(asked: Name, match: Match) -> bool:
    """Whether a person is named by two or more of the listed words, each as listed and none of them a very common one."""
    listed = {w.text for w in analyse(match.matched).words}
    heavy = [w for w in asked.words if w.weight > 0.2]
    return match.entry.type == "person" and match.quality == "good" and len(heavy) >= 2 and all(w.text in listed and w.weight > 0.85 for w in heavy)


class _Support:
    """Whether a text names a country of an entry or a party of its regime."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, bool] = {}

    def by(self, entry: ListEntry) -> bool:
        codes = {*entry.countries, *_regime_parties(entry.list)}
        return any(self._names(code) for code in sorted(codes))

    def _names(self, code: str) -> bool:
        if code not in self._known:
            self._known[code] = _pattern(code).search(self._text) is not None
        return self._known[code]


@lru_cache(maxsize=512)
def _pattern(code: str) -> re.Pattern[str]:
    names = [re.escape(n) for n in names_of(code) if len(n) > 2]
    return re.compile(r"\b(?:" + "|".join(sorted(names, key=len, reverse=True)) + r")\b") if names else re.compile(r"(?!)")


@lru_cache(maxsize=64)
def _regime_parties(key: str) -> frozenset[str]:
    regime = next((r for r in load_rulebook().regimes if r.regime == key), None)
    return frozenset(c for code in (regime.parties if regime else ()) for c in narrower_parties(code))
