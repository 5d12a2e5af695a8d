"""A batch loses nothing and does nothing twice: killed, resumed, run again, changed, copied, in one process or many."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from engine.batch.run import Job, run_batch
from tests.articles import article, write_articles

from .conftest import embargo

FILES = ("findings.jsonl", "findings.csv", "findings.parquet", "facts.parquet", "across.json", "summary.md", "index.html")


def bytes_of(out: Path) -> dict[str, bytes]:
    return {**{f: (out / f).read_bytes() for f in FILES}, **{p.name: p.read_bytes() for p in sorted((out / "reports").glob("*"))}}


def start(*args):
    return subprocess.Popen([sys.executable, "-m", "engine.cli.main", *map(str, args)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


@pytest.fixture(scope="module")
def undisturbed(articles, tmp_path_factory):
    """What one run leaves, and what each later one that finds nothing new (its number stands in the summary): of the runs
    that are to be killed any may be done before, so five may end."""
    out = tmp_path_factory.mktemp("undisturbed") / "run"
    left = []
    for _ in range(5):
        run_batch(Job(sources=(str(articles),), out=out, name="run"))
        left.append(bytes_of(out))
    return left


def finish_after_kills(articles, out, draw, *more, kills=4):
    for _ in range(kills):
        process = start("batch", articles, "--out", out, *more)
        time.sleep(draw.uniform(0.6, 4.0))
        os.killpg(process.pid, signal.SIGKILL) if draw.random() < 0.5 else process.kill()
        process.wait()
    for _ in range(20):
        done = embargo("batch", articles, "--out", out, "--fail-on", "never", *more)
        if "is in use" not in done.stderr:
            break
        time.sleep(0.5)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_killed_at_random_moments_ends_as_if_undisturbed(articles, undisturbed, tmp_path, jobs):
    finish_after_kills(articles, tmp_path / "run", random.Random(jobs), "--jobs", jobs)
    assert bytes_of(tmp_path / "run") in undisturbed


def test_on_postgresql_too(articles, undisturbed, tmp_path, database):
    finish_after_kills(articles, tmp_path / "run", random.Random(3), "--ledger", database, kills=3)
    assert bytes_of(tmp_path / "run") in undisturbed
    assert not (tmp_path / "run" / "ledger.sqlite").exists()


def test_a_postgresql_ledger_is_used_by_one_run_at_a_time(tmp_path, database):
    from engine.batch.ledger import Ledger

    with Ledger(database):
        done = embargo("batch", write_articles(tmp_path / "a.jsonl", range(2)), "--out", tmp_path / "o", "--ledger", database)
    assert done.returncode == 2 and "in use by another run" in done.stderr


def under_way(process, out):
    """Wait until a run has written its first report."""
    while process.poll() is None and not any((out / "reports").glob("*.html")):
        time.sleep(0.02)
    assert process.poll() is None, "it ended before it could be disturbed"


def test_a_worker_that_dies_costs_only_time(articles, undisturbed, tmp_path):
    process = start("batch", articles, "--out", tmp_path / "run", "--jobs", 2, "--fail-on", "never")
    under_way(process, tmp_path / "run")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    workers = [c for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]
    os.kill(int(workers[0]), signal.SIGKILL)
    assert process.wait(120) == 0, process.stderr.read().decode()
    assert bytes_of(tmp_path / "run") in undisturbed


def test_on_a_dask_cluster_with_a_worker_killed(articles, undisturbed, tmp_path):
    distributed = pytest.importorskip("distributed", reason="distributed is not installed (pip install 'embargo[scale]')")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50) as cluster:
        process = start("batch", articles, "--out", tmp_path / "run", "--dask", cluster.scheduler_address, "--fail-on", "never")
        under_way(process, tmp_path / "run")
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        assert process.wait(200) == 0, process.stderr.read().decode()
    assert bytes_of(tmp_path / "run") in undisturbed


def test_a_second_run_does_only_what_is_new_and_says_why(tmp_path):
    source = write_articles(tmp_path / "in.jsonl", range(20))
    job = Job(sources=(str(source),), out=tmp_path / "run", name="run")
    told = {}

    def count(what, number):
        told[what] = told.get(what, 0) + number

    first = run_batch(job, count)
    assert told["done"] == 20 and first.new == first.findings
    told.clear()
    second = run_batch(job, count)
    assert told.get("done", 0) == 0 and told["skipped"] == 20
    assert (second.findings, second.new, second.gone) == (first.findings, 0, 0)
    rows = [article(n) for n in range(21)]
    rows[3]["text"] = "North Korea sold coal to China in 2019, records show. " + rows[3]["text"]
    source.write_text("\n".join(map(json.dumps, rows)) + "\n")
    told.clear()
    third = run_batch(job, count)
    assert told["done"] == 2
    reasons = dict(third.by_reason)
    assert set(reasons) <= {"new article", "changed article"} and "changed article" in reasons
    rows_out = [json.loads(line) for line in (tmp_path / "run" / "findings.jsonl").read_text().splitlines()]
    assert sum(bool(r["new"]) for r in rows_out) == third.new


def test_a_changed_list_or_rulebook_or_engine_is_told_as_the_reason(tmp_path, monkeypatch):
    from engine.batch import run as module

    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "published": "2019-05-05", "text": "North Korea sold coal to China."}) + "\n")
    job = Job(sources=(str(source),), out=tmp_path / "run")
    run_batch(job)
    now = module.current_stamps(job)
    source.unlink()  # the ledger has its own copy
    for field, words in (("rulebook", "changed rule"), ("lists", "changed list"), ("engine", "changed engine")):
        now = now.model_copy(update={field: "other"})
        monkeypatch.setattr(module, "current_stamps", lambda job, stamps=now: stamps)
        with create_engine(f"sqlite:///{tmp_path / 'run' / 'ledger.sqlite'}").begin() as connection:
            connection.execute(text("delete from reported"))  # as if the last run had not found it
        told = {}
        totals = run_batch(job, lambda what, number, told=told: told.update({what: told.get(what, 0) + number}))
        assert told["done"] == totals.documents == 1 and totals.by_reason == ((words, totals.findings),)


def test_what_fails_is_kept_with_its_error_and_tried_again_only_on_request(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.txt").write_text("  ")
    (folder / "good.txt").write_text("North Korea sold coal to China in May 2019.")
    done = embargo("batch", folder, "--out", tmp_path / "run", "--fail-on", "never")
    assert done.returncode == 2 and "bad.txt: is empty" in done.stderr
    assert (tmp_path / "run" / "findings.csv").read_text().count("UNSCR-") >= 1
    again = embargo("batch", folder, "--out", tmp_path / "run")
    assert "unchanged 2" in again.stderr and again.returncode == 2
    (folder / "bad.txt").write_text("Iran sold missiles to the Houthis.")
    mended = embargo("batch", folder, "--out", tmp_path / "run", "--fail-on", "never")
    assert mended.returncode == 0 and "checked 1, unchanged 1" in mended.stderr
    retried = embargo("batch", folder, "--out", tmp_path / "run", "--fail-on", "never", "--retry-failed")
    assert retried.returncode == 0


def test_copies_count_once_and_independent_sources_corroborate(tmp_path):
    filler = " ".join(article(4)["text"].split(". ")[:8])
    text = f"North Korea delivered 400 containers of artillery shells to Russia in May 2024. {filler}."
    rows = [
        {"id": 1, "source": "agency", "published": "2024-05-20", "text": text},
        {"id": 2, "source": "paper", "published": "2024-05-21", "text": text.replace("opened late", "opened very late")},
        {"id": 3, "source": "rival", "published": "2024-05-22", "text": "A different account: artillery shells were sent by North Korea to Russia during May 2024, port records show. The ships were seen leaving Rajin at night."},
        {"id": 4, "source": "paper", "published": "2024-05-23", "text": text.replace("to Russia", "to Syria")},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)) + "\n")
    totals = run_batch(Job(sources=(str(source),), out=tmp_path / "run"))
    assert totals.copies == 1
    facts = pd.read_parquet(tmp_path / "run" / "facts.parquet")
    assert len(facts[facts["recipient"] == "ru"]) == 2 and len(facts[facts["recipient"] == "sy"]) == 1
    told = json.loads((tmp_path / "run" / "across.json").read_text())["corroborated"]
    assert [(a["kind"], a["supplier"], a["recipient"], a["sources"]) for a in told] == [("arms_transfer", "kp", "ru", ["agency", "rival"])]


def test_amounts_add_up_against_the_cap_in_its_unit(tmp_path):
    texts = (
        "China shipped 100,000 barrels of refined petroleum to North Korea.", "China shipped 10,000 tons of refined petroleum to North Korea.",
        "Russia may ship 90,000 barrels of refined petroleum to North Korea.", "The United States accused Russia of shipping 50,000 barrels of refined petroleum to North Korea.",
    )  # fmt: skip
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"text": t, "published": f"2023-0{i + 1}-01"}) + "\n" for i, t in enumerate(texts)))
    run_batch(Job(sources=(str(source),), out=tmp_path / "run"))
    rows = [m for m in json.loads((tmp_path / "run" / "across.json").read_text())["measures"] if m["rule"] == "UNSCR-2397-OP5"]
    assert [(m["period"], m["unit"], m["cap"], m["reported"], m["alleged"], m["deliveries"]) for m in rows] == [("2023", "barrels", 500000, 180000, 50000, 3)]


def test_goods_that_pass_on_make_a_chain(tmp_path):
    source = tmp_path / "in.jsonl"
    texts = ("Iran sold missiles to Eritrea.", "Eritrea sold missiles to Al-Shabaab.")
    source.write_text("".join(json.dumps({"text": t, "published": f"2023-0{i + 1}-01"}) + "\n" for i, t in enumerate(texts)))
    run_batch(Job(sources=(str(source),), out=tmp_path / "run"))
    chains = json.loads((tmp_path / "run" / "across.json").read_text())["chains"]
    assert [(c["first"], c["middle"], c["last"], c["item"]) for c in chains] == [("ir", "er", "al-shabaab", "missiles")]


def test_tables_have_the_same_findings_and_no_formula(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "title": "=cmd|' /C calc'!A0", "text": "North Korea sold coal to China.", "published": "2019-01-01"}) + "\n")
    run_batch(Job(sources=(str(source),), out=tmp_path / "run"))
    with (tmp_path / "run" / "findings.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [json.loads(x) for x in (tmp_path / "run" / "findings.jsonl").read_text().splitlines()]
    frame = pd.read_parquet(tmp_path / "run" / "findings.parquet")
    assert [r["rule"] for r in rows] == [x["rule"] for x in lines] == list(frame["rule"])
    assert rows[0]["title"].startswith("'=") and frame["title"][0].startswith("=")
    assert (tmp_path / "run" / "reports" / f"{lines[0]['document']}.html").exists()


def test_a_document_that_ends_its_worker_is_recorded_and_the_rest_is_done(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif 'spawn_main' in ' '.join(sys.orig_argv):\n    import engine.batch.work as w\n    old = w._one\n"
        "    w._one = lambda task: os._exit(9) if b'poison' in task.entry.raw else old(task)\n"
    )
    rows = [article(n) for n in range(16)]
    rows[7]["text"] = "This text is poison."
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)) + "\n")
    done = embargo("batch", source, "--out", tmp_path / "run", "--jobs", 2, "--fail-on", "never")
    assert done.returncode == 2 and "in.jsonl#a7: checking it ended the worker process" in done.stderr
    assert "checked 15" in done.stderr


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(7)), st.integers(1, 3))
def test_any_order_of_records_gives_the_same_bytes(tmp_path_factory, order, size):
    from engine.batch import run as module

    rows = [article(n) for n in (0, 1, 2, 3, 5)]
    rows += [{**rows[0], "id": "copy", "source": "other"}, {"id": "broken", "text": ""}]
    folder = tmp_path_factory.mktemp("order")
    made = []
    for number, places in enumerate((range(7), order)):
        source = folder / str(number) / "in.jsonl"
        source.parent.mkdir()
        source.write_text("\n".join(json.dumps(rows[i]) for i in places if i != 6) + "\n")
        here = Path.cwd()
        os.chdir(source.parent)
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(module, "CHUNK", size if number else 16)
                run_batch(Job(sources=("in.jsonl",), out=Path("run")))
        finally:
            os.chdir(here)
        made.append(bytes_of(source.parent / "run"))
    assert made[0] == made[1]
