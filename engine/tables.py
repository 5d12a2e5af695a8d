"""Reports as pandas DataFrames, and DataFrames as files: Parquet with its types, CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.model import Report
from engine.render.sarif import fingerprint
from engine.render.table import safe_cell

if TYPE_CHECKING:
    import pandas as pd

FACTS = ("document", "title", "source", "url", "published", "fact", "kind", "supplier", "recipient", "items", "features", "status", "date", "quantity", "unit", "lists", "listed", "confidence", "start", "end", "evidence")
FINDINGS = ("document", "title", "source", "url", "published", "finding", "fingerprint", "risk", "verdict", "rule", "regime", "citation", "law_of", "law_state", "facts", "kind", "supplier", "recipient", "items", "statuses", "date", "confidence", "evidence", "missing", "notes", "also")


def facts_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """One row per fact, columns FACTS; lists are joined by `;`, offsets are those of the first evidence."""
    return _frame([dict(zip(FACTS, row, strict=True)) for r in reports for row in fact_rows(r)], FACTS, {"quantity": "float64", "confidence": "float64", "start": "Int64", "end": "Int64"})


def findings_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """One row per finding, columns FINDINGS; `fingerprint` is the same from run to run."""
    return _frame([dict(zip(FINDINGS, row, strict=True)) for r in reports for row in finding_rows(r)], FINDINGS, {"confidence": "float64"})


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...], types: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype({c: types.get(c, "string") for c in columns})


def _head(r: Report) -> list[Any]:
    d = r.document
    return [d.id, d.title, d.source, d.url, d.published]


def fact_rows(r: Report) -> Iterable[list[Any]]:
    """The facts of a report, each in the order of FACTS."""
    for f in r.facts:
        e = f.evidence[0] if f.evidence else None
        yield [
            *_head(r), f.id, f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code, ";".join(f.items), ";".join(f.features), f.status, f.date,
            f.quantity and f.quantity.value, f.quantity and f.quantity.unit, ";".join(f.lists), ";".join(x.entry for x in f.listed), f.confidence,
            e and e.start, e and e.end, e and e.text,
        ]  # fmt: skip


def finding_rows(r: Report) -> Iterable[list[Any]]:
    """The findings of a report, each in the order of FINDINGS."""
    facts = {f.id: f for f in r.facts}
    for x in r.findings:
        f = facts[x.facts[0]]
        yield [
            *_head(r), x.id, fingerprint(r, x), x.risk, x.verdict, x.rule, x.regime, x.citation, x.law_of, x.law_state, ";".join(x.facts), f.kind,
            f.supplier and f.supplier.code, f.recipient and f.recipient.code, ";".join(f.items), ";".join(x.statuses), f.date, f.confidence,
            f.evidence[0].text if f.evidence else None, "; ".join(x.missing), "; ".join(x.notes), ";".join(x.also),
        ]  # fmt: skip


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as CSV (UTF-8, header, RFC 4180 quoting); text cells that start like a formula get an apostrophe."""
    safe = frame.copy()
    for column in safe.columns:
        if str(safe[column].dtype) == "string":
            safe[column] = safe[column].map(safe_cell, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\n").encode()


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as a Parquet file."""
    out = io.BytesIO()
    frame.to_parquet(out, index=False, engine="pyarrow", compression="zstd")
    return out.getvalue()
