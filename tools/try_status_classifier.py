"""Would a learnt status beat the hand-written one? Cross-validated on annotated texts, folds of whole texts.

A logistic regression reads the words and pairs of words of the sentence, those of the evidence, the kind, whether somebody is
cited, and the status that the rules gave (weighted `boost` times). Nothing of it ships: it has not won. Needs
scikit-learn, which the project does not: `pip install scikit-learn; python tools/try_status_classifier.py GOLD.jsonl …`.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
from pathlib import Path
from typing import Any

from engine.evaluation import evaluate_extraction, read_gold
from engine.extraction import load_extractor
from engine.read import make_document

FOLDS, SEEDS = 5, 5


def features(text: str, fact: Any) -> dict[str, float]:
    """Words of the sentence and of the evidence, pairs of words, kind, cited or not."""
    first = fact.evidence[0]
    start, end = max(text.rfind(". ", 0, first.start) + 2, 0), text.find(". ", first.end)
    words = re.findall(r"[a-z']+", text[start : end if end > 0 else len(text)].lower())
    names = [f"kind={fact.kind}", f"cited={bool(fact.claims)}", *(f"w={w}" for w in words), *(f"b={a}_{b}" for a, b in itertools.pairwise(words))]
    return dict.fromkeys([*names, *(f"e={w}" for w in re.findall(r"[a-z']+", first.text.lower()))], 1.0)


def main() -> None:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    gold = tuple(text for name in sys.argv[1:] for text in read_gold(Path(name)))
    extractor = load_extractor()
    found = [extractor.extract(make_document(t.text, published=t.published, id=t.id)) for t in gold]
    texts = {t.id: t.text for t in gold}
    pairs = [(i, a, b) for i, a, b in evaluate_extraction(gold, found).pairs if a is not None and b is not None]
    told, by_hand = np.array([a.status for _, a, _ in pairs]), np.array([b.status for _, _, b in pairs])
    names = sorted({i for i, _, _ in pairs})
    print(f"{len(pairs)} facts: by hand {(told == by_hand).mean():.3f}")
    for boost in (1.0, 3.0, 8.0):
        matrix = DictVectorizer().fit_transform([features(texts[i], b) | {f"hand={b.status}": boost} for i, _, b in pairs])
        for strength in (0.1, 0.3, 1.0, 3.0):
            shares = []
            for seed in range(SEEDS):
                order = list(names)
                random.Random(seed).shuffle(order)
                fold = np.array([order.index(i) % FOLDS for i, _, _ in pairs])
                guess = told.copy()
                for k in range(FOLDS):
                    model = LogisticRegression(C=strength, max_iter=500).fit(matrix[fold != k], told[fold != k])
                    guess[fold == k] = model.predict(matrix[fold == k])
                shares.append((guess == told).mean())
            print(f"learnt, boost {boost:g}, C {strength:g}: {np.mean(shares):.3f}")


if __name__ == "__main__":
    main()
