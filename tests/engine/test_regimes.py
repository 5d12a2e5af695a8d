"""Every regime: its state on any day, its rules in words and as facts, and the days on which the law turns."""

import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
import engine.render
from engine import Fact
from engine.changes import changes
from engine.parties import narrower_parties
from engine.regimes import regime_state
from tests import oracle
from tests import strategies as my

BOOK = engine.load_rulebook()
REGIMES = {r.regime: r for r in BOOK.regimes}
MEASURES = [(r, name) for r in BOOK.regimes for name in r.measures]
SENTENCES = yaml.safe_load((Path(__file__).parent / "regime_sentences.yaml").read_text())
days = st.dates(datetime.date(1960, 1, 1), datetime.date(2032, 1, 1))


def verdicts(**fact):
    return {f.rule: f.verdict for f in engine.evaluate([Fact(id="f1", **fact)])}


@settings(max_examples=400)
@given(st.sampled_from(MEASURES), days)
def test_a_measure_stands_on_every_day_where_its_acts_put_it(measure, day):
    regime, name = measure
    state = next(row.state for row in regime_state(regime, day) if row.measure == name)
    known = [a for a in regime.acts if a.day <= day]
    assert state == oracle.measure_in_force(known, name, day)


@settings(max_examples=200)
@given(st.sampled_from(BOOK.provisions), days)
def test_a_rule_that_follows_a_measure_is_in_force_only_while_the_measure_is(provision, day):
    acts = REGIMES[provision.regime].acts
    ordinal = day.toordinal()
    for interval in provision.in_force:
        if interval.follows is not None and interval.overlaps(ordinal, ordinal):
            assert oracle.measure_in_force(acts, interval.follows, day) == "in_force"


@settings(max_examples=200)
@given(my.facts(kinds=list(engine.load_rulebook().provisions and ["arms_transfer", "goods_transfer", "funds_transfer", "military_cooperation", "technology_transfer", "designated_dealing"]), dates=days.map(str)))
def test_no_rule_of_one_regime_fires_for_anothers_target(fact):
    sides = {p.code for p in (fact.supplier, fact.recipient) if p}
    for finding in engine.evaluate([fact]):
        own = {c for code in REGIMES[finding.regime].parties for c in narrower_parties(code)}
        assert sides & own or finding.regime in fact.lists or ("kp" in sides and finding.regime == "dprk")


@pytest.mark.parametrize("row", SENTENCES, ids=[f"{r['day']}-{r['text'][:40]}" for r in SENTENCES])
def test_a_sentence_gets_its_answer_on_its_day(row):
    report = engine.check(row["text"], published=str(row["day"]))
    got = {f.rule: f.verdict for f in report.findings}
    for rule, verdict in row.get("rules", {}).items():
        assert got.get(rule) == verdict, (got, report.facts)
    if row.get("clean"):
        assert set(got.values()) <= {"exempt"}, (got, report.facts)
    assert not set(row.get("not", ())) & got.keys()


def arms(supplier, recipient, *items, **more):
    return {"kind": "arms_transfer", "supplier": supplier, "recipient": recipient, "items": list(items), **more}


