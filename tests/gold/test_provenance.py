"""Who gave what to whom when it is told by a bargain, by an object without a preposition, or by where somebody's arms come from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine

FREE = {"China": "cn", "the Emirates": "ae", "Turkey": "tr", "Moscow": "ru"}
UNDER_MEASURES = {"the North": "kp", "Iran": "ir", "the Houthis": "houthis", "the Taliban": "taliban", "South Sudan": "ss"}
NAMES = FREE | UNDER_MEASURES
GOODS = {"rifles": "arms_transfer", "mortars": "arms_transfer", "drones": "arms_transfer", "oil": "goods_transfer", "rice": "goods_transfer", "cement": "goods_transfer"}
GIVEN = [
    "{A} sells {B} {g}.", "{A} sent {B} {g} worth 2 million dollars.", "{A} gave {B} {g} last year.", "{A} agreed with {B} to supply {g}.", "{A} signed a contract with {B} to supply {g}.",
    "A shipment of {g} bound for {B} left {A}.", "{B} thanked {A} for the {g}.", "Washington froze the assets of four ships that took {g} from {A} to {B}.",
]  # fmt: skip


def told(text):
    return {(f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in engine.extract(text, published="2025-06-01")}


@settings(max_examples=60)
@given(st.sampled_from(GIVEN), st.sampled_from(sorted(FREE)), st.sampled_from(sorted(UNDER_MEASURES)), st.booleans(), st.sampled_from(sorted(GOODS)))
def test_what_is_given_always_goes_from_who_gives_to_who_gets(way, one, other, turned, goods):
    giver, taker = (other, one) if turned else (one, other)
    text = way.format(A=giver, B=taker, g=goods)
    facts = told(text[0].upper() + text[1:])
    assert (GOODS[goods], NAMES[giver], NAMES[taker]) in facts
    assert (GOODS[goods], NAMES[taker], NAMES[giver]) not in facts


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Experts traced the missiles used by the Houthis to Iran.", ("arms_transfer", "ir", "houthis")),
        ("M23's rifles were traced to Rwanda.", ("arms_transfer", "rw", "m23")),
        ("With weapons and training from Rwanda, M23 took Goma.", ("arms_transfer", "rw", "m23")),
        ("The shells, made in North Korea and fired by Russia, fell on Kharkiv.", ("arms_transfer", "kp", "ru")),
        ("Rwanda's support for M23 includes weapons.", ("arms_transfer", "rw", "m23")),
        ("Guns sold by the Houthis are used by al-Shabaab.", ("arms_transfer", "houthis", "al-shabaab")),
        ("The army destroyed an Emirati plane with weapons for the RSF.", ("arms_transfer", "ae", "rsf")),
        ("Weapons that Bulgaria sold to the UAE ended up with the RSF.", ("arms_transfer", "ae", "rsf")),
        ("Diesel that Libya imports from Russia is smuggled out again to Malta.", ("goods_transfer", "ly", "mt")),
        ("Rifles that Turkey gave to Somalia's army were sold to al-Shabaab by soldiers.", ("arms_transfer", "so", "al-shabaab")),
        ("Libya awarded a Turkish firm a contract for drones.", ("arms_transfer", "tr", "ly")),
        ("The United States called on Rwanda to stop arming M23.", ("arms_transfer", "rw", "m23")),
        ("Haftar's forces are backed by the Emirates, Egypt and Russia, which have supplied them with weapons.", ("arms_transfer", "eg", "ly")),
        ("Washington sanctioned a Chinese refinery over purchases of Iranian oil.", ("goods_transfer", "ir", "cn")),
        ("In exchange for troops, Russia gives North Korea oil.", ("military_cooperation", "kp", "ru")),
        ("China sold North Korea fertiliser and bought its wigs.", ("goods_transfer", "kp", "cn")),
        ("Iran exports fuel to Afghanistan and imports talc.", ("goods_transfer", "af", "ir")),
        ("North Korea signed an agreement on fishing with Russia.", ("economic_cooperation", "kp", "ru")),
        ("Kim Jong Un oversaw a missile test.", ("weapons_test", "kp", None)),
        ("The ADF received drones from Uganda.", ("arms_transfer", "ug", "adf")),
        ("Hezbollah thanked Iran for its money.", ("funds_transfer", "ir", "hezbollah")),
    ],
)
def test_where_the_arms_of_somebody_come_from(text, fact):
    assert fact in told(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The Taliban have sold coal to Pakistan and used the money to pay their men.", ("funds_transfer", "taliban", "pk")),
        ("Hezbollah, whose budget comes from Iran, pays its fighters.", ("funds_transfer", "hezbollah", "ir")),
        ("North Korea found a market for its shells in Russia, a move that France condemned.", ("arms_transfer", "fr", "ru")),
        ("Haftar's forces are backed by the Emirates, Egypt and Russia, which have supplied them with weapons.", ("arms_transfer", "ae", "ru")),
        ("Chad lets Emirati planes land with weapons for the RSF.", ("arms_transfer", "td", "ae")),
        ("The resolution freezes the assets of firms that sell North Korean coal to China.", ("goods_transfer", "kp", "cn")),
    ],
)
def test_a_bystander_or_a_partner_is_not_made_a_side(text, wrong):
    assert wrong not in told(text)
