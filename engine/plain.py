"""The plain evaluator: which clauses of which rules a fact meets. Indexed by kind and party, no dependency.

It is the reference: every report is computed by it and by `engine.forward` (durable-rules) and compared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from engine import vocabulary
from engine.model import Fact, Why, period
from engine.parties import narrower_parties, party_name
from engine.regimes import Interval
from engine.rulebook import UNNAMED, Clause, PartyCondition, Rulebook

Signature = tuple[str, str | None, str | None, tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]
CACHE_LIMIT = 200_000


Side = tuple[bool, frozenset[str | None]] | None  # (whether the party must be one of them, codes; None: no party is named)


@dataclass(frozen=True)
class Compiled:
    """A clause with its classes of items and groups widened to every narrower one, and the days on which it can fire.

    spans: in force. unconfirmed: after an expiry whose renewal is not known.
    """

    rule: str
    number: int
    clause: Clause
    kinds: frozenset[str]
    items: frozenset[str]
    without_items: frozenset[str]
    only_items: frozenset[str]
    features: frozenset[str]
    all_features: frozenset[str]
    without_features: frozenset[str]
    status: frozenset[str]
    lists: frozenset[str]
    spans: tuple[tuple[int, int], ...]
    unconfirmed: tuple[tuple[int, int], ...]
    supplier: Side = None
    recipient: Side = None
    party: Side = None

    @cached_property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """(field, condition in words), worked out once."""
        return condition_texts(self.clause, self.spans, self.unconfirmed)

    def in_force(self, start: int, end: int) -> bool:
        """Whether the clause can fire on any day of the period (ordinals, both ends included)."""
        return any(first <= end and start <= last for first, last in self.spans) or any(first <= end and start <= last for first, last in self.unconfirmed)

    def confirmed(self, start: int, end: int) -> bool:
        """Whether it is known to be in force on any day of the period."""
        return any(first <= end and start <= last for first, last in self.spans)

    def meets(self, sig: Signature) -> bool:
        """Whether a fact's signature meets every condition but the date."""
        kind, supplier, recipient, items, features, status, lists = sig
        return (
            (not self.kinds or kind in self.kinds)
            and side_meets(self.supplier, supplier)
            and side_meets(self.recipient, recipient)
            and (self.party is None or side_meets(self.party, supplier) or side_meets(self.party, recipient))
            and (not self.lists or not self.lists.isdisjoint(lists))
            and (not self.items or not self.items.isdisjoint(items))
            and self.without_items.isdisjoint(items)
            and (not self.only_items or (bool(items) and self.only_items.issuperset(items)))
            and (not self.features or not self.features.isdisjoint(features))
            and self.all_features.issubset(features)
            and self.without_features.isdisjoint(features)
            and (not self.status or status in self.status)
        )


FOREVER = 4_000_000


def widen(names: Iterable[str]) -> frozenset[str]:
    """Item classes and all narrower ones."""
    return frozenset(n for name in names for n in vocabulary.narrower(name))


def compile_clause(rule: str, number: int, clause: Clause, in_force: Sequence[Interval]) -> Compiled:
    """A clause ready to evaluate; its own `since` and `until` cut the intervals of the rule."""
    since = clause.since.toordinal() if clause.since else 1
    until = clause.until.toordinal() if clause.until else FOREVER
    spans, unconfirmed = [], []
    for interval in in_force:
        first = max(since, interval.first.toordinal())
        last = min(until, interval.last.toordinal() if interval.last else FOREVER)
        if first <= last:
            spans.append((first, last))
        if interval.after == "renewal_unconfirmed" and interval.last is not None and max(since, interval.last.toordinal() + 1) <= until:
            unconfirmed.append((max(since, interval.last.toordinal() + 1), until))
    return Compiled(
        rule=rule,
        number=number,
        clause=clause,
        kinds=frozenset(clause.kind),
        items=widen(clause.items),
        without_items=widen(clause.without_items),
        only_items=widen(clause.only_items),
        features=frozenset(clause.features),
        all_features=frozenset(clause.all_features),
        without_features=frozenset(clause.without_features),
        status=frozenset(clause.status),
        lists=frozenset(clause.lists),
        spans=tuple(spans),
        unconfirmed=tuple(unconfirmed),
        supplier=_side(clause.supplier),
        recipient=_side(clause.recipient),
        party=_side(clause.party),
    )


def _side(wanted: PartyCondition | None) -> Side:
    if wanted is None:
        return None
    if wanted == UNNAMED:
        return True, frozenset((None,))
    if isinstance(wanted, str):
        code = wanted.removeprefix("not ")
        return code == wanted, frozenset(narrower_parties(code))
    return True, frozenset(c for code in wanted for c in narrower_parties(code))


