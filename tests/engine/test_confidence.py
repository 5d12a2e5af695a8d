"""Confidence: it means the share that is right, stays a chance, and is heard by the risk table."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.confidence import confidence, features_of
from engine.evaluation import calibration, match, read_gold
from engine.model import Fact, Party
from engine.vocabulary import kinds, statuses

GOLD = Path(__file__).parents[1] / "gold"


@given(
    kind=st.sampled_from(sorted(kinds())), strength=st.floats(0, 1), sides=st.integers(0, 2), mentions=st.integers(1, 500), status=st.sampled_from(sorted(statuses())), items=st.integers(0, 9),
)  # fmt: skip
def test_confidence_is_always_a_chance_and_never_certainty(kind, strength, sides, mentions, status, items):
    value = confidence(features_of(kind, strength, sides, mentions, status, items))
    assert 0.05 <= value <= 0.99


@given(strength=st.floats(0, 1), mentions=st.integers(1, 20), status=st.sampled_from(sorted(statuses())))
def test_a_transfer_with_a_side_left_out_is_never_surer_than_one_with_both(strength, mentions, status):
    one, both = (confidence(features_of("arms_transfer", strength, sides, mentions, status, 1)) for sides in (1, 2))
    assert one <= both


def test_confidence_never_promises_more_than_the_share_that_is_right():
    rows = []  # of texts on which both readers were built, and which they read better than the news that confidence is fitted to
    for name in ("passages.jsonl", "hard.jsonl", "retold.jsonl"):
        for text in read_gold(GOLD / name):
            facts = engine.extract(text.text, published=text.published)
            right = {j for _, j in match(text.facts, facts)}
            rows += [(f.confidence, j in right) for j, f in enumerate(facts)]
    error, bins = calibration(rows)
    assert error <= 0.1
    assert len(rows) > 100 and sum(b.count >= 20 and b.low >= 0.5 for b in bins) >= 4
    assert all(b.confidence - b.right <= 0.08 for b in bins if b.count >= 20 and b.low >= 0.5)  # below, the risk table lets nothing reach the top


def _fact(value: float) -> Fact:
    return Fact(id="f1", kind="arms_transfer", supplier=Party(code="ru", name="Russia"), recipient=Party(code="kp", name="North Korea"), items=("ammunition",), status="reported", date="2023-05", evidence=(), confidence=value)


@pytest.mark.parametrize(("value", "risk"), [(0.9, "critical"), (0.6, "critical"), (0.59, "medium"), (0.29, "low")])
def test_a_weak_reading_never_reaches_the_top_of_the_report(value, risk):
    findings = engine.evaluate([_fact(value)])
    assert findings and max(findings, key=lambda f: ["info", "low", "medium", "high", "critical"].index(f.risk)).risk == risk
    assert any("confidence" in n for n in findings[0].notes) == (value < 0.6)
