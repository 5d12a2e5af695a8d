"""Arms that hit a land are not supplied to it, and an army that marches in is nobody's guest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine

FROM = {"Iran": "Iranian", "Israel": "Israeli", "North Korea": "North Korean", "Sudan": "Sudanese", "Turkey": "Turkish"}
LANDS = ["Saudi Arabia", "Chad", "South Korea", "Libya", "Iraq", "Yemen"]
WEAPONS = ["missiles", "drones", "rockets", "shells"]
ATTACKS = [
    "{A} {g} hit {b}.",
    "{A} {g} landed in {b}.",
    "{A} {g} fell on {b}.",
    "{A} {g} crossed into {b}.",
    "{A} {g} came down in {b}.",
    "{A} {g} rained on {b}.",
    "{A} {g} can reach {b}.",
    "{A} {g} flew into {b}.",
    "{a} fired {g} into {b}.",
    "{a} launched {g} at {b}.",
    "{a} attacked {b} with {g}.",
    "{a} aimed {g} at {b}.",
    "{a} dropped bombs on {b}.",
    "{b} shot down {A} {g}.",
    "{A} soldiers fought the army of {b}.",
    "{A} soldiers crossed into {b}.",
    "{A} troops entered {b} in May.",
]
COOPERATION = {"arms_transfer", "goods_transfer", "military_cooperation"}


@given(st.sampled_from(ATTACKS), st.sampled_from(sorted(FROM)), st.sampled_from(LANDS), st.sampled_from(WEAPONS))
def test_an_attack_is_never_a_delivery(template, a, b, weapon):
    text = template.format(a=a, A=FROM[a], b=b, g=weapon)
    assert not [f for f in engine.extract(text, published="2024-06-01") if f.kind in COOPERATION]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Iran sent drones to Russia to attack Ukraine.", ("ir", "ru")),
        ("Iranian missiles reached Yemen by sea.", ("ir", "ye")),
        ("Iranian drones arrived in Sudan.", ("ir", "sd")),
        ("Iranian rifles crossed the border into Sudan.", ("ir", "sd")),
    ],
)
def test_what_is_delivered_is_still_read(text, sides):
    facts = [f for f in engine.extract(text, published="2024-06-01") if f.kind == "arms_transfer"]
    assert [(f.supplier.code, f.recipient.code) for f in facts] == [sides]
