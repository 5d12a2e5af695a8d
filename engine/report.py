"""The report: what the straight line ends in, and the facts and findings of callers who bring their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from engine.infer import Inference, compiled_rules, infer
from engine.model import Document, EngineStamp, Fact, Finding, Report, Risk, RulebookStamp, Summary
from engine.rulebook import Rulebook


@lru_cache(maxsize=1)
def engine_version() -> str:
    """The installed version of Embargo."""
    try:
        return version("embargo")
    except PackageNotFoundError:
        return "0"


def build_report(
    document: Document,
    facts: Sequence[Fact],
    rulebook: Rulebook,
    *,
    as_of: str | None = None,
    regimes: Sequence[str] | None = None,
    extractor: str = "given",
    cross_check: bool = True,
) -> Report:
    """Findings on `facts` and everything around them. Same input, rulebook and version: same bytes."""
    inference: Inference = infer(
        facts,
        compiled_rules(rulebook, regimes),
        published=document.published,
        as_of=as_of,
        lowered_reliability=document.lowered_reliability,
        cross_check=cross_check,
    )
    return Report(
        document=document,
        as_of=as_of or document.published,
        facts=tuple(facts),
        findings=inference.findings,
        summary=summarise(inference.findings, facts, rulebook),
        rulebook=RulebookStamp(version=rulebook.version, sha256=rulebook.sha256),
        engine=EngineStamp(version=engine_version(), extractor=extractor, checked=inference.checked),
    )


def summarise(findings: Sequence[Finding], facts: Sequence[Fact], rulebook: Rulebook) -> Summary:
    """Counts by risk, highest first, and one sentence."""
    levels = list(reversed(rulebook.risk.levels))
    counts = {level: sum(f.risk == level for f in findings) for level in levels}
    highest: Risk | None = next((level for level in levels if counts[level]), None)
    if not facts:
        headline = "No sanctions-relevant activity was found in the text."
    elif not findings:
        headline = f"{_count(len(facts), 'activity', 'activities')} found, none of which engages a rule."
    else:
        flagged = len({name for f in findings for name in f.facts})
        headline = f"{_count(flagged, 'activity engages', 'activities engage')} {_count(len({f.rule for f in findings}), 'rule', 'rules')}; highest risk {highest}."
    return Summary(highest_risk=highest, counts={k: n for k, n in counts.items() if n}, headline=headline)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
