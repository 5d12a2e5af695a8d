"""What changed in the encoded law between two days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day
from datetime import timedelta
from typing import Literal

from engine.model import Model
from engine.regimes import Interval
from engine.rulebook import ExceptionRule, Rulebook

What = Literal["begins", "ends", "suspended", "renewal unconfirmed", "exemption begins", "exemption ends", "renewed", "amended"]
DAY = timedelta(days=1)


class Change(Model):
    """One change: the first day of the new state, what it is, of which rule, exemption or measure, and by which act."""

    on: Day
    what: What
    id: str
    regime: str
    title: str
    act: str


def changes(rulebook: Rulebook, first: Day, second: Day) -> tuple[Change, ...]:
    """Every change after the earlier of the two days and up to the later, in the order of days."""
    start, end = sorted((first, second))
    found: list[Change] = []
    for p in rulebook.provisions:
        found += [Change(on=on, what=what, id=p.id, regime=p.regime, title=p.title, act=act) for on, what, act in _turns(p.in_force)]
        for exception in _all(p.exceptions):
            own = [i for i in exception.in_force if i not in p.in_force]
            for on, what, act in _turns(own):
                kind: What = "exemption begins" if what == "begins" else "exemption ends"
                found.append(Change(on=on, what=kind, id=p.id, regime=p.regime, title=f"{exception.id}: {exception.title}", act=act or exception.citation))
    for r in rulebook.regimes:
        for act_ in r.acts:
            if act_.does in ("renews", "amends"):
                names = ", ".join(act_.measures) or "all measures"
                until = f" to {act_.until}" if act_.until else ""
                found.append(Change(on=act_.day, what="renewed" if act_.does == "renews" else "amended", id=r.regime, regime=r.regime, title=act_.note or f"{names}{until}", act=act_.act))
    return tuple(sorted({c for c in found if start < c.on <= end}, key=lambda c: (c.on, c.regime, c.id, c.what, c.title)))


def _all(exceptions: Sequence[ExceptionRule]) -> Iterator[ExceptionRule]:
    for exception in exceptions:
        yield exception
        yield from _all(exception.exceptions)


def _turns(intervals: Sequence[Interval]) -> Iterator[tuple[Day, What, str]]:
    for i in intervals:
        yield i.first, "begins", i.opened_by
        if i.last is not None and i.last < Day.max:
            what: What = "suspended" if i.after == "suspended" else "renewal unconfirmed" if i.after == "renewal_unconfirmed" else "ends"
            yield i.last + DAY, what, i.closed_by or i.renewed_by or i.opened_by
