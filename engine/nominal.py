"""Transfers told by nouns: `the sale of arms to X`, `Y's imports of coal`, `a tour of X`."""

from __future__ import annotations

from engine.filling import Event, build_events
from engine.lexicon import Item, verb_forms, verb_set
from engine.referents import View
from engine.roles import (
    MEANS,
    RELATIVES,
    VESSELS,
    Roles,
    governing_subject,
    own_doing,
    phrases_below,
    verb_roles,
)
from engine.vocabulary import word_set

HELPING = frozenset({*verb_forms("help"), *verb_forms("assist")})


def theme_tokens_of(v: View, theme: int) -> list[int]:
    return [t for c in v.s.conjuncts(theme) if not v.s.is_verb(c) or c in v.item_at for t in v.s.noun_phrase(c)]


def noun_events(v: View, i: int, lemma: str, direction: str) -> list[Event]:
    s = v.s
    near = [c for c in s.children[i] if s.base[c] in ("compound", "amod", "nmod", "dep", "obl") and s.preposition(c) in ("of", "", "in", "with", "like") and s.deps[c] != "nmod:poss"]
    others = {x for c in near for t in s.kids(c, "conj") if s.lower[t] in v.lexicon.nouns and t not in v.item_at for x in s.subtree(t)}  # `exports of coal and imports of fuel`
    tokens = [t for c in near for t in s.noun_phrase(c) if t not in others] + [i]
    if s.base[i] == "compound" and s.lower[s.heads[i]] in word_set("words_of_law"):
        return []  # `the money laundering law`
    if s.base[i] == "compound" and s.lower[s.heads[i]] in VESSELS:
        return []  # `a smuggling ship`
    if s.base[i] == "compound" or (s.base[i] in ("nmod", "conj") and not near):
        tokens += [s.heads[i], *[c for c in s.children[s.heads[i]] if s.base[c] == "compound"]]
    if s.base[i] in ("obj", "xcomp", "obl") and s.lower[s.heads[i]] in word_set("labelling_forms"):
        return []  # `containers labelled relief supplies`
    whole = s.heads[i] if s.base[i] == "compound" and s.lower[s.heads[i]] in word_set("undertakings") else i  # `a smuggling operation of X's weapons`
    if whole != i:
        tokens += [t for c in s.kids(whole, "nmod") if s.preposition(c) in ("of", "for", "involving") for t in s.noun_phrase(c)]
    beside = [*s.kids(i, "conj"), *([s.heads[i]] if s.base[i] == "conj" else [])]
    shared = next((c for c in beside if s.lower[c] in v.lexicon.nouns and s.tags[c][:2] == "NN" and abs(c - i) <= 3), None)
    if not near and shared is not None:  # `imports and exports of coal`
        tokens += [t for c in s.kids(shared, "nmod") if s.preposition(c) == "of" for t in s.noun_phrase(c)]
    if lemma == "trade" and v.s.is_verb(s.heads[i]) and s.lower[s.heads[i]] in word_set("discussing"):
        return []  # talks about trade are cooperation, no shipment
    items = [h for h in v.items_in(sorted(set(tokens))) if not (h[2].weak and (h[0] <= i < h[1] or (s.lower[h[1] - 1] in VESSELS and s.base[h[1] - 1] == "compound" and lemma in word_set("loading_nouns"))))]  # `tanker shipments`: by tanker
    held = s.heads[i] if not items and s.base[i] == "nsubj" and lemma in word_set("loading_nouns") and s.lower[s.heads[i]] in CONTAINING else None
    if held is not None:  # `the shipment to X held rifles`
        items = [h for c in s.kids(held, "obj") for k in s.conjuncts(c) for h in v.items_in(s.noun_phrase(k))]
    if not items and lemma in word_set("tours"):
        return _tour(v, i)
    implied = not items and lemma in word_set("loading_nouns") and s.base[i] != "compound" and bool(v.context.last_items)
    if implied:  # `shipments from X reach Y`: of what the text last told
        items = [(i, i + 1, item) for item in v.context.last_items if item.kind in ("goods_transfer", "arms_transfer")]
    bare = not items and lemma in ("import", "export", "trade")
    if bare:
        items = [h for h in v.items if h[2].kind == "goods_transfer" and h[0] > i]
        if not items and lemma != "trade":  # `imports from Y rose`: goods that nobody names
            items = [(i, i + 1, Item(("crude_oil",) if not word_set("measures_of_oil").isdisjoint(s.lower) else ("other_goods",), "goods_transfer", (), True, lemma))]
    if not items:
        return []
    roles = Roles()
    roles.phrases = phrases_below(v, whole)
    if s.base[i] == "nsubj" and direction == "give" and v.lexicon.verbs.get(s.lower[s.heads[i]], ("", ""))[1] == "move":  # `shipments from X reach Y`
        left = s.lower[s.heads[i]] in DEPARTING
        roles.phrases += [("to", t) for prep, t in phrases_below(v, s.heads[i]) if left and prep == "for" and s.heads[t] == s.heads[i]]  # `a shipment left X for Y`
        roles.phrases += [("from" if left else "to", c) for c in s.kids(s.heads[i], "obj")] + [p for p in phrases_below(v, s.heads[i]) if p[0] in ("to", "in", "at", "into", "from", "out of") and s.heads[p[1]] == s.heads[i]]
    if s.base[i] == "nsubj" and s.kids(s.heads[i], "cop") and s.lower[s.heads[i]] in ("way", "route", "underway"):  # `a shipment is under way from X to Y`
        roles.phrases += [p for p in phrases_below(v, s.heads[i]) if p[0] in ("to", "from", "for")]
    owner = [c for c in s.children[i] if s.deps[c] == "nmod:poss"]
    roles.agents = owner + [t for prep, t in roles.phrases if prep == "by" and s.deps[t] != "obl:agent" and s.lower[t] not in MEANS]  # `a cargo intercepted by X` is not X's
    modifiers = [c for c in s.children[i] if s.base[c] in ("amod", "compound") and c in v.at]
    roles.agents += modifiers
    if not roles.agents and not any(direction == "give" and prep == "from" and v.parties(t, pronouns=False) for prep, t in roles.phrases):
        subject = governing_subject(v, i) if own_doing(v, i) else _who_is_behind(v, i)
        if subject is not None and v.party(subject) is not None:
            above = v.lexicon.verbs.get(s.lower[s.heads[i]], ("", ""))[1] if s.base[i] == "obj" or s.base[s.heads[i]] == "conj" else ""
            if above == "get" and direction == "give":
                roles.phrases.append(("to", subject))  # `X acquired loads of ammunition`
            else:
                roles.agents.append(subject)
    if not roles.agents and (punished := _punished(v, i)) is not None:
        roles.agents.append(punished)
    if not roles.agents and s.preposition(i) in ("including", "through", "by", "with"):  # `X helps Y advance, including the transfer of technology`
        helper = next((h for h in s.ancestors(i) if s.lower[h] in HELPING), None)
        above_help = verb_roles(v, helper).subject if helper is not None else None
        roles.agents += [above_help] if above_help is not None else []
    deal = next((h for h in [*list(s.ancestors(i))[:2], *(s.kids(s.heads[i], "obj") if s.base[i] in ("obj", "obl") else [])] if s.lower[h] in word_set("deal_words")), None)
    if deal is not None and direction == "give":  # `signed a deal with X for the supply of fuel`: X supplies
        partner = next((t for prep, t in [*phrases_below(v, deal), *phrases_below(v, s.heads[deal])] if prep == "with" and v.parties(t, pronouns=False)), None)
        buyer = governing_subject(v, deal)
        if partner is not None and not any(prep == "to" and set(v.parties(t)) & set(v.parties(partner)) for prep, t in roles.phrases):
            roles.agents = [partner]
            roles.phrases += [("to", buyer)] if buyer is not None and not any(prep == "to" and v.parties(t) for prep, t in roles.phrases) else []
    made = build_events(v, i, [h[2] for h in items], roles, None, direction, sorted(set(tokens)), lemma, nominal=True)
    home = next((m.code for m in v.mentions if "customs" in s.lower[m.end : m.end + 3] and m.end <= i), None)
    for e in made if lemma == "import" and home is not None else ():
        e.recipient = e.recipient or (home if e.supplier != home else None)  # `X's customs data show that imports of …`
    if lemma in word_set("two_sided_nouns") and len({e.supplier for e in made}) == 2 and not any(e.recipient for e in made):
        made = _two_sided(v, made)
    sole = v.context.sole_target([m.code for m in v.mentions])
    for e in made:
        if lemma == "export" and e.supplier is None and e.recipient is None and not bare and sole is not None:
            e.supplier = sole  # `coal exports picked up`
    if lemma == "export":  # `exports of coal, mostly to X`: those of the one party under measures that the text has named
        named = {c for c in (*v.context.recent, *(m.code for m in v.mentions)) if c in v.context.targets}
        for e in made:
            if e.supplier is None and e.recipient is not None and e.recipient not in named and len(named) == 1:
                e.supplier = next(iter(named))
    return [e for e in made if not (bare or implied) or (e.supplier and e.recipient)]


