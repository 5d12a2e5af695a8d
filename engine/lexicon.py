"""Words as data: phrase tables over tokens, built once from `datasets/lexicon` with the pipeline's own tokenizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.vocabulary import read_yaml, word_set

Tokenize = Callable[[str], tuple[str, ...]]
Hit = tuple[int, int, Any]


@dataclass
class PhraseTable:
    """Token phrases with a value each; `scan` finds the longest ones from left to right, in linear time."""

    entries: dict[str, list[tuple[tuple[str, ...], Any]]] = field(default_factory=dict)

    def add(self, tokens: tuple[str, ...], value: Any) -> None:
        row = self.entries.setdefault(tokens[0], [])
        row.append((tokens, value))
        row.sort(key=lambda e: -len(e[0]))

    def scan(self, lower: Sequence[str]) -> list[Hit]:
        """(start, end, value) of each longest match; `lower` holds lower-case tokens."""
        found, i, n = [], 0, len(lower)
        entries = self.entries
        while i < n:
            row = entries.get(lower[i])
            if row is not None:
                for tokens, value in row:
                    size = len(tokens)
                    if size == 1 or tuple(lower[i : i + size]) == tokens:
                        found.append((i, i + size, value))
                        i += size - 1
                        break
            i += 1
        return found


def verb_forms(lemma: str) -> set[str]:
    """A verb's forms: regular ones by rule, irregular ones from the data."""
    extra = read_yaml("lexicon/irregular.yaml")["verbs"].get(lemma, [])
    forms = {lemma, *extra}
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        forms.add(lemma + "es")
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    else:
        forms.add(lemma + "s")
    if lemma.endswith("e"):
        forms |= {lemma + "d", lemma + "ing" if lemma.endswith("ee") else lemma[:-1] + "ing"}
    else:
        forms |= {lemma + "ed", lemma + "ing"}
    if DOUBLED.fullmatch(lemma):
        forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return forms


# `ship`, `plot`, `trans-ship`: one syllable, one vowel before one consonant; `funnel`, `travel`: an l after one vowel
DOUBLED = re.compile(r"(?:[a-z]+-)?[^aeiou]*[aeiou][^aeiouwxy]|[a-z]+[^aeiou][aeiou]l")


def past_forms(lemma: str) -> set[str]:
    """The forms of a verb that tell what was done: `seized`, `caught`; a form that is also the verb's first (`shut`) among them."""
    irregular = read_yaml("lexicon/irregular.yaml")["verbs"].get(lemma, [])
    return {form for form in irregular if not form.endswith("ing")} or {form for form in verb_forms(lemma) if form.endswith("ed")}


@lru_cache(maxsize=128)
def verb_set(name: str) -> frozenset[str]:
    """Every form of the verbs of a list in `words.yaml`."""
    return frozenset(form for verb in word_set(name) for form in verb_forms(verb))


def noun_forms(phrase: str) -> set[str]:
    """A noun phrase and its plural (last word)."""
    irregular = read_yaml("lexicon/irregular.yaml")["nouns"]
    if phrase in irregular:
        return {phrase, *irregular[phrase]}
    head, _, last = phrase.rpartition(" ")
    if last in irregular:
        return {phrase, *(f"{head} {plural}".strip() for plural in irregular[last])}
    if last.endswith(("s", "x", "z", "ch", "sh")):
        plural = last + "es"
    elif last.endswith("y") and len(last) > 1 and last[-2] not in "aeiou":
        plural = last[:-1] + "ies"
    else:
        plural = last + "s"
    return {phrase, f"{head} {plural}".strip()}


@dataclass(frozen=True)
class Item:
    """What a word for goods tells: item classes, the kind of activity that moving it is, features."""

    classes: tuple[str, ...]
    kind: str
    features: tuple[str, ...]
    weak: bool
    word: str


