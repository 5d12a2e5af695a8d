"""A batch run: sources in, ledger kept, outputs out. Resumes where it was cut, does only what is new or affected."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.batch.ledger import Ledger, Stamps, sqlite_url
from engine.batch.outputs import Totals, write_outputs
from engine.batch.sources import Columns, Entry, SourceError, entries
from engine.batch.work import Outcome, Task
from engine.batch.workers import run_dask, run_here, run_processes
from engine.errors import InputError
from engine.files import write_file
from engine.model import Model

CHUNK = 16  # documents a worker takes at a time
Progress = Callable[[str, int], None]


class Job(Model):
    """What to run. regimes, extractor: as for `engine.check`. jobs: worker processes; 1 works in this one.

    ledger: a database URL; the default is SQLite in the output folder. dask: address of a scheduler. timeout: seconds a
    server may stay silent. retry_failed: try again what failed before. name: what a schedule calls the job.
    """

    sources: tuple[str, ...]
    out: Path
    columns: Columns = Columns()
    regimes: tuple[str, ...] | None = None
    extractor: str = "syntax"
    jobs: int = 1
    ledger: str | None = None
    dask: str | None = None
    timeout: float = 30.0
    retry_failed: bool = False
    name: str = "batch"


def run_batch(job: Job, progress: Progress | None = None) -> Totals:
    """Run a job to its end and give its totals; every output is written whole or not at all.

    progress: called with `done`, `skipped` or `failed` and a number of documents. Raises InputError when the output folder or
    the ledger cannot be used, or is in use by another run; documents and sources that fail are noted instead.
    """
    from filelock import FileLock, Timeout

    say = progress or (lambda what, number: None)
    try:
        job.out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(job.out / ".lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(str(job.out), "is in use by another run", "Wait until it ends, or name another folder") from None
    except OSError as fault:
        raise InputError(str(job.out), f"cannot be written: {fault.strerror or fault}", "Name a folder that can be written to") from None
    try:
        with Ledger(job.ledger or sqlite_url(job.out)) as ledger:
            return _run(job, ledger, say)
    finally:
        lock.release()


def current_stamps(job: Job) -> Stamps:
    """The versions that reports would be made with now. Raises the errors of a rulebook, list or extractor that does not load."""
    from engine import load_rulebook
    from engine.extraction import load_extractor
    from engine.lists.store import load_entries
    from engine.report import engine_version

    engine = f"{engine_version()} {load_extractor(job.extractor).name}"
    return Stamps(engine=engine, rulebook=load_rulebook().sha256, lists=load_entries()[1].sha256, options=json.dumps(job.regimes))


def _run(job: Job, ledger: Ledger, say: Progress) -> Totals:
    stamps = current_stamps(job)
    run = ledger.begin(stamps)
    held: dict[str, Entry] = {}
    flying: set[str] = set()
    fresh = _chunks(job, _unless_known(job, ledger, stamps, run.number, say, flying, held))
    _work(job, ledger, stamps, run.number, fresh, say, flying)
    _work(job, ledger, stamps, run.number, _chunks(job, iter(held.values())), say, flying)
    again = ([_task(job, entry) for entry in block] for block in ledger.stale(stamps, CHUNK))
    _work(job, ledger, stamps, run.number, again, say, flying)
    totals, reported = write_outputs(job.out, job.name, ledger, run, stamps)
    ledger.finish(run.number, reported)
    return totals


def _task(job: Job, entry: Entry) -> Task:
    return Task(entry=entry, regimes=job.regimes, extractor=job.extractor)


def _chunks(job: Job, found: Iterator[Entry]) -> Iterator[list[Task]]:
    block: list[Task] = []
    for entry in found:
        block.append(_task(job, entry))
        if len(block) >= CHUNK:
            yield block
            block = []
    if block:
        yield block


def _unless_known(job: Job, ledger: Ledger, stamps: Stamps, run: int, say: Progress, flying: set[str], held: dict[str, Entry]) -> Iterator[Entry]:
    """Documents of the sources that the ledger does not have with this content and these versions.

    flying: ids being worked on; a document that comes again meanwhile is `held` until they are done: its last content counts.
    """
    waiting: dict[str, Entry] = {}
    for source in job.sources:
        for entry in entries(source, job.columns, job.timeout):
            if isinstance(entry, InputError):
                ledger.note_fault(run, entry.source, str(entry), isinstance(entry, SourceError))
                say("failed", 0 if isinstance(entry, SourceError) else 1)
                continue
            waiting[entry.id] = entry  # a name that comes twice in one source stands for its last content
            if len(waiting) >= 4 * CHUNK:
                yield from _new(job, ledger, stamps, waiting, say, flying, held)
                waiting = {}
    yield from _new(job, ledger, stamps, waiting, say, flying, held)


def _new(job: Job, ledger: Ledger, stamps: Stamps, waiting: dict[str, Entry], say: Progress, flying: set[str], held: dict[str, Entry]) -> Iterator[Entry]:
    known = ledger.known(list(waiting)) if waiting else {}
    skipped = 0
    for name, entry in waiting.items():
        row = known.get(name)
        if row is not None and row.key == entry.key and ((row.state == "done" and row.stamps == stamps.line()) or (row.state == "failed" and not job.retry_failed)):
            skipped += 1
        elif name in flying or name in held:
            held[name] = entry
        else:
            flying.add(name)
            yield entry
    say("skipped", skipped)


def _work(job: Job, ledger: Ledger, stamps: Stamps, run: int, chunks: Iterator[list[Task]], say: Progress, flying: set[str]) -> None:
    done = run_dask(chunks, job.dask) if job.dask else run_processes(chunks, job.jobs) if job.jobs > 1 else run_here(chunks)
    for tasks, outcomes in done:
        for outcome in outcomes:
            _pages(job.out / "reports", outcome)
        named = {task.entry.id: task.entry for task in tasks}
        ledger.store([(named[o.id], o) for o in outcomes], stamps, run)
        flying -= set(named)
        failed = sum(o.error is not None for o in outcomes)
        say("failed", failed)
        say("done", len(outcomes) - failed)


def _pages(folder: Path, outcome: Outcome) -> None:
    """The report of a document as page and JSON, before the ledger says that it is done; none for a text without facts."""
    page, data = folder / f"{outcome.id}.html", folder / f"{outcome.id}.json"
    if outcome.page is None or outcome.report is None:
        page.unlink(missing_ok=True)
        data.unlink(missing_ok=True)
        return
    write_file(page, zlib.decompress(outcome.page))
    write_file(data, zlib.decompress(outcome.report) + b"\n")
