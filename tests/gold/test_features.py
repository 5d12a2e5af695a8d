"""What the law asks of an activity, some wording must tell: a paragraph whose feature no sentence can give would never be cited."""

import json
from pathlib import Path

import pytest

import engine
from engine.rulebook import load_rulebook

ROWS = [json.loads(line) for line in (Path(__file__).parent / "features.jsonl").read_text(encoding="utf-8").splitlines()]
# Refugees at work and antiquities that go home are read as no activity, so that there is nothing to exempt; servicing is told as
# repair; that a carrier's visit is short is never told by one sentence.
TOLD_BY_NONE = {"refugee", "returned", "services", "temporary_carrier"}


def asked_by_the_law():
    """Features that a clause or an exception of any provision asks for."""
    rulebook = load_rulebook()
    clauses = [c for p in rulebook.provisions for c in (*p.when, *(c for e in p.exceptions for c in e.when))]
    return {feature for c in clauses for feature in (*c.features, *c.all_features)}


@pytest.mark.parametrize("row", ROWS, ids=[r["feature"] for r in ROWS])
def test_a_sentence_tells_the_feature(row):
    assert row["feature"] in {feature for f in engine.extract(row["text"], published=row["published"]) for feature in f.features}


def test_every_feature_that_the_law_asks_for_has_a_sentence():
    assert asked_by_the_law() - {r["feature"] for r in ROWS} == TOLD_BY_NONE


@pytest.mark.parametrize("text", ["A passenger plane from China landed in Pyongyang.", "A civilian aircraft of Russia flew from Moscow to Tehran."])
def test_a_passenger_plane_that_lands_is_no_goods(text):
    assert engine.extract(text, published="2019-05-01") == ()


def test_shoulder_fired_missiles_were_not_fired():
    facts = engine.extract("Libya sent shoulder-fired missiles to Syria.", published="2013-06-01")
    assert [f.kind for f in facts] == ["arms_transfer"]
