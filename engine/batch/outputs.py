"""What a run leaves in its folder: tables, a page, a summary. Streams from the ledger, so that memory stays flat.

Same documents, rulebook, lists and engine: same bytes, whatever the order and number of workers or interruptions.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.batch.across import Gatherer, copies
from engine.batch.ledger import Ledger, Run, Stamps
from engine.batch.work import load_report
from engine.errors import InputError
from engine.model import Finding, Model, Report
from engine.render.table import safe_cell
from engine.render.words import fact_phrase, item_words, status_words
from engine.tables import FACTS, FINDINGS, fact_rows, finding_rows

SHOWN = 5000  # findings on the page; the tables have all
LEVELS = ("critical", "high", "medium", "low", "info")
EXTRA = ("fingerprint", "new", "copies")
BLOCK = 2000  # rows of a Parquet row group
FILES = ("findings.parquet", "facts.parquet", "findings.csv", "findings.jsonl", "across.json", "summary.md", "index.html")


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the page shows it. new: why it was not there after the last run, or ''."""

    document: str
    title: str
    origin: str
    url: str | None
    published: str
    risk: str
    verdict: str
    rule: str
    regime: str
    citation: str
    finding: str
    fact: str
    kind: str
    supplier: str
    recipient: str
    phrase: str
    items: str
    status: str
    evidence: str
    new: str
    copies: int


class Totals(Model):
    """The figures of a run."""

    name: str
    run: int
    first: bool
    documents: int
    failed: int
    copies: int
    with_findings: int
    facts: int
    findings: int
    new: int
    gone: int
    highest: str | None
    by_risk: tuple[tuple[str, int], ...]
    by_regime: tuple[tuple[str, int], ...]
    by_kind: tuple[tuple[str, int], ...]
    by_party: tuple[tuple[str, int], ...]
    by_reason: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, tuple[int, ...]], ...]
    pairs: tuple[tuple[str, str, int], ...]
    faults: tuple[tuple[str, bool, str], ...]
    failures: tuple[tuple[str, str], ...]
    new_risk: str | None = None