@dataclass(frozen=True)
class Act:
    """A frame of a single kind: its number in `acts.yaml` and what it sets."""

    number: int
    kind: str
    items: tuple[str, ...]
    features: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All tables of words. Verb and noun tables map a lower-case form to (lemma, direction)."""

    items: PhraseTable
    sectors: PhraseTable
    act_phrases: PhraseTable
    act_themes: PhraseTable
    act_verbs: dict[str, frozenset[int]]
    act_nouns: dict[str, frozenset[int]]
    verbs: dict[str, tuple[str, str]]
    nouns: dict[str, tuple[str, str]]
    verb_phrases: PhraseTable
    cooperation_nouns: frozenset[str]
    cooperation_verbs: dict[str, str]
    build_verbs: frozenset[str]
    works: frozenset[str]
    military_works: PhraseTable
    factual: dict[str, dict[str, str]]
    gate: frozenset[str]
    acts: tuple[Act, ...]


@lru_cache(maxsize=2)
def load_lexicon(tokenize: Tokenize) -> Lexicon:
    """Read every word list; `tokenize` cuts a phrase as the pipeline would."""
    frames, acts, coop = read_yaml("lexicon/frames.yaml"), read_yaml("lexicon/acts.yaml"), read_yaml("lexicon/cooperation.yaml")

    def tokens(phrase: str) -> tuple[str, ...]:
        return tuple(t.lower() for t in tokenize(phrase))

    def table(rows: Iterable[tuple[Iterable[str], Any]]) -> PhraseTable:
        made = PhraseTable()
        for phrases, value in rows:
            for phrase in sorted(phrases):
                made.add(tokens(phrase), value)
        return made

    items = PhraseTable()
    for row in read_yaml("lexicon/items.yaml"):
        for word in row["words"]:
            value = Item(tuple(row["classes"]), row["kind"], tuple(row.get("features", ())), bool(row.get("weak")), word)
            for form in sorted(noun_forms(word)):
                items.add(tokens(form), value)
    sectors = table(
        (noun_forms(word), Item(tuple(row["items"]), row["kind"], tuple(row.get("features", ())), False, word))
        for row in read_yaml("lexicon/sectors.yaml")
        for word in row["words"]
    )
    made = tuple(Act(i, a["kind"], tuple(a.get("items", ())), tuple(a.get("features", ()))) for i, a in enumerate(acts))
    act_verbs: dict[str, set[int]] = {}
    act_nouns: dict[str, set[int]] = {}
    themes: dict[tuple[str, ...], set[int]] = {}
    phrases = PhraseTable()
    for act, row in zip(made, acts, strict=True):
        for verb in row.get("verbs", ()):
            for form in verb_forms(verb):
                act_verbs.setdefault(form, set()).add(act.number)
        for noun in row.get("nouns", ()):
            for form in noun_forms(noun):
                act_nouns.setdefault(tokens(form)[-1], set()).add(act.number)
        for theme in row.get("themes", ()):
            for form in noun_forms(theme):
                themes.setdefault(tokens(form), set()).add(act.number)
        for phrase in row.get("phrases", ()):
            for form in sorted(noun_forms(phrase)):
                phrases.add(tokens(form), act)
    act_themes = PhraseTable()
    for theme_tokens, numbers in sorted(themes.items()):
        act_themes.add(theme_tokens, frozenset(numbers))

    verbs: dict[str, tuple[str, str]] = {}
    nouns: dict[str, tuple[str, str]] = {}
    verb_phrases = PhraseTable()
    for direction, row in frames["transfer"].items():
        for verb in row["verbs"]:
            for form in verb_forms(verb):
                verbs.setdefault(form, (verb, direction))
        for noun in row["nouns"]:
            for form in noun_forms(noun):
                nouns.setdefault(form, (noun, direction))
        for phrase in row.get("phrases", ()):
            first, _, rest = phrase.partition(" ")
            for form in sorted(verb_forms(first)):
                verb_phrases.add(tokens(f"{form} {rest}"), (phrase, direction))
    cooperation_verbs = {form: verb for verb in (*coop["verbs"], *coop["build"]) for form in verb_forms(verb)}
    gate = {*verbs, *(n.split()[0] for n in nouns), *act_verbs, *act_nouns, *cooperation_verbs}
    gate |= set(items.entries) | set(sectors.entries)  # the first words of goods, people and fields
    gate |= set(verb_phrases.entries) | set(phrases.entries) | {f for n in coop["nouns"] for f in noun_forms(n)} | {noun for row in read_yaml("lexicon/frames.yaml")["agent_nouns"] for noun in row["nouns"]}
    doors = read_yaml("lexicon/gate.yaml")
    gate |= {word for name in doors["lists"] for word in word_set(name)} | {form for name in doors["verbs"] for verb in word_set(name) for form in verb_forms(verb)}
    return Lexicon(
        items=items,
        sectors=sectors,
        act_phrases=phrases,
        act_themes=act_themes,
        act_verbs={k: frozenset(v) for k, v in act_verbs.items()},
        act_nouns={k: frozenset(v) for k, v in act_nouns.items()},
        verbs=verbs,
        nouns=nouns,
        verb_phrases=verb_phrases,
        cooperation_nouns=frozenset(f for n in coop["nouns"] for f in noun_forms(n)),
        cooperation_verbs=cooperation_verbs,
        build_verbs=frozenset(f for v in coop["build"] for f in verb_forms(v)),
        works=frozenset(f for w in coop["works"] for f in noun_forms(w)),
        military_works=table((noun_forms(w), True) for w in coop["military_works"]),
        factual=_factual(),
        gate=frozenset(gate),
        acts=made,
    )


def _factual() -> dict[str, dict[str, str]]:
    """Class of `factuality.yaml` -> form -> lemma."""
    data = read_yaml("lexicon/factuality.yaml")
    verb_classes = {"alleging", "saying", "admitting", "denying", "planning", "possibility", "preventing", "raising", "negation_stays", "proving"}
    noun_classes = {"denial_nouns", "claim_nouns", "planning_nouns", "possibility_nouns", "preventing_nouns"}
    made: dict[str, dict[str, str]] = {}
    for name, words in data.items():
        if name == "sources":
            made[name] = {form: words[w] for w in words for form in noun_forms(w)}
        elif name in verb_classes:
            made[name] = {form: w for w in words for form in verb_forms(w)}
        elif name in noun_classes:
            made[name] = {form: w for w in words for form in noun_forms(w)}
        else:
            made[name] = {w: w for w in words}
    return made
