"""Parties, facts and findings as FollowTheMoney entities, one JSON object a line.

A party is a PublicBody (states) or an Organization (groups); a listed party that a text names is a Person, Organization or
Vessel with its Sanction. A fact is an Event between its parties, with the article as proof; a finding is a Note on it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from engine import vocabulary
from engine.model import Fact, Finding, ListedParty, Party, Report
from engine.render.words import fact_phrase, item_words, status_words

LISTED = {"person": "Person", "entity": "Organization", "vessel": "Vessel"}


def render_ftm(report: Report) -> str:
    """The entities of `report` as JSON lines; ids are hashes of what they stand for and the same in every run."""
    article = _article(report)
    rows: dict[str, dict[str, Any]] = {article["id"]: article}
    for fact in report.facts:
        for party in (fact.supplier, fact.recipient):
            if party is not None:
                rows.setdefault(_party_id(party), _party(party))
        for listed in fact.listed:
            for row in _listed(listed):
                rows.setdefault(row["id"], row)
        event = _event(report, fact, article["id"])
        rows[event["id"]] = event
    for listed in report.mentions:
        for row in _listed(listed):
            rows.setdefault(row["id"], row)
    for finding in report.findings:
        note = _note(report, finding)
        rows[note["id"]] = note
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows.values())


def _entity(key: str, schema: str, caption: str, properties: dict[str, list[Any]]) -> dict[str, Any]:
    kept = {k: [str(v) for v in values if v not in (None, "")] for k, values in properties.items()}
    return {"id": key, "schema": schema, "caption": caption, "properties": {k: v for k, v in kept.items() if v}}


def _id(*parts: object) -> str:
    return "embargo-" + hashlib.sha1(json.dumps(parts).encode(), usedforsecurity=False).hexdigest()


def _article(report: Report) -> dict[str, Any]:
    d = report.document
    return _entity(_id("article", d.sha256), "Article", d.title or d.id, {"title": [d.title or d.id], "fileName": [d.source], "sourceUrl": [d.url], "publishedAt": [d.published], "contentHash": []})


def _party_id(party: Party) -> str:
    return _id("party", party.code)


def _party(party: Party) -> dict[str, Any]:
    if len(party.code) == 2:
        return _entity(_party_id(party), "PublicBody", party.name, {"name": [party.name], "country": [party.code]})
    groups = vocabulary.read_yaml("parties/groups.yaml")
    row = groups.get(party.code, {})
    return _entity(_party_id(party), "Organization", party.name, {"name": [party.name], "alias": row.get("names", []), "country": [row.get("state")]})


def _listed(listed: ListedParty) -> list[dict[str, Any]]:
    key = _id("listed", listed.list, listed.entry)
    sanction = _entity(
        _id("sanction", listed.list, listed.entry), "Sanction", listed.entry, {"entity": [key], "authority": ["UN Security Council"], "program": [listed.list], "unscId": [listed.entry], "listingDate": [listed.listed_on], "endDate": [listed.delisted_on]}
    )
    kind = LISTED.get(listed.type, "LegalEntity")
    return [_entity(key, kind, listed.name, {"name": [listed.name], "topics": [] if listed.delisted_on else ["sanction"]}), sanction]


def _event(report: Report, fact: Fact, article: str) -> dict[str, Any]:
    involved = [_party_id(p) for p in (fact.supplier, fact.recipient) if p is not None] + [_id("listed", x.list, x.entry) for x in fact.listed]
    keywords = [fact.kind, *fact.items, f"status:{fact.status}"]
    return _entity(
        _id("fact", report.document.sha256, fact.id), "Event", fact_phrase(fact),
        {"name": [fact_phrase(fact)], "date": [fact.date], "involved": involved, "proof": [article], "keywords": keywords, "summary": [f"{item_words(fact)}; {status_words(fact)}".strip("; ")], "description": [e.text for e in fact.evidence]},
    )  # fmt: skip


def _note(report: Report, finding: Finding) -> dict[str, Any]:
    text = f"{finding.citation}: {finding.title}. {finding.obligation} Verdict {finding.verdict}, risk {finding.risk}. {report.disclaimer}"
    events = [_id("fact", report.document.sha256, name) for name in finding.facts]
    return _entity(_id("finding", report.document.sha256, finding.rule, *finding.facts), "Note", finding.rule, {"name": [finding.rule], "entity": events, "description": [text], "keywords": [finding.verdict, finding.risk, finding.regime]})
