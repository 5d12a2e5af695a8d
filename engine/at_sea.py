"""Evasion at sea: cargo handed from ship to ship, tracking switched off, false names and flags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.filling import Event
from engine.lexicon import verb_forms, verb_set
from engine.referents import View
from engine.roles import VESSELS, phrases_below, verb_roles, verbs_of
from engine.vocabulary import word_set

AT_SEA, MEETING = word_set("at_sea"), verb_set("meeting_verbs")
AIRCRAFT = word_set("aircraft")
HIDING_A_SHIP = verb_set("verbs_of_hiding_a_ship")
POSING = verb_set("posing_verbs")
EMITTING = verb_set("emitting_verbs")
TRACKING = word_set("tracking_words")
SWITCHING = verb_set("switching_verbs")
BUNKERING = verb_set("verbs_of_bunkering")
PUMPING = verb_set("pumping_verbs") | {"transfer", "transfers"}
LOADING = frozenset(form for phrase in word_set("loading_verbs") for form in verb_forms(phrase.split()[0]))


def _between_ships(v: View, trigger: int) -> bool:
    """`moved from X's vessels onto Y's barges`, `ships passing oil to X's vessels`: whatever the verb, from one ship to another."""
    roles = verb_roles(v, trigger) if v.s.is_verb(trigger) else None
    phrases = roles.phrases if roles else [(v.s.preposition(t), t) for t in v.s.subtree(trigger) if v.s.base[t] in ("nmod", "obl") and v.s.preposition(t)]
    out_of = [t for prep, t in phrases if prep in ("from", "off") and v.s.lower[t] in VESSELS]
    out_of += [t for t in roles.agents if v.s.lower[t] in VESSELS] if roles else []
    onto = [t for prep, t in phrases if prep in ("to", "onto", "into") and v.s.lower[t] in VESSELS]
    if roles and v.lexicon.verbs.get(v.s.lower[trigger], ("", ""))[1] == "get":  # `a tanker received oil from another ship`
        onto, out_of = out_of, [t for t in out_of if t not in roles.agents]
    return bool(out_of and onto)


def at_sea(v: View, events: Iterable[Event]) -> list[Event]:
    """Ship-to-ship transfers: goods handed over between ships, or a transfer told of on the high seas."""
    text = " ".join(v.s.lower)
    vessels = [t for t in range(len(v.s.words)) if v.s.lower[t] in VESSELS]
    on_sea = any(place in text for place in AT_SEA)
    out = []
    for e in events:
        if e.kind not in ("goods_transfer", "arms_transfer") or not vessels or not (v.s.lower[e.trigger] in PUMPING or _between_ships(v, e.trigger) or (v.s.is_nominal(e.trigger) and _between_ships(v, v.s.heads[e.trigger]))):
            continue
        named = [code for t in vessels for code in [v.party(t, pronouns=False)] if code]
        if on_sea or len(vessels) > 1:
            actor = next((c for c in named if c in (e.recipient, e.supplier)), named[0] if named else None)
            partner = e.recipient if actor == e.supplier and e.recipient in named and e.recipient != actor else None  # `from X's ships onto Y's barges`
            if actor is not None:
                out.append(Event("maritime_evasion", actor, partner, e.items - {"other_goods"}, {"ship_to_ship"}, e.trigger, set(e.tokens)))
    for i, roles in verbs_of(v, LOADING):  # `an X tanker took on oil from another ship`
        ship = roles.subject if roles.subject is not None and not roles.passive and not VESSELS.isdisjoint(v.s.lower[t] for t in (roles.subject, *v.s.kids(roles.subject, "appos"))) else None
        beside = [t for prep, t in phrases_below(v, v.s.heads[i]) if prep in ("alongside", "beside", "next to", "with")] if v.s.base[i] in ("advcl", "xcomp") else []
        beside += [t for t in v.s.kids(v.s.heads[i], "obj") if v.s.lower[v.s.heads[i]] in MEETING] if v.s.base[i] in ("advcl", "xcomp", "conj") else []
        others = [t for prep, t in roles.phrases if prep in ("from", "off") and v.s.lower[t] in VESSELS] + [t for t in beside if v.s.lower[t] in VESSELS]
        actor = next((c for t in (ship, *others) if t is not None for c in v.parties(t, pronouns=False)), None)
        goods = {c for h in v.items_in(v.s.noun_phrase(roles.theme)) if h[2].kind in ("goods_transfer", "arms_transfer") for c in h[2].classes} if roles.theme is not None else set()
        if ship is not None and others and goods and actor is not None and not out:
            tokens = {i, ship, *others, *([roles.theme] if roles.theme is not None else [])}
            out.append(Event("maritime_evasion", actor, None, goods - {"other_goods"}, {"ship_to_ship"}, i, tokens, strength=0.6))
            if actor in v.parties(ship, pronouns=False):
                out.append(Event("goods_transfer", next((c for t in others for c in v.parties(t, pronouns=False)), None), actor, goods, set(), i, tokens, strength=0.6))
    return out


def bunkered(v: View) -> list[Event]:
    """`A firm of X bunkered Y's ship`: fuel from X to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, BUNKERING):
        owner = v.party(roles.theme, pronouns=False) if roles.theme is not None and s.lower[roles.theme] in VESSELS else None
        givers = [c for t in roles.agents for c in v.parties(t) if c != owner]
        if owner in v.context.targets and (givers or roles.passive):
            out.append(Event("goods_transfer", next(iter(givers), None), owner, {"refined_petroleum"}, {"bunkering"}, i, {i, *([roles.theme] if roles.theme is not None else []), *roles.agents}, strength=0.55))
    return out


