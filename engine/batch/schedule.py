"""Keeping a schedule, and saying it for systemd, cron and Kubernetes."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from engine.batch.config import Config, Scheduled
from engine.batch.cron import calendar_events, trigger

Runner = Callable[[str], None]


def missed(config: Config, job: Scheduled, now: datetime) -> bool:
    """Whether a moment has passed since the job's last finished run: any number of them is caught up by one run."""
    page = config.job(job).out / "index.html"
    if not page.exists():
        return False
    last = datetime.fromtimestamp(page.stat().st_mtime, UTC)
    following = trigger(job.when(), job.timezone).get_next_fire_time(None, last)
    return following is not None and following <= now


def run_once_command(config: Config, name: str) -> list[str]:
    """The command that runs one job, for a process of its own."""
    return [sys.executable, "-m", "engine.cli.main", "schedule", "once", name, "--config", str(config.path.resolve())]


class Keeper:
    """Runs each job at its moments, in a process of its own, never twice at once."""

    def __init__(self, config: Config, say: Callable[[str], None], runner: Runner | None = None) -> None:
        self._config, self._say = config, say
        self._runner = runner or self._run
        self._running: list[subprocess.Popen[bytes]] = []

    def keep(self) -> None:
        """Until interrupted. Moments missed while it was not running, or while a run took too long, are caught up once."""
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.blocking import BlockingScheduler

        jobs = self._config.jobs
        scheduler = BlockingScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(len(jobs))}, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
        now = datetime.now(UTC)
        for job in jobs:
            more = {"next_run_time": now} if missed(self._config, job, now) else {}
            added = scheduler.add_job(self._runner, trigger(job.when(), job.timezone), args=[job.name], id=job.name, **more)
            following = trigger(job.when(), job.timezone).get_next_fire_time(None, now)
            self._say(f"{job.name}: {'a run was missed, catching up now; then ' if more else ''}next run {following:%Y-%m-%d %H:%M %Z}" if following else f"{added.id}: never")
        try:
            scheduler.start()
        finally:
            for process in self._running:
                process.terminate()
            for process in self._running:
                process.wait()

    def _run(self, name: str) -> None:
        process = subprocess.Popen(run_once_command(self._config, name))
        self._running.append(process)
        code = process.wait()
        self._running.remove(process)
        self._say(f"{name}: ended with exit code {code}")


def _command(config: Config, job: Scheduled) -> str:
    return shlex.join(["embargo", "schedule", "once", job.name, "--config", str(config.path.resolve())])


def as_systemd(config: Config, jobs: Sequence[Scheduled]) -> str:
    """A service and a timer for each job (systemd.timer(5)); `Persistent` catches a missed run up once."""
    out = []
    for job in jobs:
        events = "\n".join(f"OnCalendar={e}" for e in calendar_events(job.when(), job.timezone))
        command = _command(config, job).replace("%", "%%")
        out.append(
            f"# /etc/systemd/system/embargo-{job.name}.service\n[Unit]\nDescription=Embargo batch {job.name}\nAfter=network-online.target\nWants=network-online.target\n\n"
            f"[Service]\nType=oneshot\nExecStart=/usr/bin/env {command}\nSuccessExitStatus=1\n\n"
            f"# /etc/systemd/system/embargo-{job.name}.timer\n[Unit]\nDescription=Moments of Embargo batch {job.name}\n\n[Timer]\n{events}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
        )
    return "\n".join(out)


def as_cron(config: Config, jobs: Sequence[Scheduled]) -> str:
    """A crontab(5) line for each job. A run that would overlap another of the same folder ends at once with a message."""
    lines = []
    for job in jobs:
        lines += [f"# {job.name}", f"CRON_TZ={job.timezone}", f"{job.when().text} {_command(config, job)}".replace("%", "\\%")]
    return "\n".join(lines) + "\n"


def as_kubernetes(config: Config, jobs: Sequence[Scheduled], image: str) -> str:
    """A CronJob for each job. The configuration comes as ConfigMap `embargo`, outputs go to the claim `embargo-data`."""
    import yaml

    documents = []
    for job in jobs:
        container = {
            "name": "embargo", "image": image, "command": ["embargo", "schedule", "once", job.name, "--config", "/etc/embargo/embargo.toml"],
            "volumeMounts": [{"name": "config", "mountPath": "/etc/embargo/embargo.toml", "subPath": config.path.name}, {"name": "data", "mountPath": str(Path("/etc/embargo") / job.out), "subPath": job.name}],
            "envFrom": [{"secretRef": {"name": "embargo", "optional": True}}],
        }  # fmt: skip
        pod = {"restartPolicy": "Never", "containers": [container], "volumes": [{"name": "config", "configMap": {"name": "embargo"}}, {"name": "data", "persistentVolumeClaim": {"claimName": "embargo-data"}}]}
        spec = {"schedule": job.when().text, "timeZone": job.timezone, "concurrencyPolicy": "Forbid", "startingDeadlineSeconds": 3600, "jobTemplate": {"spec": {"backoffLimit": 0, "template": {"spec": pod}}}}
        name = f"embargo-{job.name}".lower().replace("_", "-")
        documents.append({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name}, "spec": spec})
    return yaml.safe_dump_all(documents, sort_keys=False)