def side_meets(side: Side, code: str | None) -> bool:
    """Whether a party code is one of the codes, or none of them (an unknown party is none of them)."""
    return side is None or (code in side[1]) == side[0]


def signature(fact: Fact) -> Signature:
    """What of a fact the rules look at, besides its date. HS codes add the classes that cover them."""
    items = fact.items
    if fact.hs:
        items = tuple(sorted({*items, *(c for code in fact.hs for c in vocabulary.classes_of_hs(code))}))
    return (
        fact.kind,
        fact.supplier.code if fact.supplier else None,
        fact.recipient.code if fact.recipient else None,
        items,
        fact.features,
        fact.status,
        fact.lists,
    )


@dataclass(frozen=True)
class Evaluator:
    """A compiled rulebook. `fire` is the whole interface; results are clause positions in `compiled`."""

    compiled: tuple[Compiled, ...]

    @cached_property
    def _index(self) -> dict[tuple[str, str, str | None], list[int]]:
        index: dict[tuple[str, str, str | None], list[int]] = {}
        for position, c in enumerate(self.compiled):
            for kind in c.kinds or vocabulary.kinds():
                for slot in _slots(c):
                    index.setdefault((kind, *slot), []).append(position)
        return index

    @cached_property
    def _edges(self) -> list[int]:
        return sorted({edge for c in self.compiled for first, last in (*c.spans, *c.unconfirmed) for edge in (first, last + 1)})

    @cached_property
    def _cache(self) -> dict[tuple[Signature, int, int], tuple[int, ...]]:
        return {}

    def fire(self, sig: Signature, start: int, end: int) -> tuple[int, ...]:
        """Positions of the clauses that a fact of this signature meets in the period (ordinals)."""
        edges = self._edges
        key = (sig, bisect_right(edges, start), bisect_right(edges, end) if end != start else -1)
        found = self._cache.get(key)
        if found is None:
            found = tuple(
                p for p in sorted(self._candidates(sig)) if self.compiled[p].in_force(start, end) and self.compiled[p].meets(sig)
            )
            if len(self._cache) >= CACHE_LIMIT:
                self._cache.clear()
            self._cache[key] = found
        return found

    def _candidates(self, sig: Signature) -> set[int]:
        kind, supplier, recipient = sig[:3]
        found = set(self._index.get((kind, "*", None), ()))
        found.update(self._index.get((kind, "s", supplier), ()))
        found.update(self._index.get((kind, "r", recipient), ()))
        return found


def _slots(c: Compiled) -> list[tuple[str, str | None]]:
    for letter, side in (("s", c.supplier), ("r", c.recipient)):
        if side is not None and side[0]:
            return [(letter, code) for code in sorted(side[1], key=str)]
    if c.party is not None and c.party[0]:
        return [(letter, code) for code in sorted(c.party[1], key=str) for letter in "sr"]
    return [("*", None)]


def compile_rulebook(rulebook: Rulebook, regimes: Sequence[str] | None = None) -> Evaluator:
    """The rulebook's clauses, compiled; only the named regimes when `regimes` is given."""
    return Evaluator(
        tuple(
            compile_clause(p.id, number, clause, p.in_force)
            for p in rulebook.provisions
            if regimes is None or p.regime in regimes
            for number, clause in enumerate(p.when)
        )
    )


def trace_clause(compiled: Compiled, name: str, sig: Signature, start: int, end: int) -> list[tuple[str, bool, str]]:
    """(condition, whether it holds, what in the fact called `name` met it or did not), one row per condition."""
    kind, supplier, recipient, items, features, status, lists = sig
    rows = []
    for field, condition in compiled.conditions:
        if field == "kind":
            rows.append((condition, kind in compiled.kinds, f"{name}.kind = {kind}"))
        elif field == "supplier":
            rows.append((condition, side_meets(compiled.supplier, supplier), f"{name}.supplier = {supplier or 'not told'}"))
        elif field == "recipient":
            rows.append((condition, side_meets(compiled.recipient, recipient), f"{name}.recipient = {recipient or 'not told'}"))
        elif field == "party":
            holds = side_meets(compiled.party, supplier) or side_meets(compiled.party, recipient)
            rows.append((condition, holds, f"{name}: {supplier or 'not told'} and {recipient or 'not told'}"))
        elif field == "lists":
            rows.append((condition, not compiled.lists.isdisjoint(lists), f"{name}.lists = {', '.join(lists) or 'none'}"))
        elif field == "status":
            rows.append((condition, status in compiled.status, f"{name}.status = {status}"))
        elif field == "days":
            rows.append((condition, compiled.in_force(start, end), f"law of {_days(start, end)}"))
        elif "items" in field:
            rows.append((condition, _items_meet(compiled, field, items), f"{name}.items = {', '.join(items) or 'none told'}"))
        else:
            rows.append((condition, _features_meet(compiled, field, features), f"{name}.features = {', '.join(features) or 'none told'}"))
    return rows


