"""The report as one self-contained page: the article with its evidence marked, facts, findings by risk."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from engine.model import Fact, Report
from engine.render.words import dated, fact_phrase, findings_of, item_words, listed_words, status_words, sure_words

if TYPE_CHECKING:
    from jinja2 import Template

LEVELS = ("critical", "high", "medium", "low", "info")


@dataclass(frozen=True)
class Stretch:
    """A stretch of the article and the facts that it is evidence of."""

    text: str
    facts: tuple[str, ...]
    risk: str


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return environment.from_string((files("engine.render") / "report.html.jinja").read_text(encoding="utf-8"))


def render_html(report: Report) -> str:
    """A page that opens without network, runs no script, prints, and follows the reader's dark or light choice."""
    risks = {fact.id: _risk(report, fact) for fact in report.facts}
    facts = [
        {
            "fact": fact, "phrase": fact_phrase(fact), "items": item_words(fact), "status": status_words(fact), "dated": dated(fact), "sure": sure_words(fact),
            "risk": risks[fact.id], "findings": findings_of(report, fact),
        }
        for fact in report.facts
    ]  # fmt: skip
    order = {level: i for i, level in enumerate((*LEVELS, "none"))}
    return _template().render(
        report=report,
        listed_words=listed_words,
        document=report.document,
        facts=facts,
        by_risk=sorted(facts, key=lambda row: order[str(row["risk"])]),

        paragraphs=_paragraphs(marked(report, risks)),
    )


def _risk(report: Report, fact: Fact) -> str:
    found = [f.risk for f in report.findings if fact.id in f.facts]
    return min(found, key=LEVELS.index) if found else "none"


def marked(report: Report, risks: dict[str, str]) -> list[Stretch]:
    """The article cut at every boundary of evidence."""
    text = report.document.text
    spans = [(e.start, e.end, fact.id) for fact in report.facts for e in fact.evidence]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    order = {level: i for i, level in enumerate((*LEVELS, "none"))}
    out = []
    for a, b in itertools.pairwise(cuts):
        names = tuple(dict.fromkeys(name for s, e, name in spans if s <= a and b <= e))
        out.append(Stretch(text[a:b], names, min((risks[n] for n in names), key=order.__getitem__) if names else ""))
    return out


def _paragraphs(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Stretches grouped by the article's line breaks."""
    paragraphs: list[list[Stretch]] = [[]]
    for stretch in stretches:
        for i, part in enumerate(stretch.text.split("\n")):
            if i:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(Stretch(part, stretch.facts, stretch.risk))
    return [p for p in paragraphs if p]
