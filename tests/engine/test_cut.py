"""Texts are cut in feeds and previews: wherever one ends, it is read."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import engine

GOLD = Path(__file__).parent.parent / "gold"
TEXTS = [json.loads(line)["text"] for name in ("hard.jsonl", "passages.jsonl", "retold.jsonl") for line in (GOLD / name).read_text().splitlines()]
NEGATED = ("no", "no longer", "not", "nobody", "neither", "no more", "carry", "carried", "asked for", "bound for", "in return", "$")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TEXTS), st.floats(0.1, 1), st.sampled_from(("", *NEGATED)))
def test_a_text_cut_anywhere_never_fails(text, share, last):
    words = text.split()
    cut = " ".join([*words[: max(4, int(share * len(words)))], *([last] if last else [])])
    for fact in engine.extract("The report said this: " + cut, published="2024-01-01"):
        assert fact.evidence
