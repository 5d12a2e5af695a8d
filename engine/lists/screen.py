"""Screening: which listed persons, firms and ships a name could be, how likely, and for which reasons.

Candidates come from an index over the sounds of words (each with its spellings of one letter less), so that most of a list
is never compared; the score is that of `engine.names`. Dates and places of birth and countries confirm or exclude. An
alias of low quality alone never reaches the threshold: it needs something that confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.lists.entry import ListEntry
from engine.model import Model
from engine.names import THRESHOLD, Name, analyse, plain, reasons, score, sound_of

WEAK_CAP = THRESHOLD - 0.04  # an alias of low quality without confirmation
SAME_BIRTH, OTHER_BIRTH, NEAR_BIRTH = 0.05, -0.25, 0.02
SAME_COUNTRY, OTHER_COUNTRY = 0.03, -0.04
ASKED_MORE = 0.05  # a name of one or two words inside a longer one that was asked
MEMO = 20_000  # words whose near spellings are remembered
COMMON = 60  # a word in more names than this proposes none where a rarer word did


class Match(Model):
    """A candidate: the entry, the listed name that came nearest, the score of 0 to 1 and what made it."""

    entry: ListEntry
    matched: str
    quality: str
    score: float
    name_score: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """One name of one entry: its number in the list of entries, whether it is a weak alias, the name."""

    entry: int
    weak: bool
    name: Name


class Screener:
    """An index over the names of entries; `screen` asks it. Build once, ask often; safe to share between threads."""

    def __init__(self, entries: Sequence[ListEntry]) -> None:
        self.entries = tuple(entries)
        self.known: list[Known] = []
        self._words: dict[str, dict[int, float]] = {}
        self._whole: dict[str, list[int]] = {}
        self._near: dict[str, list[str]] = {}
        for number, entry in enumerate(self.entries):
            for text, weak in [(entry.name, False), *((a, False) for a in entry.aliases), *((a, True) for a in entry.weak)]:
                name = analyse(text)
                if name.words:
                    self._add(Known(number, weak, name))
        for sound in self._words:
            for form in _less_one(sound):
                self._near.setdefault(form, []).append(sound)
        self._weight = [sum(w.weight for w in k.name.words) for k in self.known]
        self._memo: dict[str, dict[int, float]] = {}

    def _add(self, known: Known) -> None:
        place = len(self.known)
        self.known.append(known)
        for sound, weight in (*_sounds(known.name), *known.name.neighbours):
            row = self._words.setdefault(sound, {})
            row[place] = max(weight, row.get(place, 0.0))
        self._whole.setdefault(known.name.joined, []).append(place)

    def screen(
        self, name: str, *, birth: str | None = None, country: str | None = None, on: str | None = None, lists: Iterable[str] | None = None, threshold: float = THRESHOLD, limit: int = 10
    ) -> tuple[Match, ...]:
        """Entries that `name` could be, best first.

        birth: ISO date, month or year. country: ISO code. on: ISO day on which the entry must stand on the list; without
        it delisted entries are found too. lists: regime keys. threshold: least score, 0 to 1.
        """
        asked = analyse(name)
        if not asked.words:
            return ()
        wanted = None if lists is None else frozenset(lists)
        best: dict[int, tuple[float, Known]] = {}
        for place in self._candidates(asked):
            known = self.known[place]
            value = score(asked, known.name)
            if value < threshold - 0.08:
                continue
            if len(asked.key) > len(known.name.key) <= 2:
                value -= ASKED_MORE
            if known.weak:
                value = min(value, WEAK_CAP)
            if known.entry not in best or value > best[known.entry][0]:
                best[known.entry] = (value, known)
        found = []
        for number, (value, known) in best.items():
            entry = self.entries[number]
            if (wanted is not None and entry.list not in wanted) or (on is not None and not entry.on_list(on, on)):
                continue
            total, notes = _weigh(value, entry, birth, country)
            if total >= threshold:
                why = (*reasons(asked, known.name), *notes)
                found.append(Match(entry=entry, matched=known.name.raw, quality="low" if known.weak else "good", score=round(total, 4), name_score=round(value, 4), because=why))
        found.sort(key=lambda m: (-m.score, m.entry.entry))
        return tuple(found[:limit])

    def _candidates(self, asked: Name) -> Iterable[int]:
        """Names that share enough weight of words with the one asked."""
        total = sum(w.weight for w in asked.words)
        shared: dict[int, float] = {}
        rows = [(self._postings(sound), sound, weight) for sound, weight in _sounds(asked)]
        rows += [(self._words[sound], sound, weight) for sound, weight in _joined(asked) if sound in self._words]
        rows.sort(key=lambda row: len(row[0]))
        for postings, sound, weight in rows:  # rare words propose; words that very many share only add to what was proposed
            if not shared:
                shared = {place: weight if weight < other else other for place, other in postings.items()}
                continue
            if len(postings) > COMMON:
                exact = self._words.get(sound, {})
                for place in shared.keys() & exact.keys() if len(shared) > 8 else [p for p in shared if p in exact]:
                    shared[place] += min(weight, exact[place])
                continue
            for place, other in postings.items():
                shared[place] = shared.get(place, 0.0) + (weight if weight < other else other)
        initials = sum(1.0 for w in asked.words if len(w.text) == 1)
        found, weights = set(), self._weight
        for place, value in shared.items():  # what the score could be at best, words too far apart to be proposed partly counted
            other = weights[place]
            low, high = (total, other) if total < other else (other, total)
            missing = 0.85 * (low - value - initials)
            if missing <= 0.0 or value >= 0.68 * (value + 1.55 * missing + 0.21 * (high - low)):
                found.add(place)
        found.update(self._whole.get(asked.joined, ()))
        return found

    def _postings(self, sound: str) -> dict[int, float]:
        """Names with a word that sounds like this one or is a slip or two away from it, each with its weight there."""
        known = self._memo.get(sound)
        if known is None:
            forms = {sound} if sound in self._words else set()
            if len(sound) > 2:
                near = self._near
                for form in _less_one(sound):
                    if form in near:
                        forms.update(near[form])
            rows = [self._words[form] for form in sorted(forms)]
            known = rows[0] if len(rows) == 1 else {}
            for row in rows if len(rows) > 1 else ():
                for place, weight in row.items():
                    if weight > known.get(place, 0.0):
                        known[place] = weight
            if len(self._memo) < MEMO:
                self._memo[sound] = known
        return known


def _less_one(sound: str) -> set[str]:
    """The word itself and the word without each one of its letters: two words a slip apart share one of these."""
    return {sound, *[sound[:i] + sound[i + 1 :] for i in range(len(sound))]} if len(sound) > 2 else {sound}


def _sounds(name: Name) -> list[tuple[str, float]]:
    """Sounds of the heavy words."""
    return [(w.sound, w.weight) for w in name.words if w.weight > 0.2] or [(w.sound, w.weight) for w in name.words]


def _joined(name: Name) -> list[tuple[str, float]]:
    """Sounds of any two short words written as one, in either order."""
    short = [w for w in name.words if w.weight > 0.2 and len(w.text) <= 6][:6]
    return [(sound_of(x.text + y.text), x.weight + y.weight) for x in short for y in short if x is not y]


def _weigh(value: float, entry: ListEntry, birth: str | None, country: str | None) -> tuple[float, list[str]]:
    """The score with what confirms or excludes the entry, and why."""
    notes, total, confirmed = [], value, False
    if birth is not None and (spans := [y for b in entry.births if (y := b.years()) is not None]):
        year = int(birth[:4])
        exact = [b.date for b in entry.births if b.date]
        if len(birth) == 10 and birth in exact:
            total, confirmed = total + SAME_BIRTH, True
            notes.append(f"born {birth}: the same day is listed")
        elif any(first <= year <= last for first, last in spans):
            total, confirmed = total + NEAR_BIRTH, True
            notes.append(f"born {birth}: the year fits")
        elif any(first - 1 <= year <= last + 1 for first, last in spans):
            notes.append(f"born {birth}: one year from what is listed")
        else:
            total += OTHER_BIRTH
            notes.append(f"born {birth}: listed are {', '.join(b.date or str(b.first_year) for b in entry.births)}")
    if country is not None and entry.countries:
        if country.lower() in entry.countries:
            total, confirmed = total + SAME_COUNTRY, True
            notes.append(f"country {country.lower()}: the same is listed")
        else:
            total += OTHER_COUNTRY
            notes.append(f"country {country.lower()}: listed are {', '.join(entry.countries)}")
    if value == WEAK_CAP:
        notes.insert(0, "an alias of low quality" + ("" if confirmed else ": it needs something that confirms it"))
        total = total + 0.06 if confirmed else min(total, WEAK_CAP)
    return max(0.0, min(total, 1.0)), notes


@lru_cache(maxsize=2)
def screener_for(entries: tuple[ListEntry, ...]) -> Screener:
    """The index over `entries`, built once."""
    return Screener(entries)


def same_spelling(a: str, b: str) -> bool:
    """Whether two names have the same letters but for case, accents, spaces and punctuation."""
    return "".join(c for c in plain(a) if c.isalnum()) == "".join(c for c in plain(b) if c.isalnum())