TURNS = [
    ("1999-04-05", arms("ru", "ly", "missiles"), "UNSCR-748-OP5", "prohibited", None),
    ("1993-08-27", {"kind": "goods_transfer", "supplier": "do", "recipient": "ht", "items": ["refined_petroleum"]}, "UNSCR-841-OP5", "prohibited", None),
    ("1993-10-19", {"kind": "goods_transfer", "supplier": "do", "recipient": "ht", "items": ["refined_petroleum"]}, "UNSCR-841-OP5", None, "prohibited"),
    ("1994-10-16", {"kind": "goods_transfer", "supplier": "do", "recipient": "ht", "items": ["refined_petroleum"]}, "UNSCR-841-OP5", "prohibited", None),
    ("1998-03-31", arms("ru", "rs", "missiles"), "UNSCR-1160-OP8", None, "prohibited"),
    ("2001-05-17", arms("ru", "er", "aircraft"), "UNSCR-1298-OP6", "prohibited", None),
    ("2001-09-10", arms("ua", "rs", "military_vehicles"), "UNSCR-1160-OP8", "prohibited", None),
    ("2002-01-16", arms("pk", "al-qaida", "small_arms"), "UNSCR-2734-OP1c", None, "prohibited"),
    ("2002-12-09", arms("tg", "unita", "missiles"), "UNSCR-864-OP19", "prohibited", None),
    ("2003-05-22", {"kind": "goods_transfer", "supplier": "iq", "recipient": "jo", "items": ["crude_oil"]}, "UNSCR-661-OP3", "prohibited", None),
    ("2004-06-08", arms("ru", "iq", "artillery"), "UNSCR-1483-OP10", "prohibited", None),
    ("2011-02-26", arms("be", "ly", "small_arms"), "UNSCR-1970-OP9", None, "prohibited"),
    ("2008-03-31", arms("rs", "cg", "small_arms"), "UNSCR-1596-OP1", None, None),
    ("2008-03-31", arms("rs", "m23", "small_arms"), "UNSCR-1596-OP1", "prohibited", None),
    ("2008-03-31", arms("rs", "m23", "small_arms"), "UNSCR-1807-OP1", None, "prohibited"),
    ("2008-07-10", arms("za", "rwanda-nonstate", "small_arms"), "UNSCR-1011-OP9", "prohibited", None),
    ("2010-09-29", arms("lr", "ruf", "small_arms"), "UNSCR-1171-OP2", "prohibited", None),
    ("2013-03-06", arms("tr", "so", "small_arms"), "UNSCR-733-OP5", "prohibited", "restricted"),
    ("2014-08-27", arms("tr", "ly", "military_vehicles", features=["notification"]), "UNSCR-1970-OP9", "exempt", "restricted"),
    ("2015-04-14", arms("ir", "houthis", "missiles"), "UNSCR-2216-OP14", None, "prohibited"),
    ("2016-01-16", arms("ru", "ir", "military_vehicles"), "UNSCR-1929-OP8", "prohibited", None),
    ("2016-01-16", arms("ru", "ir", "military_vehicles"), "UNSCR-2231-B5", None, "prohibited"),
    ("2016-04-28", arms("fr", "ci", "military_vehicles"), "UNSCR-1572-OP7", "prohibited", None),
    ("2016-05-25", arms("us", "lr-nonstate", "small_arms"), "UNSCR-1521-OP2", "prohibited", None),
    ("2018-07-13", arms("ug", "ss", "aircraft"), "UNSCR-2428-OP4", None, "prohibited"),
    ("2018-11-14", arms("ru", "er", "aircraft"), "UNSCR-1907-OP5", "prohibited", None),
    ("2020-09-20", arms("ir", "za", "small_arms"), "UNSCR-1747-OP5", None, None),
    ("2020-10-18", arms("ir", "za", "small_arms"), "UNSCR-2231-B6b", "prohibited", None),
    ("2022-12-20", arms("rs", "cd", "artillery"), "UNSCR-1807-OP5", "restricted", None),
    ("2023-05-30", arms("ke", "ss", "other_arms", features=["non_lethal", "peace_agreement"]), "UNSCR-2428-OP4", "restricted", "exempt"),
    ("2023-07-27", arms("rs", "cf", "ammunition"), "UNSCR-2127-OP54", "restricted", None),
    ("2023-09-01", {"kind": "designated_dealing", "supplier": "ml", "recipient": "fr", "features": ["listed", "travel"]}, "UNSCR-2374-OP1", "prohibited", None),
    ("2023-10-18", arms("ir", "ru", "missiles"), "UNSCR-2231-B4", "prohibited", None),
    ("2023-10-02", arms("us", "haiti-gangs", "small_arms"), "UNSCR-2699-OP14", None, "prohibited"),
    ("2023-12-01", arms("tr", "so", "small_arms"), "UNSCR-733-OP5", "restricted", None),
    ("2024-10-18", arms("us", "ht-nonstate", "military_vehicles"), "UNSCR-2752-OP2", None, "prohibited"),
    ("2024-07-30", arms("td", "3r", "small_arms"), "UNSCR-2745-OP2", None, "prohibited"),
    ("2025-09-28", arms("ir", "ru", "drones"), "UNSCR-1747-OP5", None, "prohibited"),
    ("2025-10-18", arms("ir", "ru", "drones"), "UNSCR-1747-OP5", "prohibited", "prohibited"),
    ("2026-02-27", arms("ae", "hts", "missiles"), "UNSCR-2734-OP1c", "prohibited", None),
    ("2026-06-01", arms("ug", "ss", "aircraft"), "UNSCR-2428-OP4", "prohibited", "watch"),
    ("2026-07-02", arms("rw", "m23", "artillery"), "UNSCR-1807-OP1", "prohibited", "watch"),
    ("2026-08-01", arms("td", "3r", "small_arms"), "UNSCR-2745-OP2", "prohibited", "watch"),
    ("2026-09-13", arms("ae", "rsf", "drones"), "UNSCR-1556-OP7", "prohibited", "watch"),
    ("2026-10-18", arms("us", "haiti-gangs", "small_arms"), "UNSCR-2752-OP2", "prohibited", "watch"),
]


