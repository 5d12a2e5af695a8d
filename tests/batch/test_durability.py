"""Full disks, folders that cannot be written, signals, damaged ledgers, two runs at once: each with its message, nothing half written."""

import contextlib
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from engine.batch.run import Job, run_batch
from tests.articles import write_articles

from .conftest import embargo
from .test_runs import FILES, start


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path):
    source = write_articles(tmp_path / "a.jsonl", range(1))
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file" / "out", "/proc/embargo-out"):
        done = embargo("batch", source, "--out", out)
        assert done.returncode == 2 and "cannot be written" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("limit", [40_000, 200_000, 600_000])
def test_a_full_disk_ends_with_a_message_and_the_old_outputs_whole(tmp_path, limit):
    source = write_articles(tmp_path / "a.jsonl", range(10))
    out = tmp_path / "run"
    run_batch(Job(sources=(str(source),), out=out))
    before = {f: (out / f).read_bytes() for f in FILES}
    write_articles(source, range(200))

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run([sys.executable, "-m", "engine.cli.main", "batch", str(source), "--out", str(out)], capture_output=True, text=True, preexec_fn=small)
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert "cannot be written" in done.stderr and ("run again" in done.stderr or "Name a folder" in done.stderr)
    assert {f: (out / f).read_bytes() for f in FILES} == before
    assert not list(out.glob(".new-*")) and not list((out / "reports").glob(".*"))
    again = embargo("batch", source, "--out", out, "--fail-on", "never")
    assert again.returncode == 0, again.stderr


def committed(ledger):
    """How many documents a ledger has, while a run writes it."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as connection:
            return connection.execute("select count(*) from documents").fetchone()[0]
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_signal_ends_a_run_that_can_go_on(tmp_path, number, code, jobs):
    source = write_articles(tmp_path / "a.jsonl", range(100))
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # tests started in the background of a shell hand this on
        signal.signal(signal.SIGINT, signal.default_int_handler)
    process = start("batch", source, "--out", tmp_path / "run", "--jobs", jobs)
    while process.poll() is None and not committed(tmp_path / "run" / "ledger.sqlite"):
        time.sleep(0.05)
    os.kill(process.pid, number)
    told = process.communicate(timeout=30)[1].decode()
    assert process.returncode == code, told
    assert "run again to go on" in told and "Traceback" not in told
    assert not (tmp_path / "run" / "index.html").exists()
    done = embargo("batch", source, "--out", tmp_path / "run", "--fail-on", "never")
    assert done.returncode == 0 and "unchanged 0" not in done.stderr


def test_a_damaged_ledger_is_said_so_and_moving_it_away_mends_it(tmp_path):
    source = write_articles(tmp_path / "a.jsonl", range(5))
    out = tmp_path / "run"
    run_batch(Job(sources=(str(source),), out=out))
    ledger = out / "ledger.sqlite"
    for damage in (b"this is no database at all, only words" * 200, ledger.read_bytes()[:4096] + b"\xff" * 60000):
        for extra in out.glob("ledger.sqlite-*"):
            extra.unlink()
        ledger.write_bytes(damage)
        done = embargo("batch", source, "--out", out)
        assert done.returncode == 2 and "is damaged" in done.stderr and "Move it away" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    ledger.unlink()
    assert embargo("batch", source, "--out", out, "--fail-on", "never").returncode == 0


def test_two_runs_on_one_folder_never_meet(tmp_path):
    source = write_articles(tmp_path / "a.jsonl", range(150))
    first = start("batch", source, "--out", tmp_path / "run", "--fail-on", "never")
    while not (tmp_path / "run" / "ledger.sqlite").exists():
        time.sleep(0.05)
    second = embargo("batch", source, "--out", tmp_path / "run")
    assert second.returncode == 2 and "in use by another run" in second.stderr
    assert first.wait(100) == 0


def test_a_ledger_that_is_no_database_is_said_so_without_its_password(tmp_path):
    source = write_articles(tmp_path / "a.jsonl", range(1))
    for url, words in (("nonsense", "is no database"), ("oracle9://x", "is no database"), ("postgresql://me:secret@127.0.0.1:1/x", "failed")):
        done = embargo("batch", source, "--out", tmp_path / "run", "--ledger", url)
        assert done.returncode == 2 and words in done.stderr, done.stderr
        assert "secret" not in done.stderr and "Traceback" not in done.stderr
