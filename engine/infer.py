"""Facts to findings: both engines over one compiled rulebook, then exceptions, caps, verdict and risk.

Exceptions are a second stage, after every fact is in: default logic, the most specific wins, and an exception can have
exceptions. They change a finding's verdict; they never add or remove one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine import forward, vocabulary
from engine.model import ExceptionResult, Fact, Finding, Risk, Verdict, Why
from engine.parties import party_name
from engine.plain import Compiled, Evaluator, Signature, compile_clause, compile_rulebook, explain_clause, law_period, signature
from engine.rulebook import Combination, ExceptionRule, Provision, RiskTable, Rulebook

log = logging.getLogger("embargo")
VERDICT_RANK: dict[Verdict, int] = {"prohibited": 0, "restricted": 1, "watch": 2, "exempt": 3}
NEED_TEXT: dict[str, str] = vocabulary.read_yaml("needs.yaml")
_engines_lock = threading.Lock()


@dataclass(frozen=True)
class Inference:
    """Findings and how they were checked (`agreed`, `plain only: …` or `differed: …`)."""

    findings: tuple[Finding, ...]
    checked: str


@dataclass(frozen=True)
class Rules:
    """A rulebook compiled for both engines, for all regimes or the named ones."""

    rulebook: Rulebook
    evaluator: Evaluator
    chainer: forward.ForwardChainer | None
    combinations: tuple[Combination, ...]


def compiled_rules(rulebook: Rulebook, regimes: Sequence[str] | None = None) -> Rules:
    """Compile once per rulebook and choice of regimes; safe to call from several threads."""
    with _engines_lock:
        return _compiled_rules(_Key(rulebook), None if regimes is None else tuple(sorted(regimes)))


@dataclass(frozen=True, eq=False)
class _Key:
    rulebook: Rulebook

    def __hash__(self) -> int:
        return hash(self.rulebook.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.rulebook is other.rulebook


@lru_cache(maxsize=32)
def _compiled_rules(key: _Key, regimes: tuple[str, ...] | None) -> Rules:
    evaluator = compile_rulebook(key.rulebook, regimes)
    combinations = tuple(c for c in key.rulebook.combinations if regimes is None or c.regime in regimes)
    chainer = forward.ForwardChainer(evaluator.compiled, combinations) if forward.available() else None
    return Rules(key.rulebook, evaluator, chainer, combinations)


def infer(
    facts: Sequence[Fact],
    rules: Rules,
    *,
    published: str | None = None,
    as_of: str | None = None,
    lowered_reliability: bool = False,
    cross_check: bool = True,
) -> Inference:
    """All findings on `facts`, ordered by fact and then by risk.

    published: date of the article, used for facts without a date. as_of: date whose law is asked for, over all others.
    """
    periods = {f.id: law_period(f, published, as_of) for f in facts}
    rows = [(f.id, signature(f), *periods[f.id][:2]) for f in facts]
    hits = {(name, p) for name, sig, start, end in rows for p in rules.evaluator.fire(sig, start, end)}
    pairs = _pairs(facts, rules.combinations, periods)
    checked = "plain evaluator only: durable-rules is not installed" if rules.chainer is None else "plain evaluator only"
    if cross_check and rules.chainer is not None:
        checked = _cross_check(rules.chainer, rows, hits, pairs)
    provisions = {p.id: p for p in rules.rulebook.provisions}
    findings = []
    for fact in facts:
        start, end, law_of = periods[fact.id]
        fired: dict[str, list[Compiled]] = {}
        for p in sorted(position for name, position in hits if name == fact.id):
            compiled = rules.evaluator.compiled[p]
            fired.setdefault(compiled.rule, []).append(compiled)
        same = rules.rulebook.same_paragraphs()
        for rule, clauses in fired.items():
            also = tuple(sorted((same[rule] & fired.keys()) | set(provisions[rule].engages)))
            findings.append(_finding(fact, provisions[rule], clauses, also, (start, end, law_of), rules.rulebook.risk, lowered_reliability))
    findings += _combined(facts, rules, pairs, periods, findings, lowered_reliability)
    order = {f.id: i for i, f in enumerate(facts)}
    levels = rules.rulebook.risk.levels
    findings.sort(key=lambda f: (order[f.facts[0]], -levels.index(f.risk), VERDICT_RANK[f.verdict], f.rule))
    return Inference(tuple(f.model_copy(update={"id": f"d{i}"}) for i, f in enumerate(findings, 1)), checked)


def _cross_check(chainer: forward.ForwardChainer, rows: Sequence[forward.Row], hits: set[tuple[str, int]], pairs: set[tuple[str, str, str]]) -> str:
    """What durable-rules says of the same facts; the plain result stands whatever it says."""
    try:
        other_hits, other_pairs = chainer.fire(rows)
    except Exception as fault:  # its errors have no common class; none may cost a report
        log.warning("durable-rules failed on %r: %r", rows, fault)
        return f"durable-rules failed ({fault}); the plain result stands"
    if (other_hits, other_pairs) == (hits, pairs):
        return "plain evaluator and durable-rules agree"
    log.warning("engines differ on %r: plain %r, durable-rules %r", rows, sorted(hits | pairs, key=str), sorted(other_hits | other_pairs, key=str))
    return f"durable-rules differed on {len((other_hits ^ hits) | (other_pairs ^ pairs))} matches; the plain result stands"


def _finding(
    fact: Fact, rule: Provision, clauses: list[Compiled], also: tuple[str, ...], law: tuple[int, int, str], table: RiskTable, lowered: bool
) -> Finding:
    start, end, law_of = law
    confirmed = [c for c in clauses if c.confirmed(start, end)]
    chosen = min(confirmed or clauses, key=lambda c: (VERDICT_RANK[c.clause.verdict], c.number))
    verdict: Verdict = chosen.clause.verdict
    notes = [chosen.clause.note] if chosen.clause.note else []
    why = list(explain_clause(chosen, fact, start, end))
    results, exempt, restricted = [], False, False
    for exception in rule.exceptions:
        result, relevant = judge_exception(exception, fact, start, end)
        results.append(result)
        exempt |= result.applies
        restricted |= relevant and not result.applies and exception.unproven == "restricted"
    if verdict != "exempt" and exempt:
        verdict = "exempt"
    elif verdict == "prohibited" and restricted:
        verdict = "restricted"
    elif verdict == "restricted" and rule.limit is not None:
        verdict, row = _against_limit(fact, rule)
        why.append(row)
    missing = [chosen.clause.unclear] if chosen.clause.unclear else []
    if verdict in ("prohibited", "restricted"):
        for result in results:
            if not result.applies and result.needs and result.because.startswith("would apply"):
                missing.append(f"{result.title}: {' and '.join(NEED_TEXT[n] for n in result.needs)} would make it exempt; the text tells of none")
    if rule.limit is not None and verdict == "restricted":
        missing.append(f"whether the cap of {rule.limit.value:,.0f} {rule.limit.unit} ({rule.limit.period.replace('_', ' ')}) is passed, and whether the Committee was notified")
    in_days = [i for i in rule.in_force if i.overlaps(start, end)]
    in_part = [i for i in rule.in_force if i.overlaps(start, end) and not (i.first.toordinal() <= start and (i.last is None or end <= i.last.toordinal()))]
    if in_part:
        notes.append(f"in force for part of the period only ({law_of}); the day decides")
    if not confirmed:  # never silently in force, never silently lapsed
        expired = next(i for i in reversed(rule.in_force) if i.after == "renewal_unconfirmed")
        verdict = verdict if verdict == "exempt" else "watch"
        notes.append(f"renewal unconfirmed: {expired.renewed_by or expired.opened_by} ran to {expired.last} and no later act is encoded; until then the verdict was {chosen.clause.verdict}")
        missing.append(f"whether the Council renewed the measure beyond {expired.last}")
    disputed = tuple(dict.fromkeys(code for i in in_days for code in i.disputed_by))
    if disputed:
        notes.append(f"{', '.join(party_name(c) for c in disputed)} deny that the measure is in force")
    if not rule.binding:
        notes.append("the paragraph calls upon States; it does not decide")
    if any(fact.confidence < cap.below for cap in table.confidence_caps):
        notes.append(f"the reading has a confidence of {fact.confidence:.2f} only; the risk is capped until a person has read the evidence")
    if fact.status == "disputed":
        notes.append("an accused party denies it in the text")
    return Finding(
        id="d0",
        rule=rule.id,
        title=rule.title,
        regime=rule.regime,
        citation=rule.citation,
        obligation=rule.obligation.strip(),
        facts=(fact.id,),
        statuses=(fact.status,),
        verdict=verdict,
        risk=risk_of(rule.severity, fact.status, verdict, table, lowered, fact.confidence),
        why=tuple(why),
        exceptions=tuple(results),
        missing=tuple(missing),
        notes=tuple(notes),
        also=also,
        law_of=law_of,
        law_state="in_force" if confirmed else "renewal_unconfirmed",
        disputed_by=disputed,
    )


def risk_of(severity: Risk, status: str, verdict: Verdict, table: RiskTable, lowered_reliability: bool, confidence: float = 1.0) -> Risk:
    """Risk by the published table (rules/risk.yaml), capped by verdict, by the source's reliability and by a low confidence of the fact."""
    caps = [table.severity[severity][status], table.verdict_cap[verdict]]
    if lowered_reliability:
        caps.append(table.lowered_reliability_cap)
    caps += [cap.risk for cap in table.confidence_caps if confidence < cap.below]
    return min(caps, key=table.levels.index)


