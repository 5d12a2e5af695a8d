"""`embargo check`: read, extract, evaluate, report."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .sources import Source, documents, spending

if TYPE_CHECKING:
    from engine.model import Report


class Format(StrEnum):
    """How a report is written."""

    text = "text"
    json = "json"
    md = "md"
    html = "html"
    csv = "csv"
    sarif = "sarif"
    ftm = "ftm"
    parquet = "parquet"


class Level(StrEnum):
    """Risk levels for --fail-on."""

    info = "info"
    low = "low"
    medium = "medium"
    high = "high"
    critical = "critical"
    never = "never"


def check(
    sources: Source,
    format: Annotated[Format, typer.Option("--format", "-f", help="text, json (one line per document), md, html, csv, sarif, ftm or parquet (a table of findings, with --out).")] = Format.text,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; a folder when there are several documents.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Day whose law is asked for (YYYY-MM-DD), over all other dates.")] = None,
    published: Annotated[str | None, typer.Option("--published", help="Day of publication, when the source does not tell.")] = None,
    regime: Annotated[list[str] | None, typer.Option("--regime", "-r", help="Regime to check; may be repeated. All by default.")] = None,
    fail_on: Annotated[Level, typer.Option("--fail-on", help="Exit with 1 when a finding reaches this risk.")] = Level.low,
    extractor: Annotated[str, typer.Option("--extractor", help="Extractor: syntax, spacy:NAME, llm, llm:MODEL, facts:FILE, or an installed plug-in.")] = "syntax",
) -> None:
    """Check articles: files, folders, URLs, or - for standard input."""
    import engine
    from engine.extraction import load_extractor
    from engine.rulebook import load_rulebook

    if format is Format.parquet and out is None:
        raise typer.BadParameter("a Parquet table needs --out FILE", param_hint="--format")
    levels = load_rulebook().risk.levels
    load_extractor(extractor)  # a wrong name is one error, not one for each document
    reached, failed, reports = False, False, 0
    many = out is not None and (out.is_dir() or str(out).endswith(os.sep) or len(sources) > 1 or any(Path(s).is_dir() or s.endswith(("jsonl", "ndjson", "json")) for s in sources))
    taken: set[str] = set()
    together: list[Report] = []
    for item in documents(sources, published):
        if isinstance(item, engine.InputError):
            typer.echo(f"embargo: {item}", err=True)
            failed = True
            continue
        try:
            report = engine.check(item, as_of=as_of, regimes=regime or None, extractor=extractor)
        except engine.InputError as fault:  # one document's fault never costs the others their results
            typer.echo(f"embargo: {item.title or item.id}: {fault}", err=True)
            failed = True
            continue
        reports += 1
        highest = report.summary.highest_risk
        if fail_on is not Level.never and highest is not None and levels.index(highest) >= levels.index(fail_on.value):
            reached = True
        if format is Format.parquet or (format is Format.sarif and not many):
            together.append(report)  # one log or table holds all documents
            continue
        _write(report, format, out, many, reports, taken)
    if format is Format.parquet or together:
        _write_together(together, format, out)
    spending(extractor)
    if not reports and not failed:
        typer.echo("embargo: nothing to read", err=True)
        failed = True
    raise typer.Exit(2 if failed else 1 if reached else 0)


def _write_together(reports: list[Report], form: Format, out: Path | None) -> None:
    from engine.files import write_file

    if form is Format.parquet:
        from engine.tables import findings_frame, parquet_bytes

        assert out is not None
        write_file(out / "findings.parquet" if out.is_dir() else out, parquet_bytes(findings_frame(reports)))
        return
    from engine.render.sarif import render_sarif

    if out is None:
        sys.stdout.write(render_sarif(reports))
    else:
        write_file(out, render_sarif(reports))


def _write(report: Report, form: Format, out: Path | None, many: bool, number: int, taken: set[str]) -> None:
    from engine.render import SUFFIX, render

    if form is Format.text and out is None and sys.stdout.isatty():
        from rich.console import Console

        from engine.render.text import render_text

        body = render_text(report, width=max(60, min(110, Console().width)), color="NO_COLOR" not in os.environ)
    elif form is Format.csv and number > 1 and not many:
        from engine.render.table import render_csv

        body = render_csv(report, header=False)
    else:
        body = render(report, form.value)
    if out is None:
        sys.stdout.write(body)
        return
    from engine.files import write_file

    path = out
    if many:
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(report.document.source or report.document.id).name).strip("-.")[:80] or "report"
        while stem in taken:
            stem = f"{stem}-{number}"
        taken.add(stem)
        path = out / (stem + SUFFIX[form.value])
    write_file(path, body)
