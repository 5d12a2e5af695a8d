"""Verbs of giving, getting and moving that tell of no transfer: rows of datasets/lexicon/no_transfer.yaml, each with an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.referents import View
from engine.roles import Roles
from engine.vocabulary import read_yaml, word_set


@dataclass(frozen=True)
class Holds:
    """Goods that a noun phrase must hold."""

    kinds: frozenset[str]
    classes: frozenset[str]
    features: frozenset[str]
    words: frozenset[str]
    not_classes: frozenset[str]
    only: bool
    some: bool


@dataclass(frozen=True)
class Row:
    """The conditions of a row, its word lists read; None where a row says nothing."""

    verbs: frozenset[str] | None
    direction: str | None
    subject: frozenset[str] | None
    subject_tag: str | None
    theme: frozenset[str] | None
    no_theme: bool
    theme_is_goods: bool | None
    agents: frozenset[str] | None
    subject_holds: Holds | None
    theme_holds: Holds | None
    beside: frozenset[str] | None
    phrase: tuple[frozenset[str], frozenset[str]] | None
    without: frozenset[str] | None
    next: frozenset[str] | None
    active: bool
    exchange: bool | None


@cache
def rows(part: str) -> tuple[Row, ...]:
    """Rows of a part of the table: `before_people` or `after_people`."""
    return tuple(_row(raw) for raw in read_yaml("lexicon/no_transfer.yaml")[part])


def _row(raw: Mapping[str, Any]) -> Row:
    def listed(name: str) -> frozenset[str] | None:
        return None if name not in raw or raw[name] == "none" else _words(raw[name])

    def holds(name: str) -> Holds | None:
        if name not in raw:
            return None
        sets = {part: frozenset(raw[name].get(part, ())) for part in ("kinds", "classes", "features", "words", "not_classes")}
        return Holds(**sets, only=raw[name].get("only", False), some=raw[name].get("some", False))

    phrase = raw.get("phrase")
    return Row(
        verbs=listed("verbs"), direction=raw.get("direction"), subject=listed("subject"), subject_tag=raw.get("subject_tag"), theme=listed("theme"),
        no_theme=raw.get("theme") == "none", theme_is_goods=raw.get("theme_is_goods"), agents=listed("agents"), subject_holds=holds("subject_holds"),
        theme_holds=holds("theme_holds"), beside=listed("beside"), phrase=None if phrase is None else (frozenset(phrase["prepositions"]), _words(phrase["words"])),
        without=listed("without"), next=listed("next"), active=raw.get("active", False), exchange=raw.get("exchange"),
    )  # fmt: skip


def _words(listed: Sequence[str]) -> frozenset[str]:
    """Words, and those of the lists in angle brackets."""
    return frozenset(word for entry in listed for word in (word_set(entry[1:-1]) if entry.startswith("<") else (entry,)))


def no_transfer(part: str, v: View, i: int, lemma: str, direction: str, roles: Roles) -> bool:
    """Whether some row of a part of the table holds of the verb at token `i`."""
    return any((row.verbs is None or lemma in row.verbs) and row.direction in (None, direction) and _told(row, v, i, roles) for row in rows(part))


def _told(row: Row, v: View, i: int, roles: Roles) -> bool:
    s = v.s
    if row.active and roles.passive:
        return False
    if row.no_theme and roles.theme is not None:
        return False
    if row.exchange is not None and bool(v.exchange_zone) != row.exchange:
        return False
    if row.next is not None and (i + 1 >= len(s.words) or s.lower[i + 1] not in row.next):
        return False
    if row.beside is not None and row.beside.isdisjoint(s.lower[c] for c in s.children[i]):
        return False
    if row.without is not None and any(prep in row.without for prep, _ in roles.phrases):
        return False
    if row.phrase is not None and not any(prep in row.phrase[0] and s.lower[t] in row.phrase[1] for prep, t in roles.phrases):
        return False
    if row.agents is not None and row.agents.isdisjoint(s.lower[x] for t in roles.agents for x in s.noun_phrase(t)):
        return False
    return _part(row.subject, row.subject_holds, v, roles.subject, row.subject_tag) and _part(row.theme, row.theme_holds, v, roles.theme, None, row.theme_is_goods)


def _part(words: frozenset[str] | None, holds: Holds | None, v: View, head: int | None, tag: str | None, is_goods: bool | None = None) -> bool:
    """Whether the subject or the theme is as its row says."""
    if words is None and holds is None:
        return True
    if head is None or (words is not None and v.s.lower[head] not in words) or tag not in (None, v.s.tags[head]) or is_goods not in (None, head in v.item_at):
        return False
    return holds is None or _holds(holds, v, v.s.noun_phrase(head))


def _holds(holds: Holds, v: View, tokens: Sequence[int]) -> bool:
    if holds.words:
        return not holds.words.isdisjoint(v.s.lower[t] for t in tokens)
    goods = [item for _, _, item in v.items_in(tokens)]
    fit = [x for x in goods if (x.kind in holds.kinds or _within(x.classes, holds.classes, holds.only) or not holds.features.isdisjoint(x.features)) and not (x.classes and holds.not_classes.issuperset(x.classes))]
    if holds.some and not goods:
        return False
    return len(fit) == len(goods) if holds.only else bool(fit)


def _within(classes: Sequence[str], wanted: frozenset[str], whole: bool) -> bool:
    return bool(wanted) and (wanted.issuperset(classes) if whole else not wanted.isdisjoint(classes))
