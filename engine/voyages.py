"""What a ship, lorry or plane carries from one land to another, told by its voyage: `the tanker, loaded with diesel, left X for Y`."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import Item, verb_set
from engine.referents import CARRIERS, View
from engine.roles import phrases_below, verb_roles
from engine.sides import laden
from engine.vocabulary import word_set

LEAVING, GOING = verb_set("departing_verbs"), verb_set("sailing_verbs") | verb_set("verbs_of_setting_out") | verb_set("crossing_verbs")
FROM, TO = frozenset({"from", "out of"}), frozenset({"to", "for", "into", "towards", "toward"})


def voyages(v: View) -> list[Event]:
    """Goods aboard a carrier from where it leaves to where it goes; only where a sentence tells of both ends."""
    s, out = v.s, []
    for ship in (t for t, word in enumerate(s.lower) if word in CARRIERS and s.deps[t] in ("nsubj", "ROOT")):
        verbs = [t for t in (s.conjuncts(s.heads[ship]) if s.base[ship] == "nsubj" else s.kids(ship, "acl")) if s.is_verb(t)]
        verbs += [k for t in verbs for k in s.kids(t, "xcomp", "advcl") if s.lower[k] in GOING and not s.kids(k, "nsubj")]
        verbs = [t for t in verbs if s.lower[t] in LEAVING | GOING]
        aboard = [x for t in verbs for c in s.kids(t, "obl") if s.preposition(c) == "with" for x in s.noun_phrase(c)]
        hits = [h for h in v.items_in([*laden(v, ship), *aboard]) if h[2].kind in ("goods_transfer", "arms_transfer", "technology_transfer", "humanitarian_assistance") and not h[2].weak]
        sources = [c for t in verbs for c in _left(v, t)]
        goals = [c for t in verbs for prep, n in phrases_below(v, t) if prep in TO for c in v.parties(n, pronouns=False)]
        goals += [c for t in verbs if s.lower[t] not in LEAVING for prep, n in phrases_below(v, t) if prep in ("in", "at") for c in v.parties(n, pronouns=False)]
        sources = sources or [v.at[t].code for t in s.noun_phrase(ship) if t in v.at and s.base[t] in ("amod", "compound")]  # a flag, when nothing closer is told
        pair = next(((a, b) for a in sources for b in goals if a != b), None)
        if not hits or pair is None:
            continue
        for kind in dict.fromkeys(h[2].kind for h in hits):
            items: list[Item] = [h[2] for h in hits if h[2].kind == kind]
            tokens = {ship, *verbs, *(t for h in hits for t in range(h[0], h[1])), *(n for t in verbs for _, n in phrases_below(v, t))}
            out.append(Event(kind, pair[0], pair[1], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, verbs[0], tokens, strength=0.65))
    return out


def aboard(v: View) -> list[Event]:
    """`On board were rifles for X`: goods from nobody told to X."""
    s, out = v.s, []
    opening = " ".join(s.lower[:7]) + " "
    place = next((p for p in sorted(word_set("places_aboard")) if opening.startswith(p + " ")), None)
    if place is None or word_set("forms_of_be").isdisjoint(s.lower[len(place.split()) : 6]):
        return []
    for h in v.items:
        if h[2].weak or h[2].kind not in ("goods_transfer", "arms_transfer", "technology_transfer"):
            continue
        goals = [c for t in s.noun_phrase(h[1] - 1) for n in s.kids(t, "nmod", "acl") if s.preposition(n) in TO or s.lower[n] in word_set("bound_words") for c in v.parties(n, pronouns=False)]
        goals = goals or [m.code for m in v.mentions if h[1] <= m.start <= h[1] + 4 and TO & set(s.lower[h[1] : m.start])][:1]
        if goals:
            made = [c for k in s.kids(h[1] - 1, "acl") if s.lower[k] in word_set("made_forms") for prep, t in phrases_below(v, k) if prep in ("in", "by") for c in v.parties(t, pronouns=False)]
            from_where = next(iter(made), None) or next((x.land for x in v.context.fresh if x.group == "ships"), None) or v.context.departed
            out.append(Event(h[2].kind, from_where, goals[0], set(h[2].classes), set(h[2].features), h[0], {h[0], *s.noun_phrase(h[1] - 1)}, strength=0.6))
    return out


def _left(v: View, verb: int) -> list[str]:
    """Where a carrier sets out: `left X`, `sailed from a port of X`."""
    roles = verb_roles(v, verb)
    left = [roles.theme] if roles.theme is not None and v.s.lower[verb] in LEAVING and not roles.passive else []
    left += [n for prep, n in phrases_below(v, verb) if prep in FROM]
    return [c for t in left for c in v.parties(t, pronouns=False)]


READINGS = (voyages, aboard)
