"""Where documents are worked on: this process, worker processes, or a Dask cluster. All give the same outcomes.

Chunks are handed out in a bounded window, so that memory stays flat. A worker that dies costs only time: its chunk is
tried again by itself, and a document that ends a worker by itself is recorded as failed.

Each worker has a pipe of its own: in the standard library's pool all share one, and a worker that is ended in the middle
of an answer leaves the others, and the process that waits for its rest, hanging.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from engine.batch.work import Outcome, Task, work
from engine.errors import InputError

AHEAD = 3  # chunks in the hands of each worker
Done = tuple[Sequence[Task], list[Outcome]]
Work = Callable[[Sequence[Task]], list[Outcome]]


def run_here(chunks: Iterator[list[Task]]) -> Iterator[Done]:
    """Work in this process."""
    for chunk in chunks:
        yield chunk, work(chunk)


@dataclass
class _Worker:
    """A worker process, the pipe to it, and the chunks in its hands: it answers in their order."""

    process: BaseProcess
    pipe: Connection
    hand: deque[list[Task]] = field(default_factory=deque)


def run_processes(chunks: Iterator[list[Task]], jobs: int, what: Work = work) -> Iterator[Done]:
    """Work in `jobs` processes; outcomes come as they are done. what: what is done to a chunk, a function of a module."""
    from multiprocessing.connection import wait

    workers: list[_Worker] = []
    back: deque[list[Task]] = deque()  # had not been begun when their worker died
    alone: deque[list[Task]] = deque()  # ended a worker: tried again when nothing else is under way, so that the guilty is known
    more = True
    try:
        while True:
            while len(workers) < jobs:
                workers.append(_hire(what))
            for worker in workers:
                while not alone and (more or back) and len(worker.hand) < AHEAD:
                    chunk = back.popleft() if back else next(chunks, None)
                    if chunk is None:
                        more = False
                    else:
                        _give(worker, chunk)
            busy = [w for w in workers if w.hand]
            trial = alone.popleft() if alone and not busy else None
            if trial is not None:
                _give(workers[0], trial)
                busy = workers[:1]
            if not busy:
                return
            ready = wait([w.pipe for w in busy])
            for worker in [w for w in busy if w.pipe in ready]:
                try:
                    outcomes: list[Outcome] = worker.pipe.recv()
                except (EOFError, OSError):  # it died
                    workers.remove(worker)
                    _end([worker])
                    chunk = worker.hand.popleft()
                    back += worker.hand
                    if trial is None:
                        alone.append(chunk)
                    elif len(chunk) == 1:
                        yield chunk, [died(chunk[0])]
                    else:
                        half = len(chunk) // 2
                        alone.extendleft((chunk[half:], chunk[:half]))
                    continue
                yield worker.hand.popleft(), outcomes
    finally:
        _end(workers)


def _give(worker: _Worker, chunk: list[Task]) -> None:
    worker.hand.append(chunk)
    with contextlib.suppress(OSError):  # it has died, which is seen where its answer is read
        worker.pipe.send(chunk)


def _hire(what: Work) -> _Worker:
    from multiprocessing import get_context

    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(what, theirs), daemon=True)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # handed on: Ctrl-C reaches whole groups, and is for the parent
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()  # so that its death is read as the end of the pipe
    return _Worker(process, ours)


def _serve(what: Work, pipe: Connection) -> None:
    """A worker's life. Chunks are read as they come, so that the parent never waits to hand one out; without the parent it ends."""
    import queue
    import threading

    chunks: queue.SimpleQueue[list[Task]] = queue.SimpleQueue()

    def read() -> None:
        try:
            while True:
                chunks.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(1)

    threading.Thread(target=read, daemon=True).start()
    while True:
        outcomes = what(chunks.get())
        try:
            pipe.send(outcomes)
        except OSError:
            os._exit(1)


def _end(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.process.kill()
    for worker in workers:
        worker.process.join()
        worker.pipe.close()


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
