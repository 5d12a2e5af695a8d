"""Cron expressions (crontab(5)): parsed into plain sets, and said again for APScheduler and systemd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import InputError
from engine.model import Model

if TYPE_CHECKING:
    from apscheduler.triggers.base import BaseTrigger

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SHORT = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *"}
FIELDS = (("minute", 0, 59, ()), ("hour", 0, 23, ()), ("day of month", 1, 31, ()), ("month", 1, 12, MONTHS), ("day of week", 0, 7, DAYS))


class Cron(Model):
    """When: sorted values of each field. either: both kinds of day are restricted, and one of them is enough (as cron has it)."""

    text: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either: bool


def parse_cron(text: str, place: str = "cron") -> Cron:
    """A cron expression of five fields or a name such as @daily; InputError naming `place` and the field."""
    words = SHORT.get(text.strip(), text).split()
    if len(words) != 5:
        raise InputError(place, f"{text!r} has {len(words)} fields, not five", "Write minute, hour, day of month, month, day of week, e.g. 0 6 * * mon-fri")
    values = [_values(word, *field, place=place) for word, field in zip(words, FIELDS, strict=True)]
    weekdays = tuple(sorted({d % 7 for d in values[4]}))
    return Cron(text=" ".join(words), minutes=values[0], hours=values[1], days=values[2], months=values[3], weekdays=weekdays, either=not words[2].startswith("*") and not words[4].startswith("*"))


def _values(word: str, name: str, low: int, high: int, names: tuple[str, ...], *, place: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in word.lower().split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        try:
            width = int(step) if step else 1
            a = low if span == "*" else _number(first, low, names)
            b = (6 if name == "day of week" else high) if span == "*" else _number(last, low, names) if dash else high if step else a
            if width < 1 or not low <= a <= b <= high:
                raise ValueError
        except ValueError:
            raise InputError(place, f"{part!r} is no {name}", f"Write {low} to {high}, a range such as {low}-{min(high, low + 4)}, a list, or */step") from None
        found |= set(range(a, b + 1, width))
    return tuple(sorted(found))


def _number(text: str, low: int, names: tuple[str, ...]) -> int:
    return names.index(text) + low if text in names else int(text)


def trigger(cron: Cron, timezone: str) -> BaseTrigger:
    """The same moments for APScheduler, which counts weekdays from Monday and wants both kinds of day at once."""
    from apscheduler.triggers.combining import OrTrigger
    from apscheduler.triggers.cron import CronTrigger

    def only(**days: Any) -> CronTrigger:
        return CronTrigger(minute=_list(cron.minutes), hour=_list(cron.hours), month=_list(cron.months), timezone=timezone, **days)

    by_date, by_weekday = _list(cron.days), ",".join(DAYS[d] for d in cron.weekdays)
    return OrTrigger([only(day=by_date), only(day_of_week=by_weekday)]) if cron.either else only(day=by_date, day_of_week=by_weekday)


def calendar_events(cron: Cron, timezone: str) -> list[str]:
    """The same moments as `OnCalendar=` values of systemd.time(7): two when either kind of day is enough."""
    clock = f"{_stars(cron.hours, 24)}:{_stars(cron.minutes, 60)}:00 {timezone}"
    months = _stars(cron.months, 12)
    week = ",".join(DAYS[d].capitalize() for d in cron.weekdays) + " " if len(cron.weekdays) < 7 else ""
    if cron.either:
        return [f"*-{months}-{_stars(cron.days, 31)} {clock}", f"{week}*-{months}-* {clock}"]
    return [f"{week}*-{months}-{_stars(cron.days, 31)} {clock}"]


def _list(values: tuple[int, ...]) -> str:
    return ",".join(map(str, values))


def _stars(values: tuple[int, ...], all_of: int) -> str:
    return "*" if len(values) == all_of else ",".join(f"{v:02d}" for v in values)
