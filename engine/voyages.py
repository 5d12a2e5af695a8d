"""What a ship, lorry or plane carries from one land to another, told by its voyage: `the tanker, loaded with diesel, left X for Y`."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import Item, verb_set
from engine.phrases import laden
from engine.referents import CARRIERS, View
from engine.roles import phrases_below, verb_roles
from engine.vocabulary import word_set

LEAVING, GOING = verb_set("departing_verbs"), verb_set("sailing_verbs") | verb_set("verbs_of_setting_out") | verb_set("crossing_verbs")
FROM, TO = frozenset({"from", "out of"}), frozenset({"to", "for", "into", "towards", "toward"})


def voyages(v: View) -> list[Event]:
    """Goods aboard a carrier from where it leaves to where it goes; only where a sentence tells of both ends."""
    s, out = v.s, []
    for ship in (t for t, word in enumerate(s.lower) if word in CARRIERS and s.deps[t] in ("nsubj", "nsubj:pass", "ROOT")):
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
        if goals or (v.context.departed and h[2].kind != "technology_transfer"):
            made = [c for k in s.kids(h[1] - 1, "acl") if s.lower[k] in word_set("made_forms") for prep, t in phrases_below(v, k) if prep in ("in", "by") for c in v.parties(t, pronouns=False)]
            from_where = next(iter(made), None) or next((x.land for x in v.context.fresh if x.group == "ships"), None) or v.context.departed
            if from_where is not None or goals:
                out.append(Event(h[2].kind, from_where, goals[0] if goals else None, set(h[2].classes), set(h[2].features), h[0], {h[0], *s.noun_phrase(h[1] - 1)}, strength=0.6))
    return out


def in_two_sentences(v: View) -> list[Event]:
    """`A tanker with jet fuel was stopped. It was on its way from X to Y`: the cargo told in one sentence, the voyage in the one beside it."""
    s, context = v.s, v.context
    route, cargo = _route(v), _cargo(v)
    before, aboard_before = context.sailed, context.cargo
    context.since_sailing = 0 if route is not None else context.since_sailing + 1
    context.sailed, context.cargo = route or (before if context.since_sailing <= VOYAGE_TOLD else None), cargo
    if route is not None and not cargo:
        route, cargo = route, aboard_before
    elif cargo and route is None and _ship_told(v):
        route = before
    else:
        return []
    if route is None or not cargo:
        return []
    root = next(t for t, h in enumerate(s.heads) if h == t)
    trigger = next((t for t, word in enumerate(s.lower) if word in CARRYING and s.is_verb(t)), root)
    kinds = dict.fromkeys(x.kind for x in cargo)
    return [Event(kind, *route, {c for x in cargo if x.kind == kind for c in x.classes}, {f for x in cargo if x.kind == kind for f in x.features}, trigger, set(range(len(s.words))), strength=0.55) for kind in kinds]


def _route(v: View) -> tuple[str, str] | None:
    """From where to where a ship is said to sail."""
    s = v.s
    for i, word in enumerate(s.lower):
        under_way = (word == "route" and s.lower[max(0, i - 1)] == "en") or (word == "way" and s.preposition(i) == "on")
        if not (under_way or (word in GOING | LEAVING and s.is_verb(i))) or not _ship_told(v):
            continue
        phrases = [*phrases_below(v, i), *(phrases_below(v, s.heads[i]) if under_way else [])]
        sources = _left(v, i) if not under_way else [c for prep, t in phrases if prep in FROM for c in v.parties(t, pronouns=False)]
        goals = [c for k in (i, *s.kids(i, "conj", "advcl", "xcomp")) for prep, t in (phrases if k == i else phrases_below(v, k)) if prep in TO for c in v.parties(t, pronouns=False)]
        pair = next(((a, b) for a in sources for b in goals if a != b), None)
        if pair is not None:
            return pair
    return None


def _cargo(v: View) -> list[Item]:
    """What a ship is said to carry."""
    s, found = v.s, list[Item]()
    for i in (t for t, word in enumerate(s.lower) if word in CARRYING and s.is_verb(t)):
        roles = verb_roles(v, i)
        ship = roles.subject
        if roles.theme is not None and ship is not None and (s.lower[ship] in CARRIERS or s.lower[ship] in BOXES or (s.lower[i] in HAULING and s.lower[ship] in ("it", "they", "which", "that"))):
            things = [*s.conjuncts(roles.theme), *(t for t in s.kids(roles.theme, "nmod") if s.preposition(t) == "for" and s.lower[roles.theme] in word_set("parts_of_things"))]
            hidden = any(h[2].kind == "arms_transfer" and not h[2].weak and s.heads[h[1] - 1] != i and h[1] - 1 not in things for h in v.items)
            found += [] if hidden else [h[2] for c in things for h in v.items_in(s.noun_phrase(c)) if h[2].kind in ("goods_transfer", "arms_transfer") and not h[2].weak]
    return found


def _ship_told(v: View) -> bool:
    return not (CARRIERS | BOXES).isdisjoint(v.s.lower) or any(w == "it" and v.s.base[t] == "nsubj" for t, w in enumerate(v.s.lower)) or any(m.form == "ship" for m in v.mentions) or v.s.words[:1] == ("MV",) or "MV" in v.s.words


HAULING, BOXES = verb_set("hauling_verbs"), word_set("words_for_boxes")
CARRYING = HAULING | verb_set("containing_verbs")  # `it carries rifles`, `the boxes hold rifles`; what `it has` need not be cargo
VOYAGE_TOLD = 3  # sentences for which a voyage is remembered


def _left(v: View, verb: int) -> list[str]:
    """Where a carrier sets out: `left X`, `sailed from a port of X`."""
    roles = verb_roles(v, verb)
    left = [roles.theme] if roles.theme is not None and v.s.lower[verb] in LEAVING and not roles.passive else []
    left += [n for prep, n in phrases_below(v, verb) if prep in FROM]
    return [c for t in left for c in v.parties(t, pronouns=False)]


READINGS = (voyages, aboard, in_two_sentences)
