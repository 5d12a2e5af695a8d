"""Goods by words or by Harmonized System code: which item class they are, and which provisions name it."""

from __future__ import annotations

import re

from engine import vocabulary
from engine.errors import InputError
from engine.lexicon import load_lexicon
from engine.model import Model, period
from engine.parties import known_party
from engine.plain import Compiled, compile_rulebook, side_meets
from engine.rulebook import Rulebook

CODE = re.compile(r"\d[\d. ]*\Z")
WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
MOVING = ("goods_transfer", "arms_transfer", "technology_transfer")


class NamingProvision(Model):
    """A provision that names the goods, and on what terms."""

    rule: str
    regime: str
    title: str
    citation: str
    direction: str
    conditions: tuple[str, ...]
    verdict: str
    law_state: str


class Goods(Model):
    """What some goods are: classes, the codes that stand for them with descriptions, and the provisions that name them."""

    asked: str
    classes: tuple[str, ...]
    labels: tuple[str, ...]
    hs: tuple[tuple[str, str], ...]
    provisions: tuple[NamingProvision, ...]


def classify(text: str, rulebook: Rulebook, *, supplier: str | None = None, recipient: str | None = None, on: str | None = None) -> Goods:
    """Classes of `text` (words, or an HS code of 2 to 6 digits or more) and the provisions that name them.

    supplier, recipient: party codes; only provisions that could meet them are named. on: ISO day, month or year; without
    it provisions of every time are named. Raises InputError for an empty text, an unknown party or a bad date.
    """
    text = text.strip()
    if not text:
        raise InputError("goods", "nothing was asked", "Give words such as 'patrol boat' or a code such as 8906")
    for name, code in (("supplier", supplier), ("recipient", recipient)):
        if code is not None and not known_party(code):
            raise InputError(name, f"unknown party {code!r}", "Use a country code of ISO 3166-1 (kp, ru) or a group's code (houthis)")
    try:
        days = period(on) if on is not None else None
    except ValueError as fault:
        raise InputError("--on", str(fault), "Write it as YYYY-MM-DD, YYYY-MM or YYYY") from None
    digits = re.sub(r"\D", "", text) if CODE.match(text) else ""
    classes = vocabulary.classes_of_hs(digits) if len(digits) >= 2 else _by_words(text)
    codes = tuple((c, describe(c)) for c in ([digits] if digits else sorted({c for name in classes for c in vocabulary.items()[name].hs})))
    rows: dict[tuple[str, str, str], NamingProvision] = {}
    for compiled in compile_rulebook(rulebook).compiled:
        if any(_names(compiled, name) for name in classes) and _meets(compiled, supplier, recipient) and (days is None or compiled.in_force(*days)):
            p = rulebook.get(compiled.rule)
            confirmed = days is None or compiled.confirmed(*days)
            row = NamingProvision(
                rule=p.id,
                regime=p.regime,
                title=p.title,
                citation=p.citation,
                direction=_direction(compiled),
                conditions=tuple(t for field, t in compiled.conditions if field not in ("kind", "supplier", "recipient", "party")),
                verdict=compiled.clause.verdict if confirmed else "watch",
                law_state="in_force" if confirmed else "renewal_unconfirmed",
            )
            rows.setdefault((row.rule, row.direction, row.verdict), row)
    names = tuple(sorted(classes))
    return Goods(asked=text, classes=names, labels=tuple(vocabulary.items()[n].label for n in names), hs=codes, provisions=tuple(rows.values()))


def describe(code: str) -> str:
    """Our description of a code, or of the heading or chapter that it falls under; '' when none is named."""
    table: dict[str, str] = vocabulary.read_yaml("hs.yaml")
    return next((table[code[:n]] for n in (6, 4, 2) if code[:n] in table and len(code) >= n), "")


def _tokens(phrase: str) -> tuple[str, ...]:
    return tuple(WORDS.findall(phrase))


def _by_words(text: str) -> frozenset[str]:
    words = tuple(w.lower() for w in WORDS.findall(text))
    found = load_lexicon(_tokens).items.scan(words)
    classes = {c for _, _, item in found for c in item.classes}
    table = {name for name, item in vocabulary.items().items() if not item.rule_only and text.lower() in (name, item.label.lower())}
    return frozenset(classes - {"other_goods"} or classes | table) | frozenset(table)


def _names(c: Compiled, name: str) -> bool:
    """Whether a clause is about moving goods of the class, rather than about persons on a list."""
    if c.lists or "listed" in c.all_features or not c.kinds & set(MOVING):
        return False
    if name in c.without_items or (c.only_items and name not in c.only_items):
        return False
    if c.items:
        return name in c.items
    arms = "arms" in vocabulary.broader(name)
    return ("arms_transfer" in c.kinds and arms) or ("goods_transfer" in c.kinds and not arms and not c.features and not c.all_features)


def _meets(c: Compiled, supplier: str | None, recipient: str | None) -> bool:
    """Whether the clause is about the parties that were given; one about others that could still take part is not."""
    if (supplier is not None and not side_meets(c.supplier, supplier)) or (recipient is not None and not side_meets(c.recipient, recipient)):
        return False
    given = [code for code in (supplier, recipient) if code is not None]
    if c.party is not None and len(given) == 2 and not any(side_meets(c.party, code) for code in given):
        return False
    about = [(side, code) for side, code in ((c.supplier, supplier), (c.recipient, recipient)) if side is not None and side[0]]
    about += [(c.party, code) for code in (supplier, recipient)] if c.party is not None else []
    return not given or not about or any(code is not None and side_meets(side, code) for side, code in about)


def _direction(c: Compiled) -> str:
    return "; ".join(t for field, t in c.conditions if field in ("supplier", "recipient", "party")) or "any parties"
