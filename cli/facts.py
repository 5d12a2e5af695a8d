"""`embargo facts`: the facts of an article alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from .sources import Source, documents

if TYPE_CHECKING:
    from engine.model import Document, Fact


def facts(
    sources: Source,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per document.")] = False,
    published: Annotated[str | None, typer.Option("--published", help="Day of publication, when the source does not tell.")] = None,
    extractor: Annotated[str, typer.Option("--extractor", help="Extractor: syntax, spacy:NAME, llm, llm:MODEL, facts:FILE, or an installed plug-in.")] = "syntax",
    compare: Annotated[str | None, typer.Option("--compare", help="A second extractor, to be compared with the first.")] = None,
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
        if compare is not None:
            _compare(item, found, engine.extract(item, extractor=compare), extractor, compare, as_json)
            continue
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
    _spent(extractor, compare)
    raise typer.Exit(2 if failed else 0)


def _compare(document: Document, first: tuple[Fact, ...], second: tuple[Fact, ...], one: str, other: str, as_json: bool) -> None:
    from engine.evaluation import compare_facts
    from engine.render.words import fact_phrase, item_words, status_words

    rows = compare_facts(first, second)
    if as_json:
        data = [{"first": a and a.model_dump(), "second": b and b.model_dump(), "differs": list(differs)} for a, b, differs in rows]
        typer.echo(json.dumps({"document": document.id, "extractors": [one, other], "facts": data}, ensure_ascii=False))
        return
    typer.echo(f"{document.title or document.id}\n  {one}: {len(first)} facts; {other}: {len(second)}; {sum(a is not None and b is not None for a, b, _ in rows)} in common")
    for a, b, differs in rows:
        fact = a or b
        assert fact is not None
        sign = "=" if a and b and not differs else "~" if a and b else "<" if a else ">"
        note = f"  differ in {', '.join(differs)}" if differs else f"  only {one if a else other}" if not (a and b) else ""
        typer.echo(f"  {sign} {fact_phrase(fact)} · {item_words(fact)} · {status_words(fact)}{note}")


def _spent(*names: str | None) -> None:
    """What a language model cost, on standard error."""
    from engine.extraction import load_extractor

    for name in names:
        usage = getattr(load_extractor(name), "usage", None) if name and name.startswith("llm") else None
        if usage is not None:
            typer.echo(f"{name}: {usage}", err=True)
