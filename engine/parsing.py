"""Sentences as the parser gets to see them, and their trees over the tokens of the text.

Names of the field become common ones of their kind, verbs that a treebank of web text does not know become ones that it
knows, and what it stumbles over (qualified numbers, sums after goods, scare quotes) becomes one word.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from engine.extractors.universal import to_universal
from engine.lexicon import Lexicon
from engine.parties import Mention
from engine.repair import repair
from engine.tree import Sentence
from engine.vocabulary import read_yaml, word_set

VERB_PREFIXES = word_set("verb_prefixes")
VERB_LIKE = word_set("verb_like_modifiers")
JOINING = word_set("joining_words")
CURRENCIES = word_set("currencies")
NUMBER_WORDS = word_set("number_words")
ABOUT = tuple(tuple(phrase.split()) for phrase in read_yaml("reading.yaml")["about_a_number"])
QUALIFYING = frozenset(word for phrase in ABOUT for word in phrase) | word_set("about_words")
LIKE_NOUNS, BEFORE_INFINITIVE = frozenset(read_yaml("reading.yaml")["verbs_like_nouns"]), frozenset(read_yaml("reading.yaml")["words_before_an_infinitive"])
MODALS = word_set("future_modals") | word_set("possibility_modals") | {"would", "must"}
QUOTES = frozenset('"“”')
STAND_INS = {"name": "China", "place": "China", "adjective": "Chinese", "person": "Bush", "agency": "Microsoft", "media": "Microsoft", "ship": "Microsoft", "group": "Americans"}


def plain_names(s: Sentence, mentions: Sequence[Mention], items: dict[int, int]) -> tuple[list[str], list[tuple[int, int, int]]]:
    """Words with each party's name replaced by one common name of its kind, and for each the tokens that it stands for: the
    first, the end, and the one that takes its place in the tree.

    A treebank of web text knows few of the names of this field; parses of sentences are better with names it knows.
    """
    words: list[str] = []
    places: list[tuple[int, int, int]] = []
    quoted = _scare_quotes(s)
    t, at, goods = 0, {m.start: m for m in mentions}, set(items)
    while t < len(s.words):
        m = at.get(t)
        end = m.end if m is not None else t + 1
        whole = items.get(t, 0)
        if m is None and s.lower[t] in VERB_PREFIXES and s.lower[t + 1 : t + 2] == ("-",) and t + 2 < len(s.words) and t + 2 not in at:
            end = t + 3  # `test-fired` is one verb
            words.append(s.words[t + 2])
        elif m is None and (size := _worth(s, t)):
            end = t + size  # `coal worth $3 million left X`: the parser takes the sum for a subject
            words.append("again")
        elif m is None and (size := _about(s, t)):
            end = t + size  # `up to 300`, `no fewer than 300`: the parser takes the words for a particle or a comparison
            words.append("about")
        elif m is None and s.lower[t + 1 : t + 2] == ("-",) and s.lower[t + 2 : t + 3] in (("to",), ("by",), ("and",), ("on",)) and s.lower[t + 3 : t + 4] == ("-",) and not any(k in at for k in range(t + 1, t + 5)) and t + 4 < len(s.words):
            end = t + 5  # `surface-to-surface` is one modifier
            words.append("military")
        elif m is None and whole > t + 1 and not any(k in at for k in range(t, whole)):
            end = whole
            words.append(s.words[end - 1])
        elif m is None or m.form == "generic":
            words.append(_known_verb(s, t) or (s.lower[t] if t == 0 and 0 in goods else s.words[t]))  # `Sand from X …`: no name
        elif m.form == "adjective" and s.lower[end - 1].endswith("s") and not s.lower[end - 1].endswith(("ss", "us")):
            words.append("Americans")
        else:
            words.append(STAND_INS[m.form])
        stand, first = end - 1, t
        if t - 1 in quoted and quoted[t - 1] > t:
            first = t - 1  # the opening quote hangs on the word after it
        if end in quoted.values():
            end += 1  # and the closing one on the word before it
        places.append((first, end, stand))
        t = end
        if t in quoted and quoted[t] > t + 1:
            t += 1
    return words, places


def whole_items(s: Sentence, lexicon: Lexicon) -> dict[int, int]:
    """Goods whose first word a tagger takes for a verb (`attack drones`): start and end. The parser sees their last word only."""
    hits = [(start, end) for start, end, _ in lexicon.items.scan(s.lower)]
    spans = [(start, end) for start, end in hits if end - start > 1 and all(s.words[t].isalpha() for t in range(start, end))]
    whole = {start: end for start, end in spans if s.lower[start] in VERB_LIKE and not JOINING & set(s.lower[start:end])}
    if hits and hits[0] == (0, 1):
        whole.setdefault(0, 1)
    for (a, b), (c, d) in itertools.pairwise(hits):
        if b == c and b - a == 1 and s.words[a][:1].isupper() and a:
            whole[a] = d  # `Mohajer-6 combat drones`: a product's name before what it is
    return whole


def _about(s: Sentence, t: int) -> int:
    """Length of the words at `t` that only qualify the number after them, or 0."""
    for phrase in ABOUT:
        end = t + len(phrase)
        if s.lower[t:end] == phrase and end < len(s.words) and (s.words[end][:1].isdigit() or s.lower[end] in NUMBER_WORDS or s.lower[end][-1:] == "$"):
            return len(phrase)
    return 0


def _worth(s: Sentence, t: int) -> int:
    """Length of `worth $3 million` or `valued at $3 million` at token `t`, or 0."""
    k = t + 1 if s.lower[t] == "worth" else t + 2 if s.lower[t : t + 2] in (("valued", "at"), ("worth", "about")) else 0
    start = k
    while k and k < len(s.words) and (s.lower[k][-1:] in ("$", "€", "£") or s.lower[k][:1].isdigit() or s.lower[k] in NUMBER_WORDS or s.lower[k] in QUALIFYING or s.lower[k] in CURRENCIES):
        k += 1
    after = s.lower[k] if k < len(s.words) else ""
    subject = after in ("was", "were", "is", "are", "has", "have", "had", "left", "went", "came") or after.endswith("ed")
    return k - t if k > start and subject else 0


def _scare_quotes(s: Sentence) -> dict[int, int]:
    """Opening and closing tokens of quotes around a word or three (`"critical" support`): marks that the parser stumbles over."""
    found: dict[int, int] = {}
    t = 1
    while t < len(s.words):
        if s.words[t] in QUOTES and s.lower[t - 1] not in ("said", "says", ",", ":"):
            end = next((k for k in range(t + 2, min(t + 5, len(s.words))) if s.words[k] in QUOTES), None)
            if end is not None and all(w.replace("-", "").isalpha() or w == "-" for w in s.words[t + 1 : end]):
                found[t] = end
                t = end
        t += 1
    return found


def _inflected(verb: str) -> tuple[str, str, str, str]:
    """A regular verb's four forms, in one order."""
    stem = verb[:-1] if verb.endswith("e") else verb
    return verb, (verb + "es" if verb.endswith(("ch", "sh", "s", "x")) else verb + "s"), stem + "ed", stem + "ing"


