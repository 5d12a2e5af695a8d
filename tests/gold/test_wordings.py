"""Short texts in many wordings, each with the facts that it tells, none for innocent ones; and what a frame around them makes of each."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine

ROWS = [json.loads(line) for line in (Path(__file__).parent / "wordings.jsonl").read_text(encoding="utf-8").splitlines()]


def told(text, published):
    return {(f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code): f.status for f in engine.extract(text, published=published)}


@pytest.mark.parametrize("row", ROWS, ids=[r["text"][:50] for r in ROWS])
def test_every_wording_tells_its_facts_and_no_others(row):
    assert sorted(map(list, told(row["text"], row["published"])), key=str) == sorted(row["facts"], key=str)


def one_clause(row):
    """A single sentence that tells one fact as done, opens with a capital name and can stand after `that`."""
    words = row["text"].split()
    plain = len(row["facts"]) == 1 and row["text"].count(".") == 1 and row["text"].count(",") == 0 and not set(words) & UNSURE
    return plain and words[0] in NAMES and set(told(row["text"], row["published"]).values()) == {"reported"}


UNSURE = {"want", "will", "may", "wants", "plans", "promised", "agreed", "expects", "says", "said", "fears", "ended", "has", "that", "is", "are", "keeps", "still"}
NAMES = {"North", "Russia", "Iran", "China", "Turkey", "Rwanda", "Moscow", "Pyongyang", "Tehran", "Mansudae", "Uganda", "Senegal", "Syria", "Hezbollah"}
CLAUSES = [r for r in ROWS if one_clause(r)]
FRAMES = {
    "It is not true that {}.": {"denied", "disputed"},
    "Reports that {} are false.": {"denied", "disputed"},
    "A spokesman for the Red Crescent denied that {}.": {"denied", "disputed"},
    "A UN report says that {}.": {"alleged"},
    "Prosecutors allege that {}.": {"alleged"},
    "{}, according to a UN panel.": {"alleged"},
    "As an American official put it, {}.": {"alleged"},
    "UN experts wrote in a letter to the Council that {}.": {"alleged"},
    "Prosecutors called it proven that {}.": {"alleged"},
}


@given(st.sampled_from(CLAUSES), st.sampled_from(sorted(FRAMES)))
def test_what_is_denied_or_only_said_is_never_told_as_done(row, frame):
    facts = told(frame.format(row["text"].rstrip(".")), row["published"])
    kind = row["facts"][0][0]
    seen = {"reported"} if kind == "weapons_test" and "American" in frame else set()  # a State sees a launch for itself
    assert {status for (k, _, _), status in facts.items() if k == kind} <= FRAMES[frame] | seen


@given(st.sampled_from(CLAUSES))
def test_what_a_novel_tells_is_no_fact(row):
    assert told(f"In the novel, {row['text']}", row["published"]) == {}
