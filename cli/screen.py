"""`embargo screen`: whether a name could be a listed person, firm or ship, and why."""

from __future__ import annotations

from typing import Annotated

import typer


def screen(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    birth: Annotated[str | None, typer.Option("--birth", help="Date of birth (YYYY-MM-DD, YYYY-MM or YYYY).")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Country (ISO code) of nationality, residence or flag.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="Day (YYYY-MM-DD) on which it must stand on the list.")] = None,
    threshold: Annotated[float | None, typer.Option("--threshold", min=0.5, max=1.0, help="Least score.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per match.")] = False,
) -> None:
    """Screen a name against the lists kept. Exit code 1 when something is found."""
    import engine
    from engine.lists.store import load_entries

    matches = engine.screen(name, birth=birth, country=country, on=on, threshold=threshold)
    for m in matches:
        if as_json:
            typer.echo(m.model_dump_json())
            continue
        e = m.entry
        gone = f", off the list since {e.delisted_on}" if e.delisted_on else ""
        typer.echo(f"{m.score:.2f}  {e.name}  [{e.entry}, {e.list}, {e.type}, listed {e.listed_on or 'on an unknown day'}{gone}]")
        alias = "" if m.matched == e.name else f"{m.matched} ({'low' if m.quality == 'low' else 'good'} quality); "
        typer.echo(f"      {alias}{'; '.join(m.because)}")
    _, stamp = load_entries()
    if not as_json:
        typer.echo(f"{len(matches) or 'no'} match{'' if len(matches) == 1 else 'es'} in {stamp.source} of {stamp.generated} ({stamp.entries} entries)", err=not matches)
    raise typer.Exit(1 if matches else 0)
