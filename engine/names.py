"""Comparison of names: two names, and how alike they are for reasons that a person can check.

Names are turned into plain Latin letters (anyascii), cut into words, and aligned word by word. A word counts by how much
it says: particles and legal forms little, common words of firms some, the rest in full. Words that stand on one side
only cost little (a middle name left out); words that stand against each other cost much (another given name). Strict about
digits; loose about spelling, order, spacing and transliteration. Edit distances are rapidfuzz's.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import JaroWinkler, Levenshtein

from engine.vocabulary import read_yaml

THRESHOLD = 0.8  # the default: above it two names are taken for one
WORD = re.compile(r"[a-z0-9]+")
TWICE = re.compile(r"(.)\1+")
DROPPED = re.compile(r"['`´ʼʻ’‘\"]")


@dataclass(frozen=True, eq=False, slots=True)
class Word:
    """A word of a name: text, how it sounds, the given name that it is a form of, and its weight."""

    text: str
    sound: str
    group: int
    weight: float


@dataclass(frozen=True)
class Name:
    """A name analysed once: its words in alphabetical order, so that word order never counts; their letters in a
    row; their sounds; the sounds of neighbours written as one word, with their weights."""

    raw: str
    words: tuple[Word, ...]
    joined: str
    key: tuple[str, ...]
    neighbours: tuple[tuple[str, float], ...]


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    data = read_yaml("names.yaml")
    return {
        "particles": frozenset(data["particles"]),
        "titles": frozenset(data["titles"]),
        "forms": {w: form for form, words in data["legal_forms"].items() for w in words},
        "phrases": sorted(data["legal_phrases"].items(), key=lambda row: -len(row[0])),
        "light": frozenset(data["light"]),
        "common": frozenset(data["common"]),
        "group": {w: i + 1 for i, words in enumerate(data["nicknames"]) for w in words},
        "sounds": [tuple(pair) for pair in data["sounds"]],
    }


@lru_cache(maxsize=65536)
def sound_of(word: str) -> str:
    """How a word sounds: one spelling for many transliterations of it."""
    for spelt, taken in _tables()["sounds"]:
        if spelt in word:
            word = word.replace(spelt, taken)
    return TWICE.sub(r"\1", word[:1] + word[1:].replace("h", ""))


def plain(text: str) -> str:
    """`text` in lower-case Latin letters, without apostrophes and accents."""
    from anyascii import anyascii

    text = DROPPED.sub("", text)
    return DROPPED.sub("", text if text.isascii() else anyascii(text)).lower()


@lru_cache(maxsize=262144)
def analyse(text: str) -> Name:
    """The words of a name with their weights. Titles are left out unless nothing else remains."""
    t = _tables()
    low = plain(text).replace("&", " and ").replace(".", "" if re.search(r"\b\w\.\w\.", text) else " ")
    tokens = WORD.findall(low)
    spaced = " " + " ".join(tokens) + " "
    for phrase, form in t["phrases"]:
        if f" {phrase} " in spaced:
            spaced = spaced.replace(f" {phrase} ", f" {form} ")
    tokens = [w for w in spaced.split() if w not in t["titles"]] or spaced.split()
    firm = any(w in t["forms"] and w not in t["particles"] for w in tokens) or any(w in t["common"] for w in tokens)
    words = []
    for w in tokens:
        if firm and w in t["forms"]:
            w, weight = t["forms"][w], 0.12
        elif w in t["particles"] and len(tokens) > 1:
            weight = 0.12
        elif w in t["common"]:
            weight = 0.55
        elif w in t["light"]:
            weight = 0.8
        elif w.isdigit():
            weight = 0.9
        elif len(w) == 1:
            weight = 0.4
        else:
            weight = 0.8 + 0.05 * min(len(w), 8)
        words.append(Word(w, sound_of(w), t["group"].get(w, 0), weight))
    beside = [w for w in words if w.weight > 0.2]
    neighbours = tuple((sound_of(x.text + y.text), x.weight + y.weight) for x, y in itertools.pairwise(beside))
    words.sort(key=lambda w: (w.text, w.weight))
    heavy = [w for w in words if w.weight > 0.2] or words
    return Name(text, tuple(words), "".join(w.text for w in heavy), tuple(sorted(w.sound for w in heavy)), neighbours)


@lru_cache(maxsize=262144)
def alike(a: str, b: str, sound_a: str, sound_b: str) -> float:
    """How alike two words are, 0 to 1; 0 when they are too far apart to be spellings of one."""
    short = min(len(a), len(b))
    if short == 1:
        return 0.7 if a[0] == b[0] else 0.0
    if a.isdigit() or b.isdigit():
        return 0.0
    if sound_a == sound_b:
        return 0.96
    best = max(Levenshtein.normalized_similarity(a, b), 0.97 * Levenshtein.normalized_similarity(sound_a, sound_b))
    limit = 0.99 if short <= 2 else 0.74 if short <= 4 else 0.72
    if best < limit and short >= 5:
        wink = JaroWinkler.similarity(a, b)
        best = wink - 0.1 if wink >= 0.9 else best
    return best if best >= limit else 0.0


def score(a: Name, b: Name) -> float:
    """How alike two names are, 0 to 1; the same whichever comes first."""
    if a.key == b.key and a.key:
        return 1.0 if a.joined == b.joined or sorted(w.text for w in a.words) == sorted(w.text for w in b.words) else 0.97
    pairs, left, right = align(a, b)
    matched = sum(w * s for _, _, s, w in pairs)
    weak = sum(w * (1.0 - s) for _, _, s, w in pairs)
    conflict, extra = (left, right - left) if left < right else (right, left - right)
    full = matched + 1.3 * weak + 1.55 * conflict + 0.21 * extra
    value = matched / full if full else 0.0
    heavy = sum(1 for *_, w in pairs if w > 0.3)
    if heavy == 1 and extra > 0.5 and conflict < 0.3 and value > 0.7:
        value -= 0.2  # one word in common with a longer name says little
    if left + right > 0:
        whole = Levenshtein.normalized_similarity(a.joined, b.joined, score_cutoff=0.8)
        if whole:
            value = max(value, whole - 0.06)
    return min(value, 0.99)


def align(a: Name, b: Name) -> tuple[list[tuple[Word, Word, float, float]], float, float]:
    """(word, word, likeness, weight) of the best pairs, and the weights left over on each side."""
    left: list[Word] = []
    right = list(b.words)
    pairs: list[tuple[Word, Word, float, float]] = []
    texts = {y.text: y for y in reversed(right)}
    for x in a.words:  # the same word first: most pairs are settled here
        y = texts.pop(x.text, None)
        if y is None:
            left.append(x)
        else:
            right.remove(y)
            pairs.append((x, y, 1.0, (x.weight + y.weight) / 2))
    if left and right and len(left) != len(right):
        pairs += _written_as_one(left, right) or _written_as_one(right, left)
    if left and right:
        found = []
        for i, x in enumerate(left):
            for j, y in enumerate(right):
                s = 0.94 if x.group and x.group == y.group else alike(x.text, y.text, x.sound, y.sound)
                if s:
                    found.append((s, min(x.weight, y.weight), i, j))
        found.sort(reverse=True)
        used_a: set[int] = set()
        used_b: set[int] = set()
        for s, _, i, j in found:
            if i not in used_a and j not in used_b:
                used_a.add(i)
                used_b.add(j)
                pairs.append((left[i], right[j], s, (left[i].weight + right[j].weight) / 2))
        left = [w for i, w in enumerate(left) if i not in used_a]
        right = [w for j, w in enumerate(right) if j not in used_b]
    return pairs, sum(w.weight for w in left), sum(w.weight for w in right)


def _written_as_one(one: list[Word], two: list[Word]) -> list[tuple[Word, Word, float, float]]:
    """Words of one side that the other side writes as two, in either order; both lists lose what is paired."""
    for x in one:
        if len(x.text) < 5 or x.weight < 0.3:
            continue
        for y in two:
            if not x.text.startswith(y.text):
                continue
            for z in two:
                if z is not y and y.text + z.text == x.text:
                    one.remove(x)
                    two.remove(y)
                    two.remove(z)
                    return [(x, Word(y.text + z.text, x.sound, 0, y.weight + z.weight), 0.99, (x.weight + y.weight + z.weight) / 2)]
    return []


def compare(a: str, b: str) -> float:
    """How alike two names are, 0 to 1 (see `THRESHOLD`)."""
    return score(analyse(a), analyse(b))


def reasons(a: Name, b: Name) -> tuple[str, ...]:
    """What made the score, word by word."""
    if [w.text for w in a.words] == [w.text for w in b.words]:
        return tuple(f"{w.text} = {w.text}" for w in sorted(a.words, key=lambda w: -w.weight))
    pairs, left, right = align(a, b)
    rows = [f"{x.text} = {y.text}" if s == 1.0 else f"{x.text} ~ {y.text} ({s:.2f})" for x, y, s, _ in sorted(pairs, key=lambda p: -p[3])]
    if left > 0.3:
        rows.append("only asked: " + " ".join(w.text for w in a.words if w not in {x for x, *_ in pairs}))
    if right > 0.3:
        rows.append("only listed: " + " ".join(w.text for w in b.words if w not in {y for _, y, *_ in pairs}))
    return tuple(rows)
