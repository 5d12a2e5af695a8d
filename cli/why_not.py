"""`embargo why-not`: which condition of a rule no fact of an article met."""

from __future__ import annotations

from typing import Annotated

import typer

from .sources import documents


def why_not(
    rule: Annotated[str, typer.Argument(metavar="RULE-ID")],
    source: Annotated[str, typer.Argument(metavar="ARTICLE", help="File, URL, or - for standard input.")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="Day whose law is asked for (YYYY-MM-DD).")] = None,
    published: Annotated[str | None, typer.Option("--published", help="Day of publication, when the source does not tell.")] = None,
) -> None:
    """Tell why a rule does not fire on an article."""
    import engine
    from engine.infer import why_not as conditions
    from engine.render.words import fact_phrase

    from .explain import find_rule

    book = engine.load_rulebook()
    provision = find_rule(book, rule)
    failed = False
    for item in documents([source], published):
        if isinstance(item, engine.InputError):
            typer.echo(f"embargo: {item}", err=True)
            failed = True
            continue
        found = engine.extract(item)
        by_id = {f.id: f for f in found}
        typer.echo(f"{provision.id}: {provision.title}\n{provision.citation}")
        if not found:
            typer.echo("The article tells of no activity, so no rule can fire.")
        for name, why in conditions(provision.id, found, book, published=item.published, as_of=as_of):
            fires = all(w.holds for w in why)
            typer.echo(f"\n{name}  {fact_phrase(by_id[name])}: {'FIRES' if fires else 'does not fire'}")
            for w in why:
                typer.echo(f"    {'met    ' if w.holds else 'NOT MET'}  {w.condition}  ({w.because})")
    raise typer.Exit(2 if failed else 0)
