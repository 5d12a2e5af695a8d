"""The report: what the straight line ends in, and the facts and findings of callers who bring their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from engine.infer import Inference, compiled_rules, infer
from engine.lists.entry import ListEntry
from engine.lists.mentions import listed_mentions
from engine.lists.store import load_entries
from engine.merge import listed_party
from engine.model import Document, EngineStamp, Fact, Finding, ListedParty, Report, Risk, RulebookStamp, Summary, period
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
    entries, stamp = load_entries()
    return Report(
        document=document,
        as_of=as_of or document.published,
        facts=tuple(facts),
        mentions=_mentions(document, facts, entries, as_of),
        findings=inference.findings,
        summary=summarise(inference.findings, facts, rulebook),
        rulebook=RulebookStamp(version=rulebook.version, sha256=rulebook.sha256),
        lists=stamp,
        engine=EngineStamp(version=engine_version(), extractor=extractor, checked=inference.checked),
    )


def _mentions(document: Document, facts: Sequence[Fact], entries: tuple[ListEntry, ...], as_of: str | None) -> tuple[ListedParty, ...]:
    """Listed names that the text mentions without telling of a dealing; each once, on the date of the article."""
    dealt = {x.entry for f in facts for x in f.listed}
    day = as_of or document.published
    found: dict[str, ListedParty] = {}
    for mention in listed_mentions(document.text, entries):
        entry = mention.match.entry
        first, last = (Day.fromordinal(o).isoformat() for o in period(day)) if day else ("0001-01-01", "9999-12-31")
        if entry.entry not in dealt and entry.on_list(first, last):
            found.setdefault(entry.entry, listed_party(mention, mention.match, "mention"))
    return tuple(found.values())


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
