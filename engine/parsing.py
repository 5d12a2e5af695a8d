"""Sentences as the parser gets to see them, and their trees over the tokens of the text.

A name of many words becomes one common word of its kind, and words that only qualify a number become one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.extractors.universal import to_universal
from engine.mending import mend
from engine.parties import Mention
from engine.tree import Sentence
from engine.vocabulary import read_yaml, word_set

VERB_PREFIXES = word_set("verb_prefixes")
NUMBER_WORDS = word_set("number_words")
ABOUT = tuple(tuple(phrase.split()) for phrase in read_yaml("reading.yaml")["about_a_number"])
QUALIFYING = frozenset(word for phrase in ABOUT for word in phrase) | word_set("about_words")
LINKERS = word_set("links_of_ships_and_makes")
STAND_INS = {"name": "China", "place": "China", "adjective": "Chinese", "person": "Bush", "agency": "Microsoft", "media": "Microsoft", "ship": "Microsoft", "group": "Americans"}


def plain_names(s: Sentence, mentions: Sequence[Mention]) -> tuple[list[str], list[tuple[int, int]]]:
    """Words with each party's name replaced by one common name of its kind, and for each the tokens that it stands for: the
    first and the end. The last of them takes its place in the tree."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    t, at = 0, {m.start: m for m in mentions}
    while t < len(s.words):
        m = at.get(t)
        end = m.end if m is not None else t + 1
        if m is None and s.lower[t] in VERB_PREFIXES and s.lower[t + 1 : t + 2] == ("-",) and t + 2 < len(s.words) and t + 2 not in at:
            end = t + 3  # `test-fired` is one verb
            words.append(s.words[t + 2])
        elif m is None and (size := _about(s, t)):
            end = t + size  # `up to 300`, `no fewer than 300`
            words.append("about")
        elif m is None and s.lower[t + 1 : t + 2] == ("-",) and s.lower[t + 2 : t + 3] in (("to",), ("by",), ("and",), ("on",)) and s.lower[t + 3 : t + 4] == ("-",) and not any(k in at for k in range(t + 1, t + 5)) and t + 4 < len(s.words):
            end = t + 5  # `surface-to-surface` is one modifier
            words.append("military")
        elif m is None or m.form == "generic":  # `the rebel group` stays as it is, word for word
            end = t + 1
            words.append(s.words[t])
        elif s.lower[end : end + 1] == ("-",) and s.lower[end + 1 : end + 2] and s.lower[end + 1] in LINKERS:
            end += 2  # `Hong Kong-flagged` is one modifier
            words.append("Chinese")
        elif m.form == "adjective" and s.lower[end - 1].endswith("s") and not s.lower[end - 1].endswith(("ss", "us")):
            words.append("Americans")
        else:
            words.append(STAND_INS[m.form])
        places.append((t, end))
        t = end
    return words, places


def _about(s: Sentence, t: int) -> int:
    """Length of the words at `t` that only qualify the number after them, or 0."""
    for phrase in ABOUT:
        end = t + len(phrase)
        if s.lower[t:end] == phrase and end < len(s.words) and (s.words[end][:1].isdigit() or s.lower[end] in NUMBER_WORDS or s.lower[end][-1:] == "$"):
            return len(phrase)
    return 0


def unfold(s: Sentence, places: Sequence[tuple[int, int]], doc: Any) -> Sentence:
    """The tree over all tokens: a name's last token stands in the tree, the tokens before it hang on it."""
    size = len(s.words)
    tags, deps, heads = [""] * size, [""] * size, [0] * size
    labels, above = to_universal([t.tag_ for t in doc], [t.dep_ for t in doc], [t.head.i for t in doc])
    for token, (start, end) in zip(doc, places, strict=True):
        last = end - 1
        tags[last], deps[last], heads[last] = token.tag_, labels[token.i], places[above[token.i]][1] - 1
        for t in range(start, last):
            tags[t], deps[t], heads[t] = "NNP", "flat", last
    mend(s.lower, tags, deps, heads)
    return Sentence(s.offset, s.words, s.starts, s.ends, tuple(tags), tuple(deps), tuple(heads))
