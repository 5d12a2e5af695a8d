"""Worker processes: each chunk is answered once, whatever dies, and an interrupt always ends them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

from engine.batch import workers
from engine.batch.run import Job
from engine.batch.workers import run_processes
from engine.cli.batch import run_with_bar

from .work_in_hand import answer_at_length, die_of_sevens


@pytest.mark.parametrize("seed", range(8))
def test_an_interrupt_in_the_middle_of_an_answer_never_hangs(seed):
    done = subprocess.run([sys.executable, "-c", f"from tests.batch.work_in_hand import interrupted; interrupted({seed})"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0 and done.stdout == "interrupted\n" and done.stderr == "", done.stderr


def test_only_what_ends_a_worker_by_itself_is_lost(monkeypatch):
    monkeypatch.setattr(workers, "died", lambda task: SimpleNamespace(died=task))
    numbers = [n for n in range(100) if n % 10 != 5]
    chunks = [numbers[i : i + 4] for i in range(0, len(numbers), 4)]
    told = {}
    for chunk, outcomes in run_processes(iter(chunks), 3, die_of_sevens):
        assert len(chunk) == len(outcomes) and told.keys().isdisjoint(chunk)
        told |= dict(zip(chunk, outcomes, strict=True))
    assert told == {n: SimpleNamespace(died=n) if n in (7, 77) else n * n for n in numbers}


def test_an_interrupt_that_python_drops_still_ends_a_batch(monkeypatch, tmp_path):
    class Freed:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGINT)

    def lose_one(job, say):
        with contextlib.suppress(KeyboardInterrupt):  # where Python 3.13 does not drop it
            Freed()
        for _ in range(1000):
            say("done", 1)
        raise AssertionError("the interrupt was lost")

    monkeypatch.setattr(sys, "unraisablehook", lambda fault: None)
    monkeypatch.setattr("engine.batch.run.run_batch", lose_one)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests started in the background of a shell ignore it
    try:
        with pytest.raises(typer.Exit) as end:
            run_with_bar(Job(sources=(), out=tmp_path))
    finally:
        signal.signal(signal.SIGINT, before)
    assert end.value.exit_code == 130


def children(pid):
    return [Path("/proc", c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def running(process):
    try:
        return process.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_no_worker_outlives_its_run():
    run = run_processes(iter([[n] for n in range(1000)]), 2, answer_at_length)
    next(run)
    ours = [c for c in children(os.getpid()) if b"spawn_main" in c.joinpath("cmdline").read_bytes()]
    assert len(ours) == 2
    run.close()
    assert not any(map(running, ours))


def test_workers_end_with_a_parent_that_is_killed():
    script = "from tests.batch.work_in_hand import *\nfrom engine.batch.workers import run_processes\nfor n, _ in enumerate(run_processes(iter([[n] for n in range(1000)]), 2, answer_at_length)):\n    print(n, flush=True)"
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    parent.stdout.readline()
    ours = children(parent.pid)
    assert sum(map(running, ours)) >= 2
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 10
    while any(map(running, ours)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(running, ours))
