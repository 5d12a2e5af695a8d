"""Faults of a rulebook that its form cannot show, and how much of each resolution it covers."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from engine.infer import compiled_rules, infer
from engine.plain import Compiled, compile_clause
from engine.rulebook import ExceptionRule, Provision, Rulebook, example_fact, paragraph_numbers


@dataclass(frozen=True)
class Coverage:
    """Paragraphs of one resolution: encoded, left out with the reason, and unaccounted for."""

    symbol: str
    paragraphs: int
    encoded: tuple[int, ...]
    encoded_text: str
    not_encoded: dict[str, str]
    unaccounted: tuple[int, ...]


def coverage(rulebook: Rulebook) -> list[Coverage]:
    """One row per resolution, by number."""
    by_id = {p.id: p for p in rulebook.provisions}
    rows = []
    for r in sorted((r for r in rulebook.resolutions if r.paragraphs is not None), key=lambda r: (r.regime, r.number)):
        encoded = set()
        for name in r.provisions:
            own = next((part for part in by_id[name].citation.split(";") if r.symbol in part), by_id[name].citation)
            encoded |= paragraph_numbers(own.replace(r.symbol, "").replace("Annex IV", ""))
        if "cross" in r.regime or r.regime == "common":
            encoded |= {1}
        out = set().union(*(paragraph_numbers(k) for k in r.not_encoded)) if r.not_encoded else set()
        missing = set(range(1, (r.paragraphs or 0) + 1)) - encoded - out
        rows.append(Coverage(r.symbol, r.paragraphs or 0, tuple(sorted(encoded)), ", ".join(map(str, sorted(encoded))), r.not_encoded, tuple(sorted(missing))))
    return rows


def lint_rulebook(rulebook: Rulebook) -> list[str]:
    """Every fault, one line each: examples that fail, clauses that cannot fire or are covered, exceptions in conflict."""
    faults = []
    for p in rulebook.provisions:
        faults += _examples(p, rulebook) + _clauses(p) + _conflicts(p)
    faults += [f"{row.symbol}: paragraphs {', '.join(map(str, row.unaccounted))} are neither encoded nor explained" for row in coverage(rulebook) if row.unaccounted]
    return faults


def _examples(p: Provision, rulebook: Rulebook) -> list[str]:
    faults = []
    if not any(e.expect != "none" for e in p.examples):
        faults.append(f"{p.id}: has no example that must be flagged")
    if not any(e.expect == "none" for e in p.examples):
        faults.append(f"{p.id}: has no near miss that must not be flagged")
    for number, example in enumerate(p.examples, 1):
        try:
            fact = example_fact(example)
        except ValidationError as fault:
            faults.append(f"{p.id}: example {number}: {fault.errors()[0]['msg']}")
            continue
        got = verdict_on(p, fact_rules=rulebook, fact=fact)
        if got != example.expect:
            faults.append(f"{p.id}: example {number} expects {example.expect}, gets {got}")
    return faults


def verdict_on(p: Provision, fact_rules: Rulebook, fact: object) -> str:
    """The verdict of one provision on one fact, `none` when it stays silent."""
    from engine.model import Fact

    assert isinstance(fact, Fact)
    found = infer([fact], compiled_rules(fact_rules), cross_check=False).findings
    return next((f.verdict for f in found if f.rule == p.id), "none")


def _clauses(p: Provision) -> list[str]:
    compiled = [compile_clause(p.id, i, c, p.in_force) for i, c in enumerate(p.when)]
    faults = [f"{p.id}: clause {c.number + 1} can never fire: {why}" for c in compiled for why in _impossible(c)]
    for later in compiled:
        for earlier in compiled[: later.number]:
            if earlier.clause == later.clause:
                faults.append(f"{p.id}: clause {later.number + 1} repeats clause {earlier.number + 1}")
    return faults


def _impossible(c: Compiled) -> list[str]:
    why = []
    if not c.spans and not c.unconfirmed:
        why.append("it is in force on no day")
    if c.items and c.items <= c.without_items:
        why.append("it asks for items that it rules out")
    if c.features and c.features <= c.without_features:
        why.append("it asks for features that it rules out")
    if c.all_features & c.without_features:
        why.append("it asks for features that it rules out")
    if c.clause.supplier and c.clause.supplier == c.clause.recipient:
        why.append("supplier and recipient are the same")
    return why


def _conflicts(p: Provision) -> list[str]:
    """Two exceptions with the same conditions and overlapping days but different needs: which one wins is undecided."""
    faults = []
    rules: list[ExceptionRule] = list(p.exceptions)
    for i, a in enumerate(rules):
        for b in rules[i + 1 :]:
            same = {c.model_dump_json() for c in a.when} & {c.model_dump_json() for c in b.when}
            days = any(x.overlaps(y.first.toordinal(), (y.last or y.first).toordinal()) for x in a.in_force for y in b.in_force)
            if same and days and (a.needs, a.unproven) != (b.needs, b.unproven) and b.id not in a.overridden_by and a.id not in b.overridden_by:
                faults.append(f"{p.id}: exceptions {a.id} and {b.id} hold on the same facts and ask for different things")
    return faults
