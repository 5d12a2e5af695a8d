"""`embargo goods`: which item class some goods are, and which provisions name them."""

from __future__ import annotations

from typing import Annotated

import typer


def goods(
    text: Annotated[str, typer.Argument(metavar="TEXT-OR-CODE", help="Words such as 'patrol boat', or a Harmonized System code.")],
    supplier: Annotated[str | None, typer.Option("--supplier", "-s", help="Party code of the supplier.")] = None,
    recipient: Annotated[str | None, typer.Option("--recipient", "-r", help="Party code of the recipient.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="Day (YYYY-MM-DD), month or year.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Classify goods and name the provisions on them, for a supplier, a recipient and a date."""
    import engine
    from engine.goods import classify

    found = classify(text, engine.load_rulebook(), supplier=supplier and supplier.lower(), recipient=recipient and recipient.lower(), on=on)
    if as_json:
        typer.echo(found.model_dump_json())
        raise typer.Exit(0 if found.classes else 1)
    if not found.classes:
        typer.echo(f"No item class is known for {text!r}. Try a plainer word or a Harmonized System code.")
        raise typer.Exit(1)
    typer.echo(f"{found.asked}: {', '.join(found.labels)}")
    for code, description in found.hs:
        typer.echo(f"  HS {code:<7} {description}")
    for p in found.provisions:
        doubt = " (renewal unconfirmed)" if p.law_state == "renewal_unconfirmed" else ""
        typer.echo(f"  {p.verdict:<10} {p.rule:<24} {p.citation}: {p.title}{doubt}\n             {p.direction}" + (f"; {'; '.join(p.conditions)}" if p.conditions else ""))
    if not found.provisions:
        typer.echo("  No encoded provision names it" + (" for these parties and this date." if supplier or recipient or on else "."))