def gone_dark(v: View, told: Sequence[Event]) -> list[Event]:
    """A ship that hides where it is, however it is put: `turned its AIS off`, `disabling their transponders`."""
    s = v.s
    if any(e.kind == "maritime_evasion" for e in told):
        return []
    for i, word in enumerate(s.lower):  # `falsely flagged ships that X uses`, `fraudulently registered tankers`
        if word in word_set("put_under_a_flag") and s.lower[i - 1 : i] and s.lower[max(0, i - 1)] in word_set("words_for_a_false_flag") and s.lower[s.heads[i]] in VESSELS:
            owner = v.party(s.heads[i], pronouns=False)
            owner = owner if owner in v.context.targets else next((m.code for m in v.mentions if m.code in v.context.targets), None) or v.context.sole_target([])
            if owner is not None:
                return [Event("maritime_evasion", owner, None, set(), {"false_flag"}, i, {i, *s.noun_phrase(s.heads[i])}, anchors=[i], strength=0.6)]
    for i, roles in verbs_of(v, POSING):
        ship = roles.theme if roles.passive else roles.subject
        owner = v.party(ship, pronouns=False) if ship is not None and not VESSELS.isdisjoint(s.lower[t] for t in s.noun_phrase(ship)) else None
        if owner is not None and ship is not None:  # `the tanker posed as a Mongolian ship`
            return [Event("maritime_evasion", owner, None, set(), {"false_flag"}, i, {i, *s.noun_phrase(ship)}, anchors=[i], strength=0.6)]
    for i, roles in verbs_of(v, HIDING_A_SHIP):
        ship, what = roles.subject, {s.lower[t] for c in (roles.theme, *(t for prep, t in roles.phrases if prep == "over")) if c is not None for k in s.conjuncts(c) for t in [k]}
        owner = v.party(ship, pronouns=False) if ship is not None and not VESSELS.isdisjoint(s.lower[t] for t in s.noun_phrase(ship)) else None
        if owner is None and ship is not None and roles.theme is not None and s.lower[ship] in VESSELS:  # `the ship hid its X identity`
            owner = next((v.at[t].code for t in s.noun_phrase(roles.theme) if t in v.at and v.at[t].form == "adjective" and s.lower[roles.theme] in word_set("marks_of_a_ship")), None)
        if owner is None and roles.theme is not None and s.lower[roles.theme] in VESSELS and s.lower[i] in verb_forms("disguise") and not roles.passive:
            owner, ship = next((c for t in roles.agents for c in v.parties(t, pronouns=False)), None), roles.theme  # `X disguises its ships`
            what = what | word_set("marks_of_a_ship")
        if owner is not None and what & word_set("marks_of_a_ship"):  # `the tanker changed its name and flag`
            return [Event("maritime_evasion", owner, None, set(), {"false_flag"}, i, {i, *s.noun_phrase(ship if ship is not None else i)}, anchors=[i], strength=0.6)]
    for i, word in enumerate(s.lower):
        if word not in TRACKING:
            continue
        near = range(max(0, i - 6), min(len(s.words), i + 8))
        false = any(s.lower[t] in word_set("false_words") for t in range(max(0, i - 3), i))  # `sent out false identification signals`
        verb = next((t for t in near if false and s.lower[t] in EMITTING), None) or next((t for t in near if s.lower[t] in SWITCHING), None)
        at_sea = (word in word_set("instruments_of_ships") and AIRCRAFT.isdisjoint(s.lower)) or v.context.ships or not VESSELS.isdisjoint(s.lower)
        if not at_sea or (word in word_set("places_told") and not false):
            continue
        if verb is None or not (false or s.lower[verb] not in word_set("switching_with_off") or {"off", "out"} & {s.lower[t] for t in near}):
            continue
        roles = verb_roles(v, verb)
        bearers = roles.agents or ([roles.theme] if roles.theme is not None else [])
        codes = [c for t in bearers for c in v.parties(t)] + [m.code for m in v.mentions if s.preposition(m.end - 1) not in ("near", "off")]
        ships = [t for t, w in enumerate(s.lower) if w in VESSELS]
        flags = [x.land for x in (v.context.told.get(("ships", False)), v.context.told.get(("ships", True))) if x is not None and x.land]
        if flags and not any(v.party(t, pronouns=False) for t in [*bearers, *ships]):
            codes = flags[:1]  # `it sailed with its transponder off`, of a ship told of before
        flying = list(dict.fromkeys(c for t in ships for c in [v.party(t, pronouns=False)] if c))
        actor = flying[0] if len(flying) == 1 else next((c for c in codes if c in v.context.targets), next(iter(codes), None)) or v.context.sole_target([])
        if actor is not None:
            return [Event("maritime_evasion", actor, None, set(), {"ais_off"}, verb, {verb, i}, anchors=[i], strength=0.65)]
    return []