def _punished(v: View, i: int) -> int | None:
    """Whom sanctions are against: `sanctions against X over the supply of missiles to Y`."""
    s, top = v.s, v.s.heads[i]
    if s.preposition(i) in ("over", "for") and s.is_verb(top) and s.lower[top] in SANCTIONING and not s.is_passive(top):
        return next((t for t in s.kids(top, "obj") if t < i and v.parties(t, pronouns=False)), None)  # `blacklisted a firm of X over purchases of oil`
    if s.preposition(i) not in ("over", "for") or not (s.lower[top] in word_set("words_of_sanctions") or any(s.lower[c] in word_set("words_of_sanctions") for c in s.kids(top, "obj", "nsubj"))):
        return None
    return next((t for prep, t in phrases_below(v, top) if prep in ("on", "against", "upon") and t < i and v.parties(t, pronouns=False)), None)


def _who_is_behind(v: View, i: int) -> int | None:
    """`X is behind the sale`, `firms that officials said are behind it`."""
    s = v.s
    if s.preposition(i) != "behind" or not s.kids(i, "cop"):
        return None
    subject = next(iter(s.kids(i, "nsubj")), None)
    if subject is not None and s.lower[subject] in RELATIVES:
        clause = s.heads[i] if s.base[i] == "ccomp" else i
        return s.heads[clause] if s.base[clause] == "acl" else None
    return subject


