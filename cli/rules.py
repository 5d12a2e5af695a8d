"""`embargo rules`: list, show, lint and coverage of the encoded law."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The encoded law: list, show, lint, coverage.", rich_markup_mode=None)


@app.command("list")
def list_rules(
    regime: Annotated[str | None, typer.Option("--regime", "-r", help="Only this regime.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="Only rules in force on this day (YYYY-MM-DD).")] = None,
) -> None:
    """List every rule: id, severity, since when, title."""
    import engine
    from engine.model import period
    from engine.read import valid_day

    day = period(valid_day(on, "--on"))[0] if on else None
    for p in engine.load_rulebook().provisions:
        if regime not in (None, p.regime) or (day is not None and not any(i.overlaps(day, day) for i in p.in_force)):
            continue
        last = p.in_force[-1].last
        typer.echo(f"{p.id:<24} {p.severity:<9} {p.in_force[0].first} to {last or '          '}  {p.title}")


@app.command("diff")
def diff(
    first: Annotated[str, typer.Argument(metavar="DATE1")],
    second: Annotated[str, typer.Argument(metavar="DATE2")],
    regime: Annotated[str | None, typer.Option("--regime", "-r", help="Only this regime.")] = None,
) -> None:
    """What changed in the law between two days: rules and exemptions that began, ended or lost their confirmation."""
    from datetime import date

    import engine
    from engine.changes import changes
    from engine.model import period
    from engine.read import valid_day

    a, b = (date.fromordinal(period(valid_day(d, "date"))[0]) for d in (first, second))
    rows = [row for row in changes(engine.load_rulebook(), a, b) if regime in (None, row.regime)]
    for row in rows:
        typer.echo(f"{row.on}  {row.what:<20} {row.id:<28} {row.title}  [{row.act}]")
    typer.echo(f"{len(rows)} changes from {a} to {b}")


@app.command()
def show(rule: Annotated[str, typer.Argument(metavar="RULE-ID")]) -> None:
    """Show one rule as data (YAML)."""
    import json

    import yaml

    import engine

    from .explain import find_rule

    p = find_rule(engine.load_rulebook(), rule)
    data = json.loads(p.model_dump_json(by_alias=True, exclude_defaults=True))
    typer.echo(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100).rstrip())


@app.command()
def lint(folder: Annotated[Path | None, typer.Argument(help="Folder of rules; the ones that ship by default.")] = None) -> None:
    """Check rule files: form, examples, rules that can never fire or that another always covers, conflicting exceptions."""
    import engine
    from engine.lint import lint_rulebook

    book = engine.load_rulebook(folder)
    faults = lint_rulebook(book)
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{len(book.provisions)} rules, {sum(len(p.examples) for p in book.provisions)} examples, {len(faults)} faults")
    raise typer.Exit(1 if faults else 0)


@app.command()
def coverage() -> None:
    """Which paragraphs of each resolution are encoded, and which are not and why."""
    import engine
    from engine.lint import coverage as rows

    for row in rows(engine.load_rulebook()):
        typer.echo(f"{row.symbol}  {len(row.encoded)} of {row.paragraphs} paragraphs encoded: {row.encoded_text or 'none'}")
        for numbers, why in row.not_encoded.items():
            typer.echo(f"    not {numbers}: {why}")
        if row.unaccounted:
            typer.echo(f"    UNACCOUNTED: {', '.join(map(str, row.unaccounted))}")
