"""The encoded law: its own examples, its pitfalls, its coverage, and how a broken rule file is refused."""

import shutil
from pathlib import Path

import pytest

import engine
from engine import Fact
from engine.errors import RulebookError
from engine.lint import coverage, lint_rulebook, verdict_on
from engine.rulebook import boundary_days, example_fact

BOOK = engine.load_rulebook()
EXAMPLES = [(p, e) for p in BOOK.provisions for e in p.examples]


def findings(**fact):
    return engine.evaluate([Fact(id="f1", **fact)])


def verdicts(**fact):
    return {f.rule: f.verdict for f in findings(**fact)}


@pytest.mark.parametrize(("provision", "example"), EXAMPLES, ids=[f"{p.id}-{i}" for i, (p, _) in enumerate(EXAMPLES)])
def test_each_example_gets_its_verdict(provision, example):
    assert verdict_on(provision, BOOK, example_fact(example)) == example.expect


def test_each_rule_has_examples_on_each_side_of_each_boundary():
    for p in BOOK.provisions:
        dated = {str(e.fact.get("date")) for e in p.examples}
        assert {str(day) for day, _ in boundary_days(p)} <= dated, p.id


def test_the_rules_that_ship_have_no_fault():
    assert lint_rulebook(BOOK) == []


def test_every_paragraph_of_every_resolution_is_encoded_or_explained():
    assert all(row.unaccounted == () for row in coverage(BOOK))
    assert {r.number for r in BOOK.resolutions} >= {1695, 1718, 1874, 2087, 2094, 2270, 2321, 2356, 2371, 2375, 2397, 2664}


def test_coal_of_foreign_origin_through_rajin_is_exempt_and_north_korean_coal_is_not():
    coal = {"kind": "goods_transfer", "supplier": "kp", "recipient": "cn", "items": ["coal"], "date": "2019-05-01"}
    assert verdicts(**coal)["UNSCR-2371-OP8"] == "prohibited"
    assert verdicts(**coal, features=["foreign_origin_rajin"])["UNSCR-2371-OP8"] == "exempt"


def test_medical_exchange_is_exempt_and_science_is_restricted_until_found_harmless_and_notified():
    base = {"kind": "scientific_cooperation", "supplier": "kp", "recipient": "ru", "date": "2024-06-19"}
    assert verdicts(**base, items=["health", "education"])["UNSCR-2321-OP11"] == "exempt"
    assert verdicts(**base, items=["health", "science"])["UNSCR-2321-OP11"] == "restricted"
    assert verdicts(**base, items=["science"], features=["determination", "notification"])["UNSCR-2321-OP11"] == "exempt"
    assert verdicts(**base, items=["space_tech"])["UNSCR-2321-OP11"] == "prohibited"


def test_a_painting_is_no_statue():
    art = {"kind": "goods_transfer", "supplier": "kp", "recipient": "ru", "items": ["statues_art"], "date": "2024-06-19"}
    assert "UNSCR-2321-OP29" not in verdicts(**art, features=["painting"])
    assert verdicts(**art, features=["statue"])["UNSCR-2321-OP29"] == "prohibited"
    assert verdicts(**art, features=["statue", "committee_approval"])["UNSCR-2321-OP29"] == "exempt"


def test_food_may_be_sold_to_the_dprk_and_not_by_it():
    assert verdicts(kind="goods_transfer", supplier="cn", recipient="kp", items=["food"], date="2020-01-01") == {}
    assert verdicts(kind="goods_transfer", supplier="kp", recipient="cn", items=["food"], date="2020-01-01")["UNSCR-2397-OP6"] == "prohibited"


def test_refined_oil_is_restricted_within_the_cap_prohibited_above_it_or_at_sea():
    oil = {"kind": "goods_transfer", "supplier": "ru", "recipient": "kp", "items": ["refined_petroleum"], "date": "2021-01-01"}
    assert verdicts(**oil)["UNSCR-2397-OP5"] == "restricted"
    assert verdicts(**oil, quantity={"value": 70000, "unit": "tonnes"})["UNSCR-2397-OP5"] == "prohibited"
    assert verdicts(**oil, quantity={"value": 500, "unit": "tonnes"})["UNSCR-2397-OP5"] == "restricted"
    assert verdicts(**oil, features=["ship_to_ship"])["UNSCR-2375-OP11"] == "prohibited"


def test_small_arms_to_the_dprk_were_excepted_until_2_march_2016():
    arms = {"kind": "arms_transfer", "supplier": "cn", "recipient": "kp", "items": ["small_arms"]}
    assert verdicts(**arms, date="2016-03-01")["UNSCR-1874-OP10"] == "restricted"
    assert verdicts(**arms, date="2016-03-02")["UNSCR-1874-OP10"] == "prohibited"
    assert "UNSCR-2270-OP6" not in verdicts(**arms, date="2016-03-01")


def test_workers_abroad_are_restricted_until_22_december_2019_and_prohibited_after():
    work = {"kind": "labour", "supplier": "kp", "recipient": "ru"}
    assert verdicts(**work, date="2019-12-22")["UNSCR-2397-OP8"] == "restricted"
    assert verdicts(**work, date="2019-12-23")["UNSCR-2397-OP8"] == "prohibited"


