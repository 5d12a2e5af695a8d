"""Visitors and workers told by the doors that are opened to them, by what is sold to them and by what is earned by them."""

from __future__ import annotations

from engine.filling import Event
from engine.jobs import nationals
from engine.lexicon import verb_set
from engine.referents import View
from engine.roles import Roles, phrases_below, verbs_of
from engine.vocabulary import word_set

OPENING, LETTING_IN = verb_set("opening_verbs"), verb_set("verbs_of_letting_in")
EARNING, SELLING = verb_set("verbs_of_earning_by_people"), verb_set("verbs_of_selling_tours")
ADMITTING, PEOPLE = verb_set("verbs_of_admitting_people"), ("tourism", "labour")


def let_in(v: View) -> list[Event]:
    """`X opened its border to Y's tourists`, `X let in tourists from Y`, `X let Y's workers in`: visitors to X, workers in X."""
    s, out = v.s, []
    for i, roles in verbs_of(v, OPENING):
        opened = roles.theme is not None and s.lower[roles.theme] in word_set("what_opens")
        inward = s.lower[i] in LETTING_IN and (_inside(v, i, roles) or any(s.lower[c] in ("in", "back") for t in (i, roles.theme) if t is not None for c in s.children[t]))
        opened = opened or (roles.theme is None and not roles.passive and s.lower[i] not in LETTING_IN and any(v.parties(t) for t in roles.agents))  # `X opened up to tourists`
        led = [t for prep, t in phrases_below(v, i) if prep == "to"] if opened else [roles.theme] if inward and roles.theme is not None else []
        people = [x for t in led for c in s.conjuncts(t) for x in s.subtree(c, frozenset({"acl", "advcl"}))]
        kind = next((h[2].kind for h in v.items_in(people) if h[2].kind in PEOPLE), None)
        if kind is None and opened and any(t in v.at and v.at[t].form == "adjective" and s.tags[t] == "NNPS" for t in led):
            kind = "tourism"  # `opened its resort to X's nationals`
        if kind is None and opened and not word_set("words_for_guests").isdisjoint(s.lower[t] for t in people):
            kind = "tourism"  # `opened a resort to X's guests`
        if roles.passive or kind is None or (opened and kind != "tourism"):
            continue
        hosts = [c for t in roles.agents for c in v.parties(t)]
        homes: list[str | None] = list(dict.fromkeys(v.at[t].code for t in people if t in v.at))
        out += [Event(kind, home, hosts[0], set(), set(), i, {i, *people, *roles.agents}, strength=0.6) for home in (homes or [None]) if hosts and home != hosts[0]]
    return out


def _inside(v: View, i: int, roles: Roles) -> bool:
    """Whether people are let into one's own land: `allowed workers into the country`, `admitted workers`."""
    hosts = [c for t in roles.agents for c in v.parties(t)]
    ends = [t for prep, t in phrases_below(v, i) if prep == "into"]
    return v.s.lower[i] in ADMITTING or any(v.s.lower[t] in word_set("lands") or set(v.parties(t)) & set(hosts) for t in ends)


def open_to(v: View) -> list[Event]:
    """`X's beach is open to visitors from Y`: visitors from Y to X."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        thing = next((t for t in s.kids(i, "nsubj") if s.lower[t] in word_set("what_opens")), None) if word == "open" and s.kids(i, "cop") else None
        if thing is None:
            continue
        led = [t for prep, t in phrases_below(v, i) if prep == "to"]
        people = [x for t in led for c in s.conjuncts(t) for x in s.subtree(c, frozenset({"acl", "advcl"}))]
        hosts = [v.at[t].code for t in s.subtree(thing) if t in v.at and v.at[t].code in v.context.targets]
        homes = [v.at[t].code for t in people if t in v.at and v.at[t].code not in hosts]
        guests = any(h[2].kind == "tourism" for h in v.items_in(people)) or any(nationals(v, t) for t in led)
        out += [Event("tourism", home, hosts[0], set(), set(), i, {i, thing, *people}, strength=0.55) for home in dict.fromkeys(homes) if hosts and guests]
    return out


def earns_by_people(v: View) -> list[Event]:
    """`X earns money from Y's tourists`, `X earns millions from its workers in Y`, `X earns money from tourism`: people of Y, or of nobody knows where, in X, of X in Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, EARNING):
        for people in (s.subtree(t, frozenset({"acl", "advcl"})) for prep, t in phrases_below(v, i) if prep == "from"):
            kind = next((h[2].kind for h in v.items_in(people) if h[2].kind in PEOPLE), None)
            earner = next((c for t in roles.agents for c in v.parties(t)), None)
            named = next((v.at[t].code for t in [*people, *(x for p in people for k in s.kids(p, "acl") for x in s.subtree(k))] if t in v.at and v.at[t].code != earner), None)
            if kind is None or earner is None or (named is None and not (kind == "tourism" and earner in word_set("states_with_labour_measures"))):
                continue
            if kind == "tourism" or earner in word_set("states_with_labour_measures"):
                a, b = (named, earner) if kind == "tourism" else (earner, named)
                out.append(Event(kind, a, b, set(), set(), i, {i, *people, *roles.agents}, strength=0.55))
    return out


