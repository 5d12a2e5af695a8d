"""What nobody did is never told as done; and who is called listed without a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine

nobody = st.sampled_from(["No Iranian company", "No one in Iran", "Nobody in Iran", "None of the Iranian ships", "Neither Iran nor Oman", "Not one Iranian firm", "No ship from Iran"])
did = st.sampled_from(["sold {} to", "delivered {} to", "shipped {} to", "had supplied {} to", "has sent {} to", "is known to have sold {} to"])
arms = st.sampled_from(["missiles", "rifles", "drones", "mortars", "artillery shells"])
whom = st.sampled_from(["the Houthis", "Hezbollah", "Al-Shabaab"])


@given(nobody, did, arms, whom)
def test_what_nobody_did_is_never_told_as_done(who, verb, what, to):
    facts = engine.extract(f"{who} {verb.format(what)} {to}.", published="2023-05-05")
    assert all(f.status == "denied" for f in facts)


@pytest.mark.parametrize("text", ["No fewer than 12 ships carried missiles from Iran to the Houthis.", "Not only Iranian firms sold missiles to the Houthis."])
def test_a_no_that_denies_nothing_changes_nothing(text):
    facts = engine.extract(text, published="2023-05-05")
    assert [(f.kind, f.status) for f in facts] == [("arms_transfer", "reported")]


@pytest.mark.parametrize("who", ["guards of a listed commander", "a sanctioned warlord", "a UN-listed financier"])
def test_arms_for_somebody_called_listed_are_flagged_with_the_list_left_open(who):
    report = engine.check(f"An aid group gave rifles to {who}.", published="2023-05-05")
    assert [(f.rule, f.verdict) for f in report.findings] == [("COMMON-LISTED-ARMS", "prohibited")]
    assert any("which list" in m for m in report.findings[0].missing)


@pytest.mark.parametrize("text", ["A broker sold rifles to listed companies on the stock exchange.", "France gave rifles to the commander.", "A listed commander spoke of rifles."])
def test_nobody_listed_no_flag(text):
    assert engine.check(text, published="2023-05-05").findings == ()
