"""`embargo.toml`: the jobs of a schedule. Every fault names file, line, field and remedy; secrets come from the environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError

from engine.batch.cron import Cron, parse_cron
from engine.batch.run import Job
from engine.batch.sources import Columns
from engine.errors import InputError
from engine.model import Model

Risk = Literal["info", "low", "medium", "high", "critical", "never"]


class Webhook(Model):
    """Where a run is told by POST. secret_env: the environment variable that holds the key of the signature."""

    url: str = Field(pattern=r"^https?://")
    secret_env: str | None = None
    attempts: int = Field(default=4, ge=1, le=10)


class Mail(Model):
    """How a run is told by mail. password_env: the environment variable that holds the password of `user`."""

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_env: str | None = None
    sender: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    to: tuple[str, ...] = Field(min_length=1)


class Scheduled(Model):
    """One [[job]]: what `embargo batch` takes, when, and whom to tell.

    fail_on: the risk from which a finding sets exit code 1. tell: after every run, or only when one has new findings at or
    above `tell_from`.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,60}$")
    sources: tuple[str, ...] = Field(min_length=1)
    out: str
    cron: str
    timezone: str = "UTC"
    columns: Columns = Columns()
    regimes: tuple[str, ...] | None = None
    extractor: str = "syntax"
    jobs: int = Field(default=1, ge=1)
    ledger: str | None = None
    dask: str | None = None
    timeout: float = Field(default=30.0, gt=0)
    retry_failed: bool = True
    fail_on: Risk = "low"
    tell: Literal["always", "new"] = "new"
    tell_from: Risk = "low"
    webhook: Webhook | None = None
    mail: Mail | None = None

    def when(self) -> Cron:
        """Its cron expression."""
        return parse_cron(self.cron, self.name)


class Config(Model):
    """A whole file: its path and its jobs."""

    path: Path
    jobs: tuple[Scheduled, ...]

    def get(self, name: str) -> Scheduled:
        """The job of that name; InputError when there is none."""
        found = next((j for j in self.jobs if j.name == name), None)
        if found is None:
            raise InputError(str(self.path), f"has no job {name!r}", f"Jobs: {', '.join(j.name for j in self.jobs)}")
        return found

    def job(self, scheduled: Scheduled) -> Job:
        """What to run; relative paths are read from the file's own folder."""
        base = self.path.resolve().parent

        def place(name: str) -> str:
            return name if re.match(r"[a-z][a-z+0-9]*://", name) else str(base / name)

        return Job(
            sources=tuple(place(s) for s in scheduled.sources), out=base / scheduled.out, columns=scheduled.columns, regimes=scheduled.regimes, extractor=scheduled.extractor, jobs=scheduled.jobs,
            ledger=scheduled.ledger, dask=scheduled.dask, timeout=scheduled.timeout, retry_failed=scheduled.retry_failed, name=scheduled.name,
        )  # fmt: skip


def load_config(path: Path) -> Config:
    """The jobs of a file. Raises InputError with the line of the fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(str(path), "does not exist", "Write one (docs/operators.md has an example), or name it with --config") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(str(path), f"cannot be read: {fault}", "Check that it is a UTF-8 text file") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"line (\d+)", str(fault))
        raise InputError(f"{path}:{line[1] if line else len(text.splitlines())}", f"is no TOML: {str(fault).split(' (at')[0]}", "Mend the line; texts stand in quotes") from None
    unknown = sorted(set(data) - {"job"})
    if unknown or not isinstance(data.get("job"), list) or not data["job"]:
        where = _line(text, 0, unknown[0]) if unknown else 1
        raise InputError(f"{path}:{where}", f"has an unknown table {unknown[0]!r}" if unknown else "has no [[job]]", "Start each job with a line [[job]]")
    jobs: list[Scheduled] = []
    for number, row in enumerate(data["job"]):
        jobs.append(_job(path, text, number, row))
        if [j.name for j in jobs].count(jobs[-1].name) > 1:
            raise InputError(f"{path}:{_line(text, number, 'name')}", f"two jobs are called {jobs[-1].name!r}", "Give each job its own name")
        if [j.out for j in jobs].count(jobs[-1].out) > 1:
            raise InputError(f"{path}:{_line(text, number, 'out')}", f"two jobs write to {jobs[-1].out!r}", "Give each job its own folder")
    return Config(path=path, jobs=tuple(jobs))


def _job(path: Path, text: str, number: int, row: Any) -> Scheduled:
    from engine import load_rulebook
    from engine.errors import EmbargoError

    try:
        job = Scheduled.model_validate(row)
    except ValidationError as fault:
        error = fault.errors()[0]
        names = [str(part) for part in error["loc"]]
        field = next((n for n in reversed(names) if not n.isdigit()), "job")
        known = ", ".join(Scheduled.model_fields) if error["type"] == "extra_forbidden" and len(names) == 1 else ""
        remedy = "Add it to the job" if error["type"] == "missing" else f"Known: {known}" if known else "Mend the value"
        raise InputError(f"{path}:{_line(text, number, field)}", f"{'.'.join(names)}: {_told(error)}", remedy) from None
    place = f"{path}:{_line(text, number, 'cron')}"
    parse_cron(job.cron, place)
    try:
        ZoneInfo(job.timezone)
    except (KeyError, ValueError, OSError):
        raise InputError(f"{path}:{_line(text, number, 'timezone')}", f"{job.timezone!r} is no time zone", "Write a name such as Europe/Berlin or UTC") from None
    for name in job.regimes or ():
        if not any(name == r.regime or name in r.also_called for r in load_rulebook().regimes):
            raise InputError(f"{path}:{_line(text, number, 'regimes')}", f"{name!r} is no regime", "See `embargo regimes`")
    try:
        from engine.extraction import load_extractor

        load_extractor(job.extractor)
    except EmbargoError as fault:
        raise InputError(f"{path}:{_line(text, number, 'extractor')}", str(fault), "Name an installed extractor") from None
    return job


def _told(error: Any) -> str:
    words = {"missing": "is missing", "extra_forbidden": "is unknown"}
    return words.get(error["type"], str(error["msg"]).removeprefix("Value error, ")[:1].lower() + str(error["msg"]).removeprefix("Value error, ")[1:])


def _line(text: str, number: int, field: str) -> int:
    """The line of a field in the job of that number, or of the job's own line."""
    lines, job, start = text.splitlines(), -1, 1
    for at, line in enumerate(lines, 1):
        if re.match(r"\s*\[\[\s*job\s*\]\]", line):
            job += 1
            start = at if job == number else start
        if (job == number or (job < 0 and number == 0)) and re.match(rf"\s*\[*\s*(job\.)?[\"']?{re.escape(field)}[\"']?\s*(=|\])", line):
            return at
    return start
