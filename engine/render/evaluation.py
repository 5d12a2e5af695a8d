"""A measured extraction for eyes: lines for a terminal, a page with every miss and false alarm beside its text."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from engine.evaluation import GoldText, Score
from engine.model import Fact
from engine.render.words import fact_phrase, item_words


def render_score(score: Score) -> str:
    """The figures as lines of text."""
    rows = [f"{score.texts} texts, {score.strict.annotated} annotated facts, {score.strict.predicted} found"]
    for label, r in (("strict (kind, both parties)", score.strict), ("kind alone", score.kind_only)):
        rows.append(f"{label:<28} precision {r.precision:.3f}  recall {r.recall:.3f}  F1 {r.f1:.3f}")
    rows.append(f"{'status':<28} {score.status_accuracy:.3f} of matched facts")
    rows.append(f"{'item classes':<28} F1 {score.items_f1:.3f}")
    rows += [f"{'field ' + name:<28} {value:.3f} where annotated" for name, value in score.fields.items()]
    rows.append(f"{'innocent texts':<28} {score.clean} of {score.innocent} without a fact")
    rows.append(f"{'expected calibration error':<28} {score.calibration_error:.3f}")
    rows += [f"  confidence {b.low:.1f}+  {b.count:4} facts, mean {b.confidence:.2f}, right {b.right:.2f}" for b in score.bins]
    rows += [f"  {kind:<26} {r.matched:3} of {r.annotated:3} found, {r.predicted - r.matched:3} false, F1 {r.f1:.2f}" for kind, r in score.by_kind.items()]
    return "\n".join(rows) + "\n"


def render_page(name: str, gold: Sequence[GoldText], score: Score, extractor: str) -> str:
    """The page, self-contained; texts are escaped."""
    from jinja2 import Environment

    def phrase(fact: Fact, told: Fact | None = None) -> str:
        status = fact.status if told is None else f"{told.status}, annotated {fact.status}"
        return f"{fact_phrase(fact)} · {item_words(fact) or 'no items'} · {status}"

    rows: dict[str, list[tuple[str, str, Fact]]] = {}
    for text_id, annotated, found in score.pairs:
        if annotated is None and found is not None:
            rows.setdefault(text_id, []).append(("false", phrase(found) + f" · confidence {found.confidence:.2f}", found))
        elif annotated is not None and found is None:
            rows.setdefault(text_id, []).append(("missed", phrase(annotated), annotated))
        elif annotated is not None and found is not None and annotated.status != found.status:
            rows.setdefault(text_id, []).append(("right", phrase(annotated, found), found))
    faults = [(text, rows[text.id]) for text in gold if text.id in rows]
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    template = environment.from_string((files("engine.render") / "evaluation.html.jinja").read_text(encoding="utf-8"))
    return template.render(name=name, score=score, faults=faults, extractor=extractor)
