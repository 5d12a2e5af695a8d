"""Confidence of a fact: the chance that a reviewer would find it right, by a published logistic model.

The features are few and readable (how strong the grammar of the best reading is, which sides the text leaves out, how often
it tells of the activity, what the second reader makes of it); the weights stand in datasets/confidence.yaml, fitted by tools/fit_confidence.py on annotated texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp, log, log1p

from engine.vocabulary import kinds, read_yaml

FAINT = 0.02  # chances nearer to 0 or 1 say no more
SECOND_ALONE = 0.59  # of what it alone finds in texts that it has not seen, two thirds are right; the risk table caps what is below 0.6


def features_of(kind: str, strength: float, sides: int, mentions: int, status: str, items: int, chance: float = 0.5, only_second: bool = False) -> dict[str, float]:
    """Features of a fact.

    kind, status: by datasets/kinds.yaml and statuses.yaml. strength: of its best reading, 0 to 1. sides: how many of supplier and
    recipient are known, 0 to 2. mentions: how many sentences tell of it. items: how many classes it names. chance: what the second reader
    gives it, 0 to 1. only_second: whether the frames did not find it.
    """
    of_one_party = bool(kinds()[kind].get("of_one_party"))
    return {
        "strength": strength - 0.8,
        "side_missing": float(sides < 2 and not of_one_party),
        "one_sided_kind": float(of_one_party),
        "repeated": log1p(mentions - 1),
        "no_items": float(items == 0),
        "unrealised": float(status in ("planned", "possible", "denied")),
        "second_reader": log(max(chance, FAINT) / max(1 - chance, FAINT)),
        "only_second": float(only_second),
    }


def confidence(features: Mapping[str, float]) -> float:
    """The chance, 0.05 to 0.99 and rounded to two digits so that it prints the same anywhere."""
    weights = _weights()
    z = weights["intercept"] + sum(weights[name] * value for name, value in features.items())
    most = SECOND_ALONE if features.get("only_second") else 0.99
    return round(min(most, max(0.05, 1 / (1 + exp(-z)))), 2)


@cache
def _weights() -> dict[str, float]:
    return dict(read_yaml("confidence.yaml")["weights"])
