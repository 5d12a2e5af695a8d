"""`embargo regimes`: what is in force on a day, against whom, by which act and until when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

STATES = {"in_force": "in force", "not_yet": "not yet", "suspended": "suspended", "ended": "ended", "renewal_unconfirmed": "renewal unconfirmed"}


def regimes(
    on: Annotated[str | None, typer.Option("--on", help="Day (YYYY-MM-DD); today by default.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Ended regimes too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per measure.")] = False,
) -> None:
    """List regimes of the Security Council: measures, targets, latest act and expiry on a day."""
    import engine
    from engine.parties import party_name
    from engine.regimes import ended_for_good, regime_state

    day = _day(on)
    for regime in engine.load_rulebook().regimes:
        if not regime.measures or (ended_for_good(regime, day) and not all_):
            continue
        rows = regime_state(regime, day)
        if as_json:
            for row in rows:
                typer.echo(json.dumps({**row.model_dump(mode="json"), "on": str(day)}, ensure_ascii=False))
            continue
        typer.echo(f"{regime.regime}  {regime.title}\n    against {regime.target}; {regime.committee}")
        for row in rows:
            if row.state in ("ended", "not_yet") and not all_:
                continue
            expiry = f", to {row.expires}" if row.expires else ", no end date" if row.state == "in_force" else ""
            since = f" since {row.since}" if row.since else ""
            act = f"; {row.latest_act}" if row.latest_act else ""
            typer.echo(f"  - {row.title}: {STATES[row.state]}{since}{expiry}{act} ({row.against})")
            if row.disputed_by:
                typer.echo(f"      denied by {', '.join(party_name(c) for c in row.disputed_by)}")
        for note in regime.notes:
            typer.echo(f"    note: {note}")


def _day(on: str | None) -> date:
    from datetime import date

    from engine.model import period
    from engine.read import valid_day

    return date.fromordinal(period(valid_day(on, "--on"))[0]) if on else date.today()