def _tour(v: View, i: int) -> list[Event]:
    """`X's agency sells a tour of Y`, `an X citizen joined a tour of Y`: tourists from X to Y."""
    s = v.s
    if not set(s.lower) & TOURING and not any(a == "travel" and b in word_set("companies") | {"operator", "operators"} for a, b in zip(s.lower, s.lower[1:], strict=False)):
        return []
    hosts = [c for prep, t in phrases_below(v, i) if prep in ("of", "to", "in", "into", "around", "inside", "across") for c in v.parties(t, pronouns=False)]
    subject = governing_subject(v, i)
    home = [c for t in s.children[i] if t in v.at and s.base[t] in ("amod", "compound", "nmod") and s.preposition(t) in ("", "by", "from") for c in v.parties(t)]
    home += v.parties(subject) if subject is not None else []
    host = next(iter(hosts), None)
    home = [c for c in home if c != host]
    return [Event("tourism", next(iter(home), None), host, set(), set(), i, {i, *s.subtree(i), *([subject] if subject is not None else [])}, strength=0.6)] if host is not None else []


SANCTIONING = verb_set("sanctioning_verbs")
CONTAINING = verb_set("containing_verbs")
DEPARTING = verb_set("departing_verbs")  # `a shipment bound for X left Y`
TOURING = word_set("touring_words") | word_set("touring_people")


def _two_sided(v: View, events: list[Event]) -> list[Event]:
    """`A and B deny any arms trade`: the party under an export ban is taken to supply."""
    sides = sorted({e.supplier for e in events if e.supplier}, key=lambda c: (c not in v.context.targets, c))
    first = events[0]
    return [Event(first.kind, sides[0], sides[1], first.items, first.features, first.trigger, first.tokens, strength=0.6)]
