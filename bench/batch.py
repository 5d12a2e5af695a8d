"""Batch: throughput of two workers against one, memory against length, and a run killed again and again.

    python bench/batch.py [--articles 20000] [--kills 10] [--only throughput|memory|kills]

Figures are ratios; the articles are those of `tests/articles.py`. Needs psutil (it comes with the dev extras).
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.articles import write_articles

FILES = ("findings.jsonl", "findings.csv", "findings.parquet", "facts.parquet", "across.json", "summary.md", "index.html")


def start(source: Path, out: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "engine.cli.main", "batch", str(source), "--out", str(out), "--jobs", str(jobs), "--fail-on", "never"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def measured(source: Path, out: Path, jobs: int) -> tuple[float, float, float]:
    """(seconds, peak MiB of the process and its workers, CPU seconds of the process alone) of a whole run."""
    begin, peak, own = time.perf_counter(), 0, 0.0
    process = start(source, out, jobs)
    tree = psutil.Process(process.pid)
    while process.poll() is None:
        with_children = 0
        try:
            own = sum(tree.cpu_times()[:2])
            for p in (tree, *tree.children(recursive=True)):
                with_children += p.memory_info().rss
        except psutil.Error:
            pass
        peak = max(peak, with_children)
        time.sleep(0.2)
    assert process.returncode == 0
    return time.perf_counter() - begin, peak / 2**20, own


def content(out: Path) -> dict[str, bytes]:
    return {f: (out / f).read_bytes() for f in FILES} | {p.name: p.read_bytes() for p in (out / "reports").iterdir()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--only", choices=("throughput", "memory", "kills"))
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        many, few = write_articles(base / "many.jsonl", range(told.articles)), write_articles(base / "few.jsonl", range(told.articles // 10))
        (base / "a").mkdir()
        (base / "b").mkdir()
        jobs = 2 if told.only == "kills" else 1
        one, large, _ = measured(many, base / "a" / "run", jobs)
        print(f"{told.articles:,} articles, {jobs} at work: {one:.0f} s, {1000 * one / told.articles:.1f} ms each, peak {large:.0f} MiB", flush=True)
        if told.only in (None, "memory"):
            _, small, _ = measured(few, base / "few", 1)
            print(f"memory at {told.articles:,} is {large / small:.2f} times that at {told.articles // 10:,} ({small:.0f} MiB)", flush=True)
        if told.only in (None, "throughput"):
            two, both, own = measured(many, base / "two" / "run", 2)
            print(f"two workers: {two:.0f} s, {one / two:.2f} times the throughput, peak {both:.0f} MiB; the process that hands out: {1000 * own / told.articles:.2f} ms of CPU for each article", flush=True)
            size = (base / "two" / "run" / "ledger.sqlite").stat().st_size
            print(f"ledger: {size / told.articles / 1024:.1f} KiB for each article", flush=True)
            assert content(base / "two" / "run") == content(base / "a" / "run"), "two workers gave other bytes"
            again, _, _ = measured(many, base / "two" / "run", 1)
            print(f"run again with nothing new: {again:.1f} s, {1000 * again / told.articles:.2f} ms for each article", flush=True)
        if told.only in (None, "kills"):
            draw = random.Random(11)
            for _ in range(told.kills):
                process = start(many, base / "b" / "run", 2)
                time.sleep(draw.uniform(2, 0.4 * one * jobs / max(told.kills, 1)))
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                assert not (base / "b" / "run" / "index.html").exists(), "it had ended before the last kill"
            assert start(many, base / "b" / "run", 2).wait() == 0
            calm, killed = content(base / "a" / "run"), content(base / "b" / "run")
            other = sorted(name for name in calm.keys() | killed.keys() if calm.get(name) != killed.get(name))
            print(f"killed {told.kills} times and resumed: the outputs are {'the same, byte for byte' if not other else f'DIFFERENT: {other[:8]}'}")


if __name__ == "__main__":
    main()