def judge_exception(exception: ExceptionRule, fact: Fact, start: int, end: int) -> tuple[ExceptionResult, bool]:
    """(result, whether its conditions hold on the fact); what it needs must be told by the text to count."""
    clauses = [compile_clause(exception.id, i, c, exception.in_force) for i, c in enumerate(exception.when)]
    sig: Signature = signature(fact)
    met = [c for c in clauses if c.meets(sig) and c.in_force(start, end)]
    needs = tuple(n for n in exception.needs if n not in fact.features)
    overriding: list[str] = []
    for inner in exception.exceptions:
        result, _ = judge_exception(inner, fact, start, end)
        if result.applies:
            overriding.append(inner.id)
    if overriding:
        because = f"its conditions hold, yet {', '.join(overriding)} overrides it" if met else "does not hold and is overridden"
    elif not met:
        because = _first_failure(clauses, fact, start, end)
    elif needs:
        because = f"would apply with {' and '.join(NEED_TEXT[n] for n in needs)}; the text tells of none"
    else:
        because = "; ".join(w.because for w in explain_clause(met[0], fact, start, end))
    applies = bool(met) and not needs and not overriding
    result = ExceptionResult(
        id=exception.id,
        title=exception.title,
        citation=exception.citation,
        applies=applies,
        because=because,
        needs=needs,
        overridden_by=tuple(overriding),
    )
    return result, bool(met) and not overriding


