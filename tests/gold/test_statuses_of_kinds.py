"""Every status told of every kind of activity: what a governing clause says holds whatever it is said of."""

import pytest

import engine

# kind, supplier, recipient, subject, verb as infinitive, past, participle and gerund, the rest of the clause
ACTS = [
    ("goods_transfer", "cn", "kp", "China", "export exported exported exporting", "coal to North Korea"),
    ("labour", "kp", "cn", "North Korea", "send sent sent sending", "workers to China"),
    ("tourism", "cn", "kp", "China", "send sent sent sending", "tourists to North Korea"),
    ("funds_transfer", "ru", "kp", "Russia", "pay paid paid paying", "North Korea $20 million"),
    ("military_cooperation", "ir", "ru", "Iran", "train trained trained training", "Russian soldiers"),
    ("technology_transfer", "ru", "kp", "Russia", "give gave given giving", "missile technology to North Korea"),
    ("humanitarian_assistance", "cn", "kp", "China", "send sent sent sending", "food aid to North Korea"),
    ("weapons_test", "kp", None, "North Korea", "launch launched launched launching", "a ballistic missile"),
    ("nuclear_activity", "ir", None, "Iran", "enrich enriched enriched enriching", "uranium at Fordow"),
    ("cyber_theft", "kp", None, "North Korea", "steal stole stolen stealing", "cryptocurrency"),
    ("financial_service", "cn", "kp", "China", "open opened opened opening", "bank accounts for North Korea"),
]
CLAUSES = {
    "reported": ["{S} {past} {rest}.", "{S} has {done} {rest}.", "{S} is {doing} {rest}.", "{S} admitted {doing} {rest}.", "{S} admitted that it had {done} {rest}.",
                 "{S} never stopped {doing} {rest}.", "{S} continued to {do} {rest}.", "{S} started {doing} {rest} in May.",
                 "It was {S} that {past} {rest}.", "{S}, which {past} {rest}, is under sanctions.", "Having {done} {rest}, {S} met the Council."],
    "alleged": ["Japan accused {S} of {doing} {rest}.", "Japan said {S} had {done} {rest}.", "{S} is suspected of {doing} {rest}.", "{S} allegedly {past} {rest}.",
                "Experts believe {S} has {done} {rest}.", "According to a UN report, {S} {past} {rest}.", "{S} {past} {rest}, a UN panel found.", "{S} faces sanctions for {doing} {rest}.",
                "{S} appears to be {doing} {rest}."],
    "denied": ["{S} denied {doing} {rest}.", "{S} denied that it had {done} {rest}.", "{S} did not {do} {rest}.", "{S} never {past} {rest}.", "{S} refused to {do} {rest}.",
               "It is not true that {S} {past} {rest}.", "{S} said it had not {done} {rest}."],
    "disputed": ["Japan accused {S} of {doing} {rest}, which {S} denies.", "{S} rejected accusations that it {past} {rest}.", "{S} has denied a UN report that it {past} {rest}."],
    "planned": ["{S} will {do} {rest}.", "{S} plans to {do} {rest}.", "{S} agreed to {do} {rest}.", "{S} has yet to {do} {rest}.", "{S} is about to {do} {rest}.", "{S} announced plans to {do} {rest}."],
    "possible": ["{S} may {do} {rest}.", "{S} is considering {doing} {rest}.", "{S} offered to {do} {rest}.", "Japan fears that {S} will {do} {rest}.",
                 "If {S} were to {do} {rest}, the Council would meet.", "{S} did not rule out {doing} {rest}."],
}  # fmt: skip
SEEN = {("Japan said {S} had {done} {rest}.", "weapons_test"): "reported"}  # Japan sees a launch for itself
RULES = [
    "The Council urged {S} not to {do} {rest}.",
    "{S} must not {do} {rest}.",
    "Resolutions forbid {S} to {do} {rest}.",
    "{S} agreed to stop {doing} {rest}.",
]


def said_of(clause, act):
    _, _, _, subject, verb, rest = act
    do, past, done, doing = verb.split()
    return clause.format(S=subject, do=do, past=past, done=done, doing=doing, rest=rest)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act[0])
@pytest.mark.parametrize(("status", "clause"), [(status, clause) for status, clauses in CLAUSES.items() for clause in clauses])
def test_the_clause_that_governs_gives_the_status_of_any_kind(status, clause, act):
    kind, supplier, recipient = act[:3]
    found = [f for f in engine.extract(said_of(clause, act), published="2024-06-01") if f.kind == kind]
    assert [({f.supplier and f.supplier.code, f.recipient and f.recipient.code}, f.status) for f in found] == [
        ({supplier, recipient}, SEEN.get((clause, kind), status))
    ]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act[0])
@pytest.mark.parametrize("clause", RULES)
def test_a_rule_or_an_appeal_is_no_activity_of_any_kind(clause, act):
    assert engine.extract(said_of(clause, act), published="2024-06-01") == ()
