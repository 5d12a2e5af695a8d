"""Where documents are worked on: this process, worker processes, or a Dask cluster. All give the same outcomes.

Chunks are handed out in a bounded window, so that memory stays flat. A worker that dies costs only time: its chunk is
tried again by itself, and a document that ends a worker by itself is recorded as failed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from engine.batch.work import Outcome, Task, work
from engine.errors import InputError

AHEAD = 3  # chunks waiting for each worker
Done = tuple[Sequence[Task], list[Outcome]]


def run_here(chunks: Iterator[list[Task]]) -> Iterator[Done]:
    """Work in this process."""
    for chunk in chunks:
        yield chunk, work(chunk)


def run_processes(chunks: Iterator[list[Task]], jobs: int) -> Iterator[Done]:
    """Work in `jobs` processes; outcomes come as they are done."""
    pool = _pool(jobs)
    pending: dict[Future[list[Outcome]], list[Task]] = {}
    alone: list[list[Task]] = []
    try:
        more = True
        while more or pending or alone:
            while more and len(pending) < jobs * AHEAD:
                chunk = next(chunks, None)
                if chunk is None:
                    more = False
                    break
                try:
                    pending[pool.submit(work, chunk)] = chunk
                except BrokenProcessPool:
                    alone.append(chunk)
                    pool = _again(pool, jobs, pending, alone)
            if not pending:  # after a death, chunk by chunk and then by halves, so that the guilty document is known
                yield from _one_by_one(alone)
                continue
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            broken = False
            for future in done:
                chunk = pending.pop(future)
                try:
                    outcome = future.result()
                except BrokenProcessPool:
                    broken = True
                    alone.append(chunk)
                    continue
                yield chunk, outcome
            if broken:
                pool = _again(pool, jobs, pending, alone)
    finally:
        processes = list((getattr(pool, "_processes", None) or {}).values())
        closing = getattr(pool, "_executor_manager_thread", None)
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        if closing is not None:
            closing.join(10)  # Python 3.12 tells with a traceback of a pool that is still closing at its exit


def _one_by_one(alone: list[list[Task]]) -> Iterator[Done]:
    """Work on `alone`, emptying it, in one process at a time; a chunk that ends it is halved, a single document has `died`."""
    cell = _pool(1)
    try:
        while alone:
            chunk = alone.pop(0)
            try:
                yield chunk, cell.submit(work, chunk).result()
            except BrokenProcessPool:
                cell.shutdown(wait=False)
                cell = _pool(1)
                if len(chunk) == 1:
                    yield chunk, [died(chunk[0])]
                else:
                    alone[:0] = [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]
    finally:
        cell.shutdown(wait=False, cancel_futures=True)


def _again(pool: ProcessPoolExecutor, jobs: int, pending: dict[Future[list[Outcome]], list[Task]], alone: list[list[Task]]) -> ProcessPoolExecutor:
    """A new pool for one that broke; what it had in hand is tried again by itself."""
    alone += pending.values()
    pending.clear()
    pool.shutdown(wait=False, cancel_futures=True)
    return _pool(jobs)


def _pool(jobs: int) -> ProcessPoolExecutor:
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(os.getpid(),))


def _start(parent: int) -> None:
    """A worker's first act: leave signals to the parent, one thread for arithmetic, and end when the parent is gone."""
    import signal
    import threading
    import time

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def run_dask(chunks: Iterator[list[Task]], address: str) -> Iterator[Done]:
    """Work on the Dask cluster whose scheduler is at `address`. Raises InputError when it is not there."""
    try:
        import distributed
    except ImportError:
        raise InputError("--dask", "needs the distributed package", "Install it with pip install 'embargo[scale]'") from None
    try:
        dask: Any = distributed
        client = dask.Client(address, timeout=10)
    except (OSError, ValueError, TimeoutError) as fault:
        raise InputError(address, f"has no Dask scheduler that answers ({type(fault).__name__})", "Give the address that `dask scheduler` printed") from None
    with client:
        window = max(4, 2 * sum(client.nthreads().values()))
        running: dict[Any, list[Task]] = {}
        queue = dask.as_completed()

        def feed() -> None:
            while len(running) < window:
                chunk = next(chunks, None)
                if chunk is None:
                    return
                future = client.submit(work, chunk, pure=False, retries=2)
                running[future] = chunk
                queue.add(future)

        feed()
        for future in queue:
            chunk = running.pop(future)
            try:
                yield chunk, future.result()
            except dask.KilledWorker:
                yield chunk, [died(task) for task in chunk]
            feed()


def died(task: Task) -> Outcome:
    """The outcome of a document that ended its worker."""
    e = task.entry
    return Outcome(id=e.id, key=e.key, error=f"{e.uri}: checking it ended the worker process, perhaps for want of memory. Split the document, or give the machine more memory", title=e.title, published=e.published, url=e.url, origin=e.origin)