def _items_meet(c: Compiled, field: str, items: tuple[str, ...]) -> bool:
    if field == "items":
        return not c.items.isdisjoint(items)
    return c.without_items.isdisjoint(items) if field == "without_items" else bool(items) and c.only_items.issuperset(items)


def _features_meet(c: Compiled, field: str, features: tuple[str, ...]) -> bool:
    if field == "features":
        return not c.features.isdisjoint(features)
    return c.without_features.isdisjoint(features) if field == "without_features" else c.all_features.issubset(features)


def explain_clause(compiled: Compiled, fact: Fact, start: int, end: int) -> tuple[Why, ...]:
    """Each condition of a clause and what in the fact met it, or did not."""
    return tuple(Why(condition=c, holds=h, because=b) for c, h, b in trace_clause(compiled, fact.id, signature(fact), start, end))


def condition_texts(clause: Clause, spans: Sequence[tuple[int, int]], unconfirmed: Sequence[tuple[int, int]] = ()) -> tuple[tuple[str, str], ...]:
    """(field, its condition in words) for each condition that a clause has."""
    rows = []
    if clause.kind:
        rows.append(("kind", f"kind is {_either(clause.kind)}"))
    for side, wanted in (("supplier", clause.supplier), ("recipient", clause.recipient)):
        if wanted is not None:
            rows.append((side, f"{side} {_parties(wanted)}"))
    if clause.party is not None:
        rows.append(("party", f"one side {_parties(clause.party)}"))
    if clause.lists:
        rows.append(("lists", f"a listed party of {_either(clause.lists)} takes part"))
    for field, names, text in (
        ("items", clause.items, "items include {}"),
        ("without_items", clause.without_items, "items include none of {}"),
        ("only_items", clause.only_items, "items are only {}"),
        ("features", clause.features, "the text tells of {}"),
        ("all_features", clause.all_features, "the text tells of all of {}"),
        ("without_features", clause.without_features, "the text tells of no {}"),
        ("status", clause.status, "status is {}"),
    ):
        if names:
            rows.append((field, text.format(_either(names))))
    doubt = f"; renewal unconfirmed {_spans(unconfirmed)}" if unconfirmed else ""
    return (*rows, ("days", f"in force {_spans(spans)}{doubt}"))


def _parties(wanted: PartyCondition) -> str:
    if wanted == UNNAMED:
        return "is not named"
    if isinstance(wanted, str):
        return ("is not " if wanted.startswith("not ") else "is ") + party_name(wanted.removeprefix("not "))
    return "is " + _either([party_name(code) for code in wanted])


def _either(names: Sequence[str]) -> str:
    words = [n.replace("_", " ") for n in names]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def _spans(spans: Sequence[tuple[int, int]]) -> str:
    from datetime import date as Day

    return "; ".join(
        f"from {Day.fromordinal(first)}" + ("" if last == FOREVER else f" to {Day.fromordinal(last)}") for first, last in spans
    ) or "on no day"


@lru_cache(maxsize=8192)
def _days(start: int, end: int) -> str:
    from datetime import date as Day

    return str(Day.fromordinal(start)) if start == end else f"{Day.fromordinal(start)} to {Day.fromordinal(end)}"


def law_period(fact: Fact, published: str | None, as_of: str | None) -> tuple[int, int, str]:
    """First and last day whose law applies, and why: `--as-of`, else the fact's date, else the article's.

    A month or a year stands for all its days up to the article's date. With none of the three, today's law cannot be
    known, so every rule that has no end applies: the period is the last day that Python knows.
    """
    if as_of is not None:
        start, end = period(as_of)
        return start, end, f"{as_of} (as asked)"
    if fact.date is not None:
        start, end = period(fact.date)
        if published is not None and start <= period(published)[1] < end:
            end = period(published)[1]
        return start, end, f"{fact.date} (date of the activity)"
    if published is not None:
        start, end = period(published)
        return start, end, f"{published} (date of the article)"
    return FOREVER - 400_000, FOREVER - 400_000, "no date told: measures without an end date"