def _first_failure(clauses: list[Compiled], fact: Fact, start: int, end: int) -> str:
    best: tuple[int, str] | None = None
    for c in clauses:
        failed = [w for w in explain_clause(c, fact, start, end) if not w.holds]
        if failed and (best is None or len(failed) < best[0]):
            best = (len(failed), f"{failed[0].condition}: {failed[0].because}")
    return f"does not apply: {best[1]}" if best else "does not apply: it was never in force"


def _against_limit(fact: Fact, rule: Provision) -> tuple[Verdict, Why]:
    """Whether the quantity that the text gives passes the cap by itself."""
    limit = rule.limit
    assert limit is not None
    condition = f"quantity above {limit.value:,.0f} {limit.unit} ({limit.period.replace('_', ' ')})"
    if fact.quantity is None:
        return "restricted", Why(condition=condition, holds=False, because=f"{fact.id}.quantity not told")
    amount = vocabulary.convert(fact.quantity.value, fact.quantity.unit, limit.unit, fact.items)
    told = f"{fact.id}.quantity = {fact.quantity.value:,.0f} {fact.quantity.unit}"
    if amount is None:
        return "restricted", Why(condition=condition, holds=False, because=f"{told}, which cannot be turned into {limit.unit}")
    over = amount > limit.value
    return ("prohibited" if over else "restricted"), Why(condition=condition, holds=over, because=f"{told} = {amount:,.0f} {limit.unit}")


Periods = dict[str, tuple[int, int, str]]


def _pairs(facts: Sequence[Fact], combinations: Sequence[Combination], periods: Periods) -> set[tuple[str, str, str]]:
    """(combination, first fact, second fact) for every two-leg combination that holds."""
    found = set()
    for combination in combinations:
        if len(combination.legs) != 2:
            continue
        a, b = (compile_clause(combination.id, i, leg.clause(), combination.in_force) for i, leg in enumerate(combination.legs))
        first = [f for f in facts if a.meets(signature(f)) and a.in_force(*periods[f.id][:2])]
        second = [f for f in facts if b.meets(signature(f)) and b.in_force(*periods[f.id][:2])]
        for f in first:
            for g in second:
                linked = combination.linked_by is None or combination.linked_by in g.features
                if f.id != g.id and linked and f.recipient and g.supplier and f.recipient.code == g.supplier.code:
                    found.add((combination.id, f.id, g.id))
    return found


