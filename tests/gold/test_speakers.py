"""Whoever says that something happened, by whatever name, makes it a claim; a party's own admission makes it a fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine

SPEAKERS = """the FBI|the Treasury Department|the Pentagon|Europol|Interpol|prosecutors|court documents|Amnesty International|Conflict Armament Research|RUSI|Chainalysis|
the Sentry|Bellingcat|analysts|a defector|NATO|the European Union|researchers at a university|a UN panel|rights activists|the opposition|Kyiv|the White House|a leaked memo|two diplomats|
people familiar with the matter|lawmakers|eyewitnesses|local officials|a former minister|a whistleblower|a Swiss charity""".replace("\n", "").split("|")
WAYS = ["According to {0}, {1}.", "{1}, according to {0}.", "{2} said that {1}.", "{1}, {0} said.", "{1}, said {0}.", "In a report, {0} said that {1}."]
CLAUSES = ["Iran sold drones to Sudan", "Russia shipped fuel to North Korea", "Rwanda sent rifles to the M23"]


@given(st.sampled_from(SPEAKERS), st.sampled_from(WAYS), st.sampled_from(CLAUSES))
def test_what_somebody_says_is_alleged(speaker, way, clause):
    text = way.format(speaker, clause, speaker[0].upper() + speaker[1:])
    assert {f.status for f in engine.extract(text, published="2024-06-01")} == {"alleged"}, text


@pytest.mark.parametrize("source", ["customs data", "trade statistics", "shipping records", "official statistics", "government data", "ministry figures"])
def test_records_claim_nothing(source):
    assert [f.status for f in engine.extract(f"Russia shipped fuel to North Korea, according to {source}.", published="2024-06-01")] == ["reported"]


def test_who_speaks_in_a_second_clause_speaks_of_that_one():
    facts = engine.extract("Russians from Wagner have trained soldiers in Mali and, a panel says, sold rifles to Mali.", published="2023-06-01")
    assert {f.kind: f.status for f in facts}["military_cooperation"] == "reported"


def test_an_admission_outweighs_the_denial_before_it():
    facts = engine.extract("Iran denied for years that it sold drones to Sudan. In May it admitted that it had sold drones to Sudan.", published="2024-06-01")
    assert [f.status for f in facts] == ["reported"]


def test_another_sides_word_does_not():
    facts = engine.extract("Haiti's police said that the rifles came from the United States. The United States denied that it sold rifles to Haiti.", published="2024-06-01")
    assert all(f.status != "reported" for f in facts)


@pytest.mark.parametrize(
    "text",
    [
        "Russian mercenaries from the Wagner Group are now believed to be helping Mali's military.",
        "In 2011, al-Shabaab was estimated to receive between $70 million and $100 million a year from Iran.",
    ],
)
def test_what_only_the_second_reader_finds_is_still_a_belief(text):
    assert {f.status for f in engine.extract(text, published="2024-06-01")} == {"alleged"}


def test_a_claim_beside_an_act_leaves_the_act_a_fact():
    text = "North Korea conducted its sixth nuclear test on Sept. 3 and claimed to have detonated a hydrogen bomb."
    assert [f.status for f in engine.extract(text, published="2017-10-01")] == ["reported"]


def test_who_calls_findings_rubbish_admits_nothing_and_disputes_them():
    text = "Uganda's foreign minister told reporters that findings that Uganda had sent troops to support the M23 were rubbish."
    assert {f.status for f in engine.extract(text, published="2024-08-01")} == {"disputed"}


def test_who_rejects_critics_denies_nothing():
    text = "Ugandan President Yoweri Museveni has thanked North Korea for training the police, rejecting critics of the security pact."
    assert {f.status for f in engine.extract(text, published="2013-06-14")} == {"reported"}


BODIES = ["the UN group", "the Geneva-based group", "the crisis group", "the group of experts", "the monitoring group", "the team", "the mission", "the agency", "the coalition", "the Washington institute", "Global Witness"]
TOLD_BEFORE = ["", "Rwanda is a small country. ", "Fighting went on in Goma. ", "M23 fighters took Goma. "]


@given(st.sampled_from(BODIES), st.sampled_from(TOLD_BEFORE), st.sampled_from(["{S} says that Rwanda armed M23.", "Rwanda armed M23, {s} says.", "Rwanda sent soldiers to M23, {s} adds.", "Rwanda, {s} says, sent soldiers to M23."]))
def test_a_body_that_watches_is_no_group_told_of_before(body, before, way):
    text = before + way.format(s=body, S=body[0].upper() + body[1:])
    assert {f.status for f in engine.extract(text, published="2024-06-01")} == {"alleged"}, text


@pytest.mark.parametrize(
    "text",
    [
        "Rwanda is a small country. The team says that it armed M23.",
        "Rwanda is a small country. He says that it armed M23.",
        "Rwanda sent soldiers to M23, it says.",
        "Rwanda sent soldiers to M23, they say.",
        "He says that North Korea ships coal to China.",
        "The panel visited Goma. Rwanda sent soldiers to M23, it said.",
    ],
)
def test_a_pronoun_that_speaks_for_nobody_known_admits_nothing(text):
    assert {f.status for f in engine.extract(text, published="2024-06-01")} == {"alleged"}


@pytest.mark.parametrize(
    "text",
    [
        "Iran's foreign minister visited Moscow. He said Tehran had sent drones to Russia.",
        'Iran\'s foreign minister spoke in Moscow. "We sent drones to Russia," he said.',
        "The Houthis took Hodeida. They said they had received missiles from Iran.",
        "A Russian general was captured. He said that North Korea had sent shells to Russia.",
        "Rwanda is a small country. It says that it armed M23.",
    ],
)
def test_a_pronoun_for_a_sides_own_people_admits(text):
    assert {f.status for f in engine.extract(text, published="2024-06-01")} == {"reported"}
