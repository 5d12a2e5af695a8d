"""Schedules: moments as cron has them, faults with file and line, no job twice at once, missed runs once, messages signed and sent."""

import datetime
import hashlib
import hmac
import json
import os
import shutil
import signal
import socketserver
import subprocess
import sys
import threading
import time
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.batch.config import Mail, Webhook, load_config
from engine.batch.cron import calendar_events, parse_cron, trigger
from engine.batch.notify import payload, send_mail, send_webhook, worth_telling
from engine.batch.run import Job, run_batch
from engine.batch.schedule import Keeper, as_cron, as_kubernetes, as_systemd, missed
from engine.errors import InputError
from tests.articles import write_articles

from .conftest import embargo
from .test_dashboard import totals

UTC = ZoneInfo("UTC")
JOB = '[[job]]\nname = "press"\nsources = ["in.jsonl"]\nout = "out"\ncron = "%s"\n'


def field(low, high):
    one = st.integers(low, high).map(str)
    span = st.tuples(st.integers(low, high), st.integers(low, high)).map(lambda p: f"{min(p)}-{max(p)}")
    return st.one_of(st.just("*"), st.integers(2, 9).map(lambda n: f"*/{n}"), one, span, st.lists(one, min_size=1, max_size=4).map(",".join))


crons = st.tuples(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6)).map(" ".join)


def due(text, moment):
    """Whether crontab(5) has a moment, worked out field by field."""

    def has(word, value, low, high):
        for part in word.split(","):
            span, _, step = part.partition("/")
            a, b = (low, high) if span == "*" else (int(span.split("-")[0]), int(span.split("-")[-1]))
            if a <= value <= b and (value - a) % int(step or 1) == 0:
                return True
        return False

    m, h, d, mo, w = text.split()
    day, week = has(d, moment.day, 1, 31), has(w, moment.isoweekday() % 7, 0, 6)
    days = (day or week) if not d.startswith("*") and not w.startswith("*") else (day and week)
    return has(m, moment.minute, 0, 59) and has(h, moment.hour, 0, 23) and has(mo, moment.month, 1, 12) and days


@settings(max_examples=60, deadline=None)
@given(crons, st.datetimes(datetime.datetime(2024, 1, 1), datetime.datetime(2027, 1, 1)))
def test_the_next_moment_is_always_the_first_that_cron_has(text, now):
    now = now.replace(second=0, microsecond=0, tzinfo=UTC)
    found = trigger(parse_cron(text), "UTC").get_next_fire_time(None, now)
    if found is None:
        return
    assert due(text, found)
    between = now
    for _ in range(3000):
        if between >= found:
            break
        assert not due(text, between)
        between += datetime.timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "5-1 * * * *", "*/0 * * * *", "x * * * *", "* * * * funday"])
def test_a_wrong_expression_says_which_field(text):
    with pytest.raises(InputError, match=r"five|minute|hour|day|month"):
        parse_cron(text)


def test_names_and_sunday_twice():
    assert parse_cron("@daily").text == "0 0 * * *"
    assert parse_cron("0 0 * jan-mar sun,7").weekdays == (0,) and parse_cron("0 0 * jan-mar *").months == (1, 2, 3)
    assert parse_cron("0 0 * * 5-7").weekdays == (0, 5, 6)


@pytest.mark.parametrize("text", ["*/15 6-20 * * mon-fri", "0 3 1,15 * 1", "30 4 * * *"])
def test_systemd_has_the_same_moments(text):
    events = calendar_events(parse_cron(text), "UTC")
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    base = datetime.datetime(2026, 3, 1, tzinfo=UTC)
    found = set()
    for event in events:
        told = subprocess.run(["systemd-analyze", "calendar", "--iterations=40", "--base-time=2026-03-01 00:00:00 UTC", event], capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"}).stdout
        found |= {datetime.datetime.strptime(" ".join(line.split()[-3:-1]), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) for line in told.splitlines() if ("elapse" in line or "Iteration" in line or "Iter" in line) and line.strip().endswith("UTC")}
    assert found
    moment, rule = base - datetime.timedelta(seconds=1), trigger(parse_cron(text), "UTC")
    for expected in sorted(found)[:30]:
        moment = rule.get_next_fire_time(None, moment + datetime.timedelta(seconds=1))
        assert moment == expected


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[[job]\n", 1, "no TOML"),
        ("", 1, "has no [[job]]"),
        ("[job]\nname = 'x'\n", 1, "has no [[job]]"),
        ('x = 1\n[[job]]\nname = "a"\n', 1, "unknown table 'x'"),
        (JOB % "* * * *", 5, "five"),
        (JOB % "0 0 * * *" + "speed = 3\n", 6, "speed: is unknown"),
        (JOB % "0 0 * * *" + 'timezone = "Mars/Base"\n', 6, "no time zone"),
        (JOB % "0 0 * * *" + 'regimes = ["dprk", "atlantis"]\n', 6, "no regime"),
        (JOB % "0 0 * * *" + 'fail_on = "huge"\n', 6, "fail_on"),
        (JOB % "0 0 * * *" + "jobs = 0\n", 6, "jobs"),
        (JOB % "0 0 * * *" + 'extractor = "none"\n', 6, "no extractor"),
        (JOB % "0 0 * * *" + '[job.mail]\nhost = "h"\nsender = "nobody"\nto = ["a@b.example"]\n', 8, "sender"),
        (JOB % "0 0 * * *" + "\n" + JOB % "0 1 * * *", 8, "two jobs are called"),
        ('[[job]]\nname = "a"\nout = "o"\ncron = "0 0 * * *"\n', 1, "sources: is missing"),
    ],
)
def test_a_fault_in_the_file_names_its_line_and_what_to_do(tmp_path, text, line, words):
    path = tmp_path / "embargo.toml"
    path.write_text(text)
    with pytest.raises(InputError) as told:
        load_config(path)
    assert str(told.value).startswith(f"{path}:{line}: ") and words in str(told.value), str(told.value)
    done = embargo("schedule", "run", "--config", path)
    assert done.returncode == 2 and "Traceback" not in done.stderr


