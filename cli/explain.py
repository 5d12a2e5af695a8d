"""`embargo explain`: a paragraph, its conditions, history, exceptions and examples."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.rulebook import Clause, ExceptionRule, Provision, Rulebook


def find_rule(book: Rulebook, rule: str) -> Provision:
    """The provision of that id; a usage error with near ids otherwise."""
    try:
        return book.get(rule)
    except KeyError:
        ids = [p.id for p in book.provisions]
        near = difflib.get_close_matches(rule.upper(), ids, n=3, cutoff=0.4)
        typer.echo(f"embargo: no rule {rule!r}." + (f" Did you mean {', '.join(near)}?" if near else " See `embargo rules list`."), err=True)
        raise typer.Exit(2) from None


def explain(rule: Annotated[str, typer.Argument(metavar="RULE-ID")]) -> None:
    """Explain one rule: what it says, when it fires, since when, its exceptions, its examples."""
    import engine

    p = find_rule(engine.load_rulebook(), rule)
    echo = typer.echo
    echo(f"{p.id}  {p.title}\n{p.citation}\n")
    echo(f"{p.obligation.strip()}\n")
    echo(f"Addressee   {p.addressee}" + ("" if p.binding else "  (a call, not a decision)"))
    echo(f"Severity    {p.severity}: {p.severity_reason}")
    for interval in p.in_force:
        until = f" to {interval.last} ({interval.closed_by})" if interval.last else ""
        echo(f"In force    from {interval.first} ({interval.opened_by}){until}")
    if p.limit:
        echo(f"Cap         {p.limit.value:,.0f} {p.limit.unit}, {p.limit.period.replace('_', ' ')}" + (f"; {p.limit.note}" if p.limit.note else ""))
    for label, ids in (("Tightens", p.tightens), ("Tightened", p.tightened_by), ("See also", p.see_also), ("Engages", p.engages), ("HS codes", p.hs), ("Documents", p.references)):
        if ids:
            echo(f"{label:<11} {', '.join(ids)}")
    echo("\nFires when")
    for clause in p.when:
        echo(f"  - {clause_text(clause)}")
    if p.exceptions:
        echo("\nExceptions")
        for exception in p.exceptions:
            _exception(exception, 2)
    if p.examples:
        echo("\nExamples")
        for example in p.examples:
            parts = ", ".join(f"{k} {_plain(v)}" for k, v in example.fact.items())
            echo(f"  - {example.expect}: {parts}" + (f"  ({example.because})" if example.because else ""))


def _plain(value: object) -> str:
    return "/".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _exception(rule: ExceptionRule, indent: int) -> None:
    pad = " " * indent
    needs = f"; needs {' and '.join(n.replace('_', ' ') for n in rule.needs)}" if rule.needs else ""
    typer.echo(f"{pad}- {rule.id}: {rule.title} ({rule.citation}){needs}")
    for clause in rule.when:
        typer.echo(f"{pad}    when {conditions(clause)}")
    for interval in rule.in_force:
        typer.echo(f"{pad}    from {interval.first}" + (f" to {interval.last}" if interval.last else ""))
    for inner in rule.exceptions:
        _exception(inner, indent + 4)


def clause_text(clause: Clause) -> str:
    """The conditions of a clause in words, and the verdict that follows."""
    return f"{conditions(clause)}  -> {clause.verdict}"


def conditions(clause: Clause) -> str:
    """The conditions of a clause in words."""
    parts = []
    for label, values in (
        ("kind", clause.kind), ("items", clause.items), ("no items", clause.without_items), ("only items", clause.only_items), ("told of", clause.features),
        ("told of all", clause.all_features), ("not told of", clause.without_features), ("status", clause.status),
    ):  # fmt: skip
        if values:
            parts.append(f"{label} {' or '.join(v.replace('_', ' ') for v in values)}")
    for label, code in (("supplier", clause.supplier), ("recipient", clause.recipient), ("either side", clause.party)):
        if code:
            parts.append(f"{label} {code}")
    parts += [f"since {clause.since}"] if clause.since else []
    parts += [f"until {clause.until}"] if clause.until else []
    return "; ".join(parts or ["always"])
