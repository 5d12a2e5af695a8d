"""The second engine: durable-rules chains forward over a document's facts.

Never trusted alone. Its known faults are met here: one Host per rulebook, warmed under a lock; facts asserted, never
posted as events, and retracted after each document (`delete_state` brings the process down once several rule sets hold states); a clash of hashed ids answered with a new id; an exception inside
an action looked for and raised; list membership and absence sent as 0/1 fields, because a missing field never matches; small
rule sets for each kind of activity, because a message of over 255 fields is refused (error 302) and so is any message
once a rule set has grown past some 70 of our clauses (error 303).
"""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Sequence
from typing import Any

from engine import vocabulary
from engine.plain import Compiled, Signature
from engine.rulebook import Combination

COMBINED = "combinations"
SESSION = "s"
CLAUSES = 40  # in one rule set
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
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._hits: set[tuple[str, int]] = set()
        self._pairs: set[tuple[str, str, str]] = set()
        self._classes = sorted(name for name, item in vocabulary.items().items() if not item.rule_only)
        self._compiled = compiled
        self._combinations = [c for c in combinations if len(c.legs) == 2]
        self._fields: dict[str, tuple[list[str], list[str]]] = {}
        self._hosts: dict[str, tuple[Any, list[str]]] = {}

    def _host(self, kind: str) -> tuple[Any, list[str]]:
        """The host of a kind of activity (or of the combinations) and its rule sets, built and warmed when first asked."""
        from durable.engine import Host

        class Silent(Host):  # type: ignore[misc]
            """Polls for no timers and queued messages, of which there are none here: its threads would cry out at exit (Python 3.12)."""

            def _run(self) -> None:
                pass

        if kind in self._hosts:
            return self._hosts[kind]
        definition: dict[str, Any] = {}
        if kind == COMBINED:
            if self._combinations:
                definition[COMBINED] = {c.id: {"all": _legs(c), "run": self._record_pair(c.id)} for c in self._combinations}
        else:
            mine = [(position, c) for position, c in enumerate(self._compiled) if not c.kinds or kind in c.kinds]
            for start in range(0, len(mine), CLAUSES):
                part, name = mine[start : start + CLAUSES], f"{kind}-{start // CLAUSES}"
                self._fields[name] = _fields([c for _, c in part])
                definition[name] = {f"c{position}": {"all": [{"m": self._conditions(c)}], "run": self._record(position)} for position, c in part}
        self._hosts[kind] = (Silent(definition) if definition else None, list(definition))
        if definition:
            self._run([("warm", (kind, None, None, (), (), "none", ()), 1, 1)])
        return self._hosts[kind]

    def fire(self, rows: Sequence[Row]) -> tuple[set[tuple[str, int]], set[tuple[str, str, str]]]:
        """(fact, clause position) hits and (combination, first fact, second fact) hits for one document's facts."""
        with self._lock:
            for kind in sorted({row[1][0] for row in rows} | {COMBINED}):
                self._host(kind)
            return self._run(rows)

    def _run(self, rows: Sequence[Row]) -> tuple[set[tuple[str, int]], set[tuple[str, str, str]]]:
        self._hits, self._pairs = set(), set()
        run = next(self._numbers)
        held: list[tuple[Any, str, dict[str, Any]]] = []
        try:
            for row in rows:
                for kind in (row[1][0], COMBINED):
                    host, rule_sets = self._hosts.get(kind, (None, []))
                    for rule_set in rule_sets:
                        message = self._assert(host, rule_set, run, row)
                        if message is not None:
                            held.append((host, rule_set, message))
        finally:
            for host, rule_set, message in held:
                with contextlib.suppress(_not_handled()):
                    host.retract_fact(rule_set, message)
        return self._hits, self._pairs

    def _assert(self, host: Any, rule_set: str, run: int, row: Row) -> dict[str, Any] | None:
        """Assert one fact in one rule set; the message, or None when no rule took notice of it."""
        from durable.engine import MessageNotHandledException, MessageObservedException

        message = {**self._message(rule_set, row), "sid": SESSION}
        for attempt in range(8):
            message["id"] = f"{run}-{row[0]}-{attempt}"
            try:
                state = host.assert_fact(rule_set, message)
            except MessageNotHandledException:
                return None
            except MessageObservedException:
                continue
            if isinstance(state, dict) and state.get("exception"):
                raise RuntimeError(f"durable-rules action failed: {state['exception']}")
            return message
        return None

    def _message(self, rule_set: str, row: Row) -> dict[str, Any]:
        name, (kind, supplier, recipient, items, features, status, lists), start, end = row
        message: dict[str, Any] = {"fact": name, "kind": kind, "s": supplier or "", "r": recipient or "", "status": status}
        message |= {"start": start, "end": end}
        if rule_set == COMBINED:
            return message | {"x_exchange": int("exchange" in features)}
        asked, listed = self._fields[rule_set]
        message |= {f"i_{c}": int(c in items) for c in self._classes}
        message |= {f"f_{f}": int(f in features) for f in asked}
        message |= {f"l_{name}": int(name in lists) for name in listed}
        return message

    def _conditions(self, c: Compiled) -> dict[str, Any]:
        terms: list[dict[str, Any]] = []
        if c.kinds:
            terms.append(_any([{"kind": k} for k in sorted(c.kinds)]))
        for field, side in (("s", c.supplier), ("r", c.recipient)):
            if side is not None and side[0]:
                terms.append(_any([{field: code or ""} for code in sorted(side[1], key=str)]))
            elif side is not None:
                terms += [{"$neq": {field: code}} for code in sorted(side[1], key=str)]
        if c.party is not None:
            terms.append(_any([{field: code or ""} for code in sorted(c.party[1], key=str) for field in "sr"]))
        if c.lists:
            terms.append(_any([{f"l_{name}": 1} for name in sorted(c.lists)]))
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
        spans = [{"$and": [{"$gte": {"end": first}}, {"$lte": {"start": last}}]} for first, last in (*c.spans, *c.unconfirmed)]
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


def _not_handled() -> type[Exception]:
    from durable.engine import MessageNotHandledException

    return MessageNotHandledException  # type: ignore[no-any-return]


def _fields(clauses: Sequence[Compiled]) -> tuple[list[str], list[str]]:
    """Features and lists that these clauses ask for."""
    features = {f for c in clauses for group in (c.features, c.all_features, c.without_features) for f in group}
    return sorted(features), sorted({name for c in clauses for name in c.lists})


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
