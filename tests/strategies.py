"""Hypothesis strategies: facts, rules, rulebooks, texts."""

import datetime

from hypothesis import strategies as st

from engine import load_rulebook, vocabulary
from engine.model import Fact, Party
from engine.regimes import Interval
from engine.rulebook import Clause, ExceptionRule, Provision, Rulebook

KINDS = ["arms_transfer", "goods_transfer", "technology_transfer", "military_cooperation", "funds_transfer", "weapons_test"]
ITEMS = [n for n, i in vocabulary.items().items() if not i.rule_only]
SOME_ITEMS = ["ammunition", "missiles", "small_arms", "coal", "vehicles", "luxury_goods", "nuclear", "other_goods"]
RULE_ITEMS = [*SOME_ITEMS, "arms", "major_arms", "wmd_items", "named_goods"]
FEATURES = ["training", "humanitarian", "ballistic", "exchange", "prior_contract", "committee_approval"]
CODES = ["kp", "ru", "cn", "us", "houthis", "m23", "drc-armed-groups"]
LISTS = ["haiti", "drc", "mali"]
STATUSES = list(vocabulary.statuses())


def some(values, size=3):
    return st.lists(st.sampled_from(values), max_size=size, unique=True).map(tuple)


days = st.dates(datetime.date(2005, 1, 1), datetime.date(2027, 1, 1))
fact_dates = st.one_of(days.map(lambda d: d.isoformat()), days.map(lambda d: d.isoformat()[:7]), days.map(lambda d: d.isoformat()[:4]))
codes = st.one_of(st.none(), st.sampled_from(CODES))
wanted = st.one_of(st.none(), st.sampled_from([*CODES, "non-state", *(f"not {c}" for c in CODES)]), st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(tuple))


@st.composite
def facts(draw, kinds=KINDS, items=SOME_ITEMS, dates=fact_dates, name="f1"):
    supplier, recipient = draw(codes), draw(codes)
    return Fact(
        id=name,
        kind=draw(st.sampled_from(kinds)),
        supplier=supplier and Party(code=supplier, name=supplier),
        recipient=recipient and Party(code=recipient, name=recipient),
        items=draw(some(items)),
        features=draw(some(FEATURES)),
        lists=draw(some(LISTS, 1)),
        status=draw(st.sampled_from(STATUSES)),
        date=draw(dates),
    )


@st.composite
def fact_lists(draw, **how):
    return [draw(facts(name=f"f{i}", **how)) for i in range(1, draw(st.integers(1, 5)) + 1)]


@st.composite
def clauses(draw):
    return Clause(
        kind=draw(some(KINDS)), supplier=draw(wanted), recipient=draw(wanted), party=draw(st.one_of(st.none(), st.sampled_from(CODES))), lists=draw(st.one_of(st.just(()), some(LISTS, 2))),
        items=draw(some(RULE_ITEMS)), without_items=draw(some(RULE_ITEMS, 2)), only_items=draw(st.one_of(st.just(()), some(RULE_ITEMS, 2))),
        features=draw(some(FEATURES, 2)), all_features=draw(some(FEATURES, 1)), without_features=draw(some(FEATURES, 2)),
        status=draw(some(STATUSES)), since=draw(st.one_of(st.none(), days)), until=draw(st.one_of(st.none(), days)),
        verdict=draw(st.sampled_from(["prohibited", "restricted", "watch"])),
    )  # fmt: skip


@st.composite
def intervals(draw):
    first = draw(days)
    last = draw(st.one_of(st.none(), days.filter(lambda d: d >= first))) if first < datetime.date(2026, 1, 1) else None
    after = draw(st.sampled_from([None, "ended", "renewal_unconfirmed"])) if last else None
    return Interval(first=first, last=last, opened_by="S/RES/1 (2000)", after=after)


@st.composite
def exceptions(draw, number=0):
    return ExceptionRule(
        id=f"X{number}", title="exception", citation="S/RES/1 (2000), para. 1", when=tuple(draw(st.lists(clauses(), min_size=1, max_size=2))),
        needs=draw(st.one_of(st.just(()), st.just(("committee_approval",)))), unproven=draw(st.sampled_from([None, "restricted"])), in_force=(draw(intervals()),),
    )  # fmt: skip


@st.composite
def rulebooks(draw):
    base = load_rulebook()
    provisions = tuple(
        Provision(
            id=f"RULE-{n}", regime="dprk", title="a rule", citation=f"S/RES/1 (2000), para. {n}", measure="m", obligation="o", addressee="all",
            severity=draw(st.sampled_from(["critical", "high", "medium", "low", "info"])), severity_reason="r", in_force=tuple(draw(st.lists(intervals(), min_size=1, max_size=2))),
            when=tuple(draw(st.lists(clauses(), min_size=1, max_size=3))), exceptions=tuple(draw(exceptions(number=k)) for k in range(draw(st.integers(0, 2)))), references=("S/RES/1 (2000)",),
        )
        for n in range(1, draw(st.integers(1, 4)) + 1)
    )  # fmt: skip
    return Rulebook(version="test", sha256=str(hash(provisions)), regimes=base.regimes, resolutions=(), provisions=provisions, combinations=(), risk=base.risk)


PARTY_WORDS = ["North Korea", "Russia", "China", "Iran", "the Houthis", "Pyongyang", "Moscow", "Kim Jong Un", "Japan", "it", "they"]
VERBS = ["shipped", "supplied", "sold", "received", "denied", "may send", "has agreed to give", "smuggled", "did not export", "tested", "accused Russia of providing", "banned"]
THINGS = ["artillery shells", "coal", "a ballistic missile", "oil", "workers", "tourists", "$5 million in cash", "seafood", "a limousine", "satellite technology"]
TAILS = ["to Russia", "from China", "in exchange for food", "on May 3, 2021", "according to a UN report", "by sea", "", "off the coast of Vietnam"]
sentence = st.tuples(*(st.sampled_from(x) for x in (PARTY_WORDS, VERBS, THINGS, TAILS))).map(lambda t: " ".join(w for w in t if w) + ".")
articles = st.lists(sentence, min_size=1, max_size=5).map(" ".join)
