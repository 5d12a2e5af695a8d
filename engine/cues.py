"""What a sentence tells of an activity by words alone: features of datasets/lexicon/cues.yaml."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from engine.tree import Sentence
from engine.vocabulary import read_yaml


def told_features(s: Sentence) -> list[tuple[str, frozenset[str]]]:
    """(feature, kinds that it is for) for each cue of `cues.yaml` that the sentence holds."""
    text = " " + " ".join(s.lower) + " "
    found = []
    for row in read_yaml("lexicon/cues.yaml"):
        if not _holds(text, row["any"]) or ("also" in row and not _holds(text, row["also"])) or _holds(text, row.get("never", ())):
            continue
        if "number" not in row or _reaches(s, row["number"]):
            found.append((row["feature"], frozenset(row.get("kinds", ()))))
    return found


def _holds(text: str, phrases: Sequence[str]) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def _reaches(s: Sentence, wanted: dict[str, Any]) -> bool:
    """Whether a number of at least so many of the units stands in the sentence."""
    for word, unit in itertools.pairwise(s.lower):
        digits = word.replace(",", "").replace("-", "")
        if unit in wanted["units"] and digits.isdigit() and len(digits) < 9 and int(digits) >= wanted["at_least"]:
            return True
    return False
