"""The main job on the bundled article: every activity, its status, its paragraphs, and nothing else."""

import pytest

import engine
from engine.vocabulary import data_path

REPORT = engine.check(data_path("articles/summit.md"))


def fact(kind, supplier, recipient, *items):
    found = [
        f
        for f in REPORT.facts
        if f.kind == kind and (f.supplier and f.supplier.code) == supplier and (f.recipient and f.recipient.code) == recipient and (not items or set(items) & set(f.items))
    ]
    assert found, (kind, supplier, recipient, items)
    return found[0]


def flags(f):
    return {x.rule: (x.verdict, x.risk) for x in REPORT.findings if f.id in x.facts}


def test_the_source_is_noted_as_machine_generated_and_the_date_is_read():
    assert REPORT.document.published == "2024-06-19"
    assert REPORT.document.lowered_reliability
    assert REPORT.summary.highest_risk == "high"


def test_arms_out_are_disputed_with_their_claims():
    f = fact("arms_transfer", "kp", "ru")
    assert f.status == "disputed"
    assert set(f.items) == {"ammunition", "missiles"}
    assert {(c.by, c.stance) for c in f.claims} >= {("us", "alleges"), ("kp", "denies"), ("ru", "denies")}
    assert flags(f)["UNSCR-1874-OP9"] == ("prohibited", "high")
    assert flags(f)["UNSCR-1718-OP8b"][0] == "prohibited"
    assert flags(f)["UNSCR-2270-OP8"][0] == "prohibited"


def test_money_and_technology_come_back_and_make_a_barter():
    money, technology = fact("funds_transfer", "ru", "kp"), fact("technology_transfer", "ru", "kp")
    assert money.status == technology.status == "disputed"
    assert flags(money)["UNSCR-1874-OP19"][0] == "watch"
    assert {"UNSCR-1718-OP8a-ii", "UNSCR-1718-OP8c", "UNSCR-1874-OP10", "UNSCR-2270-OP27"} <= flags(technology).keys()
    barter = next(x for x in REPORT.findings if x.rule == "DPRK-BARTER")
    assert set(barter.facts) == {fact("arms_transfer", "kp", "ru").id, money.id, technology.id}
    assert barter.risk == "high"


def test_the_pact_is_planned_and_cooperation_only_possible():
    statuses = {f.status for f in REPORT.facts if f.kind == "military_cooperation" and f.supplier.code == "kp"}
    assert statuses == {"planned", "possible"}
    for f in REPORT.facts:
        if f.kind == "military_cooperation" and f.supplier.code == "kp":
            assert set(flags(f).values()) <= {("watch", "medium"), ("watch", "low")}
            assert flags(f)["UNSCR-1874-OP9"] == flags(f)["UNSCR-1718-OP8c"] == ("watch", "medium")


def test_medical_agreements_are_exempt_and_science_is_restricted():
    assert flags(fact("scientific_cooperation", "kp", "ru", "health"))["UNSCR-2321-OP11"] == ("exempt", "info")
    assert flags(fact("scientific_cooperation", "kp", "ru", "science"))["UNSCR-2321-OP11"] == ("restricted", "medium")


def test_gifts_are_transfers():
    car = fact("goods_transfer", "ru", "kp", "luxury_goods")
    assert car.status == "reported"
    assert {"UNSCR-1718-OP8a-iii", "UNSCR-2094-OP23", "UNSCR-2397-OP7"} <= flags(car).keys()
    assert flags(car)["UNSCR-2397-OP7"] == ("prohibited", "high")
    assert set(flags(fact("goods_transfer", "ru", "kp", "other_goods")).values()) == {("watch", "low")}
    assert set(flags(fact("goods_transfer", "kp", "ru", "statues_art")).values()) == {("watch", "info")}


def test_sectors_and_tourism_are_watched():
    sectors = fact("economic_cooperation", "kp", "ru")
    assert set(sectors.items) == {"agriculture", "fisheries", "mining"}
    assert all(verdict == "watch" for verdict, _ in flags(sectors).values())
    tours = fact("tourism", "ru", "kp")
    assert (tours.status, flags(tours)) == ("possible", {"DPRK-WATCH-TOURISM": ("watch", "low")})


def test_weapons_tests_are_flagged_with_the_kind_left_open():
    tests = fact("weapons_test", "kp", None)
    found = next(x for x in REPORT.findings if x.rule == "UNSCR-1718-OP2")
    assert tests.id in found.facts
    assert any("kind of test" in m for m in found.missing)


def test_the_exercises_are_a_fact_without_any_finding():
    assert flags(fact("military_cooperation", "kr", "us")) == {}


def test_history_and_ceremony_give_no_fact():
    parties = {(f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in REPORT.facts}
    assert parties == {("kp", "ru"), ("ru", "kp"), ("kp", None), ("kr", "us")}


@pytest.mark.parametrize("finding", REPORT.findings, ids=lambda f: f"{f.id}-{f.rule}")
def test_every_finding_explains_itself(finding):
    assert finding.why
    assert all(w.holds and w.because for w in finding.why)
    assert finding.citation
    assert all(x.because for x in finding.exceptions)