def write_outputs(out: Path, name: str, ledger: Ledger, run: Run, stamps: Stamps) -> tuple[Totals, Iterable[tuple[str, str]]]:
    """Write every output beside the old ones and put them in place together; the totals and what was reported."""
    try:
        for left in out.glob(".new-*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=out, prefix=".new-"))
        try:
            totals = _write(folder, name, ledger, run, stamps)
            for file in FILES:
                (folder / file).chmod(0o644)
                (folder / file).replace(out / file)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as fault:
        raise InputError(str(out), f"cannot be written: {fault.strerror or fault}", "Free some disk space, or name another folder; nothing in the ledger is lost, run again to go on") from None
    return totals, reported(out / "findings.jsonl")


def reported(path: Path) -> Iterator[tuple[str, str]]:
    """(document, fingerprint) of every finding written, each once."""
    last: tuple[str, set[str]] = ("", set())
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["document"] != last[0]:
                last = (row["document"], set())
            if row["fingerprint"] not in last[1]:
                last[1].add(row["fingerprint"])
                yield row["document"], row["fingerprint"]


class Table:
    """A Parquet file written in row groups of a fixed size."""

    def __init__(self, path: Path, columns: tuple[str, ...], types: dict[str, str]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._pa, self._columns, self._rows = pa, columns, list[list[Any]]()
        kinds = {"float64": pa.float64(), "Int64": pa.int64()}
        self._schema = pa.schema([(c, kinds.get(types.get(c, ""), pa.string())) for c in columns])
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def add(self, row: list[Any]) -> None:
        """Take a row, in the order of the columns."""
        self._rows.append(row)
        if len(self._rows) >= BLOCK:
            self._flush()

    def _flush(self) -> None:
        data = [self._pa.array([row[i] for row in self._rows], type=field.type) for i, field in enumerate(self._schema)]
        self._writer.write_table(self._pa.Table.from_arrays(data, schema=self._schema))
        self._rows.clear()

    def close(self) -> None:
        """Write what is left."""
        if self._rows:
            self._flush()
        self._writer.close()


def _write(folder: Path, name: str, ledger: Ledger, run: Run, stamps: Stamps) -> Totals:
    from engine import load_rulebook
    from engine.batch.page import page_parts, render_summary

    copied = copies(ledger.bucket_mates(), ledger.sketches)
    originals = Counter(copied.values())
    gather = Gatherer(load_rulebook())
    tally = Tally()
    shown: list[Row] = []
    findings = Table(folder / "findings.parquet", FINDINGS + EXTRA[1:], {"confidence": "float64", "copies": "Int64"})
    facts = Table(folder / "facts.parquet", FACTS, {"quantity": "float64", "confidence": "float64", "start": "Int64", "end": "Int64"})
    with (folder / "findings.csv").open("w", encoding="utf-8", newline="") as sheet, (folder / "findings.jsonl").open("w", encoding="utf-8") as lines:
        writer = csv.writer(sheet, lineterminator="\n")
        writer.writerow(FINDINGS + EXTRA[1:])
        for block in _blocks(ledger, copied):
            before = ledger.seen([row[0] for row in block])
            for document, origin, key, _, report in block:
                gather.add(report, origin)
                for row in fact_rows(report):
                    facts.add(row)
                tally.document(report)
                for finding, row in zip(report.findings, finding_rows(report), strict=True):
                    mark = row[FINDINGS.index("fingerprint")]
                    new = _reason(before.get(document), key, mark, stamps)
                    told = [*row, new, originals[document]]
                    findings.add(told)
                    writer.writerow([safe_cell(v) if isinstance(v, str) else v for v in told])
                    lines.write(json.dumps({"document": document, "fingerprint": mark, "new": new, "copies": originals[document], "source": report.document.source, "url": report.document.url, "published": report.document.published, "title": report.document.title, **finding.model_dump(mode="json")}, ensure_ascii=False) + "\n")
                    tally.finding(report, finding, new)
                    shown.append(_row(report, finding, origin, new, originals[document]))
            if len(shown) > SHOWN + 500:
                shown = sorted(shown, key=_order)[:SHOWN]
    findings.close()
    facts.close()
    across = gather.result()
    counts = ledger.counts()
    totals = tally.totals(name, run, counts, len(copied), ledger.reported_total(), ledger.faults(run.number), ledger.failures())
    (folder / "across.json").write_text(across.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (folder / "summary.md").write_text(render_summary(totals, across, sorted(shown, key=_order)[:10]), encoding="utf-8")
    with (folder / "index.html").open("w", encoding="utf-8") as page:
        page.writelines(page_parts(totals, across, sorted(shown, key=_order)[:SHOWN]))
    return totals


def _blocks(ledger: Ledger, copied: dict[str, str]) -> Iterator[list[tuple[str, str, str, str, Report]]]:
    block: list[tuple[str, str, str, str, Report]] = []
    for name, origin, key, stamps, packed in ledger.reports():
        if name in copied:
            continue
        block.append((name, origin, key, stamps, load_report(packed)))
        if len(block) >= 100:
            yield block
            block = []
    if block:
        yield block


def _reason(before: tuple[str, str, frozenset[str]] | None, key: str, mark: str, now: Stamps) -> str:
    """Why a finding was not there after the last run: '' when it was."""
    if before is None:
        return "new article"
    old_key, old_stamps, marks = before
    if mark in marks:
        return ""
    if old_key != key:
        return "changed article"
    engine, rulebook, lists, options = json.loads(old_stamps)
    pairs = (("changed rule", rulebook, now.rulebook), ("changed list", lists, now.lists), ("changed engine", engine, now.engine), ("changed settings", options, now.options))
    return ", ".join(words for words, old, new in pairs if old != new) or "changed copies"


def _order(row: Row) -> tuple[int, int, str, str, str, str]:
    return LEVELS.index(row.risk), not row.new, "".join(chr(0x10FFFF - ord(c)) for c in row.published), row.document, row.rule, row.finding


def _row(report: Report, finding: Finding, origin: str, new: str, copied: int) -> Row:
    facts = {f.id: f for f in report.facts}
    fact, d = facts[finding.facts[0]], report.document
    return Row(
        document=d.id, title=(d.title or d.source or d.id)[:160], origin=origin[:80], url=d.url, published=d.published or "", risk=finding.risk, verdict=finding.verdict, rule=finding.rule,
        regime=finding.regime, citation=finding.citation, finding=finding.id, fact=fact.id, kind=fact.kind, supplier=fact.supplier.name if fact.supplier else "", recipient=fact.recipient.name if fact.recipient else "",
        phrase=fact_phrase(fact), items=item_words(fact), status=status_words(fact), evidence=fact.evidence[0].text[:300] if fact.evidence else "", new=new, copies=copied,
    )  # fmt: skip


class Tally:
    """Counts as reports go by."""

    def __init__(self) -> None:
        self._count: dict[str, Counter[str]] = {k: Counter() for k in ("risk", "regime", "kind", "party", "reason")}
        self._months: dict[str, Counter[str]] = {}
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._facts = self._with = self._new = 0
        self._fresh_risks: set[str] = set()

    def document(self, report: Report) -> None:
        """Count a report."""
        self._facts += len(report.facts)
        self._with += bool(report.findings)
        for fact in report.facts:
            if fact.supplier and fact.recipient:
                self._pairs[(fact.supplier.name, fact.recipient.name)] += 1

    def finding(self, report: Report, finding: Finding, new: str) -> None:
        """Count a finding of it."""
        fact = next(f for f in report.facts if f.id == finding.facts[0])
        c = self._count
        c["risk"][finding.risk] += 1
        c["regime"][finding.regime] += 1
        c["kind"][fact.kind] += 1
        for party in {p.name for p in (fact.supplier, fact.recipient) if p is not None}:
            c["party"][party] += 1
        self._months.setdefault((report.document.published or "undated")[:7], Counter())[finding.risk] += 1
        if new:
            self._new += 1
            self._fresh_risks.add(finding.risk)
            c["reason"][new] += 1

    def totals(self, name: str, run: Run, counts: dict[str, int], copied: int, before: int, faults: list[tuple[str, bool, str]], failures: list[tuple[str, str]]) -> Totals:
        """The figures, sorted."""
        c = self._count
        findings = sum(c["risk"].values())

        def ranked(which: str) -> tuple[tuple[str, int], ...]:
            return tuple(sorted(c[which].items(), key=lambda row: (-row[1], row[0])))

        months = tuple((month, tuple(row[level] for level in LEVELS)) for month, row in sorted(self._months.items()))
        pairs = tuple((a, b, n) for (a, b), n in sorted(self._pairs.items(), key=lambda row: (-row[1], row[0])))
        return Totals(
            name=name, run=run.number, first=run.first, documents=counts.get("done", 0) + counts.get("failed", 0), failed=counts.get("failed", 0), copies=copied, with_findings=self._with,
            facts=self._facts, findings=findings, new=self._new, gone=max(0, before - (findings - self._new)), highest=next((x for x in LEVELS if c["risk"][x]), None),
            by_risk=tuple((x, c["risk"][x]) for x in LEVELS if c["risk"][x]), by_regime=ranked("regime"), by_kind=ranked("kind"), by_party=ranked("party"), by_reason=ranked("reason"),
            months=months, pairs=pairs, faults=tuple(faults[:200]), failures=tuple(failures[:200]), new_risk=next((x for x in LEVELS if x in self._fresh_risks), None),
        )  # fmt: skip


