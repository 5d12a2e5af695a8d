"""Findings as SARIF 2.1.0, for viewers and code-review tools.

One result per finding, located at the evidence. Fingerprints say what a finding is about (document text, rule, parties,
kind, goods), not where it stands in the report, so that a finding keeps its fingerprint from run to run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from engine.model import Fact, Finding, Report
from engine.render.words import fact_phrase, status_words

LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "none"}
SEVERITY = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0", "info": "0.0"}
KINDS = {"prohibited": "fail", "restricted": "review", "watch": "review", "exempt": "pass"}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_sarif(reports: Sequence[Report]) -> str:
    """One SARIF log with one run over all `reports`, ending in a line break."""
    rules = {f.rule: f for r in reports for f in r.findings}
    ids = sorted(rules)
    first = reports[0] if reports else None
    driver: dict[str, Any] = {"name": "Embargo", "rules": [_rule(rules[i]) for i in ids]}
    if first is not None:
        driver |= {"version": first.engine.version, "properties": {"rulebook": first.rulebook.sha256, "extractor": first.engine.extractor}}
    artifacts = [{"location": {"uri": _uri(r)}, "hashes": {"sha-256": r.document.sha256}, "description": {"text": r.document.title or r.document.id}} for r in reports]
    results = [_result(r, f, number, ids) for number, r in enumerate(reports) for f in r.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "artifacts": artifacts, "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def fingerprint(report: Report, finding: Finding) -> str:
    """A hash of what the finding is about."""
    facts = {f.id: f for f in report.facts}
    about = [_about(facts[name]) for name in finding.facts if name in facts]
    return hashlib.sha256(json.dumps([report.document.sha256, finding.rule, about]).encode()).hexdigest()


def _about(fact: Fact) -> list[str]:
    return [fact.kind, fact.supplier.code if fact.supplier else "", fact.recipient.code if fact.recipient else "", *fact.items]


def _uri(report: Report) -> str:
    return report.document.url or quote((report.document.source or report.document.id).replace("\\", "/"), safe="/:.")


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.rule,
        "name": "".join(w.capitalize() for w in finding.rule.replace("-", " ").split()),
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": finding.obligation},
        "help": {"text": f"{finding.citation}. {finding.obligation}"},
        "properties": {"regime": finding.regime, "citation": finding.citation, "security-severity": SEVERITY[finding.risk]},
    }


def _result(report: Report, finding: Finding, number: int, ids: Sequence[str]) -> dict[str, Any]:
    facts = [f for f in report.facts if f.id in finding.facts]
    told = "; ".join(f"{fact_phrase(f)}, {status_words(f)}" for f in facts)
    text = f"{finding.verdict}: {told}. {finding.citation}: {finding.title}."
    text += "".join(f" Open: {m}." for m in finding.missing) + "".join(f" Note: {n}." for n in finding.notes)
    regions = [
        {"physicalLocation": {"artifactLocation": {"uri": _uri(report), "index": number}, "region": {"charOffset": e.start, "charLength": e.end - e.start, "snippet": {"text": e.text}}}}
        for f in facts
        for e in f.evidence
    ]
    return {
        "ruleId": finding.rule,
        "ruleIndex": ids.index(finding.rule),
        "kind": KINDS[finding.verdict],
        "level": LEVELS[finding.risk] if KINDS[finding.verdict] == "fail" else "none",
        "message": {"text": text + f" {report.disclaimer}"},
        "locations": regions[:1] or [{"physicalLocation": {"artifactLocation": {"uri": _uri(report), "index": number}}}],
        "relatedLocations": [{**r, "id": i} for i, r in enumerate(regions[1:], 1)],
        "partialFingerprints": {"embargo/v1": fingerprint(report, finding)},
        "properties": {"risk": finding.risk, "verdict": finding.verdict, "regime": finding.regime, "statuses": list(finding.statuses), "lawState": finding.law_state},
    }
