"""`embargo eval`: how good the extraction is on annotated texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Annotated texts, one JSON object a line.")],
    html: Annotated[Path | None, typer.Option("--html", help="Page to write: every miss and false alarm beside its text.")] = None,
    extractor: Annotated[str, typer.Option("--extractor", help="Extractor to measure.")] = "syntax",
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON object.")] = False,
) -> None:
    """Measure an extractor: precision, recall, F1, status, calibration, and a page of its errors."""
    from rich.console import Console
    from rich.progress import track

    from engine.evaluation import evaluate_extraction, read_gold
    from engine.extraction import load_extractor
    from engine.files import write_file
    from engine.read import make_document
    from engine.render.evaluation import render_page, render_score

    texts = tuple(t for path in gold for t in read_gold(path))
    reader = load_extractor(extractor)
    console = Console(stderr=True)
    found = [reader.extract(make_document(t.text, published=t.published, id=t.id)) for t in track(texts, "Reading", console=console, transient=True, disable=not console.is_terminal)]
    score = evaluate_extraction(texts, found)
    typer.echo(score.model_dump_json() if as_json else render_score(score), nl=as_json)
    if html is not None:
        write_file(html, render_page(", ".join(p.name for p in gold), texts, score, reader.name))
        typer.echo(f"page of errors: {html}", err=True)
