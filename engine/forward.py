"""The second engine: durable-rules chains forward over a document's facts.

Never trusted alone. Its known faults are met here: one Host per rulebook, warmed under a lock; a session per document,
deleted after; facts asserted, never posted as events; a clash of hashed ids answered with a new id; an exception inside
an action looked for and raised; list membership and absence sent as 0/1 fields, because a missing field never matches.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from typing import Any

from engine import vocabulary
from engine.plain import Compiled, Signature
from engine.rulebook import Combination

RULESET = "embargo"
Row = tuple[str, Signature, int, int]


def available() -> bool:
    """Whether durable-rules can be imported here (on Python 3.13 it must have been built with a flag, see README)."""
    try:
        import durable.engine  # noqa: F401
    except ImportError:
        return False
    return True


class ForwardChainer:
    """The compiled clauses and two-leg combinations as durable-rules rules."""

    def __init__(self, compiled: Sequence[Compiled], combinations: Sequence[Combination] = ()) -> None:
        from durable.engine import Host

        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._hits: set[tuple[str, int]] = set()
        self._pairs: set[tuple[str, str, str]] = set()
        self._classes = sorted(name for name, item in vocabulary.items().items() if not item.rule_only)
        self._features = sorted({f for c in compiled for group in (c.features, c.all_features, c.without_features) for f in group})
        self._compiled = compiled
        definition: dict[str, Any] = {}
        for position, c in enumerate(compiled):
            definition[f"c{position}"] = {"all": [{"m": self._conditions(c)}], "run": self._record(position)}
        for combination in combinations:
            if len(combination.legs) == 2:
                definition[combination.id] = {"all": _legs(combination), "run": self._record_pair(combination.id)}
        with self._lock:
            self._host = Host({RULESET: definition}) if definition else None
            if self._host is not None:
                self._run([("warm", ("none", None, None, (), (), "none"), 1, 1)])

    def fire(self, rows: Sequence[Row]) -> tuple[set[tuple[str, int]], set[tuple[str, str, str]]]:
        """(fact, clause position) hits and (combination, first fact, second fact) hits for one document's facts."""
        with self._lock:
            if self._host is None:
                return set(), set()
            return self._run(rows)

    def _run(self, rows: Sequence[Row]) -> tuple[set[tuple[str, int]], set[tuple[str, str, str]]]:
        from durable.engine import MessageNotHandledException, MessageObservedException

        self._hits, self._pairs = set(), set()
        session = f"s{next(self._numbers)}"
        host: Any = self._host
        touched = False
        for row in rows:
            message = {**self._message(row), "sid": session}
            for attempt in range(8):
                message["id"] = f"{session}-{row[0]}-{attempt}"
                try:
                    state = host.assert_fact(RULESET, message)
                    touched = True
                    if isinstance(state, dict) and state.get("exception"):
                        raise RuntimeError(f"durable-rules action failed: {state['exception']}")
                except MessageNotHandledException:
                    pass
                except MessageObservedException:
                    continue
                break
        if touched:
            host.delete_state(RULESET, session)
        return self._hits, self._pairs

    def _message(self, row: Row) -> dict[str, Any]:
        name, (kind, supplier, recipient, items, features, status), start, end = row
        message: dict[str, Any] = {"fact": name, "kind": kind, "s": supplier or "", "r": recipient or "", "status": status}
        message |= {"start": start, "end": end}
        message |= {f"i_{c}": int(c in items) for c in self._classes}
        message |= {f"f_{f}": int(f in features) for f in self._features}
        message["x_exchange"] = int("exchange" in features)
        return message

    def _conditions(self, c: Compiled) -> dict[str, Any]:
        terms: list[dict[str, Any]] = []
        if c.kinds:
            terms.append(_any([{"kind": k} for k in sorted(c.kinds)]))
        for field, wanted in (("s", c.clause.supplier), ("r", c.clause.recipient)):
            if wanted is not None:
                terms.append({"$neq": {field: wanted[4:]}} if wanted.startswith("not ") else {field: wanted})
        if c.clause.party is not None:
            terms.append(_any([{"s": c.clause.party}, {"r": c.clause.party}]))
        classes = frozenset(self._classes)
        if c.only_items:
            terms.append(_any([{f"i_{n}": 1} for n in sorted(c.only_items & classes)]))
        outside = classes - c.only_items if c.only_items else frozenset[str]()
        for prefix, wanted_any, wanted_all, unwanted in (
            ("i_", c.items & classes, frozenset[str](), (c.without_items & classes) | outside),
            ("f_", c.features, c.all_features, c.without_features),
        ):
            if wanted_any:
                terms.append(_any([{prefix + n: 1} for n in sorted(wanted_any)]))
            terms += [{prefix + n: 1} for n in sorted(wanted_all)]
            terms += [{prefix + n: 0} for n in sorted(unwanted)]
        if c.status:
            terms.append(_any([{"status": s} for s in sorted(c.status)]))
        spans = [{"$and": [{"$gte": {"end": first}}, {"$lte": {"start": last}}]} for first, last in c.spans]
        terms.append(_any(spans) if spans else {"kind": "never"})
        return {"$and": terms} if len(terms) > 1 else terms[0]

    def _record(self, position: int) -> Any:
        def record(closure: Any) -> None:
            self._hits.add((closure.m.fact, position))

        return record

    def _record_pair(self, name: str) -> Any:
        def record(closure: Any) -> None:
            first, second = closure._m["a"], closure._m["b"]
            self._pairs.add((name, first["fact"], second["fact"]))

        return record


def _any(terms: list[dict[str, Any]]) -> dict[str, Any]:
    return terms[0] if len(terms) == 1 else {"$or": terms}


def _legs(combination: Combination) -> list[dict[str, Any]]:
    """Two joined patterns: the second leg's other side is the first leg's other side."""
    rows: list[dict[str, Any]] = []
    for alias, leg in zip("ab", combination.legs, strict=True):
        # The join must come first: behind an `$or` durable-rules 2.0.28 silently drops it.
        terms: list[dict[str, Any]] = [{"s": {"a": "r"}}, {"$neq": {"s": ""}}] if leg.counterpart_of is not None else []
        terms.append(_any([{"kind": k} for k in leg.kind]))
        terms += [{f: v} for f, v in (("s", leg.supplier), ("r", leg.recipient)) if v is not None]
        first = combination.in_force[0]
        terms.append({"$gte": {"end": first.first.toordinal()}})
        if first.last is not None:
            terms.append({"$lte": {"start": first.last.toordinal()}})
        if leg.counterpart_of is not None and combination.linked_by is not None:
            terms.append({"x_exchange": 1})
        rows.append({alias: {"$and": terms}})
    return rows
