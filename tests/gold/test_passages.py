"""Extraction on annotated passages of our own writing: how many facts are found, and that innocent texts stay clean."""

import json
from pathlib import Path

import pytest

import engine

ROWS = [json.loads(line) for line in (Path(__file__).parent / "passages.jsonl").read_text().splitlines()]
INNOCENT = [r for r in ROWS if not r["facts"]]


def keys(row):
    found = engine.extract(row["text"], published=row["published"])
    return {(f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in found}


@pytest.mark.parametrize("row", INNOCENT, ids=[r["id"] for r in INNOCENT])
def test_an_innocent_text_has_no_fact_and_no_flag(row):
    report = engine.check(row["text"], published=row["published"])
    assert report.facts == () and report.findings == ()


def test_nine_of_ten_facts_are_found_with_both_parties():
    gold = [(r, (f["kind"], f["supplier"], f["recipient"])) for r in ROWS for f in r["facts"]]
    missed = [(r["text"], key) for r, key in gold if key not in keys(r)]
    assert len(missed) <= 0.1 * len(gold), missed


def test_a_supply_and_its_mirror_image_get_opposite_directions():
    for verb, given, taken in (("supplied", ("ru", "kp"), ("kp", "ru")), ("bought", ("kp", "ru"), ("ru", "kp"))):
        for first, second, expected in (("Russia", "North Korea", given), ("North Korea", "Russia", taken)):
            link = "to" if verb == "supplied" else "from"
            facts = engine.extract(f"{first} {verb} artillery shells {link} {second}.")
            assert [(f.kind, f.supplier.code, f.recipient.code) for f in facts] == [("arms_transfer", *expected)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("North Korea shipped coal to China.", "reported"),
        ("North Korea reportedly shipped coal to China.", "alleged"),
        ("Washington accused North Korea of shipping coal to China.", "alleged"),
        ("Washington accused North Korea of shipping coal to China. China denied it.", "disputed"),
        ("North Korea did not ship coal to China.", "denied"),
        ("North Korea has agreed to ship coal to China.", "planned"),
        ("North Korea will ship coal to China.", "planned"),
        ("North Korea may ship coal to China.", "possible"),
        ("North Korea is considering shipping coal to China.", "possible"),
    ],
)
def test_the_status_follows_the_clause_that_governs(text, status):
    assert [(f.kind, f.status) for f in engine.extract(text)] == [("goods_transfer", status)]


@pytest.mark.parametrize("text", ["The Council banned North Korea from shipping coal to China.", "A resolution prohibits exports of North Korean coal to China.", "The ban on North Korean coal exports to China was renewed."])
def test_a_norm_is_no_fact(text):
    assert engine.extract(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Russia sent oil to North Korea.",
        "Oil was sent to North Korea by Russia.",
        "The oil that Russia sent to North Korea arrived in May.",
        "Oil sent by Russia to North Korea arrived in May.",
        "Russia's shipments of oil to North Korea went on.",
        "North Korea received oil from Russia.",
        "North Korea's imports of Russian oil went on.",
    ],
)
def test_one_activity_in_many_constructions_is_one_fact(text):
    facts = engine.extract(text)
    assert [(f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code, f.items) for f in facts] == [("goods_transfer", "ru", "kp", ("crude_oil",))]