def tours_sold(v: View) -> list[Event]:
    """`an X company offers trips to Y`: visitors from X to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, SELLING):
        if roles.theme is None or s.lower[roles.theme] not in word_set("tours_on_sale"):
            continue
        homes = [c for t in roles.agents for c in v.parties(t)]
        hosts = [c for prep, t in [*phrases_below(v, roles.theme), *roles.phrases] if prep in ("to", "of", "in", "around", "at") for c in v.parties(t, pronouns=False) if c not in homes]
        if homes and hosts and hosts[0] in v.context.targets:
            out.append(Event("tourism", homes[0], hosts[0], set(), set(), i, {i, roles.theme, *roles.agents}, strength=0.55))
    return out


def at_leisure(v: View) -> list[Event]:
    """`Y's nationals ski in X`, `a group of Y's nationals toured X`, `Y's tour groups are back in X`: visitors from Y to X."""
    s, out = v.s, []
    told = [(i, roles.subject, [roles.theme] if roles.theme is not None else [t for prep, t in roles.phrases if prep in ("in", "at", "on")]) for i, roles in verbs_of(v, HOLIDAYING) if not roles.passive]
    told += [(i, k, [t for prep, t in phrases_below(v, i) if prep in ("in", "at")]) for i, word in enumerate(s.lower) if word == "back" and s.kids(i, "cop") for k in s.kids(i, "nsubj")]
    for i, subject, places in told:
        people = s.noun_phrase(subject) if subject is not None else []
        people = [*people, *(x for t in people for k in s.kids(t, "nmod") if s.preposition(k) == "of" for x in s.noun_phrase(k))]
        guests = any(h[2].kind == "tourism" for h in v.items_in(people)) or not word_set("words_for_guests").isdisjoint(s.lower[t] for t in people) or (s.lower[i] != "back" and any(nationals(v, t) for t in people))
        home = next((v.at[t].code for t in people if t in v.at), None)
        host = next((c for t in places for c in v.parties(t, pronouns=False) if c != home and c in v.context.targets), None)
        if guests and home is not None and host is not None:
            out.append(Event("tourism", home, host, set(), set(), i, {i, *people, *places}, strength=0.6))
    return out


HOLIDAYING = verb_set("verbs_of_leisure")


def crews(v: View) -> list[Event]:
    """`X's crews man Y's boats`: people of X at work for Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, verb_set("crewing_verbs")):
        if roles.subject is None or roles.theme is None or roles.passive:
            continue
        crew, ships = s.noun_phrase(roles.subject), s.noun_phrase(roles.theme)
        home = next((v.at[t].code for t in crew if t in v.at), None)
        served = next((v.at[t].code for t in ships if t in v.at and v.at[t].code != home), None)
        if home in word_set("states_with_labour_measures") and served is not None:
            out.append(Event("labour", home, served, set(), set(), i, {i, *crew, *ships}, strength=0.6))
    return out


def allowed_to_work(v: View) -> list[Event]:
    """`X allows Y's nationals to work in its provinces`, `Y signed a deal with X to let its people work there`: workers of Y in X."""
    s, out = v.s, []
    for i, roles in verbs_of(v, verb_set("verbs_of_allowing")):
        work = next((c for c in s.kids(i, "xcomp", "ccomp") if s.lower[c] in verb_set("working_verbs")), None)
        people = [x for c in s.kids(i, "obj", "iobj") for x in s.noun_phrase(c)]
        home = next((v.at[t].code for t in people if t in v.at and v.at[t].form == "adjective"), None)
        if work is None or home not in word_set("states_with_labour_measures"):
            continue
        partner = [c for prep, t in phrases_below(v, s.heads[i]) if prep == "with" for c in v.parties(t, pronouns=False)]
        named = [c for prep, t in phrases_below(v, work) if prep in ("in", "at") for c in v.parties(t, pronouns=False)]
        host = next((c for c in [*named, *partner, *(c for t in roles.agents for c in v.parties(t))] if c != home), None)
        if host is not None:
            out.append(Event("labour", home, host, set(), set(), i, {i, work, *people, *s.subtree(work)}, strength=0.6))
    return out


