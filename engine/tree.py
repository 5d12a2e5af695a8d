"""Sentences with their dependency trees, as plain tuples: what the frames read, whichever pipeline made them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.vocabulary import word_set

INSIDE_NOUN = frozenset({"compound", "amod", "nmod", "flat", "conj", "appos", "nummod", "goeswith", "fixed", "dep", "obl"})
DIRECTIONS = word_set("prepositions_of_direction")
AGAINST = word_set("set_against")


@dataclass(frozen=True)
class Sentence:
    """One sentence. `heads` are positions in the sentence; a root is its own head. `offset` is its first token's number."""

    offset: int
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tags: tuple[str, ...] = ()
    deps: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()

    @cached_property
    def lower(self) -> tuple[str, ...]:
        return tuple("'" + w[1:].lower() if w[0] == "’" else w.lower() for w in self.words)

    @cached_property
    def base(self) -> tuple[str, ...]:
        """Relations without their subtypes."""
        return tuple(d.split(":")[0] for d in self.deps)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        rows: list[list[int]] = [[] for _ in self.words]
        for i, h in enumerate(self.heads):
            if h != i:
                rows[h].append(i)
        return tuple(tuple(r) for r in rows)

    def kids(self, i: int, *relations: str) -> list[int]:
        """Children of `i` with one of the (base) relations."""
        return [c for c in self.children[i] if self.base[c] in relations]

    def is_verb(self, i: int) -> bool:
        """By its tag, or by having a subject or an object where the tagger was wrong (`exported` as an adjective)."""
        if self.tags[i][:2] in ("VB", "MD"):
            return True
        return self.tags[i][:2] in ("JJ", "NN") and any(self.base[c] in ("obj", "aux") for c in self.children[i]) and self.lower[i].endswith(("ed", "ing", "s"))

    def is_nominal(self, i: int) -> bool:
        """By its tag, or by its place where the tagger took a plural for a verb (`missile tests the previous month`)."""
        return self.tags[i][:2] == "NN" or (self.tags[i] == "VBZ" and self.base[i] in ("nmod", "obj", "obl", "conj", "compound"))

    def is_passive(self, i: int) -> bool:
        """Whether a verb is passive: by its dependents, or a bare past participle."""
        return any(self.deps[c] in ("nsubj:pass", "aux:pass", "csubj:pass") for c in self.children[i])

    def preposition(self, i: int) -> str:
        """The case marker of a noun (`in exchange for` comes out as its last word's marker), or ''."""
        for c in self.children[i]:
            if self.base[c] == "case":
                more = [self.lower[k] for k in self.children[c] if self.base[k] == "fixed"]
                return " ".join([self.lower[c], *more])
        return ""

    def noun_phrase(self, i: int) -> list[int]:
        """Tokens of the noun phrase of `i`: modifiers, `of` and other noun phrases inside it, no clauses."""
        found, stack = [], [i]
        while stack:
            t = stack.pop()
            found.append(t)
            stack += [c for c in self.children[t] if self.base[c] in INSIDE_NOUN and self._inside(c)]
        return sorted(found)

    def _inside(self, c: int) -> bool:
        """Whether a dependent belongs to its noun: no coordinated verb, no phrase of place or direction."""
        if self.base[c] == "conj":
            return not self.is_verb(c)
        return self.base[c] not in ("nmod", "obl") or self.preposition(c) not in DIRECTIONS

    def subtree(self, i: int, skip: frozenset[str] = frozenset()) -> list[int]:
        """All tokens below `i`, itself included, without entering children of the relations in `skip`."""
        found, stack = [], [i]
        while stack:
            t = stack.pop()
            found.append(t)
            stack += [c for c in self.children[t] if self.base[c] not in skip]
        return sorted(found)

    def conjuncts(self, i: int) -> list[int]:
        """`i` and what is coordinated with it, without what is set against it (`from X rather than from Y`, `to X, not to Y`)."""
        found, stack = [], [i]
        while stack:
            t = stack.pop()
            found.append(t)
            stack += [k for k in self.kids(t, "conj") if not (self.tags[k][:2] == "NN" and any(self.lower[c] in AGAINST for c in self.children[k])) and not self._elsewhere(t, k)]
        return sorted(found)

    def first_of_row(self, i: int, among: Container[int] | None = None) -> int:
        """The first of the words that `i` is coordinated with, as far as all on the way are `among` some."""
        while self.base[i] == "conj" and self.heads[i] < i and (among is None or self.heads[i] in among):
            i = self.heads[i]
        return i

    def _elsewhere(self, t: int, k: int) -> bool:
        """Whether `k` goes another way than `t` with which it is coordinated: `out of X and into Y`."""
        ways = DIRECTIONS | {"out", "out of"}
        return self.preposition(t) in ways and self.preposition(k) in ways and self.preposition(t) != self.preposition(k)

    def ancestors(self, i: int) -> Iterator[int]:
        """Heads upwards from `i`, itself left out; never loops."""
        seen = {i}
        while self.heads[i] not in seen:
            i = self.heads[i]
            seen.add(i)
            yield i

    def clause_of(self, i: int) -> int:
        """The verb whose clause token `i` stands in: itself, or its nearest verb above; the root when there is none."""
        if self.is_verb(i) and not self.is_nominal(i):
            return i
        above = i
        for above in self.ancestors(i):
            if self.is_verb(above) and not self.is_nominal(above):
                break
        return above

    def span(self, tokens: Iterable[int]) -> tuple[int, int]:
        """Character offsets from the first to the last of `tokens`."""
        chosen = list(tokens)
        return self.starts[min(chosen)], self.ends[max(chosen)]


def _goes_on(words: Sequence[str], i: int) -> bool:
    """Whether a sentence goes on at a word after a short form: `Gromov Ltd. signed`, `Gromov Ltd., a firm`."""
    following = words[i] if i < len(words) else ""
    return following[:1].islower() or following in (",", ";", ")")


ABBREVIATIONS = word_set("abbreviations")
CLOSERS = frozenset({'"', "'", "”", "’", ")", "]", "''"})


def segment(words: Sequence[str], spaces: Sequence[str], limit: int) -> list[tuple[int, int]]:
    """Token ranges of sentences: cut at . ! ? and at line breaks, never longer than `limit` tokens. Linear time."""
    cuts, start, i, n = [], 0, 0, len(words)
    while i < n:
        word = words[i]
        end = word in (".", "!", "?", "…") or (word.isspace() and "\n" in word)
        if word.endswith((".", "?", "!")) and len(word) > 2 and word.lower() not in ABBREVIATIONS and not word.replace(".", "").isupper():
            end = not _goes_on(words, i + 1)
        if end:
            while i + 1 < n and words[i + 1] in CLOSERS:
                i += 1
        if end or i - start + 1 >= limit:
            cuts.append((start, i + 1))
            start = i + 1
        i += 1
    if start < n:
        cuts.append((start, n))
    return cuts
