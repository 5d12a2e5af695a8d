"""`embargo schedule`: jobs of embargo.toml, kept here or handed to systemd, cron or Kubernetes."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from types import FrameType

app = typer.Typer(name="schedule", no_args_is_help=True, help="Batch runs at set times: keep them here, or print what to install instead.")

File = Annotated[Path, typer.Option("--config", "-c", help="The file with the jobs.")]


@app.command("run")
def run(config: File = Path("embargo.toml")) -> None:
    """Keep the schedule until interrupted: no job twice at once, missed runs caught up once."""
    from engine.batch.config import load_config
    from engine.batch.schedule import Keeper

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        Keeper(load_config(config), lambda line: typer.echo(line, err=True)).keep()
    except (KeyboardInterrupt, SystemExit):
        typer.echo("embargo: schedule ended", err=True)


@app.command("once")
def once(name: Annotated[str, typer.Argument(help="Name of the job.")], config: File = Path("embargo.toml")) -> None:
    """Run one job now, tell whom it names, and end with its exit code."""
    from engine.batch.config import load_config
    from engine.batch.notify import tell as send
    from engine.batch.notify import worth_telling

    from .batch import exit_code, run_with_bar, tell

    loaded = load_config(config)
    scheduled = loaded.get(name)
    job = loaded.job(scheduled)
    totals = run_with_bar(job)
    tell(totals, job.out)
    faults = send(scheduled, totals, job.out) if worth_telling(scheduled, totals) else []
    for fault in faults:
        typer.echo(f"embargo: {fault}", err=True)
    raise typer.Exit(2 if faults else exit_code(totals, scheduled.fail_on))


@app.command("export")
def export(
    config: File = Path("embargo.toml"),
    systemd: Annotated[bool, typer.Option("--systemd", help="Print units of systemd.")] = False,
    cron: Annotated[bool, typer.Option("--cron", help="Print lines of a crontab.")] = False,
    kubernetes: Annotated[bool, typer.Option("--kubernetes", help="Print CronJobs.")] = False,
    image: Annotated[str, typer.Option("--image", help="Container image for --kubernetes.")] = "embargo:latest",
) -> None:
    """Print what to install instead of keeping the schedule here."""
    from engine.batch.config import load_config
    from engine.batch.schedule import as_cron, as_kubernetes, as_systemd

    if systemd + cron + kubernetes != 1:
        raise typer.BadParameter("name one of --systemd, --cron, --kubernetes")
    loaded = load_config(config)
    typer.echo(as_systemd(loaded, loaded.jobs) if systemd else as_cron(loaded, loaded.jobs) if cron else as_kubernetes(loaded, loaded.jobs, image), nl=False)
