"""How good an extraction is against annotated texts: precision, recall, F1, status, fields, calibration; every miss shown.

A predicted fact matches an annotated one of the same text when kind, supplier and recipient agree (sides of a symmetric
kind in either order); each annotated fact is used once, pairs that share item classes first. Calibration is the expected
calibration error over ten equal bins of confidence (Naeini et al., 2015).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from engine.errors import InputError
from engine.model import Evidence, Fact, Model, Party
from engine.vocabulary import is_symmetric

Pair = tuple[Fact | None, Fact | None, tuple[str, ...]]


class GoldText(Model):
    """An annotated text: its facts may be none."""

    id: str
    text: str
    published: str | None = None
    facts: tuple[Fact, ...] = ()


class Rate(Model):
    """Precision, recall and F1 with the counts that they come from."""

    matched: int
    predicted: int
    annotated: int
    precision: float
    recall: float
    f1: float


class Bin(Model):
    """Facts of one range of confidence: how many, their mean confidence, the share that is right."""

    low: float
    count: int
    confidence: float
    right: float


class Score(Model):
    """The whole measurement. `fields`: share of matched facts whose field is right where it is annotated."""

    texts: int
    strict: Rate
    kind_only: Rate
    by_kind: dict[str, Rate]
    status_accuracy: float
    fields: dict[str, float]
    items_f1: float
    innocent: int
    clean: int
    calibration_error: float
    bins: tuple[Bin, ...]
    pairs: tuple[tuple[str, Fact | None, Fact | None], ...] = Field(exclude=True, default=())


def read_gold(path: Path) -> tuple[GoldText, ...]:
    """Annotated texts of a JSON Lines file (`id`, `text`, `facts`, optionally `published`). Raises InputError with the line."""
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(str(path), f"cannot be read: {fault}", "Name a JSON Lines file of annotated texts") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            facts = tuple(_gold_fact(f"g{i}", f, data["text"]) for i, f in enumerate(data["facts"], 1))
            rows.append(GoldText(id=str(data.get("id", number)), text=data["text"], published=data.get("published"), facts=facts))
        except (ValueError, KeyError, TypeError, ValidationError) as fault:
            raise InputError(f"{path}:{number}", f"is no annotated text: {str(fault).splitlines()[0][:160]}", 'Write {"id", "text", "facts": [{"kind", "supplier", "recipient", "items", "status"}]}') from None
    if not rows:
        raise InputError(str(path), "holds no text", "Write one annotated text a line")
    return tuple(rows)


def _gold_fact(name: str, row: dict[str, Any], text: str) -> Fact:
    known = {k: row[k] for k in ("kind", "supplier", "recipient", "items", "status", "quantity", "date") if row.get(k) is not None}
    for side in ("supplier", "recipient"):
        if isinstance(known.get(side), str):
            known[side] = Party.model_validate(known[side].lower())
    quote = row.get("evidence") or ""
    start = text.find(quote) if isinstance(quote, str) and quote else -1
    evidence = (Evidence(start=start, end=start + len(quote), text=quote),) if start >= 0 else ()
    return Fact(id=name, evidence=evidence, **known)


def strict_key(fact: Fact) -> Hashable:
    """Kind and both parties, in either order for a symmetric kind."""
    sides = (fact.supplier.code if fact.supplier else "", fact.recipient.code if fact.recipient else "")
    return fact.kind, *(sorted(sides) if is_symmetric(fact.kind) else sides)


def match(annotated: Sequence[Fact], predicted: Sequence[Fact], by: Callable[[Fact], Hashable] = strict_key) -> list[tuple[int, int]]:
    """Positions of matching facts, those that share most item classes first."""
    pairs = sorted(
        ((len({*g.items} & {*p.items}) - 0.01 * len({*g.items} ^ {*p.items}), -i, -j) for i, g in enumerate(annotated) for j, p in enumerate(predicted) if by(g) == by(p)),
        reverse=True,
    )
    left, right, out = set[int](), set[int](), []
    for _, i, j in pairs:
        if -i not in left and -j not in right:
            left.add(-i)
            right.add(-j)
            out.append((-i, -j))
    return out


def compare_facts(first: Sequence[Fact], second: Sequence[Fact]) -> list[Pair]:
    """Facts of two extractors side by side: both with the fields that differ, or one of them alone."""
    pairs = match(first, second)
    rows: list[Pair] = []
    for i, j in pairs:
        a, b = first[i], second[j]
        differs = tuple(name for name in ("items", "status", "date", "quantity") if getattr(a, name) != getattr(b, name))
        rows.append((a, b, differs))
    taken, other = {i for i, _ in pairs}, {j for _, j in pairs}
    rows += [(f, None, ()) for i, f in enumerate(first) if i not in taken]
    rows += [(None, f, ()) for j, f in enumerate(second) if j not in other]
    return rows


def rate(matched: int, predicted: int, annotated: int) -> Rate:
    """Precision, recall, F1; 1 where there was nothing to find and nothing was found."""
    p = matched / predicted if predicted else float(annotated == 0)
    r = matched / annotated if annotated else float(predicted == 0)
    return Rate(matched=matched, predicted=predicted, annotated=annotated, precision=p, recall=r, f1=2 * p * r / (p + r) if p + r else 0.0)


def calibration(rows: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[float, tuple[Bin, ...]]:
    """(expected calibration error, bins) of (confidence, whether it is right)."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in rows:
        groups.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    made = tuple(
        Bin(low=k / bins, count=len(g), confidence=sum(c for c, _ in g) / len(g), right=sum(r for _, r in g) / len(g)) for k, g in sorted(groups.items())
    )
    total = len(rows)
    return (sum(b.count * abs(b.confidence - b.right) for b in made) / total if total else 0.0), made