def sources_of(fact: Fact) -> frozenset[str]:
    """Who tells of a fact: its allegers and confirmers, and its own source."""
    told = {c.by for c in fact.claims if c.stance != "denies"}
    return frozenset(told | ({fact.source} if fact.source else set()))


def _combined(facts: Sequence[Fact], rules: Rules, pairs: set[tuple[str, str, str]], periods: Periods, found: Sequence[Finding], lowered: bool) -> list[Finding]:
    """Findings of combinations: legs of one deal gathered per counterpart, and corroborated activities."""
    by_id = {f.id: f for f in facts}
    order = {f.id: i for i, f in enumerate(facts)}
    flagged = {name for finding in found for name in finding.facts}
    out = []
    for combination in rules.combinations:
        groups: dict[tuple[str, ...], list[Fact]] = {}
        if combination.sources is None:
            for name, first, second in sorted(pairs):
                if name == combination.id:
                    legs = groups.setdefault((first,), [by_id[first]])
                    legs.append(by_id[second])
        else:
            clause = compile_clause(combination.id, 0, combination.legs[0].clause(), combination.in_force)
            for f in facts:
                if f.id in flagged and clause.meets(signature(f)) and clause.in_force(*periods[f.id][:2]):
                    groups.setdefault((f.kind, str(f.supplier and f.supplier.code), str(f.recipient and f.recipient.code)), []).append(f)
        for group in groups.values():
            group = group[:1] + sorted(group[1:], key=lambda f: order[f.id])
            sources = sorted(set().union(*(sources_of(f) for f in group)))
            if combination.sources is not None and len(sources) < combination.sources:
                continue
            out.append(_combination_finding(combination, group, sources, rules.rulebook.risk, periods, lowered))
    return out


def _combination_finding(rule: Combination, group: list[Fact], sources: list[str], table: RiskTable, periods: Periods, lowered: bool) -> Finding:
    risks = [risk_of(rule.severity, f.status, rule.verdict, table, lowered, f.confidence) for f in group]
    if rule.sources is None:
        why = [Why(condition=rule.legs[0].label, holds=True, because=f"{group[0].id}.kind = {group[0].kind}")]
        why += [Why(condition=rule.legs[1].label, holds=True, because=f"{f.id}.kind = {f.kind}") for f in group[1:]]
    else:
        why = [Why(condition=f"at least {rule.sources} sources", holds=True, because=", ".join(sources))]
    return Finding(
        id="d0",
        rule=rule.id,
        title=rule.title,
        regime=rule.regime,
        citation=rule.citation,
        obligation=rule.obligation,
        facts=tuple(f.id for f in group),
        statuses=tuple(dict.fromkeys(f.status for f in group)),
        verdict=rule.verdict,
        risk=_risk_together(risks, table, rule.sources is None),
        why=tuple(why),
        notes=("an accused party denies it in the text",) if any(f.status == "disputed" for f in group) else (),
        also=rule.engages,
        law_of=periods[group[0].id][2],
    )


def _risk_together(risks: Sequence[Risk], table: RiskTable, pairs: bool) -> Risk:
    """Of legs that pair the first with each other one, the first's and the surest other's: a doubtful leg more makes no barter less sure."""
    rank = table.levels.index
    return min(risks[0], max(risks[1:], key=rank), key=rank) if pairs and risks[1:] else min(risks, key=rank)


def why_not(rule_id: str, facts: Sequence[Fact], rulebook: Rulebook, *, published: str | None = None, as_of: str | None = None) -> tuple[tuple[str, tuple[Why, ...]], ...]:
    """(fact id, conditions of its nearest clause) for each fact, nearest fact first. KeyError for an unknown rule."""
    rule = rulebook.get(rule_id)
    rows = []
    for fact in facts:
        start, end, _ = law_period(fact, published, as_of)
        clauses = [compile_clause(rule.id, i, c, rule.in_force) for i, c in enumerate(rule.when)]
        tried = [explain_clause(c, fact, start, end) for c in clauses]
        rows.append((fact.id, min(tried, key=lambda why: sum(not w.holds for w in why))))
    return tuple(sorted(rows, key=lambda row: sum(not w.holds for w in row[1])))
