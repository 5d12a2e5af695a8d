"""What a carrier takes on where it calls is from there; where it only lands, or unloads, nothing is from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from tests.gold.test_readings import told

PEOPLES = {"Chinese": "cn", "North Korean": "kp", "Russian": "ru", "Iranian": "ir", "Syrian": "sy"}
LANDS = {"China": "cn", "North Korea": "kp", "Russia": "ru", "Iran": "ir", "Syria": "sy"}
CALLS = ["docked in {land}, where it {loaded} {load}", "sailed to {land}, where it {loaded} {load}", "sailed to {land} and {loaded} {load}", "reached {land}, where it is believed to have {loaded} {load}"]


def ways(facts):
    return {(f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in facts if f.kind in ("goods_transfer", "arms_transfer")}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(PEOPLES)), st.sampled_from(sorted(LANDS)), st.sampled_from(CALLS), st.sampled_from(["loaded", "picked up"]), st.sampled_from(["coal", "rifles", "wheat"]))
def test_what_a_ship_loads_where_it_calls_is_never_told_as_brought_there(people, land, call, loaded, load):
    ship, port = PEOPLES[people], LANDS[land]
    if ship != port:
        found = ways(engine.extract(f"A {people} cargo ship {call.format(land=land, loaded=loaded, load=load)}.", published="2024-11-19"))
        assert (ship, port) not in found
        assert found in ({(port, ship)}, set()), found


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("A North Korean tanker sailed to Russia, where it took on diesel.", {("goods_transfer", "ru", "kp")}),
        ("A North Korean tanker visited Nakhodka and loaded diesel.", {("goods_transfer", "ru", "kp")}),
        ("An Iranian plane flew to Moscow, where it was loaded with rifles.", {("arms_transfer", "ru", "ir")}),
        ("A North Korean ship called at Nakhodka in Russia, where it is believed to have loaded fuel.", {("goods_transfer", "ru", "kp")}),
        ("A Chinese tanker sailed to a North Korean port, where it unloaded fuel.", {("goods_transfer", "cn", "kp")}),
        ("An Iranian ship loaded with rifles docked in Yemen.", {("arms_transfer", "ir", "ye")}),
        ("A cargo plane landed in Uganda. It carried rifles for the RSF.", {("arms_transfer", None, "rsf")}),
        ("A ship docked in Kenya. It picked up rifles for the RSF.", {("arms_transfer", "ke", "rsf")}),
        ("A plane with arms for Haftar landed in Egypt.", {("arms_transfer", None, "ly")}),
    ],
)
def test_whose_a_load_is(text, facts):
    assert set(told(text, published="2024-11-19")) == facts


def test_a_named_ship_is_the_one_just_told_of():
    text = "Seoul detained a Hong Kong-flagged tanker. The Ocean Pride {} fuel to a North Korean ship after it left the South Korean port of Busan."
    for verb in ("sold", "transferred", "is believed to have transferred"):
        assert set(told(text.format(verb), published="2018-01-02")) >= {("goods_transfer", "hk", "kp")}, verb
        assert ("goods_transfer", "kr", "kp") not in told(text.format(verb), published="2018-01-02"), verb
    assert told("Seoul detained a Hong Kong-flagged tanker. The Coast Guard transferred the crew to Busan.", published="2018-01-02") == {}


def test_the_country_that_somebody_else_sells_to_is_the_one_told_before():
    assert told("Algeria borders Mali. Russia sold tanks to the country last year.", published="2024-11-19") == {("arms_transfer", "ru", "ml"): "reported"}
    assert told("Russia has increased its influence in Mali. Russia said that it is sending 300 troops to the country.", published="2024-11-19") == {("military_cooperation", "ml", "ru"): "reported"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Russia uses naval facilities in Sudan.", {("military_cooperation", "ru", "sd")}),
        ("Saudi Arabia has established a military presence in Eritrea.", {("military_cooperation", "er", "sa")}),
        ("Israel bombed a military facility in Syria.", set()),
        ("Russia lost its military presence in Syria.", set()),
        ("North Korea conducts cyber attacks against financial institutions.", {("cyber_theft", "kp", None)}),
    ],
)
def test_bases_used_and_banks_attacked(text, facts):
    assert set(told(text, published="2016-11-19")) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("A Chinese ship returned from North Korea with coal.", {("goods_transfer", "kp", "cn")}),
        ("Trains bring Russian oil to North Korea and go back with shells.", {("goods_transfer", "ru", "kp"), ("arms_transfer", "kp", "ru")}),
        ("Lorries carry Syrian phosphate to Lebanon and return with fuel.", {("goods_transfer", "sy", "lb"), ("goods_transfer", "lb", "sy")}),
        ("Dubai merchants ship sugar to Somalia and take charcoal back.", {("goods_transfer", "ae", "so"), ("goods_transfer", "so", "ae")}),
        ("Planes that bring Iranian drones to Russia fly home with gold.", {("arms_transfer", "ir", "ru"), ("goods_transfer", "ru", "ir")}),
        ("Iran brought its diplomats home from Sudan.", set()),
    ],
)
def test_what_comes_back_is_from_where_the_way_out_led(text, facts):
    assert set(told(text, published="2024-11-19")) == facts


def test_who_pays_for_what_another_gets_has_not_got_it():
    text = "Qatar paid for the drones that Turkey sent to Libya."
    assert ("arms_transfer", "tr", "ly") in told(text, published="2020-01-19")
    assert all(f.confidence < 0.6 for f in engine.extract(text, published="2020-01-19") if f.recipient and f.recipient.code == "qa")
