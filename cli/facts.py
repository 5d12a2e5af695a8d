"""`embargo facts`: the facts of an article alone."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from .sources import Source, documents


def facts(
    sources: Source,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per document.")] = False,
    published: Annotated[str | None, typer.Option("--published", help="Day of publication, when the source does not tell.")] = None,
    extractor: Annotated[str, typer.Option("--extractor", help="Installed extractor to use.")] = "syntax",
) -> None:
    """Show what an article says was done, by whom, to whom, and how the article puts it."""
    import engine
    from engine.render.words import dated, fact_phrase, item_words, status_words

    failed = False
    for item in documents(sources, published):
        if isinstance(item, engine.InputError):
            typer.echo(f"embargo: {item}", err=True)
            failed = True
            continue
        found = engine.extract(item, extractor=extractor)
        if as_json:
            typer.echo(json.dumps({"document": item.model_dump(), "facts": [f.model_dump() for f in found]}, ensure_ascii=False))
            continue
        typer.echo(item.title or item.id)
        for fact in found:
            details = " · ".join(x for x in (item_words(fact), status_words(fact), dated(fact), f"confidence {fact.confidence:.2f}") if x)
            typer.echo(f"  {fact.id}  {fact_phrase(fact)}\n      {details}")
            for evidence in fact.evidence[:3]:
                typer.echo(f"      “{' '.join(evidence.text.split())}”")
        if not found:
            typer.echo("  no sanctions-relevant activity found")
    raise typer.Exit(2 if failed else 0)
