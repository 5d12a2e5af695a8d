"""The application: commands are imported when they are called, so that `embargo --help` answers at once."""

from __future__ import annotations

import sys

import typer

from . import batch, check, evaluate, explain, facts, goods, lists, regimes, rules, schedule, screen, why_not

app = typer.Typer(name="embargo", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, help="Sanctions-compliance rule engine: an article in, a cited risk report out.")
app.command("check")(check.check)
app.command("batch")(batch.batch)
app.command("facts")(facts.facts)
app.command("eval")(evaluate.evaluate)
app.command("explain")(explain.explain)
app.command("why-not")(why_not.why_not)
app.command("regimes")(regimes.regimes)
app.command("goods")(goods.goods)
app.command("screen")(screen.screen)
app.add_typer(rules.app, name="rules")
app.add_typer(lists.app, name="lists")
app.add_typer(schedule.app, name="schedule")


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"embargo {version('embargo')}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version and stop."),
) -> None:
    """Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 usage or input error."""


def run() -> None:
    """Entry point of the `embargo` command."""
    from engine.errors import EmbargoError

    try:
        app()
    except EmbargoError as fault:
        typer.echo(f"embargo: {fault}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)


if __name__ == "__main__":
    run()
