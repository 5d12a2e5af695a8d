"""`embargo batch`: many documents, one ledger, one dashboard."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .check import Level

if TYPE_CHECKING:
    from types import FrameType

    from engine.batch.outputs import Totals
    from engine.batch.run import Job


def batch(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Folder, glob, JSONL, CSV, Parquet, RSS or Atom feed, or document; a path or a URL.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the dashboard, tables, reports and, by default, the ledger.")],
    columns: Annotated[list[str] | None, typer.Option("--columns", help="FIELD=COLUMN for tables, e.g. text=body,published=date,id=key. Fields: text, title, published, url, id, source.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Worker processes.")] = 1,
    regime: Annotated[list[str] | None, typer.Option("--regime", "-r", help="Regime to check; may be repeated. All by default.")] = None,
    fail_on: Annotated[Level, typer.Option("--fail-on", help="Exit with 1 when a finding reaches this risk.")] = Level.low,
    ledger: Annotated[str | None, typer.Option("--ledger", help="Database URL, e.g. postgresql://user@host/name; SQLite in the output folder by default.")] = None,
    dask: Annotated[str | None, typer.Option("--dask", help="Address of a Dask scheduler to work on (needs embargo[scale]).")] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try documents again that failed before.")] = False,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that a server may stay silent.")] = 30.0,
    extractor: Annotated[str, typer.Option("--extractor", help="Extractor, as for check.")] = "syntax",
) -> None:
    """Check many documents. A run that was cut short goes on; a second run does only what is new or affected by a change."""
    from engine.batch.run import Job
    from engine.batch.sources import parse_columns

    job = Job(
        sources=tuple(sources), out=out, columns=parse_columns(columns), regimes=tuple(regime) if regime else None, extractor=extractor, jobs=jobs, ledger=ledger, dask=dask,
        timeout=timeout, retry_failed=retry_failed, name=out.resolve().name,
    )  # fmt: skip
    totals = run_with_bar(job)
    tell(totals, out)
    raise typer.Exit(exit_code(totals, fail_on.value))


def exit_code(totals: Totals, fail_on: str) -> int:
    """2 when anything could not be read, 1 when a finding reaches the risk, else 0."""
    from engine.rulebook import load_rulebook

    levels = load_rulebook().risk.levels
    if totals.faults or totals.failures:
        return 2
    return int(fail_on != "never" and totals.highest is not None and levels.index(totals.highest) >= levels.index(fail_on))


def run_with_bar(job: Job) -> Totals:
    """Run a job with a progress bar on standard error; SIGINT and SIGTERM end it between two documents."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from engine.batch.run import run_batch
    from engine.batch.sources import count

    numbers = [count(s) for s in job.sources]
    total = None if None in numbers else sum(n for n in numbers if n is not None)
    stopped: list[int] = []
    tally = {"done": 0, "skipped": 0, "failed": 0}
    console = Console(stderr=True)
    rate = TextColumn("{task.fields[rate]}")
    with Progress(TextColumn("checking"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(), console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=total, rate="")

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.append(number)
            raise KeyboardInterrupt

        def say(what: str, number: int) -> None:
            if stopped:  # the interrupt was lost: Python drops one that comes while it frees an object
                raise KeyboardInterrupt
            tally[what] += number
            speed = bar.tasks[task].speed
            bar.update(task, advance=number, rate=f"{speed:,.1f}/s" if speed else "")

        before = {n: signal.signal(n, stop) for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) != signal.SIG_IGN}
        try:
            totals = run_batch(job, say)
        except KeyboardInterrupt:
            bar.stop()
            typer.echo(f"embargo: stopped after {tally['done']:,} documents; what was done is kept, run again to go on", err=True)
            raise typer.Exit(128 + stopped[-1] if stopped else 130) from None
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    typer.echo(f"checked {tally['done']:,}, unchanged {tally['skipped']:,}, failed {tally['failed']:,}", err=True)
    return totals


def tell(totals: Totals, out: Path) -> None:
    """The run in a few lines."""
    t = totals
    typer.echo(f"{t.findings:,} findings in {t.with_findings:,} of {t.documents:,} documents" + (f" ({t.new:,} new, {t.gone:,} gone)" if not t.first else "") + (f"; {t.copies:,} copies counted once" if t.copies else ""))
    if t.by_risk:
        typer.echo("  " + ", ".join(f"{n:,} {level}" for level, n in t.by_risk))
    for _, whole, error in t.faults[:10]:
        typer.echo(f"embargo: {'source ' if whole else ''}{error}", err=True)
    for _, error in t.failures[:10]:
        typer.echo(f"embargo: {error}", err=True)
    typer.echo(f"  {out / 'index.html'}")
