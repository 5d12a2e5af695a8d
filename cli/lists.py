"""`embargo lists`: import official lists, show what is kept, compare editions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Listed persons, firms and ships: import, show, diff.", rich_markup_mode=None)
File = Annotated[Path, typer.Argument(metavar="FILE", help="The UN's Consolidated List (XML), or FollowTheMoney entities (JSON lines).")]


@app.command("import")
def import_list(file: File) -> None:
    """Add an edition of a list; a file that is not whole leaves the lists in place as they are."""
    from engine.lists.read import read_edition
    from engine.lists.store import default_url, import_edition

    edition = read_edition(file)
    change = import_edition(edition)
    skipped = f", {edition.skipped} skipped (no name, number or UN list)" if edition.skipped else ""
    typer.echo(f"{file.name}, edition of {edition.generated}: {len(edition.entries)} entries{skipped}; {len(change.added)} new, {len(change.removed)} gone, {len(change.changed)} changed")
    typer.echo(f"kept in {default_url()}")


@app.command()
def show(
    on: Annotated[str | None, typer.Option("--on", help="Day (YYYY-MM-DD) on which the entries stand on the list.")] = None,
    regime: Annotated[str | None, typer.Option("--regime", "-r", help="Only this list.")] = None,
) -> None:
    """Show the entries kept: number, list, days, name."""
    from engine.lists.store import load_entries
    from engine.read import valid_day

    day = valid_day(on, "--on") if on else None
    entries, stamp = load_entries()
    for e in entries:
        if regime in (None, e.list) and (day is None or e.on_list(day, day)):
            gone = f" to {e.delisted_on}" if e.delisted_on else ""
            typer.echo(f"{e.entry:<12} {e.list:<20} {e.listed_on or '?'}{gone}  {e.name}")
    typer.echo(f"{stamp.source}, {stamp.generated}, {stamp.entries} entries", err=True)


@app.command()
def diff(old: File, new: File) -> None:
    """What changed from one edition to another: listings, delistings, amended entries."""
    from engine.lists.read import read_edition
    from engine.lists.store import diff_editions

    before, after = read_edition(old), read_edition(new)
    names = {e.entry: e.name for e in (*before.entries, *after.entries)}
    change = diff_editions(before, after)
    for sign, keys in (("+", change.added), ("-", change.removed), ("~", change.changed)):
        for key in keys:
            typer.echo(f"{sign} {key:<12} {names[key]}")
    typer.echo(f"{before.generated} to {after.generated}: {len(change.added)} listed, {len(change.removed)} delisted, {len(change.changed)} amended")
