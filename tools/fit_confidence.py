"""Fit the confidence of facts on annotated texts, and measure it on folds that it has not seen.

    python tools/fit_confidence.py GOLD.jsonl... [--out datasets/confidence.yaml] [--folds 5]

Reads the texts with the installed engine, marks each fact right or false by the strict match of `embargo eval`, fits a logistic
model with a ridge penalty by Newton's method, and prints the expected calibration error (ten bins) over the left-out folds.
A fold holds whole texts, so that no text is both fitted and scored; texts are dealt to folds by the hash of their name.
"""

from __future__ import annotations

import argparse
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import numpy as np
import yaml

import engine
from engine import merge
from engine.confidence import features_of
from engine.evaluation import calibration, match, read_gold

Row = tuple[str, dict[str, float], bool]
LOWERING = ("side_missing", "only_second")  # never make a fact surer, whatever a sample says


def rows_of(path: Path) -> list[Row]:
    """(text, features, whether it is right) of every fact that is found in the texts of a file."""
    rows: list[Row] = []
    for text in read_gold(path):
        seen: list[dict[str, float]] = []

        def keep(*args: object, seen: list[dict[str, float]] = seen) -> dict[str, float]:
            seen.append(features_of(*args))  # type: ignore[arg-type]
            return seen[-1]

        with patch.object(merge, "features_of", keep):
            facts = engine.extract(text.text, published=text.published)
        if len(facts) != len(seen):
            raise SystemExit(f"{path}: {text.id}: {len(facts)} facts, yet {len(seen)} were rated")
        right = {j for _, j in match(text.facts, facts)}
        rows += [(text.id, x, j in right) for j, x in enumerate(seen)]
    return rows


def fit(rows: list[Row], penalty: float) -> dict[str, float]:
    """Weights by name, the intercept (not penalised) among them. A feature that may only lower and would raise has none."""
    weights = _fit(rows, penalty, list(rows[0][1]))
    names = [n for n in rows[0][1] if n not in LOWERING or weights[n] <= 0]
    return dict.fromkeys(weights, 0.0) | _fit(rows, penalty, names)


def _fit(rows: list[Row], penalty: float, names: list[str]) -> dict[str, float]:
    x = np.array([[1.0] + [r[1][n] for n in names] for r in rows])
    y = np.array([float(r[2]) for r in rows])
    w, ridge = np.zeros(len(names) + 1), np.diag([0.0] + [penalty] * len(names))
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (p - y) + ridge @ w)
    return dict(zip(["intercept", *names], (round(float(v), 3) for v in w), strict=True))


def chance(weights: dict[str, float], features: dict[str, float]) -> float:
    """The modelled chance that a fact is right."""
    return float(1 / (1 + np.exp(-weights["intercept"] - sum(weights[n] * v for n, v in features.items()))))


def main() -> None:
    """Fit, print the error on unseen folds, and write the weights."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--out", type=Path)
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--penalty", type=float, default=2.0)
    args = options.parse_args()
    rows = [r for path in args.gold for r in rows_of(path)]
    fold = {name: int(sha256(name.encode()).hexdigest(), 16) % args.folds for name, _, _ in rows}
    held: list[tuple[float, bool]] = []
    for k in range(args.folds):
        weights = fit([r for r in rows if fold[r[0]] != k], args.penalty)
        held += [(chance(weights, x), right) for name, x, right in rows if fold[name] == k]
    error, bins = calibration(held)
    brier = sum((c - r) ** 2 for c, r in held) / len(held)
    print(f"{len(rows)} facts, {sum(r[2] for r in rows)} right; on {args.folds} unseen folds: calibration error {error:.3f}, Brier {brier:.3f}")
    for b in bins:
        print(f"  {b.low:.1f}+  {b.count:4} facts, mean {b.confidence:.2f}, right {b.right:.2f}")
    weights = fit(rows, args.penalty)
    print(weights)
    if args.out:
        head = "# Logistic model of the chance that a fact is right; features in engine/confidence.py, fitted by tools/fit_confidence.py.\n"
        args.out.write_text(head + yaml.safe_dump({"weights": weights}, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