def evaluate_extraction(gold: Sequence[GoldText], predicted: Sequence[Sequence[Fact]]) -> Score:
    """The score of `predicted` (the facts of each text of `gold`, in its order)."""
    kinds: dict[str, list[int]] = {}
    pairs: list[tuple[str, Fact | None, Fact | None]] = []
    matched = kind_matched = right_status = item_hit = item_told = item_gold = innocent = clean = 0
    fields: dict[str, list[bool]] = {}
    sure: list[tuple[float, bool]] = []
    for text, found in zip(gold, predicted, strict=True):
        innocent += not text.facts
        clean += not text.facts and not found
        both = match(text.facts, found)
        kind_matched += len(match(text.facts, found, by=lambda f: f.kind))
        matched += len(both)
        for f in text.facts:
            kinds.setdefault(f.kind, [0, 0, 0])[2] += 1
        for f in found:
            kinds.setdefault(f.kind, [0, 0, 0])[1] += 1
        hit_gold, hit_found = {i for i, _ in both}, {j for _, j in both}
        sure += [(f.confidence, j in hit_found) for j, f in enumerate(found)]
        for i, j in both:
            g, p = text.facts[i], found[j]
            kinds[g.kind][0] += 1
            right_status += g.status == p.status
            item_hit, item_told, item_gold = item_hit + len({*g.items} & {*p.items}), item_told + len(p.items), item_gold + len(g.items)
            for name in ("status", "items", "date", "quantity"):
                if getattr(g, name):
                    fields.setdefault(name, []).append(getattr(g, name) == getattr(p, name))
            pairs.append((text.id, g, p))
        pairs += [(text.id, f, None) for i, f in enumerate(text.facts) if i not in hit_gold]
        pairs += [(text.id, None, f) for j, f in enumerate(found) if j not in hit_found]
    told, annotated = sum(map(len, predicted)), sum(len(t.facts) for t in gold)
    error, bins = calibration(sure)
    return Score(
        texts=len(gold), strict=rate(matched, told, annotated), kind_only=rate(kind_matched, told, annotated), by_kind={k: rate(*v) for k, v in sorted(kinds.items())},
        status_accuracy=right_status / matched if matched else 0.0, fields={k: sum(v) / len(v) for k, v in sorted(fields.items())},
        items_f1=rate(item_hit, item_told, item_gold).f1, innocent=innocent, clean=clean, calibration_error=error, bins=bins, pairs=tuple(pairs),
    )  # fmt: skip
