"""`embargo facts`: the facts of an article alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from .sources import Source, documents, spending

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
    from engine.render.words import dated, fact_phrase, item_words, status_words, sure_words

    failed = False
    for item in documents(sources, published):
        if isinstance(item, engine.InputError):
            typer.echo(f"embargo: {item}", err=True)
            failed = True
            continue
        try:
            found = engine.extract(item, extractor=extractor)
            second = engine.extract(item, extractor=compare) if compare is not None else ()
        except engine.InputError as fault:  # one document's fault never costs the others their results
            typer.echo(f"embargo: {item.title or item.id}: {fault}", err=True)
            failed = True
            continue
        if compare is not None:
            _compare(item, found, second, extractor, compare, as_json)
            continue
        if as_json:
            typer.echo(json.dumps({"document": item.model_dump(), "facts": [f.model_dump() for f in found]}, ensure_ascii=False))
            continue
        typer.echo(item.title or item.id)
        for fact in found:
            details = " · ".join(x for x in (item_words(fact), status_words(fact), dated(fact), sure_words(fact)) if x)
            typer.echo(f"  {fact.id}  {fact_phrase(fact)}\n      {details}")
            for evidence in fact.evidence[:3]:
                typer.echo(f"      “{' '.join(evidence.text.split())}”")
        if not found:
            typer.echo("  no sanctions-relevant activity found")
    spending(extractor, compare)
    raise typer.Exit(2 if failed else 0)


def _compare(document: Document, first: tuple[Fact, ...], second: tuple[Fact, ...], one: str, other: str, as_json: bool) -> None:
    from engine.evaluation import compare_facts
    from engine.render.words import fact_phrase, item_words, status_words

    rows = compare_facts(first, second)
    if as_json:
        data = [{"first": a and a.model_dump(), "second": b and b.model_dump(), "differs": list(differs)} for a, b, differs in rows]
        typer.echo(json.dumps({"document": document.id, "extractors": [one, other], "facts": data}, ensure_ascii=False))
        return
    typer.echo(f"{document.title or document.id}\n  {one}: {len(first)}; {other}: {len(second)}; {sum(a is not None and b is not None for a, b, _ in rows)} in common")
    for a, b, differs in rows:
        fact = a or b
        assert fact is not None
        sign = "=" if a and b and not differs else "~" if a and b else "<" if a else ">"
        line = "  ".join(["", sign, " · ".join(x for x in (fact_phrase(fact), item_words(fact), status_words(fact)) if x)])
        typer.echo(line + ("" if a and b else f"  only {one if a else other}"))
        for name in differs:
            typer.echo(f"       {name}: {_shown(a, name)} / {_shown(b, name)}")


def _shown(fact: Fact | None, name: str) -> str:
    value = getattr(fact, name)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "none" if value is None else str(value)