def placed(v: View) -> list[Event]:
    """`The scheme placed X's workers at firms of Y`: workers of X in Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, verb_set("verbs_of_placing")):
        people = s.noun_phrase(roles.theme) if roles.theme is not None else []
        home = next((v.at[t].code for t in people if t in v.at and v.at[t].form == "adjective"), None)
        if home not in word_set("states_with_labour_measures") or not any(h[2].kind == "labour" for h in v.items_in(people)):
            continue
        hosts = [c for prep, t in phrases_below(v, i) if prep in ("at", "in", "with", "inside") for c in v.parties(t, pronouns=False) if c != home]
        out += [Event("labour", home, host, set(), set(), i, {i, *people, *s.subtree(i)}, strength=0.6) for host in dict.fromkeys(hosts)]
    return out


def drawn(v: View) -> list[Event]:
    """`X attracted 350,000 tourists, most of them from Y`, `X was visited by tourists from Y and Z`: visitors from Y to X."""
    s, out = v.s, []
    for i, roles in verbs_of(v, ATTRACTING | VISITING):
        guests = roles.theme if s.lower[i] in ATTRACTING else next((t for prep, t in phrases_below(v, i) if prep == "by"), None) if roles.passive else None
        host = roles.theme if s.lower[i] not in ATTRACTING else next(iter(roles.agents), None)
        hosts = v.parties(host) if host is not None and (host in v.at or s.lower[i] not in ATTRACTING) else []  # X, not X's team
        people = s.subtree(guests, frozenset({"advcl"})) if guests is not None else []
        if not hosts or hosts[0] not in v.context.targets or not any(h[2].kind == "tourism" for h in v.items_in(people)):
            continue
        homes = [m.code for m in v.mentions if m.code != hosts[0] and m.form in ("adjective", "name", "place") and (m.start in people or (m.start > i and s.preposition(m.end - 1) == "from"))]
        tokens = {i, *people, *(m.end - 1 for m in v.mentions if m.code in homes)}
        known: list[str | None] = list(dict.fromkeys(homes))
        out += [Event("tourism", home, hosts[0], set(), set(), i, tokens, strength=0.6) for home in known or [None]]
    return out


def holidayed(v: View) -> list[Event]:
    """`Tourists from X spent their holidays in Y`, `X's families spend their summers in Y`: visitors from X to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, verb_set("spending_verbs") | verb_set("booking_verbs")):
        times = [roles.theme, *s.kids(i, "obl")]
        if roles.subject is None or roles.passive or not any(t is not None and (s.lower[t] in word_set("times_of_leisure") or s.lower[t - 1 : t + 1] == ("new", "year")) for t in times):
            continue
        people = s.subtree(roles.subject, frozenset({"acl", "advcl"}))
        if not any(h[2].kind == "tourism" for h in v.items_in(people)) and not nationals(v, roles.subject) and word_set("words_for_guests").isdisjoint(s.lower[t] for t in people):
            continue
        home = next((v.at[t].code for t in people if t in v.at), None)
        host = next((c for prep, t in [*roles.phrases, *(row for t in times if t is not None for row in phrases_below(v, t))] if prep in ("in", "at", "on") for c in v.parties(t, pronouns=False) if c != home), None)
        if home is not None and host in v.context.targets:
            out.append(Event("tourism", home, host, set(), set(), i, {i, *people}, strength=0.6))
    return out


def are_visitors(v: View) -> list[Event]:
    """`X's skiers were the first tourists in Y`, `most visitors to Y were from X`: visitors from X to Y."""
    s, out = v.s, []
    for start, end, item in v.items:
        noun = end - 1
        if item.kind != "tourism" or not (s.kids(noun, "cop") or s.base[noun] == "nsubj"):
            continue
        other = next(iter(s.kids(noun, "nsubj")), None) if s.kids(noun, "cop") else s.heads[noun] if s.kids(s.heads[noun], "cop") else None
        if other is None:
            continue
        hosts = [c for prep, t in [*phrases_below(v, noun), *phrases_below(v, other)] if prep in ("to", "in") and t != other for c in v.parties(t, pronouns=False)]
        named = [v.at[t].code for t in s.subtree(other, frozenset({"nsubj", "advcl"})) if t in v.at and (v.at[t].form == "adjective" or s.preposition(t) == "from")]
        homes = [c for c in dict.fromkeys(named) if c not in hosts]
        out += [Event("tourism", home, hosts[0], set(), set(), noun, {start, noun, other, *s.noun_phrase(other)}, strength=0.6) for home in homes if hosts and hosts[0] in v.context.targets]
    return out


ATTRACTING, VISITING = verb_set("attracting_verbs"), verb_set("verbs_of_seeing")
READINGS = (open_to, are_visitors, holidayed, drawn, placed, allowed_to_work, let_in, earns_by_people, tours_sold, at_leisure, crews)