@pytest.mark.parametrize(("day", "fact", "rule", "before", "after"), TURNS, ids=[f"{t[0]}-{t[2]}" for t in TURNS])
def test_the_law_turns_on_its_day(day, fact, rule, before, after):
    turn = datetime.date.fromisoformat(day)
    for shift, expected in ((-1, before), (0, after), (1, after)):
        got = verdicts(**fact, date=str(turn + datetime.timedelta(days=shift)))
        assert got.get(rule) == expected, (shift, got)


@given(my.facts(kinds=["arms_transfer"], items=["small_arms"], dates=st.dates(datetime.date(2020, 10, 18), datetime.date(2025, 9, 27)).map(str)))
def test_small_arms_and_iran_have_no_finding_of_the_iran_regimes_while_iran_was_free(fact):
    iran = fact.model_copy(update={"supplier": engine.Party(code="ir", name="Iran")})
    assert not [f for f in engine.evaluate([iran]) if f.regime.startswith("iran")]


@given(st.sampled_from([("so", "so-clans"), ("cd", "m23"), ("cf", "3r"), ("iq", "iraq-nonstate"), ("lb", "hezbollah"), ("ye", "houthis")]), st.sampled_from(["small_arms", "drones", "artillery"]), st.dates(datetime.date(2024, 8, 1), datetime.date(2026, 5, 1)))
def test_arms_for_a_government_rank_no_higher_than_arms_for_its_armed_groups(pair, item, day):
    levels = BOOK.risk.levels
    state, group = (max((levels.index(f.risk) for f in engine.evaluate([Fact(id="f", **arms("ru", code, item, date=str(day)))])), default=-1) for code in pair)
    assert state <= group


def test_a_report_that_relies_on_a_passed_expiry_says_so():
    report = engine.check("Uganda sent tanks to the South Sudanese army in Juba.", published="2026-11-24")
    finding = next(f for f in report.findings if f.rule == "UNSCR-2428-OP4")
    assert (finding.law_state, finding.verdict) == ("renewal_unconfirmed", "watch")
    assert any("2026-05-31" in n for n in finding.notes) and any("renewed" in m for m in finding.missing)
    for form in ("text", "md", "html"):
        assert "renewal unconfirmed" in engine.render.render(report, form)


def test_who_denies_that_a_measure_is_in_force_is_named():
    finding = next(f for f in engine.evaluate([Fact(id="f", **arms("ir", "ru", "drones", date="2025-12-01"))]) if f.rule == "UNSCR-1747-OP5")
    assert finding.disputed_by == ("ru", "cn", "ir")
    assert not next(f for f in engine.evaluate([Fact(id="f", **arms("ir", "ru", "drones", date="2015-12-01"))]) if f.rule == "UNSCR-1747-OP5").disputed_by


def test_changes_between_two_days_are_those_of_the_acts_and_none_without_an_act():
    found = changes(BOOK, datetime.date(2018, 7, 12), datetime.date(2018, 7, 13))
    assert {(c.id, c.what) for c in found} >= {("UNSCR-2428-OP4", "begins"), ("south-sudan", "renewed")}
    assert changes(BOOK, datetime.date(2021, 3, 1), datetime.date(2021, 3, 2)) == ()


def test_the_carve_out_lifts_freezes_and_never_arms_embargoes():
    paid = {"kind": "funds_transfer", "supplier": "ch", "recipient": "ye", "features": ["humanitarian"], "lists": ["yemen-houthis"], "date": "2023-05-05"}
    assert verdicts(**paid)["UNSCR-2140-OP11"] == "exempt"
    assert verdicts(**arms("ch", "houthis", "small_arms", features=["humanitarian"], date="2023-05-05"))["UNSCR-2216-OP14"] == "prohibited"