def test_no_measure_lapsed_with_the_panel_of_experts():
    arms = {"kind": "arms_transfer", "supplier": "kp", "recipient": "ru", "items": ["missiles"]}
    assert verdicts(**arms, date="2024-04-30") == verdicts(**arms, date="2024-05-01") == verdicts(**arms, date="2026-11-24")


def test_a_satellite_launch_is_a_breach_by_the_dprk_and_nothing_by_south_korea():
    launch = {"kind": "weapons_test", "items": ["space_tech"], "features": ["satellite"], "date": "2023-05-31"}
    assert verdicts(**launch, supplier="kp")["UNSCR-1874-OP2"] == "prohibited"
    assert verdicts(**launch, supplier="kr") == {}


def test_a_part_for_a_civil_aircraft_is_exempt_unless_it_serves_the_military():
    part = {"kind": "goods_transfer", "supplier": "ru", "recipient": "kp", "items": ["aircraft"], "date": "2019-06-19"}
    exempt = next(f for f in findings(**part, features=["spare_parts", "civil_aircraft"]) if f.rule == "UNSCR-2397-OP7")
    assert exempt.verdict == "exempt"
    banned = next(f for f in findings(**part, features=["spare_parts", "civil_aircraft", "military_use"]) if f.rule == "UNSCR-2397-OP7")
    assert banned.verdict == "prohibited"
    assert banned.exceptions[0].overridden_by == ("UNSCR-2397-OP7-aircraft-military",)


def test_a_month_that_straddles_the_start_of_a_rule_is_flagged_and_says_so():
    found = next(f for f in findings(kind="goods_transfer", supplier="kp", recipient="cn", items=["textiles"], date="2017-09") if f.rule == "UNSCR-2375-OP16")
    assert any("part of the period" in n for n in found.notes)


def test_the_humanitarian_carve_out_lifts_the_freeze_from_9_december_2022_only():
    aid = {"kind": "designated_dealing", "supplier": "kp", "recipient": "ch", "features": ["listed", "humanitarian"]}
    assert verdicts(**aid, date="2022-12-08")["UNSCR-1718-OP8d"] == "prohibited"
    assert verdicts(**aid, date="2022-12-09")["UNSCR-1718-OP8d"] == "exempt"


def test_a_barter_finding_cites_both_legs_and_needs_the_exchange():
    def legs(*features):
        return [
            Fact(id="out", kind="arms_transfer", supplier="kp", recipient="ru", items=["ammunition"], date="2024-01-01", features=list(features)),
            Fact(id="back", kind="funds_transfer", supplier="ru", recipient="kp", date="2024-01-02", features=["aid", *features]),
        ]

    barter = [f for f in engine.evaluate(legs("exchange")) if f.rule == "DPRK-BARTER"]
    assert [f.facts for f in barter] == [("out", "back")]
    assert barter[0].also == ("UNSCR-1874-OP9", "UNSCR-1874-OP10")
    assert not [f for f in engine.evaluate(legs()) if f.rule == "DPRK-BARTER"]


def test_two_sources_corroborate_and_one_does_not():
    def told(*sources):
        return [Fact(id=f"f{i}", kind="arms_transfer", supplier="kp", recipient="ru", date="2024-01-01", source=s) for i, s in enumerate(sources)]

    assert any(f.rule == "DPRK-CORROBORATED" for f in engine.evaluate(told("a", "b")))
    assert not any(f.rule == "DPRK-CORROBORATED" for f in engine.evaluate(told("a", "a")))


def test_what_an_unnamed_third_state_does_is_never_flagged():
    assert verdicts(kind="arms_transfer", supplier="us", recipient="ua", items=["missiles"], date="2023-01-01") == {}


@pytest.fixture
def rules_copy(tmp_path):
    shutil.copytree(Path(str(engine.rulebook.files("engine.rules"))), tmp_path / "rules", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return tmp_path / "rules"


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("items: [coal, iron_steel, iron_ore]", "items: [cole, iron_steel, iron_ore]", "items"),
        ("    severity: high", "    severity: enormous", "severity"),
        ("    in_force: [{from: 2017-08-05", "    in_force: [{form: 2017-08-05", "in_force"),
        ("    measure: commodities", "    mesure: commodities", "mesure"),
        ("    title: Seafood from the DPRK\n", "", "title"),
    ],
)
def test_a_broken_rule_file_is_refused_with_file_line_field_and_remedy(rules_copy, before, after, field):
    path = rules_copy / "dprk" / "2371.yaml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(RulebookError) as caught:
        engine.load_rulebook(rules_copy)
    assert caught.value.file == "dprk/2371.yaml"
    assert field in caught.value.field or field in caught.value.fault or field in caught.value.remedy
    assert caught.value.line > 1
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["provisions: [", "just words", "", "a: &x [*x]", "resolution: 1\nprovisions:\n  - 5\n"])
def test_a_file_that_is_no_rule_file_is_refused_without_a_traceback(rules_copy, text):
    (rules_copy / "dprk" / "9999.yaml").write_text(text)
    with pytest.raises(RulebookError):
        engine.load_rulebook(rules_copy)


def test_the_same_id_twice_is_refused(rules_copy):
    shutil.copy(rules_copy / "dprk" / "1695.yaml", rules_copy / "dprk" / "1695b.yaml")
    with pytest.raises(RulebookError, match="twice"):
        engine.load_rulebook(rules_copy)
