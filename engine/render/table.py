"""Findings as CSV rows that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io

from engine.model import Report
from engine.render.words import item_words

COLUMNS = ("document", "published", "finding", "risk", "verdict", "rule", "citation", "title", "facts", "kind", "supplier", "recipient", "items", "status", "date", "evidence", "missing", "also")


def safe_cell(value: object) -> str:
    """A cell's text; one that starts like a formula gets an apostrophe (OWASP ASVS 5, 1.2.10)."""
    text = "" if value is None else str(value)
    return "'" + text if text.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r", "\0", "|", "%") else text


def csv_rows(report: Report) -> list[list[str]]:
    """One row per finding, in the order of COLUMNS."""
    facts = {f.id: f for f in report.facts}
    rows = []
    for f in report.findings:
        fact = facts[f.facts[0]]
        values = (
            report.document.id, report.document.published, f.id, f.risk, f.verdict, f.rule, f.citation, f.title, ";".join(f.facts), fact.kind,
            fact.supplier and fact.supplier.code, fact.recipient and fact.recipient.code, item_words(fact), ";".join(f.statuses), fact.date,
            fact.evidence[0].text if fact.evidence else "", "; ".join(f.missing), ";".join(f.also),
        )  # fmt: skip
        rows.append([safe_cell(v) for v in values])
    return rows


def render_csv(report: Report, header: bool = True) -> str:
    """CSV (RFC 4180 quoting) with a header line unless `header` is false."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    writer.writerows(csv_rows(report))
    return out.getvalue()
