"""Every reading of a sentence, in order: transfers first, then what is told by other words, acts and agreements last."""

from __future__ import annotations

from engine import (
    assistance,
    circumstances,
    dependence,
    garrisons,
    markets,
    money,
    mutual,
    presence,
    provenance,
    visitors,
    voyages,
    workers,
)
from engine.acts import acts, embargo_breaches
from engine.agents import agent_nouns, bargains, orders, requests
from engine.assistance import WORKING
from engine.at_sea import at_sea, bunkered
from engine.circumstances import (
    barter_named,
    bartered,
    brings_money,
    debts_forgiven,
    earned_from,
    exchanged,
    paid_in_kind,
    seizures,
    sent_to_fetch,
)
from engine.cooperation import cooperation, studying
from engine.filling import Event
from engine.frames import transfers
from engine.jobs import shares
from engine.loading import brought_back, loaded_abroad
from engine.presence import sent_to_fight
from engine.referents import View

BY_OTHER_WORDS = [r for m in (presence, circumstances, voyages, dependence, assistance, garrisons, workers, visitors, money, mutual, markets, provenance) for r in m.READINGS]


def events_of(view: View) -> list[Event]:
    """What a sentence tells, one event for each reading; a later step leaves one of those that tell the same."""
    events = [e for reading in (transfers, shares, agent_nouns, orders, bargains, requests) for e in reading(view)]
    hidden = at_sea(view, events)
    events += bunkered(view)
    halves = {(e.trigger, e.supplier) for e in hidden}  # between ships, a hand-over with one side named has no direction
    events = [e for e in events if not (e.recipient is None and (e.trigger, e.supplier) in halves)]
    for beside in (sent_to_fight, sent_to_fetch, brings_money, seizures):  # these look at what is read so far
        events += beside(view, events)
    events += [e for reading in BY_OTHER_WORDS for e in reading(view)]
    loaded, home = loaded_abroad(view), brought_back(view, events)
    taken_on = {(e.trigger, e.recipient, e.supplier) for e in loaded}
    events = [e for e in events if (e.trigger, e.supplier, e.recipient) not in taken_on] + loaded  # `docked in Y, where crews loaded it with rifles`: from Y
    returns = {(e.trigger, e.kind) for e in home}
    events = [e for e in events if (e.trigger, e.kind) not in returns] + home
    at_plants = {(e.trigger, frozenset((e.supplier, e.recipient))) for e in events if e.kind == "technology_transfer" and view.s.lower[e.trigger] in WORKING}
    events = [e for e in events if e.kind != "military_cooperation" or (e.trigger, frozenset((e.supplier, e.recipient))) not in at_plants]  # the closer kind
    swapped = exchanged(view, events)
    events += [e for reading in (debts_forgiven, earned_from, bartered, barter_named, paid_in_kind) for e in reading(view)] + swapped + hidden
    events += [e for reading in (acts, cooperation, studying, embargo_breaches) for e in reading(view)]
    robbed = {(e.trigger, e.recipient, e.supplier) for e in events if e.kind == "cyber_theft"}
    return [e for e in events if e.kind != "funds_transfer" or (e.trigger, e.supplier, e.recipient) not in robbed]  # `X's hackers took coins from Y`: Y paid nothing