@pytest.fixture
def config(tmp_path):
    write_articles(tmp_path / "in.jsonl", range(6))
    (tmp_path / "embargo.toml").write_text(JOB % "*/10 * * * *")
    return load_config(tmp_path / "embargo.toml")


def test_any_number_of_missed_moments_is_one_run(config):
    job = config.jobs[0]
    now = datetime.datetime.now(UTC)
    assert not missed(config, job, now)  # it never ran: nothing was missed
    run_batch(config.job(job))
    page = config.job(job).out / "index.html"
    assert not missed(config, job, datetime.datetime.fromtimestamp(page.stat().st_mtime, UTC))
    old = time.time() - 86400
    os.utime(page, (old, old))
    assert missed(config, job, now)


def test_the_keeper_catches_up_once_and_never_runs_a_job_twice_at_once(config, monkeypatch):
    from apscheduler.schedulers.blocking import BlockingScheduler

    out = config.job(config.jobs[0]).out
    out.mkdir()
    (out / "index.html").write_text("")
    old = time.time() - 86400
    os.utime(out / "index.html", (old, old))
    runs, now, most, told, held = [], [0], [0], [], {}
    begin = BlockingScheduler.start

    def runner(name):
        now[0] += 1
        most[0] = max(most[0], now[0])
        runs.append(name)
        time.sleep(1.5)
        now[0] -= 1

    def start_and_hurry(self, *args, **kwargs):
        held["scheduler"] = self
        job = self.get_jobs()[0]
        from apscheduler.triggers.interval import IntervalTrigger

        first = job.next_run_time if hasattr(job, "next_run_time") else None
        assert first is not None and first <= datetime.datetime.now(UTC)
        self.reschedule_job(job.id, trigger=IntervalTrigger(seconds=1))
        self.modify_job(job.id, next_run_time=first)
        threading.Timer(5, lambda: self.shutdown(wait=False)).start()
        return begin(self, *args, **kwargs)

    monkeypatch.setattr(BlockingScheduler, "start", start_and_hurry)
    Keeper(config, told.append, runner).keep()
    assert most[0] == 1 and 2 <= len(runs) <= 4
    assert "a run was missed, catching up now" in told[0]


def test_the_kept_schedule_runs_its_job_and_ends_on_a_signal(config):
    out = config.job(config.jobs[0]).out
    out.mkdir()
    (out / "index.html").write_text("old")
    old = time.time() - 86400
    os.utime(out / "index.html", (old, old))
    process = subprocess.Popen([sys.executable, "-m", "engine.cli.main", "schedule", "run", "--config", str(config.path)], stderr=subprocess.PIPE, text=True)
    for _ in range(300):
        if (out / "index.html").read_text() != "old":
            break
        time.sleep(0.1)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=30)[1]
    assert process.returncode == 0 and "ended with exit code" in told and "Traceback" not in told
    assert (out / "findings.csv").exists()


def test_exports_hold_the_job_and_parse(config):
    units = as_systemd(config, config.jobs)
    assert "OnCalendar=*-*-* *:00,10,20,30,40,50:00 UTC" in units and "Persistent=true" in units
    assert f"*/10 * * * * embargo schedule once press --config {config.path.resolve()}" in as_cron(config, config.jobs)
    job = yaml.safe_load(as_kubernetes(config, config.jobs, "embargo:1"))
    assert job["kind"] == "CronJob" and job["spec"]["concurrencyPolicy"] == "Forbid" and job["spec"]["schedule"] == "*/10 * * * *"
    assert embargo("schedule", "export", "--config", config.path).returncode == 2
    assert embargo("schedule", "export", "--cron", "--config", config.path).stdout == as_cron(config, config.jobs)


