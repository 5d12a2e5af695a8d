"""Regimes and the acts that open, renew, suspend and end their measures; the days on which a measure is in force.

A measure's days are computed from its acts. One whose expiry has passed without a later act encoded is neither in force
nor ended: its state is `renewal_unconfirmed`, and every report that relies on it says so. Days are whole UTC days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day
from datetime import timedelta
from typing import Literal

from pydantic import ConfigDict, Field

from engine.model import Model

After = Literal["ended", "suspended", "renewal_unconfirmed"]
State = Literal["in_force", "not_yet", "suspended", "ended", "renewal_unconfirmed"]
DAY = timedelta(days=1)


class Interval(Model):
    """Days on which something is in force, both ends included, with the acts that opened and closed it.

    follows: a measure of the regime, whose own days cut this interval. after: what holds once `last` has passed.
    disputed_by: parties that deny that the measure is in force.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    first: Day = Field(alias="from", default=Day.min)
    last: Day | None = Field(default=None, alias="to")
    opened_by: str = ""
    closed_by: str | None = None
    renewed_by: str | None = None
    follows: str | None = None
    after: After | None = None
    disputed_by: tuple[str, ...] = ()

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any day from ordinal `start` to ordinal `end` lies within."""
        return self.first.toordinal() <= end and (self.last is None or start <= self.last.toordinal())


class Act(Model):
    """A dated act and what it does to measures (all of the regime's when none is named).

    until: last day in force by a renewal or an opening. note: what a reader must know of it.
    """

    act: str
    day: Day
    does: Literal["opens", "renews", "suspends", "resumes", "ends", "amends"]
    measures: tuple[str, ...] = ()
    until: Day | None = None
    disputed_by: tuple[str, ...] = ()
    note: str | None = None


class Measure(Model):
    """A measure of a regime: what it is and against whom."""

    title: str
    against: str


class Regime(Model):
    """A sanctions regime: committee, target, the parties that belong to it, measures and acts.

    parties: codes of states and groups; a rule of the regime fires only for these, its lists or the place of its goods.
    """

    regime: str
    title: str
    committee: str
    target: str
    parties: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    measures: dict[str, Measure] = Field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    notes: tuple[str, ...] = ()


class MeasureState(Model):
    """Where a measure stands on a day: state, the interval it falls in or after, latest renewal and expiry."""

    regime: str
    measure: str
    title: str
    against: str
    state: State
    since: Day | None
    expires: Day | None
    latest_act: str | None
    disputed_by: tuple[str, ...] = ()


def measure_intervals(acts: Sequence[Act], measure: str) -> tuple[Interval, ...]:
    """The intervals of `measure`, folded from the acts in the order of their days."""
    done: list[Interval] = []
    now: Interval | None = None
    for act in sorted(acts, key=lambda a: a.day):
        if act.does == "amends" or (act.measures and measure not in act.measures):
            continue
        lapsed = now is not None and now.last is not None and now.last < act.day - DAY
        if now is not None and lapsed and act.does != "ends":
            done.append(now.model_copy(update={"after": "ended"}))
            now = None
        if act.does in ("suspends", "ends"):
            if now is not None:
                after: After = "suspended" if act.does == "suspends" else "ended"
                last = now.last if lapsed and now.last is not None else act.day - DAY
                done.append(now.model_copy(update={"last": last, "closed_by": act.act, "after": after}))
            elif act.does == "ends" and done and done[-1].after == "suspended":
                done[-1] = done[-1].model_copy(update={"after": "ended"})
            now = None
        elif now is None:
            now = Interval.model_validate({"from": act.day, "to": act.until, "opened_by": act.act, "closed_by": act.act if act.until else None, "disputed_by": act.disputed_by})
        else:
            now = now.model_copy(update={"last": act.until, "renewed_by": act.act, "closed_by": act.act if act.until else None})
    if now is not None:
        done.append(now.model_copy(update={"after": "renewal_unconfirmed"}) if now.last is not None else now)
    return tuple(done)


def follow(own: Interval, measure: Sequence[Interval]) -> tuple[Interval, ...]:
    """`own` cut to the days of the measure that it follows; acts and what comes after are those that decide."""
    cut = []
    for days in measure:
        first = max(own.first, days.first)
        ends_itself = own.last is not None and (days.last is None or own.last < days.last)
        last = own.last if ends_itself else days.last
        if last is not None and first > last:
            continue
        cut.append(
            days.model_copy(
                update={
                    "first": first,
                    "last": last,
                    "opened_by": own.opened_by if own.opened_by and first == own.first else days.opened_by or own.opened_by,
                    "closed_by": own.closed_by if ends_itself else days.closed_by,
                    "after": "ended" if ends_itself else days.after,
                    "disputed_by": own.disputed_by or days.disputed_by,
                }
            )
        )
    return tuple(cut)


def state_on(intervals: Sequence[Interval], day: Day) -> tuple[State, Interval | None]:
    """The state of something with these intervals on `day`, and the interval that decides it."""
    past: Interval | None = None
    for interval in intervals:
        if interval.overlaps(day.toordinal(), day.toordinal()):
            return "in_force", interval
        if interval.last is not None and interval.last < day:
            past = interval
    if past is None:
        return "not_yet", None
    return past.after or "ended", past


def regime_state(regime: Regime, day: Day) -> tuple[MeasureState, ...]:
    """Each measure of `regime` and where it stands on `day`."""
    rows = []
    for name, measure in regime.measures.items():
        intervals = measure_intervals([a for a in regime.acts if a.day <= day], name)
        state, interval = state_on(intervals, day)
        rows.append(
            MeasureState(
                regime=regime.regime,
                measure=name,
                title=measure.title,
                against=measure.against,
                state=state,
                since=interval.first if interval else None,
                expires=interval.last if interval and interval.after in ("renewal_unconfirmed", None) else None,
                latest_act=(interval.renewed_by or interval.opened_by) if interval and state in ("in_force", "renewal_unconfirmed") else (interval.closed_by if interval else None),
                disputed_by=interval.disputed_by if interval else (),
            )
        )
    return tuple(rows)


def ended_for_good(regime: Regime, day: Day) -> bool:
    """Whether nothing of the regime is in force, suspended or unconfirmed on `day`."""
    return all(row.state in ("ended", "not_yet") for row in regime_state(regime, day))
