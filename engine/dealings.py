"""Dealings with listed persons, firms and ships that a text names: travel, payment, supply, appointment, ownership.

A listed name that is a side of a transfer makes the transfer a dealing; one that travels, is appointed or owned makes a
`designated_dealing` of its own. A mere mention makes nothing: the report lists it apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.filling import Event
from engine.lexicon import verb_set
from engine.lists.mentions import ListedMention
from engine.referents import View
from engine.roles import verb_roles

CARRIED = frozenset({"funds_transfer", "financial_service", "goods_transfer", "arms_transfer", "technology_transfer", "economic_cooperation", "maritime_evasion", "military_cooperation"})
Listed = tuple[int, int, ListedMention]


def dealings(v: View, events: Sequence[Event], listed: Sequence[Listed]) -> list[Event]:
    """Marks the events that a listed name takes part in, and gives the dealings that are events of their own."""
    made: list[Event] = []
    for start, end, mention in listed:
        tokens, code = set(range(start, end)), v.at[end - 1].code if end - 1 in v.at else None
        if code is None:
            continue
        touched = False
        for e in events:
            if e.kind in CARRIED and code in (e.supplier, e.recipient) and (tokens & e.tokens or _governed(v, e.trigger, end - 1)):
                e.listed.append(mention)
                other = e.recipient if e.supplier == code else e.supplier
                made.append(Event("designated_dealing", code, other if other != code else None, set(e.items), set(), e.trigger, e.tokens | tokens, strength=0.6, listed=[mention]))
                touched = True
        if not touched:
            made += _own(v, start, end, code, mention)
    return made


def _governed(v: View, trigger: int, token: int) -> bool:
    """Whether the token is below the trigger with no other verb between them."""
    for a in v.s.ancestors(token):
        if a == trigger:
            return True
        if v.s.is_verb(a):
            return False
    return False


def _own(v: View, start: int, end: int, code: str, mention: ListedMention) -> list[Event]:
    """Travel, appointment, ownership and payment told of the listed name itself."""
    s = v.s
    verb = next((a for a in s.ancestors(end - 1) if s.is_verb(a)), None)
    if verb is None:
        return []
    roles, low = verb_roles(v, verb), s.lower[verb]
    inside = set(range(start, end))
    subject = roles.theme if roles.passive else roles.subject
    is_subject = subject is not None and (subject in inside or bool(inside & set(s.noun_phrase(subject))))
    tokens = inside | {verb} | {t for _, t in roles.phrases}
    goals = [c for prep, t in roles.phrases for c in v.parties(t, pronouns=False) if c != code]
    if roles.theme is not None and not roles.passive and roles.theme not in inside:
        goals = [*(c for c in v.parties(roles.theme, pronouns=False) if c != code), *goals]
    if is_subject and low in verb_set("travelling_verbs") and not (roles.theme is not None and v.items_in([roles.theme])):
        return [Event("designated_dealing", code, goals[0] if goals else None, set(), {"travel"}, verb, tokens, strength=0.6, listed=[mention])]
    if low in verb_set("appointing_verbs") | verb_set("owning_verbs") | verb_set("hosting_verbs") | verb_set("paying_verbs"):
        if is_subject and low in verb_set("appointing_verbs") and not goals:
            return []  # whom a listed body employs at home
        other = [c for t in (roles.subject, roles.theme, *roles.agents) if t is not None and t not in inside for c in v.parties(t, pronouns=False) if c != code]
        return [Event("designated_dealing", code, next(iter(other or goals), None), set(), set(), verb, tokens, strength=0.55, listed=[mention])]
    return []
