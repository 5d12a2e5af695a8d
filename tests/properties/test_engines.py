"""Both engines and the oracle mean the same; time, order, exceptions, status and classes behave as law does."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import load_rulebook, vocabulary
from engine.infer import compiled_rules, infer, risk_of
from engine.plain import signature
from engine.rulebook import boundary_days, example_fact
from tests import oracle
from tests import strategies as my

BOOK = load_rulebook()
RULES = compiled_rules(BOOK)


def named_hits(rules, facts):
    found = set()
    for f in facts:
        start, end = (d.toordinal() for d in oracle.days(f.date))
        for p in rules.evaluator.fire(signature(f), start, end):
            found.add((f.id, rules.evaluator.compiled[p].rule, rules.evaluator.compiled[p].number))
    return found


def chained_hits(rules, facts):
    rows = [(f.id, signature(f), *(d.toordinal() for d in oracle.days(f.date))) for f in facts]
    found, _ = rules.chainer.fire(rows)
    return {(name, rules.evaluator.compiled[p].rule, rules.evaluator.compiled[p].number) for name, p in found}


def key(finding):
    return (finding.rule, finding.verdict, finding.risk, finding.facts)


@settings(max_examples=60)
@given(my.rulebooks(), my.fact_lists())
def test_both_engines_and_the_oracle_agree_on_random_rulebooks_and_facts(rulebook, facts):
    rules = compiled_rules(rulebook)
    expected = oracle.hits(rulebook, facts)
    assert named_hits(rules, facts) == expected
    assert chained_hits(rules, facts) == expected


@settings(max_examples=150)
@given(my.fact_lists(kinds=list(vocabulary.kinds()), items=my.ITEMS))
def test_both_engines_and_the_oracle_agree_on_the_real_rulebook(facts):
    expected = oracle.hits(BOOK, facts)
    assert named_hits(RULES, facts) == expected
    assert chained_hits(RULES, facts) == expected
    assert infer(facts, RULES).checked == "plain evaluator and durable-rules agree"


@given(my.fact_lists(kinds=["arms_transfer", "technology_transfer", "funds_transfer", "goods_transfer"]))
def test_both_engines_join_the_same_legs(facts):
    assert infer(facts, RULES).checked == "plain evaluator and durable-rules agree"


@given(st.sampled_from(BOOK.provisions))
def test_a_rule_fires_on_each_boundary_day_exactly_as_dated(provision):
    example = next(e for e in provision.examples if e.expect != "none")
    for day, in_force in boundary_days(provision):
        fact = example_fact(example).model_copy(update={"date": day.isoformat()})
        fired = [f for f in infer([fact], RULES).findings if f.rule == provision.id]
        allowed = any((c.since is None or c.since <= day) and (c.until is None or day <= c.until) for c in provision.when)
        unconfirmed = any(i.after == "renewal_unconfirmed" and day > i.last for i in provision.in_force)
        assert bool(fired) == ((in_force or unconfirmed) and allowed), (provision.id, day)
        for finding in fired:
            assert finding.law_state == ("in_force" if in_force else "renewal_unconfirmed")
            assert in_force or (finding.verdict in ("watch", "exempt") and any("renewal unconfirmed" in n for n in finding.notes))


@given(my.fact_lists(kinds=list(vocabulary.kinds()), dates=st.dates(datetime.date(1900, 1, 1), datetime.date(1966, 12, 15)).map(lambda d: d.isoformat())))
def test_no_fact_before_every_interval_ever_fires_a_rule(facts):
    assert infer(facts, RULES).findings == ()


@given(my.fact_lists(kinds=list(vocabulary.kinds())), st.randoms(use_true_random=False))
def test_order_and_duplication_of_facts_change_nothing_but_ids(facts, random):
    shuffled = list(facts)
    random.shuffle(shuffled)
    twin = facts[0].model_copy(update={"id": "twin"})
    same = {key(f) for f in infer(facts, RULES).findings}
    assert {key(f) for f in infer(shuffled, RULES).findings} == same
    doubled = {key(f) for f in infer([*facts, twin], RULES).findings}
    assert {k for k in doubled if "twin" not in k[3]} == same
    assert {(r, v, k) for r, v, k, n in doubled if n == ("twin",)} == {(r, v, k) for r, v, k, n in same if n == (facts[0].id,)}


@given(my.fact_lists(kinds=list(vocabulary.kinds())))
def test_renaming_facts_changes_nothing_but_names(facts):
    renamed = [f.model_copy(update={"id": f"other-{f.id}"}) for f in facts]
    before = [(f.rule, f.verdict, f.risk, tuple(f"other-{n}" for n in f.facts)) for f in infer(facts, RULES).findings]
    assert [key(f) for f in infer(renamed, RULES).findings] == before


@given(my.fact_lists(kinds=list(vocabulary.kinds())), my.facts(name="extra"))
def test_adding_a_fact_removes_no_finding(facts, extra):
    before = {key(f) for f in infer(facts, RULES).findings if len(f.facts) == 1}
    assert before <= {key(f) for f in infer([*facts, extra], RULES).findings}


@given(my.rulebooks(), my.fact_lists())
def test_exceptions_add_no_finding_and_removing_them_removes_none(rulebook, facts):
    bare = rulebook.model_copy(update={"provisions": tuple(p.model_copy(update={"exceptions": ()}) for p in rulebook.provisions)})
    with_them = infer(facts, compiled_rules(rulebook), cross_check=False).findings
    without = infer(facts, compiled_rules(bare), cross_check=False).findings
    assert {(f.rule, f.facts) for f in with_them} == {(f.rule, f.facts) for f in without}
    levels = rulebook.risk.levels
    risk = {(f.rule, f.facts): levels.index(f.risk) for f in without}
    assert all(levels.index(f.risk) <= risk[f.rule, f.facts] for f in with_them)


@given(st.sampled_from(["critical", "high", "medium", "low", "info"]), st.sampled_from(["prohibited", "restricted", "watch", "exempt"]), st.booleans())
def test_weakening_a_status_never_raises_a_risk(severity, verdict, lowered):
    table = BOOK.risk
    order = ["reported", "alleged", "disputed", "planned", "possible", "denied"]
    ranks = [table.levels.index(risk_of(severity, s, verdict, table, lowered)) for s in order]
    assert ranks == sorted(ranks, reverse=True)
    for status in ("planned", "possible"):
        full, weak = (table.levels.index(table.severity[severity][s]) for s in ("reported", status))
        assert weak < full or full == 0
    assert risk_of(severity, "reported", verdict, table, True) != "critical"


@given(my.facts(kinds=list(vocabulary.kinds()), items=my.ITEMS), st.sampled_from(BOOK.provisions))
def test_a_rule_on_a_class_fires_for_each_class_below_it(fact, provision):
    for number, clause in enumerate(provision.when):
        for wide in clause.items:
            for narrow in sorted(vocabulary.narrower(wide)):
                if vocabulary.items()[narrow].rule_only or clause.without_items or clause.only_items:
                    continue
                below = fact.model_copy(update={"items": (narrow,)})
                exact = oracle.clause_holds(clause.model_copy(update={"items": ()}), provision.in_force, below)
                assert ((below.id, provision.id, number) in named_hits(RULES, [below])) == exact


@given(my.fact_lists(kinds=list(vocabulary.kinds())))
def test_every_finding_names_a_real_rule_and_its_citation_and_only_given_facts(facts):
    ids = {f.id for f in facts}
    rules = {p.id: p.citation for p in BOOK.provisions} | {c.id: c.citation for c in BOOK.combinations}
    for finding in infer(facts, RULES).findings:
        assert rules[finding.rule] == finding.citation
        assert set(finding.facts) <= ids
        assert set(finding.also) <= rules.keys()


@given(my.facts(items=["coal"], kinds=["goods_transfer"]))
def test_an_hs_code_counts_like_its_class(fact):
    by_class = {key(f) for f in infer([fact.model_copy(update={"items": ("coal",)})], RULES).findings}
    by_code = {key(f) for f in infer([fact.model_copy(update={"items": (), "hs": ("2701.12",)})], RULES).findings}
    assert by_class == by_code