def test_a_webhook_is_signed_and_tried_again_until_it_is_taken(web, monkeypatch):
    monkeypatch.setenv("HOOK_KEY", "s3cret")
    answers, waits = [503, 429, 200], []

    def page(handler):
        handler.send_response(answers.pop(0))
        handler.end_headers()

    web.pages["/hook"] = page
    send_webhook(Webhook(url=web.url + "/hook", secret_env="HOOK_KEY"), totals(3), waits.append)
    assert waits == [2.0, 4.0] and len(web.asked) == 3
    headers = {k.lower(): v for k, v in web.asked[-1][1].items()}
    body = web.asked[-1][2]
    want = "sha256=" + hmac.new(b"s3cret", headers["x-embargo-timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-embargo-signature"] == want and body == payload(totals(3))
    assert json.loads(body)["findings"] == 3 and len({dict(a[1])["X-Embargo-Delivery"] for a in web.asked}) == 1


def test_a_webhook_that_refuses_is_not_asked_again_and_one_that_is_gone_is_said_so(web, monkeypatch):
    waits = []
    with pytest.raises(InputError, match="answered 404"):
        send_webhook(Webhook(url=web.url + "/none"), totals(1), waits.append)
    assert waits == []
    with pytest.raises(InputError, match="did not take the message"):
        send_webhook(Webhook(url="http://127.0.0.1:1/x", attempts=3), totals(1), waits.append)
    assert len(waits) == 2
    with pytest.raises(InputError, match="is not set in the environment"):
        send_webhook(Webhook(url=web.url + "/none", secret_env="NO_SUCH_KEY"), totals(1), waits.append)


class Smtp(socketserver.StreamRequestHandler):
    """Enough of RFC 5321 to take one mail."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        lines, data = [], False
        for raw in self.rfile:
            line = raw.rstrip(b"\r\n")
            if data:
                data = line != b"."
                if not data:
                    self.server.mails.append(b"\n".join(lines).decode())
                    self.wfile.write(b"250 taken\r\n")
                else:
                    lines.append(line)
            elif line.upper() == b"DATA":
                data = True
                self.wfile.write(b"354 go\r\n")
            elif line.upper() == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


def test_a_mail_carries_the_summary(tmp_path):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp) as server:
        server.mails = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "summary.md").write_text("# Embargo: press\n\n3 findings\n")
        mail = Mail(host="127.0.0.1", port=server.server_address[1], tls="none", sender="embargo@x.example", to=("a@x.example", "b@x.example"))
        send_mail(mail, totals(3), tmp_path)
        server.shutdown()
    assert len(server.mails) == 1
    assert "Subject: Embargo press: 1 new findings" in server.mails[0] and "To: a@x.example, b@x.example" in server.mails[0] and "3 findings" in server.mails[0]
    with pytest.raises(InputError, match="did not take the mail"):
        send_mail(mail.model_copy(update={"port": 1}), totals(3), tmp_path)


def test_a_job_run_once_tells_its_hook_and_keeps_its_exit_code(web, config):
    web.pages["/hook"] = b"ok"
    config.path.write_text(JOB % "@daily" + f'fail_on = "never"\n[job.webhook]\nurl = "{web.url}/hook"\n')
    done = embargo("schedule", "once", "press", "--config", config.path)
    assert done.returncode == 0, done.stderr
    assert [path for path, *_ in web.asked] == ["/hook"] and json.loads(web.asked[0][2])["name"] == "press"
    again = embargo("schedule", "once", "press", "--config", config.path)
    assert again.returncode == 0 and len(web.asked) == 1  # nothing new, nothing told
    web.pages.clear()
    config.path.write_text(config.path.read_text().replace('fail_on = "never"', 'tell = "always"'))
    assert embargo("schedule", "once", "press", "--config", config.path).returncode == 2
    assert embargo("schedule", "once", "pres", "--config", config.path).stderr.startswith(f"embargo: {config.path}: has no job 'pres'")


def test_only_what_is_new_and_high_enough_is_told(config):
    job = config.jobs[0]
    quiet = totals(4).model_copy(update={"new_risk": "medium"})
    assert worth_telling(job.model_copy(update={"tell_from": "low"}), quiet)
    assert not worth_telling(job.model_copy(update={"tell_from": "high"}), quiet)
    assert not worth_telling(job, totals(4))  # nothing new
    assert worth_telling(job, totals(4).model_copy(update={"faults": (("x", True, "gone"),)}))


def test_a_job_reads_paths_from_the_file_s_folder(config, tmp_path):
    made = config.job(config.jobs[0])
    assert made == Job(sources=(str(tmp_path / "in.jsonl"),), out=tmp_path / "out", name="press", retry_failed=True)
