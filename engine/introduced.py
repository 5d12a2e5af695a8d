"""Ships, firms and persons that a text has told of: whom a later `it`, `he`, `the firm` or `the two men` stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.lexicon import verb_set
from engine.parties import Mention
from engine.vocabulary import read_yaml, word_set

SHIPS = word_set("vessels")
FIRMS = word_set("companies") | word_set("networks") | word_set("kinds_of_firm")
ONE_PERSON, PERSONS = word_set("single_persons") | word_set("kinds_of_person"), word_set("kinds_of_persons")
DETERMINERS, INDEFINITE = word_set("determiners"), word_set("indefinite_determiners") | word_set("number_words")
AFTER_A_NOUN = frozenset(read_yaml("reading.yaml")["common_words"])
OWNED = ("its", "his", "her", "their")
LINKS = ("of", "from", "in")
KEEPING = verb_set("owning_verbs") | verb_set("having_verbs") | verb_set("force_sending_verbs") | verb_set("founding_verbs")
OTHER_CLAUSE = word_set("marks_of_reason_and_time")
AUTHORITIES, BODIES = word_set("authorities"), word_set("words_of_bodies")
ALSO_VERBS = word_set("persons_also_verbs")
REACH = 6  # tokens between a determiner and its noun


@dataclass(frozen=True)
class Introduced:
    """A ship, firm or person told of: its `group` (ships, firms, persons), whether `several`, the party whose it is (None when
    nobody tells), whether it is the `subject` that opens the sentence, whether another clause than the main one tells of it (`aside`),
    and its proper `name` in lower case, if it has one."""

    group: str
    several: bool
    land: str | None
    subject: bool
    aside: bool
    name: str = ""


def group_of(word: str) -> tuple[str, bool] | None:
    """The group of a noun and whether it means several; None for other nouns."""
    if word in ONE_PERSON:
        return "persons", False
    if word in PERSONS:
        return "persons", True
    if word in SHIPS or word in FIRMS:
        return ("ships" if word in SHIPS else "firms"), word.endswith("s") and not word.endswith("ss")
    return None


def introduced(lower: Sequence[str], words: Sequence[str], mentions: Sequence[Mention], owner: Callable[[int], str | None]) -> list[Introduced]:
    """What a sentence introduces, in its order. `owner`: the party that the tree says a noun is of, for sentences that have one."""
    found: list[Introduced] = []
    people = {m.end - 1: m for m in mentions if m.form == "adjective"}
    for t, word in enumerate(lower):
        group = group_of(word) if _ends_its_phrase(lower, words, t) else None
        if group is None and t in people and _ends_its_phrase(lower, words, t) and _means_people(lower, people[t]):
            group = "persons", word.endswith("s")
        if group is None or (word in ALSO_VERBS and lower[t - 1] not in DETERMINERS):
            continue
        start = _start(lower, t)
        if start == 0 and word in AUTHORITIES:
            continue  # `Customs officers tracked two traders. They …`
        land = owner(t) or _land(lower, mentions, start, t)
        if lower[start] in OWNED and found:
            land = land or found[-1].land  # `a firm and its owner`
        elif land is None and not INDEFINITE.intersection(lower[start:t]):
            continue  # `the firm`: nothing new
        keeper = next((m.code for m in reversed(mentions) if m.end <= start), None)
        if land is None and any(w in KEEPING for w in lower[max(0, start - 2) : start]):
            land = keeper  # `Iran sent a tanker to …`
        found.append(Introduced(*group, land, start == 0, any(w in OTHER_CLAUSE for w in lower[:t]), _name(words, mentions, start, t)))
    single = [x for x in found if not x.several and not x.aside]
    if len({id(x) for x in single}) > 1 and not any(x.several for x in found):  # `a firm and its owner`
        lands = {x.land for x in single if x.land}
        found.append(Introduced("persons", True, next(iter(lands)) if len(lands) == 1 else None, False, False))
    return found + [Introduced(group, False, m.code, False, False, name) for m in mentions for name in _name_of(lower, words, mentions, m) for group in ("firms", "persons")]


def _name(words: Sequence[str], mentions: Sequence[Mention], start: int, t: int) -> str:
    """The proper name beside a noun: `the X company Limac`, `Limac, an X company`."""
    named = {k for m in mentions for k in range(m.start, m.end)}
    after = t + 1
    while after < len(words) and words[after][0].isupper() and after not in named:
        after += 1
    before = start - 1
    while before > 0 and words[start - 1] == "," and words[before - 1][0].isupper() and before - 1 not in named:
        before -= 1
    return " ".join(words[t + 1 : after] if after > t + 1 else words[before : start - 1]).lower()


def _name_of(lower: Sequence[str], words: Sequence[str], mentions: Sequence[Mention], m: Mention) -> list[str]:
    """A name that no list knows, said to be of a land: `Limac of X`."""
    if m.form not in ("name", "place") or m.start < 3 or lower[m.start - 1] != "of" or any(k.end == m.start - 1 for k in mentions):
        return []
    first = m.start - 1
    while first > 1 and words[first - 1][0].isupper():
        first -= 1
    return [" ".join(lower[first : m.start - 1])] if first < m.start - 1 and not BODIES.intersection(lower[first : m.start - 1]) else []


def _ends_its_phrase(lower: Sequence[str], words: Sequence[str], t: int) -> bool:
    """Whether a noun is the last of its phrase: `a tanker`, not `a tanker captain`."""
    after = lower[t + 1] if t + 1 < len(lower) else "."
    return (not after[0].isalpha() and after != "-") or after in AFTER_A_NOUN or after.endswith(("ed", "ing", "ly")) or words[t + 1][0].isupper() or after in INDEFINITE or after in AFTER_NOUNS


AFTER_NOUNS = word_set("words_after_nouns")


def _means_people(lower: Sequence[str], m: Mention) -> bool:
    """Whether a nationality stands for people: `two Russians`, `a North Korean living in …`."""
    before = lower[m.start - 1] if m.start else ""
    return before in INDEFINITE and (lower[m.end - 1].endswith("s") or before in ("a", "an", "another", "one"))


def _start(lower: Sequence[str], t: int) -> int:
    """The determiner of the phrase that ends in token `t`, or the first token that could belong to it."""
    k = t
    while k > 0 and t - k < REACH and lower[k - 1] not in AFTER_A_NOUN - DETERMINERS - INDEFINITE and (lower[k - 1][0].isalnum() or lower[k - 1] == "-"):
        k -= 1
        if lower[k] in DETERMINERS or lower[k] in INDEFINITE:
            break
    return k


def _land(lower: Sequence[str], mentions: Sequence[Mention], start: int, t: int) -> str | None:
    inside = [m.code for m in mentions if start <= m.start <= t and m.form in ("adjective", "name", "place")]
    after = [m.code for m in mentions if lower[t + 1 : t + 2] and lower[t + 1] in LINKS and m.start == t + 2 and m.form in ("name", "place")]
    return next(iter(inside[-1:] or after), None)


def means(found: Sequence[Introduced], several: bool, groups: Sequence[str]) -> Introduced | None:
    """Which of what a sentence introduced a pronoun of the next one stands for: its subject, else the last."""
    fitting = [x for x in found if x.several == several and x.group in groups]
    return next((x for x in fitting if x.subject), fitting[-1] if fitting else None)
