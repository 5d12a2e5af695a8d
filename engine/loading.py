"""What a ship or plane takes on where it calls: `X's tanker docked in Y, where it loaded diesel` is Y's diesel to X."""

from __future__ import annotations

from collections.abc import Sequence

from engine.filling import Event
from engine.lexicon import verb_forms, verb_set
from engine.phrases import port_of_call
from engine.referents import CARRIERS, View
from engine.roles import phrases_below, verb_roles
from engine.vocabulary import word_set

LOADING = {form: phrase.split()[1:] for phrase in sorted(word_set("loading_verbs")) for form in verb_forms(phrase.split()[0])}  # to the particle that it needs
REACHING = verb_set("verbs_of_calling_at_a_port")
GOODS = frozenset({"goods_transfer", "arms_transfer", "technology_transfer"})


def loaded_abroad(v: View) -> list[Event]:
    """Goods that a carrier of one party loads in the land of another, told by where it calls and what it loads there."""
    s, out = v.s, []
    for i in (t for t, word in enumerate(s.lower) if word in LOADING and s.is_verb(t)):
        if LOADING[s.lower[i]] != [] and LOADING[s.lower[i]] != list(s.lower[i + 1 : i + 2]):
            continue
        ship = next((t for t in range(i - 1, -1, -1) if s.lower[t] in CARRIERS and s.base[t] in ("nsubj", "ROOT", "root")), None)
        taker = v.party(ship, pronouns=False) if ship is not None else None
        giver = next((c for c in _where(v, i) if c != taker), None)
        hits = [h for h in v.items_in(_load(v, i)) if h[2].kind in GOODS and not h[2].weak]
        onward = any(prep in ("for", "to") and v.parties(t, pronouns=False) for k in (i, *(h[1] - 1 for h in hits)) for prep, t in phrases_below(v, k))
        if onward or ship is None or taker is None or giver is None or not hits:
            continue
        for kind in dict.fromkeys(h[2].kind for h in hits):
            items = [h[2] for h in hits if h[2].kind == kind]
            tokens = {ship, i, *(t for h in hits for t in range(h[0], h[1]))}
            out.append(Event(kind, giver, taker, {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, tokens, strength=0.7))
    return out


def brought_back(v: View, events: Sequence[Event]) -> list[Event]:
    """What a carrier comes home with: `planes bring drones to Y and fly home with gold`, `X's ship returned from Y with coal`: from Y.
    events: what the sentence's other verbs tell, for the way there."""
    s, out = v.s, []
    for i in (t for t, word in enumerate(s.lower) if word in RETURNING | HOMEWARD | BRINGING and s.is_verb(t)):
        home = next((c for c in s.kids(i, "advmod") if s.lower[c] in WAY_BACK), None)
        if s.lower[i] in RETURNING or (home is not None and s.lower[i] in HOMEWARD):
            below = [t for k in (i, *s.kids(i, "advcl", "acl")) for t in s.kids(k, "obl") if s.preposition(t) == "with" and (k == i or s.lower[k] in LADEN_WITH)]
        elif home is not None:
            below = s.kids(i, "obj")
        else:
            continue
        hits = [h for h in v.items_in(sorted({x for t in below for k in s.conjuncts(t) for x in s.noun_phrase(k)})) if h[2].kind in GOODS | {"funds_transfer"} and not h[2].weak]
        subject = verb_roles(v, i).subject
        there = [s.heads[i], *(s.kids(subject, "acl") if subject is not None else ())]
        trip = next((e for e in events if e.trigger in there and e.supplier and e.recipient and e.kind in GOODS), None)
        left = [c for k in (i, home) if k is not None for prep, t in phrases_below(v, k) if prep == "from" for c in v.parties(t, pronouns=False)]
        owner = v.party(subject, pronouns=False) if subject is not None and s.lower[subject] in CARRIERS else None
        giver, taker = (left[0], owner) if left else (trip.recipient, trip.supplier) if trip is not None else (None, None)
        if giver is None or taker is None or giver == taker:
            continue
        for kind in dict.fromkeys(h[2].kind for h in hits):
            items = [h[2] for h in hits if h[2].kind == kind]
            tokens = {i, *(t for h in hits for t in range(h[0], h[1]))}
            out.append(Event(kind, giver, taker, {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, tokens, strength=0.65))
    return out


RETURNING, HOMEWARD, BRINGING = frozenset(verb_forms("return")), verb_set("travelling_verbs") | verb_set("sailing_verbs") | verb_set("verbs_of_flying"), verb_set("carrying_verbs") | verb_set("verbs_of_carrying_home")
LADEN_WITH, WAY_BACK = word_set("laden_forms"), word_set("words_for_the_way_back")


def _where(v: View, i: int) -> list[str]:
    """The parties of the place where a verb's act takes place, by the clause that it hangs on."""
    s, top = v.s, i
    here = [c for prep, t in phrases_below(v, i) if prep in ("in", "at") for c in v.parties(t, pronouns=False)]
    if here:
        return here  # `after it loaded coal in Y`
    while s.base[top] == "xcomp" and s.heads[top] != top:  # `where it is believed to have loaded`
        top = s.heads[top]
    above = s.heads[top]
    if s.is_nominal(above) or above in v.at:
        if any(s.lower[c] == "where" for c in s.children[top]):
            return v.parties(above, pronouns=False)
        return []
    calls = [above, *s.kids(above, "conj")] if s.base[top] in ("conj", "advcl", "parataxis", "ccomp") and s.is_verb(above) else []
    calls += [k for t in s.kids(top, "nsubj") for k in s.kids(t, "acl")]  # `X's ship called at Y, took on coal and left`
    return [c for k in calls if k < i for c in (*port_of_call(v, k), *_reached(v, k))]


def _reached(v: View, k: int) -> list[str]:
    if v.s.lower[k] not in REACHING:
        return []
    below = [t for t in v.s.kids(k, "obj", "obl") if v.s.base[t] == "obj" or v.s.preposition(t) in ("at", "in", "to")]
    return [c for t in below for c in v.parties(t, pronouns=False)]


def _load(v: View, i: int) -> list[int]:
    """Tokens of what is loaded: `loaded coal`, `took on coal`, `loaded it with coal`, `was loaded with coal`."""
    s, roles = v.s, verb_roles(v, i)
    inside = [t for t in s.kids(i, "obl") if s.preposition(t) in ("with", "on")]
    filled = roles.passive or any(s.lower[t] in ("it", "them") for t in s.kids(i, "obj"))
    heads = inside if filled else [*s.kids(i, "obj"), *(t for t in inside if s.preposition(t) == "on")]
    return sorted({x for t in heads for k in s.conjuncts(t) for x in s.noun_phrase(k)})

