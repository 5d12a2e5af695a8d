"""Telling people and machines that a run has ended: a signed webhook and a mail with the summary."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import smtplib
import ssl
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from engine.batch.config import Mail, Scheduled, Webhook
from engine.batch.outputs import LEVELS, Totals
from engine.errors import EmbargoError, InputError

FIRST_WAIT = 2.0  # seconds before the second attempt; doubled each time
SIGNATURE = "X-Embargo-Signature"


def worth_telling(job: Scheduled, totals: Totals) -> bool:
    """Whether a run is to be told: always, or when it brought findings at or above the job's `tell_from`, or faults."""
    if job.tell == "always" or totals.faults:
        return True
    return totals.new_risk is not None and job.tell_from != "never" and LEVELS.index(totals.new_risk) <= LEVELS.index(job.tell_from)


def tell(job: Scheduled, totals: Totals, out: Path, wait: Callable[[float], None] = time.sleep) -> list[str]:
    """Send what the job asks for; the faults, in words. A message that cannot be sent never fails the run."""
    faults = []
    try:
        if job.webhook is not None:
            send_webhook(job.webhook, totals, wait)
    except EmbargoError as fault:
        faults.append(str(fault))
    try:
        if job.mail is not None:
            send_mail(job.mail, totals, out)
    except EmbargoError as fault:
        faults.append(str(fault))
    return faults


def payload(totals: Totals) -> bytes:
    """What the webhook gets: the run's figures as JSON, without the lists of single findings."""
    return json.dumps(totals.model_dump(mode="json", exclude={"pairs", "months"}), ensure_ascii=False, sort_keys=True).encode()


def sign(body: bytes, moment: str, secret: str) -> str:
    """`sha256=` and the HMAC (RFC 2104) of the moment, a dot and the body: a receiver can refuse forged and old messages."""
    return "sha256=" + hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def send_webhook(hook: Webhook, totals: Totals, wait: Callable[[float], None] = time.sleep) -> None:
    """POST the figures, again after 2, 4, 8 … seconds while the receiver is out of reach, busy or broken. Raises InputError."""
    import httpx

    body, moment = payload(totals), str(int(time.time()))
    headers = {"content-type": "application/json", "user-agent": "embargo", "X-Embargo-Timestamp": moment, "X-Embargo-Delivery": hashlib.sha256(body + moment.encode()).hexdigest()[:32]}
    if hook.secret_env is not None:
        headers[SIGNATURE] = sign(body, moment, _secret(hook.secret_env))
    told = ""
    for attempt in range(hook.attempts):
        if attempt:
            wait(FIRST_WAIT * 2 ** (attempt - 1))
        try:
            answer = httpx.post(hook.url, content=body, headers=headers, timeout=20)
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            told = type(fault).__name__
            continue
        if answer.is_success:
            return
        told = f"it answered {answer.status_code}"
        if answer.status_code < 500 and answer.status_code not in (408, 429):
            break  # asking again would not help
    raise InputError(hook.url, f"did not take the message ({told})", "Check the address and the receiver; the run itself is complete")


def send_mail(mail: Mail, totals: Totals, out: Path) -> None:
    """Send the summary as a mail. Raises InputError."""
    message = EmailMessage()
    found = f"{totals.new} new findings" if not totals.first else f"{totals.findings} findings"
    message["Subject"] = f"Embargo {totals.name}: {found}" + (f", highest {totals.new_risk}" if totals.new_risk else "")
    message["From"], message["To"] = mail.sender, ", ".join(mail.to)
    message.set_content((out / "summary.md").read_text(encoding="utf-8"))
    try:
        if mail.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=30, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=30)
        with server:
            if mail.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if mail.user is not None:
                server.login(mail.user, _secret(mail.password_env or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as fault:
        raise InputError(f"{mail.host}:{mail.port}", f"did not take the mail ({type(fault).__name__}: {str(fault)[:80]})", "Check host, port, tls and the password; the run itself is complete") from None


def _secret(variable: str) -> str:
    value = os.environ.get(variable, "")
    if not value:
        raise InputError(variable or "password_env", "is not set in the environment", "Export it before the schedule starts")
    return value