def _stand_in_words() -> dict[str, str]:
    """Form that the parser does not know -> form that it knows."""
    data: dict[str, Any] = read_yaml("reading.yaml")
    found: dict[str, str] = {form: other for word, known in data["words_for_the_parser"].items() for form, other in list(zip(_inflected(word), _inflected(known), strict=True))[1:]}
    found.update({word: known for word, known in data["words_for_the_parser"].items() if word not in data["verbs_like_nouns"]})
    found.update(data["other_forms_for_the_parser"])
    return found


STAND_IN_WORDS = _stand_in_words()


def _known_verb(s: Sentence, t: int) -> str | None:
    """A verb that the parser knows in place of one that it does not (`offloaded`) or takes for a noun (`agreed to ship arms`)."""
    word, before = s.lower[t], s.lower[max(0, t - 2) : t]
    if not s.words[t].islower() or not before:
        return None
    infinitive = (before[-1] == "to" and len(before) > 1 and before[0] in BEFORE_INFINITIVE) or before[-1] in MODALS
    if infinitive and word in LIKE_NOUNS and s.lower[t + 1 : t + 2] and s.lower[t + 1] not in (".", ",", "of", "to", "-", "with"):
        return "deliver"
    return STAND_IN_WORDS.get(word)


def unfold(s: Sentence, places: Sequence[tuple[int, int, int]], doc: Any) -> Sentence:
    """The tree over all tokens: a name's last token stands in the tree, the tokens before it hang on it."""
    size = len(s.words)
    tags, deps, heads = [""] * size, [""] * size, [0] * size
    labels, above = to_universal([t.tag_ for t in doc], [t.dep_ for t in doc], [t.head.i for t in doc])
    for token, (start, end, last) in zip(doc, places, strict=True):
        tags[last], deps[last], heads[last] = token.tag_, labels[token.i], places[above[token.i]][2]
        for t in (k for k in range(start, end) if k != last):
            tags[t], deps[t], heads[t] = ("''", "punct", last) if s.words[t] in QUOTES else ("NNP", "flat", last)
    repair(s.lower, tags, deps, heads)
    return Sentence(s.offset, s.words, s.starts, s.ends, tuple(tags), tuple(deps), tuple(heads))
